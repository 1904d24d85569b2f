import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyStocktakes } from '../src/modules/stocktakes/index.ts';
import { type Counting, countingAt } from './counting.ts';
import { cash, endWithCleanBooks, type Selling, sellingAt } from './selling.ts';
import { type Answer, type Json, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let counting: Counting;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  counting = countingAt(server, shop);
});
afterAll(() => endWithCleanBooks(server));

const newProducts = (count: number) =>
  Promise.all(Array.from({ length: count }, () => selling.newProduct({ cost: 40 })));
const each = (productIds: readonly string[], quantity: number) =>
  Object.fromEntries(productIds.map((productId) => [productId, quantity]));
const onHand = async (productId: string) => (await selling.stockOf(productId))[0];
const codes = (answers: readonly Answer[]) => answers.map(({ body }) => body.code ?? 'done').sort();

/** Sells one of each of some products, from eight tills at once, until it is told to stop; answers how many sales there were. */
function sellMeanwhile(productIds: readonly string[]) {
  let open = true;
  const seller = async (turn: number) => {
    let sold = 0;
    for (let i = turn; open; i++) {
      const turned = [
        ...productIds.slice(i % productIds.length),
        ...productIds.slice(0, i % productIds.length),
      ];
      const lines = turned.slice(0, 3).map((productId) => ({ productId, quantity: 1 }));
      await selling.sell({ lines: i % 2 ? lines : lines.reverse(), payments: [cash(300)] });
      sold += 1;
    }
    return sold;
  };
  const sellers = Array.from({ length: 8 }, (_, turn) => seller(turn));
  return async () => {
    open = false;
    return (await Promise.all(sellers)).reduce((sum, sold) => sum + sold, 0);
  };
}

/**
 * What became of each product, with what moved since its count but by stocktakes: final = counted + that; and what was on
 * hand after the movement that its count stands behind. A sale that was under way at the count had left the shelf before.
 */
const outcomes = (id: string): Promise<Json[]> =>
  selling.rows(
    `SELECT level.on_hand::float8 AS final, line.counted::float8 AS counted,
       line.expected::float8 AS expected, last.on_hand_after::float8 AS before, moved.since::float8 AS since,
       moved.total::float8 AS total
     FROM stocktake_lines line
     JOIN stocktakes stocktake ON stocktake.id = line.stocktake_id
     JOIN stock_levels level ON level.store_id = stocktake.store_id AND level.product_id = line.product_id
     JOIN stock_movements last ON last.store_id = level.store_id AND last.product_id = level.product_id
       AND last.number = line.expected_number
     CROSS JOIN LATERAL (
       SELECT sum(quantity) AS total,
         coalesce(sum(quantity) FILTER (WHERE number > line.expected_number AND kind <> 'count'
           AND occurred_at > line.counted_at), 0) AS since
       FROM stock_movements m WHERE m.store_id = level.store_id AND m.product_id = level.product_id
     ) moved
     WHERE line.stocktake_id = $1`,
    [id],
  );

test('while eight sell, counts and their application leave what was counted and what moved after that', async () => {
  const productIds = await newProducts(8);
  await selling.stockUp(each(productIds, 10_000));
  const id = await counting.open();
  const stop = sellMeanwhile(productIds);
  for (let round = 0; round < 2; round++) {
    await Promise.all(
      productIds.map(async (productId) => {
        const [line] = await counting.count(id, { [productId]: 9_000 });
        expect(line.expected).toBeLessThanOrEqual(10_000);
      }),
    );
  }
  expect(await counting.finish(id)).toMatchObject({ status: 'applied' });
  const sales = await stop();
  expect(sales).toBeGreaterThan(8);
  const results = await outcomes(id);
  expect(results).toHaveLength(8);
  for (const { final, counted, since, total, expected, before } of results) {
    expect([final, total, expected]).toEqual([counted + since, final, before]);
  }
  // There were sales on both sides of the counts, or this has shown nothing.
  expect(results.some(({ since }) => since < 0)).toBe(true);
  expect((await counting.lines(id)).some(({ expected }) => expected < 10_000)).toBe(true);
});

test.each([
  ['the first first', [0, 1]],
  ['the second first', [1, 0]],
] as const)('two stocktakes of the same products, applied %s, correct them once', async (_, order) => {
  const productIds = await newProducts(6);
  await selling.stockUp(each(productIds, 100));
  const ids = [await counting.open(), await counting.open()];
  await Promise.all(ids.map((id) => counting.count(id, each(productIds, 80))));
  await selling.sell({ lines: [{ productId: String(productIds[0]), quantity: 5 }], payments: [cash(500)] });
  for (const at of order) await counting.finish(String(ids[at]));
  expect(await Promise.all(productIds.map(onHand))).toEqual([75, 80, 80, 80, 80, 80]);
  const corrected = await selling.rows(
    `SELECT FROM stock_movements WHERE kind = 'count' AND product_id = ANY ($1)`,
    [productIds],
  );
  expect(corrected).toHaveLength(6);
});

test('two stocktakes that are applied at the same time by several servers correct once', async () => {
  const productIds = await newProducts(40);
  await selling.stockUp(each(productIds, 10));
  const ids = await Promise.all([counting.open(), counting.open(), counting.open()]);
  for (const id of ids) {
    await counting.count(id, each(productIds, 4));
    await counting.move(id, 'review');
  }
  await Promise.all(ids.map((id) => counting.move(id, 'apply')));
  const deps = { database: server.database, clock: server.clock.now, newId };
  await Promise.all(Array.from({ length: 4 }, () => applyStocktakes(deps, () => false)));
  await server.app.applyStocktakes();
  for (const id of ids) expect(await counting.get(id)).toMatchObject({ status: 'applied' });
  expect(new Set(await Promise.all(productIds.map(onHand)))).toEqual(new Set([4]));
});

test('of one product that many count in their areas, none is lost', async () => {
  const productIds = await newProducts(5);
  await selling.stockUp(each(productIds.slice(0, 2), 10));
  const id = await counting.open();
  const counts = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      counting.tryCount(id, each(i % 2 ? productIds : productIds.toReversed(), i + 1), {
        area: `Area ${i % 10}`,
      }),
    ),
  );
  expect(codes(counts)).toEqual(Array(20).fill('done'));
  const stored = await selling.rows(
    `SELECT sum(quantity)::float8 AS sum, count(*)::int AS areas FROM stocktake_counts
     WHERE stocktake_id = $1 GROUP BY product_id`,
    [id],
  );
  const lines = await counting.lines(id);
  expect(lines.map(({ counted }) => counted)).toEqual(stored.map(({ sum }) => sum));
  for (const { areas } of stored) expect(areas).toBe(10);
  // Taking back what others are counting ends in one or the other.
  await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      i % 2
        ? counting.call(id, 'uncount', { productIds: i % 4 === 1 ? productIds : productIds.toReversed() })
        : counting.count(id, each(productIds, 7), { area: `Area ${i}` }),
    ),
  );
  for (const { counted, areas } of await counting.lines(id)) expect(counted).toBe(7 * areas.length);
  await counting.move(id, 'cancel');
});

test('of many people who count one product in one area, one does, and the others are told', async () => {
  const productIds = await newProducts(3);
  const id = await counting.open();
  const tokens = await Promise.all(
    Array.from({ length: 6 }, () => server.signInAs('clerk', { storeId: shop.stores[0].id })),
  );
  const answers = await Promise.all(
    tokens.map((token, i) => {
      const ids = i % 2 ? productIds : productIds.toReversed();
      const lines = ids.map((productId) => ({ productId, quantity: i + 1 }));
      return counting.call(id, 'count', { lines }, token);
    }),
  );
  expect(codes(answers)).toEqual([...Array(5).fill('COUNTED_ALREADY'), 'done']);
  const entered = answers.findIndex(({ status }) => status === 200) + 1;
  expect((await counting.lines(id)).map(({ counted }) => counted)).toEqual([entered, entered, entered]);
  await counting.move(id, 'cancel');
});

test('of many that apply at once one does, and what is counted meanwhile is in it or refused', async () => {
  const productIds = await newProducts(10);
  await selling.stockUp(each(productIds, 10));
  const id = await counting.open();
  await counting.count(id, each(productIds, 9));
  const [reviewed, ...counts] = await Promise.all([
    counting.call(id, 'review', { version: 2 }),
    ...productIds.map((productId) => counting.tryCount(id, { [productId]: 3 })),
  ]);
  expect(reviewed.status).toBe(200);
  for (const [position, { body }] of counts.entries()) {
    expect([undefined, 'WRONG_STATUS']).toContain(body.code);
    const [line] = await counting.lines(id, `productId=${productIds[position]}`);
    expect(line.counted).toBe(body.code === undefined ? 3 : 9);
  }
  const applies = await Promise.all(
    Array.from({ length: 8 }, () => counting.call(id, 'apply', { version: 3 })),
  );
  expect(codes(applies)).toEqual([...Array(7).fill('CONFLICT'), 'done']);
  await Promise.all(Array.from({ length: 3 }, () => server.app.applyStocktakes()));
  for (const { final, counted } of await outcomes(id)) expect(final).toBe(counted);
});

test('of cancelling and applying one wins, and the stock is as that says', async () => {
  const won: string[] = [];
  for (let round = 0; round < 6; round++) {
    const [productId = ''] = await newProducts(1);
    await selling.stockUp({ [productId]: 10 });
    const id = await counting.open();
    await counting.count(id, { [productId]: 6 });
    await counting.move(id, 'review');
    const calls = (['cancel', 'apply'] as const).map(
      (action) => () => counting.call(id, action, { version: 3 }),
    );
    const answers = await Promise.all((round % 2 ? calls : calls.toReversed()).map((call) => call()));
    expect(codes(answers)).toEqual(['CONFLICT', 'done']);
    await server.app.applyStocktakes();
    const { status } = await counting.get(id);
    expect(await onHand(productId)).toBe(status === 'cancelled' ? 10 : 6);
    won.push(status);
  }
  expect(won.every((status) => status === 'cancelled' || status === 'applied')).toBe(true);
});
