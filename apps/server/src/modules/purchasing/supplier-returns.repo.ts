import type { ListSupplierReturnsInput } from '@cashwrap/contract';
import { bulkInsert, inScope, keyset, type Reader, type StoreScope, type Tx } from '@cashwrap/database';
import {
  goodsReceipts,
  products,
  stores,
  supplierReturnLines,
  supplierReturns,
  suppliers,
} from '@cashwrap/database/schema';
import { and, asc, eq, getTableColumns, inArray } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

export type SupplierReturnRow = Awaited<ReturnType<typeof listSupplierReturns>>[number];
export type SupplierReturnLineRow = Awaited<ReturnType<typeof listSupplierReturnLines>>[number];

const sortColumns = { createdAt: supplierReturns.createdAt };

const returnColumns = {
  ...getTableColumns(supplierReturns),
  supplierName: suppliers.name,
  ...{ currency: stores.currency, currencyDigits: stores.currencyDigits },
};

export const insertSupplierReturns = bulkInsert(supplierReturns);
export const insertSupplierReturnLines = bulkInsert(supplierReturnLines);

export async function findSupplierReturn(
  db: Reader,
  scope: StoreScope,
  id: string,
): Promise<SupplierReturnRow | undefined> {
  const [row] = await db
    .select(returnColumns)
    .from(supplierReturns)
    .innerJoin(suppliers, eq(suppliers.id, supplierReturns.supplierId))
    .innerJoin(stores, eq(stores.id, supplierReturns.storeId))
    .where(and(eq(supplierReturns.id, id), inScope(supplierReturns.storeId, scope)));
  return row;
}

export async function listSupplierReturns(
  db: Reader,
  scope: StoreScope,
  { supplierId, goodsReceiptId }: Pick<ListSupplierReturnsInput, 'supplierId' | 'goodsReceiptId'>,
  page: PageRequest<keyof typeof sortColumns>,
) {
  const { after, orderBy } = keyset(page, sortColumns[page.column], supplierReturns.id);
  return db
    .select(returnColumns)
    .from(supplierReturns)
    .innerJoin(suppliers, eq(suppliers.id, supplierReturns.supplierId))
    .innerJoin(stores, eq(stores.id, supplierReturns.storeId))
    .where(
      and(
        inScope(supplierReturns.storeId, scope),
        supplierId === undefined ? undefined : eq(supplierReturns.supplierId, supplierId),
        goodsReceiptId === undefined ? undefined : eq(supplierReturns.goodsReceiptId, goodsReceiptId),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}

/** The lines of some returns, each return's in their order. */
export async function listSupplierReturnLines(db: Reader, returnIds: readonly string[]) {
  return db
    .select({
      ...getTableColumns(supplierReturnLines),
      ...{ sku: products.sku, productName: products.name },
    })
    .from(supplierReturnLines)
    .innerJoin(products, eq(products.id, supplierReturnLines.productId))
    .where(inArray(supplierReturnLines.supplierReturnId, [...returnIds]))
    .orderBy(asc(supplierReturnLines.position));
}

/**
 * Whether this supplier has delivered so to this store. The receipt is locked: what goes back of one receipt goes back
 * one after the other, so that no two returns take the same goods.
 */
export async function lockReceiptToReturn(
  tx: Tx,
  { id, storeId, supplierId }: { id: string; storeId: string; supplierId: string },
): Promise<boolean> {
  const rows = await tx
    .select({ id: goodsReceipts.id })
    .from(goodsReceipts)
    .where(
      and(
        eq(goodsReceipts.id, id),
        eq(goodsReceipts.storeId, storeId),
        eq(goodsReceipts.supplierId, supplierId),
      ),
    )
    .for('no key update');
  return rows.length > 0;
}
