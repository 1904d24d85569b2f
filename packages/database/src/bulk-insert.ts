import { getTableColumns, getTableName } from 'drizzle-orm';
import { CasingCache } from 'drizzle-orm/casing';
import type { PgTable } from 'drizzle-orm/pg-core';
import { casing } from './casing.ts';
import { type StatementResult, statement } from './prepared.ts';
import type { Tx } from './session.ts';

/**
 * Inserts any number of rows by a prepared statement: one row by its values, more by one parameter, the rows as
 * JSON, which PostgreSQL reads by the table's own column types (each is the faster one there, measured). Each row
 * names every column; one that is left out is NULL, and database defaults do not apply. `computed` gives the SQL
 * of columns that the database works out, over the row's other columns. Calling it sends it at once.
 */
export function bulkInsert<Table extends PgTable, Computed extends keyof Table['$inferInsert'] = never>(
  table: Table,
  computed?: Readonly<Record<Computed, string>>,
): (tx: Tx, rows: readonly Omit<Table['$inferInsert'], Computed>[]) => Promise<StatementResult<never>> {
  const names = new CasingCache(casing);
  const columns = Object.entries(getTableColumns(table)).map(([key, column]) => ({
    key,
    name: `"${names.getColumnCasing(column)}"`,
    type: column.getSQLType(),
    isJson: column.dataType === 'json',
  }));
  const expressions: Readonly<Record<string, string>> = computed ?? {};
  const list = columns.map(({ name }) => name).join(', ');
  const values = columns.map(({ key, name }) => expressions[key] ?? name).join(', ');
  const into = `INSERT INTO "${getTableName(table)}" (${list}) SELECT ${values} FROM`;
  const insertMany = statement<never, readonly [string]>(
    `insert_${getTableName(table)}`,
    `${into} json_populate_recordset(NULL::"${getTableName(table)}", $1::json)`,
  );
  const parameters = columns.map(({ name, type }, index) => `$${index + 1}::${type} AS ${name}`).join(', ');
  const insertOne = statement<never, readonly unknown[]>(
    `insert_${getTableName(table)}_row`,
    `${into} (SELECT ${parameters}) AS given`,
  );
  return (tx, rows) => {
    const [row, ...more]: readonly Record<string, unknown>[] = rows;
    if (row && more.length === 0) {
      // An array would become a PostgreSQL array, and `null` in a json column would be SQL's.
      const textOf = (value: unknown) =>
        value === undefined || value === null ? null : JSON.stringify(value);
      return insertOne(
        tx,
        columns.map(({ key, isJson }) => (isJson ? textOf(row[key]) : row[key])),
      );
    }
    const records = rows.map((each: Record<string, unknown>) =>
      Object.fromEntries(columns.map(({ key, name }) => [name.slice(1, -1), each[key]])),
    );
    return insertMany(tx, [JSON.stringify(records)]);
  };
}
