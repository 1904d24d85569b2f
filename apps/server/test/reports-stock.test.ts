import { newId } from '@cashwrap/database';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startOfBusinessDay } from '../src/modules/organization/index.ts';
import { type Counting, countingAt } from './counting.ts';
import { codeOf, personWith, roleOf } from './people.ts';
import { type Purchasing, purchasingAt } from './purchasing.ts';
import { type Reporting, reportingAt } from './reporting.ts';
import { card, type Place } from './selling.ts';
import { type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';
import { type Returning, returningAt } from './taking-back.ts';
import { between, type Transferring, transferringAt } from './transferring.ts';

let server: TestServer;
let shop: Shop;
let buying: Purchasing;
let counting: Counting;
let transferring: Transferring;
let returning: Returning;
let reports: Reporting;
/** A store in Berlin whose days begin at four, one in New York, and one that has yen. */
let berlin: Place;
let newYork: Place;
let tokyo: Place;
let places: readonly Place[];
let categoryId: string;
let subcategoryId: string;
/** What the history is about. */
let goods: readonly string[];
let sold: Json[];

const FIRST = '2026-10-20';
const LAST = '2026-11-04';
const DAY = 86_400_000;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  buying = purchasingAt(server, shop);
  counting = countingAt(server, shop);
  transferring = transferringAt(server, shop.owner, buying);
  returning = returningAt(server, shop, buying);
  reports = reportingAt(server, shop.owner);
  berlin = await buying.newStore({ timeZone: 'Europe/Berlin', businessDayCutoffHour: 4 });
  newYork = await buying.newStore({ timeZone: 'America/New_York', pricesIncludeTax: false });
  tokyo = await buying.newStore({ timeZone: 'Asia/Tokyo', currency: 'JPY', businessDayCutoffHour: 0 });
  places = [berlin, newYork, tokyo];
  categoryId = (await buying.create('/categories', { name: 'Drinks' })).id;
  subcategoryId = (await buying.create('/categories', { name: 'Coffee', parentId: categoryId })).id;
  goods = [
    await buying.newProduct({ categoryId, allowOversell: true, cost: 37 }),
    await buying.newProduct({ categoryId: subcategoryId, soldBy: 'measure' }),
    await buying.newProduct({ soldBy: 'measure', allowOversell: true, cost: 11 }),
  ];
  sold = [];
  await makeHistory();
  await spread();
});
afterAll(() => server[Symbol.asyncDispose]());

/** Every kind of movement, at random, refused or not. */
async function makeHistory(): Promise<void> {
  const supplierId = await buying.newSupplier();
  for (const { store } of places) {
    for (const productId of goods) {
      const lines = [{ productId, quantity: 20, unitCost: 33 }];
      await buying.stockUp({}, { storeId: store.id, lines });
    }
  }
  const kinds = [
    'sell',
    'sell',
    'return',
    'void',
    'adjust',
    'receive',
    'transfer',
    'count',
    'revalue',
    'damage',
  ];
  const step = fc.record({
    kind: fc.constantFrom(...kinds),
    productId: fc.constantFrom(...goods),
    place: fc.constantFrom(berlin, newYork),
    quantity: fc.integer({ min: 1, max: 9 }),
    odd: fc.boolean(),
  });
  for (const each of fc.sample(step, { numRuns: 45, seed: 9 })) {
    const { kind, productId, place, quantity, odd } = each;
    const [storeId, registerId] = [place.store.id, place.register.id];
    const line = { productId, quantity };
    switch (kind) {
      case 'sell': {
        const payable = quantity * (place.store.pricesIncludeTax ? 100 : 119);
        const payments = [card(payable)];
        const answer = await buying.checkout({ storeId, registerId, lines: [line], payments });
        if (answer.status === 201) sold.push(answer.body);
        break;
      }
      case 'return': {
        const sale = sold.pop();
        if (!sale) break;
        const dispositions = odd ? { 0: 'damaged' } : {};
        const at = { storeId: sale.storeId, registerId: sale.registerId, dispositions };
        await returning.bring(sale, undefined, at);
        break;
      }
      case 'void': {
        const sale = sold.pop();
        if (sale) await returning.undo(sale.id);
        break;
      }
      case 'adjust': {
        const lines = [{ productId, quantity: odd ? quantity : -quantity }];
        await transferring.post('/inventory/adjustments', { storeId, reason: 'other', lines });
        break;
      }
      case 'receive': {
        const orderId = await buying.order(supplierId, [{ ...line, unitCost: 30 + quantity }], { storeId });
        await buying.receive(orderId, { lines: [{ ...line, damaged: odd ? 1 : 0 }], freight: quantity });
        break;
      }
      case 'transfer': {
        const stores = place === berlin ? between(berlin, newYork) : between(newYork, berlin);
        const sent = await transferring.act(
          'send',
          await transferring.draft({ [productId]: quantity }, stores),
        );
        if (sent.status < 300) {
          const lines = [{ productId, quantity: quantity - 1, ...(odd && { damaged: 1 }) }];
          await transferring.receive(sent.body, lines);
        }
        break;
      }
      case 'count': {
        const id = await counting.open({ storeId });
        await counting.count(id, { [productId]: quantity });
        await counting.finish(id);
        break;
      }
      case 'revalue':
        await transferring.post('/inventory/revaluations', {
          ...{ storeId, note: 'Dearer', lines: [{ productId, unitCost: 20 + quantity }] },
        });
        break;
      default:
        await transferring.post('/inventory/damaged', {
          ...{ storeId, action: odd ? 'set_aside' : 'write_off', lines: [line] },
        });
    }
  }
}

/** Spreads what has just happened over the days from FIRST to LAST, in its order. */
async function spread(): Promise<void> {
  await buying.rows(
    `WITH moved AS (
       SELECT id, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS count
       FROM (SELECT id FROM stock_movements UNION ALL SELECT id FROM damaged_movements) movement
     ), at AS (
       SELECT id, $1::timestamptz + ($2::timestamptz - $1::timestamptz) * (place::float8 / count) AS recorded_at FROM moved
     ), stock AS (
       UPDATE stock_movements m SET recorded_at = at.recorded_at FROM at WHERE at.id = m.id
     )
     UPDATE damaged_movements m SET recorded_at = at.recorded_at FROM at WHERE at.id = m.id`,
    [`${FIRST}T12:00:00Z`, `${LAST}T12:00:00Z`],
  );
}

interface Movement {
  readonly storeId: string;
  readonly productId: string;
  readonly damaged: boolean;
  readonly kind: string;
  readonly thousandths: number;
  readonly value: number;
  readonly recordedAt: Date;
}

const movements = (): Promise<Movement[]> =>
  buying.rows(
    `SELECT store_id AS "storeId", product_id AS "productId", damaged, kind, (quantity * 1000)::int AS thousandths, value::int,
       recorded_at AS "recordedAt"
     FROM (SELECT store_id, product_id, false AS damaged, kind, quantity, value, recorded_at FROM stock_movements
       UNION ALL SELECT store_id, product_id, true, kind, quantity, value, recorded_at FROM damaged_movements) movement`,
  );

const startAt = ({ store }: Place, date: string): Date =>
  startOfBusinessDay(date, store.timeZone, store.businessDayCutoffHour);
const plusDays = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);
const days = Array.from({ length: 18 }, (_, i) => plusDays(FIRST, i - 1));
const placeOf = (storeId: string): Place => {
  const place = places.find(({ store }) => store.id === storeId);
  if (!place) throw new Error('All of it happened there.');
  return place;
};

/** What a movement counts for. */
const categories = (): Map<string, string | null> =>
  new Map([
    [goods[0] ?? '', categoryId],
    [goods[1] ?? '', subcategoryId],
    [goods[2] ?? '', null],
  ]);
const keyOf: Record<string, (movement: Movement) => string | null> = {
  product: ({ productId }) => productId,
  category: ({ productId }) => categories().get(productId) ?? null,
  store: ({ storeId }) => storeId,
};

/** Movements by group and currency. */
function grouped(all: readonly Movement[], groupBy: string): Map<string, Movement[]> {
  const groups = new Map<string, Movement[]>();
  for (const movement of all) {
    const key = JSON.stringify([keyOf[groupBy]?.(movement), placeOf(movement.storeId).store.currency]);
    groups.set(key, [...(groups.get(key) ?? []), movement]);
  }
  return groups;
}

const sum = (all: readonly Movement[], figure: 'thousandths' | 'value') =>
  all.reduce((so, movement) => so + movement[figure], 0);
const wholeOf = (all: readonly Movement[]) => all.filter(({ damaged }) => !damaged);
const damagedOf = (all: readonly Movement[]) => all.filter(({ damaged }) => damaged);

/** a ÷ b, rounded half away from zero. */
function divided(a: number, b: number): number {
  const [n, d] = b < 0 ? [-BigInt(a), -BigInt(b)] : [BigInt(a), BigInt(b)];
  const size = (2n * (n < 0n ? -n : n) + d) / (2n * d);
  return Number(n < 0n ? -size : size) + 0;
}

describe('the value of the stock', () => {
  test.each(['product', 'category', 'store'])(
    'at the end of each day is the sum of all movements, by %s',
    async (groupBy) => {
      const all = await movements();
      expect(new Set(all.map(({ kind }) => kind)).size).toBeGreaterThan(8);
      // Every day by product; that groups are added up is as true of a few.
      for (const asOf of groupBy === 'product' ? days : days.slice(5, 8)) {
        const then = all.filter(
          ({ storeId, recordedAt }) => recordedAt < startAt(placeOf(storeId), plusDays(asOf, 1)),
        );
        const expected = [...grouped(then, groupBy)].flatMap(([group, each]) => {
          const [key, currency] = JSON.parse(group);
          const [onHand, value] = [sum(wholeOf(each), 'thousandths'), sum(wholeOf(each), 'value')];
          const [damaged, damagedValue] = [
            sum(damagedOf(each), 'thousandths'),
            sum(damagedOf(each), 'value'),
          ];
          const unitCost = groupBy === 'product' && onHand !== 0 ? divided(value * 1000, onHand) : null;
          return {
            ...{
              key,
              currency,
              onHand: onHand / 1000,
              value,
              damaged: damaged / 1000,
              damagedValue,
              unitCost,
            },
            totalValue: value + damagedValue,
          };
        });
        const { rows, totals, to, rowCount } = await reports.read('inventory-valuation', { asOf, groupBy });
        expect([to, rowCount]).toEqual([asOf, rows.length]);
        const found = rows.map(({ storeId, storeName, sku, name, currencyDigits, ...row }: Json) => row);
        expect(inOrder(found)).toEqual(
          inOrder(expected.filter(({ onHand, damaged }) => onHand !== 0 || damaged !== 0)),
        );
        const worth = rows.map(({ totalValue }: Json) => totalValue);
        expect(worth).toEqual(worth.toSorted((a: number, b: number) => b - a));
        for (const total of totals) {
          const ofIt = rows.filter(({ currency }: Json) => currency === total.currency);
          expect(total.totalValue).toBe(ofIt.reduce((so: number, row: Json) => so + row.totalValue, 0));
        }
      }
    },
  );

  test('now, and at the end of a day to come, is that of the levels', async () => {
    const [levels] = await buying.rows(
      `SELECT sum(value)::int AS value, sum(on_hand)::float8 AS "onHand", sum(damaged_value)::int AS "damagedValue"
       FROM stock_levels WHERE store_id = ANY($1)`,
      [[berlin.store.id, newYork.store.id]],
    );
    const now = await reports.read('inventory-valuation', {});
    expect(now.totals.find(({ currency }: Json) => currency === 'EUR')).toMatchObject(levels);
    expect([now.from, now.to]).toEqual([null, null]);
    const later = await reports.read('inventory-valuation', { asOf: '2099-12-31' });
    expect([later.rows, later.totals]).toEqual([now.rows, now.totals]);
    expect(now.totals.map(({ currency, currencyDigits }: Json) => [currency, currencyDigits])).toEqual([
      ...[
        ['EUR', 2],
        ['JPY', 0],
      ],
    ]);
  });

  test('of one store names it, and a file says the same in units of its currency', async () => {
    const query = { storeId: tokyo.store.id, asOf: LAST };
    const { rows } = await reports.read('inventory-valuation', query);
    expect(rows[0]).toMatchObject({
      ...{ storeId: tokyo.store.id, storeName: tokyo.store.name, onHand: 20, value: 660, unitCost: 33 },
      ...{ currency: 'JPY', currencyDigits: 0, damaged: 0, totalValue: 660 },
    });
    const [header, first] = await reports.readFile('inventory-valuation', query);
    expect(header?.join(',')).toBe(
      'store_id,store_name,key,sku,name,currency,currency_digits,on_hand,value,unit_cost,damaged,damaged_value,total_value',
    );
    expect(first?.slice(5)).toEqual(['JPY', '0', '20', '660', '33', '0', '0', '660']);
    const ofBerlin = await reports.read('inventory-valuation', { storeId: berlin.store.id });
    const [, row] = await reports.readFile('inventory-valuation', { storeId: berlin.store.id });
    expect(row?.[8]).toBe((ofBerlin.rows[0].value / 100).toFixed(2));
  });
});

const inOrder = (rows: readonly Json[]) =>
  rows.map((row) => JSON.stringify(row, Object.keys(row).sort())).sort();

describe('the turnover of the stock', () => {
  const periods = [
    [days[0], days.at(-1)],
    ['2026-10-24', '2026-10-25'],
    ['2026-11-01', '2026-11-01'],
    ['2026-10-28', '2026-11-02'],
    ['2020-01-01', '2020-12-31'],
  ] as const;
  const groupings = ['product', 'category', 'store'];

  test.each(groupings)('is by what sales took and returns put back, by %s', async (groupBy) => {
    const all = wholeOf(await movements());
    let moved = 0;
    for (const [from = '', to = ''] of periods) {
      const before =
        (date: string) =>
        ({ storeId, recordedAt }: Movement) =>
          recordedAt < startAt(placeOf(storeId), date);
      const until = plusDays(to, 1);
      const expected = [...grouped(all, groupBy)].flatMap(([group, each]) => {
        const [key, currency] = JSON.parse(group);
        const opening = each.filter(before(from));
        const closing = each.filter(before(until));
        const between = closing
          .filter((movement) => !before(from)(movement))
          .filter(({ kind }) => kind === 'sale' || kind === 'return');
        moved += between.length;
        if ([opening, closing].every((those) => !hasStock(those)) && between.length === 0) return [];
        const soldThousandths = 0 - sum(between, 'thousandths');
        const closingThousandths = sum(closing, 'thousandths');
        const [openingValue, closingValue] = [sum(opening, 'value'), sum(closing, 'value')];
        const costOfGoods = 0 - sum(between, 'value');
        const averageValue = divided(openingValue + closingValue, 2);
        const length = (Date.parse(until) - Date.parse(from)) / DAY;
        const available = soldThousandths + closingThousandths;
        return {
          ...{ key, currency, openingQuantity: sum(opening, 'thousandths') / 1000, openingValue },
          ...{ closingQuantity: closingThousandths / 1000, closingValue },
          ...{ soldQuantity: soldThousandths / 1000, costOfGoods, averageValue },
          turnover: averageValue > 0 ? divided(costOfGoods * 100, averageValue) / 100 : null,
          daysOfStock:
            costOfGoods > 0 && averageValue >= 0
              ? divided(averageValue * length * 10, costOfGoods) / 10
              : null,
          sellThrough: available > 0 ? divided(soldThousandths * 10_000, available) / 100 : null,
        };
      });
      const { rows, totals } = await reports.read('stock-turnover', { from, to, groupBy });
      const found = rows.map(({ sku, name, currencyDigits, ...row }: Json) => row);
      expect(inOrder(found)).toEqual(inOrder(expected));
      for (const total of totals) {
        const ofIt = rows.filter(({ currency }: Json) => currency === total.currency);
        expect(total.costOfGoods).toBe(ofIt.reduce((so: number, row: Json) => so + row.costOfGoods, 0));
      }
    }
    expect(moved).toBeGreaterThan(20);
  });

  /** Whether a store had some of a product. */
  const hasStock = (all: readonly Movement[]) =>
    places.some(({ store }) =>
      goods.some(
        (id) =>
          sum(
            all.filter(({ storeId, productId }) => storeId === store.id && productId === id),
            'thousandths',
          ) !== 0,
      ),
    );

  test('of a bundle is that of its components', async () => {
    const [cup, saucer] = [await buying.newProduct(), await buying.newProduct()];
    await buying.stockUp({ [cup]: 10, [saucer]: 10 });
    const bundle = await buying.newProduct({
      ...{ kind: 'bundle', price: 500 },
      components: [
        { productId: cup, quantity: 2 },
        { productId: saucer, quantity: 1 },
      ],
    });
    await buying.sell({ lines: [{ productId: bundle, quantity: 3 }], payments: [card(1500)] });
    const today = server.clock.now().toISOString().slice(0, 10);
    const query = { storeId: shop.stores[0].id, from: plusDays(today, -1), to: plusDays(today, 1) };
    const { rows } = await reports.read('stock-turnover', query);
    expect(
      rows.map(({ key, soldQuantity, costOfGoods, closingQuantity }: Json) => [
        ...[key, soldQuantity, costOfGoods, closingQuantity],
      ]),
    ).toEqual([
      [cup, 6, 240, 4],
      [saucer, 3, 120, 7],
    ]);
  });
});

describe('stock levels, as one table', () => {
  test('are those of the list, with what is low', async () => {
    const path = `/inventory/stock-levels?storeId=${berlin.store.id}`;
    const listed = (await buying.get(path)).items;
    const { rows, totals } = await reports.read('stock-levels', { storeId: berlin.store.id });
    const figures = ({ productId, onHand, damaged, reorderPoint, value }: Json) => ({
      ...{ productId, onHand, damaged, reorderPoint, value },
    });
    expect(inOrder(rows.map(figures))).toEqual(inOrder(listed.map(figures)));
    const value = listed.reduce((so: number, level: Json) => so + level.value, 0);
    expect(totals).toEqual([{ currency: 'EUR', currencyDigits: 2, value, lowCount: 0 }]);
  });

  test('of a category have those of the categories below it', async () => {
    const { rows } = await reports.read('stock-levels', { storeId: berlin.store.id, categoryId });
    expect(rows.map(({ productId, category }: Json) => [productId, category])).toEqual([
      [goods[0], 'Drinks'],
      [goods[1], 'Coffee'],
    ]);
    const below = await reports.read('stock-levels', { storeId: berlin.store.id, categoryId: subcategoryId });
    expect(below.rowCount).toBe(1);
  });

  test('show as many rows as are asked for, and count all; a file has all', async () => {
    const few = await reports.read('stock-levels', { limit: 2 });
    const [, ...all] = await reports.readFile('stock-levels', { limit: 2 });
    expect([few.rows.length, few.rowCount]).toEqual([2, all.length]);
    expect(all.length).toBeGreaterThan(8);
  });
});

describe('what is low', () => {
  const set = (storeId: string, points: readonly Json[]) =>
    server
      .request('PUT', '/v1/inventory/reorder-points', { token: shop.owner, body: { storeId, points } })
      .then(ok);

  test('stands with what is missing, on order, and was sold last, the emptiest first', async () => {
    const [storeId, supplierId] = [shop.stores[1].id, await buying.newSupplier()];
    const [cup, plate, fork, old] = [
      await buying.newProduct({ name: 'Cup' }),
      await buying.newProduct({ name: 'Plate' }),
      await buying.newProduct({ name: 'Fork' }),
      await buying.newProduct({ name: 'Old' }),
    ];
    const lines = [cup, plate, fork, old].map((productId) => ({ productId, quantity: 5, unitCost: 40 }));
    await buying.stockUp({}, { storeId, lines });
    await set(storeId, [
      ...[
        { productId: cup, point: 5 },
        { productId: plate, point: 9.0 },
        { productId: fork, point: 4 },
        { productId: old, point: 100 },
      ],
    ]);
    ok(
      await server.request('POST', `/v1/products/${old}/archive`, {
        token: shop.owner,
        body: { version: 1 },
      }),
    );
    const sale = await buying.sell({
      ...{ storeId, registerId: shop.registers[1].id },
      ...{ lines: [{ productId: cup, quantity: 1 }], payments: [card(100)] },
    });
    await buying.order(supplierId, [{ productId: cup, quantity: 7, unitCost: 40 }], { storeId });
    await server.app.tellLowStock();
    const report = await reports.read('low-stock', { storeId });
    const figures = ({ name, onHand, reorderPoint, missing, onOrder, lastSoldOn }: Json) => [
      ...[name, onHand, reorderPoint, missing, onOrder, lastSoldOn],
    ];
    expect(report.rows.map(figures)).toEqual([
      ['Plate', 5, 9, 4, 0, null],
      ['Cup', 4, 5, 1, 7, sale.businessDate],
    ]);
    expect(report.rows[0].lowSince).toEqual(expect.any(String));
    expect(report.totals).toEqual([{ currency: 'EUR', currencyDigits: 2, lowCount: 2 }]);
    const [, plates] = await reports.readFile('low-stock', { storeId });
    expect(plates?.slice(4, 5)).toEqual(['Plate']);

    const dashboard = await reports.read('dashboard', { storeId });
    expect(dashboard.lowStockCount).toBe(2);
    expect(dashboard.lowStock).toEqual(
      report.rows.map(({ productId, name, onHand, reorderPoint }: Json) => ({
        ...{ storeId, productId, name, onHand, reorderPoint },
      })),
    );
    await server.clock.advance(91 * DAY);
    const token = await ownerLater();
    const later = await reports.read('low-stock', { storeId }, token);
    expect(later.rows.map(({ lastSoldOn }: Json) => lastSoldOn)).toEqual([null, null]);
    server.clock.advance(-91 * DAY);
  });
});

/** The owner, signed in when it is later. */
async function ownerLater(): Promise<string> {
  const [{ id }] = (await buying.rows(`SELECT id FROM users WHERE username = 'owner'`)) as [{ id: string }];
  return server.openSession(id);
}

describe('who may read them', () => {
  test('values are null without the permission in every store, and what is about values is refused', async () => {
    const clerk = await roleOf(server, 'stores.read', 'inventory.read', 'reports.read');
    const { token } = await personWith(server, [{ role: clerk, storeId: null }]);
    const { rows, totals } = await reports.read('stock-levels', {}, token);
    expect(new Set([...rows, ...totals].map(({ value }: Json) => value))).toEqual(new Set([null]));
    expect(codeOf(await reports.ask('inventory-valuation', {}, token))).toEqual([403, 'FORBIDDEN']);
    const turnover = await reports.ask('stock-turnover', { from: FIRST, to: LAST }, token);
    expect(codeOf(turnover)).toEqual([403, 'FORBIDDEN']);
  });

  test('a manager of one store has that store alone, and the others are not there', async () => {
    const manager = await server.signInAs('manager', { storeId: berlin.store.id });
    const { rows } = await reports.read('inventory-valuation', { groupBy: 'store' }, manager);
    expect(rows.map(({ key }: Json) => key)).toEqual([berlin.store.id]);
    const other = await reports.ask('inventory-valuation', { storeId: tokyo.store.id }, manager);
    expect(codeOf(other)).toEqual([404, 'NOT_FOUND']);
  });
});

test.each([
  ['inventory-valuation', { asOf: '9999-12-31' }, 'asOf'],
  ['inventory-valuation', { asOf: '2026-02-30' }, 'asOf'],
  ['inventory-valuation', { groupBy: 'colour' }, 'groupBy'],
  ['stock-turnover', { from: '2026-11-02', to: '2026-11-01' }, 'to'],
  ['stock-turnover', { from: '2010-01-01', to: '2026-11-01' }, 'to'],
  ['stock-turnover', { to: '2026-11-01' }, 'from'],
  ['low-stock', { categoryId: 'drinks' }, 'categoryId'],
  ['stock-levels', { limit: 0 }, 'limit'],
])('a report %s of %j is refused', async (path, query, field) => {
  const answer = await reports.ask(path, query);
  expect(codeOf(answer)).toEqual([400, 'INVALID_INPUT']);
  expect(answer.body.errors.map(({ path: at }: Json) => at[0])).toContain(field);
});

test('a store that is not there has no report', async () => {
  expect(codeOf(await reports.ask('stock-levels', { storeId: newId() }))).toEqual([404, 'NOT_FOUND']);
});
