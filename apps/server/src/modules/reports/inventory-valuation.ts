import { contract, type InventoryValuationInput } from '@cashwrap/contract';
import type { QueryCall } from '../../procedure/handlers.ts';
import { answerReport, rowsShown } from './answer-report.ts';
import { startsOf } from './business-days.ts';
import { plusDays } from './domain/period.ts';
import { unitCostOf } from './domain/stock-figures.ts';
import { type StockSums, stockAt, stockNow } from './inventory-valuation.repo.ts';
import { listReportStores } from './report-stores.repo.ts';
import { findSkus } from './skus.repo.ts';

/** What the stock is worth, now or at the end of a business day. */
export function readInventoryValuation(call: QueryCall, input: InventoryValuationInput) {
  const { groupBy, asOf, storeId } = input;
  return answerReport(call, contract.reports.inventoryValuation, input, async (snapshot) => {
    const stores = await listReportStores(snapshot, call.scope);
    const read = (asOf === undefined ? stockNow : stockAt)[groupBy];
    const { rows, rowCount, totals } = await read(snapshot, {
      storeIds: stores.map((store) => store.storeId),
      from: null,
      to: asOf === undefined ? null : startsOf(stores, plusDays(asOf, 1)),
      limit: rowsShown(input),
      keys: null,
    });
    const byProduct = groupBy === 'product';
    const skus = byProduct
      ? await findSkus(
          snapshot,
          rows.flatMap(({ key }) => key ?? []),
        )
      : undefined;
    const nameOf = (id: string | null) => stores.find((store) => store.storeId === id)?.name ?? null;
    return {
      rows: rows.map(({ key, name, currency, currencyDigits, sums }) => {
        const ofStore = groupBy === 'store' ? key : (storeId ?? null);
        return {
          ...{ storeId: ofStore, storeName: nameOf(ofStore) },
          ...{ key, sku: skus?.get(key ?? '') ?? null, name, currency, currencyDigits },
          ...worthOf(sums),
          unitCost: byProduct ? unitCostOf(sums.value, sums.onHandQuantity) : null,
        };
      }),
      rowCount,
      totals: totals.map(({ currency, currencyDigits, sums }) => ({
        currency,
        currencyDigits,
        ...worthOf(sums),
      })),
    };
  });
}

function worthOf({ onHandQuantity, value, damagedQuantity, damagedValue }: StockSums) {
  return {
    ...{ onHand: onHandQuantity, value, damaged: damagedQuantity, damagedValue },
    totalValue: value + damagedValue,
  };
}
