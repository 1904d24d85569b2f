/** Damage to shifts by the hand of an administrator, and what must be named: an SQL expression. */
export interface ShiftDamage {
  readonly damage: readonly string[];
  readonly names: string;
}

const CLOSED = `(SELECT id FROM shifts WHERE status = 'closed' ORDER BY id LIMIT 1)`;
const REGISTER = `(SELECT register_id FROM shifts WHERE id = ${CLOSED})`;
const OPEN = `(SELECT id FROM shifts WHERE status = 'open' ORDER BY id LIMIT 1)`;
const SALE = `(SELECT id FROM sales WHERE shift_id = ${CLOSED} ORDER BY number LIMIT 1)`;
const CASH = `(SELECT p.id FROM payments p JOIN sales s ON s.id = p.sale_id WHERE s.shift_id = ${CLOSED} AND p.method = 'cash' ORDER BY s.number LIMIT 1)`;
const RETURN = `(SELECT id FROM returns WHERE shift_id = ${CLOSED} ORDER BY number LIMIT 1)`;
const REFUND = `(SELECT id FROM refunds WHERE return_id = ${RETURN} AND method = 'cash' ORDER BY position LIMIT 1)`;
const PAID_IN = `(SELECT id FROM cash_movements WHERE shift_id = ${CLOSED} AND kind = 'paid_in')`;
const NO_SALE = `(SELECT id FROM cash_movements WHERE shift_id = ${CLOSED} AND kind = 'no_sale')`;
const NOBODY = `'01936f5e-7c3a-7b1e-9d0a-4f2b8c6d1e00'`;

const ofShift = (change: string): ShiftDamage => ({
  damage: [`UPDATE shifts SET ${change} WHERE id = ${CLOSED}`],
  names: CLOSED,
});
const frozen = (path: string, value: string): ShiftDamage =>
  ofShift(`totals = jsonb_set(totals, '{${path}}', '${value}')`);
const ofMovement = (change: string): ShiftDamage => ({
  damage: [`UPDATE cash_movements SET ${change} WHERE id = ${PAID_IN}`],
  names: PAID_IN,
});
const doubled = (table: string, where: string, names: string): ShiftDamage => ({
  damage: [
    `INSERT INTO ${table} SELECT (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid()))).*
     FROM ${table} t WHERE ${where}`,
  ],
  names,
});

/**
 * For each check of shifts at least one damage that it must find. It takes a closed shift with a sale for cash, one of
 * which cash was given back, cash paid in, and the drawer opened without a sale; and an open shift.
 */
export const shiftDamage: Readonly<Record<string, readonly ShiftDamage[]>> = {
  'What a closed shift has frozen is the sum of its sales': [
    ...[
      'saleCount',
      'lastSaleNumber',
      'gross',
      'discounts',
      'net',
      'tax',
      'total',
      'cashRounding',
      'tips',
    ].map((figure) => frozen(figure, '77')),
    { damage: [`UPDATE sales SET shift_id = NULL WHERE id = ${SALE}`], names: CLOSED },
  ],
  'The taxes of a closed shift are those of its sales, rate by rate': [
    frozen('taxes,0,amount', '1'),
    frozen('taxes,0,base', '1'),
    frozen('taxes', '[]'),
  ],
  'The payments of a closed shift are those of its sales, method by method': [
    frozen('tenders,0,count', '9'),
    frozen('tenders,0,tips', '9'),
    frozen('tenders', '[]'),
  ],
  'The returns of a closed shift are those that name it, with their taxes rate by rate and their refunds method by method':
    [
      ...['count', 'net', 'tax', 'giftCards', 'total', 'cashRounding', 'tips'].map((figure) =>
        frozen(`returns,${figure}`, '7'),
      ),
      frozen('returns,taxes', '[]'),
      frozen('returns,taxes,0,amount', '7'),
      frozen('returns,refunds', '[]'),
      { damage: [`UPDATE returns SET shift_id = NULL WHERE id = ${RETURN}`], names: CLOSED },
      { damage: [`UPDATE refunds SET amount = amount + 1 WHERE id = ${REFUND}`], names: CLOSED },
      { damage: [`UPDATE refunds SET method = 'card' WHERE id = ${REFUND}`], names: CLOSED },
    ],
  'The late sales of a closed shift are those that its register has numbered since the shift before it': [
    ...['count', 'total', 'cashRounding', 'tips'].map((figure) => frozen(`late,${figure}`, '7')),
    frozen('late,taxes', '[{"name": "VAT", "percentage": 19, "base": 1, "amount": 1}]'),
    frozen('late,tenders', '[{"method": "cash", "count": 1, "amount": 1, "tips": 0}]'),
    { damage: [`UPDATE sales SET late = true, shift_id = NULL WHERE id = ${SALE}`], names: CLOSED },
  ],
  'Each late sale is in the figures of the first shift that was closed after it had come in, and of no other':
    [
      {
        damage: [
          `UPDATE sales SET late = true, shift_id = NULL WHERE id = ${SALE}`,
          `UPDATE shifts SET late_sale_number_before = last_sale_number WHERE id = ${CLOSED}`,
        ],
        names: SALE,
      },
    ],
  'The turnover of a closed shift is what was sold, less what came back, with what came in late': [
    ...['turnover', 'total', 'returns,total', 'late,total'].map((figure) => frozen(figure, '7')),
  ],
  'The drawer of a closed shift should hold its float, the cash of its sales less its refunds and what was put in, less what was taken out':
    [
      ...['openingFloat', 'takings', 'refunds', 'paidIn', 'paidOut', 'drops', 'expected'].map((figure) =>
        frozen(`drawer,${figure}`, '7'),
      ),
      frozen('noSaleCount', '7'),
      {
        damage: [`UPDATE payments SET amount = amount - 1, tendered = tendered - 1 WHERE id = ${CASH}`],
        names: CLOSED,
      },
      { damage: [`DELETE FROM cash_movements WHERE id = ${NO_SALE}`], names: CLOSED },
      { damage: [`UPDATE refunds SET amount = amount - 1 WHERE id = ${REFUND}`], names: CLOSED },
    ],
  'A closed shift expects its cash and its cards as they come to, and its variance is what was counted less that':
    [
      ofShift(`tenders = jsonb_set(tenders, '{0,expected}', '7')`),
      ofShift(`tenders = jsonb_set(tenders, '{0,variance}', '7')`),
      ofShift(`tenders = jsonb_set(tenders, '{0,denominations}', '[{"value": 5, "count": 1}]')`),
      ofShift(`tenders = '[]'`),
    ],
  'The Z numbers of a register run from 1 to its last one without a gap': [
    ofShift('z_number = 9'),
    { damage: [`UPDATE registers SET last_z_number = 9 WHERE id = ${REGISTER}`], names: REGISTER },
  ],
  'The grand total of a register goes on from one closed shift to the next': [
    ofShift('grand_total = grand_total + 1'),
    ofShift('grand_total_before = grand_total_before - 1'),
    { damage: [`UPDATE registers SET grand_total = 7 WHERE id = ${REGISTER}`], names: REGISTER },
  ],
  'The open shift of a register is the one that it names': [
    { damage: [`UPDATE registers SET open_shift_id = NULL WHERE open_shift_id = ${OPEN}`], names: OPEN },
    { damage: [`UPDATE registers SET open_shift_id = ${CLOSED} WHERE id = ${REGISTER}`], names: CLOSED },
  ],
  'A sale in a shift is of its register, has one of its numbers, and did not come in late': [
    { damage: [`UPDATE sales SET shift_id = ${OPEN} WHERE id = ${SALE}`], names: SALE },
    { damage: [`UPDATE sales SET shift_id = ${NOBODY} WHERE id = ${SALE}`], names: SALE },
    { damage: [`UPDATE shifts SET last_sale_number = 0 WHERE id = ${CLOSED}`], names: SALE },
    { damage: [`UPDATE sales SET late = true WHERE id = ${SALE}`], names: SALE },
  ],
  'Each sale that a register numbered in a shift is in it, but for what came in late': [
    { damage: [`UPDATE sales SET shift_id = NULL WHERE id = ${SALE}`], names: CLOSED },
    {
      damage: [`UPDATE shifts SET sale_number_before = sale_number_before - 1 WHERE id = ${OPEN}`],
      names: OPEN,
    },
  ],
  'Since its first shift a register takes cash in a shift only': [
    { damage: [`UPDATE sales SET shift_id = NULL WHERE id = ${SALE}`], names: CASH },
  ],
  'A return in a shift is of its register, and was taken within an hour of it': [
    `shift_id = ${OPEN}`,
    `shift_id = ${NOBODY}`,
    "completed_at = completed_at - interval '2 hours'",
    "completed_at = completed_at + interval '2 hours'",
  ].map((change) => ({ damage: [`UPDATE returns SET ${change} WHERE id = ${RETURN}`], names: RETURN })),
  'Cash is given back in a shift only': [
    { damage: [`UPDATE returns SET shift_id = NULL WHERE id = ${RETURN}`], names: REFUND },
  ],
  'Each movement of cash beside sales is in the money ledger once, as it is, and nothing else is': [
    { damage: [`DELETE FROM transactions WHERE document_id = ${PAID_IN}`], names: PAID_IN },
    { damage: [`UPDATE transactions SET amount = -amount WHERE document_id = ${PAID_IN}`], names: PAID_IN },
    { damage: [`UPDATE transactions SET kind = 'drop' WHERE document_id = ${PAID_IN}`], names: PAID_IN },
    { damage: [`UPDATE transactions SET shift_id = NULL WHERE document_id = ${PAID_IN}`], names: PAID_IN },
    doubled('transactions', `document_id = ${PAID_IN}`, PAID_IN),
    ofMovement('amount = amount + 1'),
    {
      damage: [`UPDATE transactions SET document_id = ${NOBODY} WHERE document_id = ${PAID_IN}`],
      names: NOBODY,
    },
  ],
  'The money ledger of a closed shift comes to its Z report: its payments and its refunds by method, and its drawer':
    [
      ...['amount = amount + 1', 'tip = tip + 1', "method = 'card'", `shift_id = ${OPEN}`].map((change) => ({
        damage: [`UPDATE transactions SET ${change} WHERE payment_id = ${CASH}`],
        names: CLOSED,
      })),
      { damage: [`UPDATE transactions SET amount = 7 WHERE document_id = ${PAID_IN}`], names: CLOSED },
      frozen('tenders,0,amount', '9'),
      { damage: [`UPDATE transactions SET amount = -1 WHERE refund_id = ${REFUND}`], names: CLOSED },
      { damage: [`UPDATE transactions SET shift_id = NULL WHERE refund_id = ${REFUND}`], names: CLOSED },
      frozen('returns,refunds', '[]'),
      frozen('drawer,expected', '9'),
    ],
  'An entry of the money ledger that names a shift is of its register, and was recorded within an hour of it':
    [
      `shift_id = ${NOBODY}`,
      `register_id = ${NOBODY}`,
      "recorded_at = recorded_at - interval '2 hours'",
      "recorded_at = recorded_at + interval '2 hours'",
    ].map((change) => ({
      damage: [`UPDATE transactions SET ${change} WHERE payment_id = ${CASH}`],
      names: `(SELECT id FROM transactions WHERE payment_id = ${CASH})`,
    })),
  'A movement of cash is in the store and at the register of its shift': [
    ofMovement(`store_id = ${NOBODY}`),
    ofMovement(`register_id = ${NOBODY}`),
  ],
  'Each shift has an audit row of its opening and one of its closing, which tell of it as it is': [
    { damage: [`DELETE FROM audit_log WHERE document_id = ${CLOSED} AND before IS NULL`], names: CLOSED },
    { damage: [`DELETE FROM audit_log WHERE document_id = ${CLOSED} AND before IS NOT NULL`], names: CLOSED },
    { damage: [`UPDATE audit_log SET actor_id = NULL WHERE document_id = ${CLOSED}`], names: CLOSED },
    ofShift('z_number = 9'),
    doubled('audit_log', `document_id = ${OPEN}`, OPEN),
  ],
  'Each movement of cash beside sales, and each opening without one, has one audit row, which tells of it as it is':
    [
      { damage: [`DELETE FROM audit_log WHERE document_id = ${NO_SALE}`], names: NO_SALE },
      { damage: [`UPDATE audit_log SET store_id = NULL WHERE document_id = ${PAID_IN}`], names: PAID_IN },
      ofMovement(`reason = 'another'`),
      doubled('audit_log', `document_id = ${PAID_IN}`, PAID_IN),
    ],
  'Each shift has an outbox event of its opening and one of its closing, which tell of it as it is': [
    { damage: [`DELETE FROM outbox WHERE payload->>'shiftId' = ${OPEN}::text`], names: OPEN },
    {
      damage: [
        `UPDATE outbox SET payload = jsonb_set(payload, '{total}', '1')
         WHERE type = 'shift.closed' AND payload->>'shiftId' = ${CLOSED}::text`,
      ],
      names: CLOSED,
    },
    doubled('outbox', `payload->>'shiftId' = ${OPEN}::text`, OPEN),
  ],
};
