import { contract, type StockTurnoverInput } from '@cashwrap/contract';
import type { QueryCall } from '../../procedure/handlers.ts';
import { answerReport, rowsShown } from './answer-report.ts';
import { startsOf } from './business-days.ts';
import { lengthOf, plusDays } from './domain/period.ts';
import { turnoverOf } from './domain/stock-figures.ts';
import { listReportStores } from './report-stores.repo.ts';
import { findSkus } from './skus.repo.ts';
import { stockTurnover } from './stock-turnover.repo.ts';

/** How fast the stock turns over. */
export function readStockTurnover(call: QueryCall, input: StockTurnoverInput) {
  const { groupBy, from, to } = input;
  return answerReport(call, contract.reports.stockTurnover, input, async (snapshot) => {
    const stores = await listReportStores(snapshot, call.scope);
    const { rows, rowCount, totals } = await stockTurnover[groupBy](snapshot, {
      storeIds: stores.map(({ storeId }) => storeId),
      ...{ from: startsOf(stores, from), to: startsOf(stores, plusDays(to, 1)) },
      ...{ limit: rowsShown(input), keys: null },
    });
    const skus =
      groupBy === 'product'
        ? await findSkus(
            snapshot,
            rows.flatMap(({ key }) => key ?? []),
          )
        : undefined;
    const days = lengthOf(input);
    return {
      rows: rows.map(({ key, name, currency, currencyDigits, sums }) => ({
        ...{ key, sku: skus?.get(key ?? '') ?? null, name, currency, currencyDigits },
        ...turnoverOf(sums, days),
      })),
      rowCount,
      totals: totals.map(({ currency, currencyDigits, sums }) => {
        const { openingQuantity, closingQuantity, soldQuantity, sellThrough, ...values } = turnoverOf(
          sums,
          days,
        );
        return { currency, currencyDigits, ...values };
      }),
    };
  });
}
