import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { atOnce, codeOf, personWith, roleOf } from './people.ts';
import { card, endWithCleanBooks, type Selling, sellingAt } from './selling.ts';
import { type Answer, type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let storeId: string;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  storeId = shop.stores[0].id;
});
afterAll(() => endWithCleanBooks(server));

/** What one unit shall have cost, by product. */
type Costs = Readonly<Record<string, number>>;
const linesOf = (costs: Costs) =>
  Object.entries(costs).map(([productId, unitCost]) => ({ productId, unitCost }));
const revalue = (costs: Costs, fields: object = {}, token = shop.owner, key = newId()): Promise<Answer> =>
  server.request('POST', '/v1/inventory/revaluations', {
    token,
    headers: { 'idempotency-key': key },
    body: { storeId, lines: linesOf(costs), ...fields },
  });
const enter = (productId: string, quantity: number, unitCost: number) =>
  selling.create('/inventory/adjustments', {
    ...{ storeId, reason: 'correction', lines: [{ productId, quantity, unitCost }] },
  });
/** What is on hand, its value, and what one unit has cost. */
const levelOf = async (productId: string) => {
  const path = `/inventory/stock-levels?storeId=${storeId}&productId=${productId}`;
  const [level] = (await selling.get(path)).items;
  return level && [level.onHand, level.value, level.unitCost];
};
const sell = (productId: string, quantity = 1) =>
  selling.checkout({ lines: [{ productId, quantity }], payments: [card(100 * quantity)] });
/** All that a refused call must leave as it is. */
const written = async (): Promise<Json> =>
  (
    await selling.rows(`SELECT (SELECT count(*) FROM stock_adjustments) AS adjustments,
      (SELECT count(*) FROM stock_movements) AS movements, (SELECT count(*) FROM audit_log) AS audited,
      (SELECT md5(string_agg(l::text, ',' ORDER BY id)) FROM stock_levels l) AS levels`)
  )[0];

test('sets what stock has cost, and what is sold from then on, in an example worked by hand', async () => {
  const [kettle, tea] = [await selling.newProduct(), await selling.newProduct({ soldBy: 'measure' })];
  await enter(kettle, 10, 4000);
  await enter(tea, 1.505, 200);
  const before = ok(await sell(kettle, 2));
  expect([await levelOf(kettle), await levelOf(tea)]).toEqual([
    [8, 32_000, 4000],
    [1.505, 301, 200],
  ]);

  // A zero too many was typed. 1.505 × 333 = 501.165.
  const answer = await revalue({ [tea]: 333, [kettle]: 400 }, { note: 'Invoice 17' });
  expect(answer.status).toBe(201);
  const { body: document } = answer;
  expect(answer.headers.get('location')).toBe(`/v1/inventory/adjustments/${document.id}`);
  expect(document).toMatchObject({
    storeId,
    reason: 'revaluation',
    note: 'Invoice 17',
    damagedMovements: [],
  });
  const step = { kind: 'revaluation', quantity: 0, unitCost: null, documentType: 'stock_adjustment' };
  expect(document.movements).toMatchObject([
    { ...step, productId: tea, number: 2, value: 200, onHandAfter: 1.505, valueAfter: 501 },
    { ...step, productId: kettle, number: 3, value: -28_800, onHandAfter: 8, valueAfter: 3200 },
  ]);
  expect([await levelOf(kettle), await levelOf(tea)]).toEqual([
    [8, 3200, 400],
    [1.505, 501, 333],
  ]);
  expect(await selling.get(`/inventory/adjustments/${document.id}`)).toEqual(document);
  const [latest] = (await selling.get(`/inventory/movements?storeId=${storeId}&productId=${kettle}`)).items;
  expect(latest).toEqual(document.movements[1]);
  expect((await selling.get('/inventory/adjustments?reason=revaluation')).items).toMatchObject([
    { id: document.id },
  ]);

  // What was sold keeps its cost; what is sold now has the right one.
  const after = ok(await sell(kettle));
  const costs = await selling.rows('SELECT cost FROM sale_lines WHERE sale_id = ANY ($1) ORDER BY cost', [
    [before.id, after.id],
  ]);
  expect(costs).toEqual([{ cost: 400 }, { cost: 8000 }]);
  expect(await levelOf(kettle)).toEqual([7, 2800, 400]);
});

test('what a delivery brings after a revaluation below a sale is told as of the delivery', async () => {
  const productId = await selling.newProduct({ allowOversell: true });
  await enter(productId, 2, 40);
  const { id: revaluation } = ok(await revalue({ [productId]: 50 }));
  ok(await sell(productId, 3));
  const { id: correction } = await enter(productId, 5, 70);
  const path = `/inventory/movements?storeId=${storeId}&productId=${productId}&sort=recordedAt`;
  const steps = (await selling.get(path)).items.map(({ kind, documentId, value }: Json) => [
    ...[kind, documentId, value],
  ]);
  // Two were worth 80, then 100; the third was sold at 50, and has cost 70.
  expect(steps.slice(1)).toEqual([
    ['revaluation', revaluation, 20],
    ['sale', expect.any(String), -150],
    ['adjustment', correction, 350],
    ['revaluation', correction, -20],
  ]);
});

test('rounds half away from zero, and never past what is exact', async () => {
  const [half, large] = [
    await selling.newProduct({ soldBy: 'measure' }),
    await selling.newProduct({ soldBy: 'measure' }),
  ];
  await enter(half, 0.5, 100);
  await enter(large, 2_499_999.999, 1);
  ok(await revalue({ [half]: 101, [large]: 399_999 }));
  expect(await levelOf(half)).toEqual([0.5, 51, 102]);
  // 2,499,999.999 × 399,999 = 999,997,499,600.001
  expect(await levelOf(large)).toEqual([2_499_999.999, 999_997_499_600, 399_999]);
});

test('a line that changes nothing moves nothing; a document of such lines is refused, naming them', async () => {
  const [same, other] = [await selling.newProduct(), await selling.newProduct()];
  await selling.stockUp({ [same]: 3, [other]: 3 });
  expect(ok(await revalue({ [same]: 40, [other]: 41 })).movements).toMatchObject([
    { productId: other, value: 3 },
  ]);
  const before = await written();
  const { status, body } = await revalue({ [same]: 40, [other]: 41 });
  expect([status, body.code]).toEqual([400, 'INVALID_INPUT']);
  expect(body.errors).toMatchObject([
    { path: ['lines', 0, 'unitCost'], message: expect.stringContaining('has cost that already') },
    { path: ['lines', 1, 'unitCost'] },
  ]);
  expect(await written()).toEqual(before);
});

test('the same call under one key is done once', async () => {
  const productId = await selling.newProduct();
  await selling.stockUp({ [productId]: 3 });
  const key = newId();
  const answers = await atOnce(5, () => revalue({ [productId]: 50 }, {}, shop.owner, key));
  expect(new Set(answers.map((answer) => ok(answer).id)).size).toBe(1);
  expect(await levelOf(productId)).toEqual([3, 150, 50]);
});

describe('is refused, and nothing is written,', () => {
  const refused = async (answer: Promise<Answer>, code: string, path?: (string | number)[]) => {
    const { body } = await answer;
    expect([body.code, body.errors?.[0].path]).toEqual([code, path]);
    return body;
  };

  test('where there is no stock, naming each line', async () => {
    const [full, gone] = [await selling.newProduct(), await selling.newProduct()];
    const [below, never] = [await selling.newProduct({ allowOversell: true }), await selling.newProduct()];
    await selling.stockUp({ [full]: 1, [gone]: 1, [below]: 1 });
    ok(await sell(gone));
    ok(await sell(below, 2));
    const before = await written();
    const everything = revalue({ [full]: 50, [gone]: 50, [below]: 50, [never]: 50 });
    const body = await refused(everything, 'INVALID_INPUT', ['lines', 1, 'productId']);
    expect(body.errors.map(({ path }: Json) => path[1])).toEqual([1, 2, 3]);
    expect(body.errors[0].message).toContain('has no stock to revalue');
    expect(await written()).toEqual(before);
  });

  test('with bad input, naming the field', async () => {
    const { coffee, voucher } = shop.products;
    await selling.stockUp({ [coffee.id]: 1 });
    const before = await written();
    const line = { productId: coffee.id, unitCost: 5 };
    const cost = ['lines', 0, 'unitCost'];
    await refused(revalue({}), 'INVALID_INPUT', ['lines']);
    await refused(revalue({}, { lines: [line, line] }), 'INVALID_INPUT', ['lines']);
    await refused(revalue({ [coffee.id]: -1 }), 'INVALID_INPUT', cost);
    await refused(revalue({ [coffee.id]: 1.5 }), 'INVALID_INPUT', cost);
    await refused(revalue({ [coffee.id]: 10 ** 12 + 1 }), 'INVALID_INPUT', cost);
    await refused(revalue({ [newId()]: 5 }), 'INVALID_REFERENCE', ['lines', 0, 'productId']);
    await refused(revalue({ [coffee.id]: 5, [voucher.id]: 5 }), 'PRODUCT_NOT_TRACKED', [
      'lines',
      1,
      'productId',
    ]);
    await refused(revalue({ [coffee.id]: 5 }, { storeId: newId() }), 'NOT_FOUND');
    expect(await written()).toEqual(before);
  });

  test('where stock would be worth more than can be kept', async () => {
    const [productId, other] = [await selling.newProduct(), await selling.newProduct()];
    await selling.stockUp({ [productId]: 2, [other]: 2 });
    const before = await written();
    await refused(revalue({ [other]: 1, [productId]: 10 ** 12 }), 'AMOUNT_OUT_OF_RANGE');
    expect(await written()).toEqual(before);
  });

  test('to who may not adjust stock there, or not see what it has cost', async () => {
    const productId = await selling.newProduct();
    await selling.stockUp({ [productId]: 2 });
    const role = await roleOf(server, 'stores.read', 'inventory.adjust', 'inventory.read');
    const { token: unseeing } = await personWith(server, [{ role, storeId }]);
    const { token: elsewhere } = await personWith(server, [{ role: 'clerk', storeId: shop.stores[1].id }]);
    const { token: clerk } = await personWith(server, [{ role: 'clerk', storeId }]);
    const before = await written();
    const refusal = await revalue({ [productId]: 50 }, {}, unseeing);
    expect(codeOf(refusal)).toEqual([403, 'FORBIDDEN']);
    expect(refusal.body.detail).toContain('products.read_cost');
    await refused(revalue({ [productId]: 50 }, {}, await server.signInAs('cashier')), 'FORBIDDEN');
    await refused(revalue({ [productId]: 50 }, {}, elsewhere), 'NOT_FOUND');
    expect(await written()).toEqual(before);

    const done = ok(await revalue({ [productId]: 50 }, {}, clerk));
    const read = await server.request('GET', `/v1/inventory/adjustments/${done.id}`, { token: unseeing });
    const [movement] = ok(read).movements;
    expect([movement.value, movement.valueAfter, movement.quantity]).toEqual([null, null, 0]);
  });
});

test('among sales of the same goods in every order, values and costs add up', async () => {
  const products = await Promise.all(Array.from({ length: 4 }, () => selling.newProduct()));
  await selling.stockUp(Object.fromEntries(products.map((id) => [id, 30])));
  const answers = await atOnce(32, (i) => {
    const turned = [...products.slice(i % 4), ...products.slice(0, i % 4)];
    const ids = i % 3 ? turned : turned.reverse();
    return i % 2
      ? revalue(Object.fromEntries(ids.map((id) => [id, 30 + i])))
      : selling.checkout({
          lines: ids.map((productId) => ({ productId, quantity: 1 })),
          payments: [card(100 * ids.length)],
        });
  });
  expect(answers.map(({ status }) => status)).toEqual(Array(32).fill(201));
  const sums = await selling.rows(
    `SELECT l.on_hand::float8 AS "onHand", l.value,
       30 * 40 + (SELECT sum(value) FROM stock_movements m WHERE m.product_id = l.product_id AND kind = 'revaluation')
         - (SELECT sum(cost) FROM sale_lines s WHERE s.product_id = l.product_id) AS expected
     FROM stock_levels l WHERE l.product_id = ANY ($1)`,
    [products],
  );
  expect(sums).toHaveLength(4);
  for (const { onHand, value, expected } of sums) expect([onHand, value]).toEqual([14, Number(expected)]);
});
