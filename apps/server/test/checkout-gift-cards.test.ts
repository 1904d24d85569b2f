import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { byGiftCard, type Owing, owingAt, refusalOf, type TestCard } from './owing.ts';
import { atOnce } from './people.ts';
import { card, cash, endWithCleanBooks, type SaleBody, type Selling, sellingAt } from './selling.ts';
import { type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let owing: Owing;
/** Not tracked, at 1.50. */
let wrapping: { productId: string; quantity: number };

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  owing = owingAt(server, selling);
  wrapping = { productId: shop.products.voucher.id, quantity: 1 };
});
afterAll(() => endWithCleanBooks(server));

const refused = (body: SaleBody) => refusalOf(selling, owing, body);
const put = ({ id: giftCardId }: TestCard, amount: number) => ({ giftCardId, amount });
const cardRow = async ({ id }: TestCard): Promise<Json> =>
  (await selling.rows('SELECT * FROM gift_cards WHERE id = $1', [id]))[0];
const totalsOfShift = async (): Promise<Json> =>
  (await selling.get(`/shifts/${shop.shifts[0].id}/x-report`)).totals;
const textOf = async (id: string): Promise<string> =>
  ok(await server.request('GET', `/v1/sales/${id}/receipt?format=text`, { token: shop.owner }));

describe('a gift card in the cart', () => {
  test('is in the total and nowhere else: no discount, tax or charge is on it, and it is no revenue', async () => {
    const sold = await owing.newCard();
    const cart = {
      lines: [wrapping],
      discounts: [{ type: 'percentage', percentage: 10 }],
      serviceCharges: [{ type: 'percentage', percentage: 10, taxCategoryId: shop.taxCategories.standard.id }],
      giftCards: [put(sold, 5000)],
    };
    const quote = await selling.quote(cart);
    // 150 − 15 = 135, and a tenth of that for service; 19 % are in both.
    const figures = { grossTotal: 164, discountTotal: 15, netTotal: 125, taxTotal: 24, giftCardTotal: 5000 };
    expect(quote).toMatchObject({ ...figures, total: 5149, sensitiveActions: [] });
    const name = `Gift card …${sold.code.slice(-4)}`;
    const line = {
      ...{ kind: 'gift_card', giftCardId: sold.id, productId: null, sku: null, name, quantity: 1 },
      ...{
        unitPrice: 5000,
        gross: 5000,
        discounts: [],
        discount: 0,
        taxes: [],
        net: 5000,
        tax: 0,
        total: 5000,
      },
      price: { source: 'gift_card', priceListId: null, name: null, cataloguePrice: null },
    };
    expect(quote.lines[2]).toMatchObject(line);
    expect(quote.explanation).toContain(`${name}: 50.00 put on it`);
    const before = await totalsOfShift();
    const sale = await selling.sell({ ...cart, payments: [cash(5149)], expected: { total: 5149 } });
    expect(sale).toMatchObject({ ...figures, total: 5149, loyalty: null });
    expect(sale.lines[2]).toMatchObject(line);
    expect(await selling.get(`/sales/${sale.id}`)).toEqual(sale);
    expect(await owing.balanceOf(sold.id)).toBe(5000);
    expect(await cardRow(sold)).toMatchObject({ status: 'active', sold_with_sale_id: sale.id });
    const after = await totalsOfShift();
    expect(after).toMatchObject({
      giftCards: before.giftCards + 5000,
      net: before.net + 125,
      tax: before.tax + 24,
      total: before.total + 5149,
    });
  });

  test('may be all there is, of several at once, and loads an active one again', async () => {
    const [one, other] = [await owing.newCard(), await owing.newCard()];
    const buy = (giftCards: Json[], amount: number) =>
      selling.sell({ lines: [], giftCards, payments: [card(amount)] });
    const first = await buy([put(one, 1000), put(other, 2000)], 3000);
    expect(first).toMatchObject({ netTotal: 0, taxTotal: 0, giftCardTotal: 3000, total: 3000, taxes: [] });
    await buy([put(other, 500)], 500);
    expect(await owing.balanceOf(one.id)).toBe(1000);
    expect(await owing.balanceOf(other.id)).toBe(2500);
    expect((await cardRow(other)).sold_with_sale_id).toBe(first.id);
    const empty = await selling.checkout({ lines: [], payments: [] });
    expect([empty.status, empty.body.code]).toEqual([400, 'INVALID_INPUT']);
    const twice = await selling.checkout({
      ...{ lines: [], giftCards: [put(one, 1), put(one, 1)], payments: [card(2)] },
    });
    expect(twice.body.code).toBe('INVALID_INPUT');
  });

  test('is refused where nothing can be put on it, by the quote as by the sale', async () => {
    const blocked = await owing.soldCard(100);
    await owing.block(blocked);
    const dollars = await owing.newCard({ currency: 'USD' });
    const unknown = { id: newId(), code: 'NOSUCHCARD' };
    const expected: [TestCard, object][] = [
      [blocked, { code: 'GIFT_CARD_NOT_TAKEN', reason: 'blocked', position: 1 }],
      [unknown, { code: 'GIFT_CARD_NOT_TAKEN', reason: 'unknown', position: 1 }],
      [dollars, { code: 'CURRENCY_MISMATCH', currencies: ['USD', 'EUR'] }],
    ];
    const good = await owing.newCard();
    for (const [bad, refusal] of expected) {
      const giftCards = [put(good, 100), put(bad, 100)];
      expect(await refused({ lines: [], giftCards, payments: [card(200)] })).toMatchObject(refusal);
      const quote = await server.request('POST', '/v1/sales/quote', {
        token: shop.owner,
        body: { storeId: selling.here.store.id, lines: [], giftCards },
      });
      const { code, details } = quote.body;
      expect({ code, ...details }).toMatchObject(refusal);
    }
  });

  test('expires by the setting, counted from the last time that something was put on it', async () => {
    await selling.rows('UPDATE merchants SET gift_card_expiry_months = 60');
    try {
      const sold = await owing.soldCard(100);
      const [{ on }] = await selling.rows(
        `SELECT (business_date + interval '60 months')::date::text AS on FROM sales ORDER BY completed_at DESC LIMIT 1`,
      );
      expect(
        (await selling.rows('SELECT expires_on::text FROM gift_cards WHERE id = $1', [sold.id]))[0],
      ).toEqual({
        expires_on: on,
      });
    } finally {
      await selling.rows('UPDATE merchants SET gift_card_expiry_months = NULL');
    }
  });
});

describe('a payment by gift card', () => {
  test('takes a part, tip included, and says what is left; the code may be typed as it is printed', async () => {
    const mine = await owing.soldCard(1000);
    const typed = mine.code.toLowerCase().replace(/(.{4})(?=.)/g, '$1 ');
    const sale = await selling.sell({
      lines: [wrapping],
      payments: [byGiftCard({ ...mine, code: typed }, 120, { tip: 20 }), cash(50)],
    });
    expect(sale.payments).toMatchObject([
      {
        ...{ method: 'gift_card', status: 'captured', amount: 120, tendered: 120, change: 0, tip: 20 },
        ...{ giftCardId: mine.id, reference: mine.code.slice(-4), balanceAfter: 880, points: null },
      },
      { method: 'cash', amount: 50, giftCardId: null, balanceAfter: null, points: null },
    ]);
    expect(sale).toMatchObject({ total: 150, tipTotal: 20, payable: 170 });
    expect(await selling.get(`/sales/${sale.id}`)).toEqual(sale);
    expect(await owing.balanceOf(mine.id)).toBe(880);
    const ledger = await selling.rows(
      'SELECT kind, method, amount, tip FROM transactions WHERE document_id = $1 ORDER BY amount DESC',
      [sale.id],
    );
    expect(ledger).toEqual([
      { kind: 'sale', method: 'gift_card', amount: 120, tip: 20 },
      { kind: 'sale', method: 'cash', amount: 50, tip: 0 },
    ]);
    const entries = await selling.rows(
      'SELECT kind, amount, balance_after, document_id FROM account_entries WHERE account_id = $1 AND number = 2',
      [mine.id],
    );
    expect(entries).toEqual([{ kind: 'redeem', amount: -120, balance_after: 880, document_id: sale.id }]);
  });

  test('may be two by one card, each with what was left after it', async () => {
    const mine = await owing.soldCard(1000);
    const sale = await selling.sell({
      lines: [wrapping],
      payments: [byGiftCard(mine, 100), byGiftCard(mine, 50)],
    });
    expect(sale.payments.map(({ balanceAfter }: Json) => balanceAfter)).toEqual([900, 850]);
    expect(await textOf(sale.id)).toMatch(/Gift card balance …\w{4} +€8\.50\n/);
    expect(await textOf(sale.id)).not.toContain('€9.00');
    // Together they may not be more than there is, and the refusal counts them together.
    const tooMuch = [byGiftCard(mine, 800), byGiftCard(mine, 51), card(649)];
    expect(await refused({ lines: [{ ...wrapping, quantity: 10 }], payments: tooMuch })).toMatchObject({
      ...{ code: 'INSUFFICIENT_BALANCE', requested: 851, available: 850 },
    });
  });

  test('is refused where the card is not taken, and nothing has happened', async () => {
    const [inactive, blocked, expired] = [
      ...[await owing.newCard(), await owing.soldCard(500), await owing.soldCard(500)],
    ] as const;
    await owing.block(blocked);
    await selling.rows(`UPDATE gift_cards SET expires_on = '2020-01-01' WHERE id = $1`, [expired.id]);
    const [dollars, mine] = [await owing.newCard({ currency: 'USD' }), await owing.soldCard(149)];
    await selling.rows(`UPDATE gift_cards SET status = 'active', activated_at = now() WHERE id = $1`, [
      dollars.id,
    ]);
    const expected: [TestCard, object][] = [
      [
        { id: '', code: 'NO-SUCH-CARD' },
        { code: 'GIFT_CARD_NOT_TAKEN', reason: 'unknown', position: 1 },
      ],
      [inactive, { code: 'GIFT_CARD_NOT_TAKEN', reason: 'inactive', position: 1 }],
      [blocked, { code: 'GIFT_CARD_NOT_TAKEN', reason: 'blocked', position: 1 }],
      [expired, { code: 'GIFT_CARD_NOT_TAKEN', reason: 'expired', position: 1 }],
      [dollars, { code: 'CURRENCY_MISMATCH' }],
      [mine, { code: 'INSUFFICIENT_BALANCE', kind: 'gift_card', requested: 150, available: 149 }],
    ];
    const good = await owing.soldCard(100);
    for (const [bad, refusal] of expected) {
      const body = {
        lines: [{ ...wrapping, quantity: 2 }],
        payments: [byGiftCard(good, 100), byGiftCard(bad, 150), cash(50)],
      };
      expect(await refused(body)).toMatchObject({ status: 409, ...refusal });
    }
  });

  test('pays for goods, and for no gift card', async () => {
    const [mine, sold] = [await owing.soldCard(10_000), await owing.newCard()];
    const cart = { lines: [wrapping], giftCards: [put(sold, 1000)] };
    const by = (amount: number) => [byGiftCard(mine, amount), card(1150 - amount)];
    expect(await refused({ ...cart, payments: by(151) })).toEqual({
      ...{ status: 409, code: 'GIFT_CARD_FOR_GIFT_CARD', maximum: 150 },
    });
    expect((await selling.sell({ ...cart, payments: by(150) })).total).toBe(1150);
    // A tip is no gift card.
    const tipped = [byGiftCard(mine, 170, { tip: 20 }), card(1000)];
    expect((await selling.sell({ ...cart, payments: tipped })).tipTotal).toBe(20);
  });

  test('takes nothing of what the same sale puts on the card', async () => {
    const mine = await owing.soldCard(100);
    const cart = { lines: [wrapping], giftCards: [put(mine, 1000)] };
    const by = (amount: number) => [byGiftCard(mine, amount), card(1150 - amount)];
    expect(await refused({ ...cart, payments: by(101) })).toMatchObject({
      ...{ code: 'INSUFFICIENT_BALANCE', requested: 101, available: 100 },
    });
    await selling.sell({ ...cart, payments: by(100) });
    expect(await owing.balanceOf(mine.id)).toBe(1000);
  });

  test('is undone with the sale that there is no stock for', async () => {
    const [mine, sold] = [await owing.soldCard(500), await owing.newCard()];
    const productId = await selling.newProduct();
    const body = {
      lines: [{ productId, quantity: 1 }],
      giftCards: [put(sold, 100)],
      payments: [byGiftCard(mine, 100), card(100)],
    };
    expect(await refused(body)).toMatchObject({ status: 409, code: 'INSUFFICIENT_STOCK' });
    expect([await owing.balanceOf(mine.id), await owing.balanceOf(sold.id)]).toEqual([500, 0]);
  });

  test('leaves its code in no place but the card', async () => {
    const mine = await owing.soldCard(500);
    const key = newId();
    const body = { lines: [wrapping], payments: [byGiftCard(mine, 150)] };
    const sale = await selling.sell(body, { key });
    expect(JSON.stringify(sale)).not.toContain(mine.code);
    for (const table of [
      'audit_log',
      'outbox',
      'idempotency_keys',
      'sales',
      'sale_lines',
      'payments',
      'transactions',
    ]) {
      const [found] = await selling.rows(
        `SELECT count(*) AS count FROM ${table} t WHERE t::text ILIKE '%' || $1 || '%'`,
        [mine.code],
      );
      expect([table, found.count]).toEqual([table, 0]);
    }
  });
});

test('unknown codes as payments count as guesses do: after 20 no card is taken, and all else is sold', async () => {
  const mine = await owing.soldCard(1000);
  const { id } = await server.createUser('cashier', { storeId: selling.here.store.id });
  const token = await server.openSession(id);
  const payBy = (code: string, as = token) =>
    selling.checkout({ lines: [wrapping], payments: [byGiftCard({ id: '', code }, 150)] }, { token: as });
  const before = await owing.everything();
  const answers = await atOnce(60, () => payBy('NO-SUCH-CARD'));
  const told = answers.map(({ body }) => body.code).sort();
  expect(told).toEqual([
    ...Array.from({ length: 20 }, () => 'GIFT_CARD_NOT_TAKEN'),
    ...Array.from({ length: 40 }, () => 'LOCKED_OUT'),
  ]);
  const locked = await payBy(mine.code);
  expect([locked.status, locked.body.code]).toEqual([429, 'LOCKED_OUT']);
  expect(locked.body.details.retryAfterSeconds).toBeGreaterThan(0);
  const lookUp = { token, body: { code: mine.code } };
  expect((await server.request('POST', '/v1/gift-cards/lookup', lookUp)).status).toBe(429);
  // Of all that, the log has that the person was locked out.
  expect(await owing.everything()).toEqual({ ...before, audit_log: before.audit_log + 1 });
  const [row] = await selling.rows(
    `SELECT action, after FROM audit_log WHERE document_type = 'user' AND document_id = $1 AND action = 'sales.create'`,
    [id],
  );
  expect(row.after).toMatchObject({ attempt: 'locked', guard: 'gift_card' });
  await selling.sell({ lines: [wrapping], payments: [card(150)] }, { token });
  ok(await payBy(mine.code, shop.owner));
  server.clock.advance(120_000);
  expect(ok(await payBy(mine.code, await server.openSession(id))).payments[0].balanceAfter).toBe(700);
});

test('the receipt says what was put on a card, what a card has paid and what is left on it', async () => {
  const [mine, sold] = [await owing.soldCard(1000), await owing.newCard()];
  const sale = await selling.sell({
    lines: [wrapping],
    discounts: [{ type: 'amount', amount: 10 }],
    giftCards: [put(sold, 2000)],
    payments: [byGiftCard(mine, 140), card(2000)],
  });
  const text = await textOf(sale.id);
  const [end, mineEnd] = [sold.code.slice(-4), mine.code.slice(-4)];
  const row = (label: string, amount: string) => label + amount.padStart(42 - label.length);
  expect(text).toContain(
    [
      ...[`Gift card …${end}`, row('  1 x €20.00', '€20.00')],
      ...['-'.repeat(42), row('Subtotal', '€1.50'), row('Discounts', '-€0.10'), row('Gift cards', '€20.00')],
      ...[row('Total', '€21.40'), '-'.repeat(42)],
      ...[row(`Gift card …${mineEnd}`, '€1.40'), row('Card T-1', '€20.00'), ''],
      row(`Gift card balance …${mineEnd}`, '€8.60'),
    ].join('\n'),
  );
});

describe('many sales at once', () => {
  test('of 64 by one card exactly those are paid that it covers', async () => {
    const mine = await owing.soldCard(20 * 150 + 149);
    const tills = [selling.here.register.id, (await selling.newTill()).id, (await selling.newTill()).id];
    const answers = await atOnce(64, (i) =>
      selling.checkout({
        ...{ registerId: tills[i % 3], lines: [wrapping], payments: [byGiftCard(mine, 150)] },
      }),
    );
    const codes = answers.map(({ status, body }) => (status === 201 ? 'sold' : body.code));
    expect(codes.filter((code) => code === 'sold')).toHaveLength(20);
    expect(new Set(codes)).toEqual(new Set(['sold', 'INSUFFICIENT_BALANCE']));
    expect(await owing.balanceOf(mine.id)).toBe(149);
    const left = answers.flatMap(({ status, body }) => (status === 201 ? body.payments[0].balanceAfter : []));
    expect(left.sort((a, b) => b - a)).toEqual(Array.from({ length: 20 }, (_, i) => 2999 - i * 150));
  });

  test('with two cards each in either order, that pay or are loaded, nobody is stuck', async () => {
    const [a, b] = [await owing.soldCard(10_000), await owing.soldCard(10_000)];
    const tills = [selling.here.register.id, (await selling.newTill()).id];
    const answers = await atOnce(40, (i) => {
      const [one, other] = i % 4 < 2 ? [a, b] : [b, a];
      const body =
        i % 2 === 0
          ? { payments: [byGiftCard(one, 100), byGiftCard(other, 50)] }
          : { giftCards: [put(one, 150)], payments: [byGiftCard(other, 150), card(150)] };
      return selling.checkout({ registerId: tills[i % 2], lines: [wrapping], ...body });
    });
    expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(201));
    expect([await owing.balanceOf(a.id), await owing.balanceOf(b.id)]).toEqual([8500, 8500]);
  });

  test('one that is blocked meanwhile pays nothing afterwards, and nothing is lost', async () => {
    const mine = await owing.soldCard(100 * 150);
    const sell = () => selling.checkout({ lines: [wrapping], payments: [byGiftCard(mine, 150)] });
    const [answers] = await Promise.all([atOnce(40, sell), owing.block(mine)]);
    const outcomes = new Set(
      answers.map(({ status, body }) => (status === 201 ? 'sold' : `${body.code} ${body.details?.reason}`)),
    );
    for (const outcome of outcomes) expect(['sold', 'GIFT_CARD_NOT_TAKEN blocked']).toContain(outcome);
    const paid = answers.filter(({ status }) => status === 201).length;
    expect(await owing.balanceOf(mine.id)).toBe((100 - paid) * 150);
    expect((await sell()).body.details).toEqual({ reason: 'blocked', position: 0 });
  });

  test('under one key are one sale, and take its amount once', async () => {
    const mine = await owing.soldCard(1000);
    const key = newId();
    const body = { lines: [wrapping], payments: [byGiftCard(mine, 150)] };
    const answers = await atOnce(20, () => selling.checkout(body, { key }));
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    expect(await owing.balanceOf(mine.id)).toBe(850);
  });
});
