import type { Reader, Tx } from '@cashwrap/database';
import { priceListEntries, products } from '@cashwrap/database/schema';
import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

export type EntryRow = typeof priceListEntries.$inferSelect;

/** A price as it is shown; `id` is that of the product. */
export interface ListedEntry {
  readonly id: string;
  readonly sku: string;
  readonly productName: string;
  readonly minQuantity: number;
  readonly unitPrice: number;
}

/** By product and, within it, by quantity: what the table is keyed by. */
export async function listEntries(
  db: Reader,
  priceListId: string,
  productId: string | undefined,
  { after, direction, limit }: PageRequest<'product'>,
): Promise<ListedEntry[]> {
  const entry = priceListEntries;
  const order = direction === 'asc' ? asc : desc;
  const beyond = sql.raw(direction === 'asc' ? '>' : '<');
  return db
    .select({
      ...{ id: entry.productId, sku: products.sku, productName: products.name },
      ...{ minQuantity: entry.minQuantity, unitPrice: entry.unitPrice },
    })
    .from(entry)
    .innerJoin(products, eq(products.id, entry.productId))
    .where(
      and(
        eq(entry.priceListId, priceListId),
        productId === undefined ? undefined : eq(entry.productId, productId),
        after &&
          sql`(${entry.productId}, ${entry.minQuantity}) ${beyond} (${after.id}::uuid, ${after.key}::numeric)`,
      ),
    )
    .orderBy(order(entry.productId), order(entry.minQuantity))
    .limit(limit);
}

/** The prices that a list has for some products. */
export async function findEntries(
  tx: Tx,
  priceListId: string,
  productIds: readonly string[],
): Promise<EntryRow[]> {
  return tx
    .select()
    .from(priceListEntries)
    .where(
      and(
        eq(priceListEntries.priceListId, priceListId),
        inArray(priceListEntries.productId, [...productIds]),
      ),
    );
}

/** Writes prices over those for the same products and quantities. */
export async function upsertEntries(tx: Tx, entries: readonly EntryRow[]): Promise<void> {
  if (entries.length === 0) return;
  const { productId, priceListId, minQuantity } = priceListEntries;
  await tx
    .insert(priceListEntries)
    .values([...entries])
    .onConflictDoUpdate({
      target: [productId, priceListId, minQuantity],
      set: { unitPrice: sql`excluded.unit_price` },
    });
}

/** Takes prices away; those of one list. */
export async function deleteEntries(
  tx: Tx,
  priceListId: string,
  entries: readonly Pick<EntryRow, 'productId' | 'minQuantity'>[],
): Promise<void> {
  if (entries.length === 0) return;
  const keys = entries.map(
    ({ productId, minQuantity }) => sql`(${productId}::uuid, ${minQuantity}::numeric)`,
  );
  await tx
    .delete(priceListEntries)
    .where(
      and(
        eq(priceListEntries.priceListId, priceListId),
        sql`(${priceListEntries.productId}, ${priceListEntries.minQuantity}) IN (${sql.join(keys, sql`, `)})`,
      ),
    );
}
