import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rollupChecks } from '../src/books/rollup-checks.repo.ts';
import { verifyBooks } from '../src/books/verify-books.ts';
import { type Corruption, type Corruptions, NOTHING, newRow, testDamage } from './damage.ts';
import { reportingAt } from './reporting.ts';
import { card, cash, type Selling, sellingAt } from './selling.ts';
import { type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
/** The rows that the damage below is about. */
const ids: Record<string, string> = {};

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  ids.store = selling.here.store.id;
  ids.mug = await selling.newProduct({ price: 999, cost: 300 });
  ids.ada = (await selling.create('/customers', { name: 'Ada Lovelace' })).id;
  await selling.stockUp({ [ids.mug]: 100 });
  const sale = await selling.sell({
    customerId: ids.ada,
    lines: [{ productId: ids.mug, quantity: 3, discounts: [{ type: 'amount', amount: 100 }] }],
    payments: [card(1500, { tip: 100 }), cash(10_000)],
  });
  ids.sale = sale.id;
  const { storeId, registerId } = sale;
  const lines = [{ saleLineId: sale.lines[0].id, quantity: 1 }];
  const returned = { storeId, registerId, saleId: sale.id, reason: 'Too small', lines, cardReference: 'R-1' };
  ids.return = (await selling.create('/returns', returned)).id;
  await reportingAt(server, shop.owner).refresh();
});
afterAll(() => server[Symbol.asyncDispose]());

test('rollups that nobody has touched are what the documents come to, and each rule has looked at something', async () => {
  const names = new Set(rollupChecks.map(({ name }) => name));
  const results = (await verifyBooks(server.database)).filter(({ name }) => names.has(name));
  expect(results.map(({ brokenCount }) => brokenCount)).toEqual(rollupChecks.map(() => 0));
  expect(results.filter(({ checked }) => checked === 0)).toEqual([]);
});

/** A figure that is wrong, a row that is missing, and one that is too much. */
const rollup = (table: string, figure: string): Corruption[] => [
  { names: '$store', damage: [`UPDATE ${table} SET ${figure} = ${figure} + 1`] },
  { names: '$store', damage: [`DELETE FROM ${table}`] },
  { names: `'${NOTHING}'`, damage: [newRow(table, `'{"store_id": "${NOTHING}"}'`, 'true')] },
  { names: '$store', damage: [newRow(table, `'{"business_date": "2020-01-01"}'`, 'true')] },
];

const corruptions: Corruptions = {
  'The rollup of sales and returns, by hour, register and employee, is what the documents of each day come to':
    [
      ...rollup('rollup_sales', 'returned_tips'),
      { damage: ['UPDATE sales SET local_hour = (local_hour + 1) % 24 WHERE id = $sale'], names: '$store' },
    ],
  'The rollup of goods sold and returned, by product, is what the documents of each day come to': [
    ...rollup('rollup_products', 'returned_quantity'),
    { damage: ['UPDATE rollup_products SET product_id = NULL'], names: '$mug' },
  ],
  'The rollup of payments and refunds, by method, is what the documents of each day come to': [
    ...rollup('rollup_tenders', 'refunded'),
    { damage: [`UPDATE rollup_tenders SET name = 'Voucher'`], names: '$store' },
  ],
  'The rollup of taxes, by rate, is what the documents of each day come to': [
    ...rollup('rollup_taxes', 'returned_base'),
    { damage: ['UPDATE rollup_taxes SET percentage = percentage + 1'], names: '$store' },
  ],
  'The rollup of discounts, by what they are called, is what the documents of each day come to': rollup(
    'rollup_discounts',
    'amount',
  ),
  'The rollup of sales and returns, by customer, is what the documents of each day come to': [
    ...rollup('rollup_customers', 'returned_cost'),
    { damage: [`UPDATE rollup_customers SET customer_id = '${NOTHING}'`], names: '$ada' },
  ],
  'The event of a completed sale, and of a return, names its business day': [
    {
      damage: [`UPDATE events SET business_date = NULL WHERE type = 'sale.completed'`],
      names: '$sale',
    },
    {
      damage: [`UPDATE events SET business_date = business_date + 1 WHERE type = 'return.completed'`],
      names: '$return',
    },
    {
      damage: [`UPDATE events SET store_id = '${NOTHING}' WHERE type = 'return.completed'`],
      names: '$return',
    },
  ],
  'The hour of a sale, and of a return, is that of the clock of its store, unless that was set to another zone':
    [
      { damage: ['UPDATE sales SET local_hour = (local_hour + 1) % 24 WHERE id = $sale'] },
      {
        damage: ['UPDATE returns SET local_hour = (local_hour + 23) % 24 WHERE id = $return'],
        names: '$return',
      },
    ],
};

describe('damage is found and the row is named', () => {
  testDamage(rollupChecks, corruptions, () => ({ database: server.database, ids }));
});
