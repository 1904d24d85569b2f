import type { Check } from './check.ts';
import { TOLD } from './told-events.repo.ts';
import { type Step, tracesOf } from './traces-of-steps.repo.ts';

const STEPS: readonly Step[] = [
  {
    // However it was made: by hand, with damaged goods, or by a file.
    ...{ name: 'correction of stock', of: 'stock_adjustments', where: 'true' },
    ...{ actor: 'created_by', store: 'store_id' },
    audit: "document_type = 'stock_adjustment'",
  },
  {
    ...{ name: 'ordered purchase order', of: 'purchase_orders', where: 'ordered_at IS NOT NULL' },
    ...{ actor: 'ordered_by', store: 'store_id' },
    audit: "document_type = 'purchase_order' AND action = 'inventory.purchaseOrders.order'",
    event: {
      ...{ type: 'purchase_order.ordered', id: 'purchaseOrderId' },
      payload: "'purchaseOrderId', id, 'storeId', store_id, 'supplierId', supplier_id",
    },
  },
  {
    ...{ name: 'goods receipt', of: 'goods_receipts', where: 'true' },
    ...{ actor: 'received_by', store: 'store_id' },
    audit: "document_type = 'goods_receipt' AND action = 'inventory.purchaseOrders.receive'",
    event: {
      ...{ type: 'goods_receipt.created', id: 'goodsReceiptId' },
      payload: "'goodsReceiptId', id, 'purchaseOrderId', purchase_order_id, 'storeId', store_id",
    },
  },
  {
    ...{ name: 'supplier return', of: 'supplier_returns', where: 'true' },
    ...{ actor: 'created_by', store: 'store_id' },
    audit: "document_type = 'supplier_return' AND action = 'inventory.supplierReturns.create'",
    event: {
      ...{ type: 'supplier_return.created', id: 'supplierReturnId' },
      payload: "'supplierReturnId', id, 'storeId', store_id, 'supplierId', supplier_id",
    },
  },
  {
    ...{ name: 'sent transfer', of: 'transfers', where: 'sent_at IS NOT NULL' },
    ...{ actor: 'sent_by', store: 'from_store_id' },
    audit: "document_type = 'transfer' AND action = 'inventory.transfers.send'",
    event: {
      ...{ type: 'transfer.sent', id: 'transferId' },
      payload: "'transferId', id, 'fromStoreId', from_store_id, 'toStoreId', to_store_id",
    },
  },
  {
    ...{ name: 'applied stocktake', of: 'stocktakes', where: 'applied_at IS NOT NULL' },
    ...{ actor: 'applied_by', store: 'store_id' },
    audit: "document_type = 'stocktake' AND action = 'inventory.stocktakes.applied'",
    event: {
      type: 'stocktake.applied',
      id: 'stocktakeId',
      payload: "'stocktakeId', id, 'storeId', store_id",
    },
  },
];

/** What is done with the documents of purchasing and inventory leaves beside them: invariants 15 and 16. */
export const documentTraceChecks: readonly Check[] = [
  ...tracesOf(STEPS),
  {
    // A transfer keeps what has arrived, not in how many parts: these are known by their traces.
    name: 'Each arrival of goods of a transfer has an audit row and an outbox event',
    of: 'transfers',
    broken: `
      SELECT transfer_id, 'both, once for each arrival' AS expected,
        jsonb_build_object('arrived', arrived IS NOT NULL, 'auditRows', audit_rows, 'events', events) AS found
      FROM (
        SELECT DISTINCT transfer_id::text, true AS arrived FROM transfer_lines WHERE received + damaged > 0
      ) t
      FULL JOIN (
        SELECT document_id::text AS transfer_id, count(*) AS audit_rows
        FROM audit_log WHERE document_type = 'transfer' AND action = 'inventory.transfers.receive' GROUP BY 1
      ) a USING (transfer_id)
      FULL JOIN (
        SELECT payload->>'transferId' AS transfer_id, count(*) AS events
        FROM ${TOLD} WHERE type = 'transfer.received' GROUP BY 1
      ) o USING (transfer_id)
      WHERE (arrived AND audit_rows = events) IS NOT TRUE`,
  },
  {
    // Notifications are forgotten after a while, and events are not.
    name: 'Each notification of low stock has its outbox event',
    of: 'notifications',
    broken: `
      SELECT n.id AS notification_id, jsonb_build_object('storeId', n.store_id, 'productId', n.product_id) AS expected,
        'no event of that moment' AS found
      FROM notifications n
      WHERE n.kind = 'low_stock' AND NOT EXISTS (
        SELECT FROM ${TOLD}
        WHERE told.type = 'stock.low' AND told.created_at = n.created_at
          AND told.payload = jsonb_build_object('storeId', n.store_id, 'productId', n.product_id)
      )`,
  },
];
