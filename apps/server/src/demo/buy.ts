import type { PlannedCancellation, PlannedOrder, PlannedReceipt, PlannedReturn } from './plan-purchasing.ts';
import { at, productIdOf, type Trading, type Written, writtenOf } from './trading.ts';

export async function order(
  trading: Trading,
  { orders }: Written,
  planned: PlannedOrder,
  name: string,
): Promise<void> {
  const { store, supplier, expectedOn } = planned;
  const occasion = at(trading, planned, name);
  const supplierId = writtenOf(trading.supplierIds, supplier);
  const storeId = trading.shop.stores[store].id;
  const lines = planned.lines.map(({ article, quantity }) => {
    return { productId: productIdOf(trading, article), quantity };
  });
  const draft = await trading.call(occasion(0), ({ inventory }) =>
    inventory.purchaseOrders.create({ storeId, supplierId, expectedOn, lines }),
  );
  const { id, version } = await trading.call(occasion(5), ({ inventory }) =>
    inventory.purchaseOrders.order({ id: draft.id, version: draft.version }),
  );
  orders.set(planned, { id, version });
}

export async function receive(
  trading: Trading,
  { orders, receipts }: Written,
  planned: PlannedReceipt,
  name: string,
): Promise<void> {
  const { id, version } = writtenOf(orders, planned.order);
  const { deliveryNote, freight } = planned;
  const lines = planned.lines.map(({ article, ...line }) => ({
    productId: productIdOf(trading, article),
    ...line,
  }));
  const receipt = await trading.call(at(trading, planned, name)(0), ({ inventory }) =>
    inventory.purchaseOrders.receive({ id, deliveryNote, freight, lines }),
  );
  // Counted here: a start that goes on from where another stopped would read a later one.
  orders.set(planned.order, { id, version: version + 1 });
  receipts.set(planned, receipt.id);
}

export async function cancelRest(
  trading: Trading,
  { orders }: Written,
  planned: PlannedCancellation,
  name: string,
): Promise<void> {
  const { id, version } = writtenOf(orders, planned.order);
  await trading.call(at(trading, planned, name)(0), ({ inventory }) =>
    inventory.purchaseOrders.cancelRest({ id, version }),
  );
}

export async function sendBack(
  trading: Trading,
  { receipts }: Written,
  planned: PlannedReturn,
  name: string,
): Promise<void> {
  const { receipt, store } = planned;
  const supplierId = writtenOf(trading.supplierIds, receipt.order.supplier);
  const lines = receipt.lines
    .filter(({ damaged }) => damaged > 0)
    .map(({ article, damaged }) => {
      return { productId: productIdOf(trading, article), quantity: damaged, from: 'damaged' as const };
    });
  await trading.call(at(trading, planned, name)(0), ({ inventory }) =>
    inventory.supplierReturns.create({
      ...{ storeId: trading.shop.stores[store].id, supplierId, reason: 'damaged', lines },
      ...{ goodsReceiptId: writtenOf(receipts, receipt), reference: `Claim ${receipt.deliveryNote}` },
    }),
  );
}
