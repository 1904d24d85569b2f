import { statement, type Tx } from '@cashwrap/database';
import type { PlannedCategory } from './domain/plan-categories.ts';

const createCategories = statement<never, readonly []>(
  'create_import_categories',
  'CREATE TEMP TABLE import_categories (names text[] PRIMARY KEY, id uuid NOT NULL) ON COMMIT DROP',
);

/** Makes the table of which category each path of names means. */
export async function createCategoryStage(tx: Tx): Promise<void> {
  await createCategories(tx, []);
}

const categoryPaths = statement<{ names: string[] }, readonly []>(
  'import_category_paths',
  'SELECT DISTINCT category AS names FROM import_products WHERE NOT bad AND category IS NOT NULL',
);

/** The categories that good rows name, each from the top. */
export async function readCategoryPaths(tx: Tx): Promise<string[][]> {
  const { rows } = await categoryPaths(tx, []);
  return rows.map(({ names }) => names);
}

const storedCategories = statement<{ id: string; names: string[] }, readonly []>(
  'stored_category_paths',
  `SELECT c.id, ARRAY(SELECT a.name FROM unnest(c.path) WITH ORDINALITY AS step (id, n)
     JOIN categories a ON a.id = step.id ORDER BY step.n) AS names
   FROM categories c`,
);

/** All categories, by the names from the top. */
export async function readStoredCategories(tx: Tx): Promise<{ id: string; names: string[] }[]> {
  return (await storedCategories(tx, [])).rows;
}

const nameCategories = statement<never, readonly [rows: string]>(
  'name_import_categories',
  'INSERT INTO import_categories SELECT * FROM json_populate_recordset(NULL::import_categories, $1::json)',
);

/** Says which category each path means. */
export async function nameCategoryPaths(
  tx: Tx,
  paths: readonly { names: readonly string[]; id: string }[],
): Promise<void> {
  if (paths.length > 0) await nameCategories(tx, [JSON.stringify(paths)]);
}

const insertCategoryRows = statement<never, readonly [rows: string, now: Date]>(
  'insert_import_categories',
  `INSERT INTO categories (id, name, parent_id, path, version, created_at, updated_at)
   SELECT id, name, parent_id, path, 1, $2, $2
   FROM json_to_recordset($1::json) AS c (id uuid, name text, parent_id uuid, path uuid[])`,
);

/** Makes the categories that are missing, parents first. */
export async function insertCategories(tx: Tx, rows: readonly PlannedCategory[], now: Date): Promise<void> {
  if (rows.length > 0) await insertCategoryRows(tx, [JSON.stringify(rows), now]);
}
