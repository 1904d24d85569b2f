import type { Currency } from '@cashwrap/contract';
import { firstIdAt, type Reader, readStatement } from '@cashwrap/database';
import type { z } from 'zod';

/** Which products of a store to look at. */
export interface ReorderQuery {
  readonly storeId: string;
  /** Sales from then on tell how fast a product sells. */
  readonly soldSince: Date;
  /** Only products made after, or before, this one. */
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  /** Only these; left out: all. */
  readonly productIds?: readonly string[] | undefined;
  /** Only what is to be had from these; left out: all, and what nobody delivers. */
  readonly supplierIds?: readonly string[] | undefined;
}

/** What is known of a product that may be ordered. */
export interface ReorderCandidate {
  readonly productId: string;
  readonly sku: string;
  readonly productName: string;
  readonly soldBy: 'unit' | 'measure';
  readonly onHand: number;
  readonly inTransit: number;
  readonly onOrder: number;
  readonly inDraft: number;
  readonly sold: number;
  readonly setPoint: number | null;
  readonly setQuantity: number | null;
  readonly supplierId: string | null;
  readonly supplierName: string | null;
  readonly packSize: number | null;
  readonly minimumOrder: number | null;
  readonly leadTimeDays: number | null;
  /** In the currency of the store: what the supplier asks, else what the product usually costs. */
  readonly unitCost: number | null;
  readonly currency: z.infer<typeof Currency>;
}

/**
 * Candidates are the products with a set point that is reached, and those without one that were sold. A movement has got
 * its id after it occurred: the ids of a time find it without an index of its own. What is coming is summed up over open
 * documents, which are few; a draft for an archived supplier brings nothing, since it cannot be ordered.
 */
const candidates = readStatement<
  ReorderCandidate,
  readonly [
    storeId: string,
    soldSince: Date,
    firstId: string,
    after: string | null,
    before: string | null,
    productIds: readonly string[] | null,
    supplierIds: readonly string[] | null,
  ]
>(
  'list_reorder_candidates',
  `WITH sold AS (
     SELECT product_id, -sum(quantity) AS quantity FROM stock_movements
     WHERE id >= $3 AND occurred_at >= $2 AND store_id = $1 AND kind IN ('sale', 'return')
     GROUP BY product_id
   ), ordered AS (
     SELECT l.product_id,
       sum(CASE WHEN o.status = 'draft' THEN 0 ELSE l.outstanding END) AS on_order,
       sum(CASE WHEN o.status = 'draft' THEN l.outstanding ELSE 0 END) AS in_draft
     FROM purchase_order_lines l
     JOIN purchase_orders o ON o.id = l.purchase_order_id
     JOIN suppliers s ON s.id = o.supplier_id
     WHERE l.outstanding > 0 AND o.store_id = $1
       AND (o.status IN ('ordered', 'partially_received') OR o.status = 'draft' AND s.status = 'active')
     GROUP BY l.product_id
   ), coming AS (
     SELECT l.product_id, sum(l.in_transit) AS in_transit
     FROM transfer_lines l JOIN transfers t ON t.id = l.transfer_id
     WHERE l.in_transit > 0 AND t.to_store_id = $1
     GROUP BY l.product_id
   ), candidate AS (
     SELECT p.id, p.sku, p.name, p.sold_by, p.cost, point.point, point.quantity AS set_quantity,
       coalesce(level.on_hand, 0) AS on_hand, coalesce(coming.in_transit, 0) AS in_transit,
       coalesce(ordered.on_order, 0) AS on_order, coalesce(ordered.in_draft, 0) AS in_draft,
       coalesce(sold.quantity, 0) AS sold
     FROM products p
     LEFT JOIN reorder_points point ON point.store_id = $1 AND point.product_id = p.id
     LEFT JOIN stock_levels level ON level.store_id = $1 AND level.product_id = p.id
     LEFT JOIN sold ON sold.product_id = p.id
     LEFT JOIN ordered ON ordered.product_id = p.id
     LEFT JOIN coming ON coming.product_id = p.id
     WHERE p.status = 'active' AND p.track_stock
       AND ($4::uuid IS NULL OR p.id > $4) AND ($5::uuid IS NULL OR p.id < $5)
       AND ($6::uuid[] IS NULL OR p.id = ANY ($6))
       AND CASE WHEN point.point IS NULL THEN sold.quantity > 0 ELSE
         coalesce(level.on_hand, 0) + coalesce(coming.in_transit, 0) + coalesce(ordered.on_order, 0)
           + coalesce(ordered.in_draft, 0) <= point.point END
   )
   SELECT c.id AS "productId", c.sku, c.name AS "productName", c.sold_by AS "soldBy",
     c.on_hand::float8 AS "onHand", c.in_transit::float8 AS "inTransit", c.on_order::float8 AS "onOrder",
     c.in_draft::float8 AS "inDraft", c.sold::float8 AS sold, c.point::float8 AS "setPoint",
     c.set_quantity::float8 AS "setQuantity", supplier.id AS "supplierId", supplier.name AS "supplierName",
     supplier.pack_size::float8 AS "packSize", supplier.minimum_order::float8 AS "minimumOrder",
     supplier.lead_time_days AS "leadTimeDays", store.currency,
     coalesce(supplier.cost, CASE WHEN store.currency = merchant.currency THEN c.cost END) AS "unitCost"
   FROM candidate c
   JOIN stores store ON store.id = $1
   CROSS JOIN merchants merchant
   LEFT JOIN LATERAL (
     SELECT s.id, s.name, sp.pack_size, sp.minimum_order,
       coalesce(sp.lead_time_days, s.lead_time_days) AS lead_time_days,
       CASE WHEN s.currency = store.currency THEN sp.cost END AS cost
     FROM supplier_products sp JOIN suppliers s ON s.id = sp.supplier_id
     WHERE sp.product_id = c.id AND s.status = 'active'
     ORDER BY sp.preferred DESC, CASE WHEN s.currency = store.currency THEN sp.cost END NULLS LAST, s.id
     LIMIT 1
   ) supplier ON true
   WHERE $7::uuid[] IS NULL OR supplier.id = ANY ($7)
   ORDER BY c.id`,
);

/** By product, in the order in which products were made. */
export async function listReorderCandidates(
  db: Reader,
  { storeId, soldSince, after, before, productIds, supplierIds }: ReorderQuery,
): Promise<ReorderCandidate[]> {
  const { rows } = await candidates(db, [
    ...([storeId, soldSince, firstIdAt(soldSince)] as const),
    ...([after ?? null, before ?? null, productIds ?? null, supplierIds ?? null] as const),
  ]);
  return rows;
}
