import { statement, type Tx } from '@cashwrap/database';

/** The temporary table that the rows of one kind of file are staged in, until the end of the transaction. */
export interface StagingTable {
  readonly create: (tx: Tx) => Promise<void>;
  /** Adds rows, their values by the names of the columns. */
  readonly insert: (tx: Tx, rows: readonly object[]) => Promise<void>;
  /** Lets PostgreSQL plan by how many rows there are. */
  readonly analyze: (tx: Tx) => Promise<void>;
  /** Makes bad the rows that have an error by now; answers how many were good before. */
  readonly markBad: (tx: Tx) => Promise<number>;
}

/** Whether the file has a column; `$1` of the statement are those that it has. */
export const has = (column: string) => `'${column}' = ANY ($1::text[])`;

/** A table of such rows: their number in the file, whether they are bad, and these columns. */
export function stagingTable(name: string, columns: string): StagingTable {
  const create = statement<never, readonly []>(
    `create_${name}`,
    `CREATE TEMP TABLE ${name} ("row" integer PRIMARY KEY, bad boolean NOT NULL, ${columns}) ON COMMIT DROP`,
  );
  const insert = statement<never, readonly [rows: string]>(
    `stage_${name}`,
    `INSERT INTO ${name} SELECT * FROM json_populate_recordset(NULL::${name}, $1::json)`,
  );
  const analyze = statement<never, readonly []>(`analyze_${name}`, `ANALYZE ${name}`);
  const markBad = statement<never, readonly []>(
    `mark_bad_${name}`,
    `UPDATE ${name} s SET bad = true FROM (SELECT DISTINCT "row" FROM import_errors) e
     WHERE e."row" = s."row" AND NOT s.bad`,
  );
  return {
    create: async (tx) => void (await create(tx, [])),
    insert: async (tx, rows) => void (await insert(tx, [JSON.stringify(rows)])),
    analyze: async (tx) => void (await analyze(tx, [])),
    markBad: async (tx) => (await markBad(tx, [])).rowCount,
  };
}
