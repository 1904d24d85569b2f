import type { GoodsReceipt, ReceivePurchaseOrderInput } from '@cashwrap/contract';
import { Failure, notFound } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { hashInput } from '../../procedure/idempotency.ts';
import { insertOutboxEvent } from '../../procedure/outbox.repo.ts';
import { findStockedProducts, refuseUnseenCosts, type StockedProduct } from '../catalog/index.ts';
import {
  checkStockLines,
  ensureStockLevels,
  lockStockLevels,
  moveDamaged,
  moveStock,
  nextDocumentNumber,
} from '../inventory/index.ts';
import { moneyText, withinRange } from '../pricing/index.ts';
import { type DeliveryTotals, type LandedCost, landedCosts } from './domain/landed-cost.ts';
import { overOf, overReceiptsOf } from './domain/over-receipts.ts';
import { insertGoodsReceiptLines, insertGoodsReceipts } from './goods-receipts.repo.ts';
import { readGoodsReceipt } from './goods-receipts.ts';
import { refuseStatus } from './purchase-order-status.ts';
import { lockPurchaseOrder, type StoredPurchaseOrder } from './purchase-orders.repo.ts';
import { addToOrder, findReceiptByNote } from './receive-purchase-order.repo.ts';
import { refuseForeignProducts } from './refuse-foreign-products.ts';
import { refuseGivenCosts } from './refuse-given-costs.ts';

type Call = MutationCall & SignedIn;
type Order = StoredPurchaseOrder['order'];

/** A line of the delivery with its product, what was ordered of it, and what it has cost. */
interface DeliveredLine {
  readonly productId: string;
  readonly position: number;
  readonly product: StockedProduct;
  readonly quantity: number;
  readonly damaged: number;
  readonly outstanding: number;
  readonly over: number;
  readonly orderedUnitCost: number;
  readonly unitCost: number;
  readonly cost: LandedCost;
}

/**
 * Takes a delivery in. Its delivery note decides before anything else: a note that was received is answered again,
 * whatever has become of the order since. The order stays locked, so what is outstanding cannot change meanwhile.
 */
export async function receivePurchaseOrder(
  call: Call,
  input: ReceivePurchaseOrderInput,
): Promise<GoodsReceipt> {
  const { tx, now, newId } = call;
  const stored = await lockPurchaseOrder(tx, call.scope, input.id);
  if (!stored) throw notFound('purchase order');
  const { order } = stored;
  refuseGivenCosts(call.actor, order.storeId, input.lines);
  if (input.freight > 0 || input.discount > 0) refuseUnseenCosts(call.actor, order.storeId);
  const content = contentOf(stored, input);
  const inputHash = hashInput(content);
  const earlier = await findReceiptByNote(tx, order.id, input.deliveryNote);
  if (earlier) return replay(call, input, earlier.id, earlier.inputHash === inputHash);
  refuseStatus(order, ['ordered', 'partially_received'], adviceFor(order));

  const { lines, totals } = await readDelivery(call, stored, input);
  await approveOverReceipts(
    call,
    order,
    { deliveryNote: input.deliveryNote, ...content },
    lines,
    totals.total,
  );

  const id = newId();
  const orderStatus = await addToOrder(tx, order.id, input.lines, now);
  await writeReceipt(call, order, input, { id, inputHash, lines, totals });
  await moveIn(call, order.storeId, id, lines);
  const receipt = await readGoodsReceipt(tx, call.scope, id);
  await insertOutboxEvent(tx, {
    id: newId(),
    type: 'goods_receipt.created',
    storeId: order.storeId,
    payload: { goodsReceiptId: id, purchaseOrderId: order.id, storeId: order.storeId },
    createdAt: now,
  });
  call.audit({
    ...{ storeId: order.storeId, documentType: 'goods_receipt', documentId: id },
    ...{ before: { orderStatus: order.status }, after: { ...receipt, orderStatus } },
  });
  return receipt;
}

/** What a delivery note says, in whichever order, and whether or not a cost is written out that is as ordered. */
function contentOf(
  { lines: orderLines }: StoredPurchaseOrder,
  { lines, freight, discount }: ReceivePurchaseOrderInput,
) {
  const ordered = new Map(orderLines.map(({ productId, unitCost }) => [productId, unitCost]));
  const resolved = lines.map((line) => ({ ...line, unitCost: line.unitCost ?? ordered.get(line.productId) }));
  return { lines: resolved.sort((a, b) => (a.productId < b.productId ? -1 : 1)), freight, discount };
}

/** The note was received before: the same content is the same receipt, other content is refused. */
function replay(
  { tx, scope, changedNothing }: Call,
  { deliveryNote }: ReceivePurchaseOrderInput,
  receiptId: string,
  same: boolean,
): Promise<GoodsReceipt> {
  if (!same) {
    throw new Failure('ALREADY_EXISTS', {
      detail:
        `The delivery note "${deliveryNote}" of this order was received already, with other content. A further ` +
        'delivery has a note of its own; what was entered wrongly is corrected by an adjustment or a return.',
      details: { field: 'deliveryNote', value: deliveryNote, holderId: receiptId },
    });
  }
  changedNothing();
  return readGoodsReceipt(tx, scope, receiptId);
}

/** What to do where nothing can be received. */
function adviceFor({ status }: Order): string {
  if (status === 'draft') return 'Order it first, with inventory.purchaseOrders.order.';
  const nothing =
    status === 'cancelled' ? 'Nothing of it is expected any more' : 'All of it has come or was cancelled';
  return `${nothing}: draft another order for what else came.`;
}

/** What came, checked against the order, with what it has cost. */
async function readDelivery(
  { tx }: Call,
  { lines: orderLines }: StoredPurchaseOrder,
  { lines, freight, discount }: ReceivePurchaseOrderInput,
): Promise<{ lines: DeliveredLine[]; totals: DeliveryTotals }> {
  const ordered = new Map(orderLines.map((line) => [line.productId, line]));
  refuseForeignProducts(lines, ordered, 'order');
  const products = await findStockedProducts(tx, [...ordered.keys()]);
  const delivered = checkStockLines(lines, products).flatMap(({ line, position, product }) => {
    const of = ordered.get(line.productId);
    if (!of) return [];
    const { outstanding, unitCost: orderedUnitCost } = of;
    const unitCost = line.unitCost ?? orderedUnitCost;
    const over = withinRange(() => overOf(line, outstanding));
    return [{ ...line, position, product, outstanding, over, orderedUnitCost, unitCost }];
  });
  return withinRange(() => landedCosts(delivered, { freight, discount }));
}

/** What is bound to the approval is what came and for how much, by which delivery note. */
async function approveOverReceipts(
  { approve }: Call,
  { id, storeId, currency, currencyDigits }: Order,
  delivery: { readonly deliveryNote: string } & ReturnType<typeof contentOf>,
  lines: readonly DeliveredLine[],
  total: number,
): Promise<void> {
  const received = lines.map(({ product, ...line }) => ({ ...line, name: product.name }));
  const money = moneyText(currencyDigits);
  const actions = withinRange(() => overReceiptsOf(received, { currency, currencyDigits, money, total }));
  if (actions.length === 0) return;
  await approve({ storeId, actions, subject: { id, ...delivery } });
}

interface NewReceipt {
  readonly id: string;
  readonly inputHash: string;
  readonly lines: readonly DeliveredLine[];
  readonly totals: DeliveryTotals;
}

async function writeReceipt(
  { tx, now, actor }: Call,
  { id: purchaseOrderId, storeId, supplierId }: Order,
  { deliveryNote, note }: ReceivePurchaseOrderInput,
  { id, inputHash, lines, totals: { total, ...totals } }: NewReceipt,
): Promise<void> {
  await insertGoodsReceipts(tx, [
    {
      ...{ id, number: await nextDocumentNumber(tx, 'goods_receipt'), purchaseOrderId, storeId, supplierId },
      ...{ deliveryNote, inputHash, ...totals, note, receivedBy: actor.userId, receivedAt: now },
    },
  ]);
  await insertGoodsReceiptLines(
    tx,
    lines.map(({ productId, position, quantity, damaged, over, orderedUnitCost, unitCost, cost }) => ({
      ...{ goodsReceiptId: id, productId, position, quantity, damaged, over, orderedUnitCost, unitCost },
      ...{ variance: cost.variance, goods: cost.goods, freight: cost.freight, discount: cost.discount },
    })),
  );
}

/** Brings the goods into stock at what they have cost, the damaged ones beside what can be sold. */
async function moveIn(
  { tx, now, newId, actor }: Call,
  storeId: string,
  documentId: string,
  lines: readonly DeliveredLine[],
): Promise<void> {
  const productIds = lines.map((line) => line.productId);
  await ensureStockLevels(tx, storeId, productIds, now, newId);
  await lockStockLevels(tx, storeId, productIds);
  const document = {
    ...{ kind: 'receipt' as const, storeId, documentId, actorId: actor.userId },
    ...{ occurredAt: now, recordedAt: now },
  };
  const good = lines.filter(({ quantity }) => quantity > 0);
  await moveStock(
    tx,
    document,
    good.map(({ productId, position, quantity, product, cost }) => ({
      ...{ productId, position, quantity, name: product.name, value: cost.goodCost },
      ...{ usualCost: product.cost ?? 0, mayGoBelow: product.allowOversell },
    })),
    newId,
  );
  const damaged = lines.filter((line) => line.damaged > 0);
  await moveDamaged(
    tx,
    document,
    damaged.map((line) => ({
      ...{ productId: line.productId, quantity: line.damaged, value: line.cost.damagedCost },
    })),
    newId,
  );
}
