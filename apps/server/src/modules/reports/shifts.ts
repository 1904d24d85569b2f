import { contract, type ShiftsReportInput } from '@cashwrap/contract';
import type { QueryCall } from '../../procedure/handlers.ts';
import { thaw } from '../registers/index.ts';
import { answerReport } from './answer-report.ts';
import { storesOfReport } from './report-stores.repo.ts';
import { listShifts, type ShiftRow } from './shifts.repo.ts';

/** The shifts of some business days, with the figures of their Z reports. */
export function readShifts(call: QueryCall, input: ShiftsReportInput) {
  return answerReport(call, contract.reports.shifts, input, async (snapshot) => {
    const storeIds = await storesOfReport(snapshot, call.scope);
    const rows = (await listShifts(snapshot, storeIds, input)).map(toReportedShift);
    const currencies = [...new Set(rows.map(({ currency }) => currency))].sort();
    return {
      rows,
      rowCount: rows.length,
      totals: currencies.map((currency) => totalOf(rows.filter((row) => row.currency === currency))),
    };
  });
}

type ReportedShift = ReturnType<typeof toReportedShift>;

function toReportedShift({ totals: frozen, tenders, openedAt, closedAt, ...shift }: ShiftRow) {
  const totals = frozen && thaw(frozen);
  const cash = tenders?.find(({ method }) => method === 'cash');
  return {
    ...shift,
    openedAt: openedAt.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
    saleCount: totals?.saleCount ?? null,
    total: totals?.total ?? null,
    returns: totals?.returns.total ?? null,
    lateTotal: totals?.late.total ?? null,
    turnover: totals?.turnover ?? null,
    expectedCash: totals?.drawer.expected ?? null,
    countedCash: cash?.counted ?? null,
    variance: cash?.variance ?? null,
  };
}

/** What the shifts of one currency come to; open ones have no figures yet. */
function totalOf(shifts: readonly ReportedShift[]) {
  const sumOf = (figure: 'saleCount' | 'total' | 'returns' | 'lateTotal' | 'turnover' | 'variance') =>
    shifts.reduce((sum, shift) => sum + (shift[figure] ?? 0), 0);
  return {
    currency: shifts[0]?.currency ?? '',
    currencyDigits: shifts[0]?.currencyDigits ?? 0,
    shiftCount: shifts.length,
    openCount: shifts.filter(({ status }) => status === 'open').length,
    saleCount: sumOf('saleCount'),
    ...{ total: sumOf('total'), returns: sumOf('returns'), lateTotal: sumOf('lateTotal') },
    ...{ turnover: sumOf('turnover'), variance: sumOf('variance') },
    varianceCount: shifts.filter(({ variance }) => variance !== null && variance !== 0).length,
  };
}
