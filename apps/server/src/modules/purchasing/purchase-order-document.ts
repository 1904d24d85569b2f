import type { PurchaseOrderDocument } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { composePurchaseOrderPage } from './domain/purchase-order-page.ts';
import { findParties, findUnitLabels } from './purchase-order-document.repo.ts';
import { findPurchaseOrder } from './purchase-orders.repo.ts';
import { toPurchaseOrder } from './purchase-orders.ts';

/** Gets an order as a page to print, or to send to the supplier. */
export async function getPurchaseOrderDocument(
  { db, scope }: QueryCall,
  { id }: { id: string },
): Promise<PurchaseOrderDocument> {
  const [stored, parties, unitLabels] = await Promise.all([
    findPurchaseOrder(db, scope, id),
    findParties(db, id),
    findUnitLabels(db, id),
  ]);
  if (!stored || !parties) throw notFound('purchase order');
  const content = composePurchaseOrderPage(toPurchaseOrder(stored), { ...parties, unitLabels });
  return { mediaType: 'text/html', content };
}
