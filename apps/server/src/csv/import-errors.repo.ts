import { type ImportRowError, MAX_IMPORT_ERRORS } from '@cashwrap/contract';
import { statement, type Tx } from '@cashwrap/database';

const create = statement<never, readonly []>(
  'create_import_errors',
  'CREATE TEMP TABLE import_errors ("row" integer, "column" text, value text, message text) ON COMMIT DROP',
);

/** The table of what is wrong with a file, for the rest of the transaction: rules add to it by SQL. */
export async function createImportErrors(tx: Tx): Promise<void> {
  await create(tx, []);
}

const add = statement<never, readonly [errors: string]>(
  'add_import_errors',
  'INSERT INTO import_errors SELECT * FROM json_populate_recordset(NULL::import_errors, $1::json)',
);

export async function addImportErrors(tx: Tx, errors: readonly ImportRowError[]): Promise<void> {
  if (errors.length > 0) await add(tx, [JSON.stringify(errors)]);
}

const count = statement<{ count: number }, readonly []>(
  'count_import_errors',
  'SELECT count(*) FROM import_errors',
);

const first = statement<ImportRowError, readonly [limit: number]>(
  'first_import_errors',
  `SELECT "row", "column", left(coalesce(value, ''), 100) AS value, message FROM import_errors
   ORDER BY "row", "column" COLLATE "C", value COLLATE "C", message COLLATE "C" LIMIT $1`,
);

export async function readImportErrors(tx: Tx): Promise<{ errorCount: number; errors: ImportRowError[] }> {
  const { rows: counts } = await count(tx, []);
  const { rows: errors } = await first(tx, [MAX_IMPORT_ERRORS]);
  return { errorCount: counts[0]?.count ?? 0, errors };
}
