import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { byGiftCard, byPoints, type Owing, owingAt } from './owing.ts';
import { callAs, codeOf } from './people.ts';
import { card, cash, endWithCleanBooks, type Selling, sellingAt } from './selling.ts';
import { type Answer, type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';
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

/** A product that is not tracked. */
const thing = (price: number): Promise<string> => selling.newProduct({ price, trackStock: false });
const sell = async (price: number, payments: readonly Json[], fields: object = {}): Promise<Json> =>
  selling.sell({ lines: [{ productId: await thing(price), quantity: 1 }], payments, ...fields });
const place = () => ({ storeId: selling.here.store.id, registerId: selling.here.register.id });

/** One piece of the first line of a sale for other goods. */
const bodyOf = (sold: Json, lines: readonly Json[], payments: readonly Json[] = [], fields: Json = {}) => ({
  ...place(),
  return: {
    ...{ saleId: sold.id, reason: 'Too small', lines: [{ saleLineId: sold.lines[0].id, quantity: 1 }] },
    ...fields.return,
  },
  sale: { lines, payments, ...fields.sale },
  ...fields.body,
});
const post = (body: object, { token = shop.owner, headers = {} }: Json = {}): Promise<Answer> =>
  server.request('POST', '/v1/exchanges', {
    ...{ token, body, headers: { 'idempotency-key': newId(), ...headers } },
  });
const exchange = async (...body: Parameters<typeof bodyOf>): Promise<Json> => ok(await post(bodyOf(...body)));
const refused = (call: () => Promise<Answer>) => refusalOf(selling, owing, call);
const entriesOf = (documentId: string) =>
  selling.rows('SELECT kind, method, amount FROM transactions WHERE document_id = $1 ORDER BY id', [
    documentId,
  ]);

describe('goods for others', () => {
  test('that cost more are paid by the first ones, and the difference', async () => {
    const sold = await sell(1000, [card(1000)]);
    const dear = await thing(1500);
    const made = await exchange(sold, [{ productId: dear, quantity: 1 }], [card(600, { tip: 100 })]);
    expect(made).toMatchObject({
      ...{ exchanged: 1000, net: 600 },
      return: {
        ...{ kind: 'return', saleId: sold.id, exchangeId: made.id, total: 1000, refundTotal: 1000 },
        refunds: [{ method: 'exchange', amount: 1000, paymentId: sold.payments[0].id, status: 'completed' }],
      },
      sale: {
        ...{ exchangeId: made.id, total: 1500, tipTotal: 100, payable: 1600, due: 0 },
        payments: [
          { method: 'card', amount: 600, tip: 100 },
          { method: 'exchange', amount: 1000, tip: 0, change: 0 },
        ],
      },
    });
    expect(await selling.get(`/exchanges/${made.id}`)).toEqual(made);
    expect(await selling.get(`/returns/${made.return.id}`)).toEqual(made.return);
    expect(await selling.get(`/sales/${made.sale.id}`)).toEqual(made.sale);
    expect(await entriesOf(made.return.id)).toEqual([{ kind: 'return', method: 'exchange', amount: -1000 }]);
    expect(await entriesOf(made.sale.id)).toEqual([
      { kind: 'sale', method: 'card', amount: 600 },
      { kind: 'sale', method: 'exchange', amount: 1000 },
    ]);
    const [told] = await selling.rows(
      `SELECT payload FROM outbox WHERE type = 'exchange.completed' AND payload->>'exchangeId' = $1`,
      [made.id],
    );
    expect(told.payload).toEqual({
      ...{ exchangeId: made.id, returnId: made.return.id, saleId: made.sale.id },
      storeId: selling.here.store.id,
    });
  });

  test('that cost less leave a rest, which goes back the way the first ones were paid', async () => {
    const gift = await owing.soldCard(300);
    const sold = await sell(1000, [byGiftCard(gift, 300), card(500), cash(200)]);
    const cheap = await thing(350);
    const made = await exchange(sold, [{ productId: cheap, quantity: 1 }], [], {
      body: { cardReference: 'R-17' },
    });
    // Of the card 350 pay the new goods: what is left of it comes first.
    expect(made).toMatchObject({ exchanged: 350, net: -650 });
    expect(made.return.refunds).toMatchObject([
      { method: 'exchange', amount: 350 },
      { method: 'card', amount: 150, reference: 'R-17' },
      { method: 'gift_card', amount: 300, giftCardId: gift.id, balanceAfter: 300 },
      { method: 'cash', amount: 200 },
    ]);
    expect(await owing.balanceOf(gift.id)).toBe(300);

    // The new goods come back the way the first ones were paid: by that card.
    const back = await returning.takeBack(made.sale);
    expect(back.refunds).toMatchObject([{ method: 'card', amount: 350 }]);
    expect((await selling.get(`/exchanges/${made.id}`)).sale.returns).toMatchObject([{ id: back.id }]);
  });

  test('that cost the same move no money, even out of the last piece in stock', async () => {
    const productId = await selling.newProduct({ price: 800 });
    await selling.stockUp({ [productId]: 1 });
    const sold = await selling.sell({ lines: [{ productId, quantity: 1 }], payments: [cash(800)] });
    expect(await selling.stockOf(productId)).toEqual([0, 0]);
    const made = await exchange(sold, [{ productId, quantity: 1 }]);
    expect(made).toMatchObject({ exchanged: 800, net: 0, sale: { payable: 800, change: 0 } });
    expect(await selling.stockOf(productId)).toEqual([0, 0]);
    // Damaged goods do not go out again.
    const lines = [{ saleLineId: made.sale.lines[0].id, quantity: 1, disposition: 'damaged' }];
    const answer = await refused(() =>
      post(bodyOf(made.sale, [{ productId, quantity: 1 }], [], { return: { lines } })),
    );
    expect(answer).toMatchObject({ code: 'INSUFFICIENT_STOCK' });
  });

  test('do not pay what is put on a gift card, and are paid by one', async () => {
    const [fresh, paying] = [await owing.newCard(), await owing.soldCard(500)];
    const sold = await sell(1000, [card(1000)]);
    const dear = await thing(1200);
    const giftCards = [{ giftCardId: fresh.id, amount: 400 }];
    const lines = [{ productId: dear, quantity: 1 }];
    const short = await refused(() => post(bodyOf(sold, lines, [card(200)], { sale: { giftCards } })));
    expect(short).toMatchObject({ code: 'PAYMENT_MISMATCH', reason: 'short', difference: 400 });
    const made = await exchange(sold, lines, [byGiftCard(paying, 200), card(400)], { sale: { giftCards } });
    expect(made).toMatchObject({ exchanged: 1000, net: 600, sale: { giftCardTotal: 400, total: 1600 } });
    expect([await owing.balanceOf(fresh.id), await owing.balanceOf(paying.id)]).toEqual([400, 300]);
  });

  test('are sold to the customer of the first ones, whose points follow', async () => {
    await owing.runProgramme();
    const customerId = await owing.newCustomer();
    const sold = await sell(1000, [card(1000)], { customerId });
    expect(sold.loyalty.earned).toBeGreaterThan(0);
    const before = await owing.balanceOf(await owing.memberOf(customerId));
    const made = await exchange(sold, [{ productId: await thing(1500), quantity: 1 }], [card(500)]);
    expect(made.sale.customerId).toBe(customerId);
    expect(made.return.loyalty).toMatchObject({ clawedBack: sold.loyalty.earned, restored: 0 });
    const earned = made.sale.loyalty.earned;
    expect(earned).toBeGreaterThan(sold.loyalty.earned);
    expect(await owing.balanceOf(await owing.memberOf(customerId))).toBe(
      (before ?? 0) - sold.loyalty.earned + earned,
    );
  });

  test('give back the points that the first ones were paid with, when they come back', async () => {
    await owing.runProgramme();
    const customerId = await owing.newCustomer();
    const first = await sell(30_000, [card(30_000)], { customerId });
    const before = await owing.balanceOf(await owing.memberOf(customerId));
    const sold = await sell(1000, [byPoints(200)], { customerId });
    const made = await exchange(sold, [{ productId: await thing(1500), quantity: 1 }], [card(500)]);
    expect(made.return.loyalty).toBeNull();
    const back = await returning.takeBack(made.sale);
    expect(back.refunds).toMatchObject([
      { method: 'card', amount: 500 },
      { method: 'loyalty', amount: 1000, points: 200 },
    ]);
    expect(back.loyalty).toMatchObject({ clawedBack: made.sale.loyalty.earned, restored: 200 });
    expect(before).toBe(first.loyalty.earned);
    expect(await owing.balanceOf(await owing.memberOf(customerId))).toBe(before);
  });

  test('round cash once, on what is paid or given back in it', async () => {
    const abroad = await selling.newStore({ cashRounding: { step: 5, mode: 'half_up' } });
    const at = { storeId: abroad.store.id, registerId: abroad.register.id };
    const lines = [{ productId: await thing(698), quantity: 1 }];
    const sold = await selling.sell({ ...at, lines, payments: [cash(700)] });
    const cheap = [{ productId: await thing(500), quantity: 1 }];
    const less = await exchange(sold, cheap, [], { body: at });
    expect(less).toMatchObject({ exchanged: 500, net: -200, return: { cashRounding: 2 } });
    const dear = [{ productId: await thing(503), quantity: 1 }];
    const more = await exchange(less.sale, dear, [cash(10)], { body: at });
    expect(more).toMatchObject({ exchanged: 500, net: 5, sale: { cashRounding: 2, change: 5 } });
  });
});

describe('an id', () => {
  test.each([
    ['id', { body: { id: newId() } }],
    ['sale.id', { sale: { id: newId() } }],
    ['return.id', { return: { id: newId() } }],
  ])('made by the client as %s is one exchange, whenever it is sent', async (field, fields) => {
    const sold = await sell(500, [card(500)]);
    const lines = [{ productId: await thing(500), quantity: 1 }];
    const body = bodyOf(sold, lines, [], fields);
    const made = ok(await post(body));
    const before = await owing.everything();
    expect(ok(await post(body))).toEqual(made);
    expect((await owing.everything()).sales).toEqual(before.sales);
    const answer = await refused(() => post({ ...body, cardReference: 'Another' }));
    expect(answer).toMatchObject({ status: 409, code: 'ALREADY_EXISTS', field });
  });

  test('of a sale that is open is taken', async () => {
    const open = await selling.create('/sales', { ...place(), lines: [] });
    const sold = await sell(500, [card(500)]);
    const body = bodyOf(sold, [{ productId: await thing(500), quantity: 1 }], [], { sale: { id: open.id } });
    expect(await refused(() => post(body))).toMatchObject({ code: 'ALREADY_EXISTS', field: 'sale.id' });
  });
});

describe('what is refused changes nothing', () => {
  test('payments that are too much or too little, other figures than were shown, and more than was sold', async () => {
    const sold = await sell(1000, [card(1000)]);
    const lines = [{ productId: await thing(1500), quantity: 1 }];
    const [saleLineId] = sold.lines.map(({ id }: Json) => id);
    for (const [fields, payments, code] of [
      [{}, [], 'PAYMENT_MISMATCH'],
      [{}, [card(501)], 'PAYMENT_MISMATCH'],
      [{ sale: { expected: { total: 1499 } } }, [card(500)], 'PRICE_MISMATCH'],
      [{ return: { lines: [{ saleLineId, quantity: 2 }] } }, [card(500)], 'QUANTITY_EXCEEDED'],
      [{ body: { refunds: [{ method: 'cash', amount: 1 }] } }, [card(500)], 'REFUND_MISMATCH'],
    ] as const) {
      expect((await refused(() => post(bodyOf(sold, lines, payments, fields)))).code).toBe(code);
    }
  });

  test('what is not there is named by its place in the input', async () => {
    const sold = await sell(1000, [card(1000)]);
    const lines = [{ productId: newId(), quantity: 1 }];
    const pathsOf = async (body: object) => {
      const answer = await post(body);
      expect(codeOf(answer)).toEqual([400, 'INVALID_REFERENCE']);
      return answer.body.errors.map(({ path }: Json) => path.join('.'));
    };
    expect(await pathsOf(bodyOf(sold, lines))).toEqual(['sale.lines.0.productId']);
    const good = [{ productId: await thing(1000), quantity: 1 }];
    const unknown = { return: { lines: [{ saleLineId: newId(), quantity: 1 }] } };
    expect(await pathsOf(bodyOf(sold, good, [], unknown))).toEqual(['return.lines.0.saleLineId']);
    expect(await pathsOf(bodyOf({ ...sold, id: newId() }, good))).toEqual(['return.saleId']);
    expect(await pathsOf(bodyOf(sold, good, [], { body: { customerId: newId() } }))).toEqual(['customerId']);
  });

  test('a second person is asked once, for all that takes their word', async () => {
    const cashier = await server.signInAs('cashier');
    const sold = await sell(1000, [card(1000)]);
    const lines = [{ productId: await thing(900), quantity: 1, unitPrice: 700 }];
    const body = bodyOf(sold, lines, [], { body: { refunds: [{ method: 'cash', amount: 300 }] } });
    const asked = await refused(() => post(body, { token: cashier }));
    expect(asked.code).toBe('APPROVAL_REQUIRED');
    expect(asked.actions.map(({ permission }: Json) => permission)).toEqual([
      'returns.choose_refund',
      'sales.override_price',
    ]);
    const manager = await server.signInAs('manager');
    const approvals = await callAs(server, manager).post('/approvals', { approvalRequestId: asked.id });
    const headers = { approval: ok(approvals).id };
    expect(ok(await post(body, { token: cashier, headers }))).toMatchObject({ exchanged: 700, net: -300 });
  });
});

test('an exchange of another store, or none, is not found', async () => {
  const made = await exchange(await sell(500, [card(500)]), [{ productId: await thing(500), quantity: 1 }]);
  const elsewhere = await server.signInAs('manager', { storeId: selling.there.store.id });
  expect(codeOf(await callAs(server, elsewhere).get(`/exchanges/${made.id}`))).toEqual([404, 'NOT_FOUND']);
  expect(codeOf(await callAs(server, shop.owner).get(`/exchanges/${newId()}`))).toEqual([404, 'NOT_FOUND']);
});

describe('at once', () => {
  test('the same goods are exchanged once', async () => {
    const sold = await sell(1000, [card(1000)]);
    const lines = [{ productId: await thing(1000), quantity: 1 }];
    const answers = await Promise.all(Array.from({ length: 6 }, () => post(bodyOf(sold, lines))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
    expect(answers.filter(({ status }) => status === 409).map(({ body }) => body.code)).toEqual(
      Array(5).fill('QUANTITY_EXCEEDED'),
    );
  });

  test('one id is one exchange', async () => {
    const sold = await sell(1000, [card(1000)]);
    const body = bodyOf(sold, [{ productId: await thing(1000), quantity: 1 }], [], { body: { id: newId() } });
    const answers = await Promise.all(Array.from({ length: 4 }, () => post(body)));
    const made = answers.map(ok);
    expect(made.every(({ sale }) => sale.id === made[0].sale.id)).toBe(true);
    expect(await returning.quote(sold)).toMatchObject({ returnable: [{ returnable: 0 }] });
  });

  test('exchanges, sales and returns of the same goods, cards and customers wait for each other in one order', async () => {
    const [one, other] = [await selling.newProduct({ price: 300 }), await selling.newProduct({ price: 300 })];
    await selling.stockUp({ [one]: 100, [other]: 100 });
    const tills = [selling.here.register, await selling.newTill(), await selling.newTill()];
    const cards = [await owing.soldCard(20_000), await owing.soldCard(20_000)];
    const customers = [await owing.newCustomer(), await owing.newCustomer()];
    const sellOne = (i: number): Promise<Json> =>
      selling.sell({
        ...{ registerId: tills[i % 3]?.id, customerId: customers[i % 2] },
        lines: [{ productId: i % 2 ? one : other, quantity: 1 }],
        payments: [byGiftCard(cards[i % 2] as Json, 300)],
      });
    const sold = [];
    for (let i = 0; i < 6; i += 1) sold.push(await sellOne(i));
    const work = sold.flatMap((sale, i) => [
      post(
        bodyOf(
          sale,
          [{ productId: i % 2 ? other : one, quantity: 2 }],
          [byGiftCard(cards[(i + 1) % 2] as Json, 300)],
          { body: { registerId: tills[(i + 1) % 3]?.id, customerId: customers[(i + 1) % 2] } },
        ),
      ),
      selling.checkout({
        ...{ registerId: tills[i % 3]?.id, customerId: customers[i % 2] },
        lines: [
          { productId: one, quantity: 1 },
          { productId: other, quantity: 1 },
        ],
        payments: cards.map((each) => byGiftCard(each, 300)),
      }),
    ]);
    const answers = await Promise.all(work);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect((await selling.stockOf(one))[0] + (await selling.stockOf(other))[0]).toBe(200 - 6 + 6 - 12 - 12);
  });
});
