import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { byPoints, byStoreCredit, type Owing, owingAt } from './owing.ts';
import { card, endWithCleanBooks, type Selling, sellingAt } from './selling.ts';
import { type Answer, type Json, type Shop, startTestServer, type TestServer } from './support.ts';
import { type Returning, refusalOf, returningAt } from './taking-back.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let owing: Owing;
let returning: Returning;
/** At 119.00, of which 19.00 are tax. */
let thing: string;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  owing = owingAt(server, selling);
  returning = returningAt(server, shop, selling);
  thing = await selling.newProduct({ price: 11_900, trackStock: false });
});
afterAll(() => endWithCleanBooks(server));

const refused = (call: () => Promise<Answer>) => refusalOf(selling, owing, call);
const things = (quantity: number) => [{ productId: thing, quantity }];
const buy = (customerId: string, quantity: number): Promise<Json> =>
  selling.sell({ customerId, lines: things(quantity), payments: [card(11_900 * quantity)] });
const pointsOf = async (customerId: string) => owing.balanceOf(await owing.memberOf(customerId));
const merge = (id: string, intoId: string) =>
  selling.create(`/customers/${intoId}/merge`, { version: 1, mergedId: id, mergedVersion: 1 });

describe('points that a sale has earned', () => {
  test('are clawed back with the goods, in parts as all at once', async () => {
    const { id: programId } = await owing.runProgramme({ earning: { perAmount: 300 } });
    const customerId = await owing.newCustomer();
    const sale = await buy(customerId, 3);
    expect(sale.loyalty.earned).toBe(100);
    const back: number[] = [];
    for (let i = 0; i < 3; i += 1) {
      const quoted = await returning.quote(sale, { 0: 1 });
      const { loyalty } = await returning.takeBack(sale, { 0: 1 });
      expect(loyalty).toMatchObject({ programId, restored: 0 });
      expect(loyalty).toEqual(quoted.loyalty);
      back.push(loyalty.clawedBack);
    }
    expect(back).toEqual([33, 34, 33]);
    expect(await pointsOf(customerId)).toBe(0);
  });

  test('stay with the customer where they were spent, unless the programme lets them go below zero', async () => {
    await owing.runProgramme();
    const customerId = await owing.newCustomer();
    const sale = await buy(customerId, 1);
    const spend = () =>
      selling.sell({
        ...{ customerId, lines: [{ productId: shop.products.voucher.id, quantity: 4 }] },
        payments: [byPoints(80), card(200)],
      });
    await spend();
    const left = (await pointsOf(customerId)) ?? 0;
    expect((await returning.takeBack(sale)).loyalty.clawedBack).toBe(left);
    expect(await pointsOf(customerId)).toBe(0);

    await owing.runProgramme({ allow_negative: true });
    const again = await owing.newCustomer();
    const earning = await buy(again, 1);
    await selling.sell({
      ...{ customerId: again, lines: [{ productId: shop.products.voucher.id, quantity: 4 }] },
      payments: [byPoints(80), card(200)],
    });
    expect((await returning.takeBack(earning)).loyalty.clawedBack).toBe(100);
    expect(await pointsOf(again)).toBeLessThan(0);
  });
});

describe('points that a sale has spent', () => {
  test('as a payment are restored after the others, and before cash', async () => {
    await owing.runProgramme();
    const customerId = await owing.newCustomer();
    await buy(customerId, 3);
    const before = (await pointsOf(customerId)) ?? 0;
    const sale = await selling.sell({
      ...{ customerId, lines: [{ productId: shop.products.voucher.id, quantity: 10 }] },
      payments: [byPoints(200), card(500)],
    });
    // Net and tax are halved each for itself: 630.5 and 119.5.
    const first = await returning.takeBack(sale, { 0: 5 });
    expect(first.refunds).toMatchObject([
      { method: 'card', amount: 500 },
      { method: 'loyalty', amount: 251, points: 50 },
    ]);
    const second = await returning.takeBack(sale, { 0: 5 });
    expect(second.refunds).toMatchObject([
      { method: 'loyalty', amount: 749, points: 150, balanceAfter: null },
    ]);
    expect(await pointsOf(customerId)).toBe(before);
  });

  test('for a reward are restored with the goods that it made cheaper', async () => {
    const reward = {
      ...{ id: '01936f5e-7c3a-7b1e-9d0a-4f2b8c6d1e77', name: 'Ten off', points: 90 },
      effect: {
        ...{ type: 'amount', amount: 1000 },
        products: { productIds: [], categoryIds: [], excludedProductIds: [], excludedCategoryIds: [] },
      },
    };
    await owing.runProgramme({ rewards: [reward] });
    const customerId = await owing.newCustomer();
    await buy(customerId, 1);
    const before = (await pointsOf(customerId)) ?? 0;
    const sale = await selling.sell({
      ...{ customerId, lines: things(3), rewardIds: [reward.id], payments: [card(34_700)] },
    });
    const restored: number[] = [];
    for (let i = 0; i < 3; i += 1) {
      restored.push((await returning.takeBack(sale, { 0: 1 })).loyalty.restored);
    }
    expect(restored).toEqual([30, 30, 30]);
    expect(await pointsOf(customerId)).toBe(before);
  });
});

describe('who was merged since, or erased', () => {
  test('what they had goes to who stands for them now', async () => {
    await owing.runProgramme();
    const [kept, merged] = [await owing.newCustomer(), await owing.newCustomer()];
    await owing.give(merged, 11_900);
    const sale = await selling.sell({
      ...{ customerId: merged, lines: things(2), payments: [byStoreCredit(11_900), card(11_900)] },
    });
    await merge(merged, kept);
    const given = await returning.takeBack(sale);
    expect(given).toMatchObject({ customerId: merged, loyalty: { clawedBack: sale.loyalty.earned } });
    expect(given.refunds[1]).toMatchObject({ method: 'store_credit', amount: 11_900, balanceAfter: 11_900 });
    const [totals] = await selling.rows('SELECT * FROM customer_totals WHERE customer_id = $1', [kept]);
    expect(totals).toMatchObject({ returned: 23_800, return_count: 1 });
    const { items } = await selling.get(`/returns?customerId=${kept}`);
    expect(items.map(({ id }: Json) => id)).toEqual([given.id]);
  });

  test('what they had brought back is in the figures of who stands for them now', async () => {
    const [kept, merged] = [await owing.newCustomer(), await owing.newCustomer()];
    const [first, second] = [await buy(kept, 1), await buy(merged, 3)];
    await returning.takeBack(first);
    await returning.takeBack(second, { 0: 1 });
    expect((await selling.get(`/customers/${merged}`)).lifetime).toMatchObject([
      { total: 35_700, returnCount: 1, returned: 11_900 },
    ]);
    await merge(merged, kept);
    await returning.takeBack(second, { 0: 2 });
    expect((await selling.get(`/customers/${kept}`)).lifetime).toMatchObject([
      { saleCount: 2, total: 47_600, returnCount: 3, returned: 47_600 },
    ]);
  });

  test('nobody gets store credit who was erased: it takes another way', async () => {
    const customerId = await owing.newCustomer();
    await owing.give(customerId, 150);
    const sale = await selling.sell({
      ...{ customerId, lines: [{ productId: shop.products.voucher.id, quantity: 1 }] },
      payments: [byStoreCredit(150)],
    });
    await selling.create(`/customers/${customerId}/erase`, { version: 1, forfeitBalances: true });
    expect(await refused(() => returning.bring(sale))).toMatchObject({ code: 'CUSTOMER_REQUIRED' });
    const refunds = [{ method: 'cash', amount: 150 }];
    expect((await returning.takeBack(sale, undefined, { refunds })).refunds).toMatchObject([
      { method: 'cash', amount: 150, paymentId: sale.payments[0].id },
    ]);
  });
});
