import {
  bringUpToDate,
  connect,
  migrateJobQueue,
  newId,
  openJobQueue,
  type PgBoss,
} from '@cashwrap/database';
import { createTestDatabase, type TestDatabase } from '@cashwrap/database/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Job } from '../src/jobs/job.ts';
import { JobQueue } from '../src/jobs/job-queue.ts';
import { type JobRun, JobRuns } from '../src/jobs/job-runs.ts';
import { type Json, silent } from './support.ts';

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  await migrateJobQueue(testDatabase.database);
});
afterAll(() => testDatabase[Symbol.asyncDispose]());

const rowsOf = async (sql: string, params: unknown[] = []): Promise<Json[]> =>
  (await testDatabase.database.pool.query(sql, params)).rows;
beforeEach(() => rowsOf('DELETE FROM pgboss.job; DELETE FROM pgboss.schedule'));

/** A process of the fleet with jobs of its own making, on a pool of its own. */
function startProcess(jobs: Record<string, Job>, log = silent) {
  const database = connect({ connection: testDatabase.connection });
  const done: JobRun[] = [];
  const runs = new JobRuns(jobs, (run) => void done.push(run));
  const queue = new JobQueue({ database, jobs, runs, log });
  queue.start();
  return {
    queue,
    runs,
    done,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([queue.stop(), runs.stop()]);
      await database.close();
    },
  };
}

const NEVER = '0 0 1 1 *';
const patience = { timeout: 15_000 };

describe('a job that is due', () => {
  test('runs at once, in whichever process', async () => {
    let work = 1;
    const done: number[] = [];
    const doWork: Job = {
      cron: NEVER,
      isDue: async () => work > 0,
      run: async () => {
        done.push(...Array.from({ length: work }, (_, i) => i));
        work = 0;
      },
    };
    await using one = startProcess({ 'do-work': doWork });
    await using two = startProcess({ 'do-work': doWork });
    await expect.poll(() => done, patience).toEqual([0]);
    work = 2;
    await expect.poll(() => done, patience).toEqual([0, 0, 1]);
    await expect
      .poll(() => rowsOf('SELECT DISTINCT state FROM pgboss.job'), patience)
      .toEqual([{ state: 'completed' }]);
    expect([...one.done, ...two.done].every(({ outcome }) => outcome === 'succeeded')).toBe(true);
  });
});

/** Does something with the queue as any client of it could. */
async function withQueue<T>(work: (queue: PgBoss) => Promise<T>): Promise<T> {
  const queue = await openJobQueue(testDatabase.database);
  await queue.start();
  try {
    return await work(queue);
  } finally {
    await queue.stop({ graceful: false });
  }
}

const send = (name: string) => withQueue((queue) => queue.send(name));
const fine = (): Job & { runs: number } => {
  const job = { cron: NEVER, runs: 0, run: async () => void job.runs++ };
  return job;
};
/** Makes jobs known to the queue. */
async function define(...names: string[]): Promise<void> {
  await using _process = startProcess(Object.fromEntries(names.map((name) => [name, fine()])));
  await expect
    .poll(() => rowsOf('SELECT name FROM pgboss.schedule WHERE name = ANY ($1)', [names]), patience)
    .toHaveLength(names.length);
}

describe('a job that runs by the cron', () => {
  test('is run once, by one of many processes', async () => {
    await define('count');
    const jobs = Array.from({ length: 3 }, fine);
    await send('count');
    await send('count');
    await using stack = new AsyncDisposableStack();
    for (const count of jobs) stack.use(startProcess({ count }));
    const runs = () => jobs.reduce((sum, job) => sum + job.runs, 0);
    await expect.poll(runs, patience).toBe(1);
    await expect
      .poll(() => rowsOf(`SELECT state FROM pgboss.job WHERE name = 'count'`), patience)
      .toEqual([{ state: 'completed' }]);
    expect(runs()).toBe(1);
  });

  test('that fails is tried again, later, and seen by all until it has succeeded', async () => {
    await define('fragile');
    await send('fragile');
    const lines: string[] = [];
    const log = pino({}, { write: (line: string) => void lines.push(line) });
    {
      const broken = { cron: NEVER, run: () => Promise.reject(new Error('the secret of a person')) };
      await using process = startProcess({ fragile: broken }, log);
      await expect
        .poll(() => process.queue.states(), patience)
        .toEqual([{ name: 'fragile', failing: true, lastSuccessAt: null }]);
      expect(process.done).toMatchObject([{ job: 'fragile', outcome: 'failed' }]);
    }
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ job: 'fragile', msg: 'job failed' }]);
    const [waiting] = await rowsOf(
      `SELECT state, start_after > completed_on OR start_after > started_on AS later, output::text FROM pgboss.job`,
    );
    expect(waiting).toMatchObject({ state: 'retry', later: true });
    expect(waiting.output).not.toContain('secret');

    await rowsOf('UPDATE pgboss.job SET start_after = now()');
    await using process = startProcess({ fragile: fine() });
    await expect
      .poll(() => process.queue.states(), patience)
      .toEqual([{ name: 'fragile', failing: false, lastSuccessAt: expect.any(Date) }]);
  });

  test('is taken up again where its process has died', async () => {
    await define('lasting');
    await send('lasting');
    await rowsOf(
      `UPDATE pgboss.job SET state = 'active', started_on = now() - interval '5 minutes',
         heartbeat_on = now() - interval '4 minutes'`,
    );
    await rowsOf('UPDATE pgboss.queue SET monitor_on = NULL');
    await withQueue((queue) => queue.supervise('lasting'));
    expect(await rowsOf('SELECT state, retry_count FROM pgboss.job')).toEqual([
      { state: 'retry', retry_count: 0 },
    ]);
    await rowsOf('UPDATE pgboss.job SET start_after = now()');
    const lasting = fine();
    await using _process = startProcess({ lasting });
    await expect.poll(() => lasting.runs, patience).toBe(1);
  });
});

describe('a job that is due', () => {
  test('does not wait for a run whose process has died', async () => {
    await define('hurry');
    const hurry = { ...fine(), isDue: async () => true };
    await rowsOf(
      `INSERT INTO pgboss.job (name, state, policy, started_on, heartbeat_on)
       VALUES ('hurry', 'active', 'short', now(), now())`,
    );
    let runs = 0;
    await using _process = startProcess({ hurry: { ...hurry, run: async () => void runs++ } });
    await expect.poll(() => runs, patience).toBeGreaterThan(0);
  });

  test('rests after a failure, longer each time, while the others go on', async () => {
    const bad: Job = { cron: NEVER, isDue: async () => true, run: () => Promise.reject(new Error('no')) };
    const runs = new JobRuns({ bad, good: fine() }, () => {});
    expect(runs.mayRun('bad')).toBe(true);
    await expect(runs.run('bad')).rejects.toThrow('no');
    expect([runs.mayRun('bad'), runs.mayRun('good')]).toEqual([false, true]);
  });
});

test('jobs go on after the database has cut every connection', async () => {
  let due = false;
  let runs = 0;
  const steady: Job = {
    cron: NEVER,
    isDue: async () => due,
    run: async () => {
      due = false;
      runs += 1;
    },
  };
  await using _process = startProcess({ steady });
  due = true;
  await expect.poll(() => runs, patience).toBe(1);
  await rowsOf(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  due = true;
  await expect.poll(() => runs, patience).toBe(2);
});

test('the role of the application runs jobs without being able to make tables', async () => {
  const role = `app_${newId().replaceAll('-', '')}`;
  const { database, connection } = testDatabase;
  if ('url' in connection) throw new Error('The test server is reached over its socket');
  await rowsOf(`CREATE ROLE ${role} LOGIN`);
  try {
    await bringUpToDate(database, role);
    await using application = connect({ connection: { ...connection, user: role } });
    await expect(application.pool.query('CREATE TABLE pgboss.mine ()')).rejects.toThrow('permission denied');
    const humble = fine();
    const jobs = { humble: { ...humble, isDue: async () => humble.runs === 0, run: humble.run } };
    const runs = new JobRuns<'humble'>(jobs, () => {});
    const queue = new JobQueue({ database: application, jobs, runs, log: silent });
    queue.start();
    try {
      await expect.poll(() => humble.runs, patience).toBe(1);
      await expect.poll(() => queue.states(), patience).toMatchObject([{ name: 'humble', failing: false }]);
    } finally {
      await queue.stop();
    }
  } finally {
    await rowsOf(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
  }
});
