import { newId } from '@cashwrap/database';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { StockModel } from './stock-model.ts';
import {
  type Answer,
  countDeadlocks,
  type Json,
  ok,
  type Shop,
  startTestServer,
  type TestServer,
} from './support.ts';

let server: TestServer;
let shop: Shop;
let storeId: string;
let n = 0;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  storeId = shop.stores[0].id;
});
afterAll(async () => {
  try {
    expect(await brokenInvariants()).toEqual([]);
  } finally {
    await server[Symbol.asyncDispose]();
  }
});

interface Line {
  productId: string;
  quantity: number;
  unitCost?: number | undefined;
}

const rows = async (sql: string, params: unknown[] = []): Promise<Json[]> =>
  (await server.database.pool.query(sql, params)).rows;

/** Each call under a key of its own. */
const adjust = (lines: readonly Line[], fields: object = {}): Promise<Answer> =>
  server.request('POST', '/v1/inventory/adjustments', {
    token: shop.owner,
    headers: { 'idempotency-key': newId() },
    body: { storeId, reason: 'correction', lines, ...fields },
  });

async function newProduct(fields: object = {}): Promise<string> {
  n += 1;
  const body = {
    sku: `I-${n}`,
    name: `Item ${n}`,
    taxCategoryId: shop.taxCategories.standard.id,
    price: 100,
  };
  return ok(await server.request('POST', '/v1/products', { token: shop.owner, body: { ...body, ...fields } }))
    .id;
}

async function levelOf(productId: string): Promise<Json> {
  const path = `/v1/inventory/stock-levels?storeId=${storeId}&productId=${productId}`;
  return ok(await server.request('GET', path, { token: shop.owner })).items[0];
}

const stockOf = async (productId: string): Promise<[number, number]> => {
  const level = await levelOf(productId);
  return [level?.onHand ?? 0, level?.value ?? 0];
};

/** Every level and movement that breaks invariant 8 or 9, whatever the tests above it did. */
function brokenInvariants(): Promise<Json[]> {
  return rows(`
    SELECT 'movement' AS broken, product_id, number FROM (
      SELECT *, sum(quantity) OVER w AS on_hand, sum(value) OVER w AS total, row_number() OVER w AS position
      FROM stock_movements WINDOW w AS (PARTITION BY store_id, product_id ORDER BY number)
    ) step
    WHERE on_hand <> on_hand_after OR total <> value_after OR position <> number
      OR (on_hand = 0 AND total <> 0 AND NOT EXISTS (
        SELECT FROM stock_movements next WHERE next.kind = 'revaluation' AND next.store_id = step.store_id
          AND next.product_id = step.product_id AND next.number = step.number + 1))
    UNION ALL
    SELECT 'level', level.product_id, level.last_movement_number FROM stock_levels level
    LEFT JOIN LATERAL (
      SELECT coalesce(sum(quantity), 0) AS on_hand, coalesce(sum(value), 0) AS value, count(*) AS number
      FROM stock_movements WHERE store_id = level.store_id AND product_id = level.product_id
    ) moved ON true
    WHERE (level.on_hand, level.value, level.last_movement_number) <> (moved.on_hand, moved.value, moved.number)
      OR (level.on_hand = 0 AND level.value <> 0) OR (level.value < 0 AND level.on_hand >= 0)
    UNION ALL
    SELECT 'orphan', product_id, number FROM stock_movements m
    WHERE NOT EXISTS (SELECT FROM stock_levels l WHERE (l.store_id, l.product_id) = (m.store_id, m.product_id))`);
}

describe('the stock value follows the moving average', () => {
  const step = fc.record({
    // Small ones meet zero often; large ones show what rounding does.
    thousandths: fc.oneof(
      fc.integer({ min: -3, max: 3 }),
      fc.integer({ min: -20, max: 20 }).map((units) => units * 1000),
      fc.integer({ min: -2_000_000, max: 2_000_000 }),
    ),
    unitCost: fc.option(fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 100_000 })), {
      nil: undefined,
    }),
    // Takes all that is there, which is when the value must be exactly zero.
    all: fc.boolean(),
  });
  const sequence = fc.record({
    mayGoBelow: fc.boolean(),
    usualCost: fc.option(fc.integer({ min: 0, max: 5000 })),
    steps: fc.array(step, { minLength: 1, maxLength: 12 }),
  });

  test('in every sequence of ins and outs, as an exact model of its own computes it', async () => {
    let [refusals, belowZero, revaluations] = [0, 0, 0];
    await fc.assert(
      fc.asyncProperty(sequence, async ({ mayGoBelow, usualCost, steps }) => {
        const productId = await newProduct({ soldBy: 'measure', allowOversell: mayGoBelow, cost: usualCost });
        const model = new StockModel(BigInt(usualCost ?? 0), mayGoBelow);
        for (const { thousandths, unitCost, all } of steps) {
          const quantity = all && model.quantity !== 0n ? -Number(model.quantity) : thousandths;
          if (quantity === 0) continue;
          const cost = quantity > 0 ? unitCost : undefined;
          const expected = model.move(BigInt(quantity), cost === undefined ? undefined : BigInt(cost));
          const line = { productId, quantity: quantity / 1000, unitCost: cost };
          const answer = await adjust([line]);
          if (expected === undefined) {
            expect([answer.status, answer.body.code]).toEqual([409, 'INSUFFICIENT_STOCK']);
            refusals++;
            continue;
          }
          expect(answer.status).toBe(201);
          const { movements } = answer.body;
          expect(movements.map((movement: Json) => BigInt(movement.value))).toEqual(expected);
          expect(movements.map((movement: Json) => movement.kind)).toEqual(
            ['adjustment', 'revaluation'].slice(0, expected.length),
          );
          expect(movements.map((movement: Json) => movement.quantity)).toEqual(
            [quantity / 1000, 0].slice(0, expected.length),
          );
          const level = await levelOf(productId);
          expect([level.onHand, level.value, level.unitCost]).toEqual(
            [Number(model.quantity) / 1000, Number(model.value), Number(model.unitCost)].map((x) => x + 0),
          );
          if (model.quantity < 0n) belowZero++;
          if (expected.length === 2) revaluations++;
        }
      }),
      { numRuns: 80 },
    );
    // The generator has been where it hurts.
    expect(Math.min(refusals, belowZero, revaluations)).toBeGreaterThan(5);
    expect(await brokenInvariants()).toEqual([]);
  }, 60_000);

  test('in an example worked by hand: 10 at 100, 5 at 130, 6 out, then 12 out of 9', async () => {
    const productId = await newProduct({ allowOversell: true });
    const values = async (lines: Omit<Line, 'productId'>) =>
      ok(await adjust([{ productId, ...lines }])).movements.map((movement: Json) => [
        movement.kind,
        movement.value,
        movement.onHandAfter,
        movement.valueAfter,
      ]);
    expect(await values({ quantity: 10, unitCost: 100 })).toEqual([['adjustment', 1000, 10, 1000]]);
    expect(await values({ quantity: 5, unitCost: 130 })).toEqual([['adjustment', 650, 15, 1650]]);
    expect(await values({ quantity: -6 })).toEqual([['adjustment', -660, 9, 990]]);
    // Nine leave with all of the value, three more at the last cost of 110.
    expect(await values({ quantity: -12 })).toEqual([['adjustment', -1320, -3, -330]]);
    // The three turn out to have cost 120 each: 30 more than they were booked with.
    expect(await values({ quantity: 5, unitCost: 120 })).toEqual([
      ['adjustment', 600, 2, 270],
      ['revaluation', -30, 2, 240],
    ]);
    expect(await stockOf(productId)).toEqual([2, 240]);
  });
});

describe('under concurrency', () => {
  test('of 40 that take one of 20 exactly 20 succeed; the others are told the line', async () => {
    const productId = await newProduct({ cost: 7 });
    ok(await adjust([{ productId, quantity: 20 }]));
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => adjust([{ productId, quantity: -1 }])),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
    for (const { status, body } of answers.filter((answer) => answer.status !== 201)) {
      expect([status, body.code]).toEqual([409, 'INSUFFICIENT_STOCK']);
      expect(body.details).toMatchObject({ lines: [{ productId, requested: 1, onHand: 0 }] });
    }
    expect(await stockOf(productId)).toEqual([0, 0]);
    expect(await rows('SELECT FROM stock_movements WHERE product_id = $1', [productId])).toHaveLength(21);
    expect(await brokenInvariants()).toEqual([]);
  });

  test('mixed carts in every order neither deadlock nor sell what is not there', async () => {
    const products = await Promise.all(Array.from({ length: 6 }, () => newProduct({ cost: 10 })));
    ok(await adjust(products.map((productId) => ({ productId, quantity: 25 }))));
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, i) => {
        const turned = [...products.slice(i % 6), ...products.slice(0, i % 6)];
        const lines = turned.slice(0, 4).map((productId) => ({ productId, quantity: -1 }));
        return adjust(i % 2 ? lines : lines.reverse());
      }),
    );
    expect(new Set(answers.map(({ body }) => body.code))).toEqual(new Set([undefined, 'INSUFFICIENT_STOCK']));
    for (const productId of products) {
      const sold = answers.filter(({ body }) =>
        body.movements?.some((movement: Json) => movement.productId === productId),
      ).length;
      expect(await stockOf(productId)).toEqual([25 - sold, (25 - sold) * 10]);
    }
    // Whoever was refused was refused for a product that had run out.
    for (const { body } of answers.filter(({ status }) => status === 409)) {
      for (const line of body.details.lines) expect(line.onHand).toBe(0);
    }
    expect(await countDeadlocks(server.database)).toBe(0);
    expect(await brokenInvariants()).toEqual([]);
  });

  test('first movements of the same products in opposite orders all succeed', async () => {
    const products = await Promise.all(Array.from({ length: 8 }, () => newProduct()));
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => {
        const lines = products.map((productId) => ({ productId, quantity: 2, unitCost: i }));
        return adjust(i % 2 ? lines : lines.reverse());
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
    const cost = 2 * ((19 * 20) / 2);
    for (const productId of products) expect(await stockOf(productId)).toEqual([40, cost]);
  });

  test('the second of two stores is not touched by what happens in the first', async () => {
    const productId = await newProduct();
    const [here, there] = shop.stores;
    await Promise.all([
      ...Array.from({ length: 10 }, () => adjust([{ productId, quantity: 1 }], { storeId: here.id })),
      ...Array.from({ length: 10 }, () => adjust([{ productId, quantity: 2 }], { storeId: there.id })),
    ]);
    expect(
      await rows('SELECT on_hand::float AS q FROM stock_levels WHERE product_id = $1 ORDER BY 1', [
        productId,
      ]),
    ).toEqual([{ q: 10 }, { q: 20 }]);
  });
});

describe('an adjustment', () => {
  test('is kept with its movements in the order of its lines, and can be read again', async () => {
    const products = await Promise.all(Array.from({ length: 5 }, () => newProduct({ cost: 3 })));
    const lines = products.map((productId, i) => ({ productId, quantity: i + 1 })).reverse();
    const answer = await adjust(lines, { reason: 'opening_stock', note: 'Two\nlines' });
    expect(answer.status).toBe(201);
    const { body: adjustment } = answer;
    expect(answer.headers.get('location')).toBe(`/v1/inventory/adjustments/${adjustment.id}`);
    expect(adjustment).toMatchObject({ storeId, reason: 'opening_stock', note: 'Two\nlines' });
    expect(adjustment.movements.map(({ productId, quantity }: Json) => ({ productId, quantity }))).toEqual(
      lines,
    );
    const read = await server.request('GET', `/v1/inventory/adjustments/${adjustment.id}`, {
      token: shop.owner,
    });
    expect(ok(read)).toEqual(adjustment);
  });

  test('is all or nothing: one line that cannot be done leaves the others undone', async () => {
    const [full, empty, fresh] = [await newProduct({ cost: 10 }), await newProduct(), await newProduct()];
    ok(await adjust([{ productId: full, quantity: 3 }]));
    const before = await rows('SELECT count(*) FROM stock_adjustments');
    const answer = await adjust([
      { productId: full, quantity: -2 },
      { productId: empty, quantity: -1 },
      { productId: fresh, quantity: 4 },
    ]);
    expect([answer.status, answer.body.code]).toEqual([409, 'INSUFFICIENT_STOCK']);
    // Only the line that is short is named, not the one that would have been left with less than it takes.
    const { lines } = answer.body.details;
    expect(lines).toEqual([
      { productId: empty, name: `Item ${n - 1}`, position: 1, requested: 1, onHand: 0 },
    ]);
    expect(await stockOf(full)).toEqual([3, 30]);
    expect(await levelOf(empty)).toBeUndefined();
    expect(await levelOf(fresh)).toBeUndefined();
    expect(await rows('SELECT count(*) FROM stock_adjustments')).toEqual(before);
  });

  test('that takes too much of several products names each of them with what is there', async () => {
    const [one, two] = [await newProduct(), await newProduct({ soldBy: 'measure' })];
    ok(
      await adjust([
        { productId: one, quantity: 2 },
        { productId: two, quantity: 0.5 },
      ]),
    );
    const answer = await adjust([
      { productId: two, quantity: -0.501 },
      { productId: one, quantity: -3 },
    ]);
    expect(answer.body.details).toEqual({
      lines: [
        { productId: two, name: `Item ${n}`, position: 0, requested: 0.501, onHand: 0.5 },
        { productId: one, name: `Item ${n - 1}`, position: 1, requested: 3, onHand: 2 },
      ],
    });
    expect(answer.body.detail).toContain(
      `Item ${n}: 0.501 asked, 0.5 on hand; Item ${n - 1}: 3 asked, 2 on hand`,
    );
  });

  const unit = () => shop.products.coffee.id;
  const measure = () => shop.products.apples.id;
  test.each<[string, () => Line[], (string | number)[]]>([
    ['half of a unit product', () => [{ productId: unit(), quantity: 0.5 }], ['lines', 0, 'quantity']],
    ['a quantity of zero', () => [{ productId: unit(), quantity: 0 }], ['lines', 0, 'quantity']],
    ['four decimals', () => [{ productId: measure(), quantity: 1.0001 }], ['lines', 0, 'quantity']],
    [
      'a quantity beyond all bounds',
      () => [{ productId: measure(), quantity: 1e12 }],
      ['lines', 0, 'quantity'],
    ],
    ['a cost below zero', () => [{ productId: unit(), quantity: 1, unitCost: -1 }], ['lines', 0, 'unitCost']],
    ['a cost of 10^15', () => [{ productId: unit(), quantity: 1, unitCost: 1e15 }], ['lines', 0, 'unitCost']],
    [
      'an unknown product',
      () => [
        { productId: unit(), quantity: 1 },
        { productId: newId(), quantity: 1 },
      ],
      ['lines', 1, 'productId'],
    ],
    [
      'the same product twice',
      () => [
        { productId: unit(), quantity: 1 },
        { productId: unit(), quantity: -1 },
      ],
      ['lines'],
    ],
    ['no lines', () => [], ['lines']],
    [
      'a cost of what goes out',
      () => [
        { productId: measure(), quantity: 1, unitCost: 5 },
        { productId: unit(), quantity: -1, unitCost: 5 },
      ],
      ['lines', 1, 'unitCost'],
    ],
  ])('of %s is refused, naming the field, and nothing moves', async (_, lines, path) => {
    const before = await rows('SELECT count(*) FROM stock_movements');
    const answer = await adjust([...lines()]);
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].path).toEqual(path);
    expect(await rows('SELECT count(*) FROM stock_movements')).toEqual(before);
  });

  test.each([
    ...['damage', 'theft', 'expired', 'own_use'].map((reason) => [reason, -1, 'takes stock away'] as const),
    ...['found', 'opening_stock'].map((reason) => [reason, 1, 'brings stock'] as const),
    ...['correction', 'other'].map((reason) => [reason, undefined, ''] as const),
  ])('with the reason %s goes the way of its reason', async (reason, way, said) => {
    const [one, two, three] = [await newProduct(), await newProduct(), await newProduct()];
    ok(await adjust([one, two, three].map((productId) => ({ productId, quantity: 5 }))));
    const before = await rows('SELECT count(*) FROM stock_adjustments');
    const both = [
      { productId: one, quantity: way ?? 1 },
      { productId: two, quantity: -(way ?? 1) },
      { productId: three, quantity: -(way ?? 1) },
    ];
    const answer = await adjust(both, { reason });
    if (way === undefined) {
      expect(ok(answer).movements).toHaveLength(3);
      return;
    }
    expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_INPUT']);
    expect(answer.body.errors).toMatchObject([
      { path: ['lines', 1, 'quantity'], message: expect.stringContaining(`"${reason}" only ${said}`) },
      { path: ['lines', 2, 'quantity'] },
    ]);
    expect(await rows('SELECT count(*) FROM stock_adjustments')).toEqual(before);
    ok(await adjust(both.slice(0, 1), { reason }));
    expect((await levelOf(one)).onHand).toBe(5 + way);
  });

  test('names every line that is wrong', async () => {
    const [one, two] = [await newProduct(), await newProduct()];
    const pathsOf = ({ body }: Answer) => [body.code, ...body.errors.map(({ path }: Json) => path.join('.'))];
    const unknown = [newId(), measure(), newId()].map((productId) => ({ productId, quantity: 1 }));
    const references = await adjust(unknown);
    expect(pathsOf(references)).toEqual(['INVALID_REFERENCE', 'lines.0.productId', 'lines.2.productId']);
    expect(references.body.detail).toBe('There is no such product: lines[0].productId, lines[2].productId.');
    const halves = await adjust([one, measure(), two].map((productId) => ({ productId, quantity: 0.5 })));
    expect(pathsOf(halves)).toEqual(['INVALID_INPUT', 'lines.0.quantity', 'lines.2.quantity']);
  });

  test('of a product that is not tracked is refused, and nothing moves', async () => {
    const answer = await adjust([
      { productId: unit(), quantity: 1 },
      { productId: shop.products.voucher.id, quantity: 1 },
    ]);
    expect([answer.status, answer.body.code]).toEqual([409, 'PRODUCT_NOT_TRACKED']);
    expect(answer.body.detail).toContain('Gift wrapping');
    expect(answer.body.errors).toMatchObject([{ path: ['lines', 1, 'productId'] }]);
    expect(answer.body.errors[0].message).toContain('Gift wrapping');
    expect(await levelOf(shop.products.voucher.id)).toBeUndefined();
  });

  test.each<[string, Omit<Line, 'productId'>[]]>([
    ['a value beyond 10^12', [{ quantity: 2, unitCost: 10 ** 12 }]],
    ['a value beyond what a bigint holds', [{ quantity: 99_999_999_999, unitCost: 10 ** 12 }]],
    [
      'a value that passes 10^12 step by step',
      [
        { quantity: 1, unitCost: 10 ** 12 },
        { quantity: 1, unitCost: 1 },
      ],
    ],
    [
      'more than a quantity can hold',
      [
        { quantity: 99_999_999_999, unitCost: 0 },
        { quantity: 1, unitCost: 0 },
      ],
    ],
    ['a value below -10^12', [{ quantity: 1, unitCost: 10 ** 12 }, { quantity: -3 }]],
  ])('that would make %s is refused with AMOUNT_OUT_OF_RANGE, and nothing moves', async (_, steps) => {
    const productId = await newProduct({ allowOversell: true });
    for (const line of steps.slice(0, -1)) ok(await adjust([{ productId, ...line }]));
    const before = await stockOf(productId);
    const answer = await adjust([{ ...(steps.at(-1) as Line), productId }]);
    expect([answer.status, answer.body.code]).toEqual([409, 'AMOUNT_OUT_OF_RANGE']);
    expect(answer.body.detail).not.toMatch(/stock_levels|numeric|constraint/);
    expect(await stockOf(productId)).toEqual(before);
  });

  test('names the lines that are worth too much by themselves', async () => {
    const [one, two] = [await newProduct(), await newProduct()];
    const { status, body } = await adjust([
      { productId: one, quantity: 1, unitCost: 10 ** 12 },
      { productId: two, quantity: 2, unitCost: 10 ** 12 },
    ]);
    expect([status, body.code]).toEqual([409, 'AMOUNT_OUT_OF_RANGE']);
    expect(body.errors).toMatchObject([{ path: ['lines', 1, 'unitCost'] }]);
    expect(body.detail).toContain(`"Item ${n}"`);
    expect(await levelOf(one)).toBeUndefined();
  });

  test('at the bounds themselves is done and read back', async () => {
    const [dear, many] = [await newProduct(), await newProduct()];
    ok(await adjust([{ productId: dear, quantity: 1, unitCost: 10 ** 12 }]));
    ok(await adjust([{ productId: many, quantity: 99_999_999_999, unitCost: 10 }]));
    expect(await stockOf(dear)).toEqual([1, 10 ** 12]);
    expect(await stockOf(many)).toEqual([99_999_999_999, 999_999_999_990]);
    expect(await levelOf(dear)).toMatchObject({ unitCost: 10 ** 12 });
  });

  test('in a store that the caller may only see is refused, and unseen ones are not found', async () => {
    const productId = await newProduct();
    const cashier = await server.signInAs('cashier', { storeId });
    const clerk = await server.signInAs('clerk', { storeId });
    const call = (token: string, inStore: string) =>
      server.request('POST', '/v1/inventory/adjustments', {
        token,
        headers: { 'idempotency-key': newId() },
        body: { storeId: inStore, reason: 'found', lines: [{ productId, quantity: 1 }] },
      });
    expect((await call(cashier, storeId)).body.code).toBe('FORBIDDEN');
    expect((await call(clerk, shop.stores[1].id)).body.code).toBe('NOT_FOUND');
    expect((await call(clerk, storeId)).status).toBe(201);
    expect(await stockOf(productId)).toEqual([1, 0]);
  });
});

test('movements cannot be told to be what they are not: the tables hold to it themselves', async () => {
  const productId = await newProduct();
  ok(await adjust([{ productId, quantity: 5, unitCost: 10 }]));
  const change = (set: string) => rows(`UPDATE stock_levels SET ${set} WHERE product_id = $1`, [productId]);
  await expect(change('on_hand = -1')).rejects.toThrow('stock_levels_not_negative');
  await expect(change('on_hand = 0')).rejects.toThrow('stock_levels_zero');
  await expect(change('value = -1')).rejects.toThrow('stock_levels_value');
  expect(await stockOf(productId)).toEqual([5, 50]);
});
