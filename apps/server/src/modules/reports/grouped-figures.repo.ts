import { type Reader, readStatement } from '@cashwrap/database';
import type { Grouping } from './groupings.repo.ts';

/** Sums by name. */
export type Sums = Readonly<Partial<Record<string, number>>>;

/** The sums of one group and currency. */
export interface GroupRow<S extends Sums> {
  readonly key: string | null;
  readonly name: string;
  readonly currency: string;
  readonly currencyDigits: number;
  readonly sums: S;
}

/** Groups as they were read: those that are shown, and what all of them come to by currency. */
export interface Grouped<S extends Sums, Row extends GroupRow<S> = GroupRow<S>> {
  readonly rows: readonly Row[];
  /** How many there are. */
  readonly rowCount: number;
  readonly totals: readonly Omit<GroupRow<S>, 'key' | 'name'>[];
}

/** Which figures are read: from a bound to another, which are business days unless the figures are told by instants. */
export interface AskedFigures<Bound = string> {
  readonly storeIds: readonly string[];
  readonly from: Bound;
  readonly to: Bound;
  /** How many groups at the most; null: all. */
  readonly limit: number | null;
  /** Those groups alone; null: all. Groups without a key are always read. */
  readonly keys: readonly (string | null)[] | null;
}

/** Reads the groups of some figures. */
export type ReadGrouped<S extends Sums, Row extends GroupRow<S> = GroupRow<S>, Bound = string> = (
  db: Reader,
  asked: AskedFigures<Bound>,
) => Promise<Grouped<S, Row>>;

interface GroupedDefinition<Name extends string> {
  /** The common table expressions that have `figures`. What a statement is given beside the figures that are asked for is `$6` and on. */
  readonly from: string;
  readonly grouping: Grouping;
  /** By name: what is added up, of `f`. */
  readonly sums: Readonly<Record<Name, string>>;
  /** What groups are sorted by that have no order of their own, of `g`: the most first. */
  readonly main: string;
  /** The rows that are grouped, with `key`, `store_id` and what is added up. Default: all figures. */
  readonly rows?: string;
  /** Which groups there are, of `g`. Default: all. */
  readonly where?: string;
}

type Params<Bound> = readonly [
  storeIds: readonly string[],
  from: Bound,
  to: Bound,
  limit: number | null,
  keys: readonly (string | null)[] | null,
  ...more: unknown[],
];

/** A row as it is read: beside these the sums under their names. */
type StoredRow = {
  readonly key: string | null;
  readonly name: string | null;
  readonly currency: string;
  readonly currency_digits: number;
  readonly is_total: boolean;
  readonly row_count: number;
} & { readonly [sum: string]: unknown };

/**
 * A statement that groups figures, and adds up all of them by currency, in one pass.
 *
 * @param name Of the prepared statement.
 */
export function groupedFigures<Name extends string, Bound = string>(
  name: string,
  definition: GroupedDefinition<Name>,
): (
  db: Reader,
  asked: AskedFigures<Bound>,
  ...more: unknown[]
) => Promise<Grouped<Readonly<Record<Name, number>>>> {
  const names = Object.keys(definition.sums) as Name[];
  const read = readStatement<StoredRow, Params<Bound>>(name, textOf(definition));
  const toRow = (row: StoredRow): GroupRow<Record<Name, number>> => ({
    key: row.key,
    name: row.name ?? '',
    currency: row.currency,
    currencyDigits: row.currency_digits,
    sums: Object.fromEntries(names.map((each) => [each, Number(row[each])])) as Record<Name, number>,
  });
  return async (db, { storeIds, from, to, limit, keys }, ...more) => {
    const { rows } = await read(db, [storeIds, from, to, limit, keys, ...more]);
    const groups = rows.filter(({ is_total }) => !is_total);
    return {
      rows: groups.map(toRow),
      rowCount: groups[0]?.row_count ?? 0,
      totals: rows.filter(({ is_total }) => is_total).map(toRow),
    };
  };
}

function textOf({ from, grouping, sums, main, rows, where = 'true' }: GroupedDefinition<string>): string {
  const { key, joined = '', name, named = '', order } = grouping;
  const added = Object.entries<string>(sums).map(([each, sql]) => `sum(${sql}) AS "${each}"`);
  const totalled = Object.keys(sums).map((each) => `sum("${each}")${typeOf(each)} AS "${each}"`);
  const sorted = order ? `${order}, g.currency` : `${main} DESC, g.key, g.currency`;
  // Grouping sets sort what they are given: that is the groups, which are few, and not all figures.
  return `WITH ${from}, added AS (
      SELECT f.key, s.currency, min(s.currency_digits) AS currency_digits, ${added.join(', ')}
      FROM (${rows ?? `SELECT ${key} AS key, f.* FROM figures f ${joined}`}) f JOIN stores s ON s.id = f.store_id
      GROUP BY f.key, s.currency
    ), grouped AS (
      SELECT key, currency, min(currency_digits) AS currency_digits, GROUPING(key) = 1 AS is_total, ${totalled.join(', ')}
      FROM added GROUP BY GROUPING SETS ((key, currency), (currency))
    ), placed AS (
      SELECT g.*, count(*) OVER kind AS row_count, row_number() OVER (kind ORDER BY ${sorted}) AS place
      FROM grouped g WHERE g.is_total OR (${where}) WINDOW kind AS (PARTITION BY g.is_total)
    )
    SELECT g.*, ${name} AS name FROM placed g ${named}
    WHERE g.is_total OR (g.place <= coalesce($4::bigint, g.place)
      AND ($5::text[] IS NULL OR g.key IS NULL OR g.key = ANY($5)))
    ORDER BY g.is_total, CASE WHEN NOT g.is_total THEN g.place END, g.currency`;
}

/** Quantities have decimals, which a double holds exactly enough: they have three. */
function typeOf(name: string): string {
  return /quantity$/i.test(name) ? '::float8' : '::bigint';
}
