import type { Check } from './check.ts';

/** A ledger entry as its payment or refund has it, side by side. */
export const ledgerEntry = (columns: Readonly<Record<string, string>>) =>
  `jsonb_build_object(${Object.entries(columns)
    .map(([name, column]) => `'${name}', ${column}`)
    .join(', ')})`;

/** The entries of the ledger of one kind, each with what it is written by and, where that has several, which of them it is. */
export const entriesOf = (kind: 'sale' | 'return', writtenBy: 'payment_id' | 'refund_id') => `
  SELECT t.id, t.${writtenBy}, t.document_id,
    row_number() OVER (PARTITION BY t.${writtenBy} ORDER BY t.id) AS nth, ${ledgerEntry({
      document: 't.document_id',
      store: 't.store_id',
      register: 't.register_id',
      shift: 't.shift_id',
      method: 't.method',
      currency: 't.currency',
      amount: 't.amount',
      tip: 't.tip',
      businessDate: 't.business_date',
      actor: 't.actor_id',
      occurredAt: 't.occurred_at',
      recordedAt: 't.recorded_at',
    })} AS entry
  FROM transactions t WHERE t.kind = '${kind}'`;

/** Payments and the ledger of money: invariant 5. */
export const moneyChecks: readonly Check[] = [
  {
    name: 'What is payable is the total, the cash rounding and the tips',
    of: 'sales',
    broken: `
      SELECT id AS sale_id, total + cash_rounding + tip_total AS expected, payable AS found
      FROM sales WHERE total + cash_rounding + tip_total <> payable`,
  },
  {
    name: 'The payments of a sale come to what is payable, with its tips and its change',
    of: 'sales',
    broken: `
      SELECT * FROM (
        SELECT s.id AS sale_id,
          jsonb_build_object('withoutTips', s.total + s.cash_rounding, 'tips', s.tip_total, 'change', s.change)
            AS expected,
          jsonb_build_object('withoutTips', coalesce(p.amount, 0) - coalesce(p.tip, 0),
            'tips', coalesce(p.tip, 0), 'change', coalesce(p.change, 0)) AS found
        FROM sales s LEFT JOIN (
          SELECT sale_id, sum(amount) AS amount, sum(tip) AS tip, sum(change) AS change
          FROM payments WHERE status = 'captured' GROUP BY sale_id
        ) p ON p.sale_id = s.id
      ) sale WHERE expected <> found`,
  },
  {
    name: 'A payment keeps what was tendered less its change, and holds no more tip than itself',
    of: 'payments',
    broken: `
      SELECT sale_id, id AS payment_id, tendered - change AS expected,
        jsonb_build_object('amount', amount, 'tip', tip) AS found
      FROM payments WHERE tendered <> amount + change OR tip NOT BETWEEN 0 AND amount`,
  },
  {
    name: 'Change is given out of cash only',
    of: 'payments',
    broken: `
      SELECT sale_id, id AS payment_id, 0 AS expected, change AS found, method
      FROM payments WHERE change < 0 OR (change > 0 AND method <> 'cash')`,
  },
  {
    name: "Cash rounding stays within the store's step, and is zero without cash",
    of: 'sales',
    broken: `
      SELECT sale_id, format('between -%s and %s', most, most) AS expected, found FROM (
        SELECT s.id AS sale_id, s.cash_rounding AS found,
          CASE
            WHEN NOT EXISTS (SELECT FROM payments p
              WHERE p.sale_id = s.id AND p.method = 'cash' AND p.status = 'captured') THEN 0
            WHEN setting.mode IN ('half_up', 'half_even', 'half_down') THEN setting.step / 2
            ELSE coalesce(setting.step - 1, 0)
          END AS most
        FROM sales s
        CROSS JOIN LATERAL jsonb_to_record(
          coalesce(nullif(s.pricing_input #> '{settings,cashRounding}', 'null'), '{}')
        ) AS setting (step bigint, mode text)
        WHERE s.cash_rounding <> 0
      ) sale WHERE abs(found) > most`,
  },
  {
    name: 'Each captured payment is in the money ledger once, as it is, and nothing else is',
    of: 'payments',
    broken: `
      SELECT * FROM (
        SELECT coalesce(p.sale_id, t.document_id) AS sale_id, payment_id, t.id AS transaction_id,
          p.entry AS expected, t.entry AS found
        FROM (
          SELECT p.id AS payment_id, 1 AS nth, p.sale_id, ${ledgerEntry({
            document: 'p.sale_id',
            store: 's.store_id',
            register: 's.register_id',
            shift: 's.shift_id',
            method: 'p.method',
            currency: 's.currency',
            amount: 'p.amount',
            tip: 'p.tip',
            businessDate: 's.business_date',
            actor: 's.cashier_id',
            occurredAt: 's.completed_at',
            recordedAt: 's.recorded_at',
          })} AS entry
          FROM payments p JOIN sales s ON s.id = p.sale_id WHERE p.status = 'captured'
        ) p
        FULL JOIN (
          ${entriesOf('sale', 'payment_id')}
        ) t USING (payment_id, nth)
      ) both_sides WHERE expected IS DISTINCT FROM found`,
  },
];
