import type { ProductKind, ProductStatus, SoldBy } from '@cashwrap/contract';
import { type Reader, readStatement } from '@cashwrap/database';
import type { z } from 'zod';

/** A tax rate of a store, with the business days on which it applies (both inclusive). */
export interface DatedTaxRate {
  readonly id: string;
  readonly name: string;
  /** Parts per million. */
  readonly ppm: number;
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** A price of a product on a list that holds for the store and the customer, on some days. */
export interface ListedPrice {
  readonly listId: string;
  readonly name: string;
  readonly storeSpecific: boolean;
  readonly groupSpecific: boolean;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly minQuantity: number;
  readonly unitPrice: number;
}

/** What stock is taken from when a product is sold. */
export interface StockedItem {
  readonly id: string;
  readonly name: string;
  readonly cost: number | null;
  readonly trackStock: boolean;
  readonly allowOversell: boolean;
}

/** A product in a bundle. */
export interface BundleComponent extends StockedItem {
  readonly quantity: number;
  readonly status: z.infer<typeof ProductStatus>;
}

/** A product as far as a sale in one store depends on it. */
export interface SellableProduct extends StockedItem {
  readonly kind: z.infer<typeof ProductKind>;
  readonly sku: string;
  /** The product that it is a variant of. */
  readonly parentId: string | null;
  /** Whether its variants are sold and not itself. */
  readonly hasVariants: boolean;
  readonly plu: string | null;
  /** Its own price in the merchant's currency; null where a variant has its parent's. */
  readonly price: number | null;
  readonly parentPrice: number | null;
  readonly soldBy: z.infer<typeof SoldBy>;
  readonly unitLabel: string | null;
  readonly status: z.infer<typeof ProductStatus>;
  /** Its category and all above. */
  readonly categoryIds: readonly string[];
  /** All rates that the store has for its tax category, whenever they apply. */
  readonly taxRates: readonly DatedTaxRate[];
  /** All prices on lists for this store and customer, whenever they hold. */
  readonly listPrices: readonly ListedPrice[];
  /** Of a bundle. */
  readonly components: readonly BundleComponent[];
}

const TAX_RATE = `json_build_object('id', t.id, 'name', t.name, 'ppm', t.rate_ppm,
  'validFrom', t.valid_from, 'validTo', t.valid_to)`;

// `(SELECT $1)` and ARRAY(SELECT unnest(…)) hide the parameters from the planner. A plan made for known values looks
// cheaper to it (no customer is in no group), and then it would plan every call anew: most of what a cart costs.
const sellableProducts = readStatement<
  SellableProduct,
  readonly [storeId: string, ids: readonly string[], customerId: string | null]
>(
  'sellable_products',
  `SELECT p.id, p.kind, p.sku, p.name, p.parent_id AS "parentId", p.options <> '[]' AS "hasVariants", p.plu,
     p.price, parent.price AS "parentPrice", p.cost, p.sold_by AS "soldBy", p.unit_label AS "unitLabel",
     p.track_stock AS "trackStock", p.allow_oversell AS "allowOversell", p.status,
     coalesce(c.path, '{}') AS "categoryIds",
     coalesce((
       SELECT json_agg(${TAX_RATE} ORDER BY t.created_at, t.id)
       FROM tax_rates t WHERE t.store_id = (SELECT $1::uuid) AND t.tax_category_id = p.tax_category_id
     ), '[]'::json) AS "taxRates",
     coalesce((
       SELECT json_agg(json_build_object('listId', l.id, 'name', l.name, 'storeSpecific', l.store_id IS NOT NULL,
         'groupSpecific', l.customer_group_id IS NOT NULL, 'startsOn', l.starts_on, 'endsOn', l.ends_on,
         'minQuantity', e.min_quantity, 'unitPrice', e.unit_price))
       FROM price_list_entries e JOIN price_lists l ON l.id = e.price_list_id JOIN stores s ON s.id = (SELECT $1::uuid)
       WHERE e.product_id = ANY (ARRAY[p.id, p.parent_id])
         AND l.status = 'active' AND l.currency = s.currency AND (l.store_id IS NULL OR l.store_id = s.id)
         AND (l.customer_group_id IS NULL OR EXISTS (
           SELECT FROM customer_group_members m WHERE m.group_id = l.customer_group_id
             AND m.customer_id = (SELECT coalesce(merged_into_id, id) FROM customers WHERE id = (SELECT $3::uuid))))
         -- A list prices a variant by its parent only where it does not name the variant itself.
         AND (e.product_id = p.id OR NOT EXISTS (
           SELECT FROM price_list_entries own WHERE own.product_id = p.id AND own.price_list_id = l.id))
     ), '[]'::json) AS "listPrices",
     CASE p.kind WHEN 'bundle' THEN coalesce((
       SELECT json_agg(json_build_object('id', b.id, 'name', b.name, 'quantity', held.quantity, 'cost', b.cost,
         'trackStock', b.track_stock, 'allowOversell', b.allow_oversell, 'status', b.status) ORDER BY held.position)
       FROM bundle_components held JOIN products b ON b.id = held.product_id WHERE held.bundle_id = p.id
     ), '[]'::json) ELSE '[]'::json END AS components
   FROM products p LEFT JOIN products parent ON parent.id = p.parent_id LEFT JOIN categories c ON c.id = p.category_id
   WHERE p.id = ANY(ARRAY(SELECT unnest($2::uuid[])))`,
);

/** The products with these ids as a store sells them, by id; one that does not exist is not there. */
export async function findSellableProducts(
  db: Reader,
  storeId: string,
  ids: readonly string[],
  customerId: string | undefined,
): Promise<Map<string, SellableProduct>> {
  const { rows } = await sellableProducts(db, [storeId, [...new Set(ids)], customerId ?? null]);
  return new Map(rows.map((row) => [row.id, row]));
}

const taxRatesOfCategories = readStatement<
  { categoryId: string; rates: DatedTaxRate[] },
  readonly [storeId: string, categoryIds: readonly string[]]
>(
  'tax_rates_of_categories',
  `SELECT c.id AS "categoryId", coalesce((
     SELECT json_agg(${TAX_RATE} ORDER BY t.created_at, t.id)
     FROM tax_rates t WHERE t.store_id = $1 AND t.tax_category_id = c.id), '[]'::json) AS rates
   FROM tax_categories c WHERE c.id = ANY(ARRAY(SELECT unnest($2::uuid[])))`,
);

/** The rates of tax categories in a store, by category; one that does not exist is not there. */
export async function findTaxRatesOfCategories(
  db: Reader,
  storeId: string,
  categoryIds: readonly string[],
): Promise<ReadonlyMap<string, readonly DatedTaxRate[]>> {
  if (categoryIds.length === 0) return new Map();
  const { rows } = await taxRatesOfCategories(db, [storeId, [...new Set(categoryIds)]]);
  return new Map(rows.map(({ categoryId, rates }) => [categoryId, rates]));
}
