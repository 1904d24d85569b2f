import { contract, type StockLevelsReportInput } from '@cashwrap/contract';
import type { QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { listSubtreeIds } from '../catalog/index.ts';
import { answerReport, rowsShown } from './answer-report.ts';
import { seesCosts } from './costs.ts';
import { storesOfReport } from './report-stores.repo.ts';
import { listLevels, totalLevels } from './stock-levels.repo.ts';

/** What is in stock now, product by product. */
export function readStockLevels(call: QueryCall & SignedIn, input: StockLevelsReportInput) {
  const { categoryId } = input;
  const costs = seesCosts(call);
  return answerReport(call, contract.reports.stockLevels, input, async (snapshot) => {
    const query = {
      storeIds: await storesOfReport(snapshot, call.scope),
      categoryIds: categoryId === undefined ? null : await listSubtreeIds(snapshot, categoryId),
    };
    const rows = await listLevels(snapshot, query, rowsShown(input));
    const totals = await totalLevels(snapshot, query);
    const seen = <Row extends { readonly value: number }>(row: Row) => ({
      ...row,
      value: costs ? row.value : null,
    });
    return {
      rows: rows.map(seen),
      rowCount: totals.reduce((sum, { rowCount }) => sum + rowCount, 0),
      totals: totals.map(({ rowCount, ...total }) => seen(total)),
    };
  });
}
