import type { Check } from './check.ts';

/** Purchase orders, what has come of them and what went back: invariant 9. */
export const purchasingChecks: readonly Check[] = [
  {
    name: 'What a purchase order has received is the sum of its receipts',
    of: 'purchase_order_lines',
    broken: `
      SELECT * FROM (
        SELECT purchase_order_id, product_id,
          jsonb_build_object('received', coalesce(r.received, 0), 'damaged', coalesce(r.damaged, 0)) AS expected,
          CASE WHEN l.quantity IS NOT NULL THEN jsonb_build_object('received', l.received, 'damaged', l.damaged) END AS found
        FROM purchase_order_lines l FULL JOIN (
          SELECT g.purchase_order_id, i.product_id, sum(i.quantity) AS received, sum(i.damaged) AS damaged
          FROM goods_receipt_lines i JOIN goods_receipts g ON g.id = i.goods_receipt_id GROUP BY 1, 2
        ) r USING (purchase_order_id, product_id)
      ) line WHERE expected IS DISTINCT FROM found`,
  },
  {
    // Only what is outstanding is cancelled, and nothing is outstanding any more once more came than was.
    name: 'What came of a line of a purchase order beyond its quantity is marked on its receipts',
    of: 'purchase_order_lines',
    broken: `
      SELECT * FROM (
        SELECT l.purchase_order_id, l.product_id,
          greatest(l.received + l.damaged + l.cancelled - l.quantity, 0) AS expected,
          (SELECT coalesce(sum(i.over), 0) FROM goods_receipts g
            JOIN goods_receipt_lines i ON i.goods_receipt_id = g.id AND i.product_id = l.product_id
            WHERE g.purchase_order_id = l.purchase_order_id) AS found
        FROM purchase_order_lines l
      ) line WHERE expected <> found`,
  },
  {
    // Receipts of one order are numbered in the order in which they came.
    name: 'What comes after more than was outstanding is all of it more',
    of: 'goods_receipt_lines',
    broken: `
      SELECT * FROM (
        SELECT goods_receipt_id, product_id, over AS found,
          CASE WHEN passed THEN came ELSE least(greatest(over, 0), came) END AS expected
        FROM (
          SELECT i.goods_receipt_id, i.product_id, i.over, i.quantity + i.damaged AS came,
            coalesce(bool_or(i.over > 0) OVER (PARTITION BY g.purchase_order_id, i.product_id ORDER BY g.number
              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), false) AS passed
          FROM goods_receipt_lines i JOIN goods_receipts g ON g.id = i.goods_receipt_id
        ) line
      ) line WHERE expected <> found`,
  },
  {
    // More than was ordered takes a permission; what was cancelled beside it is not expected any more.
    name: 'The status of a purchase order is what its lines make it',
    of: 'purchase_orders',
    broken: `
      SELECT * FROM (
        SELECT o.id AS purchase_order_id, o.status AS found,
          CASE
            WHEN o.status = 'draft' AND came = 0 AND cancelled = 0 THEN 'draft'
            WHEN outstanding = 0 THEN CASE WHEN came > 0 THEN 'received' ELSE 'cancelled' END
            WHEN came > 0 THEN 'partially_received'
            ELSE 'ordered'
          END AS expected
        FROM purchase_orders o CROSS JOIN LATERAL (
          SELECT coalesce(sum(received + damaged), 0) AS came, coalesce(sum(cancelled), 0) AS cancelled,
            coalesce(sum(l.outstanding), 0) AS outstanding
          FROM purchase_order_lines l WHERE l.purchase_order_id = o.id
        ) l
      ) purchase WHERE expected <> found`,
  },
  {
    name: 'The figures of a receipt are the sums of its lines',
    of: 'goods_receipts',
    broken: `
      SELECT * FROM (
        SELECT g.id AS goods_receipt_id,
          (SELECT jsonb_build_object('goods', sum(goods), 'freight', sum(freight), 'discount', sum(discount),
            'variance', sum(variance)) FROM goods_receipt_lines l WHERE l.goods_receipt_id = g.id) AS expected,
          jsonb_build_object('goods', goods, 'freight', freight, 'discount', discount, 'variance', variance) AS found
        FROM goods_receipts g
      ) receipt WHERE expected IS DISTINCT FROM found`,
  },
  {
    name: 'A line of a receipt comes to its quantity at its cost, and varies from the order by what that differs',
    of: 'goods_receipt_lines',
    broken: `
      SELECT goods_receipt_id, product_id,
        jsonb_build_object('goods', round((quantity + damaged) * unit_cost),
          'variance', round((quantity + damaged) * (unit_cost - ordered_unit_cost))) AS expected,
        jsonb_build_object('goods', goods, 'variance', variance) AS found
      FROM goods_receipt_lines
      WHERE goods <> round((quantity + damaged) * unit_cost)
        OR variance <> round((quantity + damaged) * (unit_cost - ordered_unit_cost))`,
  },
  {
    // By largest remainder: no part is a whole minor unit away from its share. What goods that cost nothing take of the
    // freight goes by quantity; a discount above all goods takes its rest off the freight.
    name: 'Freight and discount of a receipt are spread over its lines by the value of their goods',
    of: 'goods_receipt_lines',
    broken: `
      SELECT l.goods_receipt_id, l.product_id,
        jsonb_build_object('freight', round(share.freight, 3), 'discount', round(share.discount, 3)) AS expected,
        jsonb_build_object('freight', l.freight, 'discount', l.discount) AS found
      FROM goods_receipt_lines l JOIN goods_receipts g ON g.id = l.goods_receipt_id
      CROSS JOIN LATERAL (
        SELECT
          CASE WHEN g.goods > 0 THEN g.freight::numeric * l.goods / g.goods
            ELSE g.freight * (l.quantity + l.damaged) / (
              SELECT sum(quantity + damaged) FROM goods_receipt_lines WHERE goods_receipt_id = g.id
            ) END AS freight,
          CASE WHEN g.discount > g.goods THEN l.goods + (g.discount - g.goods)::numeric * l.freight / nullif(g.freight, 0)
            WHEN g.goods > 0 THEN g.discount::numeric * l.goods / g.goods
            ELSE 0 END AS discount
      ) share
      WHERE abs(l.freight - share.freight) >= 1 OR abs(l.discount - share.discount) >= 1`,
  },
  {
    name: 'What a receipt brought has come into stock, the damaged apart with its part of the whole cost',
    of: 'goods_receipt_lines',
    broken: `
      SELECT * FROM (
        SELECT goods_receipt_id, product_id, l.figures AS expected, m.figures AS found
        FROM (
          SELECT goods_receipt_id, product_id, jsonb_build_object('quantity', quantity, 'damaged', damaged,
            'cost', cost - damaged_cost, 'damagedCost', damaged_cost) AS figures
          FROM goods_receipt_lines
          CROSS JOIN LATERAL (SELECT goods + freight - discount AS cost) whole
          CROSS JOIN LATERAL (SELECT cost - round(cost * quantity / (quantity + damaged)) AS damaged_cost) part
        ) l
        FULL JOIN (
          SELECT document_id AS goods_receipt_id, product_id, jsonb_build_object('quantity', sum(quantity),
            'damaged', sum(damaged), 'cost', sum(cost), 'damagedCost', sum(damaged_cost)) AS figures
          FROM (
            SELECT document_id, product_id, quantity, 0 AS damaged, value AS cost, 0 AS damaged_cost
            FROM stock_movements WHERE kind = 'receipt'
            UNION ALL
            SELECT document_id, product_id, 0, quantity, 0, value FROM damaged_movements WHERE kind = 'receipt'
          ) moved GROUP BY 1, 2
        ) m USING (goods_receipt_id, product_id)
      ) line WHERE expected IS DISTINCT FROM found`,
  },
  {
    name: 'A receipt is in the store of its order, and of its supplier',
    of: 'goods_receipts',
    broken: `
      SELECT g.id AS goods_receipt_id, jsonb_build_object('store', o.store_id, 'supplier', o.supplier_id) AS expected,
        jsonb_build_object('store', g.store_id, 'supplier', g.supplier_id) AS found
      FROM goods_receipts g JOIN purchase_orders o ON o.id = g.purchase_order_id
      WHERE (o.store_id, o.supplier_id) IS DISTINCT FROM (g.store_id, g.supplier_id)`,
  },
  {
    name: 'What went back to a supplier has left the stock, or the damaged goods, at its cost',
    of: 'supplier_return_lines',
    broken: `
      SELECT * FROM (
        SELECT supplier_return_id, product_id, from_damaged, l.figures AS expected, m.figures AS found
        FROM (
          SELECT supplier_return_id, product_id, from_damaged,
            jsonb_build_object('quantity', quantity, 'cost', cost) AS figures
          FROM supplier_return_lines
        ) l
        FULL JOIN (
          SELECT document_id AS supplier_return_id, product_id, from_damaged,
            jsonb_build_object('quantity', -sum(quantity), 'cost', -sum(value)) AS figures
          FROM (
            SELECT document_id, product_id, false AS from_damaged, quantity, value
            FROM stock_movements WHERE kind = 'supplier_return'
            UNION ALL
            SELECT document_id, product_id, true, quantity, value FROM damaged_movements WHERE kind = 'supplier_return'
          ) moved GROUP BY 1, 2, 3
        ) m USING (supplier_return_id, product_id, from_damaged)
      ) line WHERE expected IS DISTINCT FROM found`,
  },
  {
    name: 'A line of a supplier return is credited its quantity at its unit credit',
    of: 'supplier_return_lines',
    broken: `
      SELECT supplier_return_id, product_id, round(quantity * unit_credit) AS expected, credit AS found
      FROM supplier_return_lines WHERE credit <> round(quantity * unit_credit)`,
  },
  {
    name: 'A supplier return is in the store of its receipt, and to its supplier',
    of: 'supplier_returns',
    broken: `
      SELECT r.id AS supplier_return_id, jsonb_build_object('store', g.store_id, 'supplier', g.supplier_id) AS expected,
        jsonb_build_object('store', r.store_id, 'supplier', r.supplier_id) AS found
      FROM supplier_returns r JOIN goods_receipts g ON g.id = r.goods_receipt_id
      WHERE (g.store_id, g.supplier_id) <> (r.store_id, r.supplier_id)`,
  },
  {
    name: 'No more of a receipt went back than came with it',
    of: 'supplier_return_lines',
    broken: `
      SELECT r.goods_receipt_id, l.product_id, coalesce(max(i.quantity + i.damaged), 0) AS expected,
        sum(l.quantity) AS found
      FROM supplier_return_lines l
      JOIN supplier_returns r ON r.id = l.supplier_return_id AND r.goods_receipt_id IS NOT NULL
      LEFT JOIN goods_receipt_lines i ON i.goods_receipt_id = r.goods_receipt_id AND i.product_id = l.product_id
      GROUP BY 1, 2 HAVING sum(l.quantity) > coalesce(max(i.quantity + i.damaged), 0)`,
  },
];
