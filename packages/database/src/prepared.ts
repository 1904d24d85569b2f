import type { Placeholder } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import pg, { type QueryResultRow } from 'pg';
import { type Reader, type Session, sessionOf, type Tx } from './session.ts';
import { sqlState } from './sql-error.ts';

/** Names a parameter of a prepared query: `eq(products.id, param('id'))`. */
export type Param<Params extends Record<string, unknown>> = <Name extends keyof Params & string>(
  name: Name,
) => Placeholder<Name, Params[Name]>;

/** What Drizzle's builders have in common. */
interface Preparable<Result> {
  prepare(name: string): { execute(params?: Record<string, unknown>): Promise<Result> };
}

/**
 * A Drizzle query that is built once for each connection and prepared by PostgreSQL under `name`.
 *
 * ```ts
 * const byBarcode = prepared('products.by_barcode', (db: Reader, param: Param<{ barcode: string }>) =>
 *   db.select().from(products).where(eq(products.barcode, param('barcode'))));
 * const rows = await byBarcode(tx, { barcode });
 * ```
 * A query that writes says so: `(tx: Tx, param: …) => tx.insert(…)`. Calling it sends it at once.
 */
export function prepared<Db extends Reader, Params extends Record<string, unknown>, Result>(
  name: string,
  build: (db: Db, param: Param<Params>) => Preparable<Result>,
): (db: Db, params: Params) => Promise<Result> {
  claimName(name);
  const built = new WeakMap<object, ReturnType<Preparable<Result>['prepare']>>();
  return (db, params) => {
    const session = sessionOf(db);
    let query = built.get(session.drizzle);
    if (!query) {
      query = build(db, (param) => sql.placeholder(param)).prepare(name);
      built.set(session.drizzle, query);
    }
    return watched(session, query.execute(params));
  };
}

/** The rows of a hand-written statement and how many it touched. */
export interface StatementResult<Row> {
  readonly rows: Row[];
  readonly rowCount: number;
}

/**
 * A hand-written statement (`$1`, `$2`, …), prepared by PostgreSQL under `name`. It may write, so it takes a `Tx`.
 * Calling it sends it at once. `date` arrives as text, int8 as a safe integer, numeric as text, and timestamptz as
 * a Date without its microseconds.
 */
export function statement<Row extends QueryResultRow, Params extends readonly unknown[]>(
  name: string,
  text: string,
): (tx: Tx, params: Params) => Promise<StatementResult<Row>> {
  return handWritten<Tx, Row, Params>(name, text);
}

/** Like {@link statement}, for one that only reads: it runs on the pool, too. */
export function readStatement<Row extends QueryResultRow, Params extends readonly unknown[]>(
  name: string,
  text: string,
): (db: Reader, params: Params) => Promise<StatementResult<Row>> {
  return handWritten<Reader, Row, Params>(name, text);
}

function handWritten<Db extends Reader, Row extends QueryResultRow, Params extends readonly unknown[]>(
  name: string,
  text: string,
): (db: Db, params: Params) => Promise<StatementResult<Row>> {
  claimName(name);
  return (db, params) => {
    const session = sessionOf(db);
    const result = session.client.query<Row, unknown[]>({ name, text, types: statementTypes }, [...params]);
    return watched(
      session,
      result.then(({ rows, rowCount }) => ({ rows, rowCount: rowCount ?? 0 })),
    );
  };
}

// pg makes a `date` midnight in the machine's zone, which is another day elsewhere.
const statementTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.DATE ? String : pg.types.getTypeParser(oid, format),
};

/**
 * In a transaction a failure is never lost (COMMIT answers ROLLBACK), so a promise that nobody has awaited yet must
 * not end the process as an unhandled rejection.
 */
function watched<T>({ transaction }: Session, result: Promise<T>): Promise<T> {
  if (transaction) {
    result.catch((error) => {
      // The driver refused a value after it had prepared the name: it believes the name to exist, the server
      // has dropped it.
      if (sqlState(error) === undefined) transaction.spoiled = true;
    });
  }
  return result;
}

const names = new Set<string>();

/** pg refuses a name with two texts when it is used; this refuses it when the program starts. */
function claimName(name: string): void {
  if (names.has(name)) throw new Error(`Two statements are named ${name}`);
  if (Buffer.byteLength(name) > 63) throw new Error(`The statement's name is longer than 63 bytes: ${name}`);
  names.add(name);
}
