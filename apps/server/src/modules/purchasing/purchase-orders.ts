import type {
  ListPurchaseOrdersInput,
  Page,
  PurchaseOrder,
  PurchaseOrderLine,
  PurchaseOrderSummary,
} from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import {
  findPurchaseOrder,
  listPurchaseOrders as listRows,
  type PurchaseOrderLineRow,
  type PurchaseOrderSummaryRow,
  type StoredPurchaseOrder,
} from './purchase-orders.repo.ts';

export async function getPurchaseOrder(
  { db, scope }: QueryCall,
  { id }: { id: string },
): Promise<PurchaseOrder> {
  const stored = await findPurchaseOrder(db, scope, id);
  if (!stored) throw notFound('purchase order');
  return toPurchaseOrder(stored);
}

export function listPurchaseOrders(
  { db, scope, now }: QueryCall,
  input: ListPurchaseOrdersInput,
): Promise<Page<PurchaseOrderSummary>> {
  return readPage(
    'purchaseOrders',
    input,
    (page) => listRows(db, scope, { ...input, now }, page),
    (row) => row.createdAt.toISOString(),
    toSummary,
  );
}

/** A stored order in the words of the contract. */
export function toPurchaseOrder({ order, lines }: StoredPurchaseOrder): PurchaseOrder {
  return { ...toSummary(order), lines: lines.map(toLine) };
}

function toSummary({
  createdAt,
  updatedAt,
  orderedAt,
  ...row
}: PurchaseOrderSummaryRow): PurchaseOrderSummary {
  return {
    ...row,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    orderedAt: orderedAt?.toISOString() ?? null,
  };
}

function toLine({ purchaseOrderId, position, ...line }: PurchaseOrderLineRow): PurchaseOrderLine {
  return line;
}
