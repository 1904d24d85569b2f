import type { PoolClient } from 'pg';
import type { Database } from '../connect.ts';
import {
  type AppliedMigration,
  assertHistory,
  createMigrationsTable,
  MIGRATIONS_TABLE,
  readApplied,
} from './applied-migrations.ts';
import { MigrationError } from './migration-error.ts';
import { type Migration, readMigrations } from './migration-files.ts';
import { withMigrationLock } from './with-migration-lock.ts';

export interface MigrateOptions {
  /** Where the migrations are: drizzle-kit's output folder. */
  readonly folder: string;
  /** The tag to stop after. Without it all are applied. */
  readonly to?: string;
}

export interface RollbackOptions {
  readonly folder: string;
  /** How many to undo, or the tag that stays as the last; null undoes all. */
  readonly target: { readonly steps: number } | { readonly to: string | null };
}

export interface MigrationStatus {
  readonly applied: readonly AppliedMigration[];
  readonly pending: readonly Pick<Migration, 'idx' | 'tag'>[];
}

/** A DDL statement behind a long transaction holds up everybody else; better that it fails and is tried again. */
const LOCK_TIMEOUT = '10s';

/**
 * Applies what is pending, each migration in a transaction of its own. Two migrators at once: one applies, the other
 * waits and finds nothing to do.
 *
 * @returns the tags that were applied.
 * @throws MigrationError
 */
export async function migrate(database: Pick<Database, 'pool'>, options: MigrateOptions): Promise<string[]> {
  const migrations = await readMigrations(options.folder);
  const end = options.to === undefined ? migrations.length : positionOf(migrations, options.to) + 1;
  return withMigrationLock(database, async (client) => {
    const applied = await readApplied(client);
    assertHistory(migrations, applied);
    if (applied.length === 0) await createMigrationsTable(client);

    const pending = migrations.slice(applied.length, end);
    for (const { idx, tag, hash, up } of pending) {
      await inTransaction(client, tag, up, async () => {
        await client.query(`INSERT INTO ${MIGRATIONS_TABLE} (idx, tag, hash) VALUES ($1, $2, $3)`, [
          idx,
          tag,
          hash,
        ]);
      });
    }
    return pending.map(({ tag }) => tag);
  });
}

/**
 * Undoes the last migrations with their down files, the latest first, each in a transaction of its own.
 *
 * @returns the tags that were undone.
 * @throws MigrationError
 */
export async function rollback(
  database: Pick<Database, 'pool'>,
  options: RollbackOptions,
): Promise<string[]> {
  const migrations = await readMigrations(options.folder);
  return withMigrationLock(database, async (client) => {
    const applied = await readApplied(client);
    assertHistory(migrations, applied);

    const keep = migrationsToKeep(migrations, applied.length, options.target);
    const undone = migrations.slice(keep, applied.length).reverse();
    for (const { idx, tag, down } of undone) {
      await inTransaction(client, `${tag}.down`, down, async () => {
        await client.query(`DELETE FROM ${MIGRATIONS_TABLE} WHERE idx = $1`, [idx]);
      });
    }
    return undone.map(({ tag }) => tag);
  });
}

/** What has been applied and what has not. Changes nothing; throws MigrationError where they do not fit. */
export async function migrationStatus(
  database: Pick<Database, 'pool'>,
  { folder }: { readonly folder: string },
): Promise<MigrationStatus> {
  const migrations = await readMigrations(folder);
  const applied = await readApplied(database.pool);
  assertHistory(migrations, applied);
  return { applied, pending: migrations.slice(applied.length).map(({ idx, tag }) => ({ idx, tag })) };
}

/**
 * Asserts that the database is at the version of the code, no older and no newer. It only reads, as any role that
 * was granted the tables.
 *
 * @throws MigrationError with what to do.
 */
export async function assertMigrated(
  database: Pick<Database, 'pool'>,
  options: { readonly folder: string },
): Promise<void> {
  const { pending } = await migrationStatus(database, options);
  if (pending.length === 0) return;
  throw new MigrationError(
    `The database is older than this code: it lacks ${pending.map(({ tag }) => tag).join(', ')}. Migrate it first: ` +
      'run `pnpm migrate up` (with compose: `docker compose run --rm migrate`), or start with MIGRATE=on',
  );
}

function migrationsToKeep(
  migrations: readonly Migration[],
  applied: number,
  target: RollbackOptions['target'],
): number {
  if ('steps' in target) return Math.max(0, applied - target.steps);
  return target.to === null ? 0 : positionOf(migrations, target.to) + 1;
}

function positionOf(migrations: readonly Migration[], tag: string): number {
  const position = migrations.findIndex((migration) => migration.tag === tag);
  if (position === -1) throw new MigrationError(`There is no migration ${tag}`);
  return position;
}

async function inTransaction(
  client: PoolClient,
  name: string,
  statements: readonly string[],
  record: () => Promise<void>,
): Promise<void> {
  let number = 0;
  try {
    await client.query(`BEGIN; SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`);
    for (const statement of statements) {
      number++;
      await client.query(statement);
    }
    await record();
    const { command } = await client.query('COMMIT');
    if (command !== 'COMMIT') throw new Error(`COMMIT was answered with ${command}`);
  } catch (cause) {
    // The connection is closed by the caller, which rolls back.
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MigrationError(`${name} failed at statement ${number} of ${statements.length}: ${reason}`, {
      cause,
    });
  }
}
