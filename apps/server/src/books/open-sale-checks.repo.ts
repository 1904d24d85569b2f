import type { Check } from './check.ts';
import { TOLD } from './told-events.repo.ts';

/** Sales that are not completed, and payments on their way. */
export const openSaleChecks: readonly Check[] = [
  {
    name: 'An open sale comes to its lines, as they were priced',
    of: 'open_sales',
    broken: `
      SELECT * FROM (
        SELECT id AS sale_id,
          jsonb_build_object('total', (SELECT coalesce(sum((line->>'total')::bigint), 0)
              FROM jsonb_array_elements(priced->'lines') line),
            'lines', jsonb_array_length(priced->'lines')) AS expected,
          jsonb_build_object('total', total, 'lines', line_count) AS found
        FROM open_sales
        UNION ALL
        SELECT id, jsonb_build_object('total', (priced->>'netTotal')::bigint + (priced->>'taxTotal')::bigint
          + (priced->>'giftCardTotal')::bigint), jsonb_build_object('total', total)
        FROM open_sales
      ) sale WHERE expected <> found`,
  },
  {
    name: 'The lines of an open sale are priced as they were put into it',
    of: 'open_sales',
    broken: `
      SELECT * FROM (
        SELECT id AS sale_id, (
            SELECT coalesce(jsonb_agg(jsonb_build_array(line->'id', line->'productId', line->'quantity') ORDER BY n), '[]')
            FROM jsonb_array_elements(cart->'lines') WITH ORDINALITY AS each (line, n)
          ) AS expected, (
            SELECT coalesce(jsonb_agg(jsonb_build_array(line->'id', line->'productId', line->'quantity') ORDER BY n), '[]')
            FROM jsonb_array_elements(priced->'lines') WITH ORDINALITY AS each (line, n) WHERE line->>'kind' = 'product'
          ) AS found
        FROM open_sales
      ) sale WHERE expected <> found`,
  },
  {
    name: 'An open sale is in the store of its register, in the currency of the store',
    of: 'open_sales',
    broken: `
      SELECT * FROM (
        SELECT o.id AS sale_id, jsonb_build_object('store', r.store_id, 'currency', s.currency) AS expected,
          jsonb_build_object('store', o.store_id, 'currency', o.currency) AS found
        FROM open_sales o JOIN registers r ON r.id = o.register_id JOIN stores s ON s.id = o.store_id
      ) sale WHERE expected <> found`,
  },
  {
    name: 'An open sale that was completed is the completed one of its id, and no other is',
    of: 'open_sales',
    broken: `
      SELECT * FROM (
        SELECT o.id AS sale_id,
          CASE WHEN o.status = 'completed' THEN jsonb_build_object('store', o.store_id, 'register', o.register_id,
            'currency', o.currency, 'openedAt', o.opened_at, 'total', o.total, 'lines', (
              SELECT coalesce(jsonb_agg(line->'id' ORDER BY n), '[]')
              FROM jsonb_array_elements(o.priced->'lines') WITH ORDINALITY AS each (line, n)))
          END AS expected,
          CASE WHEN s.id IS NOT NULL THEN jsonb_build_object('store', s.store_id, 'register', s.register_id,
            'currency', s.currency, 'openedAt', s.opened_at, 'total', s.total, 'lines', (
              SELECT coalesce(jsonb_agg(l.id ORDER BY l.position), '[]') FROM sale_lines l WHERE l.sale_id = s.id))
          END AS found
        FROM open_sales o LEFT JOIN sales s ON s.id = o.id
      ) sale WHERE expected IS DISTINCT FROM found`,
  },
  {
    name: 'Each version of an open sale has one audit row, in its store',
    of: 'open_sales',
    // The last one of a completed sale is that of its completion.
    broken: `
      SELECT * FROM (
        SELECT sale_id, o.versions AS expected, a.versions AS found
        FROM (
          SELECT id AS sale_id, (SELECT jsonb_agg(jsonb_build_array(store_id, version) ORDER BY version)
            FROM generate_series(1, o.version - (status = 'completed')::int) version) AS versions
          FROM open_sales o
        ) o
        FULL JOIN (
          SELECT document_id AS sale_id,
            jsonb_agg(jsonb_build_array(store_id, after->'version') ORDER BY (after->>'version')::int) AS versions
          FROM audit_log WHERE document_type = 'sale' AND after ? 'version' GROUP BY document_id
        ) a USING (sale_id)
      ) sale WHERE expected IS DISTINCT FROM found`,
  },
  {
    // Not its customer: merging customers moves it. Of a completed one the completed sale tells more.
    name: 'An open sale that was not completed is as the audit row of its version tells',
    of: 'open_sales',
    broken: `
      SELECT * FROM (
        SELECT o.id AS sale_id, jsonb_build_object('status', a.after->'status', 'total', a.after->'total',
            'register', a.after->'registerId') AS expected,
          jsonb_build_object('status', o.status, 'total', o.total, 'register', o.register_id) AS found
        FROM open_sales o JOIN audit_log a ON a.document_id = o.id AND a.document_type = 'sale'
          AND (a.after->>'version')::int = o.version
        WHERE o.status <> 'completed'
      ) sale WHERE expected <> found`,
  },
  {
    name: 'Each open sale has one outbox event of its opening, and one of its cancelling',
    of: 'open_sales',
    broken: `
      SELECT * FROM (
        SELECT sale_id, o.told AS expected, e.told AS found
        FROM (
          SELECT id::text AS sale_id, jsonb_build_object('store', store_id, 'types',
            to_jsonb(ARRAY['sale.opened'] || CASE WHEN status = 'cancelled' THEN ARRAY['sale.cancelled'] ELSE '{}' END)) AS told
          FROM open_sales
        ) o
        FULL JOIN (
          SELECT payload->>'saleId' AS sale_id,
            jsonb_build_object('store', min(store_id::text), 'types', jsonb_agg(type ORDER BY id)) AS told
          FROM ${TOLD} WHERE type IN ('sale.opened', 'sale.cancelled') GROUP BY 1
        ) e USING (sale_id)
      ) sale WHERE expected IS DISTINCT FROM found`,
  },
  {
    name: 'A payment is of a sale, in its store',
    of: 'payments',
    broken: `
      SELECT p.sale_id, p.id AS payment_id, coalesce(s.store_id, o.store_id) AS expected, p.store_id AS found
      FROM payments p LEFT JOIN sales s ON s.id = p.sale_id LEFT JOIN open_sales o ON o.id = p.sale_id
      WHERE p.store_id IS DISTINCT FROM coalesce(s.store_id, o.store_id)`,
  },
  {
    name: 'What pays a completed sale is captured, and nothing is taken for one that is parked or cancelled',
    of: 'payments',
    broken: `
      SELECT p.sale_id, p.id AS payment_id,
        CASE WHEN s.id IS NULL THEN 'failed or voided' ELSE 'captured, failed or voided' END AS expected,
        p.status AS found
      FROM payments p LEFT JOIN sales s ON s.id = p.sale_id LEFT JOIN open_sales o ON o.id = p.sale_id
      WHERE (s.id IS NOT NULL AND (p.status NOT IN ('captured', 'failed', 'voided') OR p.asking IS NOT NULL))
        OR (o.status IN ('parked', 'cancelled') AND p.status NOT IN ('failed', 'voided'))`,
  },
  {
    name: 'Only a provider is asked for anything, and only cards have one',
    of: 'payments',
    broken: `
      SELECT sale_id, id AS payment_id, 'a card of a provider' AS expected,
        jsonb_build_object('method', method, 'provider', provider, 'status', status, 'asking', asking) AS found
      FROM payments
      WHERE (method <> 'card' AND (provider IS NOT NULL OR failure IS NOT NULL OR asking IS NOT NULL))
        OR (provider = 'terminal' AND status IN ('pending', 'authorized', 'failed'))`,
  },
  {
    // Completing says what cash it has kept, and takes what was set aside.
    name: 'The payments of an open sale are as the audit log has told of them last, and those that pay it are taken then',
    of: 'payments',
    broken: `
      SELECT * FROM (
        SELECT coalesce(p.sale_id, (a.told->>'saleId')::uuid) AS sale_id, payment_id,
          CASE WHEN pays AND a.told->>'status' IN ('authorized', 'captured')
            THEN a.told || jsonb_build_object('status', 'captured', 'amount', p.told->'amount', 'tip', p.told->'tip')
            ELSE a.told END AS expected,
          p.told AS found
        FROM (
          SELECT p.id AS payment_id, p.sale_id, s.id IS NOT NULL AND p.status = 'captured' AS pays,
            jsonb_build_object('saleId', p.sale_id, 'method', p.method, 'status', p.status, 'asking', p.asking,
              'amount', p.amount, 'tip', p.tip, 'provider', p.provider, 'failure', p.failure) AS told
          FROM payments p JOIN open_sales o ON o.id = p.sale_id LEFT JOIN sales s ON s.id = p.sale_id
        ) p
        FULL JOIN (
          SELECT DISTINCT ON (payment_id) payment_id, told FROM (
            SELECT id, document_id AS payment_id, after AS told FROM audit_log WHERE document_type = 'payment'
            UNION ALL
            SELECT a.id, (payment->>'id')::uuid, payment - 'id'
            FROM audit_log a CROSS JOIN LATERAL jsonb_array_elements(
              coalesce(a.after->'payments', jsonb_build_array(a.after->'payment'))) payment
            WHERE a.document_type = 'sale' AND a.after ?| ARRAY['payment', 'payments']
          ) audit ORDER BY payment_id, id DESC
        ) a USING (payment_id)
      ) payment WHERE expected IS DISTINCT FROM found`,
  },
];
