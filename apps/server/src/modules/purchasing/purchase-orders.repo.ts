import type { ListPurchaseOrdersInput } from '@cashwrap/contract';
import { inScope, keyset, type Reader, type StoreScope, statement, type Tx } from '@cashwrap/database';
import { products, purchaseOrderLines, purchaseOrders, stores, suppliers } from '@cashwrap/database/schema';
import { and, asc, eq, exists, getTableColumns, gt, gte, inArray, lte, type SQL, sql } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

/** unitCost × quantity, an exact half away from zero. A double holds it: sums above 10^12 are refused. */
const lineTotal = 'round(l.quantity * l.unit_cost)';

const summaryColumns = {
  ...getTableColumns(purchaseOrders),
  supplierName: suppliers.name,
  currency: stores.currency,
  currencyDigits: stores.currencyDigits,
  total: sql<number>`(SELECT coalesce(sum(${sql.raw(lineTotal)}), 0)::float8 FROM purchase_order_lines l
    WHERE l.purchase_order_id = ${purchaseOrders.id})`,
  lineCount: sql<number>`(SELECT count(*)::int FROM purchase_order_lines l
    WHERE l.purchase_order_id = ${purchaseOrders.id})`,
};

const lineColumns = {
  ...getTableColumns(purchaseOrderLines),
  sku: products.sku,
  productName: products.name,
  total: sql<number>`round(${purchaseOrderLines.quantity} * ${purchaseOrderLines.unitCost})::float8`,
};

export type PurchaseOrderSummaryRow = Awaited<ReturnType<typeof listPurchaseOrders>>[number];
export type PurchaseOrderLineRow = Awaited<ReturnType<typeof listLines>>[number];

/** What is written of a line: the quantities that have come or were cancelled begin at zero. */
export type OrderedLine = Omit<
  typeof purchaseOrderLines.$inferSelect,
  'purchaseOrderId' | 'position' | 'received' | 'damaged' | 'cancelled' | 'outstanding'
>;

/** An order with its lines in their order. */
export interface StoredPurchaseOrder {
  readonly order: PurchaseOrderSummaryRow;
  readonly lines: readonly PurchaseOrderLineRow[];
}

/** What changes in the row of an order. */
export type PurchaseOrderChanges = Partial<typeof purchaseOrders.$inferInsert> & {
  version: number;
  updatedAt: Date;
};

/** Which orders to list, and when they are asked for. */
export interface PurchaseOrderFilter
  extends Pick<
    ListPurchaseOrdersInput,
    'supplierId' | 'productId' | 'number' | 'status' | 'open' | 'overdue' | 'orderedFrom' | 'orderedTo'
  > {
  readonly now: Date;
}

const sortColumns = { createdAt: purchaseOrders.createdAt };

const isOpen = sql`(${purchaseOrders.status} IN ('ordered', 'partially_received'))`;
/** By the store's own clock. */
const orderedOn = sql`(${purchaseOrders.orderedAt} AT TIME ZONE ${stores.timeZone})::date`;
const isOverdue = (now: Date) => sql`(${isOpen}
  AND coalesce(${purchaseOrders.expectedOn} < (${now.toISOString()}::timestamptz AT TIME ZONE ${stores.timeZone})::date, false))`;

export async function findPurchaseOrder(
  db: Reader,
  scope: StoreScope,
  id: string,
): Promise<StoredPurchaseOrder | undefined> {
  const [[order], lines] = await Promise.all([
    db
      .select(summaryColumns)
      .from(purchaseOrders)
      .innerJoin(suppliers, eq(suppliers.id, purchaseOrders.supplierId))
      .innerJoin(stores, eq(stores.id, purchaseOrders.storeId))
      .where(and(eq(purchaseOrders.id, id), inScope(purchaseOrders.storeId, scope))),
    listLines(db, id),
  ]);
  return order && { order, lines };
}

/** The order with its lines, locked: all that happens to one order happens one after the other. */
export async function lockPurchaseOrder(
  tx: Tx,
  scope: StoreScope,
  id: string,
): Promise<StoredPurchaseOrder | undefined> {
  const locked = await tx
    .select({ id: purchaseOrders.id })
    .from(purchaseOrders)
    .where(and(eq(purchaseOrders.id, id), inScope(purchaseOrders.storeId, scope)))
    .for('no key update');
  // Read afterwards: a statement that waited for the lock would see the lines as they were before.
  return locked.length === 0 ? undefined : findPurchaseOrder(tx, scope, id);
}

function listLines(db: Reader, purchaseOrderId: string) {
  return db
    .select(lineColumns)
    .from(purchaseOrderLines)
    .innerJoin(products, eq(products.id, purchaseOrderLines.productId))
    .where(eq(purchaseOrderLines.purchaseOrderId, purchaseOrderId))
    .orderBy(asc(purchaseOrderLines.position));
}

export async function listPurchaseOrders(
  db: Reader,
  scope: StoreScope,
  filter: PurchaseOrderFilter,
  page: PageRequest<keyof typeof sortColumns>,
) {
  const { supplierId, productId, number, status, open, overdue, orderedFrom, orderedTo, now } = filter;
  const { after, orderBy } = keyset(page, sortColumns[page.column], purchaseOrders.id);
  return db
    .select(summaryColumns)
    .from(purchaseOrders)
    .innerJoin(suppliers, eq(suppliers.id, purchaseOrders.supplierId))
    .innerJoin(stores, eq(stores.id, purchaseOrders.storeId))
    .where(
      and(
        inScope(purchaseOrders.storeId, scope),
        supplierId === undefined ? undefined : eq(purchaseOrders.supplierId, supplierId),
        productId === undefined ? undefined : isAbout(db, productId),
        number === undefined ? undefined : eq(purchaseOrders.number, number),
        status === undefined ? undefined : eq(purchaseOrders.status, status),
        open === undefined ? undefined : sql`${isOpen} = ${open}`,
        overdue === undefined ? undefined : sql`${isOverdue(now)} = ${overdue}`,
        orderedFrom === undefined ? undefined : gte(orderedOn, orderedFrom),
        orderedTo === undefined ? undefined : lte(orderedOn, orderedTo),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}

function isAbout(db: Reader, productId: string): SQL {
  return exists(
    db
      .select({ one: sql`1` })
      .from(purchaseOrderLines)
      .where(
        and(
          eq(purchaseOrderLines.purchaseOrderId, purchaseOrders.id),
          eq(purchaseOrderLines.productId, productId),
        ),
      ),
  );
}

export async function insertPurchaseOrder(tx: Tx, order: typeof purchaseOrders.$inferInsert): Promise<void> {
  await tx.insert(purchaseOrders).values(order);
}

export async function updatePurchaseOrder(tx: Tx, id: string, changes: PurchaseOrderChanges): Promise<void> {
  await tx.update(purchaseOrders).set(changes).where(eq(purchaseOrders.id, id));
}

export async function insertLines(
  tx: Tx,
  purchaseOrderId: string,
  lines: readonly OrderedLine[],
): Promise<void> {
  if (lines.length === 0) return;
  await tx
    .insert(purchaseOrderLines)
    .values(lines.map((line, position) => ({ ...line, purchaseOrderId, position })));
}

/** Takes the lines of a draft away: others are written in their place. */
export async function deleteLines(tx: Tx, purchaseOrderId: string): Promise<void> {
  await tx.delete(purchaseOrderLines).where(eq(purchaseOrderLines.purchaseOrderId, purchaseOrderId));
}

const copyTerms = statement<never, readonly [purchaseOrderId: string, supplierId: string]>(
  'copy_supplier_terms',
  `UPDATE purchase_order_lines l SET (supplier_sku, pack_size) = (
     SELECT p.supplier_sku, p.pack_size FROM supplier_products p
     WHERE p.supplier_id = $2 AND p.product_id = l.product_id)
   WHERE l.purchase_order_id = $1`,
);

/** Copies what the supplier calls the products now, and how it packs them, to the lines of an order. */
export async function copySupplierTerms(tx: Tx, purchaseOrderId: string, supplierId: string): Promise<void> {
  await copyTerms(tx, [purchaseOrderId, supplierId]);
}

/** Cancels what is outstanding, of all products or of some. */
export async function cancelOutstanding(
  tx: Tx,
  purchaseOrderId: string,
  productIds?: readonly string[],
): Promise<void> {
  const { cancelled, outstanding, productId } = purchaseOrderLines;
  await tx
    .update(purchaseOrderLines)
    .set({ cancelled: sql`${cancelled} + ${outstanding}` })
    .where(
      and(
        eq(purchaseOrderLines.purchaseOrderId, purchaseOrderId),
        gt(outstanding, 0),
        productIds && inArray(productId, [...productIds]),
      ),
    );
}

/** The store of an order; none where there is no such order. */
export async function storesOfPurchaseOrder(db: Reader, id: string): Promise<string[]> {
  const rows = await db
    .select({ storeId: purchaseOrders.storeId })
    .from(purchaseOrders)
    .where(eq(purchaseOrders.id, id));
  return rows.map(({ storeId }) => storeId);
}
