import { MAX_ACTIVE_DISCOUNTS } from '@cashwrap/contract';
import { flush, newId, transact } from '@cashwrap/database';
import { MAX_PROMOTIONS } from '@cashwrap/pricing/promotions';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findActiveDiscounts } from '../src/modules/pricing/active-discounts.repo.ts';
import { takeDiscountUses } from '../src/modules/pricing/index.ts';
import { atOnce, callAs, codeOf, rowsOf } from './people.ts';
import { countDeadlocks, type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let owner: ReturnType<typeof callAs>;
let groupId: string;
let categoryId: string;
let n = 0;
let name: string;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  owner = callAs(server, shop.owner);
  groupId = ok(await owner.post('/customer-groups', { name: 'Club' })).id;
  categoryId = newId();
  await rows(
    `INSERT INTO categories (id, name, path, created_at, updated_at) VALUES ($1, 'Drinks', ARRAY[$1::uuid], now(), now())`,
    [categoryId],
  );
});
afterAll(async () => {
  try {
    expect(await countDeadlocks(server.database)).toBe(0);
  } finally {
    await server[Symbol.asyncDispose]();
  }
});
beforeEach(() => {
  n += 1;
  name = `Offer ${n}`;
});

const rows = (sql: string, params: unknown[] = []) => rowsOf(server, sql, params);
const effect: Json = { type: 'percentage', percentage: 10, target: 'line' };
const create = (fields: object = {}) => owner.post('/discounts', { name, effect, ...fields });
const newDiscount = async (fields: object = {}): Promise<Json> => ok(await create(fields));
const read = async (id: string): Promise<Json> => ok(await owner.get(`/discounts/${id}`));
const update = (id: string, fields: object) => owner.patch(`/discounts/${id}`, { version: 1, ...fields });
const archive = (id: string, version = 1) => owner.post(`/discounts/${id}/archive`, { version });
const archiveAll = () => rows(`UPDATE discounts SET status = 'archived'`);
const everything = { productIds: [], categoryIds: [], excludedProductIds: [], excludedCategoryIds: [] };
const always = {
  ...{ startsOn: null, endsOn: null, weekdays: [], fromTime: null, toTime: null },
  ...{ minimumAmount: null, minimumQuantity: null, customerGroupIds: [], firstPurchaseOnly: false },
  storeIds: [],
};
const tier = (minQuantity: unknown, percentage: unknown = 5) => ({ minQuantity, percentage });
const tiers = (...all: object[]) => ({ effect: { type: 'quantity_tiers', tiers: all } });
const buyTwo = {
  ...{ type: 'buy_x_get_y', buyQuantity: 2, buy: everything, getQuantity: 1, get: everything },
  ...{ percentage: 100, maxUses: null },
};

describe('a discount', () => {
  test('is added, read and listed with everything that was given', async () => {
    const { coffee, apples } = shop.products;
    const given = {
      code: `ALL-${n}_X`,
      effect: {
        ...buyTwo,
        buy: { ...everything, productIds: [coffee.id] },
        get: { ...everything, categoryIds: [categoryId] },
        ...{ percentage: 33.3333, maxUses: 3 },
      },
      products: {
        ...{ productIds: [coffee.id, apples.id], categoryIds: [categoryId] },
        ...{ excludedProductIds: [shop.products.voucher.id], excludedCategoryIds: [categoryId] },
      },
      conditions: {
        ...{ startsOn: '2026-01-01', endsOn: '2026-01-01', weekdays: [7, 1] },
        ...{ fromTime: '22:00', toTime: '02:00', minimumAmount: 1, minimumQuantity: 0.001 },
        ...{ customerGroupIds: [groupId], firstPurchaseOnly: true, storeIds: [shop.stores[0].id] },
      },
      ...{ stacking: 'exclusive', priority: -1000, usageLimit: 10_000, usageLimitPerCustomer: 1 },
    };
    const answer = await create(given);
    expect(answer.status).toBe(201);
    const { body: discount } = answer;
    expect(answer.headers.get('location')).toBe(`/v1/discounts/${discount.id}`);
    expect(discount).toEqual({
      ...{ id: discount.id, name, ...given, usedCount: 0, status: 'active', version: 1 },
      ...{ createdAt: discount.createdAt, updatedAt: discount.createdAt },
    });
    expect(await read(discount.id)).toEqual(discount);
    expect(ok(await owner.get(`/discounts?code=all-${n}_x`)).items).toEqual([discount]);
    expect(ok(await owner.get(`/discounts?code=ALL-${n}_X&status=archived`)).items).toEqual([]);
  });

  test('with name and effect alone holds always, for everyone and everything', async () => {
    const discount = await newDiscount();
    expect(await read(discount.id)).toMatchObject({
      ...{ code: null, products: everything, conditions: always, stacking: 'combinable', priority: 0 },
      ...{ usageLimit: null, usageLimitPerCustomer: null },
    });
  });

  test.each([
    effect,
    { type: 'percentage', percentage: 0.0001, target: 'sale' },
    { type: 'percentage', percentage: 100, target: 'sale' },
    { type: 'amount', amount: 1, target: 'line' },
    { type: 'amount', amount: 1_000_000_000_000, target: 'sale' },
    { type: 'quantity_tiers', tiers: [tier(0.5), tier(3, 12.5)] },
    buyTwo,
  ])('with the effect %j has it', async (its) => {
    const discount = await newDiscount({ effect: its });
    expect((await read(discount.id)).effect).toEqual(its);
  });

  test.each([
    [['effect', 'percentage'], { effect: { ...effect, percentage: 101 } }],
    [['effect', 'percentage'], { effect: { ...effect, percentage: 0 } }],
    [['effect', 'percentage'], { effect: { ...effect, percentage: -5 } }],
    [['effect', 'percentage'], { effect: { ...effect, percentage: 1.00001 } }],
    [['effect', 'amount'], { effect: { type: 'amount', amount: -1, target: 'sale' } }],
    [['effect', 'amount'], { effect: { type: 'amount', amount: 1e15, target: 'sale' } }],
    [['effect', 'target'], { effect: { type: 'amount', amount: 1, target: 'cart' } }],
    [['effect', 'type'], { effect: { type: 'gift' } }],
    [['effect', 'tiers'], tiers()],
    [['effect', 'tiers'], tiers(tier(1), tier(1, 6))],
    [['effect', 'tiers', 0, 'minQuantity'], tiers(tier(0.0001))],
    [['effect', 'tiers', 0, 'percentage'], tiers(tier(1, 101))],
    [['effect', 'buyQuantity'], { effect: { ...buyTwo, buyQuantity: 0 } }],
    [['effect', 'getQuantity'], { effect: { ...buyTwo, getQuantity: 1.5 } }],
    [['code'], { code: 'summer' }],
    [['code'], { code: '-A' }],
    [['code'], { code: 'A'.repeat(41) }],
    [['conditions', 'endsOn'], { conditions: { startsOn: '2026-02-01', endsOn: '2026-01-31' } }],
    [['conditions', 'toTime'], { conditions: { fromTime: '17:00' } }],
    [['conditions', 'fromTime'], { conditions: { fromTime: '24:00', toTime: '25:00' } }],
    [['conditions', 'weekdays', 0], { conditions: { weekdays: [0] } }],
    [['conditions', 'weekdays'], { conditions: { weekdays: [1, 1] } }],
    [['conditions', 'minimumAmount'], { conditions: { minimumAmount: 0 } }],
    [['conditions', 'minimumQuantity'], { conditions: { minimumQuantity: 0.0001 } }],
    [['priority'], { priority: 1001 }],
    [['usageLimit'], { usageLimit: 0 }],
    [['usageLimitPerCustomer'], { usageLimitPerCustomer: 10_001 }],
    [['usedCount'], { usedCount: 1 }],
  ])('with a wrong %j (%j) is refused, naming the place, and nothing is written', async (path, fields) => {
    const answer = await create(fields);
    expect(codeOf(answer)).toEqual([400, 'INVALID_INPUT']);
    expect(answer.body.errors[0].path).toEqual(path);
    expect(await rows('SELECT FROM discounts WHERE name = $1', [name])).toEqual([]);
  });

  const unknown = newId();
  test.each([
    [['products', 'productIds', 0], { products: { productIds: [unknown] } }],
    [['products', 'excludedProductIds', 0], { products: { ...everything, excludedProductIds: [unknown] } }],
    [['products', 'categoryIds', 0], { products: { categoryIds: [unknown] } }],
    [['products', 'excludedCategoryIds', 0], { products: { excludedCategoryIds: [unknown] } }],
    [['effect', 'buy', 'productIds', 0], { effect: { ...buyTwo, buy: { productIds: [unknown] } } }],
    [['effect', 'get', 'categoryIds', 0], { effect: { ...buyTwo, get: { categoryIds: [unknown] } } }],
    [['conditions', 'customerGroupIds', 0], { conditions: { customerGroupIds: [unknown] } }],
    [['conditions', 'storeIds', 0], { conditions: { storeIds: [unknown] } }],
  ])('that names at %j what is not there (%j) is refused, new or changed', async (path, fields) => {
    const stored = await newDiscount();
    for (const answer of [await create({ name: `${name} b`, ...fields }), await update(stored.id, fields)]) {
      expect(codeOf(answer)).toEqual([400, 'INVALID_REFERENCE']);
      expect(answer.body.errors.map((error: Json) => error.path)).toEqual([path]);
    }
    expect(await rows('SELECT FROM discounts WHERE name = $1', [`${name} b`])).toEqual([]);
    expect(await read(stored.id)).toEqual(stored);
  });

  test('that names several things that are not there hears of each of a kind', async () => {
    const { coffee } = shop.products;
    const answer = await create({
      products: { productIds: [newId(), coffee.id, newId()], excludedProductIds: [unknown] },
      conditions: { storeIds: [newId()] },
    });
    expect(answer.body.errors.map((error: Json) => error.path)).toEqual([
      ['products', 'productIds', 0],
      ['products', 'productIds', 2],
      ['products', 'excludedProductIds', 0],
    ]);
  });

  test('changes in what is given, keeps the rest and counts the version', async () => {
    const before = await newDiscount({ conditions: { weekdays: [1], minimumAmount: 500 }, usageLimit: 5 });
    server.clock.advance(1000);
    const changes = { name: `${name} b`, code: `CODE-${n}`, priority: 3, stacking: 'exclusive' };
    const after = ok(await update(before.id, { ...changes, conditions: { weekdays: [2] } }));
    expect(after).toEqual({
      ...{ ...before, ...changes, conditions: { ...always, weekdays: [2] } },
      ...{ version: 2, updatedAt: after.updatedAt },
    });
    expect(Date.parse(after.updatedAt)).toBeGreaterThan(Date.parse(before.updatedAt));
    expect(await read(before.id)).toEqual(after);
    const [, entry] = await rows('SELECT before, after FROM audit_log WHERE document_id = $1 ORDER BY id', [
      before.id,
    ]);
    expect(entry).toEqual({ before, after });
    expect(ok(await update(before.id, { version: 2, effect }))).toEqual(after);
  });

  test('of a stale version is refused; of 10 changes at once one is made', async () => {
    const { id } = await newDiscount();
    const answers = await atOnce(10, (i) => update(id, { priority: i + 1 }));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of [...answers.filter(({ status }) => status !== 200), await archive(id)]) {
      expect([codeOf(answer), answer.body.details]).toEqual([[409, 'CONFLICT'], { currentVersion: 2 }]);
    }
  });

  test('that is not there is not found', async () => {
    for (const answer of [
      await owner.get(`/discounts/${newId()}`),
      await update(newId(), { name }),
      await archive(newId()),
    ]) {
      expect(codeOf(answer)).toEqual([404, 'NOT_FOUND']);
    }
  });

  test('is stopped once, and stays to be read', async () => {
    const discount = await newDiscount();
    const archived = ok(await archive(discount.id));
    expect(archived).toEqual({ ...discount, status: 'archived', version: 2, updatedAt: archived.updatedAt });
    expect(await read(discount.id)).toEqual(archived);
    expect(ok(await archive(discount.id, 2))).toEqual(archived);
  });
});

describe('a code', () => {
  test('is one active discount’s, also of 10 at once, new or changed; a stopped one gives it free', async () => {
    const code = `ONE-${n}`;
    const answers = await atOnce(10, (i) => create({ name: `${name} ${i}`, code }));
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(1);
    const holder: Json = made[0]?.body;
    const other = await newDiscount({ code: `TWO-${n}` });
    const taken = await update(other.id, { code });
    for (const answer of [...answers.filter(({ status }) => status !== 201), taken]) {
      expect(codeOf(answer)).toEqual([409, 'ALREADY_EXISTS']);
      expect(answer.body.details).toEqual({ field: 'code', value: code, holderId: holder.id });
    }
    ok(await archive(holder.id));
    expect(ok(await update(other.id, { code }))).toMatchObject({ code, version: 2 });
    // The stopped one may be renamed for all that, and keeps its code to be found by.
    expect(ok(await update(holder.id, { version: 2, name: `${name} old` }))).toMatchObject({ code });
    expect(ok(await owner.get(`/discounts?code=${code.toLowerCase()}`)).items).toHaveLength(2);
  });

  test('is taken by one of 6 changes at once', async () => {
    const code = `RACE-${n}`;
    const discounts = await atOnce(6, (i) => newDiscount({ name: `${name} ${i}` }));
    const answers = await atOnce(6, (i) => update(discounts[i].id, { code }));
    const winner: Json = answers.find(({ status }) => status === 200)?.body;
    for (const { status, body } of answers.filter((answer) => answer.status !== 200)) {
      expect([status, body.code, body.details.holderId]).toEqual([409, 'ALREADY_EXISTS', winner.id]);
    }
    expect(await rows('SELECT id FROM discounts WHERE code = $1', [code])).toEqual([{ id: winner.id }]);
  });
});

test('at most 200 are active, whoever adds them at once', async () => {
  // More would be refused where a cart is priced.
  expect(MAX_ACTIVE_DISCOUNTS).toBe(MAX_PROMOTIONS);
  await archiveAll();
  const { id: template } = await newDiscount();
  const fillers = Array.from({ length: MAX_ACTIVE_DISCOUNTS - 4 }, () => newId());
  await rows(
    `INSERT INTO discounts (id, name, effect, products, conditions, stacking, priority, status, created_at, updated_at)
     SELECT filler.id, name, effect, products, conditions, stacking, priority, status, created_at, updated_at
     FROM discounts, unnest($1::uuid[]) AS filler (id) WHERE discounts.id = $2`,
    [fillers, template],
  );
  const answers = await atOnce(12, () => create());
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
  for (const answer of answers.filter(({ status }) => status !== 201)) {
    expect(codeOf(answer)).toEqual([409, 'DISCOUNTS_FULL']);
    expect(answer.body.detail).toContain('200');
  }
  ok(await archive(template));
  ok(await create());
  expect(codeOf(await create())).toEqual([409, 'DISCOUNTS_FULL']);
  await archiveAll();
});

test('those that are active are found by one statement, as they are now', async () => {
  await archiveAll();
  const [here, there] = shop.stores;
  const in_ = (...storeIds: string[]) =>
    newDiscount({ name: `${name} ${storeIds}`, conditions: { storeIds } });
  const everywhere = await newDiscount({ code: `EVERY-${n}`, usageLimit: 2, usageLimitPerCustomer: 1 });
  const [mine, both] = [await in_(here.id), await in_(there.id, here.id)];
  const elsewhere = await in_(there.id);
  ok(await archive((await in_(here.id)).id));
  const { db } = server.database;
  const found = await findActiveDiscounts(db);
  expect(found.map(({ id }) => id)).toEqual([everywhere, mine, both, elsewhere].map(({ id }) => id));
  const { status, version, createdAt, updatedAt, ...used } = everywhere;
  expect(found[0]).toEqual(used);
  const again = await findActiveDiscounts(db);
  expect(again).toEqual(found);
  // Nothing was read anew, because nothing has changed.
  expect(again.every(({ effect }, i) => effect === found[i]?.effect)).toBe(true);
  await rows('UPDATE discounts SET used_count = 1 WHERE id = $1', [everywhere.id]);
  ok(await update(mine.id, { name: `Other ${n}` }));
  expect(await findActiveDiscounts(db)).toEqual([
    { ...found[0], usedCount: 1 },
    { ...found[1], name: `Other ${n}` },
    ...found.slice(2),
  ]);
  await archiveAll();
  expect(await findActiveDiscounts(db)).toEqual([]);
});

test('those that are read while they change are never those of another moment', async () => {
  await archiveAll();
  const { id } = await newDiscount({ name: 'Step 1' });
  const { db } = server.database;
  const seen: string[][] = Array.from({ length: 6 }, () => []);
  let changing = true;
  const reading = seen.map(async (names) => {
    while (changing) for (const { name: read } of await findActiveDiscounts(db)) names.push(read);
  });
  for (let version = 1; version <= 20; version++) {
    ok(await owner.patch(`/discounts/${id}`, { version, name: `Step ${version + 1}` }));
  }
  changing = false;
  await Promise.all(reading);
  for (const names of seen) {
    const steps = names.map((read) => Number(read.split(' ')[1]));
    expect(steps).toEqual([...steps].sort((one, other) => one - other));
  }
  expect((await findActiveDiscounts(db)).map(({ name: last }) => last)).toEqual(['Step 21']);
  await archiveAll();
});

describe('uses of a discount', () => {
  /** Takes the uses as a sale does: what is used up takes back the whole of it. */
  const take = (discountIds: readonly string[], customerId: string | null = null): Promise<boolean> =>
    transact(server.database, async (tx) => {
      const [usedUp] = await flush(tx, [takeDiscountUses(tx, { discountIds, customerId })]);
      if (usedUp.length > 0) throw new UsedUp();
      return true;
    }).catch((error: unknown) => {
      if (error instanceof UsedUp) return false;
      throw error;
    });
  class UsedUp extends Error {}
  const taken = (outcomes: readonly boolean[]) => outcomes.filter((each) => each).length;
  const newCustomer = async (): Promise<string> => ok(await owner.post('/customers', { name })).id;
  const usedCount = async (id: string): Promise<number> => (await read(id)).usedCount;
  const usesOf = (id: string) =>
    rows(
      'SELECT customer_id, used_count FROM discount_customer_uses WHERE discount_id = $1 ORDER BY customer_id',
      [id],
    );

  test.each([
    [40, 7],
    [10, 25],
    [30, 30],
  ])('by %i sales at once of %i that there are: exactly so many succeed', async (sales, limit) => {
    const { id } = await newDiscount({ usageLimit: limit });
    const outcomes = await atOnce(sales, () => take([id]));
    expect(taken(outcomes)).toBe(Math.min(sales, limit));
    expect(await usedCount(id)).toBe(Math.min(sales, limit));
    // Being used is no change that anybody has read.
    expect(await read(id)).toMatchObject({ version: 1 });
  });

  test('by customers at once: each has their own, and no more', async () => {
    const { id } = await newDiscount({ usageLimitPerCustomer: 3 });
    const customers = await atOnce(4, newCustomer);
    const outcomes = await atOnce(40, (i) => take([id], customers[i % 4]));
    expect(taken(outcomes)).toBe(12);
    expect(await usesOf(id)).toEqual(
      [...customers].sort().map((customer_id) => ({ customer_id, used_count: 3 })),
    );
    // Nothing is counted over all customers: they would wait for each other.
    expect(await usedCount(id)).toBe(0);
  });

  test('limited in all and by customer: neither limit is passed', async () => {
    const { id } = await newDiscount({ usageLimit: 5, usageLimitPerCustomer: 2 });
    const customers = await atOnce(4, newCustomer);
    const outcomes = await atOnce(32, (i) => take([id], customers[i % 4]));
    expect(taken(outcomes)).toBe(5);
    const uses = await usesOf(id);
    expect(uses.reduce((sum, { used_count }) => sum + used_count, 0)).toBe(5);
    for (const { used_count } of uses) expect(used_count).toBeLessThanOrEqual(2);
    expect(await usedCount(id)).toBe(5);
  });

  test('of several discounts, all or none, in opposite orders, without a deadlock', async () => {
    const discounts = await atOnce(4, (i) =>
      newDiscount({ name: `${name} ${i}`, usageLimit: 10 + i, usageLimitPerCustomer: 10_000 }),
    );
    const ids: string[] = discounts.map(({ id }) => id);
    const customerId = await newCustomer();
    const outcomes = await atOnce(60, async (i) => {
      const mine = [ids[i % 4], ids[(i + 1 + (i % 3)) % 4]] as string[];
      return (await take(i % 2 ? mine : mine.reverse(), customerId)) ? mine : [];
    });
    for (const [i, id] of ids.entries()) {
      const uses = outcomes.flat().filter((each) => each === id).length;
      expect(await usedCount(id)).toBe(uses);
      expect(uses).toBeLessThanOrEqual(10 + i);
    }
    // Whoever was refused was so because one of the two had run out.
    expect((await Promise.all(ids.map(usedCount))).some((uses, i) => uses === 10 + i)).toBe(true);
  });

  test('without a limit are not counted, and lock nothing', async () => {
    const { id } = await newDiscount();
    await transact(server.database, async (tx) => {
      const uses = { discountIds: [id], customerId: newId() };
      expect(await takeDiscountUses(tx, uses)).toEqual([]);
      expect(await transact(server.database, (other) => takeDiscountUses(other, uses))).toEqual([]);
      expect(await rows('SELECT id FROM discounts WHERE id = $1 FOR UPDATE NOWAIT', [id])).toHaveLength(1);
    });
    expect([await usedCount(id), await usesOf(id)]).toEqual([0, []]);
  });

  test('are used up for nobody in particular where they are limited by customer', async () => {
    const limited = await newDiscount({ usageLimitPerCustomer: 3 });
    const free = await newDiscount({ name: `${name} b`, usageLimit: 3 });
    const usedUp = await transact(server.database, (tx) =>
      takeDiscountUses(tx, { discountIds: [limited.id, free.id], customerId: null }),
    );
    expect(usedUp).toEqual([limited.id]);
    expect(await usesOf(limited.id)).toEqual([]);
  });

  test('answer every discount that is used up, by either limit', async () => {
    const customerId = await newCustomer();
    const [inAll, perCustomer, left] = await Promise.all([
      newDiscount({ name: `${name} a`, usageLimit: 1 }),
      newDiscount({ name: `${name} b`, usageLimitPerCustomer: 1 }),
      newDiscount({ name: `${name} c`, usageLimit: 9 }),
    ]);
    expect(await take([inAll.id, perCustomer.id], customerId)).toBe(true);
    const usedUp = await transact(server.database, (tx) =>
      takeDiscountUses(tx, { discountIds: [inAll.id, perCustomer.id, left.id], customerId }),
    );
    expect(usedUp).toEqual([inAll.id, perCustomer.id].sort());
  });

  test('bound a new limit from below, and are forgotten together with the limit', async () => {
    const { id } = await newDiscount({ usageLimit: 9, usageLimitPerCustomer: 9 });
    const customerId = await newCustomer();
    for (let i = 0; i < 3; i++) expect(await take([id], customerId)).toBe(true);
    const answer = await update(id, { usageLimit: 2 });
    expect(codeOf(answer)).toEqual([400, 'INVALID_INPUT']);
    expect(answer.body.errors).toEqual([
      { path: ['usageLimit'], message: 'must not be below 3: so many sales have had the discount' },
    ]);
    expect(ok(await update(id, { usageLimit: 3 }))).toMatchObject({ usageLimit: 3, usedCount: 3 });
    expect(await take([id], customerId)).toBe(false);
    const unlimited = { version: 2, usageLimit: null, usageLimitPerCustomer: null };
    expect(ok(await update(id, unlimited))).toMatchObject({ usageLimit: null, usedCount: 0 });
    expect(await usesOf(id)).toEqual([]);
    expect(ok(await update(id, { version: 3, usageLimit: 1 }))).toMatchObject({ usedCount: 0 });
    expect([await take([id], customerId), await take([id], customerId)]).toEqual([true, false]);
  });

  test('while the limit is changed stay within it', async () => {
    const { id } = await newDiscount({ usageLimit: 30 });
    const [outcomes, answer] = await Promise.all([
      atOnce(40, () => take([id])),
      update(id, { usageLimit: 10 }),
    ]);
    const limit = answer.status === 200 ? 10 : 30;
    expect(taken(outcomes)).toBe(limit);
    expect(await read(id)).toMatchObject({ usageLimit: limit, usedCount: limit });
  });
});
