import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aroundSalesChecks, verifyBooks } from '../src/books/verify-books.ts';
import { type Corruption, type Corruptions, NOTHING, namingNothing, newRow, testDamage } from './damage.ts';
import { brokenBooks, card, cash, type Place, type Selling, sellingAt } from './selling.ts';
import { type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
/** Rounds cash to five cents. */
let abroad: Place;
/** The rows that the damage below is about. */
const ids: Record<string, string> = {};

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  abroad = await selling.newStore({ pricesIncludeTax: false, cashRounding: { step: 5, mode: 'half_up' } });
  ids.mug = await selling.newProduct({ price: 999, cost: 300 });
  ids.tea = await selling.newProduct({ price: 1501, cost: 400, soldBy: 'measure' });
  for (const { store } of [selling.here, abroad]) {
    await selling.stockUp({ [ids.mug]: 100, [ids.tea]: 100 }, { storeId: store.id });
  }
  await startProgram();
  ids.ada = (await selling.create('/customers', { name: 'Ada Lovelace' })).id;
  await returnInParts();
  await voidOne();
  await exchange();
  await returnGiftCard();
  await returnWithoutReceipt();
  await openSales();
  await handOver();
});
afterAll(() => server[Symbol.asyncDispose]());

const at = ({ store, register }: Place) => ({ storeId: store.id, registerId: register.id });

async function startProgram(): Promise<void> {
  const program = await selling.create('/loyalty-programs', {
    ...{ name: 'Club', earning: { points: 1, perAmount: 100 }, redemption: { points: 100, amount: 500 } },
    ...{ tiers: [], rewards: [] },
  });
  await selling.create(`/loyalty-programs/${program.id}/activate`, { version: program.version });
  const { version } = await selling.get('/settings');
  const body = { version, loyaltyEnabled: true };
  ok(await server.request('PATCH', '/v1/settings', { token: shop.owner, body }));
}

/** A sale of every tender, of which two lines come back, in parts: into stock, damaged, and not at all. */
async function returnInParts(): Promise<void> {
  const issued = await selling.create('/gift-cards', {
    ...at(abroad),
    registerId: undefined,
    amount: 700,
    reason: 'A present',
  });
  ids.card = issued.id;
  await selling.create(`/customers/${ids.ada}/store-credit/adjustments`, {
    ...{ storeId: abroad.store.id, amount: 600, reason: 'A broken cup' },
  });
  await selling.sell({
    ...{ ...at(abroad), customerId: ids.ada, lines: [{ productId: ids.mug, quantity: 10 }] },
    payments: [card(11_888)],
  });
  const sale = await selling.sell({
    ...{ ...at(abroad), customerId: ids.ada },
    lines: [
      { productId: ids.mug, quantity: 3, discounts: [{ type: 'amount', amount: 100 }] },
      { productId: ids.tea, quantity: 1.234 },
    ],
    payments: [
      ...[card(1500, { tip: 100 }), { method: 'gift_card', code: issued.code, amount: 500 }],
      ...[{ method: 'store_credit', amount: 400 }, { method: 'loyalty', points: 40 }, cash(10_000)],
    ],
  });
  ids.sale = sale.id;
  [ids.line, ids.weighed] = sale.lines.map((line: Json) => line.id);
  const bring = async (lines: readonly Json[]) =>
    (
      await selling.create('/returns', {
        ...at(abroad),
        saleId: sale.id,
        reason: 'Too small',
        lines,
        cardReference: 'R-1',
      })
    ).id;
  ids.first = await bring([
    { saleLineId: ids.line, quantity: 1 },
    { saleLineId: ids.weighed, quantity: 0.5, disposition: 'damaged' },
  ]);
  ids.rest = await bring([
    { saleLineId: ids.line, quantity: 2, disposition: 'none' },
    { saleLineId: ids.weighed, quantity: 0.734 },
  ]);
}

async function voidOne(): Promise<void> {
  const lines = [{ productId: ids.mug, quantity: 1 }];
  const sale = await selling.sell({ lines, payments: [cash(2000, { tip: 50 })] });
  ids.voided = (await selling.create(`/sales/${sale.id}/void`, { reason: 'Rung up twice' })).id;
}

/** For something dearer, and that for something cheaper. */
async function exchange(): Promise<void> {
  const mug = [{ productId: ids.mug, quantity: 1 }];
  const sold = await selling.sell({ lines: mug, payments: [card(999)] });
  const first = await selling.create('/exchanges', {
    ...at(selling.here),
    return: {
      saleId: sold.id,
      reason: 'Wrong colour',
      lines: [{ saleLineId: sold.lines[0].id, quantity: 1 }],
    },
    sale: { lines: [{ productId: ids.tea, quantity: 1 }], payments: [cash(1000)] },
  });
  ids.exchange = first.id;
  ids.exchanged = first.sale.id;
  await selling.create('/exchanges', {
    ...at(selling.here),
    return: {
      ...{ saleId: first.sale.id, reason: 'Wrong taste' },
      lines: [{ saleLineId: first.sale.lines[0].id, quantity: 1 }],
    },
    sale: { lines: mug },
    cardReference: 'R-2',
  });
}

async function returnGiftCard(): Promise<void> {
  const { id } = await selling.create('/gift-cards', { storeId: selling.here.store.id });
  ids.sold = id;
  const giftCards = [{ giftCardId: id, amount: 2500 }];
  const sale = await selling.sell({ lines: [], giftCards, payments: [cash(2500)] });
  const lines = [{ saleLineId: sale.lines[0].id, quantity: 1 }];
  await selling.create('/returns', { ...at(selling.here), saleId: sale.id, reason: 'Not wanted', lines });
}

async function returnWithoutReceipt(): Promise<void> {
  const lines = [{ productId: ids.mug, quantity: 2 }];
  const body = { ...at(selling.here), customerId: ids.ada, reason: 'A present', lines };
  ids.unreceipted = (await selling.create('/returns/without-receipt', body)).id;
}

/** One open, one parked, one cancelled, and one completed. */
async function openSales(): Promise<void> {
  const open = () =>
    selling.create('/sales', { ...at(selling.here), lines: [{ productId: ids.mug, quantity: 2 }] });
  const step = async (sale: Json, path: string, body: object): Promise<Json> =>
    selling.create(`/sales/${sale.id}/${path}`, { version: sale.version, ...body });
  const pay = (sale: Json, payment: object) => step(sale, 'payments', { payment });
  const opened = await pay(await open(), { method: 'card', amount: 500, reference: 'T-2' });
  ids.open = opened.id;
  ids.charged = opened.payments[0].id;
  ids.parked = (await step(await open(), 'park', { name: 'Mrs Smith' })).id;
  const cancelled = await step(await pay(await open(), cash(700)), 'cancel', { reason: 'Has left' });
  ids.cancelled = cancelled.id;
  ids.completed = (await step(await pay(await open(), cash(2000)), 'complete', {})).id;
}

/** A sale that was not paid in full, one with more tip, and one that is late. */
async function handOver(): Promise<void> {
  const till = await selling.newTill();
  const sale = (number: number, fields: object) => ({
    ...{ id: newId(), registerId: till.id, tillReference: `T1-${number}`, note: '' },
    ...{ occurredAt: server.clock.now().toISOString() },
    ...{ lines: [{ productId: ids.mug, quantity: 1 }], shown: { total: 999, lineTotals: [999] } },
    ...{ payments: [cash(1000)] },
    ...fields,
  });
  const send = async (...sales: Json[]) => {
    const { items } = await selling.create('/sales/ingest', { storeId: selling.here.store.id, sales });
    return items;
  };
  const [short] = await send(
    sale(1, { payments: [card(500)] }),
    sale(2, { shown: { total: 900, lineTotals: [900] }, payments: [cash(900)] }),
  );
  ids.short = short.id;
  ids.flag = short.flags[0].id;
  await selling.create(`/sale-flags/${ids.flag}/resolve`, { resolution: 'Written off' });
  const { items } = await selling.get(`/shifts?registerId=${till.id}`);
  await selling.create(`/shifts/${items[0].id}/close`, {
    ...{ version: items[0].version, cash: { amount: 10_900 }, card: 500, varianceReason: 'None' },
  });
  const [late] = await send(sale(3, {}));
  ids.late = late.id;
}

test('books that nobody has touched keep every rule, and each rule has looked at something', async () => {
  expect(await brokenBooks(server)).toEqual([]);
  const names = new Set(aroundSalesChecks.map(({ name }) => name));
  const seen = (await verifyBooks(server.database)).filter(({ name }) => names.has(name));
  expect(seen.filter(({ checked }) => checked === 0)).toEqual([]);
});

/** What has paid the sale that was open before. */
const PAID = '(SELECT id FROM payments WHERE sale_id = $completed)';

const one = (names: string, ...damage: string[]): Corruption => ({ names, damage });
const changed = (table: string, names: string, ...changes: string[]): Corruption[] =>
  changes.map((change) => one(names, `UPDATE ${table} SET ${change} WHERE id = ${names}`));
const LINE = '(SELECT id FROM return_lines WHERE return_id = $first AND position = 0)';
const refundBy = (method: string, of = '$first') =>
  `(SELECT id FROM refunds WHERE return_id = ${of} AND method = '${method}')`;
const CARD = refundBy('card');
const PAYMENT = `(SELECT payment_id FROM refunds WHERE id = ${CARD})`;
const ENTRY = `(SELECT id FROM transactions WHERE refund_id = ${CARD})`;

const corruptions: Corruptions = {
  ...namingNothing({
    open_sales: ['cashier_id'],
    returns: ['store_id', 'register_id', 'cashier_id', 'customer_id'],
    return_lines: ['store_id', 'product_id'],
    refunds: ['store_id'],
    sale_flags: ['store_id', 'resolved_by'],
  }),
  'A line of a return comes to its net and its tax, which is that of its rates': [
    ...changed('return_lines', LINE, `taxes = jsonb_set(taxes, '{0,amount}', '1')`, `taxes = '[]'`),
    one(
      LINE,
      'ALTER TABLE return_lines DROP CONSTRAINT return_lines_total',
      `UPDATE return_lines SET total = total + 1 WHERE id = ${LINE}`,
    ),
  ],
  'No figure of a line of a return is below zero': changed(
    'return_lines',
    LINE,
    'gross = -1',
    'tax = -1, net = total + 1',
  ),
  'A return has lines, and their positions count from 0': [
    one('$first', 'DELETE FROM return_lines WHERE return_id = $first'),
    one('$first', `DELETE FROM return_lines WHERE id = ${LINE}`),
    one('$first', `UPDATE return_lines SET position = 9 WHERE id = ${LINE}`),
  ],
  'The figures of a return are the sums of its lines': [
    ...changed(
      ...(['returns', '$first'] as const),
      ...['gross_total = 1', 'discount_total = discount_total + 1'],
      ...[
        'net_total = net_total + 1, tax_total = tax_total - 1',
        'gift_card_total = 1, net_total = net_total - 1',
      ],
    ),
    one('$first', `DELETE FROM return_lines WHERE id = ${LINE}`),
  ],
  'The taxes of a return are those of its lines, rate by rate': [
    ...changed('returns', '$first', `taxes = '[]'`, `taxes = jsonb_set(taxes, '{0,base}', '1')`),
    one('$first', `UPDATE return_lines SET taxes = '[]' WHERE id = ${LINE}`),
  ],
  'A return is in the store of its sale, in its currency and for its customer, if it has one, and after it': [
    ...changed(
      ...(['returns', '$first'] as const),
      ...['store_id = gen_random_uuid()', `currency = 'USD'`, 'currency_digits = 3', 'customer_id = NULL'],
      ...[`completed_at = completed_at - interval '1 day'`, 'prices_include_tax = true'],
    ),
  ],
  'A return, its lines and its refunds are in the store of its register': [
    ...changed('returns', '$first', 'store_id = gen_random_uuid()'),
    ...changed('return_lines', LINE, 'store_id = gen_random_uuid()'),
    ...changed('refunds', CARD, 'store_id = gen_random_uuid()'),
  ],
  'The return numbers of a register run from 1 to its last one without a gap': [
    one('$rest', 'UPDATE returns SET number = 9 WHERE id = $rest'),
    one(
      '$rest',
      'DELETE FROM return_lines WHERE return_id = $first',
      'DELETE FROM refunds WHERE return_id = $first',
      'DELETE FROM returns WHERE id = $first',
    ),
    one(
      '(SELECT register_id FROM returns WHERE id = $first)',
      'UPDATE registers SET last_return_number = 9 WHERE last_return_number > 0',
    ),
  ],
  'A line of a return is one of its sale, as it was sold there; without a receipt it is a product': [
    ...changed(
      ...(['return_lines', LINE] as const),
      ...['sale_line_id = NULL', 'product_id = $tea', 'unit_price = 1', 'gift_card_id = $card'],
      `sale_line_id = (SELECT id FROM sale_lines WHERE sale_id = $voided OR sale_id = $completed LIMIT 1)`,
    ),
    one('$unreceipted', `UPDATE return_lines SET kind = 'service_charge' WHERE return_id = $unreceipted`),
    one('$unreceipted', 'UPDATE return_lines SET sale_line_id = $line WHERE return_id = $unreceipted'),
  ],
  'No more of a line came back than was sold': [
    one('$line', `UPDATE return_lines SET quantity = quantity + 1 WHERE id = ${LINE}`),
    one('$line', 'UPDATE sale_lines SET quantity = 2 WHERE id = $line'),
  ],
  'After a part of a line has come back, that part of its figures was given back in all, rounded once': [
    ...[
      'gross = gross + 1',
      'discount = discount - 1',
      'net = net + 1, total = total + 1',
      'quantity = 0.5',
    ].map((change) => one('$line', `UPDATE return_lines SET ${change} WHERE id = ${LINE}`)),
  ],
  'With a part of a line that part of its cost has come back, rounded once; of a bundle all with all of it': [
    one('$line', `UPDATE return_lines SET cost = cost + 1 WHERE id = ${LINE}`),
    one('$line', `UPDATE return_lines SET cost = NULL WHERE id = ${LINE}`),
  ],
  'After a part of a line has come back, that part of each of its taxes was given back in all, rounded once':
    [
      one('$line', `UPDATE return_lines SET taxes = jsonb_set(taxes, '{0,amount}', '1') WHERE id = ${LINE}`),
      one('$line', `UPDATE return_lines SET taxes = '[]' WHERE id = ${LINE}`),
      one(
        '$line',
        `UPDATE return_lines SET taxes = jsonb_set(taxes, '{0,taxRateId}', '"${NOTHING}"') WHERE id = ${LINE}`,
      ),
    ],
  'A void takes back all of its sale, with its tips, in the shift of the sale or on its business day; others give no tips back':
    [
      ...changed(
        ...(['returns', '$voided'] as const),
        ...['tip_total = 0, refund_total = refund_total - tip_total', 'shift_id = gen_random_uuid()'],
        ...[
          'register_id = gen_random_uuid()',
          'total = 1, net_total = 1, tax_total = 0, refund_total = 1 + tip_total',
        ],
      ),
      ...changed('returns', '$first', 'tip_total = 1, refund_total = refund_total + 1', `kind = 'void'`),
    ],
  'What a return put into stock, and to the damaged goods, is what its lines say': [
    one('$first', `UPDATE return_lines SET disposition = 'none' WHERE id = ${LINE}`),
    one('$first', `UPDATE return_lines SET disposition = 'damaged' WHERE id = ${LINE}`),
    one('$first', `UPDATE return_lines SET quantity = 2 WHERE id = ${LINE}`),
    one('$first', 'DELETE FROM stock_movements WHERE document_id = $first'),
    one('$first', 'UPDATE damaged_movements SET quantity = 1 WHERE document_id = $first'),
    one(
      '$unreceipted',
      `UPDATE stock_movements SET store_id = gen_random_uuid() WHERE document_id = $unreceipted`,
    ),
  ],
  'What a return put into stock, and to the damaged goods, is worth there what it has cost': [
    one('$first', `UPDATE return_lines SET cost = cost + 1 WHERE id = ${LINE}`),
    one('$first', 'UPDATE stock_movements SET value = value + 1 WHERE document_id = $first'),
    one('$first', 'UPDATE damaged_movements SET value = value + 1 WHERE document_id = $first'),
  ],
  'What is given back for a return is its total, the cash rounding and the tips': [
    one(
      '$first',
      'ALTER TABLE returns DROP CONSTRAINT returns_refund_total',
      'UPDATE returns SET refund_total = refund_total + 1 WHERE id = $first',
    ),
  ],
  'The refunds of a return count its total, and give back that and the tips; those in cash are rounded': [
    ...['amount = amount + 1', 'counted = counted - 1'].map((change) =>
      one('$first', `UPDATE refunds SET ${change} WHERE id = ${CARD}`),
    ),
    one('$voided', 'UPDATE refunds SET tip = 0 WHERE return_id = $voided'),
    one('$first', 'DELETE FROM refunds WHERE return_id = $first'),
    one(
      '$rest',
      'UPDATE returns SET cash_rounding = cash_rounding + 1, refund_total = refund_total + 1 WHERE id = $rest',
    ),
  ],
  'A refund gives nothing less than 0 back, and counts nothing less': [
    ...changed('refunds', CARD, 'counted = -1'),
    one(
      CARD,
      'ALTER TABLE refunds DROP CONSTRAINT refunds_amount',
      `UPDATE refunds SET amount = -1 WHERE id = ${CARD}`,
    ),
  ],
  "Cash refunds of a sale are rounded together, within the store's step": [
    one(
      '$sale',
      'UPDATE returns SET cash_rounding = cash_rounding + 1, refund_total = refund_total + 1 WHERE id = $rest',
    ),
    one(
      '$sale',
      'UPDATE returns SET cash_rounding = cash_rounding + 5, refund_total = refund_total + 5 WHERE id = $rest',
    ),
    one(
      '$unreceipted',
      'UPDATE returns SET cash_rounding = 1, refund_total = refund_total + 1 WHERE id = $unreceipted',
    ),
  ],
  'A refund counts against a captured payment of its sale; without a receipt it is store credit': [
    ...changed('refunds', CARD, 'payment_id = NULL', 'payment_id = $charged'),
    one(CARD, `UPDATE payments SET status = 'voided' WHERE id = ${PAYMENT}`),
    one(
      '$unreceipted',
      `UPDATE refunds SET method = 'cash', account_id = NULL WHERE return_id = $unreceipted`,
    ),
  ],
  'No more was given back of a payment, or of its tip, than was paid; of the cash of a sale no more than that came to':
    [
      one(PAYMENT, `UPDATE refunds SET counted = counted + 1000 WHERE id = ${CARD}`),
      one(PAYMENT, `UPDATE refunds SET tip = 101, amount = 101 WHERE id = ${CARD}`),
      one('$sale', `UPDATE refunds SET counted = counted + 1 WHERE id = ${refundBy('cash', '$rest')}`),
    ],
  'A gift card gets back what it has paid, a provider gives back what it has charged, and nothing gives back what was not collected':
    [
      ...changed('refunds', CARD, `method = 'uncollected'`, `provider = 'other'`),
      one(
        '$first',
        `UPDATE refunds SET account_id = gen_random_uuid() WHERE return_id = $first AND method = 'gift_card'`,
      ),
    ],
  'A refund goes the way of its payment, or where an exchange was that, of what had paid the goods before': [
    ...changed(
      'refunds',
      CARD,
      `target_payment_id = (SELECT id FROM payments WHERE method = 'card' AND id <> target_payment_id LIMIT 1)`,
      `target_payment_id = (SELECT id FROM payments WHERE method = 'cash' LIMIT 1)`,
    ),
    one(
      `(SELECT id FROM refunds WHERE return_id = $first AND method = 'gift_card')`,
      `UPDATE refunds SET target_payment_id = NULL WHERE return_id = $first AND method = 'gift_card'`,
    ),
  ],
  'Each refund is in the money ledger once, as it is, as what goes out, and nothing else is': [
    one(CARD, `DELETE FROM transactions WHERE refund_id = ${CARD}`),
    ...[
      ...[
        'amount = -amount',
        'tip = 1',
        `method = 'cash'`,
        `currency = 'USD'`,
        `business_date = '2001-01-01'`,
      ],
      ...['actor_id = gen_random_uuid()', `occurred_at = occurred_at - interval '1 second'`],
      `recorded_at = recorded_at + interval '1 day'`,
      ...['store_id = gen_random_uuid()', 'register_id = gen_random_uuid()', 'shift_id = NULL'],
      'document_id = gen_random_uuid()',
    ].map((change) => one(CARD, `UPDATE transactions SET ${change} WHERE refund_id = ${CARD}`)),
    one(
      `'${NOTHING}'`,
      newRow('transactions', `'{"id": "${NOTHING}", "refund_id": "${NOTHING}"}'`, `id = ${ENTRY}`),
    ),
    one(
      CARD,
      'DROP INDEX transactions_refund',
      newRow('transactions', `'{"id": "${NOTHING}"}'`, `id = ${ENTRY}`),
    ),
  ],
  'What a return gave back to gift cards and store credit is what was put on them': [
    one('$first', `UPDATE refunds SET amount = amount + 1 WHERE return_id = $first AND method = 'gift_card'`),
    one('$rest', `UPDATE account_entries SET amount = 1 WHERE document_id = $rest AND kind = 'refund'`),
    one('$unreceipted', 'DELETE FROM account_entries WHERE document_id = $unreceipted'),
  ],
  'Gift cards that came back were emptied of what is given back for them': [
    one('$sold', 'UPDATE return_lines SET net = 1, total = 1 WHERE gift_card_id = $sold'),
    one('$sold', 'UPDATE account_entries SET amount = -1 WHERE account_id = $sold AND amount < 0'),
    one('$sold', 'DELETE FROM account_entries WHERE account_id = $sold AND amount < 0'),
  ],
  'The points of a return are those that it clawed back and restored': [
    one('$first', `UPDATE returns SET loyalty = jsonb_set(loyalty, '{clawedBack}', '77') WHERE id = $first`),
    one('$rest', `UPDATE returns SET loyalty = jsonb_set(loyalty, '{restored}', '77') WHERE id = $rest`),
    one('$first', 'UPDATE returns SET loyalty = NULL WHERE id = $first'),
    one('$first', `DELETE FROM account_entries WHERE document_id = $first AND kind = 'clawback'`),
  ],
  'Of the points of a sale no more were clawed back than it has earned, and no more restored than it has spent':
    [
      one(
        '$sale',
        `UPDATE returns SET loyalty = jsonb_set(loyalty, '{clawedBack}', '999') WHERE id = $first`,
      ),
      one('$sale', `UPDATE returns SET loyalty = jsonb_set(loyalty, '{restored}', '999') WHERE id = $rest`),
    ],
  'No more points were given back of a payment than it took': [
    one('$sale', `UPDATE refunds SET points = 999 WHERE return_id = $rest AND method = 'loyalty'`),
  ],
  'An exchange is one return and one sale, at the same register and moment, by the same person': [
    ...[
      ...['register_id = gen_random_uuid()', 'cashier_id = gen_random_uuid()', 'shift_id = NULL'],
      ...[`completed_at = completed_at + interval '1 second'`, 'exchange_id = NULL'],
    ].map((change) => one('$exchange', `UPDATE returns SET ${change} WHERE exchange_id = $exchange`)),
    one('$exchange', 'UPDATE sales SET exchange_id = NULL WHERE exchange_id = $exchange'),
  ],
  'What the goods of an exchange have given has paid its sale, and nothing else has been paid so': [
    one(
      '$exchange',
      `UPDATE payments SET amount = amount + 1, tendered = tendered + 1 WHERE sale_id = $exchanged AND method = 'exchange'`,
    ),
    one('$first', `UPDATE refunds SET method = 'exchange' WHERE id = ${CARD}`),
  ],
  'An open sale comes to its lines, as they were priced': [
    ...changed(
      ...(['open_sales', '$open'] as const),
      ...['total = total + 1', 'line_count = 7', `priced = jsonb_set(priced, '{lines}', '[]')`],
      `priced = jsonb_set(priced, '{netTotal}', '1')`,
    ),
  ],
  'The lines of an open sale are priced as they were put into it': [
    ...changed(
      ...(['open_sales', '$open'] as const),
      ...[`cart = jsonb_set(cart, '{lines}', '[]')`, `cart = jsonb_set(cart, '{lines,0,quantity}', '9')`],
      `priced = jsonb_set(priced, '{lines,0,productId}', '"${NOTHING}"')`,
    ),
  ],
  'An open sale is in the store of its register, in the currency of the store': [
    ...changed(
      ...(['open_sales', '$open'] as const),
      ...['store_id = (SELECT id FROM stores s WHERE s.id <> store_id LIMIT 1)', `currency = 'USD'`],
    ),
  ],
  'An open sale that was completed is the completed one of its id, and no other is': [
    ...changed(
      ...(['open_sales', '$completed'] as const),
      ...[`status = 'open'`, 'total = 1', `opened_at = opened_at - interval '1 second'`],
      `priced = jsonb_set(priced, '{lines}', '[]')`,
    ),
    ...changed('open_sales', '$open', `status = 'completed'`),
  ],
  'Each version of an open sale has one audit row, in its store': [
    one('$parked', 'UPDATE open_sales SET version = version + 1 WHERE id = $parked'),
    one('$parked', 'DELETE FROM audit_log WHERE document_id = $parked AND before IS NULL'),
    one('$parked', 'UPDATE audit_log SET store_id = NULL WHERE document_id = $parked'),
    one(
      '$completed',
      newRow('audit_log', `'{"id": "${NOTHING}"}'`, 'document_id = $completed AND before IS NOT NULL'),
    ),
  ],
  'An open sale that was not completed is as the audit row of its version tells': [
    ...changed(
      'open_sales',
      '$parked',
      `status = 'open'`,
      `register_id = (SELECT register_id FROM sales WHERE id = $short)`,
    ),
    ...changed('open_sales', '$cancelled', `status = 'open', cancel_reason = NULL`),
  ],
  'Each open sale has one outbox event of its opening, and one of its cancelling': [
    one('$open', `DELETE FROM outbox WHERE payload->>'saleId' = ($open)::text`),
    one('$cancelled', `UPDATE outbox SET type = 'sale.opened' WHERE payload->>'saleId' = ($cancelled)::text`),
    one('$open', `UPDATE outbox SET store_id = NULL WHERE payload->>'saleId' = ($open)::text`),
    one('$open', newRow('outbox', `'{"id": "${NOTHING}"}'`, `payload->>'saleId' = ($open)::text`)),
  ],
  'A payment is of a sale, in its store': [
    ...changed('payments', '$charged', 'store_id = gen_random_uuid()', 'sale_id = gen_random_uuid()'),
  ],
  'What pays a completed sale is captured, and nothing is taken for one that is parked or cancelled': [
    one('$completed', `UPDATE payments SET status = 'authorized' WHERE sale_id = $completed`),
    one('$cancelled', `UPDATE payments SET status = 'captured' WHERE sale_id = $cancelled`),
    one('$parked', 'UPDATE payments SET sale_id = $parked WHERE id = $charged'),
  ],
  'Only a provider is asked for anything, and only cards have one': [
    ...changed(
      'payments',
      '$charged',
      `status = 'authorized'`,
      `method = 'store_credit', account_id = $card`,
    ),
  ],
  'The payments of an open sale are as the audit log has told of them last, and those that pay it are taken then':
    [
      one('$charged', 'DELETE FROM payments WHERE id = $charged'),
      ...changed('payments', '$charged', `status = 'voided'`, 'tip = 1', 'amount = 499, tendered = 499'),
      one(
        PAID,
        `UPDATE payments SET method = 'other', name = 'Voucher', tendered = amount, change = 0 WHERE id = ${PAID}`,
      ),
    ],
  'A sale is late where an offline till handed it over and its till had no shift for it; the server itself rings up none late':
    [
      ...changed('sales', '$late', 'late = false', 'till_reference = NULL'),
      ...changed('sales', '$short', 'late = true', 'shift_id = NULL'),
      ...changed('sales', '$sale', 'late = true'),
    ],
  'Only a sale of an offline till is uncollected, and it is flagged so': [
    one('$short', `DELETE FROM sale_flags WHERE sale_id = $short AND kind = 'uncollected'`),
    one('$short', 'UPDATE sales SET till_reference = NULL WHERE id = $short'),
    one(
      '(SELECT sale_id FROM returns WHERE id = $voided)',
      `UPDATE payments SET method = 'uncollected', tendered = amount, change = 0
       WHERE sale_id = (SELECT sale_id FROM returns WHERE id = $voided)`,
    ),
  ],
  'A flag is of a sale of an offline till, in its store, and each kind is there once': [
    ...changed('sale_flags', '$flag', 'store_id = gen_random_uuid()', 'sale_id = $sale'),
    one('$flag', newRow('sale_flags', `'{"id": "${NOTHING}"}'`, 'id = $flag')),
  ],
  'A flag is as the audit log has told of it last, and one outbox event of its opening': [
    ...changed(
      'sale_flags',
      '$flag',
      `kind = 'no_shift'`,
      `detail = 'Nothing'`,
      `resolution = 'Paid'`,
      `created_at = created_at + interval '1 day'`,
      `status = 'open', resolution = NULL, resolved_by = NULL, resolved_at = NULL`,
    ),
    one('$flag', 'DELETE FROM sale_flags WHERE id = $flag'),
    one('$flag', `DELETE FROM outbox WHERE payload->>'saleFlagId' = ($flag)::text`),
  ],
  'Each return has one audit row, by whoever made it and in its store': [
    one('$first', 'DELETE FROM audit_log WHERE document_id = $first'),
    one('$first', 'UPDATE audit_log SET actor_id = NULL WHERE document_id = $first'),
    one('$first', 'UPDATE audit_log SET store_id = NULL WHERE document_id = $first'),
    one('$first', newRow('audit_log', `'{"id": "${NOTHING}"}'`, 'document_id = $first')),
  ],
  'Each return has one outbox event, which tells of it as it is': [
    one('$first', `DELETE FROM outbox WHERE payload->>'returnId' = ($first)::text`),
    one(
      '$first',
      `UPDATE outbox SET payload = jsonb_set(payload, '{total}', '1') WHERE payload->>'returnId' = ($first)::text`,
    ),
    one('$first', newRow('outbox', `'{"id": "${NOTHING}"}'`, `payload->>'returnId' = ($first)::text`)),
  ],
  'Each flag that was resolved has one audit row, by whoever made it and in its store': [
    one('$flag', 'DELETE FROM audit_log WHERE document_id = $flag'),
    ...changed('sale_flags', '$flag', 'resolved_by = gen_random_uuid()'),
  ],
};

describe('damage is found and the row is named', () => {
  testDamage(aroundSalesChecks, corruptions, () => ({ database: server.database, ids }));
});
