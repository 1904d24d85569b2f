import type { ListGoodsReceiptsInput } from '@cashwrap/contract';
import { bulkInsert, inScope, keyset, type Reader, type StoreScope } from '@cashwrap/database';
import { goodsReceiptLines, goodsReceipts, products, stores, suppliers } from '@cashwrap/database/schema';
import { and, asc, eq, getTableColumns, gte, inArray, lt, type SQL, sql } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

export type GoodsReceiptRow = Awaited<ReturnType<typeof listGoodsReceipts>>[number];
export type GoodsReceiptLineRow = Awaited<ReturnType<typeof listGoodsReceiptLines>>[number];

const sortColumns = { receivedAt: goodsReceipts.receivedAt };

const { inputHash, ...columns } = getTableColumns(goodsReceipts);
const receiptColumns = {
  ...columns,
  supplierName: suppliers.name,
  ...{ currency: stores.currency, currencyDigits: stores.currencyDigits },
};

/** What went back of a line since, in all returns that name its receipt. */
const returned = sql<number>`coalesce((SELECT sum(l.quantity) FROM supplier_returns r
  JOIN supplier_return_lines l ON l.supplier_return_id = r.id
  WHERE r.goods_receipt_id = ${goodsReceiptLines.goodsReceiptId} AND l.product_id = ${goodsReceiptLines.productId}), 0)::float8`;

export const insertGoodsReceipts = bulkInsert(goodsReceipts);
export const insertGoodsReceiptLines = bulkInsert(goodsReceiptLines);

export async function findGoodsReceipt(
  db: Reader,
  scope: StoreScope,
  id: string,
): Promise<GoodsReceiptRow | undefined> {
  const [row] = await db
    .select(receiptColumns)
    .from(goodsReceipts)
    .innerJoin(suppliers, eq(suppliers.id, goodsReceipts.supplierId))
    .innerJoin(stores, eq(stores.id, goodsReceipts.storeId))
    .where(and(eq(goodsReceipts.id, id), inScope(goodsReceipts.storeId, scope)));
  return row;
}

export async function listGoodsReceipts(
  db: Reader,
  scope: StoreScope,
  filter: Pick<
    ListGoodsReceiptsInput,
    'supplierId' | 'purchaseOrderId' | 'deliveryNote' | 'receivedFrom' | 'receivedTo'
  >,
  page: PageRequest<keyof typeof sortColumns>,
) {
  const { supplierId, purchaseOrderId, deliveryNote, receivedFrom, receivedTo } = filter;
  const { receivedAt } = goodsReceipts;
  const { after, orderBy } = keyset(page, sortColumns[page.column], goodsReceipts.id);
  return db
    .select(receiptColumns)
    .from(goodsReceipts)
    .innerJoin(suppliers, eq(suppliers.id, goodsReceipts.supplierId))
    .innerJoin(stores, eq(stores.id, goodsReceipts.storeId))
    .where(
      and(
        inScope(goodsReceipts.storeId, scope),
        supplierId === undefined ? undefined : eq(goodsReceipts.supplierId, supplierId),
        purchaseOrderId === undefined ? undefined : eq(goodsReceipts.purchaseOrderId, purchaseOrderId),
        deliveryNote === undefined ? undefined : hasDeliveryNote(deliveryNote),
        receivedFrom === undefined ? undefined : gte(receivedAt, new Date(receivedFrom)),
        receivedTo === undefined ? undefined : lt(receivedAt, new Date(receivedTo)),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}

/** In upper or lower case: one number is one note. */
export function hasDeliveryNote(deliveryNote: string): SQL {
  return sql`lower(${goodsReceipts.deliveryNote}) = lower(${deliveryNote})`;
}

/** The lines of some receipts, each receipt's in their order. */
export async function listGoodsReceiptLines(db: Reader, receiptIds: readonly string[]) {
  return db
    .select({
      ...getTableColumns(goodsReceiptLines),
      ...{ sku: products.sku, productName: products.name, returned },
    })
    .from(goodsReceiptLines)
    .innerJoin(products, eq(products.id, goodsReceiptLines.productId))
    .where(inArray(goodsReceiptLines.goodsReceiptId, [...receiptIds]))
    .orderBy(asc(goodsReceiptLines.position));
}
