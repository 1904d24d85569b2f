import type { PurchaseOrder } from '@cashwrap/contract';
import { Failure, notFound, refuseStale } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { insertOutboxEvent } from '../../procedure/outbox.repo.ts';
import { nextDocumentNumber } from '../inventory/index.ts';
import { refuseStatus } from './purchase-order-status.ts';
import {
  copySupplierTerms,
  findPurchaseOrder,
  lockPurchaseOrder,
  updatePurchaseOrder,
} from './purchase-orders.repo.ts';
import { toPurchaseOrder } from './purchase-orders.ts';
import { supplierArchived } from './supplier-archived.ts';
import { holdSupplier } from './suppliers.repo.ts';

/** Orders a draft: it gets the next number, and what the supplier calls its products is as it is now. */
export async function orderPurchaseOrder(
  call: MutationCall & SignedIn,
  { id, version }: { id: string; version: number },
): Promise<PurchaseOrder> {
  const { tx, scope, now, actor } = call;
  const before = await lockPurchaseOrder(tx, scope, id);
  if (!before) throw notFound('purchase order');
  const { storeId, supplierId } = before.order;
  refuseStale('purchase order', version, before.order.version);
  refuseStatus(before.order, ['draft'], 'Only a draft can be ordered.');
  if (before.lines.length === 0) {
    throw new Failure('NO_LINES', {
      detail: 'The purchase order has no lines. Add what is to be ordered, then order it.',
    });
  }
  const supplier = await holdSupplier(tx, supplierId);
  if (supplier?.status === 'archived') throw supplierArchived(supplier);
  await copySupplierTerms(tx, id, supplierId);
  await updatePurchaseOrder(tx, id, {
    number: await nextDocumentNumber(tx, 'purchase_order'),
    ...{ status: 'ordered', orderedBy: actor.userId, orderedAt: now },
    ...{ version: version + 1, updatedAt: now },
  });
  const stored = await findPurchaseOrder(tx, scope, id);
  if (!stored) throw new Error('A purchase order is gone that was just ordered.');
  const after = toPurchaseOrder(stored);
  await insertOutboxEvent(tx, {
    id: call.newId(),
    type: 'purchase_order.ordered',
    storeId,
    payload: { purchaseOrderId: id, storeId, supplierId },
    createdAt: now,
  });
  call.audit({
    ...{ storeId, documentType: 'purchase_order', documentId: id },
    ...{ before: toPurchaseOrder(before), after },
  });
  return after;
}
