import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { byPoints, type Owing, owingAt, refusalOf } from './owing.ts';
import { atOnce, personWith } from './people.ts';
import { card, endWithCleanBooks, type SaleBody, type Selling, sellingAt } from './selling.ts';
import { type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let owing: Owing;
/** At 119.00, of which 19.00 are tax. */
let thing: string;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  owing = owingAt(server, selling);
  thing = await selling.newProduct({ price: 11_900, trackStock: false });
});
afterAll(() => endWithCleanBooks(server));

const one = (productId: string, quantity = 1) => ({ productId, quantity });
const refused = (body: SaleBody) => refusalOf(selling, owing, body);
/** Buys things for the customer, all paid by card. */
const buy = (customerId: string, quantity = 1, fields: object = {}): Promise<Json> =>
  selling.sell({
    ...{ customerId, lines: [one(thing, quantity)], payments: [card(11_900 * quantity)] },
    ...fields,
  });
const pointsOf = async (customerId: string) => owing.balanceOf(await owing.memberOf(customerId));
/** A member with 100 points for each thing that they have bought. */
async function newMember(things = 1): Promise<string> {
  const customerId = await owing.newCustomer();
  await buy(customerId, things);
  return customerId;
}
const quoteRefusal = async (body: object): Promise<Json> => {
  const { status, body: problem } = await server.request('POST', '/v1/sales/quote', {
    ...{ token: shop.owner, body: { storeId: selling.here.store.id, ...body } },
  });
  return { status, code: problem.code, ...problem.details };
};

describe('points earned', () => {
  test('are for full amounts of what goods cost without tax, and make the customer a member', async () => {
    const programme = await owing.runProgramme({ earning: { points: 3, perAmount: 200 } });
    const customerId = await owing.newCustomer();
    expect(await owing.memberOf(customerId)).toBeUndefined();
    const { pointsToEarn } = await selling.quote({ customerId, lines: [one(thing)] });
    expect(pointsToEarn).toBe(150);
    expect((await selling.quote({ lines: [one(thing)] })).pointsToEarn).toBeNull();
    const sale = await buy(customerId);
    expect(sale.loyalty).toEqual({
      ...{ programId: programme.id, earned: 150, base: 10_000, tierId: null, multiplier: 1 },
      ...{ spent: 0, rewards: [] },
    });
    expect(await selling.get(`/sales/${sale.id}`)).toEqual(sale);
    expect(await pointsOf(customerId)).toBe(150);
  });

  test('are none for what is excluded, for service and for gift cards', async () => {
    const category = (name: string, parentId: string | null = null) =>
      selling.create('/categories', { name, parentId });
    const above = await category('Tobacco');
    const below = await category('Cigars', above.id);
    const cigar = await selling.newProduct({ price: 1000, trackStock: false, categoryId: below.id });
    const parentId = await selling.newProduct({ options: [{ name: 'Size', values: ['S'] }] });
    const stamp = await selling.newProduct({
      ...{ parentId, optionValues: { Size: 'S' }, price: 1000, trackStock: false },
    });
    await owing.runProgramme({
      earning: { excludedCategoryIds: [above.id], excludedProductIds: [parentId] },
    });
    const customerId = await owing.newCustomer();
    const { id: giftCardId } = await owing.newCard();
    const cart = {
      customerId,
      lines: [one(cigar), one(stamp), one(thing)],
      serviceCharges: [{ type: 'amount', amount: 5000, taxCategoryId: shop.taxCategories.standard.id }],
      giftCards: [{ giftCardId, amount: 10_000 }],
    };
    expect((await selling.quote(cart)).pointsToEarn).toBe(100);
    const sale = await selling.sell({ ...cart, payments: [card(28_900)] });
    expect(sale.loyalty).toMatchObject({ earned: 100, base: 10_000 });
    const nothing = await selling.sell({
      ...cart,
      lines: [one(cigar)],
      giftCards: [],
      payments: [card(6000)],
    });
    expect(nothing.loyalty).toBeNull();
  });

  test('are more in a tier: the one before the sale', async () => {
    const gold = { id: newId(), name: 'Gold', minimumPoints: 150, multiplier: 1.5 };
    await owing.runProgramme({ tiers: [gold] });
    const customerId = await owing.newCustomer();
    const earned: unknown[] = [];
    for (let i = 0; i < 3; i++) {
      const { loyalty } = await buy(customerId);
      earned.push([loyalty.earned, loyalty.tierId, loyalty.multiplier]);
    }
    expect(earned).toEqual([
      [100, null, 1],
      [100, null, 1],
      [150, gold.id, 1.5],
    ]);
    expect((await selling.quote({ customerId, lines: [one(thing)] })).pointsToEarn).toBe(150);
  });

  test('are none without a programme, while it rests, in another currency, and for who was not enrolled', async () => {
    const customerId = await owing.newCustomer();
    const expectNone = async () => {
      expect((await selling.quote({ customerId, lines: [one(thing)] })).pointsToEarn).toBeNull();
      expect((await buy(customerId)).loyalty).toBeNull();
      const spend = { customerId, lines: [one(thing)], payments: [byPoints(1), card(11_900)] };
      return (await refused(spend)).reason;
    };
    await selling.rows(`UPDATE loyalty_programs SET status = 'ended'`);
    expect(await expectNone()).toBe('no_program');
    await owing.runProgramme();
    await selling.rows('UPDATE merchants SET loyalty_enabled = false');
    expect(await expectNone()).toBe('no_program');
    await owing.runProgramme({ currency: 'USD' });
    expect(await expectNone()).toBe('other_currency');
    await owing.runProgramme({ enrols_automatically: false });
    expect(await expectNone()).toBe('not_a_member');
    expect(await owing.memberOf(customerId)).toBeUndefined();
  });

  test('of the first two sales at once make one member', async () => {
    await owing.runProgramme();
    const tills = await Promise.all([selling.newTill(), selling.newTill()]);
    for (let round = 0; round < 5; round++) {
      const customerId = await owing.newCustomer();
      await atOnce(8, (i) => buy(customerId, 1, { registerId: tills[i % 2]?.id }));
      expect(await pointsOf(customerId)).toBe(800);
    }
  });
});

describe('points as a payment', () => {
  test('pay what they are worth, rounded down, and earn nothing on it', async () => {
    await owing.runProgramme({ redemption: { points: 30, amount: 100 } });
    const customerId = await newMember();
    // 100 points are 333.33.
    const sale = await selling.sell({
      ...{ customerId, lines: [one(thing)], payments: [byPoints(100), card(11_900 - 333)] },
    });
    const accountId = await owing.memberOf(customerId);
    expect(sale.payments[0]).toMatchObject({
      ...{ method: 'loyalty', amount: 333, tendered: 333, change: 0, tip: 0, points: 100 },
      ...{ giftCardId: null, balanceAfter: null, reference: null },
    });
    expect(sale.loyalty).toMatchObject({ base: 10_000 - 333, earned: 96, spent: 100, rewards: [] });
    expect(await owing.balanceOf(accountId)).toBe(96);
    const text = ok(
      await server.request('GET', `/v1/sales/${sale.id}/receipt?format=text`, { token: shop.owner }),
    );
    const row = (label: string, amount: string) => label + amount.padStart(42 - label.length);
    expect(text).toContain(
      [
        ...[row('Points 100', '€3.33'), row('Card T-1', '€115.67'), ''],
        ...[row('Points earned', '96'), row('Points spent', '100'), row('Points balance', '96')],
      ].join('\n'),
    );
    // Later sales change nothing on it.
    await buy(customerId);
    const again = await server.request('GET', `/v1/sales/${sale.id}/receipt?format=text`, {
      token: shop.owner,
    });
    expect(ok(again)).toBe(text);
  });

  test('are refused: too few, too many, more than there are, of nobody, where they pay nothing', async () => {
    await owing.runProgramme({ redemption: { minimumPoints: 50, maximumPercentage: 33.3333 } });
    const customerId = await newMember(10);
    const pay = (points: number, fields: object = {}) =>
      refused({ customerId, lines: [one(thing)], payments: [byPoints(points), card(1)], ...fields });
    const limits = { code: 'POINTS_NOT_TAKEN', minimumPoints: 50, maximumAmount: 3966 };
    expect(await pay(49)).toMatchObject(limits);
    expect(await pay(794)).toMatchObject(limits);
    const enough = { lines: [one(thing, 20)], payments: [byPoints(1001), card(238_000 - 5005)] };
    expect(await pay(0, enough)).toEqual({
      ...{ status: 409, code: 'INSUFFICIENT_BALANCE', kind: 'loyalty', requested: 1001, available: 1000 },
    });
    expect((await pay(100, { customerId: undefined })).code).toBe('CUSTOMER_REQUIRED');
    expect(await pay(100, { customerId: await owing.newCustomer() })).toMatchObject({
      ...{ code: 'LOYALTY_NOT_AVAILABLE', reason: 'not_a_member' },
    });
    await owing.runProgramme({ redemption: null });
    expect(await pay(100, { customerId: await newMember() })).toMatchObject({
      ...{ code: 'LOYALTY_NOT_AVAILABLE', reason: 'no_payment' },
    });
    await owing.runProgramme({ redemption: { points: 100, amount: 1 } });
    expect(await pay(99, { customerId: await newMember() })).toMatchObject({ code: 'POINTS_NOT_TAKEN' });
  });

  test('of who has as many as can be kept are refused with what they would earn, and nothing has happened', async () => {
    await owing.runProgramme({ expiryMonths: 12 });
    const customerId = await newMember(1000);
    const accountId = await owing.memberOf(customerId);
    const body = { customerId, lines: [one(thing)], payments: [card(11_900)] };
    await selling.create(`/customers/${customerId}/loyalty/adjustments`, {
      points: 10 ** 12 - ((await owing.balanceOf(accountId)) ?? 0),
      reason: 'As many as can be kept',
    });
    expect(await refused(body)).toMatchObject({ status: 409, code: 'AMOUNT_OUT_OF_RANGE' });
  });

  test('buy no gift card', async () => {
    await owing.runProgramme();
    const customerId = await newMember(100);
    const { id: giftCardId } = await owing.newCard();
    const cart = { customerId, lines: [], giftCards: [{ giftCardId, amount: 1000 }] };
    expect(await refused({ ...cart, payments: [byPoints(100), card(500)] })).toEqual({
      ...{ status: 409, code: 'GIFT_CARD_FOR_GIFT_CARD', maximum: 0 },
    });
  });

  test('that are past their time are gone before any are spent', async () => {
    await owing.runProgramme({ expiry_months: 1 });
    const customerId = await newMember();
    const accountId = (await owing.memberOf(customerId)) ?? '';
    await owing.giveExpired(accountId, 50);
    expect(await owing.balanceOf(accountId)).toBe(150);
    const spend = (points: number) => ({
      ...{ customerId, lines: [one(thing)], payments: [byPoints(points), card(11_900 - points * 5)] },
    });
    expect(await refused(spend(101))).toMatchObject({ code: 'INSUFFICIENT_BALANCE', available: 100 });
    const { loyalty } = await selling.sell(spend(100));
    const entries = await selling.rows(
      'SELECT kind, amount FROM account_entries WHERE account_id = $1 ORDER BY number OFFSET 2',
      [accountId],
    );
    expect(entries).toEqual([
      { kind: 'expire', amount: -50 },
      { kind: 'redeem', amount: -100 },
      { kind: 'earn', amount: loyalty.earned },
    ]);
  });

  test('of 64 sales at once by one member’s points exactly those are paid that there are points for', async () => {
    await owing.runProgramme({ earning: { excludedProductIds: [shop.products.voucher.id] } });
    const customerId = await newMember(10);
    const tills = [selling.here.register.id, (await selling.newTill()).id];
    const answers = await atOnce(64, (i) =>
      selling.checkout({
        ...{ customerId, registerId: tills[i % 2], lines: [one(shop.products.voucher.id)] },
        payments: [byPoints(30)],
      }),
    );
    const outcomes = answers.map(({ status, body }) => (status === 201 ? 'sold' : body.code));
    expect(outcomes.filter((outcome) => outcome === 'sold')).toHaveLength(33);
    expect(new Set(outcomes)).toEqual(new Set(['sold', 'INSUFFICIENT_BALANCE']));
    expect(await pointsOf(customerId)).toBe(10);
  });
});

describe('rewards', () => {
  const everything = { productIds: [], categoryIds: [], excludedProductIds: [], excludedCategoryIds: [] };
  const rewardOf = (points: number, effect: object) => {
    const id = newId();
    return { id, name: `Reward ${points}`, points, effect: { products: everything, ...effect } };
  };

  test('are discounts for points, of their products alone, and take no approval', async () => {
    const tenth = rewardOf(40, {
      ...{ type: 'percentage', percentage: 50 },
      products: { ...everything, productIds: [thing] },
    });
    const coin = rewardOf(30, { type: 'amount', amount: 100 });
    await owing.runProgramme({ rewards: [tenth, coin] });
    const customerId = await newMember();
    const wrapping = shop.products.voucher.id;
    const cart = { customerId, lines: [one(thing), one(wrapping)], rewardIds: [coin.id, tenth.id] };
    const rewards = [
      { id: coin.id, name: 'Reward 30', points: 30, amount: 100 },
      { id: tenth.id, name: 'Reward 40', points: 40, amount: 5950 },
    ];
    const quote = await selling.quote(cart);
    expect(quote).toMatchObject({ rewards, total: 6000, discountTotal: 6050, sensitiveActions: [] });
    const cashier = await personWith(server, [{ role: 'cashier', storeId: selling.here.store.id }]);
    const sale = await selling.sell({ ...cart, payments: [card(6000)] }, { token: cashier.token });
    expect(sale.discounts.map(({ id, amount }: Json) => [id, amount]).sort()).toEqual(
      rewards.map(({ id, amount }) => [id, amount]).sort(),
    );
    expect(sale.loyalty).toMatchObject({ spent: 70, rewards, earned: quote.pointsToEarn });
    expect(await pointsOf(customerId)).toBe(30 + sale.loyalty.earned);
  });

  test('give away the dearest unit, and promotions do not count it again', async () => {
    const cup = await selling.newProduct({ price: 300, trackStock: false });
    const mug = await selling.newProduct({ price: 500, trackStock: false });
    const free = rewardOf(50, {
      ...{ type: 'free_product' },
      products: { ...everything, productIds: [cup, mug] },
    });
    const another = { ...free, id: newId() };
    await owing.runProgramme({ rewards: [free, another] });
    const customerId = await newMember(2);
    const quoteOf = (lines: Json[], rewardIds: string[]) => selling.quote({ customerId, lines, rewardIds });
    expect((await quoteOf([one(cup, 3), one(mug, 2), one(thing)], [free.id])).rewards[0].amount).toBe(500);
    const both = await quoteOf([one(cup, 3), one(mug)], [free.id, another.id]);
    expect(both.rewards.map(({ amount }: Json) => amount)).toEqual([500, 300]);
    const discount = await selling.create('/discounts', {
      name: 'Two for one',
      effect: { type: 'buy_x_get_y', buyQuantity: 1, getQuantity: 1 },
      products: { ...everything, productIds: [mug] },
    });
    try {
      const lines = [one(mug, 2)];
      expect((await quoteOf(lines, [])).total).toBe(500);
      expect((await quoteOf(lines, [free.id])).total).toBe(500);
      expect((await quoteOf([one(mug, 3)], [free.id])).total).toBe(500);
      const sale = { customerId, lines: [one(mug, 3)], rewardIds: [free.id], payments: [card(500)] };
      expect((await selling.sell(sale)).lines[0].discounts).toMatchObject([
        { id: discount.id, quantity: 1, amount: 500 },
        { id: free.id, quantity: 1, amount: 500, percentage: 100 },
      ]);
    } finally {
      await selling.create(`/discounts/${discount.id}/archive`, { version: 1 });
    }
  });

  test('are refused by quote and sale alike: unknown ones, without customer or points, and for nothing', async () => {
    const reward = rewardOf(150, {
      ...{ type: 'free_product' },
      products: { ...everything, productIds: [thing] },
    });
    await owing.runProgramme({ rewards: [reward] });
    const [poor, rich] = [await newMember(1), await newMember(2)];
    const wrapping = shop.products.voucher.id;
    const expected: [object, object][] = [
      [{}, { code: 'CUSTOMER_REQUIRED' }],
      [{ customerId: await owing.newCustomer() }, { code: 'LOYALTY_NOT_AVAILABLE', reason: 'not_a_member' }],
      [
        { customerId: poor },
        { code: 'INSUFFICIENT_BALANCE', kind: 'loyalty', requested: 150, available: 100 },
      ],
      [{ customerId: rich, rewardIds: [newId()] }, { code: 'INVALID_REFERENCE' }],
      [
        { customerId: rich, lines: [one(wrapping)] },
        { code: 'REWARD_NOT_APPLICABLE', rewardIds: [reward.id] },
      ],
    ];
    for (const [fields, refusal] of expected) {
      const cart = { lines: [one(thing)], rewardIds: [reward.id], ...fields };
      expect(await refused({ ...cart, payments: [] })).toMatchObject(refusal);
      expect(await quoteRefusal(cart)).toMatchObject(refusal);
    }
    // What the reward costs is not there twice.
    const both = { customerId: rich, lines: [one(thing, 2)], rewardIds: [reward.id] };
    expect(await refused({ ...both, payments: [byPoints(51), card(11_900 - 255)] })).toMatchObject({
      ...{ code: 'INSUFFICIENT_BALANCE', requested: 201, available: 200 },
    });
    const sale = await selling.sell({ ...both, payments: [byPoints(50), card(11_900 - 250)] });
    expect(sale.loyalty).toMatchObject({ spent: 200 });
  });

  test('that many sales take at once are had as often as there are points', async () => {
    const coin = rewardOf(30, { type: 'amount', amount: 100 });
    await owing.runProgramme({
      rewards: [coin],
      earning: { excludedProductIds: [shop.products.voucher.id] },
    });
    const customerId = await newMember();
    const answers = await atOnce(16, () =>
      selling.checkout({
        ...{ customerId, lines: [one(shop.products.voucher.id)], rewardIds: [coin.id], payments: [card(50)] },
      }),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(await pointsOf(customerId)).toBe(10);
  });
});
