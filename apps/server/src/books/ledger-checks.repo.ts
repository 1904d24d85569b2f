import type { Check } from './check.ts';
import { frozenByMethod } from './shift-checks.repo.ts';

/** The ledger of money against what it is the sum of. */
export const ledgerChecks: readonly Check[] = [
  {
    name: 'The money ledger of a business day comes to its sales, and to its returns, without tips',
    of: 'sales',
    broken: `
      SELECT kind, store_id, business_date, currency, coalesce(written.sum, 0) AS expected,
        coalesce(entered.sum, 0) AS found
      FROM (
        SELECT 'sale' AS kind, store_id, business_date, currency, sum(total + cash_rounding) AS sum FROM sales
        GROUP BY 2, 3, 4
        UNION ALL
        SELECT 'return', store_id, business_date, currency, -sum(total + cash_rounding) FROM returns GROUP BY 2, 3, 4
      ) written
      FULL JOIN (
        SELECT kind, store_id, business_date, currency, sum(amount - tip) AS sum FROM transactions
        WHERE kind IN ('sale', 'return') GROUP BY 1, 2, 3, 4
      ) entered USING (kind, store_id, business_date, currency)
      WHERE coalesce(written.sum, 0) <> coalesce(entered.sum, 0)`,
  },
  {
    name: 'The money ledger of a closed shift comes to its Z report: its payments and its refunds by method, and its drawer',
    of: 'shifts',
    broken: `
      SELECT * FROM (
        SELECT s.id AS shift_id, jsonb_build_object('tenders', frozen.tenders, 'refunds', frozen.refunds,
            'drawer', (s.totals #>> '{drawer,expected}')::bigint - (s.totals #>> '{drawer,openingFloat}')::bigint) AS expected,
          jsonb_build_object('tenders', coalesce(entered.tenders, '{}'),
            'refunds', coalesce(entered.refunds, '{}'), 'drawer', coalesce(entered.cash, 0)) AS found
        FROM shifts s
        CROSS JOIN LATERAL (
          SELECT ${frozenByMethod("s.totals->'tenders'")} AS tenders,
            ${frozenByMethod("s.totals #> '{returns,refunds}'")} AS refunds
        ) frozen
        LEFT JOIN (
          SELECT shift_id, sum(cash) AS cash, jsonb_object_agg(method, total) FILTER (WHERE kind = 'sale') AS tenders,
            jsonb_object_agg(method, total) FILTER (WHERE kind = 'return') AS refunds
          FROM (
            SELECT shift_id, kind, method, sum(amount) FILTER (WHERE method = 'cash') AS cash,
              jsonb_build_object('method', method, 'count', count(*),
                'amount', sum(CASE kind WHEN 'return' THEN -amount ELSE amount END),
                'tips', sum(CASE kind WHEN 'return' THEN -tip ELSE tip END)) AS total
            FROM transactions WHERE shift_id IS NOT NULL GROUP BY 1, 2, 3
          ) each GROUP BY shift_id
        ) entered ON entered.shift_id = s.id
        WHERE s.status = 'closed'
      ) shift WHERE expected <> found`,
  },
  {
    // The list of the entries of a shift looks no further.
    name: 'An entry of the money ledger that names a shift is of its register, and was recorded within an hour of it',
    of: 'transactions',
    broken: `
      SELECT t.id AS transaction_id, t.shift_id, jsonb_build_object('register', s.register_id,
          'openedAt', s.opened_at, 'closedAt', s.closed_at) AS expected,
        jsonb_build_object('register', t.register_id, 'recordedAt', t.recorded_at) AS found
      FROM transactions t LEFT JOIN shifts s ON s.id = t.shift_id
      WHERE t.shift_id IS NOT NULL AND (s.id IS NULL OR s.register_id <> t.register_id
        OR t.recorded_at < s.opened_at - interval '1 hour' OR t.recorded_at > s.closed_at + interval '1 hour')`,
  },
];
