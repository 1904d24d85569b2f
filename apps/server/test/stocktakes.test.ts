import { newId, transact } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lockStockLevels } from '../src/modules/inventory/index.ts';
import { applyStocktakes } from '../src/modules/stocktakes/index.ts';
import { type Counting, countingAt } from './counting.ts';
import { countWaiting, personWith, roleOf } from './people.ts';
import { cash, endWithCleanBooks, type Selling, sellingAt } from './selling.ts';
import { type Answer, type Json, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let counting: Counting;
let storeId: string;
let ownerId: string;
let clerk: string;
let manager: string;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  counting = countingAt(server, shop);
  storeId = shop.stores[0].id;
  ownerId = (await selling.get('/auth/me')).id;
  clerk = await server.signInAs('clerk', { storeId });
  manager = await server.signInAs('manager', { storeId });
});
afterAll(() => endWithCleanBooks(server));

/** One after the other, so that they are in the order of their ids. */
async function newProducts(...fields: object[]): Promise<string[]> {
  const ids: string[] = [];
  for (const each of fields) ids.push(await selling.newProduct({ cost: 40, ...each }));
  return ids;
}
const sell = (productId: string, quantity: number) =>
  selling.sell({ lines: [{ productId, quantity }], payments: [cash(100 * quantity)] });
const refusal = ({ status, body }: Answer) => [status, body.code];
const onHand = async (productId: string) => (await selling.stockOf(productId))[0];
const written = () =>
  selling.rows(`SELECT (SELECT count(*) FROM stocktake_lines) AS lines, (SELECT count(*) FROM stocktake_counts) AS counts,
    (SELECT count(*) FROM stock_movements) AS movements, (SELECT count(*) FROM stock_levels) AS levels`);

describe('a stocktake', () => {
  test('goes from a draft to corrected stock, and every step is kept', async () => {
    const [more = '', less = '', same = ''] = await newProducts({}, {}, {});
    await selling.stockUp({ [more]: 5, [less]: 5, [same]: 5 });
    const body = { storeId, name: 'Year end', note: 'Everything' };
    const created = await selling.create('/inventory/stocktakes', body);
    expect(created).toMatchObject({
      ...body,
      ...{ status: 'draft', categoryIds: null, blind: true, version: 1, createdBy: ownerId },
      ...{ startedAt: null, appliedBy: null, appliedAt: null },
      totals: {
        ...{ counted: 0, different: 0, surplus: 0, shortage: 0, uncertain: 0 },
        ...{ applied: 0, corrected: 0, correctedValue: null },
      },
    });
    const { id, number } = created;
    expect((await selling.create('/inventory/stocktakes', body)).number).toBe(number + 1);

    const started = await counting.move(id, 'start');
    expect(started).toMatchObject({ status: 'counting', version: 2 });
    const lines = await counting.count(id, { [more]: 7, [less]: 2, [same]: 5 });
    expect(
      lines.map(({ productId, expected, difference, differenceValue }) => ({
        ...{ productId, expected, difference, differenceValue },
      })),
    ).toEqual([
      { productId: more, expected: 5, difference: 2, differenceValue: 80 },
      { productId: less, expected: 5, difference: -3, differenceValue: -120 },
      { productId: same, expected: 5, difference: 0, differenceValue: 0 },
    ]);
    expect(await counting.move(id, 'review')).toMatchObject({
      status: 'review',
      totals: {
        ...{ counted: 3, different: 2, surplus: 80, shortage: -120, applied: 0 },
        ...{ corrected: 0, correctedValue: null },
      },
    });
    expect(await onHand(more)).toBe(5);
    const applying = await counting.move(id, 'apply');
    expect(applying).toMatchObject({ status: 'applying', appliedBy: ownerId, appliedAt: null, version: 4 });
    await server.app.applyStocktakes();
    const applied = await counting.get(id);
    expect(applied).toMatchObject({ status: 'applied', version: 5 });
    expect(applied.totals).toMatchObject({ applied: 3, corrected: 2, correctedValue: -40 });
    expect(applied.appliedAt).not.toBeNull();
    expect(applied.startedAt).toBe(started.startedAt);

    // What is there more came in at the known cost, what is less went out at the average.
    expect(await selling.stockOf(more)).toEqual([7, 280]);
    expect(await selling.stockOf(less)).toEqual([2, 80]);
    const movements = await selling.rows(
      `SELECT product_id, quantity::float8, value, actor_id FROM stock_movements
       WHERE document_id = $1 AND kind = 'count' ORDER BY quantity`,
      [id],
    );
    expect(movements).toEqual([
      { product_id: less, quantity: -3, value: -120, actor_id: ownerId },
      { product_id: more, quantity: 2, value: 80, actor_id: ownerId },
    ]);
    const kept = await counting.lines(id, 'sort=differenceValue');
    expect(kept.map(({ productId, applied }) => [productId, applied])).toEqual([
      [less, -3],
      [same, 0],
      [more, 2],
    ]);
    const events = await selling.rows(
      `SELECT store_id, payload FROM outbox WHERE type = 'stocktake.applied'`,
    );
    expect(events).toEqual([{ store_id: storeId, payload: { stocktakeId: id, storeId } }]);
    const audited = await selling.rows(
      'SELECT action, actor_id FROM audit_log WHERE document_id = $1 ORDER BY recorded_at, id',
      [id],
    );
    expect(audited.map(({ action }) => action.replace('inventory.stocktakes.', ''))).toEqual([
      ...['create', 'start', 'count', 'review', 'apply', 'applied'],
    ]);
    expect(audited.every(({ actor_id }) => actor_id === ownerId)).toBe(true);
  });

  test('is listed by store and status', async () => {
    const id = await counting.open({ name: 'Listed' });
    const ids = async (query: string) =>
      (await selling.get(`/inventory/stocktakes?${query}`)).items.map((item: Json) => item.id);
    expect((await ids(`storeId=${storeId}&status=counting`))[0]).toBe(id);
    expect(await ids('status=cancelled')).not.toContain(id);
    expect(await ids(`storeId=${shop.stores[1].id}`)).toEqual([]);
    await counting.move(id, 'cancel');
    expect(await ids('status=cancelled')).toContain(id);
  });

  test('that is cancelled leaves the stock as it is', async () => {
    const [productId = ''] = await newProducts({});
    await selling.stockUp({ [productId]: 5 });
    const id = await counting.open();
    await counting.count(id, { [productId]: 1 });
    expect(await counting.move(id, 'cancel')).toMatchObject({ status: 'cancelled', appliedAt: null });
    await server.app.applyStocktakes();
    expect(await onHand(productId)).toBe(5);
  });

  test('can be counted on after a review, and keeps the time of its start', async () => {
    const [productId = ''] = await newProducts({});
    const id = await counting.open();
    await counting.count(id, { [productId]: 3 });
    const { startedAt } = await counting.move(id, 'review');
    expect(await counting.move(id, 'start')).toMatchObject({ status: 'counting', startedAt });
    await counting.count(id, { [productId]: 4 });
    await counting.finish(id);
    expect(await onHand(productId)).toBe(4);
  });

  test('changes its name at any time, and what is counted only as a draft', async () => {
    const categoryId = (await selling.create('/categories', { name: 'Changed' })).id;
    const { id } = await selling.create('/inventory/stocktakes', { storeId, name: 'Draft' });
    const change = (body: object) =>
      server.request('PATCH', `/v1/inventory/stocktakes/${id}`, { token: shop.owner, body });
    const changes = { categoryIds: [categoryId], blind: false, note: 'Now', name: 'Another' };
    expect((await change({ version: 1, ...changes })).body).toMatchObject({ ...changes, version: 2 });
    const unknown = await change({ version: 2, categoryIds: [categoryId, newId()] });
    expect(refusal(unknown)).toEqual([400, 'INVALID_REFERENCE']);
    expect(unknown.body.errors[0].path).toEqual(['categoryIds', 1]);
    expect(refusal(await change({ version: 2, categoryIds: [] }))).toEqual([400, 'INVALID_INPUT']);
    expect(refusal(await change({ version: 1, name: 'Late' }))).toEqual([409, 'CONFLICT']);
    await counting.move(id, 'start');
    expect((await change({ version: 3, name: 'Started', blind: false })).body).toMatchObject({
      ...{ name: 'Started', version: 4 },
    });
    for (const fixed of [{ categoryIds: null }, { blind: true }]) {
      const answer = await change({ version: 4, ...fixed });
      expect([...refusal(answer), answer.body.details]).toEqual([
        ...[409, 'WRONG_STATUS', { status: 'counting', allowed: ['draft'] }],
      ]);
    }
    await counting.move(id, 'cancel');
    expect(refusal(await change({ version: 5, name: 'After' }))).toEqual([409, 'WRONG_STATUS']);
  });
});

describe('what moves between the count and its application', () => {
  test('is kept on top: sales, and what comes in', async () => {
    const [sold = '', received = '', both = ''] = await newProducts({}, {}, {});
    await selling.stockUp({ [sold]: 10, [received]: 10, [both]: 10 });
    const id = await counting.open();
    await sell(sold, 1);
    await counting.count(id, { [sold]: 8, [received]: 11, [both]: 10 });
    await sell(sold, 2);
    await selling.stockUp({ [received]: 4, [both]: 4 });
    await sell(both, 3);
    await counting.finish(id);
    expect(await Promise.all([sold, received, both].map(onHand))).toEqual([6, 15, 11]);
    const lines = await counting.lines(id);
    expect(lines.map(({ expected, applied }) => [expected, applied])).toEqual([
      [9, -1],
      [10, 1],
      [10, 0],
    ]);
  });

  test('is kept even where that takes the stock below zero: a count is never refused', async () => {
    const [productId = ''] = await newProducts({});
    await selling.stockUp({ [productId]: 5 });
    const id = await counting.open();
    await counting.count(id, { [productId]: 0 });
    await sell(productId, 5);
    expect(await counting.finish(id)).toMatchObject({ status: 'applied' });
    expect(await onHand(productId)).toBe(-5);
  });

  test('is taken back where the count is entered later than it was made', async () => {
    const [productId = ''] = await newProducts({});
    await selling.stockUp({ [productId]: 10 });
    const id = await counting.open();
    const countedAt = new Date(server.clock.now().getTime() + 1).toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await sell(productId, 3);
    const [line] = await counting.count(id, { [productId]: 9 }, { countedAt });
    expect(line).toMatchObject({ countedAt, expected: 10, difference: -1 });
    await sell(productId, 1);
    await counting.finish(id);
    expect(await onHand(productId)).toBe(5);
  });

  test('is not what had left the shelf before the count and was recorded after it', async () => {
    const [short = '', right = ''] = await newProducts({}, {});
    await selling.stockUp({ [short]: 10, [right]: 10 });
    const id = await counting.open();
    const { underWay } = await transact(server.database, async (tx) => {
      await lockStockLevels(tx, storeId, [short, right]);
      const lines = [short, right].map((productId) => ({ productId, quantity: 1 }));
      const underWay = selling.sell({ lines, payments: [cash(200)] });
      await expect.poll(() => countWaiting(server)).toBe(1);
      const counted = await counting.count(id, { [short]: 8, [right]: 9 });
      expect(counted.map(({ expected }) => expected)).toEqual([10, 10]);
      return { underWay };
    });
    await underWay;
    await sell(short, 2);
    await counting.finish(id);
    expect(await Promise.all([short, right].map(onHand))).toEqual([6, 9]);
    expect((await counting.lines(id)).map(({ applied }) => applied)).toEqual([-1, 0]);
  });

  test('is not what another stocktake has corrected meanwhile, whenever its count is entered', async () => {
    const [productId = ''] = await newProducts({});
    await selling.stockUp({ [productId]: 10 });
    const [one, other] = [await counting.open(), await counting.open()];
    const countedAt = new Date(server.clock.now().getTime() + 1).toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await counting.count(one, { [productId]: 8 });
    await counting.finish(one);
    await sell(productId, 1);
    const [line] = await counting.count(other, { [productId]: 8 }, { countedAt });
    expect(line).toMatchObject({ expected: 8, difference: 0 });
    await counting.finish(other);
    expect(await onHand(productId)).toBe(7);
  });

  test('is not what another stocktake has corrected, which its totals tell from what it found', async () => {
    const [more = '', less = ''] = await newProducts({}, {});
    await selling.stockUp({ [more]: 5, [less]: 5 });
    const ids = [await counting.open(), await counting.open()];
    for (const id of ids) await counting.count(id, { [more]: 6, [less]: 2 });
    const found = { applied: 2, different: 2, surplus: 40, shortage: -120 };
    const [first, second] = [await counting.finish(String(ids[0])), await counting.finish(String(ids[1]))];
    expect(first.totals).toMatchObject({ ...found, corrected: 2, correctedValue: -80 });
    expect(second.totals).toMatchObject({ ...found, corrected: 0, correctedValue: 0 });
    const role = await roleOf(server, 'stores.read', 'stocktakes.read');
    const { token } = await personWith(server, [{ role, storeId }]);
    const { totals } = await counting.get(String(ids[0]), token);
    expect(totals).toMatchObject({ corrected: 2, correctedValue: null, surplus: null });
  });

  test('leaves uncounted products untouched', async () => {
    const [counted = '', left = ''] = await newProducts({}, {});
    await selling.stockUp({ [counted]: 2, [left]: 7 });
    const id = await counting.open();
    await counting.count(id, { [counted]: 1 });
    await counting.finish(id);
    expect(await selling.stockOf(left)).toEqual([7, 280]);
    const counts = await selling.rows(
      `SELECT FROM stock_movements WHERE product_id = $1 AND kind = 'count'`,
      [left],
    );
    expect(counts).toEqual([]);
  });
});

describe('areas', () => {
  test('add up; the latest count of an area takes the place of the one before', async () => {
    const [productId = ''] = await newProducts({ soldBy: 'measure' });
    await selling.stockUp({ [productId]: 1 });
    const id = await counting.open();
    const at = async (area: string, quantity: number, fields: object = {}) =>
      (await counting.count(id, { [productId]: quantity }, { area, ...fields }))[0];
    const early = new Date(server.clock.now().getTime()).toISOString();
    expect(await at('Shelf', 0.1)).toMatchObject({ counted: 0.1, difference: -0.9 });
    expect(await at('Cellar', 0.2)).toMatchObject({ counted: 0.3, difference: -0.7 });
    const again = await at('Shelf', 0.5);
    expect(again).toMatchObject({ counted: 0.7 });
    expect(again.areas).toMatchObject([
      { area: 'Cellar', quantity: 0.2, countedBy: ownerId },
      { area: 'Shelf', quantity: 0.5, countedBy: ownerId },
    ]);
    // One that is entered late is of its area, and what is expected stays that of the latest.
    await selling.stockUp({ [productId]: 4 });
    const late = await at('Window', 2, { countedAt: early });
    expect(late).toMatchObject({ counted: 2.7, expected: 1, countedAt: again.countedAt });
    // An older count of an area that was counted since changes nothing.
    expect(await at('Shelf', 99, { countedAt: early })).toMatchObject({ counted: 2.7 });
    expect(await counting.lines(id)).toMatchObject([{ ...late, areas: late.areas }]);
  });

  test('that are counted while goods move are uncertain by that much, until they are counted again', async () => {
    const [moved = '', still = ''] = await newProducts({}, {});
    await selling.stockUp({ [moved]: 70, [still]: 3 });
    const id = await counting.open();
    const at = async (area: string, quantities: Record<string, number>) =>
      (await counting.count(id, quantities, { area }))[0];
    expect(await at('shop', { [moved]: 50, [still]: 1 })).toMatchObject({ expected: 70, movedBetween: 0 });
    await sell(moved, 5);
    // Whether the five are still counted in the shop, nobody knows.
    expect(await at('stockroom', { [moved]: 20, [still]: 2 })).toMatchObject({
      ...{ counted: 70, expected: 65, difference: 5, movedBetween: -5 },
    });
    const uncertain = async () => [
      (await counting.get(id)).totals.uncertain,
      (await counting.lines(id, 'difference=uncertain')).map(({ productId }) => productId),
    ];
    expect(await uncertain()).toEqual([1, [moved]]);
    // The shop after the stockroom, with nothing sold between them.
    expect(await at('shop', { [moved]: 45 })).toMatchObject({ counted: 65, difference: 0, movedBetween: 0 });
    expect(await uncertain()).toEqual([0, []]);
    await sell(moved, 1);
    await counting.finish(id);
    expect(await onHand(moved)).toBe(64);
  });

  test('are compared by when they were counted, not by when that was entered', async () => {
    const [productId = ''] = await newProducts({});
    await selling.stockUp({ [productId]: 10 });
    const id = await counting.open();
    const early = new Date(server.clock.now().getTime() + 1).toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await sell(productId, 3);
    await counting.count(id, { [productId]: 4 }, { area: 'Shelf' });
    const [line] = await counting.count(id, { [productId]: 6 }, { area: 'Cellar', countedAt: early });
    expect(line).toMatchObject({ counted: 10, expected: 7, movedBetween: -3 });
    await counting.move(id, 'cancel');
  });

  test('are counted by one person each: who would replace the count of another is told, and nothing is written', async () => {
    const [one = '', two = ''] = await newProducts({ name: 'Counted' }, {});
    const id = await counting.open();
    await counting.count(id, { [one]: 3 });
    const [{ areas }] = await counting.lines(id);
    const before = await written();
    const clerkCounts = (fields: object) => {
      const lines = [two, one].map((productId) => ({ productId, quantity: 4 }));
      return counting.call(id, 'count', { lines, ...fields }, clerk);
    };
    const answer = await clerkCounts({});
    expect(refusal(answer)).toEqual([409, 'COUNTED_ALREADY']);
    const { countedAt } = areas[0];
    expect(answer.body.details).toEqual({
      lines: [{ productId: one, name: 'Counted', position: 1, area: 'Store', countedBy: ownerId, countedAt }],
    });
    expect(await written()).toEqual(before);
    expect((await counting.lines(id))[0]).toMatchObject({ counted: 3, areas });
    // The same goes for what the other one will have counted later.
    const early = (await counting.get(id)).startedAt;
    expect(refusal(await clerkCounts({ countedAt: early }))).toEqual([409, 'COUNTED_ALREADY']);

    const replaced = await clerkCounts({ replace: true });
    expect(replaced.body.lines).toMatchObject([{ counted: 4 }, { productId: one, counted: 4 }]);
    // One's own count is replaced without being asked for it.
    expect((await clerkCounts({})).status).toBe(200);
    expect(refusal(await counting.tryCount(id, { [one]: 5 }))).toEqual([409, 'COUNTED_ALREADY']);
    expect((await counting.count(id, { [one]: 5 }, { area: 'Shelf' }))[0]).toMatchObject({ counted: 9 });
    await counting.move(id, 'cancel');
  });

  test('are all taken back at once, and the product is to be counted again', async () => {
    const [one = '', two = ''] = await newProducts({}, {});
    await selling.stockUp({ [one]: 1, [two]: 1 });
    const id = await counting.open();
    await counting.count(id, { [one]: 3, [two]: 3 }, { area: 'A' });
    await counting.count(id, { [one]: 3 }, { area: 'B' });
    const unknown = await counting.call(id, 'uncount', { productIds: [one, newId()] });
    expect(refusal(unknown)).toEqual([400, 'INVALID_REFERENCE']);
    expect(unknown.body.errors[0].path).toEqual(['productIds', 1]);
    expect(await counting.lines(id)).toHaveLength(2);
    const answer = await counting.call(id, 'uncount', { productIds: [one, shop.products.coffee.id] });
    expect(answer.body).toEqual({ removed: 1 });
    expect((await counting.lines(id)).map(({ productId }) => productId)).toEqual([two]);
    expect((await counting.call(id, 'uncount', { productIds: [one] })).body).toEqual({ removed: 0 });
    const [audited] = await selling.rows(
      `SELECT before FROM audit_log WHERE document_id = $1 AND action LIKE '%.uncount'`,
      [id],
    );
    expect(audited.before).toEqual({ lines: [{ productId: one, counted: 6 }] });
    await counting.finish(id);
    expect(await Promise.all([one, two].map(onHand))).toEqual([1, 3]);
  });
});

describe('what a stocktake is about', () => {
  test('are the products of its categories and of those below them', async () => {
    const category = async (name: string, parentId: string | null = null): Promise<string> =>
      (await selling.create('/categories', { name, parentId })).id;
    const top = await category('Drinks');
    const [below, beside] = [await category('Juices', top), await category('Bread')];
    const [inTop = '', inBelow = '', outside = '', without = ''] = await newProducts(
      { categoryId: top, name: 'Zebra cola' },
      { categoryId: below, name: 'apple juice', sku: 'JUICE-1' },
      { categoryId: beside },
      {},
    );
    const archived = await selling.newProduct({ categoryId: below, name: 'Old juice' });
    const gone = await selling.newProduct({ categoryId: below });
    await selling.newProduct({ categoryId: top, trackStock: false });
    await selling.stockUp({ [archived]: 2, [inBelow]: 6 });
    for (const each of [archived, gone]) await selling.create(`/products/${each}/archive`, { version: 1 });

    const id = await counting.open({ categoryIds: [top], blind: false });
    expect((await counting.get(id)).totals).toMatchObject({ products: 3, counted: 0 });
    const uncounted = async (query = '') =>
      (await selling.get(`/inventory/stocktakes/${id}/uncounted?${query}`)).items;
    expect(await uncounted()).toEqual([
      { productId: inBelow, sku: 'JUICE-1', productName: 'apple juice', expected: 6 },
      expect.objectContaining({ productId: archived, productName: 'Old juice', expected: 2 }),
      expect.objectContaining({ productId: inTop, productName: 'Zebra cola', expected: 0 }),
    ]);
    expect((await uncounted('sort=-name&limit=1'))[0].productId).toBe(inTop);
    expect((await uncounted('search=ZEB')).map((item: Json) => item.productId)).toEqual([inTop]);
    expect((await uncounted('search=juice-')).map((item: Json) => item.productId)).toEqual([inBelow]);
    expect(await uncounted('search=%25')).toEqual([]);

    const before = await written();
    const refused = await counting.tryCount(id, { [inTop]: 1, [outside]: 1, [without]: 1 });
    expect(refusal(refused)).toEqual([400, 'INVALID_REFERENCE']);
    expect(refused.body.errors.map(({ path }: Json) => path)).toEqual([
      ['lines', 1, 'productId'],
      ['lines', 2, 'productId'],
    ]);
    expect(refused.body.detail).toContain('Not part of this stocktake');
    expect(await written()).toEqual(before);

    await counting.count(id, { [inTop]: 1, [archived]: 2 });
    // What was archived with nothing left is counted where there is some after all.
    await counting.count(id, { [gone]: 1 });
    expect((await counting.get(id)).totals).toMatchObject({ products: 4, counted: 3 });
    expect((await uncounted()).map((item: Json) => item.productId)).toEqual([inBelow]);
    await counting.finish(id);
    expect(await onHand(gone)).toBe(1);
  });

  test('is its store alone: who works in another one finds none', async () => {
    const id = await counting.open();
    const elsewhere = await server.signInAs('manager', { storeId: shop.stores[1].id });
    for (const path of ['', '/lines', '/uncounted']) {
      const answer = await server.request('GET', `/v1/inventory/stocktakes/${id}${path}`, {
        token: elsewhere,
      });
      expect(refusal(answer)).toEqual([404, 'NOT_FOUND']);
    }
    expect(refusal(await counting.call(id, 'review', { version: 2 }, elsewhere))).toEqual([404, 'NOT_FOUND']);
  });
});

describe('a blind count', () => {
  const figures = ({ expected, difference, differenceValue }: Json) => [
    expected,
    difference,
    differenceValue,
  ];

  test('does not show what is expected to who counts, until it is reviewed', async () => {
    const [productId = '', left = ''] = await newProducts({ name: 'Aaa blind' }, { name: 'Aaa left' });
    await selling.stockUp({ [productId]: 5, [left]: 6 });
    const id = await counting.open();
    const lines = [{ productId, quantity: 4 }];
    const counted = await counting.call(id, 'count', { lines }, clerk);
    expect(counted.status).toBe(200);
    expect(counted.body.lines[0]).toMatchObject({ counted: 4 });
    const seenBy = async (token: string) => {
      const [line] = await counting.lines(id, '', token);
      const { totals } = await counting.get(id, token);
      const uncounted = await server.request('GET', `/v1/inventory/stocktakes/${id}/uncounted?search=aaa`, {
        token,
      });
      return [
        ...[figures(line), [totals.different, totals.surplus, totals.shortage]],
        uncounted.body.items.map((item: Json) => item.expected),
      ];
    };
    expect(figures(counted.body.lines[0])).toEqual([null, null, null]);
    expect(counted.body.lines[0].movedBetween).toBeNull();
    expect((await counting.get(id, clerk)).totals.uncertain).toBeNull();
    expect(await seenBy(clerk)).toEqual([[null, null, null], [null, null, null], [null]]);
    expect(await seenBy(manager)).toEqual([[5, -1, -40], [1, 0, -40], [6]]);
    for (const query of [
      'difference=any',
      'sort=differenceValue',
      'sort=-differenceValue',
      'difference=none',
      'difference=uncertain',
    ]) {
      const ask = (token: string) =>
        server.request('GET', `/v1/inventory/stocktakes/${id}/lines?${query}`, { token });
      expect(refusal(await ask(clerk))).toEqual([403, 'FORBIDDEN']);
      expect((await ask(manager)).status).toBe(200);
    }
    await counting.move(id, 'review');
    expect(await seenBy(clerk)).toEqual([[5, -1, -40], [1, 0, -40], [6]]);
    expect(await counting.lines(id, 'difference=shortage', clerk)).toHaveLength(1);
  });

  test('is one to a role without inventory.read, which is all that it takes to count', async () => {
    const [productId = ''] = await newProducts({});
    await selling.stockUp({ [productId]: 5 });
    const id = await counting.open();
    const role = await roleOf(server, 'stocktakes.read', 'stocktakes.count', 'products.read');
    const { token } = await personWith(server, [{ role, storeId }]);
    const lines = [{ productId, quantity: 4 }];
    const counted = await counting.call(id, 'count', { lines }, token);
    expect(counted.body.lines).toMatchObject([{ counted: 4, expected: null }]);
    const levels = (asked: string) =>
      server.request('GET', `/v1/inventory/stock-levels?productId=${productId}`, { token: asked });
    expect(refusal(await levels(token))).toEqual([403, 'FORBIDDEN']);
    // The built-in one sees levels, blind or not.
    expect((await levels(clerk)).body.items).toMatchObject([{ onHand: 5 }]);
    await counting.move(id, 'cancel');
  });

  test('is one by choice: another shows it', async () => {
    const [productId = ''] = await newProducts({});
    await selling.stockUp({ [productId]: 5 });
    const id = await counting.open({ blind: false });
    const lines = [{ productId, quantity: 6 }];
    const { body } = await counting.call(id, 'count', { lines }, clerk);
    expect(figures(body.lines[0])).toEqual([5, 1, 40]);
  });
});

test('lines are filtered by product and by what differs', async () => {
  const [more = '', less = '', same = ''] = await newProducts({}, {}, {});
  await selling.stockUp({ [more]: 1, [less]: 1, [same]: 1 });
  const id = await counting.open();
  await counting.count(id, { [more]: 2, [less]: 0, [same]: 1 });
  const ids = async (query: string) => (await counting.lines(id, query)).map(({ productId }) => productId);
  expect(await ids('difference=any')).toEqual([more, less]);
  expect(await ids('difference=surplus')).toEqual([more]);
  expect(await ids('difference=shortage')).toEqual([less]);
  expect(await ids('difference=none')).toEqual([same]);
  expect(await ids(`productId=${less}`)).toEqual([less]);
  expect(await ids('sort=-product')).toEqual([same, less, more]);
  expect(await ids('sort=-differenceValue')).toEqual([more, same, less]);
});

describe('is refused, and nothing is written:', () => {
  let id: string;
  let productId: string;
  beforeAll(async () => {
    [productId = ''] = await newProducts({});
    id = await counting.open();
  });

  test.each<[string, () => Record<string, number>, object, number, string, (string | number)[] | undefined]>([
    [
      'an untracked product',
      () => ({ [shop.products.voucher.id]: 1 }),
      {},
      409,
      'PRODUCT_NOT_TRACKED',
      undefined,
    ],
    [
      'an unknown product',
      () => ({ [productId]: 1, [newId()]: 1 }),
      {},
      400,
      'INVALID_REFERENCE',
      ['lines', 1, 'productId'],
    ],
    [
      'half of a unit product',
      () => ({ [productId]: 0.5 }),
      {},
      400,
      'INVALID_INPUT',
      ['lines', 0, 'quantity'],
    ],
    ['less than nothing', () => ({ [productId]: -1 }), {}, 400, 'INVALID_INPUT', ['lines', 0, 'quantity']],
    ['no line', () => ({}), {}, 400, 'INVALID_INPUT', ['lines']],
    [
      'a time before the start',
      () => ({ [productId]: 1 }),
      { countedAt: '2026-01-01T00:00:00Z' },
      400,
      'INVALID_INPUT',
      ['countedAt'],
    ],
    [
      'a time to come',
      () => ({ [productId]: 1 }),
      { countedAt: '2099-01-01T00:00:00Z' },
      400,
      'INVALID_INPUT',
      ['countedAt'],
    ],
    [
      'more than can be worth anything',
      () => ({ [productId]: 99_999_999_999 }),
      {},
      409,
      'AMOUNT_OUT_OF_RANGE',
      undefined,
    ],
  ])('%s', async (_, quantities, fields, status, code, path) => {
    const before = await written();
    const answer = await counting.tryCount(id, quantities(), fields);
    expect(refusal(answer)).toEqual([status, code]);
    if (path) expect(answer.body.errors[0].path).toEqual(path);
    expect(await written()).toEqual(before);
  });

  test('areas that come to more than a quantity can be', async () => {
    const free = await selling.newProduct();
    await counting.count(id, { [free]: 99_999_999_999 }, { area: 'A' });
    const answer = await counting.tryCount(id, { [free]: 1 }, { area: 'B' });
    expect(refusal(answer)).toEqual([409, 'AMOUNT_OUT_OF_RANGE']);
    await counting.call(id, 'uncount', { productIds: [free] });
  });

  test('what its status does not allow, saying which does', async () => {
    const draft = (await selling.create('/inventory/stocktakes', { storeId, name: 'Draft' })).id;
    const expectWrong = async (of: string, action: string, allowed: string[], body?: object) => {
      const { version, status } = await counting.get(of);
      const answer = await counting.call(of, action, body ?? { version });
      expect([...refusal(answer), answer.body.details]).toEqual([409, 'WRONG_STATUS', { status, allowed }]);
    };
    const line = { lines: [{ productId, quantity: 1 }] };
    const before = await written();
    await expectWrong(draft, 'count', ['counting'], line);
    await expectWrong(draft, 'review', ['counting']);
    await expectWrong(draft, 'apply', ['review']);
    await counting.move(draft, 'start');
    await expectWrong(draft, 'start', ['draft', 'review']);
    await expectWrong(draft, 'apply', ['review']);
    await counting.move(draft, 'review');
    await expectWrong(draft, 'count', ['counting'], line);
    await expectWrong(draft, 'uncount', ['counting'], { productIds: [productId] });
    const nothing = await counting.call(draft, 'apply', { version: 3 });
    expect(refusal(nothing)).toEqual([409, 'NOTHING_COUNTED']);
    await counting.move(draft, 'cancel');
    for (const action of ['start', 'review', 'apply', 'cancel']) {
      const answer = await counting.call(draft, action, { version: 4 });
      expect(refusal(answer)).toEqual([409, 'WRONG_STATUS']);
    }
    expect(await written()).toEqual(before);
  });

  test('a change of another version than the stored one', async () => {
    for (const action of ['review', 'cancel']) {
      expect(refusal(await counting.call(id, action, { version: 1 }))).toEqual([409, 'CONFLICT']);
    }
  });
});

describe('applying 2,500 lines', () => {
  /** Its own server, whose job does not run. */
  const many = async (own: TestServer) => {
    const its = await own.seedShop();
    await own.app.stop();
    const pool = own.database.pool;
    await pool.query(
      `INSERT INTO products (id, sku, name, description, tax_category_id, price, cost, sold_by, track_stock, allow_oversell,
         status, search_text, created_at, updated_at)
       SELECT gen_random_uuid(), 'M-' || n, 'Many ' || n, '', $1, 100, 10, 'unit', true, false, 'active', ' many ', now(), now()
       FROM generate_series(1, 2500) n`,
      [its.taxCategories.standard.id],
    );
    const { rows } = await pool.query(`SELECT id FROM products WHERE name LIKE 'Many %'`);
    const here = countingAt(own, its);
    const id = await here.open();
    for (let from = 0; from < rows.length; from += 1000) {
      await here.count(id, Object.fromEntries(rows.slice(from, from + 1000).map((row) => [row.id, 3])));
    }
    await here.move(id, 'review');
    await here.move(id, 'apply');
    const deps = { database: own.database, clock: own.clock.now, newId };
    const applied = async () => {
      const { status, totals } = await here.get(id);
      const { rows: moved } = await pool.query(
        `SELECT count(*)::int AS n, coalesce(sum(quantity), 0)::int AS quantity FROM stock_movements WHERE kind = 'count'`,
      );
      return [status, totals.applied, moved[0].n, moved[0].quantity];
    };
    return { here, id, applied, deps, pool };
  };
  /** Says stop after so many chunks. */
  const after = (chunks: number) => {
    let left = chunks;
    return () => left-- <= 0;
  };

  test('goes on after a stop and after a failure, and two at once do it once', async () => {
    await using own = await startTestServer();
    const { applied, deps, pool } = await many(own);
    await applyStocktakes(deps, after(1));
    expect(await applied()).toEqual(['applying', 1000, 1000, 3000]);
    await pool.query(`ALTER TABLE stock_movements ADD CONSTRAINT no_more CHECK (kind <> 'count') NOT VALID`);
    await expect(applyStocktakes(deps, after(9))).rejects.toThrow('no_more');
    expect(await applied()).toEqual(['applying', 1000, 1000, 3000]);
    await pool.query('ALTER TABLE stock_movements DROP CONSTRAINT no_more');
    const goOn = () => applyStocktakes(deps, after(9));
    await Promise.all([goOn(), goOn(), goOn()]);
    // Whoever found it locked left it: there is always one that goes on.
    expect(await applied()).toEqual(['applied', 2500, 2500, 7500]);
    await goOn();
    expect(await applied()).toEqual(['applied', 2500, 2500, 7500]);
    const { rows } = await pool.query(
      `SELECT count(*)::int AS n FROM outbox WHERE type = 'stocktake.applied'`,
    );
    expect(rows).toEqual([{ n: 1 }]);
  });
});
