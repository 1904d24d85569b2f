import type { ProductStatus, SoldBy } from '@cashwrap/contract';
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

/** A product as far as a sale in one store depends on it. */
export interface SellableProduct {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly price: number;
  readonly cost: number | null;
  readonly soldBy: z.infer<typeof SoldBy>;
  readonly unitLabel: string | null;
  readonly trackStock: boolean;
  readonly allowOversell: boolean;
  readonly status: z.infer<typeof ProductStatus>;
  /** All rates that the store has for its tax category, whenever they apply. */
  readonly taxRates: readonly DatedTaxRate[];
}

// ARRAY(SELECT unnest(…)) hides from the planner how many ids there are: it would otherwise plan every call anew.
const sellableProducts = readStatement<SellableProduct, readonly [string, readonly string[]]>(
  'sellable_products',
  `SELECT p.id, p.sku, p.name, p.price, p.cost, p.sold_by AS "soldBy", p.unit_label AS "unitLabel",
     p.track_stock AS "trackStock", p.allow_oversell AS "allowOversell", p.status,
     coalesce((
       SELECT json_agg(json_build_object('id', t.id, 'name', t.name, 'ppm', t.rate_ppm,
         'validFrom', t.valid_from, 'validTo', t.valid_to) ORDER BY t.created_at, t.id)
       FROM tax_rates t WHERE t.store_id = $1 AND t.tax_category_id = p.tax_category_id
     ), '[]'::json) AS "taxRates"
   FROM products p WHERE p.id = ANY(ARRAY(SELECT unnest($2::uuid[])))`,
);

/** The products with these ids as a store sells them, by id; one that does not exist is not there. */
export async function findSellableProducts(
  db: Reader,
  storeId: string,
  ids: readonly string[],
): Promise<Map<string, SellableProduct>> {
  const { rows } = await sellableProducts(db, [storeId, [...new Set(ids)]]);
  return new Map(rows.map((row) => [row.id, row]));
}
