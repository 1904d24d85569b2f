import type { Check } from './check.ts';

/** Counts of stock: invariant 10. */
export const stocktakeChecks: readonly Check[] = [
  {
    name: 'What was counted of a product is the sum of its areas, at the time of the latest of them',
    of: 'stocktake_lines',
    broken: `
      SELECT * FROM (
        SELECT l.stocktake_id, l.product_id,
          (SELECT jsonb_build_object('counted', sum(quantity), 'at', max(counted_at)) FROM stocktake_counts c
           WHERE c.stocktake_id = l.stocktake_id AND c.product_id = l.product_id) AS expected,
          jsonb_build_object('counted', l.counted, 'at', l.counted_at) AS found
        FROM stocktake_lines l
      ) line WHERE expected <> found`,
  },
  {
    name: 'What was expected of a product is what was at the latest count of its areas',
    of: 'stocktake_lines',
    broken: `
      SELECT stocktake_id, product_id, l.expected AS found, latest.expected
      FROM stocktake_lines l CROSS JOIN LATERAL (
        SELECT jsonb_agg(c.expected) AS expected, bool_or(c.expected = l.expected) AS is_there
        FROM stocktake_counts c
        WHERE c.stocktake_id = l.stocktake_id AND c.product_id = l.product_id AND c.counted_at = l.counted_at
      ) latest WHERE NOT is_there`,
  },
  {
    name: 'What a stocktake has corrected has moved in stock, and nothing else has',
    of: 'stocktake_lines',
    broken: `
      SELECT * FROM (
        SELECT stocktake_id, product_id, l.applied AS expected, m.quantity AS found
        FROM (SELECT stocktake_id, product_id, applied FROM stocktake_lines WHERE applied <> 0) l
        FULL JOIN (
          SELECT document_id AS stocktake_id, product_id, sum(quantity) AS quantity
          FROM stock_movements WHERE kind = 'count' GROUP BY 1, 2
        ) m USING (stocktake_id, product_id)
      ) line WHERE expected IS DISTINCT FROM found`,
  },
  {
    // What moved after the count stays on top of it: neither what other counts have corrected, nor what was recorded later
    // but had occurred before. A line that has corrected nothing leaves no movement, and so no number, to tell up to which
    // one it has looked: at one of them there was nothing to correct.
    name: 'The stock after a count is what was counted and what has moved since, but for other counts',
    of: 'stocktake_lines',
    // The counts apart from other movements, so that they are hashed: PostgreSQL takes those of one stocktake for a few.
    broken: `
      WITH counts AS MATERIALIZED (
        SELECT document_id AS stocktake_id, product_id, number FROM stock_movements WHERE kind = 'count'
      )
      SELECT l.stocktake_id, l.product_id, l.counted - l.expected - seen.quantity AS expected, l.applied AS found
      FROM stocktake_lines l JOIN stocktakes s ON s.id = l.stocktake_id
      LEFT JOIN counts own ON own.stocktake_id = l.stocktake_id AND own.product_id = l.product_id
      CROSS JOIN LATERAL (
        SELECT coalesce(sum(quantity) FILTER (WHERE number < own.number), 0) AS quantity,
          coalesce(bool_or(so_far = l.counted - l.expected), false) AS made_it_right
        FROM (
          SELECT number, quantity, sum(quantity) OVER (ORDER BY number) AS so_far FROM stock_movements m
          WHERE m.store_id = s.store_id AND m.product_id = l.product_id AND m.number > l.expected_number
            AND (own.number IS NULL OR m.number < own.number)
            AND (m.kind = 'count' OR m.occurred_at <= l.counted_at)
        ) m
      ) seen
      WHERE l.applied_at IS NOT NULL
        -- Most lines are right as they are: nothing that has moved since needs to be looked at.
        AND NOT (l.applied = 0 AND l.counted = l.expected)
        AND NOT (l.applied = 0 AND own.number IS NULL AND seen.made_it_right)
        AND l.applied <> l.counted - l.expected - seen.quantity`,
  },
  {
    name: 'All lines of a stocktake are applied when it is, and none before',
    of: 'stocktakes',
    broken: `
      SELECT s.id AS stocktake_id, CASE s.status WHEN 'applied' THEN 'all lines' ELSE 'no line' END AS expected,
        l.applied || ' of ' || l.lines || ' lines' AS found
      FROM stocktakes s CROSS JOIN LATERAL (
        SELECT count(*) AS lines, count(applied_at) AS applied FROM stocktake_lines l WHERE l.stocktake_id = s.id
      ) l
      WHERE (s.status = 'applied' AND l.applied < l.lines)
        OR (s.status NOT IN ('applying', 'applied') AND l.applied > 0)`,
  },
];
