import type { Logger } from 'pino';
import { loggable } from '../procedure/loggable.ts';

/** Something that runs again and again beside the requests. */
export interface Job {
  readonly name: string;
  readonly everyMs: number;
  /** Ends early, at a place of its choice, where `stopped` turns true. */
  run(stopped: () => boolean): Promise<void>;
}

export interface RunningJob {
  /** Runs it once more, after the run that may be under way; throws what it throws. */
  runOnce(): Promise<void>;
  /** Whether the last run failed that came in its time. */
  isFailing(): boolean;
  /** Waits for the run that is under way. */
  stop(): Promise<void>;
}

/** Runs a job each so often, one run at a time; a run that fails is logged and the next one comes in its time. */
export function repeat(job: Job, log: Logger): RunningJob & { start(): void } {
  let timer: NodeJS.Timeout | undefined;
  let stopping = false;
  let running: Promise<void> = Promise.resolve();
  let idle = true;
  /** What the last run failed with: the same is not said again each time. */
  let failed: string | undefined;

  const runOnce = (): Promise<void> => {
    const run = running.then(() => job.run(() => stopping));
    running = run.catch(() => {});
    return run;
  };
  const tick = async (): Promise<void> => {
    if (!idle) return;
    idle = false;
    try {
      await runOnce();
      if (failed !== undefined) log.info({ job: job.name }, 'job works again');
      failed = undefined;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (message !== failed) log.error({ err: loggable(error), job: job.name }, 'job failed');
      failed = message;
    } finally {
      idle = true;
    }
  };
  return {
    start: () => {
      timer ??= setInterval(() => void tick(), job.everyMs);
    },
    runOnce,
    isFailing: () => failed !== undefined,
    stop: async () => {
      stopping = true;
      clearInterval(timer);
      timer = undefined;
      await running;
    },
  };
}
