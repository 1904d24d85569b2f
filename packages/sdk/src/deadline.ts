/** A timer counts in 32 bits, and fires at once beyond them. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A limit of time for some work, joined to the caller's own signal. */
export interface Deadline {
  /** Aborted with the reason of the caller's signal, or with the error of having taken too long. */
  readonly signal: AbortSignal;
  /** Gives new time from now on. */
  readonly restart: (ms: number) => void;
  readonly stop: () => void;
}

/** Starts a limit of time; `Infinity` is none. `late` makes the error when time is up. */
export function startDeadline(ms: number, signal: AbortSignal | undefined, late: () => Error): Deadline {
  const controller = new AbortController();
  const abort = () => controller.abort(signal?.reason);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const restart = (left: number) => {
    clearTimeout(timer);
    if (left <= LONGEST_TIMER_MS) timer = setTimeout(() => controller.abort(late()), left);
  };
  restart(ms);
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted) abort();
  return {
    signal: controller.signal,
    restart,
    stop: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    },
  };
}

/** Stops waiting when the signal is aborted, with its reason; what is waited for goes on. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
