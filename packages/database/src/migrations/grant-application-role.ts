import pg, { type PoolClient } from 'pg';
import type { Database } from '../connect.ts';
import { MIGRATIONS_TABLE } from './applied-migrations.ts';
import { MigrationError } from './migration-error.ts';

export interface GrantOptions {
  /** Tables that the role may read and add to, and never change. */
  readonly appendOnlyTables: readonly string[];
}

/**
 * Gives the application's role what it needs on the tables of the current schema, and no more: SELECT and INSERT on
 * append-only tables, all DML on the others, SELECT on the migrations. The owner runs it after each migration.
 *
 * @throws MigrationError where the grants would protect nothing: the role owns the tables or is a superuser.
 */
export async function grantApplicationRole(
  owner: Pick<Database, 'pool'>,
  role: string,
  { appendOnlyTables }: GrantOptions,
): Promise<void> {
  const client = await owner.pool.connect();
  try {
    await assertLesserRole(client, role);
    const grants = await grantsFor(client, pg.escapeIdentifier(role), new Set(appendOnlyTables));
    await client.query(['BEGIN', ...grants, 'COMMIT'].join(';\n'));
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}

async function assertLesserRole(client: PoolClient, role: string): Promise<void> {
  const { rows } = await client.query<{ superuser: boolean; owns: boolean }>(
    `SELECT rolsuper AS superuser, pg_has_role(rolname, current_user, 'USAGE') AS owns
     FROM pg_roles WHERE rolname = $1`,
    [role],
  );
  const found = rows[0];
  if (!found) throw new MigrationError(`There is no role ${role}. Create it with CREATE ROLE … LOGIN first`);
  if (found.superuser || found.owns) {
    throw new MigrationError(
      `The role ${role} is ${found.superuser ? 'a superuser' : 'or acts as the owner of the tables'}, ` +
        'so append-only tables would not be protected from it',
    );
  }
}

async function grantsFor(
  client: PoolClient,
  role: string,
  appendOnly: ReadonlySet<string>,
): Promise<string[]> {
  const { rows } = await client.query<{ schema: string; tables: string[] }>(
    `SELECT current_schema() AS schema, coalesce(array_agg(relname::text ORDER BY relname), '{}') AS tables
     FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')`,
  );
  const { schema = 'public', tables = [] } = rows[0] ?? {};
  const unknown = [...appendOnly].find((table) => !tables.includes(table));
  if (unknown) throw new MigrationError(`There is no table ${unknown} to make append-only`);

  const inSchema = pg.escapeIdentifier(schema);
  return [
    `GRANT USAGE ON SCHEMA ${inSchema} TO ${role}`,
    `GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${inSchema} TO ${role}`,
    ...tables.flatMap((table) => {
      const name = `${inSchema}.${pg.escapeIdentifier(table)}`;
      return [
        // First away with what an earlier version granted.
        `REVOKE ALL ON ${name} FROM ${role}`,
        `GRANT ${privileges(table, appendOnly)} ON ${name} TO ${role}`,
      ];
    }),
  ];
}

function privileges(table: string, appendOnly: ReadonlySet<string>): string {
  if (table === MIGRATIONS_TABLE) return 'SELECT';
  return appendOnly.has(table) ? 'SELECT, INSERT' : 'SELECT, INSERT, UPDATE, DELETE';
}
