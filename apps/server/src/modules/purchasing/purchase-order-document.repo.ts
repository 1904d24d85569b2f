import type { Reader } from '@cashwrap/database';
import { products, purchaseOrderLines, purchaseOrders, stores, suppliers } from '@cashwrap/database/schema';
import { and, eq, isNotNull } from 'drizzle-orm';

/** Whom an order is from and to. */
export async function findParties(db: Reader, purchaseOrderId: string) {
  const [row] = await db
    .select({ store: stores, supplier: suppliers })
    .from(purchaseOrders)
    .innerJoin(stores, eq(stores.id, purchaseOrders.storeId))
    .innerJoin(suppliers, eq(suppliers.id, purchaseOrders.supplierId))
    .where(eq(purchaseOrders.id, purchaseOrderId));
  return row;
}

/** What one of each product in an order is called, where it is not counted. */
export async function findUnitLabels(db: Reader, purchaseOrderId: string): Promise<Map<string, string>> {
  const rows = await db
    .select({ productId: products.id, unitLabel: products.unitLabel })
    .from(purchaseOrderLines)
    .innerJoin(products, eq(products.id, purchaseOrderLines.productId))
    .where(and(eq(purchaseOrderLines.purchaseOrderId, purchaseOrderId), isNotNull(products.unitLabel)));
  return new Map(
    rows.flatMap(({ productId, unitLabel }) => (unitLabel === null ? [] : [[productId, unitLabel]])),
  );
}
