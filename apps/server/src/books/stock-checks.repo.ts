import type { Check } from './check.ts';

/** What was there at an earlier time is told by the last movement recorded before it. */
export function recordedBeforeTheLast(table: 'stock_movements' | 'damaged_movements'): string {
  return `
    SELECT store_id, product_id, movement_id, format('not before %s', last) AS expected, recorded_at AS found
    FROM (
      SELECT store_id, product_id, id AS movement_id, recorded_at,
        lag(recorded_at) OVER (PARTITION BY store_id, product_id ORDER BY number) AS last
      FROM ${table}
    ) movement WHERE recorded_at < last`;
}

/** Stock levels, their movements and what sales have taken: invariants 8 and 9. */
export const stockChecks: readonly Check[] = [
  {
    name: 'What is on hand, and its value, is the sum of all movements',
    of: 'stock_levels',
    broken: `
      SELECT * FROM (
        SELECT store_id, product_id,
          jsonb_build_object('onHand', coalesce(m.on_hand, 0), 'value', coalesce(m.value, 0),
            'movements', coalesce(m.movements, 0)) AS expected,
          CASE WHEN l.id IS NOT NULL THEN jsonb_build_object('onHand', l.on_hand, 'value', l.value,
            'movements', l.last_movement_number) END AS found
        FROM stock_levels l FULL JOIN (
          SELECT store_id, product_id, sum(quantity) AS on_hand, sum(value) AS value, count(*) AS movements
          FROM stock_movements GROUP BY store_id, product_id
        ) m USING (store_id, product_id)
      ) level WHERE expected IS DISTINCT FROM found`,
  },
  {
    name: 'The movements of a stock level are numbered from 1 without a gap',
    of: 'stock_movements',
    broken: `
      SELECT * FROM (
        SELECT store_id, product_id, id AS movement_id, 1 + lag(number, 1, 0) OVER numbers AS expected,
          number AS found
        FROM stock_movements WINDOW numbers AS (PARTITION BY store_id, product_id ORDER BY number, id)
      ) movement WHERE expected <> found`,
  },
  {
    name: 'The movements of a stock level are recorded in the order of their numbers',
    of: 'stock_movements',
    broken: recordedBeforeTheLast('stock_movements'),
  },
  {
    name: 'The balance after each movement is the running sum',
    of: 'stock_movements',
    broken: `
      SELECT * FROM (
        SELECT store_id, product_id, id AS movement_id,
          jsonb_build_object('onHand', sum(quantity) OVER so_far, 'value', sum(value) OVER so_far) AS expected,
          jsonb_build_object('onHand', on_hand_after, 'value', value_after) AS found
        FROM stock_movements
        WINDOW so_far AS (PARTITION BY store_id, product_id ORDER BY number ROWS UNBOUNDED PRECEDING)
      ) movement WHERE expected <> found`,
  },
  {
    name: 'Stock has no value at zero, and none below zero while there is some',
    of: 'stock_levels',
    broken: `
      SELECT store_id, product_id, CASE WHEN on_hand = 0 THEN '0' ELSE '0 or more' END AS expected,
        value AS found, on_hand
      FROM stock_levels WHERE (on_hand = 0 AND value <> 0) OR (on_hand > 0 AND value < 0)`,
  },
  {
    name: 'The last unit cost of what is on hand is its value by the unit, rounded',
    of: 'stock_levels',
    broken: `
      SELECT store_id, product_id, round(value / on_hand) AS expected, last_unit_cost AS found
      FROM stock_levels WHERE on_hand > 0 AND last_unit_cost IS DISTINCT FROM round(value / on_hand)`,
  },
  {
    name: 'Only what may be oversold is below zero, and is marked so',
    of: 'stock_levels',
    broken: `
      SELECT store_id, product_id, on_hand < 0 AS expected, oversold AS found, on_hand
      FROM stock_levels WHERE oversold <> (on_hand < 0)`,
  },
  {
    // Whether a product is tracked is fixed when it is created. The cost of a bundle is of several products: see the
    // next check.
    name: 'The tracked lines of a sale have moved their stock, and cost what left with them',
    of: 'sale_lines',
    broken: `
      WITH taken AS (
        SELECT l.sale_id, l.store_id, l.product_id, l.quantity, l.cost
        FROM sale_lines l JOIN products p ON p.id = l.product_id
        WHERE l.components IS NULL AND (p.track_stock OR l.cost IS NOT NULL)
        UNION ALL
        SELECT l.sale_id, l.store_id, (c->>'productId')::uuid, (c->>'quantity')::numeric, NULL
        FROM sale_lines l, jsonb_array_elements(l.components) c
        JOIN products p ON p.id = (c->>'productId')::uuid AND p.track_stock
      )
      SELECT * FROM (
        SELECT sale_id, store_id, product_id,
          CASE WHEN l.quantity IS NOT NULL THEN jsonb_build_object('quantity', l.quantity, 'cost', l.cost) END
            AS expected,
          CASE WHEN m.quantity IS NOT NULL THEN jsonb_build_object('quantity', m.quantity, 'cost',
            CASE WHEN sale_id NOT IN (SELECT sale_id FROM sale_lines WHERE components IS NOT NULL) THEN m.cost END) END
            AS found
        FROM (
          SELECT sale_id, store_id, product_id, sum(quantity) AS quantity,
            CASE WHEN count(cost) = count(*)
              AND sale_id NOT IN (SELECT sale_id FROM sale_lines WHERE components IS NOT NULL) THEN sum(cost) END AS cost
          FROM taken GROUP BY 1, 2, 3
        ) l
        FULL JOIN (
          SELECT document_id AS sale_id, store_id, product_id, -sum(quantity) AS quantity, -sum(value) AS cost
          FROM stock_movements WHERE kind = 'sale' GROUP BY 1, 2, 3
        ) m USING (sale_id, store_id, product_id)
      ) product WHERE expected IS DISTINCT FROM found`,
  },
  {
    name: 'The lines of a sale together cost what stock has left with it',
    of: 'sale_lines',
    broken: `
      SELECT * FROM (
        SELECT l.sale_id, coalesce(-m.value, 0) AS expected, l.cost AS found
        FROM (SELECT sale_id, coalesce(sum(cost), 0) AS cost FROM sale_lines GROUP BY 1) l
        LEFT JOIN (
          SELECT document_id AS sale_id, sum(value) AS value FROM stock_movements WHERE kind = 'sale' GROUP BY 1
        ) m USING (sale_id)
      ) sale WHERE expected <> found`,
  },
  {
    name: 'What a sale or a return has moved was moved by its cashier and at its moment',
    of: 'stock_movements',
    broken: `
      SELECT * FROM (
        SELECT document_id, m.id AS movement_id,
          jsonb_build_object('actor', d.cashier_id, 'occurredAt', d.completed_at) AS expected,
          jsonb_build_object('actor', m.actor_id, 'occurredAt', m.occurred_at) AS found
        FROM stock_movements m JOIN (
          SELECT id AS document_id, cashier_id, completed_at FROM sales
          UNION ALL
          SELECT id, cashier_id, completed_at FROM returns
        ) d USING (document_id)
      ) movement WHERE expected <> found`,
  },
];
