import type { Check } from './check.ts';
import { TOLD } from './told-events.repo.ts';

/** What each change leaves beside itself: invariants 13, 15 and 16. */
export const traceChecks: readonly Check[] = [
  {
    name: 'Each sale has one outbox event, which tells of it as it is',
    of: 'sales',
    broken: `
      SELECT * FROM (
        SELECT sale_id, o.id AS outbox_id, s.told AS expected, o.told AS found
        FROM (
          SELECT id::text AS sale_id, 1 AS nth, jsonb_build_object('total', total, 'currency', currency,
            'storeId', store_id, 'registerId', register_id, 'saleId', id) AS told
          FROM sales
        ) s
        FULL JOIN (
          SELECT id, payload->>'saleId' AS sale_id, payload AS told,
            row_number() OVER (PARTITION BY payload->>'saleId' ORDER BY id) AS nth
          FROM ${TOLD} WHERE type = 'sale.completed'
        ) o USING (sale_id, nth)
      ) event WHERE expected IS DISTINCT FROM found`,
  },
  {
    // What an offline till has handed over is sent by whom it may be, and names its cashier. Of an open sale there are
    // other rows, without a number.
    name: 'Each sale has one audit row of its completion, by its cashier and in its store, which tells of it as it is',
    of: 'sales',
    broken: `
      SELECT * FROM (
        SELECT sale_id, a.id AS audit_id, s.told AS expected, a.told AS found
        FROM (
          SELECT id AS sale_id, 1 AS nth, jsonb_build_object('actor', CASE WHEN till_reference IS NULL THEN cashier_id END,
            'store', store_id, 'after', jsonb_build_object('number', number, 'businessDate', business_date,
              'total', total, 'payable', payable)) AS told
          FROM sales
        ) s
        FULL JOIN (
          SELECT id, document_id AS sale_id,
            -- Prices that were overridden and large discounts stand beside the figures; they are in the sale's own lines.
            jsonb_build_object('actor', CASE WHEN action <> 'sales.ingest' THEN actor_id END, 'store', store_id,
              'after', after - 'priceOverrides' - 'largeDiscounts') AS told,
            row_number() OVER (PARTITION BY document_id ORDER BY id) AS nth
          FROM audit_log WHERE document_type = 'sale' AND before IS NULL AND after ? 'number'
        ) a USING (sale_id, nth)
      ) audit WHERE expected IS DISTINCT FROM found`,
  },
  {
    name: 'Each idempotency key has its answer, and a sale or return that was answered is there',
    of: 'idempotency_keys',
    broken: `
      SELECT k.actor_id, k.operation, k.key, 'an answer, and what it tells of' AS expected,
        coalesce(k.answer->>'id', 'no answer') AS found
      FROM idempotency_keys k
      LEFT JOIN (SELECT id::text FROM sales UNION ALL SELECT id::text FROM open_sales) s
        ON k.operation IN ('sales.create', 'sales.complete') AND s.id = k.answer->>'id'
      LEFT JOIN returns r
        ON k.operation IN ('sales.void', 'returns.create', 'returns.createWithoutReceipt') AND r.id::text = k.answer->>'id'
      WHERE k.answer IS NULL
        OR (k.operation IN ('sales.create', 'sales.complete') AND s.id IS NULL)
        OR (k.operation IN ('sales.void', 'returns.create', 'returns.createWithoutReceipt') AND r.id IS NULL)`,
  },
];
