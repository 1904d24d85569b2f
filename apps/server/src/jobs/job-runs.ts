import type { Job } from './job.ts';

/** What became of one run. */
export interface JobRun {
  readonly job: string;
  readonly outcome: 'succeeded' | 'failed';
  readonly seconds: number;
}

/** How long a job rests that has failed again and again, at the most. */
const LONGEST_REST_MS = 60_000;

interface State {
  /** The run that is under way, or the last one; never rejects. */
  last: Promise<void>;
  underWay: number;
  /** How many runs have failed without one between that did not. */
  failures: number;
  restsUntil: number;
}

/** The runs of jobs in this process: of each job one at a time. */
export class JobRuns<Name extends string> {
  readonly #jobs: Readonly<Record<Name, Job>>;
  readonly #onRun: (run: JobRun) => void;
  readonly #states = new Map<Name, State>();
  #stopping = false;

  constructor(jobs: Readonly<Record<Name, Job>>, onRun: (run: JobRun) => void) {
    this.#jobs = jobs;
    this.#onRun = onRun;
  }

  /** Runs a job once more, after the run that may be under way; throws what it throws. */
  run(name: Name): Promise<void> {
    const state = this.#stateOf(name);
    state.underWay += 1;
    const run = state.last.then(() => this.#run(name, state));
    state.last = run.catch(() => {});
    return run;
  }

  /** Whether a job that is due may be run: not while it is, and after failures not before it has rested. */
  mayRun(name: Name): boolean {
    const { underWay, restsUntil } = this.#stateOf(name);
    return underWay === 0 && performance.now() >= restsUntil;
  }

  /** Tells the runs under way to end early, and waits for them. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all([...this.#states.values()].map(({ last }) => last));
  }

  async #run(name: Name, state: State): Promise<void> {
    const startedAt = performance.now();
    let outcome: JobRun['outcome'] = 'failed';
    try {
      await this.#jobs[name].run(() => this.#stopping);
      outcome = 'succeeded';
    } finally {
      const endedAt = performance.now();
      state.underWay -= 1;
      state.failures = outcome === 'failed' ? state.failures + 1 : 0;
      state.restsUntil = state.failures === 0 ? 0 : endedAt + restMs(state.failures);
      this.#onRun({ job: name, outcome, seconds: (endedAt - startedAt) / 1000 });
    }
  }

  #stateOf(name: Name): State {
    const known = this.#states.get(name);
    if (known) return known;
    const state = { last: Promise.resolve(), underWay: 0, failures: 0, restsUntil: 0 };
    this.#states.set(name, state);
    return state;
  }
}

function restMs(failures: number): number {
  return Math.min(LONGEST_REST_MS, 1_000 * 2 ** failures);
}
