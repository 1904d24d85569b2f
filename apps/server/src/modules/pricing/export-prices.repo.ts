import { type Reader, readStatement } from '@cashwrap/database';
import type { PriceLine } from './price-columns.ts';

type PlacedPriceLine = PriceLine & { readonly place: string };

const list = readStatement<{ currency: string }, readonly [id: string]>(
  'price_list_to_export',
  'SELECT currency FROM price_lists WHERE id = $1',
);

export async function findPriceListCurrency(db: Reader, id: string): Promise<string | undefined> {
  return (await list(db, [id])).rows[0]?.currency;
}

/** Before every product. */
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000 0';

const nextLines = readStatement<
  PlacedPriceLine,
  readonly [priceListId: string, productId: string, minQuantity: string, limit: number]
>(
  'export_prices',
  `SELECT e.product_id || ' ' || e.min_quantity AS place, p.sku, p.name AS product_name,
     e.min_quantity::float8 AS min_quantity, e.unit_price
   FROM price_list_entries e JOIN products p ON p.id = e.product_id
   WHERE e.price_list_id = $1
     AND (e.product_id, e.min_quantity) > ($2::uuid, $3::numeric)
   ORDER BY e.product_id, e.min_quantity LIMIT $4`,
);

/** The next prices of a list, by product and quantity, as rows of a file. */
export async function readPriceLines(
  db: Reader,
  priceListId: string,
  after: string | undefined,
  limit: number,
): Promise<PlacedPriceLine[]> {
  const [productId = '', minQuantity = ''] = (after ?? BEFORE_ALL).split(' ');
  return (await nextLines(db, [priceListId, productId, minQuantity, limit])).rows;
}
