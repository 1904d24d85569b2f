import type { CancelPurchaseOrderRestInput, PurchaseOrder, PurchaseOrderStatus } from '@cashwrap/contract';
import { invalidReference, notFound, refuseStale } from '../../procedure/failure.ts';
import type { MutationCall } from '../../procedure/handlers.ts';
import { refuseStatus } from './purchase-order-status.ts';
import {
  cancelOutstanding,
  findPurchaseOrder,
  lockPurchaseOrder,
  type StoredPurchaseOrder,
  updatePurchaseOrder,
} from './purchase-orders.repo.ts';
import { toPurchaseOrder } from './purchase-orders.ts';

/** Cancels an order of which nothing has come, with all of its lines. */
export async function cancelPurchaseOrder(
  call: MutationCall,
  { id, version }: { id: string; version: number },
): Promise<PurchaseOrder> {
  const before = await lockAt(call, id, version);
  refuseStatus(
    before.order,
    ['draft', 'ordered'],
    'Only an order of which nothing has come can be cancelled; of another, inventory.purchaseOrders.cancelRest cancels what is outstanding.',
  );
  return cancelLines(call, before);
}

/** Expects no more of what is outstanding, of all products or of some. With nothing left to come the order ends. */
export async function cancelPurchaseOrderRest(
  call: MutationCall,
  { id, version, productIds }: CancelPurchaseOrderRestInput,
): Promise<PurchaseOrder> {
  const before = await lockAt(call, id, version);
  refuseStatus(
    before.order,
    ['ordered', 'partially_received'],
    'Only of what is ordered and has not all come can the rest be cancelled.',
  );
  const ordered = new Set(before.lines.map(({ productId }) => productId));
  const foreign = (productIds ?? []).flatMap((productId, position) =>
    ordered.has(productId) ? [] : [position],
  );
  if (foreign.length > 0) {
    throw invalidReference('product in the order', ...foreign.map((position) => ['productIds', position]));
  }
  return cancelLines(call, before, productIds);
}

async function lockAt(
  { tx, scope }: MutationCall,
  id: string,
  version: number,
): Promise<StoredPurchaseOrder> {
  const stored = await lockPurchaseOrder(tx, scope, id);
  if (!stored) throw notFound('purchase order');
  refuseStale('purchase order', version, stored.order.version);
  return stored;
}

async function cancelLines(
  call: MutationCall,
  before: StoredPurchaseOrder,
  productIds?: readonly string[],
): Promise<PurchaseOrder> {
  const { tx, scope, now } = call;
  const { id, storeId, version, status } = before.order;
  const going = before.lines.filter(({ productId }) => productIds?.includes(productId) ?? true);
  if (status !== 'draft' && going.every(({ outstanding }) => outstanding === 0)) {
    call.changedNothing();
    return toPurchaseOrder(before);
  }
  const left = before.lines.filter((line) => !going.includes(line));
  await cancelOutstanding(tx, id, productIds);
  await updatePurchaseOrder(tx, id, {
    ...{ status: statusWith(before, left), version: version + 1, updatedAt: now },
  });
  const stored = await findPurchaseOrder(tx, scope, id);
  if (!stored) throw new Error('A purchase order is gone that was just cancelled.');
  const after = toPurchaseOrder(stored);
  call.audit({
    ...{ storeId, documentType: 'purchase_order', documentId: id },
    ...{ before: toPurchaseOrder(before), after },
  });
  return after;
}

/** The status of an order of which no more is expected than what is outstanding of the lines that are left. */
function statusWith(
  { order, lines }: StoredPurchaseOrder,
  left: StoredPurchaseOrder['lines'],
): PurchaseOrderStatus {
  if (left.some(({ outstanding }) => outstanding > 0)) return order.status;
  return lines.some(({ received, damaged }) => received + damaged > 0) ? 'received' : 'cancelled';
}
