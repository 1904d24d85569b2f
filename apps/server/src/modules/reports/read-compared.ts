import type { CompareTo } from '@cashwrap/contract';
import type { Reader, StoreScope } from '@cashwrap/database';
import { rowsShown } from './answer-report.ts';
import { comparedPeriod, keyBeside, type Period } from './domain/period.ts';
import type { Grouped, GroupRow, ReadGrouped, Sums } from './grouped-figures.repo.ts';
import { storesOfReport } from './report-stores.repo.ts';

/** What a grouped report is asked. */
export interface GroupedInput extends Period {
  readonly groupBy: string;
  readonly compareTo?: CompareTo | undefined;
  readonly format: 'json' | 'csv';
  readonly limit: number;
}

/** A currency, or a group in it, with what stands beside it in the other period. */
interface Beside<S extends Sums> {
  readonly currency: string;
  readonly currencyDigits: number;
  readonly sums: S;
  readonly beside: S | undefined;
}

/** Groups with those of the other period. */
export interface ComparedGroups<S extends Sums, Row extends GroupRow<S> = GroupRow<S>> {
  readonly rows: readonly (Row & Beside<S>)[];
  readonly rowCount: number;
  readonly totals: readonly Beside<S>[];
  readonly comparedWith: Period | null;
}

/** Reads the groups of a report, and of the other period those that stand beside the ones that are shown. */
export async function readCompared<S extends Sums, Row extends GroupRow<S> = GroupRow<S>>(
  snapshot: Reader,
  scope: StoreScope,
  input: GroupedInput,
  read: ReadGrouped<S, Row>,
): Promise<ComparedGroups<S, Row>> {
  const { from, to, groupBy } = input;
  const storeIds = await storesOfReport(snapshot, scope);
  const now = await read(snapshot, { storeIds, from, to, limit: rowsShown(input), keys: null });
  const other = comparedPeriod(input);
  const keyOf = (key: string | null) => (other ? keyBeside(groupBy, key, input, other) : key);
  const keys = now.rows.map(({ key }) => keyOf(key));
  const then = other && (await read(snapshot, { storeIds, ...other, limit: null, keys }));
  const sumsThen = new Map(
    then?.rows.map(({ key, currency, sums }) => [JSON.stringify([key, currency]), sums]),
  );
  return {
    rows: now.rows.map((row) => ({
      ...row,
      beside: sumsThen.get(JSON.stringify([keyOf(row.key), row.currency])),
    })),
    rowCount: now.rowCount,
    totals: totalsOf(now, then),
    comparedWith: other ?? null,
  };
}

/** The totals of every currency that is in one of the two. */
function totalsOf<S extends Sums>(
  now: Pick<Grouped<S>, 'totals'>,
  then: Pick<Grouped<S>, 'totals'> | undefined,
): Beside<S>[] {
  const currencies = new Map(
    [...now.totals, ...(then?.totals ?? [])].map((total) => [total.currency, total]),
  );
  const sumsOf = (grouped: Pick<Grouped<S>, 'totals'> | undefined, of: string) =>
    grouped?.totals.find(({ currency }) => currency === of)?.sums;
  return [...currencies.values()]
    .sort((a, b) => (a.currency < b.currency ? -1 : 1))
    .map(({ currency, currencyDigits, sums }) => ({
      currency,
      currencyDigits,
      sums: sumsOf(now, currency) ?? zero(sums),
      beside: sumsOf(then, currency),
    }));
}

/** Nothing at all, in the figures of these. */
function zero<S extends Sums>(sums: S): S {
  return Object.fromEntries(Object.keys(sums).map((name) => [name, 0])) as S;
}

/** The figures of sums, and beside them those of the other period. */
export function besideEachOther<S extends Sums, Figures>(
  { currency, currencyDigits, sums, beside }: Beside<S>,
  figuresOf: (sums: S) => Figures,
) {
  return {
    ...{ currency, currencyDigits },
    ...figuresOf(sums),
    compared: beside === undefined ? null : figuresOf(beside),
  };
}
