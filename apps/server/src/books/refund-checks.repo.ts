import type { Check } from './check.ts';
import { entriesOf, ledgerEntry } from './money-checks.repo.ts';

/** How returns are paid out: invariant 7, what it leaves in the ledger of money and on accounts, and exchanges. */
export const refundChecks: readonly Check[] = [
  {
    name: 'What is given back for a return is its total, the cash rounding and the tips',
    of: 'returns',
    broken: `
      SELECT id AS return_id, total + cash_rounding + tip_total AS expected, refund_total AS found
      FROM returns WHERE total + cash_rounding + tip_total <> refund_total`,
  },
  {
    name: 'The refunds of a return count its total, and give back that and the tips; those in cash are rounded',
    of: 'returns',
    broken: `
      SELECT * FROM (
        SELECT r.id AS return_id, jsonb_build_object('counted', r.total, 'tips', r.tip_total,
            'cash', coalesce(f.counted_in_cash, 0) + r.cash_rounding,
            'otherwise', r.total - coalesce(f.counted_in_cash, 0)) AS expected,
          jsonb_build_object('counted', coalesce(f.counted, 0), 'tips', coalesce(f.tips, 0),
            'cash', coalesce(f.cash, 0), 'otherwise', coalesce(f.otherwise, 0)) AS found
        FROM returns r LEFT JOIN (
          SELECT return_id, sum(counted) AS counted, sum(tip) AS tips,
            sum(counted) FILTER (WHERE method = 'cash') AS counted_in_cash,
            coalesce(sum(amount - tip) FILTER (WHERE method = 'cash'), 0) AS cash,
            coalesce(sum(amount - tip) FILTER (WHERE method <> 'cash'), 0) AS otherwise
          FROM refunds GROUP BY return_id
        ) f ON f.return_id = r.id
      ) document WHERE expected <> found`,
  },
  {
    name: 'A refund gives nothing less than 0 back, and counts nothing less',
    of: 'refunds',
    broken: `
      SELECT return_id, id AS refund_id, 'nothing below 0' AS expected,
        jsonb_build_object('amount', amount, 'counted', counted, 'tip', tip) AS found
      FROM refunds WHERE least(amount, counted, tip) < 0`,
  },
  {
    name: "Cash refunds of a sale are rounded together, within the store's step",
    of: 'returns',
    broken: `
      SELECT sale_id, format('a multiple of %s, at most %s from %s', step, most, counted) AS expected,
        counted + rounding AS found
      FROM (
        SELECT s.id AS sale_id, f.counted, r.rounding, coalesce(setting.step, 1) AS step,
          CASE WHEN setting.mode IN ('half_up', 'half_even', 'half_down') THEN setting.step / 2
            ELSE coalesce(setting.step - 1, 0) END AS most
        FROM (SELECT sale_id, sum(cash_rounding) AS rounding FROM returns GROUP BY sale_id) r
        JOIN sales s ON s.id = r.sale_id
        JOIN (
          SELECT r.sale_id, coalesce(sum(f.counted) FILTER (WHERE f.method = 'cash'), 0) AS counted
          FROM returns r LEFT JOIN refunds f ON f.return_id = r.id GROUP BY r.sale_id
        ) f ON f.sale_id = s.id
        CROSS JOIN LATERAL jsonb_to_record(
          coalesce(nullif(s.pricing_input #> '{settings,cashRounding}', 'null'), '{}')
        ) AS setting (step bigint, mode text)
      ) sale
      WHERE abs(rounding) > most OR mod(counted + rounding, step) <> 0
      UNION ALL
      SELECT id, 'no rounding without a receipt', cash_rounding FROM returns WHERE sale_id IS NULL AND cash_rounding <> 0`,
  },
  {
    name: 'A refund counts against a captured payment of its sale; without a receipt it is store credit',
    of: 'refunds',
    broken: `
      SELECT * FROM (
        SELECT f.return_id, f.id AS refund_id, CASE WHEN r.sale_id IS NULL
            THEN '{"method": "store_credit", "paymentId": null}'
            ELSE jsonb_build_object('saleId', r.sale_id, 'status', 'captured') END AS expected,
          CASE WHEN r.sale_id IS NULL THEN jsonb_build_object('method', f.method, 'paymentId', f.payment_id)
            ELSE jsonb_build_object('saleId', p.sale_id, 'status', p.status) END AS found
        FROM refunds f JOIN returns r ON r.id = f.return_id LEFT JOIN payments p ON p.id = f.payment_id
      ) refund WHERE expected <> found`,
  },
  {
    // What was paid in cash is counted before it was rounded, over all cash payments of a sale.
    name: 'No more was given back of a payment, or of its tip, than was paid; of the cash of a sale no more than that came to',
    of: 'refunds',
    broken: `
      SELECT * FROM (
        SELECT p.sale_id, p.id AS payment_id, format('up to %s', CASE WHEN p.method = 'cash'
            THEN jsonb_build_object('tip', p.tip) ELSE jsonb_build_object('counted', p.amount - p.tip, 'tip', p.tip) END)
            AS expected,
          jsonb_build_object('counted', f.counted, 'tip', f.tip) AS found,
          f.tip > p.tip OR (p.method <> 'cash' AND f.counted > p.amount - p.tip) AS too_much
        FROM (SELECT payment_id, sum(counted) AS counted, sum(tip) AS tip FROM refunds GROUP BY payment_id) f
        JOIN payments p ON p.id = f.payment_id
        UNION ALL
        SELECT s.id, NULL, format('up to %s in cash', s.total - p.otherwise),
          jsonb_build_object('cash', p.counted), p.counted > s.total - p.otherwise
        FROM (
          SELECT p.sale_id, coalesce(sum(p.amount - p.tip) FILTER (WHERE p.method <> 'cash'), 0) AS otherwise,
            sum(f.counted) FILTER (WHERE p.method = 'cash') AS counted
          FROM payments p LEFT JOIN (
            SELECT payment_id, sum(counted) AS counted FROM refunds GROUP BY payment_id
          ) f ON f.payment_id = p.id
          WHERE p.status = 'captured' GROUP BY p.sale_id
        ) p JOIN sales s ON s.id = p.sale_id
      ) paid WHERE too_much`,
  },
  {
    name: 'A gift card gets back what it has paid, a provider gives back what it has charged, and nothing gives back what was not collected',
    of: 'refunds',
    broken: `
      SELECT f.return_id, f.id AS refund_id,
        jsonb_build_object('method', p.method, 'account', p.account_id, 'provider', p.provider) AS expected,
        jsonb_build_object('method', f.method, 'account', f.account_id, 'provider', f.provider) AS found
      FROM refunds f JOIN payments p ON p.id = f.target_payment_id
      WHERE (f.method = 'gift_card' AND f.account_id IS DISTINCT FROM p.account_id)
        OR (f.provider <> 'terminal' AND f.provider IS DISTINCT FROM p.provider)
        OR (f.method = 'uncollected') <> (p.method = 'uncollected')`,
  },
  {
    // Which way a person has chosen is not stored: only that no gift card, no points and nothing uncollected can be.
    name: 'A refund goes the way of its payment, or where an exchange was that, of what had paid the goods before',
    of: 'refunds',
    broken: `
      SELECT f.return_id, f.id AS refund_id,
        jsonb_build_object('payment', p.id, 'method', p.method) AS expected,
        jsonb_build_object('payment', t.id, 'method', t.method, 'as', f.method) AS found
      FROM refunds f JOIN payments p ON p.id = f.payment_id LEFT JOIN payments t ON t.id = f.target_payment_id
      WHERE CASE WHEN t.id IS NULL THEN f.method IN ('gift_card', 'loyalty', 'uncollected')
        ELSE f.method NOT IN (t.method, 'exchange')
          OR CASE WHEN p.method = 'exchange' THEN t.sale_id = p.sale_id ELSE t.id <> p.id END END`,
  },
  {
    name: 'Each refund is in the money ledger once, as it is, as what goes out, and nothing else is',
    of: 'refunds',
    broken: `
      SELECT * FROM (
        SELECT coalesce(f.return_id, t.document_id) AS return_id, refund_id, t.id AS transaction_id,
          f.entry AS expected, t.entry AS found
        FROM (
          SELECT f.id AS refund_id, 1 AS nth, f.return_id, ${ledgerEntry({
            document: 'f.return_id',
            store: 'r.store_id',
            register: 'r.register_id',
            shift: 'r.shift_id',
            method: 'f.method',
            currency: 'r.currency',
            amount: '-f.amount',
            tip: '-f.tip',
            businessDate: 'r.business_date',
            actor: 'r.cashier_id',
            occurredAt: 'r.completed_at',
            recordedAt: 'r.completed_at',
          })} AS entry
          FROM refunds f JOIN returns r ON r.id = f.return_id
        ) f
        FULL JOIN (
          ${entriesOf('return', 'refund_id')}
        ) t USING (refund_id, nth)
      ) both_sides WHERE expected IS DISTINCT FROM found`,
  },
  {
    name: 'What a return gave back to gift cards and store credit is what was put on them',
    of: 'refunds',
    broken: `
      SELECT * FROM (
        SELECT return_id, account_id, f.amount AS expected, e.amount AS found
        FROM (
          SELECT return_id, account_id, sum(amount) AS amount FROM refunds
          WHERE method IN ('gift_card', 'store_credit') GROUP BY 1, 2
        ) f
        FULL JOIN (
          SELECT e.document_id AS return_id, e.account_id, sum(e.amount) AS amount
          FROM account_entries e JOIN accounts a ON a.id = e.account_id
          WHERE e.document_type = 'return' AND a.kind <> 'loyalty' AND e.amount > 0 GROUP BY 1, 2
        ) e USING (return_id, account_id)
      ) refunded WHERE expected IS DISTINCT FROM found`,
  },
  {
    name: 'Gift cards that came back were emptied of what is given back for them',
    of: 'return_lines',
    broken: `
      SELECT * FROM (
        SELECT return_id, account_id, l.amount AS expected, e.amount AS found
        FROM (
          SELECT return_id, gift_card_id AS account_id, sum(total) AS amount FROM return_lines
          WHERE gift_card_id IS NOT NULL GROUP BY 1, 2
        ) l
        FULL JOIN (
          SELECT e.document_id AS return_id, e.account_id, -sum(e.amount) AS amount
          FROM account_entries e JOIN accounts a ON a.id = e.account_id
          WHERE e.document_type = 'return' AND a.kind <> 'loyalty' AND e.amount < 0 GROUP BY 1, 2
        ) e USING (return_id, account_id)
      ) emptied WHERE expected IS DISTINCT FROM found`,
  },
  {
    name: 'The points of a return are those that it clawed back and restored',
    of: 'returns',
    broken: `
      SELECT * FROM (
        SELECT return_id, r.points AS expected, e.points AS found
        FROM (
          SELECT id AS return_id, jsonb_build_object('program', loyalty->'programId', 'clawedBack', loyalty->'clawedBack',
            'restored', loyalty->'restored') AS points
          FROM returns WHERE (loyalty->>'clawedBack')::bigint <> 0 OR (loyalty->>'restored')::bigint <> 0
        ) r
        FULL JOIN (
          SELECT e.document_id AS return_id, jsonb_build_object('program', a.program_id,
            'clawedBack', coalesce(-sum(e.amount) FILTER (WHERE e.kind = 'clawback'), 0),
            'restored', coalesce(sum(e.amount) FILTER (WHERE e.kind = 'restore'), 0)) AS points
          FROM account_entries e JOIN accounts a ON a.id = e.account_id
          WHERE a.kind = 'loyalty' AND e.document_type = 'return' GROUP BY e.document_id, a.program_id
        ) e USING (return_id)
      ) points WHERE expected IS DISTINCT FROM found`,
  },
  {
    // Points that have paid goods which were exchanged were not spent by the sale of those that they were exchanged for.
    name: 'Of the points of a sale no more were clawed back than it has earned, and no more restored than it has spent',
    of: 'returns',
    broken: `
      SELECT * FROM (
        SELECT s.id AS sale_id, jsonb_build_object('clawedBack', coalesce((s.loyalty->>'earned')::bigint, 0),
            'restored', coalesce((s.loyalty->>'spent')::bigint, 0)) AS expected,
          jsonb_build_object('clawedBack', r.clawed_back, 'restored', r.restored) AS found,
          r.clawed_back > coalesce((s.loyalty->>'earned')::bigint, 0)
            OR r.restored > coalesce((s.loyalty->>'spent')::bigint, 0) AS too_many
        FROM (
          SELECT r.sale_id, sum((r.loyalty->>'clawedBack')::bigint) AS clawed_back,
            sum((r.loyalty->>'restored')::bigint - coalesce(e.points, 0)) AS restored
          FROM returns r
          LEFT JOIN (
            SELECT f.return_id, sum(f.points) AS points
            FROM refunds f JOIN payments p ON p.id = f.payment_id AND p.method = 'exchange'
            WHERE f.points IS NOT NULL GROUP BY f.return_id
          ) e ON e.return_id = r.id
          WHERE r.loyalty IS NOT NULL GROUP BY r.sale_id
        ) r JOIN sales s ON s.id = r.sale_id
      ) points WHERE too_many`,
  },
  {
    // Points that have paid goods which were exchanged come back with those that they were exchanged for.
    name: 'No more points were given back of a payment than it took',
    of: 'refunds',
    broken: `
      SELECT p.sale_id, p.id AS payment_id, format('up to %s', p.points) AS expected, f.points AS found
      FROM (SELECT target_payment_id, sum(points) AS points FROM refunds WHERE points IS NOT NULL GROUP BY 1) f
      JOIN payments p ON p.id = f.target_payment_id
      WHERE f.points > coalesce(p.points, 0)`,
  },
  {
    name: 'An exchange is one return and one sale, at the same register and moment, by the same person',
    of: 'returns',
    broken: `
      SELECT * FROM (
        SELECT exchange_id, r.told AS expected, s.told AS found
        FROM (
          SELECT exchange_id, jsonb_build_object('register', register_id, 'cashier', cashier_id, 'shift', shift_id,
            'completedAt', completed_at) AS told
          FROM returns WHERE exchange_id IS NOT NULL
        ) r
        FULL JOIN (
          SELECT exchange_id, jsonb_build_object('register', register_id, 'cashier', cashier_id, 'shift', shift_id,
            'completedAt', completed_at) AS told
          FROM sales WHERE exchange_id IS NOT NULL
        ) s USING (exchange_id)
      ) exchange WHERE expected IS DISTINCT FROM found`,
  },
  {
    name: 'What the goods of an exchange have given has paid its sale, and nothing else has been paid so',
    of: 'refunds',
    broken: `
      SELECT * FROM (
        SELECT exchange_id, f.amount AS expected, p.amount AS found
        FROM (
          SELECT coalesce(r.exchange_id, r.id) AS exchange_id, sum(f.amount) AS amount
          FROM refunds f JOIN returns r ON r.id = f.return_id WHERE f.method = 'exchange' GROUP BY 1
        ) f
        FULL JOIN (
          SELECT coalesce(s.exchange_id, s.id) AS exchange_id, sum(p.amount) AS amount
          FROM payments p JOIN sales s ON s.id = p.sale_id WHERE p.method = 'exchange' GROUP BY 1
        ) p USING (exchange_id)
      ) exchange WHERE expected IS DISTINCT FROM found`,
  },
];
