import { newId } from '@cashwrap/database';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endWithCleanBooks, type Selling, sellingAt } from './selling.ts';
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

type Action = 'set_aside' | 'restore' | 'write_off';

const move = (
  action: Action,
  quantities: Readonly<Record<string, number>>,
  fields: object = {},
  token = shop.owner,
): Promise<Answer> =>
  server.request('POST', '/v1/inventory/damaged', {
    token,
    headers: { 'idempotency-key': newId() },
    body: {
      ...{ storeId, action },
      lines: Object.entries(quantities).map(([productId, quantity]) => ({ productId, quantity })),
      ...fields,
    },
  });

/** What is on hand and its value, and the same of what is damaged. */
async function levelOf(productId: string): Promise<[number, number, number, number] | undefined> {
  const { items } = await selling.get(`/inventory/stock-levels?storeId=${storeId}&productId=${productId}`);
  return items[0] && [items[0].onHand, items[0].value, items[0].damaged, items[0].damagedValue];
}

/** All that a refused call could have written. */
const written = async (): Promise<Json> =>
  (
    await selling.rows(`SELECT (SELECT count(*) FROM stock_adjustments) AS adjustments,
      (SELECT count(*) FROM stock_movements) AS movements, (SELECT count(*) FROM damaged_movements) AS damaged,
      (SELECT md5(string_agg(l::text, ',' ORDER BY id)) FROM stock_levels l) AS levels,
      (SELECT count(*) FROM audit_log) AS audited`)
  )[0];

describe('damaged goods keep what they have cost', () => {
  test('set aside, put back and written off, in an example worked by hand', async () => {
    const productId = await selling.newProduct();
    // Three for 100 in all: a third of it cannot be paid out.
    await selling.stockUp({ [productId]: 1 }, { lines: [{ productId, quantity: 1, unitCost: 34 }] });
    await selling.stockUp({ [productId]: 2 }, { lines: [{ productId, quantity: 2, unitCost: 33 }] });
    expect(await levelOf(productId)).toEqual([3, 100, 0, 0]);

    const aside = ok(await move('set_aside', { [productId]: 2 }, { note: 'Fell down' }));
    expect(aside).toMatchObject({ storeId, reason: 'set_aside', note: 'Fell down' });
    expect(aside.movements).toMatchObject([
      { kind: 'adjustment', quantity: -2, value: -67, onHandAfter: 1, documentType: 'stock_adjustment' },
    ]);
    expect(aside.damagedMovements).toMatchObject([
      { kind: 'set_aside', quantity: 2, value: 67, damagedAfter: 2, valueAfter: 67, number: 1 },
    ]);
    expect(await levelOf(productId)).toEqual([1, 33, 2, 67]);

    const restored = ok(await move('restore', { [productId]: 1 }));
    expect(restored.damagedMovements).toMatchObject([{ kind: 'restore', quantity: -1, value: -34 }]);
    expect(restored.movements).toMatchObject([
      { kind: 'adjustment', quantity: 1, value: 34, valueAfter: 67 },
    ]);
    expect(await levelOf(productId)).toEqual([2, 67, 1, 33]);

    const off = ok(await move('write_off', { [productId]: 1 }));
    expect(off.movements).toEqual([]);
    expect(off.damagedMovements).toMatchObject([
      { kind: 'write_off', quantity: -1, value: -33, valueAfter: 0 },
    ]);
    expect(await levelOf(productId)).toEqual([2, 67, 0, 0]);

    expect(
      ok(await server.request('GET', `/v1/inventory/adjustments/${off.id}`, { token: shop.owner })),
    ).toEqual(off);
    const [audited] = await selling.rows('SELECT * FROM audit_log WHERE document_id = $1', [off.id]);
    expect(audited).toMatchObject({ action: 'inventory.moveDamaged', store_id: storeId, after: off });
  });

  test('whatever is done, nothing is lost but what is written off', async () => {
    const step = fc.record({
      action: fc.constantFrom<Action>('set_aside', 'restore', 'write_off'),
      thousandths: fc.integer({ min: 1, max: 4000 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 9999 }),
        fc.array(step, { minLength: 2, maxLength: 8 }),
        async (unitCost, steps) => {
          const productId = await selling.newProduct({ soldBy: 'measure' });
          const lines = [{ productId, quantity: 7.001, unitCost }];
          await selling.stockUp({}, { lines });
          let [onHand, value, damaged, damagedValue] = (await levelOf(productId)) ?? [0, 0, 0, 0];
          const all = { thousandths: 7001, value };
          for (const { action, thousandths } of steps) {
            const answer = await move(action, { [productId]: thousandths / 1000 });
            const there = Math.round((action === 'set_aside' ? onHand : damaged) * 1000);
            expect(answer.status).toBe(thousandths <= there ? 201 : 409);
            const lost = answer.body.damagedMovements?.[0];
            [onHand, value, damaged, damagedValue] = (await levelOf(productId)) ?? [0, 0, 0, 0];
            if (action === 'write_off' && lost) {
              all.thousandths -= thousandths;
              all.value += lost.value;
            }
            expect(Math.round((onHand + damaged) * 1000)).toBe(all.thousandths);
            expect(value + damagedValue).toBe(all.value);
            if (damaged === 0) expect(damagedValue).toBe(0);
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  test('what is put back where stock is below zero settles what was sold of it', async () => {
    const productId = await selling.newProduct({ allowOversell: true });
    await selling.stockUp({}, { lines: [{ productId, quantity: 2, unitCost: 50 }] });
    ok(await move('set_aside', { [productId]: 2 }));
    await selling.stockUp({}, { reason: 'correction', lines: [{ productId, quantity: -3 }] });
    expect(await levelOf(productId)).toEqual([-3, -150, 2, 100]);
    ok(await move('restore', { [productId]: 2 }));
    expect(await levelOf(productId)).toEqual([-1, -50, 0, 0]);
  });
});

describe('what is not there', () => {
  test('is refused for each line, with what there is, and nothing is written', async () => {
    const [one, two, none] = [
      await selling.newProduct(),
      await selling.newProduct(),
      await selling.newProduct(),
    ];
    await selling.stockUp({ [one]: 5, [two]: 5 });
    ok(await move('set_aside', { [one]: 2, [two]: 1 }));
    const before = await written();
    for (const action of ['restore', 'write_off'] as const) {
      const answer = await move(action, { [one]: 2, [two]: 3, [none]: 1 });
      expect([answer.status, answer.body.code]).toEqual([409, 'INSUFFICIENT_STOCK']);
      expect(answer.body.details.lines).toMatchObject([
        { productId: two, position: 1, requested: 3, onHand: 4, damaged: 1 },
        { productId: none, position: 2, requested: 1, onHand: 0, damaged: 0 },
      ]);
      expect(answer.body.detail).toMatch(/3 asked, 1 damaged; .* 1 asked, 0 damaged\. Nothing was changed/);
    }
    const answer = await move('set_aside', { [one]: 3, [two]: 5, [none]: 1 });
    expect(answer.body.details.lines).toMatchObject([
      { productId: two, position: 1, requested: 5, onHand: 4 },
      { productId: none, position: 2, requested: 1, onHand: 0 },
    ]);
    expect(answer.body.detail).toContain('5 asked, 4 on hand');
    expect(await written()).toEqual(before);
  });

  test('cannot be set aside below zero, even of what may be oversold', async () => {
    const productId = await selling.newProduct({ allowOversell: true });
    await selling.stockUp({ [productId]: 1 });
    expect((await move('set_aside', { [productId]: 2 })).body.code).toBe('INSUFFICIENT_STOCK');
  });

  test.each<[string, () => Json, string, (string | number)[] | undefined]>([
    ['of an unknown product', () => ({ [newId()]: 1 }), 'INVALID_REFERENCE', ['lines', 0, 'productId']],
    ['half of a unit', () => ({ [shop.products.coffee.id]: 0.5 }), 'INVALID_INPUT', ['lines', 0, 'quantity']],
    ['of nothing', () => ({ [shop.products.coffee.id]: 0 }), 'INVALID_INPUT', ['lines', 0, 'quantity']],
    [
      'of less than nothing',
      () => ({ [shop.products.coffee.id]: -1 }),
      'INVALID_INPUT',
      ['lines', 0, 'quantity'],
    ],
    ['without lines', () => ({}), 'INVALID_INPUT', ['lines']],
    [
      'of what is not tracked',
      () => ({ [shop.products.voucher.id]: 1 }),
      'PRODUCT_NOT_TRACKED',
      ['lines', 0, 'productId'],
    ],
  ])('a movement %s is refused, and nothing is written', async (_, quantities, code, path) => {
    const before = await written();
    for (const action of ['set_aside', 'restore', 'write_off'] as const) {
      const { body } = await move(action, quantities());
      expect([body.code, body.errors?.[0].path]).toEqual([code, path]);
    }
    expect(await written()).toEqual(before);
  });

  test('the same product on two lines is refused', async () => {
    const line = { productId: shop.products.coffee.id, quantity: 1 };
    const { status, body } = await move('set_aside', {}, { lines: [line, line] });
    expect([status, body.code, body.errors[0].path.slice(0, 1)]).toEqual([400, 'INVALID_INPUT', ['lines']]);
  });

  test('what damaged goods are worth stays within bounds', async () => {
    const productId = await selling.newProduct();
    const enter = () => selling.stockUp({}, { lines: [{ productId, quantity: 1, unitCost: 10 ** 12 }] });
    await enter();
    ok(await move('set_aside', { [productId]: 1 }));
    await enter();
    const answer = await move('set_aside', { [productId]: 1 });
    expect([answer.status, answer.body.code]).toEqual([409, 'AMOUNT_OUT_OF_RANGE']);
    expect(await levelOf(productId)).toEqual([1, 10 ** 12, 1, 10 ** 12]);
    expect((await move('restore', { [productId]: 1 })).body.code).toBe('AMOUNT_OUT_OF_RANGE');
    ok(await move('write_off', { [productId]: 1 }));
  });

  test('takes the permission in that store', async () => {
    const productId = await selling.newProduct();
    await selling.stockUp({ [productId]: 1 });
    const cashier = await server.signInAs('cashier', { storeId });
    const elsewhere = await server.signInAs('clerk', { storeId: shop.stores[1].id });
    expect((await move('set_aside', { [productId]: 1 }, {}, cashier)).body.code).toBe('FORBIDDEN');
    expect((await move('set_aside', { [productId]: 1 }, {}, elsewhere)).body.code).toBe('NOT_FOUND');
  });
});

describe('at once', () => {
  test('of 20 that put back one of 7 exactly 7 succeed', async () => {
    const productId = await selling.newProduct();
    await selling.stockUp({ [productId]: 7 });
    ok(await move('set_aside', { [productId]: 7 }));
    const answers = await Promise.all(Array.from({ length: 20 }, () => move('restore', { [productId]: 1 })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(7);
    expect(await levelOf(productId)).toEqual([7, 280, 0, 0]);
  });

  test('setting aside, putting back and selling the same products in every order loses nothing', async () => {
    const products = await Promise.all(Array.from({ length: 4 }, () => selling.newProduct()));
    const each = (quantity: number, ids: readonly string[]) =>
      Object.fromEntries(ids.map((id) => [id, quantity]));
    await selling.stockUp(each(40, products));
    ok(await move('set_aside', each(10, products)));
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, i): Promise<Answer> => {
        const turned = [...products.slice(i % 4), ...products.slice(0, i % 4)];
        if (i % 3 === 0) return move('set_aside', each(1, turned));
        if (i % 3 === 1) return move('restore', each(1, turned));
        return selling.checkout({
          lines: turned.map((productId) => ({ productId, quantity: 1 })),
          payments: [{ method: 'cash', tendered: 100_000 }],
        });
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(201));
    for (const productId of products) expect(await levelOf(productId)).toEqual([20, 800, 10, 400]);
  });

  test('the same call under one key is done once', async () => {
    const productId = await selling.newProduct();
    await selling.stockUp({ [productId]: 5 });
    const headers = { 'idempotency-key': newId() };
    const body = { storeId, action: 'set_aside', lines: [{ productId, quantity: 1 }] };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        server.request('POST', '/v1/inventory/damaged', { token: shop.owner, headers, body }),
      ),
    );
    expect(new Set(answers.map((answer) => ok(answer).id)).size).toBe(1);
    expect(await levelOf(productId)).toEqual([4, 160, 1, 40]);
  });
});

test('movements of damaged goods are listed by store, product and document, the latest first', async () => {
  const [one, two] = [await selling.newProduct(), await selling.newProduct()];
  await selling.stockUp({ [one]: 9, [two]: 9 });
  const first = ok(await move('set_aside', { [one]: 3, [two]: 1 }));
  const second = ok(await move('restore', { [one]: 1 }));
  const list = async (query: string): Promise<Json[]> =>
    (await selling.get(`/inventory/damaged-movements?${query}`)).items;
  const [third] = [second.damagedMovements[0], first.damagedMovements[0]];
  expect(await list(`storeId=${storeId}&productId=${one}`)).toEqual([third, first.damagedMovements[0]]);
  expect(await list(`productId=${one}&sort=recordedAt`)).toEqual([first.damagedMovements[0], third]);
  expect(await list(`documentId=${first.id}&sort=recordedAt`)).toEqual(first.damagedMovements);
  expect(await list(`storeId=${shop.stores[1].id}&productId=${one}`)).toEqual([]);
  expect(await list(`productId=${one}&recordedFrom=${third.recordedAt}`)).toEqual([third]);
  expect(await list(`documentId=${first.id}&recordedTo=${third.recordedAt}&sort=recordedAt`)).toEqual(
    first.damagedMovements,
  );
});
