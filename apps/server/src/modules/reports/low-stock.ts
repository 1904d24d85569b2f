import { contract, type LowStockReportInput } from '@cashwrap/contract';
import type { QueryCall } from '../../procedure/handlers.ts';
import { listSubtreeIds } from '../catalog/index.ts';
import { answerReport, rowsShown } from './answer-report.ts';
import { countLowStock, listLowStock } from './low-stock.repo.ts';
import { storesOfReport } from './report-stores.repo.ts';

const DAY_MS = 86_400_000;
/** For how long it matters when something was sold. */
const SOLD_WITHIN_DAYS = 90;

/** What is low now and should be ordered. */
export function readLowStock(call: QueryCall, input: LowStockReportInput) {
  const { categoryId } = input;
  return answerReport(call, contract.reports.lowStock, input, async (snapshot) => {
    const query = {
      storeIds: await storesOfReport(snapshot, call.scope),
      categoryIds: categoryId === undefined ? null : await listSubtreeIds(snapshot, categoryId),
    };
    const soldSince = new Date(call.now.getTime() - SOLD_WITHIN_DAYS * DAY_MS);
    const rows = await listLowStock(snapshot, { ...query, soldSince, limit: rowsShown(input) });
    const totals = await countLowStock(snapshot, query);
    return {
      rows: rows.map(({ lowSince, ...row }) => ({ ...row, lowSince: lowSince?.toISOString() ?? null })),
      rowCount: totals.reduce((sum, { lowCount }) => sum + lowCount, 0),
      totals,
    };
  });
}
