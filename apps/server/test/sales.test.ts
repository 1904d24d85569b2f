import { newId } from '@cashwrap/database';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  brokenBooks,
  card,
  cash,
  endWithCleanBooks,
  type Place,
  type SaleBody,
  type Selling,
  sellingAt,
} from './selling.ts';
import { type Json, ok, roundTrips, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let coffee: string;
let apples: string;
let voucher: string;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  [coffee, apples, voucher] = [shop.products.coffee.id, shop.products.apples.id, shop.products.voucher.id];
  await selling.stockUp({ [coffee]: 1000, [apples]: 100 });
});
afterAll(() => endWithCleanBooks(server));

/** What a quote says in other words than a sale, or alone. */
const quoteOnly = [
  'cashRounding',
  'dueInCash',
  'discountOutcomes',
  'explanation',
  'lines',
  'pointsToEarn',
  'rewards',
  'sensitiveActions',
];

const CART = {
  lines: [
    { quantity: 2, discounts: [{ type: 'percentage', name: 'Happy hour', percentage: 12.5 }] },
    { quantity: 1.255 },
    { quantity: 1 },
  ],
  discounts: [{ type: 'amount', name: 'Loyal customer', amount: 100 }],
};

const cart = () => ({
  lines: CART.lines.map((line, i) => ({ productId: [coffee, apples, voucher][i], ...line })),
  discounts: CART.discounts,
});

describe('a sale', () => {
  test('comes to what was quoted, figure by figure, and can be read again as it was answered', async () => {
    const quote = await selling.quote(cart());
    // By hand: 1398 − 12.5 % (175) = 1223; 299 × 1.255 = 375; 150; less 100 over all.
    expect(quote).toMatchObject({ grossTotal: 1923, discountTotal: 275, total: 1648, dueInCash: 1648 });
    expect(quote.discounts.map(({ name, amount }: Json) => [name, amount])).toEqual([
      ['Happy hour', 175],
      ['Loyal customer', 100],
    ]);

    const expected = { total: quote.total, lineTotals: quote.lines.map(({ total }: Json) => total) };
    const payments = [card(1000, { tip: 100 }), cash(1000, { tip: 50 })];
    const sale = await selling.sell({ ...cart(), payments, expected, note: 'Gift\nwrapped' });
    const figures = Object.fromEntries(
      Object.entries<Json>(quote).filter(([name]) => !quoteOnly.includes(name)),
    );
    const lines = quote.lines.map((line: Json, position: number) => ({
      ...line,
      ...{ id: expect.any(String), position },
    }));
    expect(sale).toMatchObject({ ...figures, lines });
    expect(sale).toMatchObject({
      ...{ storeId: selling.here.store.id, registerId: selling.here.register.id, status: 'completed' },
      ...{ cashRounding: 0, tipTotal: 150, payable: 1798, change: 202, note: 'Gift\nwrapped' },
    });
    expect(sale.payments).toMatchObject([
      {
        method: 'card',
        status: 'captured',
        amount: 1000,
        tendered: 1000,
        change: 0,
        tip: 100,
        reference: 'T-1',
      },
      {
        method: 'cash',
        status: 'captured',
        amount: 798,
        tendered: 1000,
        change: 202,
        tip: 50,
        reference: null,
      },
    ]);
    expect(await selling.get(`/sales/${sale.id}`)).toEqual(sale);
    expect(Object.keys(sale)).not.toContain('pricingInput');
    expect(Object.keys(sale.lines[0])).not.toContain('cost');
  });

  test('is answered alike by REST and tRPC, with 201 and its place', async () => {
    const body = {
      ...{ storeId: selling.here.store.id, registerId: selling.here.register.id },
      ...{ id: newId(), lines: [{ productId: voucher, quantity: 1 }], payments: [cash(150)] },
    };
    const rest = await selling.checkout(body);
    expect([rest.status, rest.headers.get('location')]).toEqual([201, `/v1/sales/${body.id}`]);
    const options = { token: shop.owner, headers: { 'idempotency-key': newId() } };
    const trpc = await server.trpc('sales.create', body, options);
    expect(trpc.data).toEqual(rest.body);
    expect((await server.trpc('sales.get', { id: body.id }, options)).data).toEqual(rest.body);
  });

  test('leaves everything that belongs to it, and all of it tells the same', async () => {
    const place = await selling.newStore({});
    await selling.stockUp({ [coffee]: 10, [apples]: 2 }, { storeId: place.store.id });
    const before = await selling.counts();
    const key = newId();
    const sale = await selling.sell(
      {
        ...{
          storeId: place.store.id,
          registerId: place.register.id,
          payments: [card(700), cash(2000, { tip: 1 })],
        },
        lines: [
          { productId: coffee, quantity: 2 },
          { productId: apples, quantity: 0.5 },
          { productId: coffee, quantity: 1 },
          { productId: voucher, quantity: 1 },
        ],
      },
      { key },
    );
    const after = await selling.counts();
    const added = Object.fromEntries(
      Object.entries(after).map(([name, count]) => [name, Number(count) - Number(before[name])]),
    );
    expect(added).toEqual({
      ...{ sales: 1, sale_lines: 4, payments: 2, transactions: 2, stock_levels: 0, stock_movements: 2 },
      ...{ outbox: 1, audit_log: 1, idempotency_keys: 1, sale_numbers: 1 },
    });

    expect(sale.number).toBe(1);
    expect((await selling.get(`/registers/${place.register.id}`)).lastSaleNumber).toBe(1);
    expect(await selling.stockOf(coffee, place)).toEqual([7, 280]);
    expect(await selling.stockOf(apples, place)).toEqual([1.5, 60]);
    const movements = await selling.rows(
      `SELECT product_id, number, kind, quantity::float8, value, on_hand_after::float8, value_after, occurred_at
       FROM stock_movements WHERE document_id = $1 ORDER BY quantity`,
      [sale.id],
    );
    const occurred_at = new Date(sale.completedAt);
    expect(movements).toEqual([
      {
        product_id: coffee,
        number: 2,
        kind: 'sale',
        quantity: -3,
        value: -120,
        on_hand_after: 7,
        value_after: 280,
        occurred_at,
      },
      {
        product_id: apples,
        number: 2,
        kind: 'sale',
        quantity: -0.5,
        value: -20,
        on_hand_after: 1.5,
        value_after: 60,
        occurred_at,
      },
    ]);
    const costs = await selling.rows('SELECT cost FROM sale_lines WHERE sale_id = $1 ORDER BY position', [
      sale.id,
    ]);
    expect(costs.map(({ cost }) => cost)).toEqual([80, 20, 40, null]);

    const ledger = await selling.rows(
      `SELECT t.kind, t.method, t.currency, t.amount, t.tip, t.business_date::text, t.payment_id, t.register_id
       FROM transactions t WHERE t.document_id = $1 ORDER BY t.id`,
      [sale.id],
    );
    expect(ledger).toEqual(
      sale.payments.map(({ id, method, amount, tip }: Json) => ({
        ...{ kind: 'sale', method, currency: 'EUR', amount, tip, business_date: sale.businessDate },
        ...{ payment_id: id, register_id: place.register.id },
      })),
    );
    expect(
      await selling.rows('SELECT type, payload FROM outbox WHERE store_id = $1 AND type <> $2', [
        place.store.id,
        'shift.opened',
      ]),
    ).toEqual([
      {
        type: 'sale.completed',
        payload: {
          ...{ saleId: sale.id, storeId: place.store.id, registerId: place.register.id },
          ...{ total: sale.total, currency: 'EUR' },
        },
      },
    ]);
    const audit = await selling.rows(
      'SELECT action, actor_id, store_id, register_id FROM audit_log WHERE document_id = $1',
      [sale.id],
    );
    // The session was opened by password: the register is the sale's.
    const at = { store_id: place.store.id, register_id: sale.registerId };
    expect(audit).toEqual([{ action: 'sales.create', actor_id: sale.cashierId, ...at }]);
    const answers = await selling.rows('SELECT operation, answer FROM idempotency_keys WHERE key = $1', [
      key,
    ]);
    expect(answers).toEqual([{ operation: 'sales.create', answer: sale }]);
  });

  test('takes at most four round trips in its transaction, BEGIN and COMMIT included', async () => {
    const body = { ...cart(), payments: [cash(5000)] };
    const once = () => roundTrips(server, () => selling.sell({ ...body, id: newId() }));
    await once(); // The first one on a connection prepares its statements.
    expect(await once()).toBeLessThanOrEqual(4);
    const withoutId = await roundTrips(server, () => selling.sell(body));
    expect(withoutId).toBeLessThanOrEqual(4);
    const oversold = await selling.newProduct({ allowOversell: true });
    const first = () =>
      roundTrips(server, () =>
        selling.sell({ lines: [{ productId: oversold, quantity: 1 }], payments: [cash(100)] }),
      );
    expect(await first()).toBeLessThanOrEqual(4);
    // A repeat of a key asks for its answer and no more.
    const key = newId();
    const twice = () => roundTrips(server, () => selling.sell(body, { key }));
    await twice();
    expect(await twice()).toBeLessThanOrEqual(3);
  });

  test('has each of its statements planned once, and not anew for the values of each sale', async () => {
    for (let i = 0; i < 12; i++) await selling.sell({ ...cart(), payments: [cash(5000)] });
    // One after another: all of them, and this, on the connection that was given back last.
    const { rows } = await server.database.pool.query<{ name: string; plannedAnew: boolean }>(
      // PostgreSQL looks at the values of the first five runs before it decides.
      'SELECT name, custom_plans > 5 AS "plannedAnew" FROM pg_prepared_statements',
    );
    expect(rows.map(({ name }) => name)).toContain('insert_sale_lines');
    expect(rows.filter(({ plannedAnew }) => plannedAnew)).toEqual([]);
    // Nothing of a plain sale asks for what is owed to customers.
    const names = rows.map(({ name }) => name);
    expect(names.filter((name) => /account|gift_card|store_credit|loyalty|points/.test(name))).toEqual([]);
  });

  test('of a thousand lines is a sale like any other', async () => {
    const lines = Array.from({ length: 1000 }, (_, i) => ({
      productId: i % 2 ? coffee : voucher,
      quantity: 1,
    }));
    await selling.stockUp({ [coffee]: 500 });
    const before = await selling.stockOf(coffee);
    const sale = await selling.sell({ lines, payments: [cash(10 ** 6)] });
    expect([sale.lines.length, sale.total]).toEqual([1000, 500 * 699 + 500 * 150]);
    expect((await selling.stockOf(coffee))[0]).toBe(before[0] - 500);
  });

  test('at the bounds of money is done and read back', async () => {
    const dear = await selling.newProduct({ price: 10 ** 12, trackStock: false });
    const sale = await selling.sell({
      lines: [{ productId: dear, quantity: 1 }],
      payments: [card(10 ** 12)],
    });
    expect([sale.total, sale.payable]).toEqual([10 ** 12, 10 ** 12]);
    expect(await selling.get(`/sales/${sale.id}`)).toEqual(sale);
  });

  test('of nothing to pay needs no payment, and takes none', async () => {
    const free = {
      lines: [{ productId: coffee, quantity: 1, discounts: [{ type: 'percentage', percentage: 100 }] }],
    };
    const sale = await selling.sell({ ...free, payments: [] });
    expect(sale).toMatchObject({ total: 0, payable: 0, taxTotal: 0, payments: [] });
    const paid = await selling.sell({ ...free, payments: [cash(500)] });
    expect(paid).toMatchObject({
      total: 0,
      change: 500,
      payments: [{ amount: 0, tendered: 500, change: 500 }],
    });
    const over = await selling.checkout({ ...free, payments: [card(1)] });
    expect(over.body).toMatchObject({ code: 'PAYMENT_MISMATCH', details: { reason: 'non_cash_over' } });
  });

  test('whose remainder in cash rounds to nothing is paid by a cash payment of nothing', async () => {
    const place = await selling.newStore({ cashRounding: { step: 5, mode: 'half_up' } });
    const at = { storeId: place.store.id, registerId: place.register.id };
    const lines = [{ productId: voucher, quantity: 1 }];
    expect((await selling.quote({ storeId: place.store.id, lines })).dueInCash).toBe(150);
    const short = await selling.checkout({ ...at, lines, payments: [card(148)] });
    expect(short.body).toMatchObject({
      code: 'PAYMENT_MISMATCH',
      details: { reason: 'short', difference: 2 },
    });
    const sale = await selling.sell({ ...at, lines, payments: [card(148), cash(0)] });
    expect(sale).toMatchObject({ total: 150, cashRounding: -2, payable: 148 });
    const exact = await selling.checkout({ ...at, lines, payments: [card(147), cash(3)] });
    expect(exact.body).toMatchObject({ code: 'PAYMENT_MISMATCH', details: { difference: 2 } });
    expect(exact.body.detail).toContain('what is paid in cash is rounded');
    const up = await selling.sell({ ...at, lines, payments: [card(147), cash(5)] });
    expect(up).toMatchObject({ total: 150, cashRounding: 2, payable: 152, change: 0 });
  });

  test('belongs to the business day of its store, whatever the day elsewhere', async () => {
    const at = async (place: Place) => {
      const { storeId, registerId } = { storeId: place.store.id, registerId: place.register.id };
      const lines = [{ productId: voucher, quantity: 1 }];
      return (await selling.sell({ storeId, registerId, lines, payments: [cash(150)] })).businessDate;
    };
    const [kiritimati, samoa] = [
      await selling.newStore({ timeZone: 'Pacific/Kiritimati' }),
      await selling.newStore({ timeZone: 'Pacific/Pago_Pago' }),
    ];
    // 25 hours apart.
    expect((await at(kiritimati)) > (await at(samoa))).toBe(true);
  });
});

describe('the list of sales', () => {
  test('is filtered and paged without gap or double, newest first or last', async () => {
    await using other = await startTestServer();
    const itsShop = await other.seedShop();
    const its = sellingAt(other, itsShop);
    const second = await its.newTill();
    const sold: Json[] = [];
    for (let day = 0; day < 3; day++) {
      // Tokens do not outlive the day.
      if (day > 0) other.clock.advance(86_400_000);
      const fresh = await other.signInAs('owner');
      for (const [registerId, storeId] of [
        [its.here.register.id, its.here.store.id],
        [second.id, its.here.store.id],
        [its.there.register.id, its.there.store.id],
      ]) {
        const body = {
          ...{ storeId, registerId, note: `day ${day}` },
          ...{ lines: [{ productId: itsShop.products.voucher.id, quantity: 1 }], payments: [cash(150)] },
        };
        sold.push(await its.sell(body, { token: fresh }));
      }
    }
    const token = await other.signInAs('owner');
    const list = async (query: string) => {
      const found: Json[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: Json = ok(
          await other.request('GET', `/v1/sales?limit=2&${query}${cursor && `&cursor=${cursor}`}`, { token }),
        );
        expect(page.items.length).toBeLessThanOrEqual(2);
        found.push(...page.items);
        cursor = page.nextCursor;
      }
      return found.map(({ id }) => id);
    };
    const idsWhere = (keep: (sale: Json) => boolean) => sold.filter(keep).map(({ id }) => id);
    expect(await list('sort=completedAt')).toEqual(idsWhere(() => true));
    expect(await list('')).toEqual(idsWhere(() => true).reverse());
    expect(await list(`storeId=${its.there.store.id}`)).toEqual(
      idsWhere((sale) => sale.storeId === its.there.store.id).reverse(),
    );
    expect(await list(`registerId=${second.id}&sort=completedAt`)).toEqual(
      idsWhere((sale) => sale.registerId === second.id),
    );
    const [, middle] = [...new Set(sold.map((sale) => sale.businessDate))];
    expect(await list(`businessDateFrom=${middle}&businessDateTo=${middle}&sort=completedAt`)).toEqual(
      idsWhere((sale) => sale.businessDate === middle),
    );
    expect(await list(`businessDateFrom=${middle}`)).toHaveLength(6);
    expect(await list(`businessDateTo=${middle}`)).toHaveLength(6);
    const { cashierId } = sold[4];
    expect(await list(`cashierId=${cashierId}`)).toEqual(
      idsWhere((sale) => sale.cashierId === cashierId).reverse(),
    );
    expect(await list(`cashierId=${newId()}`)).toEqual([]);

    const [summary] = ok(await other.request('GET', '/v1/sales?limit=1&sort=completedAt', { token })).items;
    expect(sold[0]).toMatchObject(summary);
    expect(Object.keys(summary)).not.toContain('lines');
    const wrong = await other.request('GET', '/v1/sales?businessDateFrom=yesterday', { token });
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([400, ['businessDateFrom']]);
  });

  test('shows a cashier the own store only; sales elsewhere are as if they were not', async () => {
    const place = selling.there;
    const sale = await selling.sell({
      ...{ storeId: place.store.id, registerId: place.register.id },
      ...{ lines: [{ productId: voucher, quantity: 1 }], payments: [cash(150)] },
    });
    const token = await server.signInAs('cashier', { storeId: selling.here.store.id });
    const { items } = ok(await server.request('GET', '/v1/sales', { token }));
    expect(new Set(items.map(({ storeId }: Json) => storeId))).toEqual(new Set([selling.here.store.id]));
    for (const path of [`/v1/sales/${sale.id}`, `/v1/sales/${sale.id}/receipt`]) {
      const answer = await server.request('GET', path, { token });
      const missing = await server.request('GET', path.replace(sale.id, newId()), { token });
      expect([answer.status, answer.body.detail]).toEqual([404, missing.body.detail]);
    }
    const body = { storeId: place.store.id, registerId: place.register.id };
    const lines = [{ productId: voucher, quantity: 1 }];
    const selling_ = await selling.checkout({ ...body, lines, payments: [cash(150)] }, { token });
    expect([selling_.status, selling_.body.code]).toEqual([404, 'NOT_FOUND']);
  });
});

describe('what cannot be sold is refused with a code, and nothing is half-written', () => {
  let before: Json;
  beforeEach(async () => {
    before = await selling.counts();
  });

  const refusal = async (body: SaleBody): Promise<Json> => {
    const answer = await selling.checkout(body);
    const { code, detail, errors, details } = answer.body;
    expect(await selling.counts()).toEqual(before);
    const paths = errors?.map(({ path }: Json) => path);
    return { status: answer.status, code, detail, path: paths?.[0], paths, details };
  };
  const one = (line: object = {}): SaleBody => ({
    lines: [{ productId: coffee, quantity: 1, ...line }],
    payments: [cash(10_000)],
  });
  const nameOf = async (id: string): Promise<string> =>
    (await server.request('GET', `/v1/products/${id}`, { token: shop.owner })).body.name;

  test('every line that is wrong is named: unknown products first, then parts of units', async () => {
    const lines = [
      ...[newId(), newId()].map((productId) => ({ productId, quantity: 1 })),
      ...[0.5, 1, 1.5].map((quantity) => ({ productId: coffee, quantity })),
    ];
    expect(await refusal({ lines, payments: [cash(10_000)] })).toMatchObject({
      ...{
        code: 'INVALID_REFERENCE',
        detail: expect.stringContaining('lines[0].productId, lines[1].productId'),
      },
      paths: [0, 1].map((position) => ['lines', position, 'productId']),
    });
    expect(await refusal({ lines: lines.slice(2), payments: [cash(10_000)] })).toMatchObject({
      ...{ code: 'INVALID_INPUT', paths: [0, 2].map((position) => ['lines', position, 'quantity']) },
    });
  });

  test.each<[string, object, (string | number)[]]>([
    ['a quantity of 0', { quantity: 0 }, ['lines', 0, 'quantity']],
    ['a quantity of −1', { quantity: -1 }, ['lines', 0, 'quantity']],
    ['a quantity of 0.0001', { quantity: 0.0001 }, ['lines', 0, 'quantity']],
    ['a quantity as text', { quantity: '1' }, ['lines', 0, 'quantity']],
    ['a quantity beyond all bounds', { quantity: 1e12 }, ['lines', 0, 'quantity']],
    ['half of a product that is sold by the unit', { quantity: 0.5 }, ['lines', 0, 'quantity']],
    ['a price below nothing', { unitPrice: -1 }, ['lines', 0, 'unitPrice']],
    [
      'a discount of 101 %',
      { discounts: [{ type: 'percentage', percentage: 101 }] },
      ['lines', 0, 'discounts', 0, 'percentage'],
    ],
    [
      'a discount of nothing',
      { discounts: [{ type: 'amount', amount: 0 }] },
      ['lines', 0, 'discounts', 0, 'amount'],
    ],
    [
      'a discount below zero',
      { discounts: [{ type: 'amount', amount: -5 }] },
      ['lines', 0, 'discounts', 0, 'amount'],
    ],
    ['an id that is none', { productId: 'coffee' }, ['lines', 0, 'productId']],
  ])('a line with %s', async (_, line, path) => {
    expect(await refusal(one(line))).toMatchObject({ status: 400, code: 'INVALID_INPUT', path });
  });

  test.each<[string, object, (string | number)[]]>([
    ['10,001 lines', { lines: Array(10_001).fill({ productId: newId(), quantity: 1 }) }, ['lines']],
    ['1,001 lines', { lines: Array(1_001).fill({ productId: newId(), quantity: 1 }) }, ['lines']],
    ['no lines', { lines: [] }, ['lines']],
    ['21 payments', { payments: Array(21).fill(cash(1)) }, ['payments']],
    ['a card payment of nothing', { payments: [card(0)] }, ['payments', 0, 'amount']],
    ['change on a card', { payments: [card(699, { tendered: 800 })] }, ['payments', 0, 'tendered']],
    [
      'a card without its reference',
      { payments: [{ method: 'card', amount: 699 }] },
      ['payments', 0, 'reference'],
    ],
    ['a payment below zero', { payments: [cash(-1)] }, ['payments', 0, 'tendered']],
    ['a payment of half a cent', { payments: [cash(699.5)] }, ['payments', 0, 'tendered']],
    ['a payment beyond 10^12', { payments: [cash(10 ** 12 + 1)] }, ['payments', 0, 'tendered']],
    ['a payment in shells', { payments: [{ method: 'shells', tendered: 699 }] }, ['payments', 0, 'method']],
    ['a tip above its payment', { payments: [cash(700, { tip: 701 })] }, ['payments']],
    ['a tip below zero', { payments: [cash(700, { tip: -1 })] }, ['payments', 0, 'tip']],
    ['a number of its own', { number: 7 }, ['number']],
    ['a cashier of its own', { cashierId: newId() }, ['cashierId']],
    ['an id that is no UUIDv7', { id: '6f1c2a44-54ff-4fd9-9a86-3bd2cbb6a2b5' }, ['id']],
    ['a NUL in its note', { note: 'a\u0000b' }, ['note']],
  ])('a sale with %s', async (_, fields, path) => {
    expect(await refusal({ ...one(), ...fields })).toMatchObject({
      status: 400,
      code: 'INVALID_INPUT',
      path,
    });
  });

  test('an unknown product, store or register', async () => {
    const line = { productId: newId(), quantity: 1 };
    expect(
      await refusal({ lines: [{ productId: coffee, quantity: 1 }, line], payments: [cash(999)] }),
    ).toMatchObject({
      ...{ status: 400, code: 'INVALID_REFERENCE', path: ['lines', 1, 'productId'] },
    });
    expect(await refusal({ ...one(), storeId: newId() })).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect(await refusal({ ...one(), registerId: newId() })).toMatchObject({
      ...{ status: 400, code: 'INVALID_REFERENCE', path: ['registerId'] },
    });
  });

  test("another store's register", async () => {
    const { register } = selling.there;
    expect(await refusal({ ...one(), registerId: register.id })).toMatchObject({
      ...{ status: 400, code: 'INVALID_REFERENCE', path: ['registerId'] },
    });
  });

  test('an archived product and a draft, each named by its line', async () => {
    const archived = await selling.newProduct();
    const draft = await selling.newProduct({ status: 'draft' });
    await selling.rows(`UPDATE products SET status = 'archived' WHERE id = $1`, [archived]);
    before = await selling.counts();
    const lines = [voucher, archived, draft].map((productId) => ({ productId, quantity: 1 }));
    expect(await refusal({ lines, payments: [cash(1000)] })).toMatchObject({
      ...{ status: 409, code: 'PRODUCT_NOT_FOR_SALE' },
      details: {
        lines: [
          { position: 1, productId: archived },
          { position: 2, productId: draft },
        ],
      },
    });
  });

  test('payments that are short, or more than a card may take', async () => {
    expect(await refusal({ ...one(), payments: [cash(698)] })).toMatchObject({
      ...{ status: 409, code: 'PAYMENT_MISMATCH', details: { reason: 'short', total: 699, difference: 1 } },
    });
    expect(await refusal({ ...one(), payments: [] })).toMatchObject({
      ...{ code: 'PAYMENT_MISMATCH', details: { reason: 'short', difference: 699 } },
    });
    expect(await refusal({ ...one(), payments: [card(700, { tip: 2 })] })).toMatchObject({
      ...{ code: 'PAYMENT_MISMATCH', details: { reason: 'short', difference: 1 } },
    });
    expect(await refusal({ ...one(), payments: [card(700)] })).toMatchObject({
      ...{
        status: 409,
        code: 'PAYMENT_MISMATCH',
        details: { reason: 'non_cash_over', total: 699, difference: 1 },
      },
    });
    expect(await refusal({ ...one(), payments: [card(500), card(200), cash(500)] })).toMatchObject({
      ...{ code: 'PAYMENT_MISMATCH', details: { reason: 'non_cash_over', difference: 1 } },
    });
  });

  test('a total that differs by one cent, with both breakdowns', async () => {
    const quote = await selling.quote({ lines: one().lines });
    for (const [expected, difference] of [
      [{ total: 698 }, 'has shown 698; the sale comes to 699'],
      [{ total: 700 }, 'has shown 700; the sale comes to 699'],
      [{ total: 699, lineTotals: [698] }, 'has shown 698 for line 0; it comes to 699'],
      [{ total: 699, lineTotals: [699, 0] }, 'has shown 2 lines; the sale has 1'],
    ] as const) {
      const refused = await refusal({ ...one(), expected });
      expect(refused).toMatchObject({
        ...{ status: 422, code: 'PRICE_MISMATCH', details: { expected, quote } },
      });
      expect(refused.detail).toContain(difference);
    }
  });

  test('cash at the virtual register, which takes cards', async () => {
    const { items } = await selling.get(`/registers?storeId=${selling.here.store.id}&kind=virtual`);
    const registerId = items[0].id;
    expect(await refusal({ ...one(), registerId })).toMatchObject({ status: 409, code: 'CASH_NOT_ACCEPTED' });
    const sale = await selling.sell({ ...one(), registerId, payments: [card(699)] });
    expect(sale).toMatchObject({ registerId, number: 1 });
  });

  test('a product without a tax rate here, or whose rate is not in force today', async () => {
    const exempt = await selling.create('/tax-categories', { name: 'Nowhere taxed' });
    const productId = await selling.newProduct({ taxCategoryId: exempt.id, trackStock: false });
    before = await selling.counts();
    const lines = [
      { productId: voucher, quantity: 1 },
      { productId, quantity: 1 },
    ];
    const missing = {
      status: 409,
      code: 'TAX_RATE_MISSING',
      details: { lines: [{ position: 1, productId }] },
    };
    expect(await refusal({ lines, payments: [cash(999)] })).toMatchObject(missing);
    const rate = { storeId: selling.here.store.id, taxCategoryId: exempt.id, percentage: 0 };
    await selling.create('/tax-rates', {
      ...rate,
      name: 'Old',
      validFrom: '2001-01-01',
      validTo: '2001-12-31',
    });
    await selling.create('/tax-rates', { ...rate, name: 'Coming', validFrom: '2101-01-01' });
    before = await selling.counts();
    expect(await refusal({ lines, payments: [cash(999)] })).toMatchObject(missing);
    await selling.create('/tax-rates', {
      ...rate,
      name: 'Zero',
      validFrom: '2002-01-01',
      validTo: '2100-12-31',
    });
    const sale = await selling.sell({ lines, payments: [cash(999)] });
    expect(sale.lines[1].taxes).toMatchObject([{ name: 'Zero', percentage: 0, amount: 0, base: 100 }]);
    // Two stores know two things: nothing here has made the other store able to sell it.
    before = await selling.counts();
    const { store, register } = selling.there;
    const there = { storeId: store.id, registerId: register.id, lines, payments: [cash(999)] };
    expect(await refusal(there)).toMatchObject({ code: 'TAX_RATE_MISSING' });
  });

  test('anything in a store with another currency than the catalogue', async () => {
    const place = await selling.newStore({ currency: 'JPY' });
    before = await selling.counts();
    const at = { storeId: place.store.id, registerId: place.register.id };
    expect(await refusal({ ...one(), ...at })).toMatchObject({
      ...{ status: 409, code: 'PRICE_MISSING', details: { lines: [{ position: 0, productId: coffee }] } },
    });
  });

  test('more than there is, naming the lines, with or without a level', async () => {
    const [few, none] = [await selling.newProduct(), await selling.newProduct()];
    await selling.stockUp({ [few]: 2 });
    before = await selling.counts();
    const lines = [
      { productId: few, quantity: 2 },
      { productId: coffee, quantity: 1 },
      { productId: few, quantity: 1 },
      { productId: none, quantity: 1 },
    ];
    const names = await Promise.all([few, none].map(nameOf));
    expect(await refusal({ lines, payments: [cash(2000)] })).toMatchObject({
      ...{ status: 409, code: 'INSUFFICIENT_STOCK' },
      detail: expect.stringContaining(`${names[0]}: 3 asked, 2 on hand; ${names[1]}: 1 asked, 0 on hand`),
      details: {
        lines: [
          { productId: few, name: names[0], position: 0, requested: 3, onHand: 2 },
          { productId: none, name: names[1], position: 3, requested: 1, onHand: 0 },
        ],
      },
    });
    expect(await selling.stockOf(few)).toEqual([2, 80]);
  });

  test('amounts beyond 10^12: of a line, of all lines, and with tips', async () => {
    const dear = await selling.newProduct({ price: 10 ** 12, trackStock: false });
    before = await selling.counts();
    const out = { status: 409, code: 'AMOUNT_OUT_OF_RANGE' };
    const twice = { lines: [{ productId: dear, quantity: 2 }], payments: [cash(10 ** 12)] };
    expect(await refusal(twice)).toMatchObject(out);
    expect((await refusal(twice)).detail).toContain(`more than ${10 ** 12} (minor units)`);
    const line = { productId: dear, quantity: 1 };
    expect(await refusal({ ...twice, lines: [line, line] })).toMatchObject(out);
    const notes = [cash(10 ** 12), cash(10 ** 12), cash(10 ** 12)];
    const muchChange = { lines: [line], payments: notes };
    expect((await selling.checkout(muchChange)).body.code).toBe('AMOUNT_OUT_OF_RANGE');
    const tipped = [card(10 ** 12), card(5, { tip: 5 })];
    expect(await refusal({ lines: [line], payments: tipped })).toMatchObject(out);
    const quote = await server.request('POST', '/v1/sales/quote', {
      ...{ token: shop.owner, body: { storeId: selling.here.store.id, lines: twice.lines } },
    });
    expect([quote.status, quote.body.code]).toEqual([409, 'AMOUNT_OUT_OF_RANGE']);
  });

  test('a call without an idempotency key', async () => {
    const { here } = selling;
    const body = { storeId: here.store.id, registerId: here.register.id, ...one() };
    const answer = await server.request('POST', '/v1/sales', { token: shop.owner, body });
    expect([answer.status, answer.body.code]).toEqual([400, 'IDEMPOTENCY_KEY_REQUIRED']);
    expect(await selling.counts()).toEqual(before);
  });
});

describe('an id that the client has made', () => {
  const body = (fields: object = {}): SaleBody => ({
    ...{ id: newId(), lines: [{ productId: coffee, quantity: 1 }], payments: [cash(700)] },
    ...fields,
  });

  test('is the id of the sale; the same content again under another key is the same sale', async () => {
    const first = body();
    const sale = await selling.sell(first);
    expect(sale.id).toBe(first.id);
    const before = await selling.counts();
    const again = await selling.checkout(first);
    expect([again.status, again.body]).toEqual([201, sale]);
    // Written otherwise, with what is left out written out, it still says the same.
    const spelled = { payments: [{ tip: 0, tendered: 700, method: 'cash' }], note: '', discounts: [] };
    expect(await selling.sell({ ...first, ...spelled })).toEqual(sale);
    const after = await selling.counts();
    expect(after).toEqual({ ...before, idempotency_keys: before.idempotency_keys + 2 });
  });

  test.each<[string, object]>([
    ['one more', { lines: [{ productId: '$coffee', quantity: 2 }], payments: [cash(2000)] }],
    ['another payment', { payments: [cash(701)] }],
    ['a note', { note: 'x' }],
  ])('with other content (%s) is refused, and nothing changes', async (_, changes) => {
    const first = body();
    const sale = await selling.sell(first);
    const before = await selling.counts();
    const changed = JSON.parse(JSON.stringify({ ...first, ...changes }).replace('$coffee', coffee));
    const answer = await selling.checkout(changed);
    expect([answer.status, answer.body.code]).toEqual([409, 'ALREADY_EXISTS']);
    expect(answer.body.details).toEqual({ field: 'id', value: first.id, holderId: first.id });
    expect(await selling.counts()).toEqual(before);
    expect(await selling.get(`/sales/${first.id}`)).toEqual(sale);
  });

  test('still decides when the product is long sold out, archived or dearer', async () => {
    const productId = await selling.newProduct();
    await selling.stockUp({ [productId]: 1 });
    const first = body({ lines: [{ productId, quantity: 1 }], expected: { total: 100 } });
    const sale = await selling.sell(first);
    await selling.rows(`UPDATE products SET status = 'archived', price = 500 WHERE id = $1`, [productId]);
    expect(await selling.sell(first)).toEqual(sale);
  });

  test('of a sale in another store tells nothing of it', async () => {
    const { store, register } = selling.there;
    const theirs = body({
      storeId: store.id,
      registerId: register.id,
      lines: [{ productId: voucher, quantity: 1 }],
    });
    await selling.sell(theirs);
    const token = await server.signInAs('cashier', { storeId: selling.here.store.id });
    const answer = await selling.checkout(body({ id: theirs.id }), { token });
    expect([answer.status, answer.body.code]).toEqual([409, 'ALREADY_EXISTS']);
  });

  test('sent 20 times at once under different keys makes one sale', async () => {
    const before = await selling.stockOf(coffee);
    const first = body();
    const answers = await Promise.all(Array.from({ length: 20 }, () => selling.checkout(first)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    expect((await selling.stockOf(coffee))[0]).toBe(before[0] - 1);
    const movements = await selling.rows('SELECT FROM stock_movements WHERE document_id = $1', [first.id]);
    expect(movements).toHaveLength(1);
  });

  test('sent at once with 10 different contents makes one of them and refuses the others', async () => {
    const id = newId();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => selling.checkout(body({ id, note: `note ${i}` }))),
    );
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(1);
    for (const { status, body: problem } of answers.filter((answer) => answer.status !== 201)) {
      expect([status, problem.code]).toEqual([409, 'ALREADY_EXISTS']);
    }
    expect(await selling.get(`/sales/${id}`)).toEqual(made[0]?.body);
  });
});

describe('random sales', () => {
  const discount = fc.oneof(
    fc.integer({ min: 1, max: 1_000_000 }).map((ppm) => ({ type: 'percentage', percentage: ppm / 10_000 })),
    fc.constantFrom(12.5, 33.3333, 50, 100).map((percentage) => ({ type: 'percentage', percentage })),
    fc.integer({ min: 1, max: 900 }).map((amount) => ({ type: 'amount', amount })),
  );
  const discounts = fc.array(discount, { maxLength: 2 });
  const line = fc.record({
    product: fc.nat(3),
    thousandths: fc.oneof(fc.integer({ min: 1, max: 4_000 }), fc.constantFrom(333, 667, 1_500)),
    discounts,
  });
  const sale = fc.record({
    place: fc.nat(7),
    lines: fc.array(line, { minLength: 1, maxLength: 5 }),
    discounts,
    byCard: fc.nat(100),
    tip: fc.nat(200),
    tooMuch: fc.nat(500),
  });
  let places: Place[];
  let products: string[];

  beforeAll(async () => {
    const kinds = [true, false].flatMap((pricesIncludeTax) =>
      ['line', 'document'].flatMap((taxRounding) =>
        ['half_up', 'half_even'].map((roundingMode, i) => ({
          ...{ pricesIncludeTax, taxRounding, roundingMode },
          cashRounding: i === 0 ? null : { step: 5, mode: pricesIncludeTax ? 'half_up' : 'down' },
        })),
      ),
    );
    places = await Promise.all(kinds.map((kind) => selling.newStore(kind)));
    const levied = await selling.create('/tax-categories', { name: 'Twice taxed' });
    for (const { store } of places) {
      const rate = { storeId: store.id, taxCategoryId: levied.id, validFrom: '2020-01-01' };
      await selling.create('/tax-rates', { ...rate, name: 'GST', percentage: 5 });
      await selling.create('/tax-rates', { ...rate, name: 'QST', percentage: 9.975 });
    }
    const reduced = shop.taxCategories.reduced.id;
    const measured = { soldBy: 'measure', unitLabel: 'kg', allowOversell: true };
    products = [
      await selling.newProduct({ ...measured, price: 299, cost: 101 }),
      await selling.newProduct({ ...measured, price: 7, taxCategoryId: reduced }),
      await selling.newProduct({ ...measured, price: 1_999, taxCategoryId: levied.id, trackStock: false }),
      await selling.newProduct({ allowOversell: true, price: 333, taxCategoryId: levied.id, cost: 1 }),
    ];
  });

  test('come to their quotes and keep to the arithmetic, in both tax modes and all roundings', async () => {
    await fc.assert(
      fc.asyncProperty(sale, async ({ place, lines, discounts, byCard, tip, tooMuch }) => {
        const { store, register } = places[place] as Place;
        const body = {
          ...{ storeId: store.id, discounts },
          lines: lines.map(({ product, thousandths, discounts }) => ({
            ...{ productId: products[product], discounts },
            quantity: product === 3 ? Math.ceil(thousandths / 1000) : thousandths / 1000,
          })),
        };
        const quote = await selling.quote(body);
        const onCard = Math.floor((quote.total * byCard) / 100);
        const payments = [
          ...(onCard > 0 ? [card(onCard + tip, { tip })] : []),
          ...(onCard < quote.total ? [cash(quote.total - onCard + 1000 + tooMuch, { tip: 3 })] : []),
        ];
        const sold = await selling.sell({ ...body, registerId: register.id, payments });
        for (const [name, figure] of Object.entries(quote)) {
          if (quoteOnly.includes(name)) continue;
          expect([name, sold[name]]).toEqual([name, figure]);
        }
        for (const [i, quoted] of quote.lines.entries()) expect(sold.lines[i]).toMatchObject(quoted);
        if (onCard === 0 && quote.total > 0) expect(sold.payable - 3).toBe(quote.dueInCash);
        expectArithmetic(await selling.get(`/sales/${sold.id}`));
      }),
      { numRuns: 60 },
    );
    expect(await brokenBooks(server)).toEqual([]);
  }, 60_000);
});

/** Invariants 1 to 5, on the sale as it is read again. */
function expectArithmetic(sale: Json): void {
  const sum = (items: Json[], figure: string) => items.reduce((total, item) => total + item[figure], 0);
  for (const line of sale.lines) {
    expect(line.total).toBe(line.gross - line.discount + (sale.pricesIncludeTax ? 0 : line.tax));
    expect(line.net + line.tax).toBe(line.total);
    expect([sum(line.discounts, 'amount'), sum(line.taxes, 'amount')]).toEqual([line.discount, line.tax]);
    expect(Math.min(line.gross, line.discount, line.net, line.tax, line.total)).toBeGreaterThanOrEqual(0);
  }
  const { lines, payments } = sale;
  expect([sum(lines, 'total'), sum(lines, 'net'), sum(lines, 'tax')]).toEqual([
    sale.total,
    sale.netTotal,
    sale.taxTotal,
  ]);
  expect([sum(lines, 'gross'), sum(lines, 'discount')]).toEqual([sale.grossTotal, sale.discountTotal]);
  expect([sum(sale.taxes, 'amount'), sum(sale.discounts, 'amount')]).toEqual([
    sale.taxTotal,
    sale.discountTotal,
  ]);
  expect(sale.payable).toBe(sale.total + sale.cashRounding + sale.tipTotal);
  expect(sum(payments, 'amount') - sum(payments, 'tip')).toBe(sale.total + sale.cashRounding);
  for (const { method, amount, tendered, change, tip } of payments) {
    expect(tendered).toBe(amount + change);
    expect(tip).toBeLessThanOrEqual(amount);
    if (method !== 'cash') expect(change).toBe(0);
  }
  if (payments.every(({ method }: Json) => method !== 'cash')) expect(sale.cashRounding).toBe(0);
  for (const figure of [sale.total, sale.payable, ...lines.map(({ net }: Json) => net)]) {
    expect(Number.isSafeInteger(figure)).toBe(true);
  }
}
