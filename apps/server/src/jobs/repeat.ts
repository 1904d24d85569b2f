import type { Logger } from 'pino';
import { loggable } from '../procedure/loggable.ts';

/** What each process does again and again beside the requests, so often that no queue is asked about it. */
export interface Loop {
  readonly name: string;
  readonly everyMs: number;
  /** Ends early, at a place of its choice, where `stopped` turns true. */
  run(stopped: () => boolean): Promise<void>;
}

export interface RunningLoop {
  /** Runs it once more, after the run that may be under way; throws what it throws. */
  runOnce(): Promise<void>;
  /** Waits for the run that is under way. */
  stop(): Promise<void>;
}

/** Runs a loop at once and then each so often, one run at a time; a run that fails is logged and the next one comes in its time. */
export function repeat(loop: Loop, log: Logger): RunningLoop & { start(): void } {
  let timer: NodeJS.Timeout | undefined;
  let stopping = false;
  let running: Promise<void> = Promise.resolve();
  let idle = true;
  /** What the last run failed with: the same is not said again each time. */
  let failed: string | undefined;

  const runOnce = (): Promise<void> => {
    const run = running.then(() => loop.run(() => stopping));
    running = run.catch(() => {});
    return run;
  };
  const tick = async (): Promise<void> => {
    if (!idle) return;
    idle = false;
    try {
      await runOnce();
      if (failed !== undefined) log.info({ loop: loop.name }, 'loop works again');
      failed = undefined;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (message !== failed) log.error({ err: loggable(error), loop: loop.name }, 'loop failed');
      failed = message;
    } finally {
      idle = true;
    }
  };
  return {
    start: () => {
      if (timer) return;
      timer = setInterval(() => void tick(), loop.everyMs);
      void tick();
    },
    runOnce,
    stop: async () => {
      stopping = true;
      clearInterval(timer);
      timer = undefined;
      await running;
    },
  };
}
