import { type Database, openJobQueue, type PgBoss } from '@cashwrap/database';
import type { Logger } from 'pino';
import { loggable } from '../procedure/loggable.ts';
import type { Job } from './job.ts';
import type { JobRuns } from './job-runs.ts';
import { findJobStates, type JobState } from './job-states.repo.ts';
import { repeat } from './repeat.ts';

/** How soon a job is run that is due, or a little more. */
const LOOK_MS = 1_000;
/** How often the queue is asked for what the cron has sent. */
const POLL_SECONDS = 10;
/** How long runs under way may take to end once the server stops. */
const STOP_MS = 10_000;
/** An error that comes again is not logged before so long. */
const QUIET_MS = 60_000;

/** What is true of every job in the queue. */
const QUEUE = {
  /** A process that has not said for so long that it is still at it is taken to be dead. */
  heartbeatSeconds: 20,
  /** Longer than any run should take: then it is taken to hang. */
  expireInSeconds: 3_600,
  /** What has ended is kept for so long: it tells how a job does. */
  deleteAfterSeconds: 3 * 3_600,
  retentionSeconds: 86_400,
} as const;

/** One that runs by the cron alone: in the whole fleet one is waiting or running, and it is tried again, ever later. */
const SCHEDULED = {
  ...QUEUE,
  policy: 'exclusive',
  retryLimit: 8,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 300,
} as const;

/**
 * One that runs as soon as it is due: one is waiting. It is tried again by being due still; and it does not wait for
 * a run whose process has died: that nothing is done twice is seen to by the job itself.
 */
const PROMPT = { ...QUEUE, policy: 'short', retryLimit: 0, deleteAfterSeconds: 1_800 } as const;

interface Options<Name extends string> {
  readonly database: Database;
  readonly jobs: Readonly<Record<Name, Job>>;
  readonly runs: JobRuns<Name>;
  readonly log: Logger;
}

/** Runs the jobs of the fleet, out of one queue in the database. */
export class JobQueue<Name extends string> {
  readonly #options: Options<Name>;
  readonly #names: readonly Name[];
  readonly #looking: ReturnType<typeof repeat>;
  #open: { readonly queue: PgBoss; readonly workers: ReadonlyMap<Name, string> } | undefined;
  #started = false;
  #said: { readonly message: string; readonly at: number } | undefined;

  constructor(options: Options<Name>) {
    this.#options = options;
    this.#names = Object.keys(options.jobs) as Name[];
    this.#looking = repeat(
      { name: 'look for jobs that are due', everyMs: LOOK_MS, run: (stopped) => this.#look(stopped) },
      options.log,
    );
  }

  /** Begins in the background, and again each second while the database does not answer. */
  start(): void {
    this.#started = true;
    this.#looking.start();
  }

  /** Takes no more jobs, and waits for those under way; those that take too long are left to be taken up again. */
  async stop(): Promise<void> {
    await this.#looking.stop();
    await this.#open?.queue.stop({ timeout: STOP_MS });
    this.#open = undefined;
  }

  /** How the jobs do that have run; none where this process runs none. */
  async states(): Promise<JobState[]> {
    return this.#started ? findJobStates(this.#options.database.db, this.#names) : [];
  }

  async #look(stopped: () => boolean): Promise<void> {
    this.#open ??= await this.#openQueue();
    if (stopped()) return;
    const { queue, workers } = this.#open;
    const looked = await Promise.allSettled(this.#names.map((name) => this.#sendIfDue(queue, workers, name)));
    const failed = looked.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  }

  /** Sends a job that is due, unless it waits already, and lets this process fetch it now. */
  async #sendIfDue(queue: PgBoss, workers: ReadonlyMap<Name, string>, name: Name): Promise<void> {
    const { jobs, runs } = this.#options;
    const { isDue } = jobs[name];
    const worker = workers.get(name);
    if (!isDue || worker === undefined || !runs.mayRun(name) || !(await isDue())) return;
    // However many processes see it: once in each second.
    await queue.send(name, null, { singletonSeconds: LOOK_MS / 1000 });
    queue.notifyWorker(worker);
  }

  async #openQueue() {
    const queue = await openJobQueue(this.#options.database);
    queue.on('error', (error) => this.#complain(error));
    queue.on('warning', (warning) => this.#complain(new Error(warning.message)));
    try {
      await queue.start();
      await this.#define(queue);
      return {
        queue,
        workers: new Map(await Promise.all(this.#names.map((name) => this.#work(queue, name)))),
      };
    } catch (error) {
      await queue.stop({ graceful: false });
      throw error;
    }
  }

  /** Makes or corrects what the queue knows of each job. Those of another version of the server are left to it. */
  async #define(queue: PgBoss): Promise<void> {
    const known = new Map((await queue.getQueues()).map((each) => [each.name, each]));
    const crons = new Map((await queue.getSchedules()).map(({ name, cron }) => [name, cron]));
    for (const name of this.#names) {
      const { cron, isDue } = this.#options.jobs[name];
      const { policy, ...options } = isDue ? PROMPT : SCHEDULED;
      const there = known.get(name);
      if (!there) await queue.createQueue(name, { policy, ...options });
      else if (differ(options, there)) await queue.updateQueue(name, options);
      if (crons.get(name) !== cron) await queue.schedule(name, cron);
    }
  }

  async #work(queue: PgBoss, name: Name): Promise<readonly [Name, string]> {
    const { runs, log } = this.#options;
    const worker = await queue.work(name, { pollingIntervalSeconds: POLL_SECONDS }, async () => {
      await runs.run(name).catch((error: unknown) => {
        log.error({ err: loggable(error), job: name }, 'job failed');
        // The queue keeps what it is told, and an error of a statement holds what people typed.
        throw new Error('The log of the server says why.');
      });
    });
    return [name, worker];
  }

  #complain(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    const now = performance.now();
    if (this.#said?.message === message && now - this.#said.at < QUIET_MS) return;
    this.#said = { message, at: now };
    this.#options.log.warn({ err: loggable(error) }, 'job queue');
  }
}

/** Whether an option is not there as it is wanted. */
function differ(wanted: object, there: object): boolean {
  return Object.entries(wanted).some(([option, value]) => Reflect.get(there, option) !== value);
}
