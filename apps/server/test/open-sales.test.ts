import { newId } from '@cashwrap/database';
import { createCashwrap } from '@cashwrap/sdk';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Opening, openingAt } from './opening.ts';
import { card, cash, endWithCleanBooks, type Selling, sellingAt } from './selling.ts';
import {
  type Answer,
  type Json,
  ok,
  PASSWORD,
  roundTrips,
  type Shop,
  startTestServer,
  type TestServer,
} from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let opening: Opening;
let coffee: string;
let apples: string;
let voucher: string;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  opening = openingAt(server, shop, selling);
  [coffee, apples, voucher] = [shop.products.coffee.id, shop.products.apples.id, shop.products.voucher.id];
  await selling.stockUp({ [coffee]: 1000, [apples]: 100 });
});
afterAll(() => endWithCleanBooks(server));

/** The call is refused so, and the sale is as it was. */
async function expectRefused(sale: Json, answer: Answer, code: string, details: object = {}): Promise<Json> {
  expect([answer.status, answer.body.code]).toEqual([expect.any(Number), code]);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(answer.body).toMatchObject(details);
  expect(await opening.read(sale)).toEqual(sale);
  return answer.body;
}

describe('a sale that stays open', () => {
  test('is built line by line, comes to what is quoted, and is completed as a checkout would be', async () => {
    let sale = await opening.open({ note: 'For two', name: 'Table at the window' });
    expect(sale).toMatchObject({
      ...{ status: 'open', version: 1, total: 0, due: 0, lines: [], payments: [], number: null },
      ...{ shiftId: null, businessDate: null, completedAt: null, recordedAt: null, cancelReason: null },
      cart: { lines: [], discounts: [], codes: [], serviceCharges: [], giftCards: [], rewardIds: [] },
    });
    const lineId = newId();
    sale = await opening.addLine(sale, coffee, { lineId, quantity: 2 });
    sale = await opening.addLine(sale, apples, { quantity: 1.255 });
    const discounts = [{ type: 'percentage', name: 'Neighbour', percentage: 10 }];
    const serviceCharges = [
      { type: 'amount', name: 'Delivery', amount: 300, taxCategoryId: shop.taxCategories.standard.id },
    ];
    sale = ok(await opening.change(sale, { discounts, serviceCharges }));
    expect([sale.version, sale.lines[0].id]).toEqual([4, lineId]);

    const cart = {
      lines: [
        { productId: coffee, quantity: 2 },
        { productId: apples, quantity: 1.255 },
      ],
      ...{ discounts, serviceCharges },
    };
    const quote = await selling.quote(cart);
    expect(sale).toMatchObject({
      ...{ total: quote.total, taxes: quote.taxes, discounts: quote.discounts, due: quote.total },
      lines: quote.lines.map((line: Json, position: number) => ({ ...line, position })),
    });
    expect(await opening.read(sale)).toEqual(sale);

    sale = await opening.pay(sale, card(1000, { tip: 100 }), cash(2000));
    expect(sale).toMatchObject({ due: quote.total - 2900, tipTotal: 100, payable: quote.total + 100 });
    const [before] = await selling.stockOf(coffee);
    const completed = ok(await opening.complete(sale));
    expect(completed).toMatchObject({
      ...{ id: sale.id, status: 'completed', total: quote.total, note: 'For two', name: null, cart: null },
      ...{ due: 0, tipTotal: 100, change: 2900 - quote.total, openedAt: sale.openedAt },
      number: expect.any(Number),
      shiftId: shop.shifts[0].id,
    });
    expect(completed.lines).toEqual(sale.lines);
    expect(completed.payments.map(({ id, status, method }: Json) => [id, status, method])).toEqual(
      sale.payments.map(({ id, method }: Json) => [id, 'captured', method]),
    );
    expect(await opening.read(sale)).toEqual(completed);
    expect(await selling.stockOf(coffee)).toEqual([before - 2, expect.any(Number)]);

    const atOnce = await selling.sell({ ...cart, payments: [card(1000, { tip: 100 }), cash(2000)] });
    const figures = ({ total, taxes, netTotal, payable, cashRounding, change }: Json) => ({
      ...{ total, taxes, netTotal, payable, cashRounding, change },
    });
    expect(figures(completed)).toEqual(figures(atOnce));
    expect(atOnce.number).toBe(completed.number + 1);
  });

  test('takes nothing before it is completed', async () => {
    const before = await selling.counts();
    const stock = await selling.stockOf(coffee);
    let sale = await opening.openWith(coffee, coffee);
    sale = await opening.addLine(sale, coffee, { quantity: 5 });
    const { idempotency_keys, audit_log, outbox, ...rest } = await selling.counts();
    const { idempotency_keys: keys, audit_log: audited, outbox: told, ...was } = before;
    expect(rest).toEqual(was);
    expect([Number(audit_log - audited), Number(outbox - told)]).toEqual([2, 1]);
    expect(await selling.stockOf(coffee)).toEqual(stock);
  });

  test('has lines that are changed and taken out; what is left out stays', async () => {
    let sale = await opening.open({
      lines: [
        { productId: coffee, quantity: 1, discounts: [{ type: 'amount', amount: 50 }] },
        { productId: voucher, quantity: 1 },
      ],
    });
    const [first, second] = sale.lines.map(({ id }: Json) => id);
    sale = ok(await opening.change(sale, { quantity: 3 }, first));
    expect(sale.cart.lines[0]).toMatchObject({ quantity: 3, discounts: [{ amount: 50 }] });
    expect(sale.total).toBe(3 * 699 - 50 + 150);
    sale = ok(await opening.change(sale, { unitPrice: 500, discounts: [] }, first));
    expect(sale.lines[0]).toMatchObject({ gross: 1500, price: { source: 'override', cataloguePrice: 699 } });
    sale = ok(await opening.change(sale, { unitPrice: null }, first));
    expect(sale.lines[0]).toMatchObject({ gross: 2097, price: { source: 'product' } });
    sale = ok(await opening.removeLine(sale, first));
    expect(sale.lines.map(({ id, position }: Json) => [id, position])).toEqual([[second, 0]]);
    sale = ok(await opening.removeLine(sale, second));
    expect(sale).toMatchObject({ lines: [], total: 0, version: 6 });
    for (const answer of [
      await opening.removeLine(sale, second),
      await opening.change(sale, { quantity: 1 }, second),
    ]) {
      await expectRefused(sale, answer, 'NOT_FOUND');
    }
  });

  test('keeps the ids of all its lines, of service charges and gift cards too', async () => {
    const giftCard = await selling.create('/gift-cards', { storeId: selling.here.store.id });
    const taxCategoryId = shop.taxCategories.standard.id;
    const charge = (name: string) => ({ type: 'amount', name, amount: 100, taxCategoryId });
    let sale = await opening.open({
      ...{ lines: [{ productId: voucher, quantity: 1 }], serviceCharges: [charge('A'), charge('B')] },
      giftCards: [{ giftCardId: giftCard.id, amount: 1000 }],
    });
    const ids = sale.lines.map(({ id }: Json) => id);
    expect(new Set(ids).size).toBe(4);
    sale = await opening.addLine(sale, voucher);
    expect(sale.lines.map(({ id }: Json) => id)).toEqual([ids[0], sale.lines[1].id, ...ids.slice(1)]);
    const shown = sale.lines;
    const completed = ok(await opening.complete(await opening.pay(sale, cash(5000))));
    expect(completed.lines).toEqual(shown);
    expect(completed.giftCardTotal).toBe(1000);
    expect(await selling.get(`/gift-cards/${giftCard.id}`)).toMatchObject({
      status: 'active',
      balance: 1000,
    });
  });

  test('is the same however often its id is sent with the same content, and no other', async () => {
    const body = { id: newId(), lines: [{ productId: coffee, quantity: 1 }] };
    const sale = await opening.open(body);
    expect(await opening.open(body)).toEqual(sale);
    const changed = await opening.addLine(sale, voucher);
    expect(await opening.open(body)).toEqual(changed);
    const holder = { details: { field: 'id', value: body.id } };
    for (const other of [
      { ...body, note: 'Other' },
      { ...body, payments: [cash(1000)] },
    ]) {
      await expectRefused(changed, await opening.tryOpen(other), 'ALREADY_EXISTS', holder);
    }
    const completed = ok(await opening.complete(await opening.pay(changed, cash(1000))));
    expect(await opening.open(body)).toEqual(completed);
  });

  test('has ids of lines that nobody else has', async () => {
    const sale = await opening.openWith(coffee);
    const lineId = sale.lines[0].id;
    const twice = await opening.act(sale, 'lines', { lineId, productId: voucher, quantity: 1 });
    await expectRefused(sale, twice, 'ALREADY_EXISTS', { details: { field: 'lineId', value: lineId } });
    ok(await opening.complete(await opening.pay(sale, cash(1000))));
    const other = await opening.addLine(await opening.open(), voucher, { lineId });
    const paid = await opening.pay(other, cash(1000));
    const refused = await expectRefused(paid, await opening.complete(paid), 'ALREADY_EXISTS');
    expect(refused.details).toEqual({ field: 'lineId', value: lineId, holderId: null });
  });

  test('is not completed under the id of another sale', async () => {
    const { id } = await selling.sell({
      lines: [{ productId: voucher, quantity: 1 }],
      payments: [cash(150)],
    });
    // As two tills would leave it that open and check out under one id in the same moment.
    const open = await opening.openWith(voucher);
    await selling.rows('UPDATE open_sales SET id = $1 WHERE id = $2', [id, open.id]);
    const { status, body } = await opening.complete({ ...open, id });
    expect([status, body.code, body.details]).toEqual([
      ...[409, 'ALREADY_EXISTS'],
      { field: 'id', value: id, holderId: id },
    ]);
    await selling.rows('UPDATE open_sales SET id = $1 WHERE id = $2', [open.id, id]);
  });

  test('is answered alike by REST and tRPC', async () => {
    const sale = await opening.openWith(coffee);
    const options = () => ({ token: shop.owner, headers: { 'idempotency-key': newId() } });
    const input = { id: sale.id, version: 1, productId: voucher, quantity: 2 };
    const { data } = await server.trpc('sales.addLine', input, options());
    expect(data).toEqual(await opening.read(sale));
    const stale = await server.trpc('sales.addLine', input, options());
    const { requestId, ...problem } = (await opening.act(sale, 'lines', { productId: voucher, quantity: 2 }))
      .body;
    expect(stale.problem).toMatchObject(problem);
    expect((await server.trpc('sales.get', { id: sale.id }, options())).data).toEqual(data);
  });
});

test('the SDK builds a sale as the other faces do', async () => {
  const cashwrap = createCashwrap({ baseUrl: server.url });
  await cashwrap.auth.login({ username: 'owner', password: PASSWORD });
  const { id: storeId } = selling.here.store;
  const { id: registerId } = selling.here.register;
  const { id, version } = await cashwrap.sales.create({ storeId, registerId, lines: [] });
  let sale = await cashwrap.sales.addLine({ id, version, productId: voucher, quantity: 3 });
  const lineId = sale.lines[0]?.id ?? '';
  sale = await cashwrap.sales.updateLine({ id, version: sale.version, lineId, quantity: 2 });
  await expect(cashwrap.sales.removeLine({ id, version, lineId })).rejects.toMatchObject({
    code: 'CONFLICT',
    details: { currentVersion: sale.version },
  });
  const { items } = await cashwrap.sales.listOpen({ storeId, limit: 1 });
  expect(items).toMatchObject([{ id, total: 300 }]);
  const payment = { method: 'cash', tendered: 300 } as const;
  sale = await cashwrap.sales.addPayment({ id, version: sale.version, payment });
  sale = await cashwrap.sales.complete({ id, version: sale.version });
  expect(sale).toMatchObject({ status: 'completed', total: 300, due: 0 });
  expect(await opening.read(sale)).toEqual(sale);
});

describe('a change', () => {
  test('is made from the version that it names', async () => {
    const sale = await opening.openWith(coffee);
    const changed = await opening.addLine(sale, voucher);
    const stale = [
      await opening.act(sale, 'lines', { productId: voucher, quantity: 1 }),
      await opening.change(sale, { note: 'x' }),
      await opening.change(sale, { quantity: 2 }, sale.lines[0].id),
      await opening.removeLine(sale, sale.lines[0].id),
      await opening.act(sale, 'park'),
      await opening.complete(sale),
    ];
    for (const answer of stale) {
      await expectRefused(changed, answer, 'CONFLICT', { details: { currentVersion: 2 } });
    }
    const without = { id: sale.id, version: undefined };
    await expectRefused(changed, await opening.change(without, { note: 'x' }), 'INVALID_INPUT');
  });

  test('is not made of what is parked, completed or was checked out at once', async () => {
    const parked = ok(await opening.act(await opening.openWith(coffee), 'park'));
    const open = await opening.openWith(coffee);
    const completed = ok(await opening.complete(await opening.pay(open, cash(1000))));
    const atOnce = await selling.sell({
      lines: [{ productId: voucher, quantity: 1 }],
      payments: [cash(150)],
    });
    for (const [sale, status] of [
      [parked, 'parked'],
      [completed, 'completed'],
      [atOnce, 'completed'],
    ]) {
      const { lines } = sale;
      const details = { details: { status, allowed: ['open'] } };
      for (const answer of [
        await opening.act(sale, 'lines', { productId: voucher, quantity: 1 }),
        await opening.change(sale, { note: 'x' }),
        await opening.change(sale, { quantity: 2 }, lines[0].id),
        await opening.removeLine(sale, lines[0].id),
        await opening.act(sale, 'park'),
        await opening.complete(sale),
      ]) {
        await expectRefused(sale, answer, 'WRONG_STATUS', details);
      }
    }
    const resumed = await opening.act(completed, 'resume', { registerId: selling.here.register.id });
    await expectRefused(completed, resumed, 'WRONG_STATUS', { details: { allowed: ['parked'] } });
  });

  test('that cannot be priced is refused, with where it is wrong', async () => {
    const sale = await opening.openWith(coffee);
    const archived = await selling.newProduct();
    await selling.create(`/products/${archived}/archive`, { version: 1 });
    const refusals: [object, string, string?][] = [
      [{ productId: newId() }, 'INVALID_REFERENCE', 'productId'],
      [{ productId: archived }, 'PRODUCT_NOT_FOR_SALE'],
      [{ productId: coffee, quantity: 0.5 }, 'INVALID_INPUT', 'quantity'],
      [{ productId: coffee, quantity: -1 }, 'INVALID_INPUT', 'quantity'],
      [{ productId: coffee, quantity: 1, unitPrice: -1 }, 'INVALID_INPUT', 'unitPrice'],
      [{ productId: coffee, quantity: 1, storeId: selling.here.store.id }, 'INVALID_INPUT', 'storeId'],
      [{ productId: coffee, quantity: 90_000_000_000 }, 'AMOUNT_OUT_OF_RANGE'],
    ];
    for (const [line, code, field] of refusals) {
      const answer = await opening.act(sale, 'lines', { quantity: 1, ...line });
      const body = await expectRefused(sale, answer, code);
      expect(body.errors?.map(({ path }: Json) => path)).toEqual(field === undefined ? undefined : [[field]]);
    }
    const half = await opening.change(sale, { quantity: 0.5 }, sale.lines[0].id);
    const { detail } = await expectRefused(sale, half, 'INVALID_INPUT');
    expect(detail).toMatch(/^quantity must be a whole number: "Coffee beans 250 g" is sold by the unit/);
    const changes: [object, string][] = [
      [{ codes: ['NO-SUCH-CODE'] }, 'DISCOUNT_CODE_INVALID'],
      [{ customerId: newId() }, 'INVALID_REFERENCE'],
      [{ rewardIds: [newId()] }, 'CUSTOMER_REQUIRED'],
      [{ giftCards: [{ giftCardId: newId(), amount: 100 }] }, 'GIFT_CARD_NOT_TAKEN'],
      [{ registerId: selling.there.register.id }, 'INVALID_INPUT'],
    ];
    for (const [change, code] of changes) await expectRefused(sale, await opening.change(sale, change), code);
  });

  test('does not make more lines than a sale may have', async () => {
    const lines = Array.from({ length: 1000 }, () => ({ productId: voucher, quantity: 1 }));
    const sale = await opening.open({ lines });
    const answer = await opening.act(sale, 'lines', { productId: voucher, quantity: 1 });
    await expectRefused(sale, answer, 'TOO_MANY_LINES');
  });

  test('is told to nobody who may not sell there', async () => {
    const sale = await opening.openWith(coffee);
    const elsewhere = await server.signInAs('cashier', { storeId: selling.there.store.id });
    const missing = { id: newId(), version: 1 };
    const answers = [
      await opening.change(sale, { note: 'x' }, undefined, { token: elsewhere }),
      await opening.change(missing, { note: 'x' }, undefined, { token: elsewhere }),
    ];
    const texts = answers.map(({ body }) => JSON.stringify({ ...body, requestId: '' }));
    expect([answers[0]?.status, new Set(texts).size]).toEqual([404, 1]);
    const reader = await server.signInAs('accountant');
    const refused = await opening.change(sale, { note: 'x' }, undefined, { token: reader });
    await expectRefused(sale, refused, 'FORBIDDEN');
  });
});

test('random changes leave what a quote of the same cart says, one version each', async () => {
  const products = [coffee, apples, voucher];
  const quantity = fc.integer({ min: 1, max: 9 });
  const discounts = fc.array(
    fc.record({ type: fc.constant('amount'), amount: fc.nat(900).map((n) => n + 1) }),
    {
      maxLength: 2,
    },
  );
  const step = fc.oneof(
    fc.record({ do: fc.constant('add' as const), product: fc.nat(2), quantity, discounts }),
    fc.record({ do: fc.constant('change' as const), at: fc.nat(5), quantity, discounts }),
    fc.record({ do: fc.constant('remove' as const), at: fc.nat(5) }),
    fc.record({ do: fc.constant('discount' as const), discounts }),
    fc.record({ do: fc.constant('stale' as const) }),
  );
  const run = fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
    let sale = await opening.open();
    let lines: Json[] = [];
    let ofSale: Json[] = [];
    for (const each of steps) {
      if (each.do === 'stale') {
        const stale = { ...sale, version: sale.version + 1 };
        expect((await opening.act(stale, 'park')).body.code).toBe('CONFLICT');
        continue;
      }
      const at = 'at' in each && lines.length > 0 ? each.at % lines.length : 0;
      const lineId = sale.lines[at]?.id;
      if ((each.do === 'change' || each.do === 'remove') && lineId === undefined) continue;
      const { version } = sale;
      if (each.do === 'add') {
        const line = { quantity: each.quantity, discounts: each.discounts };
        sale = await opening.addLine(sale, products[each.product] ?? '', line);
        lines = [...lines, { productId: products[each.product], ...line }];
      } else if (each.do === 'change') {
        const line = { quantity: each.quantity, discounts: each.discounts };
        sale = ok(await opening.change(sale, line, lineId));
        lines = lines.with(at, { ...lines[at], ...line });
      } else if (each.do === 'remove') {
        sale = ok(await opening.removeLine(sale, lineId));
        lines = lines.toSpliced(at, 1);
      } else {
        sale = ok(await opening.change(sale, { discounts: each.discounts }));
        ofSale = each.discounts;
      }
      expect(sale.version).toBe(version + 1);
    }
    expect(await opening.read(sale)).toEqual(sale);
    expect(sale.lines).toHaveLength(lines.length);
    if (lines.length === 0) return;
    const quote = await selling.quote({ lines, discounts: ofSale });
    expect([sale.total, sale.taxes, sale.discounts]).toEqual([quote.total, quote.taxes, quote.discounts]);
    expect(sale.lines).toMatchObject(quote.lines);
  });
  await fc.assert(run, { numRuns: 20 });
});

describe('opening', () => {
  test('is refused at a register that is not there, and leaves nothing', async () => {
    const retired = await selling.create('/registers', { storeId: selling.here.store.id, name: 'Old' });
    ok(await server.request('POST', `/v1/registers/${retired.id}/retire`, { token: shop.owner, body: {} }));
    const before = await selling.rows('SELECT count(*) FROM open_sales');
    const refusals: [object, string][] = [
      [{ registerId: newId() }, 'INVALID_REFERENCE'],
      [{ registerId: selling.there.register.id }, 'INVALID_REFERENCE'],
      [{ registerId: retired.id }, 'REGISTER_RETIRED'],
      [{ lines: [{ productId: coffee, quantity: 1 }], expected: { total: 1 } }, 'PRICE_MISMATCH'],
      [{ id: 'no-uuid' }, 'INVALID_INPUT'],
      [{ name: '' }, 'INVALID_INPUT'],
      [{ status: 'completed' }, 'INVALID_INPUT'],
    ];
    for (const [body, code] of refusals) expect((await opening.tryOpen(body)).body.code).toBe(code);
    expect(await selling.rows('SELECT count(*) FROM open_sales')).toEqual(before);
  });

  test('and parking and resuming are told to the world, by ids alone', async () => {
    const sale = await opening.open({ name: 'Mrs Smith', note: 'Blue coat' });
    const parked = ok(await opening.act(sale, 'park', { name: 'Mrs Smith, again' }));
    const { registerId, storeId } = sale;
    ok(await opening.act(parked, 'resume', { registerId }));
    const events = await selling.rows(
      `SELECT type, payload FROM outbox WHERE payload ->> 'saleId' = $1 ORDER BY id`,
      [sale.id],
    );
    const payload = { saleId: sale.id, storeId, registerId };
    expect(events).toEqual(['sale.opened', 'sale.parked', 'sale.resumed'].map((type) => ({ type, payload })));
    const audited = await selling.rows('SELECT * FROM audit_log WHERE document_id = $1', [sale.id]);
    expect(audited).toHaveLength(3);
    expect(JSON.stringify(audited)).not.toMatch(/Smith|coat/);
  });
});

describe('parking', () => {
  test('lets another register of the store go on', async () => {
    const till = await selling.newTill();
    const sale = await opening.openWith(coffee, voucher);
    const parked = ok(await opening.act(sale, 'park', { name: 'Blue coat' }));
    expect(parked).toMatchObject({ status: 'parked', version: 2, name: 'Blue coat', total: sale.total });
    for (const [registerId, code] of [
      [selling.there.register.id, 'INVALID_REFERENCE'],
      [newId(), 'INVALID_REFERENCE'],
    ]) {
      await expectRefused(parked, await opening.act(parked, 'resume', { registerId }), String(code));
    }
    const resumed = ok(await opening.act(parked, 'resume', { registerId: till.id }));
    expect(resumed).toMatchObject({ status: 'open', version: 3, registerId: till.id, name: 'Blue coat' });
    const again = await opening.act(resumed, 'resume', { registerId: till.id });
    await expectRefused(resumed, again, 'WRONG_STATUS', { details: { status: 'open', allowed: ['parked'] } });
    const completed = ok(await opening.complete(await opening.pay(resumed, cash(1000))));
    expect(completed).toMatchObject({ registerId: till.id, number: 1, name: null });
  });

  test('is not for a sale with payments that count', async () => {
    const sale = await opening.pay(await opening.openWith(coffee), cash(500));
    const [payment] = sale.payments;
    const body = await expectRefused(sale, await opening.act(sale, 'park'), 'PAYMENTS_PRESENT');
    expect(body.details.paymentIds).toEqual([payment.id]);
  });
});

describe('completing', () => {
  test('prices again, and refuses what the last answer did not say', async () => {
    const productId = await selling.newProduct({ trackStock: false });
    const product = await selling.get(`/products/${productId}`);
    const sale = await opening.pay(await opening.openWith(productId), cash(1000));
    const reprice = async (price: number, version: number) =>
      ok(
        await server.request('PATCH', `/v1/products/${productId}`, {
          ...{ token: shop.owner, body: { version, price } },
        }),
      );
    await reprice(120, product.version);
    const before = await selling.counts();
    const body = await expectRefused(sale, await opening.complete(sale), 'PRICE_MISMATCH');
    expect(body.details).toMatchObject({
      expected: { total: 100, lineTotals: [100] },
      quote: { total: 120 },
    });
    expect(await selling.counts()).toEqual(before);
    await expectRefused(sale, await opening.complete(sale, { expected: { total: 110 } }), 'PRICE_MISMATCH');
    expect(ok(await opening.complete(sale, { expected: { total: 120 } })).total).toBe(120);

    const other = await opening.pay(await opening.openWith(productId), cash(1000));
    await reprice(130, product.version + 1);
    const repriced = ok(await opening.change(other, {}));
    expect(repriced).toMatchObject({ total: 130, version: other.version + 1 });
    expect(ok(await opening.complete(repriced)).total).toBe(130);
  });

  test('takes a sale that holds something, is paid, and whose payments are decided', async () => {
    const empty = await opening.open();
    await expectRefused(empty, await opening.complete(empty), 'NO_LINES');
    const unpaid = await opening.openWith(coffee);
    const short = { details: { reason: 'short', total: 699, difference: 699 } };
    await expectRefused(unpaid, await opening.complete(unpaid), 'PAYMENT_MISMATCH', short);
    const half = await opening.pay(unpaid, card(600));
    await expectRefused(half, await opening.complete(half), 'PAYMENT_MISMATCH');
    const over = await opening.pay(await opening.openWith(coffee), card(700));
    expect(over.due).toBe(-1);
    const { body } = await opening.complete(over);
    expect(body.details).toEqual({ reason: 'non_cash_over', total: 699, difference: 1 });
    for (const status of ['pending', 'authorized']) {
      const sale = await opening.pay(await opening.openWith(coffee), card(699));
      const [{ id }] = sale.payments;
      const asking = status === 'pending' ? `'authorize', now() + interval '1 day'` : 'NULL, NULL';
      await selling.rows(
        `UPDATE payments SET status = $1, provider = 'simulator', (asking, ask_at) = (${asking}) WHERE id = $2`,
        [status, id],
      );
      const undecided = await opening.read(sale);
      expect(undecided.due).toBe(0);
      await expectRefused(undecided, await opening.complete(undecided), 'PAYMENT_UNDECIDED', {
        details: { payments: [{ id, status }] },
      });
      // The audit log knows nothing of what was done by hand.
      await selling.rows(
        `UPDATE payments SET status = 'captured', provider = 'terminal', (asking, ask_at) = (NULL, NULL) WHERE id = $1`,
        [id],
      );
    }
  });

  test('says what is due in cash, as the store rounds it', async () => {
    const { store, register } = await selling.newStore({ cashRounding: { step: 5, mode: 'half_up' } });
    const productId = await selling.newProduct({ price: 699, trackStock: false });
    const bought = { lines: [{ productId, quantity: 1 }] };
    const sale = await opening.open({ storeId: store.id, registerId: register.id, ...bought });
    expect([sale.due, sale.dueInCash]).toEqual([699, 700]);
    const carded = await opening.pay(sale, card(301, { tip: 50 }));
    expect([carded.due, carded.dueInCash]).toEqual([448, 450]);
    const paid = await opening.pay(carded, cash(450));
    expect([paid.due, paid.dueInCash]).toEqual([-2, 0]);
    const completed = ok(await opening.complete(paid));
    expect([completed.cashRounding, completed.change, completed.dueInCash]).toEqual([2, 0, 0]);
  });

  test('counts no payment that was voided', async () => {
    const carded = await opening.pay(await opening.openWith(coffee), card(699));
    const [{ id: paymentId }] = carded.payments;
    const removed = await server.request(
      'DELETE',
      `/v1/sales/${carded.id}/payments/${paymentId}?version=${carded.version}`,
      { token: shop.owner, headers: { 'idempotency-key': newId() } },
    );
    const sale = await opening.pay(ok(removed), cash(1000, { tip: 50 }));
    expect(sale).toMatchObject({ due: 699 - 950, tipTotal: 50 });
    const completed = ok(await opening.complete(sale));
    expect(completed.payments.map(({ method, amount }: Json) => [method, amount])).toEqual([['cash', 749]]);
    const entries = await selling.rows('SELECT method FROM transactions WHERE document_id = $1', [sale.id]);
    expect(entries).toEqual([{ method: 'cash' }]);
  });

  test('needs an open drawer for cash', async () => {
    const till = await selling.newTill();
    const body = { registerId: till.id, lines: [{ productId: voucher, quantity: 1 }] };
    const sale = await opening.pay(await opening.open(body), cash(150));
    const shift = await selling.get(`/shifts/current?storeId=${till.storeId}&registerId=${till.id}`);
    await selling.create(`/shifts/${shift.id}/close`, { version: 1, cash: { amount: 10_000 } });
    await expectRefused(sale, await opening.complete(sale), 'SHIFT_REQUIRED');
    // Cash that was given back needs none, in the books neither.
    const given = await selling.create(`/payments/${sale.payments[0].id}/void`, {});
    expect(given.status).toBe('voided');
    const carded = await opening.pay(await opening.read(sale), card(150));
    expect(ok(await opening.complete(carded)).shiftId).toBeNull();
  });

  test('needs a register that is used', async () => {
    const till = await selling.newTill();
    const body = { registerId: till.id, lines: [{ productId: voucher, quantity: 1 }] };
    const sale = await opening.pay(await opening.open(body), card(150));
    const shift = await selling.get(`/shifts/current?storeId=${till.storeId}&registerId=${till.id}`);
    await selling.create(`/shifts/${shift.id}/close`, { version: 1, cash: { amount: 10_000 } });
    ok(await server.request('POST', `/v1/registers/${till.id}/retire`, { token: shop.owner, body: {} }));
    await expectRefused(sale, await opening.complete(sale), 'REGISTER_RETIRED');
  });

  test('refuses what is not in stock, and names it', async () => {
    const productId = await selling.newProduct();
    const sale = await opening.pay(await opening.openWith(productId), cash(100));
    const before = await selling.counts();
    const body = await expectRefused(sale, await opening.complete(sale), 'INSUFFICIENT_STOCK');
    expect(body.details.lines).toMatchObject([{ productId, requested: 1, onHand: 0 }]);
    expect(await selling.counts()).toEqual(before);
    await selling.stockUp({ [productId]: 1 });
    ok(await opening.complete(sale));
    expect(await selling.stockOf(productId)).toEqual([0, 0]);
  });

  test('says of a code that takes nothing off that it does', async () => {
    const code = `LATER-${newId().slice(-6).toUpperCase()}`;
    await selling.create('/discounts', {
      ...{ name: 'Much', code, effect: { type: 'percentage', percentage: 10, target: 'sale' } },
      conditions: { minimumAmount: 100_000 },
    });
    const sale = await opening.pay(
      await opening.open({ lines: [{ productId: voucher, quantity: 1 }], codes: [code] }),
      cash(150),
    );
    await expectRefused(sale, await opening.complete(sale), 'DISCOUNT_NOT_APPLICABLE');
    ok(await opening.complete(sale, { expected: { total: 150 } }));
  });

  test('asks for a second person where the cashier may not decide, and not before', async () => {
    const token = await server.signInAs('cashier', { storeId: selling.here.store.id });
    const cart = { lines: [{ productId: coffee, quantity: 1, unitPrice: 1 }] };
    const sale = await opening.pay(await opening.open(cart, { token }), cash(1));
    const asked = await opening.complete(sale, {}, { token });
    await expectRefused(sale, asked, 'APPROVAL_REQUIRED', {
      details: { operation: 'sales.complete', actions: [{ permission: 'sales.override_price' }] },
    });
    const approval = await selling.create('/approvals', { approvalRequestId: asked.body.details.id });
    const completed = await server.request('POST', `/v1/sales/${sale.id}/complete`, {
      ...{ token, body: { version: sale.version } },
      headers: { 'idempotency-key': newId(), approval: approval.id },
    });
    expect(ok(completed).total).toBe(1);
    const [row] = await selling.rows(
      `SELECT approved_by, after FROM audit_log WHERE action = 'sales.complete' AND document_id = $1`,
      [sale.id],
    );
    expect(row).toMatchObject({ approved_by: expect.any(String), after: { priceOverrides: [{ to: 1 }] } });
  });

  test('is done once under its key, and late calls are told that it is done', async () => {
    const sale = await opening.pay(await opening.openWith(coffee), cash(699));
    const key = newId();
    const completed = ok(await opening.complete(sale, {}, { key }));
    const again = await opening.complete(sale, {}, { key });
    expect([again.body, again.headers.get('idempotent-replayed')]).toEqual([completed, 'true']);
    await expectRefused(completed, await opening.complete(sale), 'WRONG_STATUS');
    const rows = await selling.rows('SELECT status, version FROM open_sales WHERE id = $1', [sale.id]);
    expect(rows).toEqual([{ status: 'completed', version: sale.version + 1 }]);
  });

  test('waits for the database five times, one more than a checkout: the cart is read first', async () => {
    const [warm, sale] = [await opening.openWith(coffee, voucher), await opening.openWith(coffee, voucher)];
    ok(await opening.complete(await opening.pay(warm, cash(1000))));
    const paid = await opening.pay(sale, cash(1000));
    let answer: Answer | undefined;
    const trips = await roundTrips(server, async () => {
      answer = await opening.complete(paid);
    });
    expect([answer?.status, trips]).toEqual([200, 5]);
  });
});

describe('the list of open sales', () => {
  test('has what is open or parked, or what is asked for', async () => {
    const { store, register } = await selling.newStore({});
    const place = { storeId: store.id, registerId: register.id };
    const line = { productId: voucher, quantity: 2 };
    const open = await opening.open({ ...place, lines: [line, line] });
    const parked = ok(await opening.act(await opening.open(place), 'park', { name: 'Later' }));
    const done = await opening.open({ ...place, lines: [line] });
    ok(await opening.complete(await opening.pay(done, cash(300))));
    const given = await opening.open({ ...place, lines: [line] });
    const reason = 'The customer has left';
    const cancelled = ok(await opening.act(given, 'cancel', { reason }));
    expect(cancelled).toMatchObject({ status: 'cancelled', cancelReason: reason, cart: null, due: 0 });
    const list = async (query = '') =>
      (await selling.get(`/sales/open?storeId=${store.id}&sort=updatedAt${query}`)).items;
    const [first, second, ...others] = await list();
    expect(others).toEqual([]);
    expect(first).toMatchObject({ id: open.id, status: 'open', lineCount: 2, total: 600, name: null });
    expect(second).toMatchObject({ id: parked.id, status: 'parked', lineCount: 0, name: 'Later' });
    expect((await list('&status=parked')).map(({ id }: Json) => id)).toEqual([parked.id]);
    expect(await list('&status=cancelled')).toMatchObject([
      { id: given.id, cancelReason: reason, total: 300, version: 2 },
    ]);
    expect(await list(`&registerId=${selling.here.register.id}`)).toEqual([]);
    const completed = await server.request('GET', '/v1/sales/open?status=completed', { token: shop.owner });
    expect(completed.body.code).toBe('INVALID_INPUT');
    // Nor are open ones among the completed.
    const sold = (await selling.get(`/sales?storeId=${store.id}`)).items.map(({ id }: Json) => id);
    expect(sold).toEqual([done.id]);
    expect((await server.request('GET', `/v1/sales/${open.id}/receipt`, { token: shop.owner })).status).toBe(
      404,
    );
  });

  test('shows nobody the sales of other stores', async () => {
    const sale = await opening.openWith(coffee);
    const token = await server.signInAs('cashier', { storeId: selling.there.store.id });
    const { body } = await server.request('GET', '/v1/sales/open?limit=200', { token });
    expect(body.items.filter(({ storeId }: Json) => storeId !== selling.there.store.id)).toEqual([]);
    expect((await server.request('GET', `/v1/sales/${sale.id}`, { token })).status).toBe(404);
  });
});
