import type { Check } from './check.ts';
import { TOLD } from './told-events.repo.ts';

/** How cash that is moved beside sales stands in the ledger: what comes in is positive. */
const SIGNED = `CASE m.kind WHEN 'paid_in' THEN m.amount ELSE -m.amount END`;

/** Whether a sale came in late and is in the figures of the shift `s`. */
const LATE = `sale.late AND sale.register_id = s.register_id AND sale.number > s.late_sale_number_before
  AND sale.number <= coalesce(s.last_sale_number, sale.number)`;

/** What the grand total grows by; shifts that were closed before goods came back have frozen only what was sold. */
const TURNOVER = `coalesce(totals->>'turnover', totals->>'total')::bigint`;

/** What of some sales or returns was paid by each method. */
const byMethod = (rows: string) =>
  `jsonb_object_agg(method, jsonb_build_object('method', method, 'count', count, 'amount', amount, 'tips', tips)) AS methods
   FROM (${rows}) each`;

/** The totals by method that a shift has frozen, as an object. */
export const frozenByMethod = (totals: string) =>
  `coalesce((SELECT jsonb_object_agg(each->>'method', each) FROM jsonb_array_elements(${totals}) each), '{}')`;

/** What the taxes of some sales or returns come to, by rate. */
const byRate = (taxed: string) =>
  `jsonb_object_agg(rate, jsonb_build_object('base', base, 'amount', amount)) AS rates FROM (
     SELECT shift_id, concat_ws(' ', tax->>'name', tax->>'percentage') AS rate,
       sum((tax->>'base')::bigint) AS base, sum((tax->>'amount')::bigint) AS amount
     FROM (${taxed}) taxed CROSS JOIN jsonb_array_elements(taxes) tax GROUP BY 1, 2
   ) each`;

/** The taxes that a shift has frozen, by rate. */
const frozenByRate = (taxes: string) =>
  `coalesce((SELECT jsonb_object_agg(concat_ws(' ', rate->>'name', rate->>'percentage'),
     jsonb_build_object('base', rate->'base', 'amount', rate->'amount')) FROM jsonb_array_elements(${taxes}) rate), '{}')`;

/** Shifts, their drawers and reports: invariants 11 and 15. Sales and returns are added up by the shift that they name. */
export const shiftChecks: readonly Check[] = [
  {
    name: 'What a closed shift has frozen is the sum of its sales',
    of: 'shifts',
    broken: `
      SELECT * FROM (
        SELECT s.id AS shift_id, jsonb_build_object('saleCount', coalesce(sold.count, 0),
            'firstSaleNumber', sold.first, 'lastSaleNumber', sold.last, 'gross', coalesce(sold.gross, 0),
            'discounts', coalesce(sold.discounts, 0), 'net', coalesce(sold.net, 0), 'tax', coalesce(sold.tax, 0),
            'giftCards', coalesce(sold.gift_cards, 0), 'total', coalesce(sold.total, 0), 'cashRounding', coalesce(sold.cash_rounding, 0),
            'tips', coalesce(sold.tips, 0)) AS expected,
          -- Shifts were closed before gift cards were sold.
          '{"giftCards": 0}' || (s.totals - '{taxes,tenders,returns,late,turnover,drawer,noSaleCount}'::text[]) AS found
        FROM shifts s LEFT JOIN (
          SELECT shift_id, count(*) AS count, min(number) AS first, max(number) AS last, sum(gross_total) AS gross,
            sum(discount_total) AS discounts, sum(net_total) AS net, sum(tax_total) AS tax,
            sum(gift_card_total) AS gift_cards, sum(total) AS total,
            sum(cash_rounding) AS cash_rounding, sum(tip_total) AS tips
          FROM sales WHERE shift_id IS NOT NULL GROUP BY shift_id
        ) sold ON sold.shift_id = s.id
        WHERE s.status = 'closed'
      ) shift WHERE expected IS DISTINCT FROM found`,
  },
  {
    name: 'The taxes of a closed shift are those of its sales, rate by rate',
    of: 'shifts',
    broken: `
      SELECT * FROM (
        SELECT s.id AS shift_id, coalesce(sold.rates, '{}') AS expected, ${frozenByRate("s.totals->'taxes'")} AS found
        FROM shifts s LEFT JOIN (
          SELECT shift_id, ${byRate('SELECT shift_id, taxes FROM sales WHERE shift_id IS NOT NULL')} GROUP BY shift_id
        ) sold ON sold.shift_id = s.id
        WHERE s.status = 'closed'
      ) shift WHERE expected <> found`,
  },
  {
    name: 'The payments of a closed shift are those of its sales, method by method',
    of: 'shifts',
    broken: `
      SELECT * FROM (
        SELECT s.id AS shift_id, coalesce(paid.methods, '{}') AS expected,
          ${frozenByMethod("s.totals->'tenders'")} AS found
        FROM shifts s LEFT JOIN (
          SELECT shift_id, ${byMethod(`
            SELECT sale.shift_id, p.method, count(*) AS count, sum(p.amount) AS amount, sum(p.tip) AS tips
            FROM payments p JOIN sales sale ON sale.id = p.sale_id
            WHERE p.status = 'captured' AND sale.shift_id IS NOT NULL GROUP BY 1, 2`)} GROUP BY shift_id
        ) paid ON paid.shift_id = s.id
        WHERE s.status = 'closed'
      ) shift WHERE expected <> found`,
  },
  {
    name: 'The returns of a closed shift are those that name it, with their taxes rate by rate and their refunds method by method',
    of: 'shifts',
    broken: `
      SELECT * FROM (
        SELECT s.id AS shift_id, jsonb_build_object('count', coalesce(r.count, 0), 'net', coalesce(r.net, 0),
            'tax', coalesce(r.tax, 0), 'giftCards', coalesce(r.gift_cards, 0), 'total', coalesce(r.total, 0),
            'cashRounding', coalesce(r.cash_rounding, 0), 'tips', coalesce(r.tips, 0),
            'taxes', coalesce(taxed.rates, '{}'), 'refunds', coalesce(paid.methods, '{}')) AS expected,
          -- Shifts were closed before goods came back.
          coalesce(s.totals->'returns',
            '{"count": 0, "net": 0, "tax": 0, "giftCards": 0, "total": 0, "cashRounding": 0, "tips": 0}')
            || jsonb_build_object('taxes', ${frozenByRate("s.totals #> '{returns,taxes}'")},
              'refunds', ${frozenByMethod("s.totals #> '{returns,refunds}'")}) AS found
        FROM shifts s
        LEFT JOIN (
          SELECT shift_id, count(*) AS count, sum(net_total) AS net, sum(tax_total) AS tax,
            sum(gift_card_total) AS gift_cards, sum(total) AS total, sum(cash_rounding) AS cash_rounding,
            sum(tip_total) AS tips
          FROM returns WHERE shift_id IS NOT NULL GROUP BY shift_id
        ) r ON r.shift_id = s.id
        LEFT JOIN (
          SELECT shift_id, ${byRate('SELECT shift_id, taxes FROM returns WHERE shift_id IS NOT NULL')} GROUP BY shift_id
        ) taxed ON taxed.shift_id = s.id
        LEFT JOIN (
          SELECT shift_id, ${byMethod(`
            SELECT r.shift_id, f.method, count(*) AS count, sum(f.amount) AS amount, sum(f.tip) AS tips
            FROM refunds f JOIN returns r ON r.id = f.return_id
            WHERE r.shift_id IS NOT NULL GROUP BY 1, 2`)} GROUP BY shift_id
        ) paid ON paid.shift_id = s.id
        WHERE s.status = 'closed'
      ) shift WHERE expected <> found`,
  },
  {
    name: 'The late sales of a closed shift are those that its register has numbered since the shift before it',
    of: 'shifts',
    broken: `
      SELECT * FROM (
        SELECT s.id AS shift_id, jsonb_build_object('count', sold.count, 'total', sold.total,
            'cashRounding', sold.cash_rounding, 'tips', sold.tips, 'taxes', coalesce(taxed.rates, '{}'), 'tenders', coalesce(paid.methods, '{}')) AS expected,
          coalesce(s.totals->'late', '{"count": 0, "total": 0, "cashRounding": 0, "tips": 0}')
            || jsonb_build_object('taxes', ${frozenByRate("s.totals #> '{late,taxes}'")},
              'tenders', ${frozenByMethod("s.totals #> '{late,tenders}'")}) AS found
        FROM shifts s
        CROSS JOIN LATERAL (
          SELECT count(*) AS count, coalesce(sum(total), 0) AS total, coalesce(sum(cash_rounding), 0) AS cash_rounding,
            coalesce(sum(tip_total), 0) AS tips
          FROM sales sale WHERE ${LATE}
        ) sold
        CROSS JOIN LATERAL (
          SELECT ${byRate(`SELECT s.id AS shift_id, sale.taxes FROM sales sale WHERE ${LATE}`)}
        ) taxed
        CROSS JOIN LATERAL (
          SELECT ${byMethod(`
            SELECT p.method, count(*) AS count, sum(p.amount) AS amount, sum(p.tip) AS tips
            FROM sales sale JOIN payments p ON p.sale_id = sale.id AND p.status = 'captured'
            WHERE ${LATE} GROUP BY p.method`)}
        ) paid
        WHERE s.status = 'closed'
      ) shift WHERE expected <> found`,
  },
  {
    name: 'Each late sale is in the figures of the first shift that was closed after it had come in, and of no other',
    of: 'sales',
    broken: `
      SELECT * FROM (
        SELECT sale.id AS sale_id, CASE WHEN reported.shift_id IS NULL THEN '[]' ELSE jsonb_build_array(reported.shift_id) END
            AS expected, counted.shift_ids AS found
        FROM sales sale
        LEFT JOIN LATERAL (
          SELECT s.id AS shift_id FROM shifts s WHERE s.register_id = sale.register_id
            AND coalesce(s.last_sale_number, sale.number) >= sale.number
          ORDER BY s.z_number LIMIT 1
        ) reported ON true
        CROSS JOIN LATERAL (
          SELECT coalesce(jsonb_agg(s.id), '[]') AS shift_ids FROM shifts s WHERE ${LATE}
        ) counted
        WHERE sale.late
      ) sale WHERE expected <> found`,
  },
  {
    name: 'The turnover of a closed shift is what was sold, less what came back, with what came in late',
    of: 'shifts',
    broken: `
      SELECT * FROM (
        SELECT id AS shift_id, (totals->>'total')::bigint - coalesce((totals #>> '{returns,total}')::bigint, 0)
            + coalesce((totals #>> '{late,total}')::bigint, 0) AS expected,
          ${TURNOVER} AS found
        FROM shifts WHERE status = 'closed'
      ) shift WHERE expected IS DISTINCT FROM found`,
  },
  {
    name: 'The drawer of a closed shift should hold its float, the cash of its sales less its refunds and what was put in, less what was taken out',
    of: 'shifts',
    broken: `
      SELECT * FROM (
        SELECT s.id AS shift_id, jsonb_build_object('openingFloat', s.opening_float, 'takings', cash.taken,
            'refunds', cash.refunded, 'paidIn', moved.paid_in, 'paidOut', moved.paid_out, 'drops', moved.drops,
            'expected', s.opening_float + cash.taken - cash.refunded + moved.paid_in - moved.paid_out - moved.drops,
            'noSaleCount', moved.no_sales) AS expected,
          '{"refunds": 0}' || (s.totals->'drawer') || jsonb_build_object('noSaleCount', s.totals->'noSaleCount') AS found
        FROM shifts s
        LEFT JOIN (
          SELECT sale.shift_id, sum(p.amount) AS taken FROM payments p JOIN sales sale ON sale.id = p.sale_id
          WHERE p.method = 'cash' AND p.status = 'captured' GROUP BY sale.shift_id
        ) sold ON sold.shift_id = s.id
        LEFT JOIN (
          SELECT r.shift_id, sum(f.amount) AS given FROM refunds f JOIN returns r ON r.id = f.return_id
          WHERE f.method = 'cash' GROUP BY r.shift_id
        ) refunded ON refunded.shift_id = s.id
        LEFT JOIN (
          SELECT shift_id, sum(amount) FILTER (WHERE kind = 'paid_in') AS paid_in,
            sum(amount) FILTER (WHERE kind = 'paid_out') AS paid_out,
            sum(amount) FILTER (WHERE kind = 'drop') AS drops, count(*) FILTER (WHERE kind = 'no_sale') AS no_sales
          FROM cash_movements GROUP BY shift_id
        ) m ON m.shift_id = s.id
        CROSS JOIN LATERAL (SELECT coalesce(sold.taken, 0) AS taken, coalesce(refunded.given, 0) AS refunded) cash
        CROSS JOIN LATERAL (SELECT coalesce(m.paid_in, 0) AS paid_in, coalesce(m.paid_out, 0) AS paid_out,
          coalesce(m.drops, 0) AS drops, coalesce(m.no_sales, 0) AS no_sales) moved
        WHERE s.status = 'closed'
      ) shift WHERE expected IS DISTINCT FROM found`,
  },
  {
    name: 'A closed shift expects its cash and its cards as they come to, and its variance is what was counted less that',
    of: 'shifts',
    broken: `
      SELECT * FROM (
        SELECT s.id AS shift_id, tender.method,
          jsonb_build_object('expected', figure.due, 'variance', tender.counted - figure.due,
            'counted', coalesce(coins.sum, tender.counted)) AS expected,
          jsonb_build_object('expected', tender.expected, 'variance', tender.variance, 'counted', tender.counted) AS found
        FROM shifts s
        CROSS JOIN LATERAL (
          SELECT 'cash' AS method, (s.totals #>> '{drawer,expected}')::bigint AS due
          UNION ALL
          SELECT method, sum(amount) FROM (
            SELECT each->>'method' AS method, (each->>'amount')::bigint AS amount
            FROM jsonb_array_elements(s.totals->'tenders') each
            UNION ALL
            SELECT each->>'method', -(each->>'amount')::bigint
            FROM jsonb_array_elements(s.totals #> '{returns,refunds}') each
          ) moved WHERE method <> 'cash' GROUP BY method
        ) figure
        LEFT JOIN LATERAL jsonb_to_recordset(s.tenders)
          AS tender (method text, expected bigint, counted bigint, variance bigint, denominations jsonb)
          ON tender.method = figure.method
        CROSS JOIN LATERAL (
          SELECT sum((coin->>'value')::bigint * (coin->>'count')::bigint) AS sum
          FROM jsonb_array_elements(tender.denominations) coin
        ) coins
        WHERE s.status = 'closed'
      ) tender WHERE expected IS DISTINCT FROM found`,
  },
  {
    name: 'The Z numbers of a register run from 1 to its last one without a gap',
    of: 'shifts',
    broken: `
      SELECT register_id, shift_id, expected, found FROM (
        SELECT register_id, id AS shift_id, 1 + lag(z_number, 1, 0) OVER numbers AS expected, z_number AS found
        FROM shifts WHERE status = 'closed' WINDOW numbers AS (PARTITION BY register_id ORDER BY z_number, id)
      ) shift WHERE expected <> found
      UNION ALL
      SELECT r.id, NULL, coalesce(s.last, 0), r.last_z_number
      FROM registers r
      LEFT JOIN (SELECT register_id, max(z_number) AS last FROM shifts GROUP BY register_id) s ON s.register_id = r.id
      WHERE r.last_z_number <> coalesce(s.last, 0)`,
  },
  {
    name: 'The grand total of a register goes on from one closed shift to the next',
    of: 'shifts',
    broken: `
      SELECT * FROM (
        SELECT register_id, id AS shift_id,
          jsonb_build_object('before', lag(grand_total, 1, 0) OVER numbers,
            'after', lag(grand_total, 1, 0) OVER numbers + ${TURNOVER}) AS expected,
          jsonb_build_object('before', grand_total_before, 'after', grand_total) AS found
        FROM shifts WHERE status = 'closed' WINDOW numbers AS (PARTITION BY register_id ORDER BY z_number, id)
        UNION ALL
        SELECT r.id, NULL, to_jsonb(coalesce(last.grand_total, 0)), to_jsonb(r.grand_total)
        FROM registers r LEFT JOIN shifts last ON last.register_id = r.id AND last.z_number = r.last_z_number
      ) shift WHERE expected IS DISTINCT FROM found`,
  },
  {
    name: 'The open shift of a register is the one that it names',
    of: 'registers',
    broken: `
      SELECT coalesce(r.id, s.register_id) AS register_id, s.id AS expected, r.open_shift_id AS found
      FROM (SELECT id, open_shift_id FROM registers WHERE open_shift_id IS NOT NULL) r
      FULL JOIN (SELECT id, register_id FROM shifts WHERE status = 'open') s ON s.register_id = r.id
      WHERE s.id IS DISTINCT FROM r.open_shift_id`,
  },
  {
    name: 'A sale in a shift is of its register, has one of its numbers, and did not come in late',
    of: 'sales',
    broken: `
      SELECT sale.id AS sale_id, sale.shift_id, sale.register_id, s.register_id AS register_of_shift,
        format('after %s, up to %s', s.sale_number_before, s.last_sale_number) AS expected,
        concat_ws(', ', sale.number, CASE WHEN sale.late THEN 'late' END) AS found
      FROM sales sale LEFT JOIN shifts s ON s.id = sale.shift_id
      WHERE sale.shift_id IS NOT NULL AND (s.id IS NULL OR s.register_id <> sale.register_id OR sale.late
        OR sale.number <= s.sale_number_before OR sale.number > s.last_sale_number)`,
  },
  {
    // The numbers of a register have no gap, so that counting tells of each of them.
    name: 'Each sale that a register numbered in a shift is in it, but for what came in late',
    of: 'shifts',
    broken: `
      SELECT * FROM (
        SELECT s.id AS shift_id, coalesce(s.last_sale_number, r.last_sale_number) - s.sale_number_before AS expected,
          coalesce(sold.count, 0) + late.count AS found
        FROM shifts s JOIN registers r ON r.id = s.register_id
        LEFT JOIN (SELECT shift_id, count(*) AS count FROM sales GROUP BY shift_id) sold ON sold.shift_id = s.id
        CROSS JOIN LATERAL (
          SELECT count(*) AS count FROM sales sale WHERE sale.late AND sale.register_id = s.register_id
            AND sale.number > s.sale_number_before AND sale.number <= coalesce(s.last_sale_number, r.last_sale_number)
        ) late
      ) shift WHERE expected <> found`,
  },
  {
    // Before its first shift a register took cash without one: shifts came later.
    name: 'Since its first shift a register takes cash in a shift only',
    of: 'payments',
    broken: `
      SELECT sale.id AS sale_id, p.id AS payment_id, 'a shift' AS expected, 'none' AS found
      FROM payments p JOIN sales sale ON sale.id = p.sale_id
      JOIN (SELECT register_id, min(sale_number_before) AS number FROM shifts GROUP BY register_id) first
        ON first.register_id = sale.register_id AND sale.number > first.number
      WHERE p.method = 'cash' AND p.status = 'captured' AND sale.shift_id IS NULL AND NOT sale.late`,
  },
  {
    name: 'A return in a shift is of its register, and was taken within an hour of it',
    of: 'returns',
    broken: `
      SELECT r.id AS return_id, r.shift_id, jsonb_build_object('register', s.register_id, 'openedAt', s.opened_at,
          'closedAt', s.closed_at) AS expected,
        jsonb_build_object('register', r.register_id, 'completedAt', r.completed_at) AS found
      FROM returns r LEFT JOIN shifts s ON s.id = r.shift_id
      WHERE r.shift_id IS NOT NULL AND (s.id IS NULL OR s.register_id <> r.register_id
        OR r.completed_at < s.opened_at - interval '1 hour' OR r.completed_at > s.closed_at + interval '1 hour')`,
  },
  {
    name: 'Cash is given back in a shift only',
    of: 'refunds',
    broken: `
      SELECT r.id AS return_id, f.id AS refund_id, 'a shift' AS expected, 'none' AS found
      FROM refunds f JOIN returns r ON r.id = f.return_id WHERE f.method = 'cash' AND r.shift_id IS NULL`,
  },
  {
    name: 'Each movement of cash beside sales is in the money ledger once, as it is, and nothing else is',
    of: 'cash_movements',
    broken: `
      SELECT * FROM (
        SELECT cash_movement_id, t.id AS transaction_id, m.entry AS expected, t.entry AS found
        FROM (
          SELECT m.id AS cash_movement_id, 1 AS nth, jsonb_build_object('kind', m.kind, 'shift', s.id, 'store', s.store_id,
            'register', s.register_id, 'method', 'cash', 'currency', store.currency, 'amount', ${SIGNED}, 'tip', 0,
            'actor', m.actor_id, 'occurredAt', m.created_at) AS entry
          FROM cash_movements m JOIN shifts s ON s.id = m.shift_id JOIN stores store ON store.id = s.store_id
          WHERE m.kind <> 'no_sale'
        ) m
        FULL JOIN (
          SELECT id, document_id AS cash_movement_id, row_number() OVER (PARTITION BY document_id ORDER BY id) AS nth,
            jsonb_build_object('kind', kind, 'shift', shift_id, 'store', store_id, 'register', register_id,
              'method', method, 'currency', currency, 'amount', amount, 'tip', tip, 'actor', actor_id,
              'occurredAt', occurred_at) AS entry
          FROM transactions WHERE kind NOT IN ('sale', 'return')
        ) t USING (cash_movement_id, nth)
      ) both_sides WHERE expected IS DISTINCT FROM found`,
  },
  {
    name: 'A movement of cash is in the store and at the register of its shift',
    of: 'cash_movements',
    broken: `
      SELECT * FROM (
        SELECT m.id AS cash_movement_id, jsonb_build_object('store', s.store_id, 'register', s.register_id) AS expected,
          jsonb_build_object('store', m.store_id, 'register', m.register_id) AS found
        FROM cash_movements m JOIN shifts s ON s.id = m.shift_id
      ) movement WHERE expected <> found`,
  },
  {
    name: 'Each shift has an audit row of its opening and one of its closing, which tell of it as it is',
    of: 'shifts',
    broken: `
      SELECT * FROM (
        SELECT shift_id, event, a.id AS audit_id, s.told AS expected, a.told AS found
        FROM (
          SELECT id AS shift_id, 'opened' AS event, 1 AS nth, jsonb_build_object('actor', opened_by, 'store', store_id,
            'register', register_id, 'figures', jsonb_build_object('openingFloat', opening_float)) AS told
          FROM shifts
          UNION ALL
          SELECT id, 'closed', 1, jsonb_build_object('actor', closed_by, 'store', store_id, 'register', register_id,
            'figures', jsonb_build_object('zNumber', z_number, 'tenders', tenders))
          FROM shifts WHERE status = 'closed'
        ) s
        FULL JOIN (
          SELECT id, document_id AS shift_id, event, row_number() OVER (PARTITION BY document_id, event ORDER BY id) AS nth,
            jsonb_build_object('actor', actor_id, 'store', store_id, 'register', register_id, 'figures',
              CASE event WHEN 'opened' THEN jsonb_build_object('openingFloat', after->'openingFloat')
                ELSE jsonb_build_object('zNumber', after->'zNumber', 'tenders', after->'tenders') END) AS told
          FROM audit_log CROSS JOIN LATERAL (SELECT CASE WHEN before IS NULL THEN 'opened' ELSE 'closed' END AS event) of
          WHERE document_type = 'shift'
        ) a USING (shift_id, event, nth)
      ) audit WHERE expected IS DISTINCT FROM found`,
  },
  {
    name: 'Each movement of cash beside sales, and each opening without one, has one audit row, which tells of it as it is',
    of: 'cash_movements',
    broken: `
      SELECT * FROM (
        SELECT cash_movement_id, a.id AS audit_id, m.told AS expected, a.told AS found
        FROM (
          SELECT id AS cash_movement_id, 1 AS nth, jsonb_build_object('actor', actor_id, 'store', store_id,
            'kind', kind, 'amount', amount, 'reason', reason) AS told
          FROM cash_movements
        ) m
        FULL JOIN (
          SELECT id, document_id AS cash_movement_id, row_number() OVER (PARTITION BY document_id ORDER BY id) AS nth,
            jsonb_build_object('actor', actor_id, 'store', store_id, 'kind', after->'kind', 'amount', after->'amount',
              'reason', after->'reason') AS told
          FROM audit_log WHERE document_type = 'cash_movement'
        ) a USING (cash_movement_id, nth)
      ) audit WHERE expected IS DISTINCT FROM found`,
  },
  {
    name: 'Each shift has an outbox event of its opening and one of its closing, which tell of it as it is',
    of: 'shifts',
    broken: `
      SELECT * FROM (
        SELECT shift_id, type, o.id AS outbox_id, s.told AS expected, o.told AS found
        FROM (
          SELECT id::text AS shift_id, 'shift.opened' AS type, 1 AS nth, jsonb_build_object('storeId', store_id,
            'registerId', register_id, 'openingFloat', opening_float) AS told
          FROM shifts
          UNION ALL
          SELECT id::text, 'shift.closed', 1, jsonb_build_object('storeId', store_id, 'registerId', register_id,
            'zNumber', z_number, 'total', totals->'total', 'grandTotal', grand_total)
          FROM shifts WHERE status = 'closed'
        ) s
        FULL JOIN (
          SELECT id, payload->>'shiftId' AS shift_id, type,
            row_number() OVER (PARTITION BY payload->>'shiftId', type ORDER BY id) AS nth,
            jsonb_build_object('storeId', payload->'storeId', 'registerId', payload->'registerId') ||
              CASE type WHEN 'shift.opened' THEN jsonb_build_object('openingFloat', payload->'openingFloat')
                ELSE jsonb_build_object('zNumber', payload->'zNumber', 'total', payload->'total',
                  'grandTotal', payload->'grandTotal') END AS told
          FROM ${TOLD} WHERE type LIKE 'shift.%'
        ) o USING (shift_id, type, nth)
      ) event WHERE expected IS DISTINCT FROM found`,
  },
];
