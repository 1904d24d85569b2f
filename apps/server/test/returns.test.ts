import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { byGiftCard, byStoreCredit, type Owing, owingAt } from './owing.ts';
import { personWith } from './people.ts';
import { card, cash, endWithCleanBooks, type Selling, sellingAt } from './selling.ts';
import { type Answer, type Json, type Shop, startTestServer, type TestServer } from './support.ts';
import { type Returning, refusalOf, returningAt } from './taking-back.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let owing: Owing;
let returning: Returning;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  owing = owingAt(server, selling);
  returning = returningAt(server, shop, selling);
});
afterAll(() => endWithCleanBooks(server));

const refused = (call: () => Promise<Answer>) => refusalOf(selling, owing, call);
const sumOf = (all: readonly Json[], field: string): number =>
  all.reduce((sum, each) => sum + each[field], 0);
/** A product at 1.00 of which there are ten, at 0.40 each. */
async function stocked(fields: object = {}): Promise<string> {
  const productId = await selling.newProduct(fields);
  await selling.stockUp({ [productId]: 10 });
  return productId;
}

describe('a return', () => {
  test('takes goods back into stock at what they cost, and gives back what they cost the customer', async () => {
    const productId = await stocked();
    const sale = await selling.sell({ lines: [{ productId, quantity: 3 }], payments: [card(300)] });
    expect(await selling.stockOf(productId)).toEqual([7, 280]);
    const given = await returning.takeBack(sale, { 0: 2 }, { cardReference: 'R-1', note: 'Unopened' });
    expect(given).toMatchObject({
      ...{ kind: 'return', saleId: sale.id, storeId: sale.storeId, registerId: sale.registerId },
      ...{ shiftId: sale.shiftId, exchangeId: null, customerId: null, businessDate: sale.businessDate },
      ...{ currency: 'EUR', currencyDigits: 2, pricesIncludeTax: true, cashierId: sale.cashierId },
      ...{ grossTotal: 200, discountTotal: 0, netTotal: 168, taxTotal: 32, giftCardTotal: 0, total: 200 },
      ...{ cashRounding: 0, tipTotal: 0, refundTotal: 200, loyalty: null },
      ...{ reason: 'Too small', note: 'Unopened' },
    });
    expect(given.lines).toMatchObject([
      {
        ...{ saleLineId: sale.lines[0].id, kind: 'product', productId, quantity: 2, unitPrice: 100 },
        ...{ gross: 200, discount: 0, net: 168, tax: 32, total: 200, disposition: 'restock' },
        ...{ components: null, giftCardId: null },
      },
    ]);
    expect(given.refunds).toMatchObject([
      {
        ...{ paymentId: sale.payments[0].id, method: 'card', amount: 200, tip: 0, status: 'completed' },
        ...{ provider: 'terminal', reference: 'R-1', points: null, giftCardId: null, failure: null },
      },
    ]);
    expect(await selling.stockOf(productId)).toEqual([9, 360]);
    expect(await selling.get(`/returns/${given.id}`)).toEqual(given);
    const { returns, isVoided } = await selling.get(`/sales/${sale.id}`);
    expect(isVoided).toBe(false);
    expect(returns).toEqual([
      {
        ...{ id: given.id, kind: 'return', total: 200, refundTotal: 200 },
        completedAt: given.completedAt,
      },
    ]);
    const [entry] = await selling.rows('SELECT * FROM transactions WHERE document_id = $1', [given.id]);
    expect(entry).toMatchObject({
      ...{ kind: 'return', method: 'card', amount: -200, tip: 0, refund_id: given.refunds[0].id },
      ...{ payment_id: null, shift_id: sale.shiftId, business_date: expect.anything() },
    });
    const events = await selling.rows(`SELECT payload FROM outbox WHERE type = 'return.completed'
      AND payload->>'returnId' = '${given.id}'`);
    expect(events).toEqual([
      {
        payload: {
          ...{ returnId: given.id, saleId: sale.id, storeId: sale.storeId },
          ...{ total: 200, currency: 'EUR', kind: 'return' },
        },
      },
    ]);
  });

  test('numbers are those of the register, without gaps, whatever was refused between', async () => {
    const { id: registerId } = await selling.newTill();
    const productId = await selling.newProduct({ trackStock: false });
    const sale = await selling.sell({ lines: [{ productId, quantity: 3 }], payments: [card(300)] });
    expect((await returning.takeBack(sale, { 0: 1 }, { registerId })).number).toBe(1);
    await refused(() => returning.bring(sale, { 0: 3 }, { registerId }));
    expect((await returning.takeBack(sale, { 0: 1 }, { registerId })).number).toBe(2);
  });

  test('of damaged goods sets them aside with their cost, and of none moves nothing', async () => {
    const productId = await stocked();
    const line = { productId, quantity: 2 };
    const sale = await selling.sell({ lines: [line, line, line], payments: [card(600)] });
    const given = await returning.takeBack(sale, undefined, {
      dispositions: { 0: 'restock', 1: 'damaged', 2: 'none' },
    });
    expect(given.lines.map(({ disposition }: Json) => disposition)).toEqual(['restock', 'damaged', 'none']);
    expect(await selling.stockOf(productId)).toEqual([6, 240]);
    const [level] = await selling.rows(
      'SELECT damaged::float8, damaged_value FROM stock_levels WHERE product_id = $1',
      [productId],
    );
    expect(level).toEqual({ damaged: 2, damaged_value: 80 });
    const costs = await selling.rows('SELECT cost FROM return_lines WHERE return_id = $1 ORDER BY position', [
      given.id,
    ]);
    expect(costs).toEqual([{ cost: 80 }, { cost: 80 }, { cost: 80 }]);
  });

  test('of a bundle brings back what was in it, each with its cost', async () => {
    const [cup, beans] = [await stocked(), await stocked()];
    const bundle = await selling.newProduct({
      ...{ kind: 'bundle', price: 1000, trackStock: false },
      components: [
        { productId: cup, quantity: 2 },
        { productId: beans, quantity: 1 },
      ],
    });
    const sale = await selling.sell({ lines: [{ productId: bundle, quantity: 2 }], payments: [card(2000)] });
    expect(await selling.stockOf(cup)).toEqual([6, 240]);
    const given = await returning.takeBack(sale, { 0: 1 });
    expect(given.lines[0].components).toMatchObject([
      { productId: cup, quantity: 2 },
      { productId: beans, quantity: 1 },
    ]);
    expect(await selling.stockOf(cup)).toEqual([8, 320]);
    expect(await selling.stockOf(beans)).toEqual([9, 360]);
    await returning.takeBack(sale, { 0: 1 });
    expect(await selling.stockOf(cup)).toEqual([10, 400]);
    expect(await selling.stockOf(beans)).toEqual([10, 400]);
  });

  test('in parts comes to what all at once does, with discounts, taxes and services', async () => {
    const productId = await selling.newProduct({ price: 333, trackStock: false });
    const sale = await selling.sell({
      lines: [{ productId, quantity: 3, discounts: [{ type: 'percentage', percentage: 10 }] }],
      discounts: [{ type: 'amount', amount: 101 }],
      serviceCharges: [{ type: 'amount', amount: 77, taxCategoryId: shop.taxCategories.reduced.id }],
      payments: [card(875)],
    });
    const parts = [
      await returning.takeBack(sale, { 0: 1 }),
      await returning.takeBack(sale, { 0: 1, 1: 1 }),
      await returning.takeBack(sale, { 0: 1 }),
    ];
    const whole = { grossTotal: 1076, netTotal: sale.netTotal, taxTotal: sale.taxTotal, total: sale.total };
    for (const [field, amount] of Object.entries(whole)) expect(sumOf(parts, field)).toBe(amount);
    expect(sumOf(parts, 'refundTotal')).toBe(875);
    expect(await refused(() => returning.bring(sale, { 0: 1 }))).toMatchObject({
      ...{ status: 409, code: 'QUANTITY_EXCEEDED' },
      lines: [{ productId, position: 0, requested: 1, available: 0 }],
    });
  });
});

describe('a return that cannot be', () => {
  let sale: Json;
  beforeAll(async () => {
    const productId = await stocked();
    sale = await selling.sell({ lines: [{ productId, quantity: 2 }], payments: [cash(200)] });
  });

  test('is refused for more than was sold, for a part of a piece, and for lines of other sales', async () => {
    const other = await selling.sell({
      lines: [{ productId: shop.products.voucher.id, quantity: 1 }],
      payments: [cash(150)],
    });
    expect(await refused(() => returning.bring(sale, { 0: 3 }))).toMatchObject({
      ...{ status: 409, code: 'QUANTITY_EXCEEDED' },
      lines: [{ position: 0, requested: 3, available: 2 }],
    });
    expect(await refused(() => returning.bring(sale, { 0: 0.5 }))).toMatchObject({
      ...{ status: 400, code: 'INVALID_INPUT' },
    });
    const foreign = { lines: [{ saleLineId: other.lines[0].id, quantity: 1 }] };
    expect(await refused(() => returning.bring(sale, {}, foreign))).toMatchObject({
      ...{ status: 400, code: 'INVALID_REFERENCE' },
    });
    expect(await refused(() => returning.bring(sale, {}))).toMatchObject({ code: 'INVALID_INPUT' });
    const twice = [sale.lines[0], sale.lines[0]].map(({ id }) => ({ saleLineId: id, quantity: 1 }));
    expect(await refused(() => returning.bring(sale, {}, { lines: twice }))).toMatchObject({
      code: 'INVALID_INPUT',
    });
    expect(await refused(() => returning.bring(sale, { 0: -1 }))).toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('is refused in another store, at a till of another store, and at a retired one', async () => {
    const { there } = selling;
    const elsewhere = { storeId: there.store.id, registerId: there.register.id };
    const reference = { status: 400, code: 'INVALID_REFERENCE' };
    expect(await refused(() => returning.bring(sale, { 0: 1 }, elsewhere))).toMatchObject(reference);
    const foreignTill = { registerId: there.register.id };
    expect(await refused(() => returning.bring(sale, { 0: 1 }, foreignTill))).toMatchObject(reference);
    const unknown = { ...sale, id: newId() };
    expect(await refused(() => returning.bring(unknown, { 0: 1 }))).toMatchObject(reference);
    const storeId = selling.here.store.id;
    const retired = await selling.create('/registers', { storeId, name: `Old ${newId()}` });
    await selling.create(`/registers/${retired.id}/retire`, {});
    expect(await refused(() => returning.bring(sale, { 0: 1 }, { registerId: retired.id }))).toMatchObject({
      code: 'REGISTER_RETIRED',
    });
  });

  test('gives no cash without an open drawer', async () => {
    const storeId = selling.here.store.id;
    const { id: registerId } = await selling.create('/registers', { storeId, name: `Idle ${newId()}` });
    expect(await refused(() => returning.bring(sale, { 0: 1 }, { registerId }))).toMatchObject({
      ...{ status: 409, code: 'SHIFT_REQUIRED' },
    });
    const { items } = await selling.get(`/registers?storeId=${storeId}&kind=virtual`);
    expect(await refused(() => returning.bring(sale, { 0: 1 }, { registerId: items[0].id }))).toMatchObject({
      ...{ status: 409, code: 'CASH_NOT_ACCEPTED' },
    });
  });

  test('is refused where it gives something else than the till has shown', async () => {
    const expected = { refundTotal: 99 };
    expect(await refused(() => returning.bring(sale, { 0: 1 }, { expected }))).toEqual({
      ...{ status: 422, code: 'REFUND_MISMATCH', refundTotal: 100, given: 99 },
    });
    const shown = { expected: { refundTotal: 100 } };
    expect((await returning.takeBack(sale, { 0: 1 }, shown)).refundTotal).toBe(100);
  });

  test('of what is weighed takes any part, and the last rest of a piece', async () => {
    await selling.stockUp({ [shop.products.apples.id]: 5 });
    const weighed = await selling.sell({
      lines: [{ productId: shop.products.apples.id, quantity: 1.234 }],
      payments: [card(369)],
    });
    const parts = [
      await returning.takeBack(weighed, { 0: 0.4 }),
      await returning.takeBack(weighed, { 0: 0.834 }),
    ];
    expect(parts.map(({ refundTotal }) => refundTotal)).toEqual([120, 249]);
  });
});

describe('a return by its id', () => {
  test('is there once: the same again is the same return, other content is refused', async () => {
    const productId = await stocked();
    const sale = await selling.sell({ lines: [{ productId, quantity: 2 }], payments: [card(200)] });
    const id = newId();
    const first = await returning.takeBack(sale, { 0: 1 }, { id });
    expect(first.id).toBe(id);
    expect(await returning.takeBack(sale, { 0: 1 }, { id })).toEqual(first);
    expect(await refused(() => returning.bring(sale, { 0: 1 }, { id, note: 'Other' }))).toMatchObject({
      ...{ status: 409, code: 'ALREADY_EXISTS', holderId: id },
    });
    expect(await selling.stockOf(productId)).toEqual([9, 360]);
  });
});

describe('a quote', () => {
  test('tells what can be returned, and what it would give, to the cent', async () => {
    const productId = await stocked({ price: 333 });
    const sale = await selling.sell({
      lines: [{ productId, quantity: 3 }],
      payments: [card(500), cash(499)],
    });
    expect(await returning.quote(sale)).toMatchObject({
      ...{ saleId: sale.id, lines: [], refunds: [], total: 0, refundTotal: 0 },
      returnable: [{ saleLineId: sale.lines[0].id, sold: 3, returned: 0, returnable: 3 }],
    });
    const quoted = await returning.quote(sale, { 0: 2 });
    expect(quoted.refunds).toMatchObject([
      { method: 'card', amount: 500, paymentId: sale.payments[0].id },
      { method: 'cash', amount: 166, paymentId: sale.payments[1].id },
    ]);
    const given = await returning.takeBack(sale, { 0: 2 });
    const { saleId, returnable, refunds, lines, ...figures } = quoted;
    expect(given).toMatchObject(figures);
    expect(given.refunds).toMatchObject(refunds);
    expect(given.lines).toMatchObject(lines);
    expect((await returning.quote(sale)).returnable).toMatchObject([{ returned: 2, returnable: 1 }]);
  });
});

describe('refunds', () => {
  test('go the way the money came: card, other, gift card, store credit, cash, each up to what it holds', async () => {
    const customerId = await owing.newCustomer();
    const accountId = await owing.give(customerId, 100);
    const giftCard = await owing.soldCard(100);
    const productId = await stocked({ trackStock: true });
    const sale = await selling.sell({
      ...{ customerId, lines: [{ productId, quantity: 5 }] },
      payments: [
        cash(100),
        byStoreCredit(100),
        byGiftCard(giftCard, 100),
        { method: 'other', name: 'Voucher', amount: 100 },
        card(100),
      ],
    });
    const methods: Json[] = [];
    for (let i = 0; i < 5; i += 1) {
      const { refunds } = await returning.takeBack(sale, { 0: 1 });
      methods.push(
        ...refunds.map(({ method, amount, balanceAfter }: Json) => [method, amount, balanceAfter]),
      );
    }
    expect(methods).toEqual([
      ['card', 100, null],
      ['other', 100, null],
      ['gift_card', 100, 100],
      ['store_credit', 100, 100],
      ['cash', 100, null],
    ]);
    expect(await owing.balanceOf(accountId)).toBe(100);
    const entries = await selling.rows(
      'SELECT kind, amount FROM account_entries WHERE account_id = $1 ORDER BY number DESC LIMIT 1',
      [accountId],
    );
    expect(entries).toEqual([{ kind: 'refund', amount: 100 }]);
  });

  test('of a blocked gift card go back to it all the same', async () => {
    const giftCard = await owing.soldCard(150);
    const sale = await selling.sell({
      lines: [{ productId: shop.products.voucher.id, quantity: 1 }],
      payments: [byGiftCard(giftCard, 150)],
    });
    await owing.block(giftCard);
    const { refunds } = await returning.takeBack(sale);
    expect(refunds).toMatchObject([{ giftCardId: giftCard.id, amount: 150, balanceAfter: 150 }]);
  });

  test('of tips are none, but of a void', async () => {
    const sale = await selling.sell({
      lines: [{ productId: shop.products.voucher.id, quantity: 1 }],
      payments: [card(200, { tip: 50 })],
    });
    expect(await returning.takeBack(sale)).toMatchObject({ refundTotal: 150, tipTotal: 0 });
  });

  test('in cash are rounded over all returns of the sale', async () => {
    const place = await selling.newStore({ cashRounding: { step: 5, mode: 'half_up' } });
    const at = { storeId: place.store.id, registerId: place.register.id };
    const productId = await selling.newProduct({ price: 33, trackStock: false });
    const sale = await selling.sell({
      ...{ ...at, lines: [{ productId, quantity: 3 }], payments: [cash(100)] },
    });
    expect(sale).toMatchObject({ total: 99, cashRounding: 1, payable: 100 });
    const amounts: number[] = [];
    for (let i = 0; i < 3; i += 1) {
      const { refundTotal, total, cashRounding } = await returning.takeBack(sale, { 0: 1 }, at);
      expect(total + cashRounding).toBe(refundTotal);
      amounts.push(refundTotal);
    }
    expect(amounts).toEqual([35, 30, 35]);
  });

  test('somebody may choose who is allowed to, or has a second person’s word; they must come to all of it', async () => {
    const customerId = await owing.newCustomer();
    const productId = await stocked();
    const sale = await selling.sell({
      ...{ customerId, lines: [{ productId, quantity: 4 }], payments: [card(300), cash(100)] },
    });
    const refunds = [
      { method: 'cash', amount: 60 },
      { method: 'store_credit', amount: 140 },
    ];
    const cashier = await personWith(server, [{ role: 'cashier', storeId: sale.storeId }]);
    const asked = await returning.bring(sale, { 0: 2 }, { refunds }, { token: cashier.token });
    expect(asked.body).toMatchObject({
      code: 'APPROVAL_REQUIRED',
      details: { actions: [{ permission: 'returns.choose_refund', amounts: { after: 200 } }] },
    });
    expect(
      await refused(() => returning.bring(sale, { 0: 2 }, { refunds: [{ method: 'cash', amount: 199 }] })),
    ).toMatchObject({ code: 'REFUND_MISMATCH', refundTotal: 200, given: 199 });
    const given = await returning.takeBack(sale, { 0: 2 }, { refunds });
    // Cash counts against the cash first; the store credit against the card, which comes first of all.
    expect(given.refunds).toMatchObject([
      { method: 'cash', amount: 60, paymentId: sale.payments[1].id },
      { method: 'store_credit', amount: 140, paymentId: sale.payments[0].id, balanceAfter: 140 },
    ]);
    const rest = await returning.takeBack(sale, { 0: 2 });
    expect(rest.refunds).toMatchObject([
      { method: 'card', amount: 160 },
      { method: 'cash', amount: 40 },
    ]);
  });

  test('of a connected provider are pending, and asked for again where it has refused', async () => {
    const sale = await selling.sell({
      lines: [{ productId: shop.products.voucher.id, quantity: 1 }],
      payments: [card(150)],
    });
    await selling.rows(`UPDATE payments SET provider = 'elsewhere' WHERE sale_id = $1`, [sale.id]);
    const given = await returning.takeBack(sale, undefined, { cardReference: 'not of that terminal' });
    const [refund] = given.refunds;
    expect(refund).toMatchObject({ status: 'pending', provider: 'elsewhere', reference: null, amount: 150 });
    const listed = await selling.get('/returns?refundStatus=pending');
    expect(listed.items.map(({ id }: Json) => id)).toEqual([given.id]);
    const path = `/v1/returns/${given.id}/refunds/${refund.id}/retry`;
    const retry = () =>
      server.request('POST', path, { token: shop.owner, body: {}, headers: { 'idempotency-key': newId() } });
    expect((await retry()).body).toMatchObject({
      ...{ code: 'WRONG_STATUS', details: { status: 'pending', allowed: ['failed'] } },
    });
    const failure = { code: 'declined', message: 'The card was closed.' };
    await selling.rows(`UPDATE refunds SET status = 'failed', ask_at = NULL, failure = $2 WHERE id = $1`, [
      refund.id,
      JSON.stringify(failure),
    ]);
    expect((await selling.get(`/returns/${given.id}`)).refunds).toMatchObject([
      { status: 'failed', failure },
    ]);
    const again = await retry();
    expect([again.status, again.body.refunds[0].status, again.body.refunds[0].failure]).toEqual([
      ...[200, 'pending', null],
    ]);
    const entries = await selling.rows('SELECT amount FROM transactions WHERE document_id = $1', [given.id]);
    expect(entries).toEqual([{ amount: -150 }]);
  });

  test('as store credit take a customer', async () => {
    const sale = await selling.sell({
      lines: [{ productId: shop.products.voucher.id, quantity: 1 }],
      payments: [cash(150)],
    });
    const refunds = [{ method: 'store_credit', amount: 150 }];
    expect(await refused(() => returning.bring(sale, undefined, { refunds }))).toMatchObject({
      ...{ status: 409, code: 'CUSTOMER_REQUIRED' },
    });
    const nobody = { refunds, customerId: newId() };
    expect(await refused(() => returning.bring(sale, undefined, nobody))).toMatchObject({
      ...{ status: 400, code: 'INVALID_REFERENCE' },
    });
    const customerId = await owing.newCustomer();
    const back = await returning.takeBack(sale, undefined, { refunds, customerId });
    expect(back).toMatchObject({ customerId, refunds: [{ method: 'store_credit', balanceAfter: 150 }] });
    // Who brings it has not bought it.
    expect((await selling.get(`/customers/${customerId}`)).lifetime).toEqual([]);

    const theirs = await selling.sell({
      ...{ customerId, lines: [{ productId: shop.products.voucher.id, quantity: 1 }] },
      payments: [cash(150)],
    });
    expect(await refused(() => returning.bring(theirs, undefined, { customerId }))).toMatchObject({
      ...{ status: 400, code: 'INVALID_INPUT' },
    });
  });
});

describe('a gift card that was sold', () => {
  test('comes back for what it was sold for, unless it was spent', async () => {
    const bought = await owing.newCard();
    const sale = await selling.sell({
      ...{ lines: [], giftCards: [{ giftCardId: bought.id, amount: 1000 }], payments: [card(1000)] },
    });
    const given = await returning.takeBack(sale);
    expect(given).toMatchObject({ giftCardTotal: 1000, netTotal: 0, total: 1000, refundTotal: 1000 });
    expect(await owing.balanceOf(bought.id)).toBe(0);

    const spent = await owing.soldCard(1000);
    const [{ sale_id: id }] = await selling.rows('SELECT sale_id FROM sale_lines WHERE gift_card_id = $1', [
      spent.id,
    ]);
    await selling.sell({
      lines: [{ productId: shop.products.voucher.id, quantity: 1 }],
      payments: [byGiftCard(spent, 150)],
    });
    const soldWith = await selling.get(`/sales/${id}`);
    expect(await refused(() => returning.bring(soldWith))).toMatchObject({
      ...{ status: 409, code: 'INSUFFICIENT_BALANCE', kind: 'gift_card', requested: 1000, available: 850 },
    });
  });
});

describe('the figures of a customer', () => {
  test('count what they brought back beside what they have bought', async () => {
    const customerId = await owing.newCustomer();
    const productId = await stocked();
    const sale = await selling.sell({
      ...{ customerId, lines: [{ productId, quantity: 3 }], payments: [card(300)] },
    });
    expect((await returning.takeBack(sale, { 0: 1 })).customerId).toBe(customerId);
    await returning.takeBack(sale, { 0: 1 });
    const [totals] = await selling.rows('SELECT * FROM customer_totals WHERE customer_id = $1', [customerId]);
    expect(totals).toMatchObject({ total: 300, sale_count: 1, returned: 200, return_count: 2 });
    const { items } = await selling.get(`/returns?customerId=${customerId}`);
    expect(items.map(({ refundTotal }: Json) => refundTotal)).toEqual([100, 100]);
  });
});
