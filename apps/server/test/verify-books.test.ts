import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Tx, transact } from '@cashwrap/database';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { feedChecks } from '../src/books/feed-checks.repo.ts';
import { rollupChecks } from '../src/books/rollup-checks.repo.ts';
import { countRows, readOneSnapshot } from '../src/books/run-check.repo.ts';
import {
  aroundSalesChecks,
  checks,
  documentChecks,
  owedChecks,
  REPRICING,
  runChecks,
  verifyBooks,
} from '../src/books/verify-books.ts';
import { endOf, startProgram } from './command.ts';
import {
  afterDamage,
  type Corruptions,
  NOTHING,
  namingNothing,
  newRow,
  testDamage,
  undone,
} from './damage.ts';
import { brokenBooks, card, cash, type Selling, sellingAt } from './selling.ts';
import { shiftDamage } from './shift-damage.ts';
import { type Json, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
/** A sale with discounts and taxes of two rates, paid by cash with change and by card with a tip. */
let rich: Json;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  const { coffee, apples, voucher } = shop.products;
  await selling.stockUp({ [coffee.id]: 51, [apples.id]: 3.5 });
  await selling.create('/inventory/damaged', {
    ...{ storeId: selling.here.store.id, action: 'set_aside' },
    lines: [{ productId: coffee.id, quantity: 1 }],
  });
  const abroad = await selling.newStore({
    ...{ pricesIncludeTax: false, taxRounding: 'document', roundingMode: 'half_even' },
    cashRounding: { step: 5, mode: 'half_up' },
  });
  const half = { type: 'percentage', percentage: 12.5 };
  rich = await selling.sell({
    lines: [
      { productId: coffee.id, quantity: 3, discounts: [half, { type: 'amount', amount: 7 }] },
      { productId: apples.id, quantity: 1.234 },
      { productId: coffee.id, quantity: 1 },
      { productId: voucher.id, quantity: 1 },
    ],
    discounts: [{ ...half, name: 'Loyal' }],
    payments: [card(1000, { tip: 100 }), cash(2000, { tip: 50 })],
  });
  const inCash = await selling.sell({
    ...{ storeId: abroad.store.id, registerId: abroad.register.id },
    lines: [
      { productId: apples.id, quantity: 0.333 },
      { productId: voucher.id, quantity: 3 },
    ],
    payments: [cash(1000)],
  });
  // Below zero and up again, with a revaluation.
  await selling.sell({ lines: [{ productId: apples.id, quantity: 5 }], payments: [card(1495)] });
  await selling.stockUp({ [apples.id]: 10 }, { note: 'late' });
  await selling.sell({ lines: [{ productId: coffee.id, quantity: 2 }], payments: [cash(1398)] });
  const embassy = { name: 'Embassy', taxExempt: true, taxExemptReason: 'EX-4711' };
  const { id: customerId } = await selling.create('/customers', embassy);
  const lines = [{ productId: coffee.id, quantity: 2 }];
  await selling.sell({ customerId, lines, payments: [cash(1398)] });
  const { items } = await selling.get(`/shifts?registerId=${abroad.register.id}`);
  const shift = `/shifts/${items[0].id}`;
  await selling.create('/returns', {
    ...{ storeId: abroad.store.id, registerId: abroad.register.id, saleId: inCash.id, reason: 'Too small' },
    lines: [{ saleLineId: inCash.lines[0].id, quantity: 0.1 }],
  });
  const movement = { kind: 'paid_in', amount: 500, reason: 'Change' };
  await selling.create(`${shift}/cash-movements`, movement);
  await selling.create(`${shift}/cash-movements`, { kind: 'no_sale', reason: 'Customer needs change' });
  await selling.create(`${shift}/close`, {
    ...{ version: 1, cash: { amount: 0 }, card: 0, varianceReason: 'Nobody counted' },
  });
});
afterAll(() => server[Symbol.asyncDispose]());

test('books that nobody has touched keep every rule, and each rule has looked at something', async () => {
  const results = await verifyBooks(server.database);
  expect(results.filter(({ brokenCount }) => brokenCount > 0)).toEqual([]);
  expect(results.map(({ name }) => name)).toEqual([...checks.map(({ name }) => name), REPRICING]);
  const unseen = results.filter(({ checked }) => checked === 0).map(({ name }) => name);
  expect(unseen.filter((unseen) => tradeChecks.some(({ name }) => name === unseen))).toEqual([]);
});

test('an empty system has nothing that is broken', async () => {
  await using empty = await startTestServer();
  expect(await brokenBooks(empty)).toEqual([]);
});

test('the verifier reads one moment: a sale made meanwhile is not in it', async () => {
  await transact(server.database, async (tx) => {
    await readOneSnapshot(tx);
    await countRows(tx, 'sales');
    await selling.sell({
      lines: [{ productId: shop.products.coffee.id, quantity: 1 }],
      payments: [cash(699)],
    });
    const results = await runChecks(tx);
    expect(results.filter(({ brokenCount }) => brokenCount > 0)).toEqual([]);
    const [{ count }] = await selling.rows('SELECT count(*) FROM sales');
    expect(results.find(({ name }) => name === REPRICING)?.checked).toBe(count - 1);
  });
});

test('the verifier cannot write', async () => {
  const writing = transact(server.database, async (tx) => {
    await readOneSnapshot(tx);
    await tx.execute(sql`UPDATE sales SET note = 'x'`);
  });
  await expect(writing).rejects.toMatchObject({ cause: { code: '25006' } });
});

const LINE = `(SELECT id FROM sale_lines WHERE sale_id = $sale AND position = 0)`;
const EXEMPT = '(SELECT id FROM sales WHERE tax_exempt)';
const CASH = `(SELECT id FROM payments WHERE sale_id = $sale AND method = 'cash')`;
const COFFEE = `(SELECT product_id FROM sale_lines WHERE sale_id = $sale AND position = 0)`;

/** The checks of what is traded; the other tests of the books have the others. */
const tradeChecks = checks.filter(
  (check) =>
    ![...documentChecks, ...owedChecks, ...aroundSalesChecks, ...feedChecks, ...rollupChecks].includes(check),
);

/** Where they name no other row, the rich sale, `$sale`, must be named. */
const corruptions: Corruptions = {
  'A line comes to its gross less discounts, plus tax where prices exclude it, less exempted tax where they include it':
    [
      { damage: [`UPDATE sale_lines SET gross = gross + 1 WHERE id = ${LINE}`] },
      { damage: [`UPDATE sale_lines SET discount = discount - 1 WHERE id = ${LINE}`] },
      {
        damage: [`UPDATE sale_lines SET exempted_tax = exempted_tax - 1 WHERE exempted_tax > 0`],
        names: EXEMPT,
      },
      {
        damage: [`UPDATE sales SET prices_include_tax = true WHERE NOT prices_include_tax`],
        names: '(SELECT id FROM sales WHERE NOT prices_include_tax)',
      },
    ],
  'The total of a line is its net and its tax': [
    {
      damage: [
        'ALTER TABLE sale_lines DROP CONSTRAINT sale_lines_total',
        `UPDATE sale_lines SET net = net - 1 WHERE id = ${LINE}`,
      ],
    },
  ],
  'The discounts of a line add up': [
    { damage: [`UPDATE sale_lines SET discounts = discounts - 0 WHERE id = ${LINE}`] },
    {
      damage: [
        `UPDATE sale_lines SET discounts = jsonb_set(discounts, '{0,amount}', '1') WHERE id = ${LINE}`,
      ],
    },
  ],
  'The taxes of a line add up, those that are charged and those that are exempted': [
    { damage: [`UPDATE sale_lines SET taxes = jsonb_set(taxes, '{0,amount}', '1') WHERE id = ${LINE}`] },
    { damage: [`UPDATE sale_lines SET taxes = '[]' WHERE id = ${LINE}`] },
    {
      damage: [`UPDATE sale_lines SET taxes = jsonb_set(taxes, '{0,exempted}', '1') WHERE exempted_tax > 0`],
      names: EXEMPT,
    },
  ],
  'No figure of a line is below zero': [
    { damage: [`UPDATE sale_lines SET tax = -1, net = total + 1 WHERE id = ${LINE}`] },
  ],
  'No discount or tax is on what was put on a gift card': [
    {
      damage: [
        `UPDATE sale_lines SET kind = 'gift_card', product_id = NULL, gift_card_id = '${NOTHING}' WHERE id = ${LINE}`,
      ],
    },
  ],
  'A sale has lines, and their positions count from 0': [
    { damage: [`DELETE FROM sale_lines WHERE sale_id = $sale`] },
    { damage: [`DELETE FROM sale_lines WHERE id = ${LINE}`] },
    { damage: [`UPDATE sale_lines SET position = 9 WHERE sale_id = $sale AND position = 1`] },
  ],
  'The figures of a sale are the sums of its lines': [
    { damage: [`UPDATE sales SET gross_total = gross_total + 1 WHERE id = $sale`] },
    { damage: [`UPDATE sales SET discount_total = discount_total - 1 WHERE id = $sale`] },
    {
      damage: [`UPDATE sales SET gift_card_total = 1, net_total = net_total - 1 WHERE id = $sale`],
    },
    { damage: [`UPDATE sales SET net_total = net_total + 1, tax_total = tax_total - 1 WHERE id = $sale`] },
    { damage: [`DELETE FROM sale_lines WHERE sale_id = $sale AND position = 3`] },
    {
      damage: [`UPDATE sales SET exempted_tax_total = exempted_tax_total + 1 WHERE id = ${EXEMPT}`],
      names: EXEMPT,
    },
  ],
  'The taxes of a sale are those of its lines, rate by rate': [
    { damage: [`UPDATE sales SET taxes = jsonb_set(taxes, '{0,amount}', '1') WHERE id = $sale`] },
    { damage: [`UPDATE sales SET taxes = jsonb_set(taxes, '{1,base}', '1') WHERE id = $sale`] },
    { damage: [`UPDATE sales SET taxes = taxes - 1 WHERE id = $sale`] },
    { damage: [`UPDATE sale_lines SET taxes = '[]' WHERE sale_id = $sale AND position = 1`] },
  ],
  'The discounts of a sale are those of its lines, one by one': [
    { damage: [`UPDATE sales SET discounts = jsonb_set(discounts, '{0,amount}', '1') WHERE id = $sale`] },
    { damage: [`UPDATE sales SET discounts = '[]' WHERE id = $sale`] },
  ],
  'A sale, its lines, payments and ledger entries are in the store of its register': [
    {
      damage: [
        `UPDATE sales SET store_id = (SELECT id FROM stores WHERE id <> store_id LIMIT 1) WHERE id = $sale`,
      ],
    },
    { damage: [`UPDATE sale_lines SET store_id = gen_random_uuid() WHERE id = ${LINE}`] },
    { damage: [`UPDATE payments SET store_id = gen_random_uuid() WHERE id = ${CASH}`] },
    {
      damage: [
        `UPDATE transactions t SET store_id = (SELECT id FROM stores s WHERE s.id <> t.store_id LIMIT 1)
         WHERE payment_id = ${CASH}`,
      ],
    },
  ],
  'The sale numbers of a register run from 1 to its last one without a gap': [
    { damage: [`UPDATE sales SET number = 99 WHERE id = $sale`] },
    {
      damage: [
        'ALTER TABLE sales DROP CONSTRAINT sales_number',
        `UPDATE sales SET number = 2 WHERE id = $sale`,
      ],
      names: '(SELECT register_id FROM sales WHERE id = $sale)',
    },
    {
      damage: [`UPDATE registers SET last_sale_number = 0 WHERE last_sale_number > 0`],
      names: '(SELECT register_id FROM sales WHERE id = $sale)',
    },
  ],
  'The sales of a register were recorded in the order of their numbers': [
    {
      damage: [`UPDATE sales SET recorded_at = recorded_at + interval '2 minutes' WHERE id = $sale`],
      names: `(SELECT id FROM sales WHERE number = 2 AND register_id = (SELECT register_id FROM sales WHERE id = $sale))`,
    },
  ],
  'A sale was recorded when it was completed, but for one of an offline till, which was completed before': [
    { damage: [`UPDATE sales SET recorded_at = recorded_at + interval '1 second' WHERE id = $sale`] },
    {
      damage: [
        `UPDATE sales SET till_reference = 'T-1', recorded_at = recorded_at - interval '1 second' WHERE id = $sale`,
      ],
    },
  ],
  'No sale was priced by a version of the rules that is newer than this code': [
    { damage: [`UPDATE sales SET pricing_version = pricing_version + 1 WHERE id = $sale`] },
  ],
  'What is payable is the total, the cash rounding and the tips': [
    {
      damage: [
        'ALTER TABLE sales DROP CONSTRAINT sales_payable',
        'UPDATE sales SET payable = payable + 1 WHERE id = $sale',
      ],
    },
  ],
  'The payments of a sale come to what is payable, with its tips and its change': [
    { damage: [`UPDATE payments SET amount = amount - 1, change = change + 1 WHERE id = ${CASH}`] },
    { damage: [`UPDATE payments SET tip = 0 WHERE id = ${CASH}`] },
    { damage: [`DELETE FROM payments WHERE sale_id = $sale`] },
    { damage: [`UPDATE sales SET change = change + 1 WHERE id = $sale`] },
  ],
  'A payment keeps what was tendered less its change, and holds no more tip than itself': [
    {
      damage: [
        'ALTER TABLE payments DROP CONSTRAINT payments_tendered',
        `UPDATE payments SET tendered = tendered + 1 WHERE id = ${CASH}`,
      ],
      names: CASH,
    },
    {
      damage: [
        'ALTER TABLE payments DROP CONSTRAINT payments_tip',
        `UPDATE payments SET tip = amount + 1 WHERE id = ${CASH}`,
      ],
      names: CASH,
    },
  ],
  'Change is given out of cash only': [
    {
      damage: [
        'ALTER TABLE payments DROP CONSTRAINT payments_change',
        `UPDATE payments SET method = 'card' WHERE sale_id = $sale`,
      ],
    },
    {
      damage: [
        'ALTER TABLE payments DROP CONSTRAINT payments_change',
        `UPDATE payments SET change = -1, amount = tendered + 1 WHERE id = ${CASH}`,
      ],
      names: CASH,
    },
  ],
  "Cash rounding stays within the store's step, and is zero without cash": [
    { damage: [`UPDATE sales SET cash_rounding = 1, payable = payable + 1 WHERE id = $sale`] },
    {
      damage: [
        `UPDATE sales SET cash_rounding = 3, payable = total + 3 + tip_total
         WHERE pricing_input #>> '{settings,cashRounding,step}' = '5'`,
      ],
      names: `(SELECT id FROM sales WHERE pricing_input #>> '{settings,cashRounding,step}' = '5')`,
    },
    {
      damage: [
        'ALTER TABLE payments DROP CONSTRAINT payments_change',
        `UPDATE sales SET cash_rounding = 2, payable = total + 2 + tip_total
         WHERE pricing_input #>> '{settings,cashRounding,step}' = '5'`,
        `UPDATE payments SET method = 'card'`,
      ],
      names: `(SELECT id FROM sales WHERE pricing_input #>> '{settings,cashRounding,step}' = '5')`,
    },
  ],
  'The money ledger of a business day comes to its sales, and to its returns, without tips': [
    'amount = amount + 1',
    'tip = 0',
    "currency = 'USD'",
    "business_date = '2001-01-01'",
  ].flatMap((change) => [
    {
      damage: [`UPDATE transactions SET ${change} WHERE payment_id = ${CASH}`],
      names: '(SELECT store_id FROM sales WHERE id = $sale)',
    },
    {
      damage: [`UPDATE transactions SET ${change.replace('= 0', '= 1')} WHERE kind = 'return'`],
      names: '(SELECT store_id FROM returns LIMIT 1)',
    },
  ]),
  'Each captured payment is in the money ledger once, as it is, and nothing else is': [
    { damage: [`DELETE FROM transactions WHERE payment_id = ${CASH}`], names: CASH },
    ...[
      'amount = amount + 1',
      'tip = 0',
      "method = 'card'",
      "currency = 'USD'",
      "business_date = '2001-01-01'",
      'actor_id = gen_random_uuid()',
      "occurred_at = occurred_at - interval '1 second'",
      "recorded_at = recorded_at + interval '1 day'",
      'store_id = (SELECT id FROM stores s WHERE s.id <> transactions.store_id LIMIT 1)',
      'register_id = (SELECT id FROM registers r WHERE r.id <> transactions.register_id LIMIT 1)',
      'document_id = gen_random_uuid()',
    ].map((change) => ({
      damage: [`UPDATE transactions SET ${change} WHERE payment_id = ${CASH}`],
      names: CASH,
    })),
    {
      damage: [
        newRow('transactions', `'{"id": "${NOTHING}", "payment_id": "${NOTHING}"}'`, `payment_id = ${CASH}`),
      ],
      names: `'${NOTHING}'`,
    },
    {
      damage: [
        'ALTER TABLE transactions DROP CONSTRAINT transactions_payment',
        newRow('transactions', `'{"id": "${NOTHING}", "amount": 5}'`, `payment_id = ${CASH}`),
      ],
      names: `'${NOTHING}'`,
    },
    {
      damage: [
        'ALTER TABLE transactions DROP CONSTRAINT transactions_payment',
        newRow('transactions', `'{"id": "${NOTHING}"}'`, `payment_id = ${CASH}`),
      ],
      names: CASH,
    },
  ],
  'What is on hand, and its value, is the sum of all movements': [
    { damage: [`UPDATE stock_levels SET on_hand = on_hand + 1 WHERE product_id = ${COFFEE}`], names: COFFEE },
    { damage: [`UPDATE stock_levels SET value = value + 1 WHERE product_id = ${COFFEE}`], names: COFFEE },
    {
      damage: [
        `UPDATE stock_levels SET last_movement_number = last_movement_number + 1 WHERE product_id = ${COFFEE}`,
      ],
      names: COFFEE,
    },
    { damage: [`DELETE FROM stock_levels WHERE product_id = ${COFFEE}`], names: COFFEE },
    { damage: [`DELETE FROM stock_movements WHERE product_id = ${COFFEE}`], names: COFFEE },
  ],
  'The movements of a stock level are numbered from 1 without a gap': [
    {
      damage: [
        `UPDATE stock_movements SET number = number + 100 WHERE document_id = $sale AND product_id = ${COFFEE}`,
      ],
      names: `(SELECT id FROM stock_movements WHERE document_id = $sale AND product_id = ${COFFEE})`,
    },
    { damage: [`DELETE FROM stock_movements WHERE number = 1 AND product_id = ${COFFEE}`], names: COFFEE },
  ],
  'The movements of a stock level are recorded in the order of their numbers': [
    {
      damage: [
        `UPDATE stock_movements SET recorded_at = recorded_at - interval '1 hour'
         WHERE document_id = $sale AND product_id = ${COFFEE}`,
      ],
      names: `(SELECT id FROM stock_movements WHERE document_id = $sale AND product_id = ${COFFEE})`,
    },
  ],
  'The balance after each movement is the running sum': [
    {
      damage: [`UPDATE stock_movements SET on_hand_after = on_hand_after + 1 WHERE product_id = ${COFFEE}`],
      names: COFFEE,
    },
    {
      damage: [`UPDATE stock_movements SET value_after = value_after + 1 WHERE product_id = ${COFFEE}`],
      names: COFFEE,
    },
    {
      damage: [
        `UPDATE stock_movements SET quantity = quantity - 1 WHERE document_id = $sale AND product_id = ${COFFEE}`,
      ],
      names: `(SELECT id FROM stock_movements WHERE document_id = $sale AND product_id = ${COFFEE})`,
    },
  ],
  'Stock has no value at zero, and none below zero while there is some': [
    {
      damage: [
        'ALTER TABLE stock_levels DROP CONSTRAINT stock_levels_zero',
        `UPDATE stock_levels SET on_hand = 0 WHERE product_id = ${COFFEE}`,
      ],
      names: COFFEE,
    },
    {
      damage: [
        'ALTER TABLE stock_levels DROP CONSTRAINT stock_levels_value',
        `UPDATE stock_levels SET value = -1 WHERE product_id = ${COFFEE}`,
      ],
      names: COFFEE,
    },
  ],
  'The last unit cost of what is on hand is its value by the unit, rounded': [
    {
      damage: [`UPDATE stock_levels SET last_unit_cost = last_unit_cost + 1 WHERE product_id = ${COFFEE}`],
      names: COFFEE,
    },
    { damage: [`UPDATE stock_levels SET last_unit_cost = NULL WHERE product_id = ${COFFEE}`], names: COFFEE },
  ],
  'Only what may be oversold is below zero, and is marked so': [
    { damage: [`UPDATE stock_levels SET oversold = true WHERE product_id = ${COFFEE}`], names: COFFEE },
    {
      damage: [
        'ALTER TABLE stock_levels DROP CONSTRAINT stock_levels_not_negative',
        `UPDATE stock_levels SET on_hand = -1 WHERE product_id = ${COFFEE}`,
      ],
      names: COFFEE,
    },
  ],
  'The tracked lines of a sale have moved their stock, and cost what left with them': [
    { damage: [`DELETE FROM stock_movements WHERE document_id = $sale AND product_id = ${COFFEE}`] },
    {
      damage: [
        `UPDATE stock_movements SET quantity = -1 WHERE document_id = $sale AND product_id = ${COFFEE}`,
      ],
    },
    {
      damage: [`UPDATE stock_movements SET value = -1 WHERE document_id = $sale AND product_id = ${COFFEE}`],
    },
    { damage: [`UPDATE sale_lines SET cost = cost + 1 WHERE id = ${LINE}`] },
    { damage: [`UPDATE sale_lines SET cost = NULL WHERE id = ${LINE}`] },
    { damage: [`UPDATE sale_lines SET cost = 5 WHERE sale_id = $sale AND position = 3`] },
    { damage: [`UPDATE sale_lines SET quantity = quantity + 1 WHERE id = ${LINE}`] },
    {
      damage: [`UPDATE stock_movements SET document_id = '${NOTHING}' WHERE document_id = $sale`],
      names: `'${NOTHING}'`,
    },
  ],
  'The lines of a sale together cost what stock has left with it': [
    { damage: [`UPDATE sale_lines SET cost = cost + 1 WHERE id = ${LINE}`] },
    { damage: [`UPDATE sale_lines SET cost = NULL WHERE id = ${LINE}`] },
    {
      damage: [`UPDATE stock_movements SET value = -1 WHERE document_id = $sale AND product_id = ${COFFEE}`],
    },
  ],
  'What a sale or a return has moved was moved by its cashier and at its moment': [
    { damage: [`UPDATE stock_movements SET actor_id = gen_random_uuid() WHERE document_id = $sale`] },
    {
      damage: [
        `UPDATE stock_movements SET occurred_at = occurred_at + interval '1 day' WHERE document_id = $sale`,
      ],
    },
  ],
  ...namingNothing({
    sales: ['store_id', 'register_id', 'cashier_id', 'customer_id'],
    sale_lines: ['store_id', 'product_id'],
    payments: ['store_id'],
    transactions: ['store_id', 'register_id', 'actor_id'],
    shifts: ['opened_by', 'closed_by'],
    cash_movements: ['store_id', 'register_id', 'actor_id'],
    stock_movements: ['store_id', 'product_id', 'actor_id'],
    damaged_movements: ['store_id', 'product_id', 'actor_id'],
  }),
  'Each sale has one outbox event, which tells of it as it is': [
    { damage: [`DELETE FROM outbox WHERE payload->>'saleId' = ($sale)::text`] },
    {
      damage: [
        `UPDATE outbox SET payload = jsonb_set(payload, '{total}', '1') WHERE payload->>'saleId' = ($sale)::text`,
      ],
    },
    {
      damage: [newRow('outbox', `'{"id": "${NOTHING}"}'`, `payload->>'saleId' = ($sale)::text`)],
    },
    {
      damage: [`UPDATE outbox SET payload = '{"saleId": "gone"}' WHERE payload->>'saleId' = ($sale)::text`],
      names: `'gone'`,
    },
  ],
  'Each sale has one audit row of its completion, by its cashier and in its store, which tells of it as it is':
    [
      { damage: [`DELETE FROM audit_log WHERE document_id = $sale`] },
      { damage: [`UPDATE audit_log SET actor_id = NULL WHERE document_id = $sale`] },
      {
        damage: [`UPDATE audit_log SET after = jsonb_set(after, '{total}', '1') WHERE document_id = $sale`],
      },
      {
        damage: [newRow('audit_log', `'{"id": "${NOTHING}"}'`, `document_id = $sale`)],
      },
      {
        damage: [`UPDATE audit_log SET document_id = '${NOTHING}' WHERE document_id = $sale`],
        names: `'${NOTHING}'`,
      },
    ],
  'Each idempotency key has its answer, and a sale or return that was answered is there': [
    {
      damage: [`UPDATE idempotency_keys SET answer = NULL WHERE answer->>'id' = ($sale)::text`],
      names: `(SELECT key FROM idempotency_keys WHERE answer IS NULL)`,
    },
    {
      damage: [
        `UPDATE idempotency_keys SET answer = '{"id": "${NOTHING}"}'
         WHERE answer->>'id' = ($sale)::text`,
      ],
      names: `'${NOTHING}'`,
    },
  ],
  ...shiftDamage,
  [REPRICING]: [
    ...[
      `pricing_input = jsonb_set(pricing_input, '{lines,0,unitPrice}', '700')`,
      `pricing_input = jsonb_set(pricing_input, '{lines,0,taxRates,0,ppm}', '1')`,
      `pricing_input = jsonb_set(pricing_input, '{settings,pricesIncludeTax}', 'false')`,
      `pricing_input = jsonb_set(pricing_input, '{lines}', (pricing_input->'lines') - 0)`,
      `pricing_input = '{}'`,
      `pricing_input = 'null'`,
      `tax_rounding = 'document'`,
      `rounding_mode = 'half_even'`,
      `discounts = '[]'`,
      `taxes = jsonb_set(taxes, '{0,name}', '"Other"')`,
      'change = change + 1',
      'gross_total = gross_total + 1',
    ].map((change) => ({ damage: [`UPDATE sales SET ${change} WHERE id = $sale`] })),
    ...[
      'quantity = quantity + 1',
      'unit_price = 1',
      'gross = gross + 1',
      `discounts = jsonb_set(discounts, '{0,base}', '1')`,
      `taxes = jsonb_set(taxes, '{0,percentage}', '1')`,
      'net = net + 1, tax = tax - 1',
      'position = 50',
    ].map((change) => ({ damage: [`UPDATE sale_lines SET ${change} WHERE id = ${LINE}`] })),
    { damage: [`DELETE FROM sale_lines WHERE sale_id = $sale AND position = 3`] },
    { damage: [`DELETE FROM payments WHERE sale_id = $sale`] },
    { damage: [`UPDATE payments SET tip = 0 WHERE id = ${CASH}`] },
    { damage: [`UPDATE payments SET amount = amount + 1, change = change - 1 WHERE id = ${CASH}`] },
  ],
};

describe('damage is found and the row is named', () => {
  const allBroken = async (tx: Tx) => (await runChecks(tx)).filter(({ brokenCount }) => brokenCount > 0);
  const books = () => ({ database: server.database, ids: { sale: rich.id } });
  testDamage(tradeChecks, corruptions, books, {
    [REPRICING]: async (tx) => (await allBroken(tx)).find(({ name }) => name === REPRICING)?.broken ?? [],
  });
  const brokenBy = async (damage: string) =>
    (await afterDamage(books(), { damage: [damage] }, allBroken)).found.map(({ name }) => name);

  test('what cannot be read at all is broken too, and the other checks go on', async () => {
    const names = await brokenBy(`UPDATE sale_lines SET taxes = '{"not": "a list"}' WHERE id = ${LINE}`);
    expect(names).toContain('The taxes of a line add up, those that are charged and those that are exempted');
    expect(names).toContain(REPRICING);
    expect(names).not.toContain('What is payable is the total, the cash rounding and the tips');
  });

  test('a sale that another version of the rules has priced is not priced again', async () => {
    const damage = `UPDATE sales SET pricing_version = 0, pricing_input = '{}' WHERE id = $sale`;
    expect(await brokenBy(damage)).toEqual([]);
  });

  test('of many broken rows all are counted and the first are named', async () => {
    await undone(server.database, async (tx) => {
      await tx.execute(sql`ALTER TABLE sales DROP CONSTRAINT sales_number`);
      await tx.execute(
        sql.raw(
          `INSERT INTO sales SELECT (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid()))).* FROM sales s, generate_series(1, 600) WHERE s.id = '${rich.id}'`,
        ),
      );
      const progress: number[][] = [];
      const results = await runChecks(tx, { onProgress: (...step) => progress.push(step) });
      const lines = results.find(({ name }) => name.startsWith('A sale has lines'));
      expect([lines?.brokenCount, lines?.broken.length]).toEqual([600, 20]);
      const repriced = results.find(({ name }) => name === REPRICING);
      expect([repriced?.brokenCount, repriced?.broken.length]).toEqual([600, 20]);
      // In batches: never all of them at once.
      expect(progress.map(([done]) => done)).toEqual([500, repriced?.checked]);
    });
  });
});

describe('the command', () => {
  const run = (database: string) => {
    const { host, user } = server.testDatabase.connection as { host: string; user: string };
    const url = `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(host)}`;
    return start([], { DATABASE_URL: url });
  };
  const start = (args: string[], settings: NodeJS.ProcessEnv = {}) =>
    endOf(startProgram('books/main.ts', { ...process.env, DATABASE_OWNER_URL: '', ...settings }, args));
  const databaseName = () => (server.testDatabase.connection as { database: string }).database;

  test('says of each rule that it holds, and ends well', async () => {
    const { code, output } = await run(databaseName());
    expect(output).toContain(`${checks.length + 1} rules checked`);
    for (const { name } of checks) expect(output).toContain(`ok      ${name}  (`);
    expect(code).toBe(0);
  });

  test('names what is broken, what was expected and what was found, and ends with 1', async () => {
    const change = (by: number) =>
      selling.rows('UPDATE sales SET gross_total = gross_total + $2 WHERE id = $1', [rich.id, by]);
    await change(1);
    try {
      const { code, output } = await run(databaseName());
      expect(output).toContain(`BROKEN  ${REPRICING}  (1 broken of `);
      const { grossTotal } = rich;
      const [expected, found] = [{ grossTotal }, { grossTotal: grossTotal + 1 }].map((each) =>
        JSON.stringify(each),
      );
      expect(output).toContain(`sale_id ${rich.id}, expected ${expected}, found ${found}`);
      expect(code).toBe(1);
    } finally {
      await change(-1);
    }
  });

  test('says of a database without our tables what to do, and ends with 2', async () => {
    const { code, output } = await run('postgres');
    expect(output).toContain('pnpm migrate up');
    expect(code).toBe(2);
  });

  test('makes no database where there is none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cashwrap-books-'));
    try {
      const { code, output } = await start([], { DATABASE_URL: '', DATA_DIR: join(folder, 'mistyped') });
      expect(output).toMatch(
        /^The books cannot be verified: There is no database in .*Correct DATA_DIR.*\n$/,
      );
      expect(code).toBe(2);
      expect(await readdir(folder)).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('refuses what it does not know, and explains itself', async () => {
    const refused = await start(['--all']);
    expect(refused.output).toContain("Unknown option '--all'");
    expect(refused.output).toContain('Usage: pnpm verify:books');
    expect(refused.code).toBe(2);
    const help = await start(['--help']);
    expect(help.output).toMatch(/^Usage: pnpm verify:books/);
    expect(help.code).toBe(0);
  });
});
