import { contract, type EmployeesReportInput } from '@cashwrap/contract';
import type { Reader } from '@cashwrap/database';
import type { QueryCall } from '../../procedure/handlers.ts';
import { workedIn } from '../staff/index.ts';
import { answerReport } from './answer-report.ts';
import { businessSpans } from './business-days.ts';
import { averageOf, percentOf, ratioOf } from './domain/ratios.ts';
import { readSold, readStaffRecords, readStays } from './employees.repo.ts';
import type { AskedFigures, Grouped } from './grouped-figures.repo.ts';
import { besideEachOther, readCompared } from './read-compared.ts';
import { readStoreClocks } from './report-stores.repo.ts';

/** What each person has sold, discounted and taken back, and how long they were at work. */
export function readEmployeesReport(call: QueryCall, input: EmployeesReportInput) {
  return answerReport(call, contract.reports.employees, input, async (snapshot) => {
    const asked = { ...input, groupBy: 'employee' };
    const found = await readCompared(snapshot, call.scope, asked, readSoldAndWorked);
    const records = await readStaffRecords(
      snapshot,
      found.rows.map(({ key }) => key),
    );
    return {
      ...found,
      rows: found.rows.map(({ key, name, ...row }) => ({
        ...(records.get(key ?? '') ?? { userId: key, employeeId: null }),
        name,
        ...besideEachOther(row, figuresOf),
      })),
      totals: found.totals.map((total) => besideEachOther(total, figuresOf)),
    };
  });
}

type SoldSums = Awaited<ReturnType<typeof readSold>>['totals'][number]['sums'];
type EmployeeSums = SoldSums & { readonly workedSeconds: number };

/** What people have sold, with those who were at work and sold nothing. */
async function readSoldAndWorked(db: Reader, asked: AskedFigures): Promise<Grouped<EmployeeSums>> {
  // There are few of them, and whoever sold nothing may be among the first ones, where others took back more.
  const sold = await readSold(db, { ...asked, limit: null });
  const clocks = await readStoreClocks(db, asked.storeIds);
  const stays = await readStays(db, businessSpans(clocks, [asked.from], asked.to));

  const rows = new Map(sold.rows.map((row) => [keyOf(row), withoutWork(row)]));
  const totals = new Map(sold.totals.map((total) => [total.currency, withoutWork(total)]));
  for (const { clockedInAt, clockedOutAt, breaks, ...who } of stays) {
    const { workedSeconds } = workedIn({ clockedInAt, clockedOutAt, breaks });
    const { currency, currencyDigits } = who;
    const row = rows.get(keyOf(who)) ?? { ...who, sums: NOTHING };
    rows.set(keyOf(who), withWork(row, workedSeconds));
    const total = totals.get(currency) ?? { currency, currencyDigits, sums: NOTHING };
    totals.set(currency, withWork(total, workedSeconds));
  }
  const sorted = [...rows.values()].sort(
    (a, b) => netOf(b.sums) - netOf(a.sums) || ((a.key ?? '') < (b.key ?? '') ? -1 : 1),
  );
  return { rows: sorted, rowCount: sorted.length, totals: [...totals.values()] };
}

const NOTHING: EmployeeSums = {
  ...{ saleCount: 0, gross: 0, discounts: 0, sold: 0, returnCount: 0, voidCount: 0, returned: 0, tips: 0 },
  workedSeconds: 0,
};

const keyOf = ({ key, currency }: { key: string | null; currency: string }) => `${key} ${currency}`;

function withoutWork<Row extends { readonly sums: SoldSums }>(
  row: Row,
): Row & { readonly sums: EmployeeSums } {
  return { ...row, sums: { ...row.sums, workedSeconds: 0 } };
}

function withWork<Row extends { readonly sums: EmployeeSums }>(row: Row, seconds: number): Row {
  return { ...row, sums: { ...row.sums, workedSeconds: row.sums.workedSeconds + seconds } };
}

const netOf = ({ sold, returned }: EmployeeSums) => sold - returned;

function figuresOf({ workedSeconds, ...sums }: EmployeeSums) {
  const worked = workedSeconds > 0;
  return {
    ...sums,
    discountShare: percentOf(sums.discounts, sums.gross),
    averageSale: averageOf(sums.sold, sums.saleCount),
    net: sums.sold - sums.returned,
    hoursWorked: worked ? ratioOf(workedSeconds, 3600, { decimals: 2 }) : null,
    salesPerHour: ratioOf(sums.sold, workedSeconds, { times: 3600, decimals: 0 }),
  };
}
