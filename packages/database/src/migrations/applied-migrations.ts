import type { ClientBase } from 'pg';
import { MigrationError } from './migration-error.ts';
import type { Migration } from './migration-files.ts';

/** A row of the table that the migrations are recorded in. */
export interface AppliedMigration {
  readonly idx: number;
  readonly tag: string;
  readonly hash: string;
  readonly appliedAt: Date;
}

/** In the schema of the tables themselves, so that each schema of a shared database has its own. */
export const MIGRATIONS_TABLE = 'cashwrap_migrations';

export async function createMigrationsTable(client: ClientBase): Promise<void> {
  await client.query(`
    CREATE TABLE IF NOT EXISTS ${MIGRATIONS_TABLE} (
      idx integer PRIMARY KEY,
      tag text NOT NULL,
      hash text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
    )`);
}

/** What has been applied, in order; nothing where the table is missing. */
export async function readApplied(client: Pick<ClientBase, 'query'>): Promise<AppliedMigration[]> {
  const { rows: found } = await client.query<{ exists: boolean }>(
    'SELECT to_regclass($1) IS NOT NULL AS exists',
    [MIGRATIONS_TABLE],
  );
  if (!found[0]?.exists) return [];
  const { rows } = await client.query<AppliedMigration>(
    `SELECT idx, tag, hash, applied_at AS "appliedAt" FROM ${MIGRATIONS_TABLE} ORDER BY idx`,
  );
  return rows;
}

/** Asserts that what was applied is how the migrations of the folder begin. */
export function assertHistory(migrations: readonly Migration[], applied: readonly AppliedMigration[]): void {
  applied.forEach((row, position) => {
    const migration = migrations[position];
    if (!migration) {
      throw new MigrationError(
        `The database is newer than this code: it has ${applied.length} migrations, the last ${applied.at(-1)?.tag}, ` +
          `and the code knows ${migrations.length}. Run the version of the code that the database was migrated with`,
      );
    }
    if (row.idx !== position || row.tag !== migration.tag) {
      const cause = migrations.some(({ tag }) => tag === row.tag)
        ? 'a migration was put in before one that has been applied'
        : 'its file is gone or was renamed';
      throw new MigrationError(
        `Out of order: the database has ${row.tag} where the code has ${migration.tag} (${cause})`,
      );
    }
    if (row.hash !== migration.hash) {
      throw new MigrationError(
        `${row.tag}.sql was changed after it had been applied. Restore it and write a new one`,
      );
    }
  });
}
