import { afterAll, beforeAll, expect, test } from 'vitest';
import { atOnce } from './people.ts';
import { cash, endWithCleanBooks, type Selling, sellingAt } from './selling.ts';
import { type Answer, ok, startTestServer, type TestServer } from './support.ts';
import { between, type Transferring, transferringAt } from './transferring.ts';

let server: TestServer;
let selling: Selling;
let transferring: Transferring;

beforeAll(async () => {
  server = await startTestServer();
  const shop = await server.seedShop();
  selling = sellingAt(server, shop);
  transferring = transferringAt(server, shop.owner, selling);
});
afterAll(() => endWithCleanBooks(server));

const succeeded = (answers: readonly Answer[]) => answers.filter(({ status }) => status < 300);
const codes = (answers: readonly Answer[]) => [...new Set(answers.map(({ body }) => body.code))];
const buy = (productIds: readonly string[], place = selling.here) =>
  selling.checkout({
    ...{ storeId: place.store.id, registerId: place.register.id },
    lines: productIds.map((productId) => ({ productId, quantity: 1 })),
    payments: [cash(100 * productIds.length)],
  });
const movementsOf = (documentId: string) =>
  selling.rows(
    'SELECT kind, quantity::float8, value FROM stock_movements WHERE document_id = $1 ORDER BY number',
    [documentId],
  );

test('the last pieces are either sold or sent, never both', async () => {
  const productId = await selling.newProduct();
  await selling.stockUp({ [productId]: 20 });
  const drafts = await atOnce(10, () => transferring.draft({ [productId]: 3 }));
  const [sales, sendings] = await Promise.all([
    atOnce(20, () => buy([productId])),
    atOnce(10, (i) => transferring.act('send', drafts[i])),
  ]);
  const [onHand, value] = await selling.stockOf(productId);
  expect(succeeded(sales).length + 3 * succeeded(sendings).length + onHand).toBe(20);
  expect(value).toBe(40 * onHand);
  // Whoever was refused was refused because there were not enough left.
  expect(onHand).toBeLessThan(3);
  const refused = [...sales, ...sendings].filter(({ status }) => status >= 300);
  expect(codes(refused)).toEqual(['INSUFFICIENT_STOCK']);
  for (const { body } of refused) {
    const [line] = body.details.lines;
    expect(line.onHand).toBeLessThan(line.requested);
  }
  const numbers = succeeded(sendings).map(({ body }) => body.number);
  expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, i) => numbers[0] + i));
});

test('one transfer that many receive at once is received no more than it was sent', async () => {
  const productId = await selling.newProduct();
  await selling.stockUp({}, { lines: [{ productId, quantity: 10, unitCost: 33 }] });
  await selling.stockUp({}, { lines: [{ productId, quantity: 1, unitCost: 34 }] });
  const sent = await transferring.sent({ [productId]: 11 });
  const answers = await atOnce(12, (i) =>
    transferring.receive(sent, [{ productId, quantity: i % 3 ? 2 : 1, damaged: i % 3 ? 0 : 1 }]),
  );
  // Five times two, and one is left that nobody has asked for alone.
  expect(succeeded(answers)).toHaveLength(5);
  expect(codes(answers)).toEqual(expect.arrayContaining([undefined, 'QUANTITY_EXCEEDED']));
  expect(codes(answers)).toHaveLength(2);
  for (const { body } of answers.filter(({ status }) => status >= 300)) {
    expect(body.details.lines).toMatchObject([{ productId, requested: 2, available: 1 }]);
  }
  expect(ok(await transferring.receive(sent, [{ productId, quantity: 1 }])).status).toBe('received');
  const [level] = await selling.rows(
    `SELECT (on_hand + damaged)::float8 AS quantity, value + damaged_value AS value
     FROM stock_levels WHERE product_id = $1 AND store_id = $2`,
    [productId, selling.there.store.id],
  );
  expect(level).toEqual({ quantity: 11, value: 364 });
});

test('of all that receive it and end it at once, each piece goes one way', async () => {
  const productId = await selling.newProduct();
  await selling.stockUp({ [productId]: 6 });
  const sent = await transferring.sent({ [productId]: 6 });
  const [arrivals, closings] = await Promise.all([
    atOnce(6, () => transferring.receive(sent, [{ productId, quantity: 1 }])),
    atOnce(2, (i) => transferring.close(sent, i ? 'lost' : 'returned')),
  ]);
  const [line] = (await selling.get(`/inventory/transfers/${sent.id}`)).lines;
  expect(line.received).toBe(succeeded(arrivals).length);
  expect(line.received + line.returned + line.lost + line.inTransit).toBe(6);
  // The version of the one that was sent closes it before anything arrived, or not at all.
  expect(succeeded(closings)).toHaveLength(line.received === 0 ? 1 : 0);
  expect(await selling.stockOf(productId)).toEqual([line.returned, 40 * line.returned]);
  expect(await selling.stockOf(productId, selling.there)).toEqual([line.received, 40 * line.received]);
});

test('a draft that ten send at once is sent once', async () => {
  const productId = await selling.newProduct();
  await selling.stockUp({ [productId]: 50 });
  const drafted = await transferring.draft({ [productId]: 4 });
  const answers = await atOnce(10, () => transferring.act('send', drafted));
  expect(succeeded(answers)).toHaveLength(1);
  expect(codes(answers.filter(({ status }) => status >= 300))).toEqual(['WRONG_STATUS']);
  expect(await movementsOf(drafted.id)).toEqual([{ kind: 'transfer_out', quantity: -4, value: -160 }]);
  expect(await selling.stockOf(productId)).toEqual([46, 1840]);
});

test('a draft that is sent, changed and cancelled at once is what one of them made it', async () => {
  const productId = await selling.newProduct();
  await selling.stockUp({ [productId]: 50 });
  const drafted = await transferring.draft({ [productId]: 4 });
  const path = `/v1/inventory/transfers/${drafted.id}`;
  const token = await server.setUpOwner();
  const lines = [{ productId, quantity: 7 }];
  const answers = await Promise.all([
    server.request('PATCH', path, { token, body: { version: 1, lines } }),
    transferring.act('send', drafted),
    transferring.act('cancel', drafted),
  ]);
  expect(succeeded(answers)).toHaveLength(1);
  const { status, version, lines: stored } = await selling.get(`/inventory/transfers/${drafted.id}`);
  expect([version, status]).toEqual([2, succeeded(answers)[0]?.body.status]);
  expect(await selling.stockOf(productId)).toEqual(
    status === 'in_transit' ? [50 - stored[0].quantity, 40 * (50 - stored[0].quantity)] : [50, 2000],
  );
});

test('opposite transfers of the same products, both ways and with sales, stick nowhere and lose nothing', async () => {
  const { here, there } = selling;
  const products = await Promise.all(Array.from({ length: 6 }, () => selling.newProduct()));
  const all = Object.fromEntries(products.map((productId) => [productId, 40]));
  await selling.stockUp(all);
  await selling.stockUp(all, { storeId: there.store.id });
  const turned = (i: number) => {
    const some = [...products.slice(i % 6), ...products.slice(0, i % 6)].slice(0, 4);
    return i % 2 ? some : some.reverse();
  };
  const carry = async (i: number): Promise<Answer> => {
    const goods = Object.fromEntries(turned(i).map((productId) => [productId, 2]));
    const sent = await transferring.sent(goods, i % 2 ? between(here, there) : between(there, here));
    const lines = turned(i)
      .slice(1)
      .map((productId) => ({ productId, quantity: 1, damaged: 1 }));
    // Three of four lines, whole; the fourth comes back.
    return transferring.close(ok(await transferring.receive(sent, lines)), 'returned');
  };
  const [, sales] = await Promise.all([
    atOnce(16, carry),
    atOnce(40, (i) => buy(turned(i), i % 4 < 2 ? here : there)),
  ]);
  expect(succeeded(sales)).toHaveLength(40);
  const levels = await selling.rows(
    `SELECT product_id, sum(on_hand + damaged)::float8 AS there, sum(value + damaged_value)::float8 AS value
     FROM stock_levels WHERE product_id = ANY ($1) GROUP BY 1`,
    [products],
  );
  for (const { product_id, there: left, value } of levels) {
    const sold = sales.filter(({ body }) =>
      body.lines.some((line: { productId: string }) => line.productId === product_id),
    ).length;
    expect([left, value]).toEqual([80 - sold, 40 * (80 - sold)]);
  }
});
