import type { Check } from './check.ts';

/** The ledger of money against what it is the sum of. */
export const ledgerChecks: readonly Check[] = [
  {
    name: 'The money ledger of a business day comes to its sales, without tips',
    of: 'sales',
    broken: `
      SELECT store_id, business_date, currency, coalesce(sold.sum, 0) AS expected, coalesce(entered.sum, 0) AS found
      FROM (
        SELECT store_id, business_date, currency, sum(total + cash_rounding) AS sum FROM sales
        WHERE status = 'completed' GROUP BY 1, 2, 3
      ) sold
      FULL JOIN (
        SELECT store_id, business_date, currency, sum(amount - tip) AS sum FROM transactions
        WHERE kind = 'sale' GROUP BY 1, 2, 3
      ) entered USING (store_id, business_date, currency)
      WHERE coalesce(sold.sum, 0) <> coalesce(entered.sum, 0)`,
  },
  {
    name: 'The money ledger of a closed shift comes to its Z report: its payments by method, and its drawer',
    of: 'shifts',
    broken: `
      SELECT * FROM (
        SELECT s.id AS shift_id, jsonb_build_object('tenders', frozen.tenders,
            'drawer', (s.totals #>> '{drawer,expected}')::bigint - (s.totals #>> '{drawer,openingFloat}')::bigint) AS expected,
          jsonb_build_object('tenders', coalesce(entered.tenders, '{}'), 'drawer', coalesce(entered.cash, 0)) AS found
        FROM shifts s
        CROSS JOIN LATERAL (
          SELECT coalesce(jsonb_object_agg(tender->>'method', jsonb_build_object('count', tender->'count',
            'amount', tender->'amount', 'tips', tender->'tips')), '{}') AS tenders
          FROM jsonb_array_elements(s.totals->'tenders') tender
        ) frozen
        LEFT JOIN (
          SELECT shift_id, sum(cash) AS cash, jsonb_object_agg(method, jsonb_build_object('count', count,
            'amount', amount, 'tips', tips)) FILTER (WHERE count > 0) AS tenders
          FROM (
            SELECT shift_id, method, count(*) FILTER (WHERE kind = 'sale') AS count,
              sum(amount) FILTER (WHERE kind = 'sale') AS amount, sum(tip) FILTER (WHERE kind = 'sale') AS tips,
              sum(amount) FILTER (WHERE method = 'cash') AS cash
            FROM transactions WHERE shift_id IS NOT NULL GROUP BY 1, 2
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
