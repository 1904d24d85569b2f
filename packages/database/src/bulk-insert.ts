import { getTableColumns, getTableName } from 'drizzle-orm';
import { CasingCache } from 'drizzle-orm/casing';
import type { PgTable } from 'drizzle-orm/pg-core';
import { casing } from './casing.ts';
import { type StatementResult, statement } from './prepared.ts';
import type { Tx } from './session.ts';

/**
 * Inserts any number of rows by one prepared statement with one parameter: the rows as JSON, which PostgreSQL
 * reads by the table's own column types. Each row names every column; one that is left out is NULL, and
 * database defaults do not apply. `computed` gives the SQL of columns that the database works out, over the
 * row's other columns. Calling it sends it at once.
 */
export function bulkInsert<Table extends PgTable, Computed extends keyof Table['$inferInsert'] = never>(
  table: Table,
  computed?: Readonly<Record<Computed, string>>,
): (tx: Tx, rows: readonly Omit<Table['$inferInsert'], Computed>[]) => Promise<StatementResult<never>> {
  const names = new CasingCache(casing);
  const columns = Object.entries(getTableColumns(table)).map(
    ([key, column]) => [key, names.getColumnCasing(column)] as const,
  );
  const list = columns.map(([, name]) => `"${name}"`).join(', ');
  const expressions: Readonly<Record<string, string>> = computed ?? {};
  const values = columns.map(([key, name]) => expressions[key] ?? `"${name}"`).join(', ');
  const tableName = getTableName(table);
  const insert = statement<never, readonly [string]>(
    `insert_${tableName}`,
    `INSERT INTO "${tableName}" (${list}) SELECT ${values} FROM json_populate_recordset(NULL::"${tableName}", $1::json)`,
  );
  return (tx, rows) => {
    const records = rows.map((row: Record<string, unknown>) =>
      Object.fromEntries(columns.map(([key, name]) => [name, row[key]])),
    );
    return insert(tx, [JSON.stringify(records)]);
  };
}
