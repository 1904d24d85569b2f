import pg from 'pg';
import type { Db, PgBoss } from 'pg-boss';
import type { Database } from './connect.ts';
import { MigrationError } from './migrations/migration-error.ts';
import { withMigrationLock } from './migrations/with-migration-lock.ts';

export type { PgBoss } from 'pg-boss';

/** The schema of pg-boss's own tables. They are its business: our migrations, the dump and the books leave them alone. */
const SCHEMA = 'pgboss';
/** The version of that schema which the pinned pg-boss works on; said here so that a start need not load pg-boss to ask. */
export const JOB_QUEUE_VERSION = 46;
/** How soon a job is taken up again whose process has died: this long after its last sign of life, or a little more. */
const SUPERVISE_SECONDS = 15;
/** How often schedules are looked at; pg-boss sends what was due within the last minute. */
const SCHEDULE_SECONDS = 10;
const FORWARD_SECONDS = 5;
const CLEAN_SECONDS = 600;

/**
 * Makes the tables of the job queue, or brings them up to date. The owner runs it after the migrations.
 *
 * @returns whether there was something to do.
 * @throws MigrationError where the tables are those of a newer pg-boss.
 */
export async function migrateJobQueue(owner: Pick<Database, 'pool'>): Promise<boolean> {
  if ((await readVersion(owner)) === JOB_QUEUE_VERSION) return false;
  return withMigrationLock(owner, async (client) => {
    const version = await readVersion({ pool: client });
    if (version === JOB_QUEUE_VERSION) return false;
    if (version !== undefined) assertNotNewer(version);
    const { getConstructionPlans, getMigrationPlans } = await import('pg-boss');
    await client.query(
      version === undefined ? getConstructionPlans(SCHEMA) : getMigrationPlans(SCHEMA, version),
    );
    return true;
  });
}

/**
 * Asserts that the tables of the job queue are those of the code.
 *
 * @throws MigrationError with what to do.
 */
export async function assertJobQueueMigrated(database: Pick<Database, 'pool'>): Promise<void> {
  const version = await readVersion(database);
  if (version === JOB_QUEUE_VERSION) return;
  if (version !== undefined) assertNotNewer(version);
  throw new MigrationError(
    'The tables of the job queue are missing or older than this code. Migrate the database first: ' +
      'run `pnpm migrate up` (with compose: `docker compose run --rm migrate`), or start with MIGRATE=on',
  );
}

/** Gives the application's role what it needs on the tables of the job queue: all DML, and no DDL. */
export async function grantJobQueue(owner: Pick<Database, 'pool'>, role: string): Promise<void> {
  const grantee = pg.escapeIdentifier(role);
  await owner.pool.query(
    [
      `GRANT USAGE ON SCHEMA ${SCHEMA} TO ${grantee}`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${SCHEMA} TO ${grantee}`,
    ].join(';\n'),
  );
}

/** The job queue on a pool, not started. It makes no tables and needs no right to. */
export async function openJobQueue(database: Pick<Database, 'pool'>): Promise<PgBoss> {
  const { PgBoss } = await import('pg-boss');
  return new PgBoss({
    ...{ db: onPool(database), schema: SCHEMA, migrate: false, createSchema: false },
    // What would need the owner of the tables, or looks after a queue of millions.
    ...{ reindex: false, monitorVacuum: false, registerInstance: false },
    openTelemetry: { enabled: false },
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    maintenanceIntervalSeconds: CLEAN_SECONDS,
    cronMonitorIntervalSeconds: SCHEDULE_SECONDS,
    cronWorkerIntervalSeconds: FORWARD_SECONDS,
  });
}

/**
 * pg-boss sends whole transactions as one text. A connection on which one has failed is still inside of it, so it is
 * closed and nobody else gets it.
 */
function onPool({ pool }: Pick<Database, 'pool'>): Db {
  return {
    executeSql: async (text, values) => {
      const client = await pool.connect();
      let failed = true;
      try {
        const result = await client.query(text, values);
        failed = false;
        return result;
      } finally {
        client.release(failed);
      }
    },
  };
}

/** The version of the tables; undefined where there are none. */
async function readVersion({ pool }: { readonly pool: Pick<pg.ClientBase, 'query'> | pg.Pool }) {
  const { rows: found } = await pool.query<{ found: boolean }>(
    'SELECT to_regclass($1) IS NOT NULL AS found',
    [`${SCHEMA}.version`],
  );
  if (!found[0]?.found) return undefined;
  const { rows } = await pool.query<{ version: number }>(`SELECT version FROM ${SCHEMA}.version`);
  return rows[0]?.version;
}

function assertNotNewer(version: number): void {
  if (version <= JOB_QUEUE_VERSION) return;
  throw new MigrationError(
    `The tables of the job queue have version ${version}; this code knows ${JOB_QUEUE_VERSION}. Run the newer code`,
  );
}
