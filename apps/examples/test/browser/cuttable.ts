import { connect, createServer, type Socket } from 'node:net';

export interface Cuttable extends AsyncDisposable {
  readonly port: number;
  /** Breaks every connection off, as a network does. */
  cut(): void;
  /** From now on requests arrive, and their connection breaks before the answer; until it is called again. */
  loseAnswers(lose: boolean): void;
  /** From now on requests arrive and answers do not; until it is called again. */
  holdAnswers(hold: boolean): void;
}

/** A stretch of network before a port of this machine, which can fail. */
export async function cuttable(port: number): Promise<Cuttable> {
  const sockets = new Set<Socket>();
  const answering = new Set<Socket>();
  let held = false;
  let lost = false;
  const listener = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    const close = () => {
      near.destroy();
      far.destroy();
      sockets.delete(near);
      answering.delete(far);
    };
    for (const socket of [near, far]) socket.on('error', close).on('close', close);
    sockets.add(near);
    answering.add(far);
    near.pipe(far);
    far.prependListener('data', () => {
      if (lost) close();
    });
    far.pipe(near);
    if (held) far.pause();
  });
  await new Promise<void>((resolve) => {
    listener.listen(0, '127.0.0.1', resolve);
  });
  const address = listener.address();
  if (typeof address !== 'object' || address === null) throw new Error('Nothing listens.');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: address.port,
    cut,
    loseAnswers: (lose) => {
      lost = lose;
    },
    holdAnswers: (hold) => {
      held = hold;
      for (const socket of answering) hold ? socket.pause() : socket.resume();
    },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        cut();
      }),
  };
}
