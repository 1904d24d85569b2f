import type { PurchaseOrderStatus, ReceivePurchaseOrderInput } from '@cashwrap/contract';
import { statement, type Tx } from '@cashwrap/database';
import { goodsReceipts } from '@cashwrap/database/schema';
import { and, eq } from 'drizzle-orm';
import { hasDeliveryNote } from './goods-receipts.repo.ts';

/** The receipt of a delivery note that came with an order, in upper or lower case, and the hash of what it says. */
export async function findReceiptByNote(tx: Tx, purchaseOrderId: string, deliveryNote: string) {
  const [row] = await tx
    .select({ id: goodsReceipts.id, inputHash: goodsReceipts.inputHash })
    .from(goodsReceipts)
    .where(and(eq(goodsReceipts.purchaseOrderId, purchaseOrderId), hasDeliveryNote(deliveryNote)));
  return row;
}

const addToLines = statement<
  never,
  readonly [orderId: string, productIds: string[], quantities: number[], damaged: number[]]
>(
  'receive_purchase_order_lines',
  `UPDATE purchase_order_lines line SET received = line.received + came.quantity, damaged = line.damaged + came.damaged
   FROM unnest($2::uuid[], $3::numeric[], $4::numeric[]) AS came (product_id, quantity, damaged)
   WHERE line.purchase_order_id = $1 AND line.product_id = came.product_id`,
);

const setReceived = statement<
  { status: Extract<PurchaseOrderStatus, 'partially_received' | 'received'> },
  readonly [orderId: string, now: Date]
>(
  'receive_purchase_order',
  `UPDATE purchase_orders SET version = version + 1, updated_at = $2, status = CASE
     WHEN EXISTS (SELECT FROM purchase_order_lines WHERE purchase_order_id = $1 AND outstanding > 0)
     THEN 'partially_received' ELSE 'received' END
   WHERE id = $1
   RETURNING status`,
);

/** Adds what has come to a locked order; answers the status that it has then. */
export async function addToOrder(
  tx: Tx,
  orderId: string,
  lines: ReceivePurchaseOrderInput['lines'],
  now: Date,
): Promise<PurchaseOrderStatus> {
  await addToLines(tx, [
    orderId,
    lines.map((line) => line.productId),
    lines.map((line) => line.quantity),
    lines.map((line) => line.damaged),
  ]);
  const { rows } = await setReceived(tx, [orderId, now]);
  if (!rows[0]) throw new Error('The order that was locked is gone.');
  return rows[0].status;
}
