import type { Database } from '@cashwrap/database';
import type { JobRun } from '../jobs/job-runs.ts';
import type { JobState } from '../jobs/job-states.repo.ts';
import { findEventFigures, OUTBOX_COUNTED } from './event-figures.repo.ts';
import { Counter, Durations, measured } from './prometheus.ts';

interface Sources {
  readonly database: Database;
  readonly version: string;
  readonly jobStates: () => Promise<readonly JobState[]>;
}

/** What this process tells of itself, and of the database, to whoever watches over it. */
export class ServerMetrics {
  readonly #requests = new Counter('cashwrap_http_requests_total', 'Calls, by operation and HTTP status.');
  readonly #requestSeconds = new Durations(
    'cashwrap_http_request_duration_seconds',
    'How long calls took until their answer was out.',
  );
  readonly #runs = new Counter('cashwrap_job_runs_total', 'Runs of jobs in this process, by outcome.');
  readonly #runSeconds = new Durations(
    'cashwrap_job_duration_seconds',
    'How long runs of jobs took in this process.',
  );

  onRequest(operation: string, status: number, seconds: number): void {
    this.#requests.add({ operation, status });
    this.#requestSeconds.add({ operation }, seconds);
  }

  onJobRun({ job, outcome, seconds }: JobRun): void {
    this.#runs.add({ job, outcome });
    this.#runSeconds.add({ job }, seconds);
  }

  /** All of it as text. Where the database does not answer, what only that knows is left out. */
  async render({ database, version, jobStates }: Sources): Promise<string> {
    // Who scrapes does not wait as long as a statement may: a ping is given up before that.
    const fromDatabase = await database
      .ping()
      .then(() => Promise.all([findEventFigures(database.db), jobStates()]))
      .catch(() => undefined);
    return [
      measured('cashwrap_info', 'Which version this is.', [[{ version }, 1]]),
      ...aboutProcess(),
      ...aboutPool(database),
      this.#requests,
      this.#requestSeconds,
      this.#runs,
      this.#runSeconds,
      measured('cashwrap_database_up', 'Whether the database answers.', fromDatabase ? 1 : 0),
      ...(fromDatabase ? [...aboutEvents(fromDatabase[0]), ...aboutJobs(fromDatabase[1])] : []),
    ].join('');
  }
}

function aboutProcess(): string[] {
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  const startedAt = Date.now() / 1000 - process.uptime();
  return [
    measured('process_start_time_seconds', 'When the process began, in Unix time.', Math.round(startedAt)),
    measured('process_cpu_seconds_total', 'CPU time that it has used.', (user + system) / 1e6, 'counter'),
    measured('process_resident_memory_bytes', 'Memory that it holds.', rss),
    measured('nodejs_heap_size_used_bytes', 'Memory that its objects take.', heapUsed),
  ];
}

function aboutPool({ pool }: Database): string[] {
  const { totalCount, idleCount, waitingCount } = pool;
  return [
    measured('cashwrap_database_connections', 'Connections of the pool, by what they do.', [
      [{ state: 'busy' }, totalCount - idleCount],
      [{ state: 'idle' }, idleCount],
    ]),
    measured('cashwrap_database_waiting', 'Who waits for a connection of the pool.', waitingCount),
  ];
}

function aboutEvents({ outbox, position, lags }: Awaited<ReturnType<typeof findEventFigures>>): string[] {
  return [
    measured(
      'cashwrap_outbox_events',
      `Events that are not in the feed yet, up to ${OUTBOX_COUNTED}.`,
      outbox,
    ),
    measured('cashwrap_events_position', 'The position of the last event of the feed.', position),
    measured(
      'cashwrap_event_consumer_lag',
      'Events that a consumer has not dealt with.',
      lags.map(({ consumer, lag }) => [{ consumer }, lag]),
    ),
  ];
}

function aboutJobs(states: readonly JobState[]): string[] {
  return [
    measured(
      'cashwrap_job_failing',
      'Whether the last run of a job failed, in the whole fleet.',
      states.map(({ name: job, failing }) => [{ job }, failing ? 1 : 0]),
    ),
    measured(
      'cashwrap_job_last_success_timestamp_seconds',
      'When a job last succeeded in the whole fleet, in Unix time.',
      states.flatMap(({ name: job, lastSuccessAt }) =>
        lastSuccessAt === null ? [] : [[{ job }, lastSuccessAt.getTime() / 1000] as const],
      ),
    ),
  ];
}
