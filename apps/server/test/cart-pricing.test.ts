import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { card, cash, endWithCleanBooks, type Selling, sellingAt } from './selling.ts';
import { type Answer, type Json, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let made = 0;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
});
afterAll(() => endWithCleanBooks(server));

const unique = (what: string) => `${what} ${++made}`;
const post = (path: string, body: object, token = shop.owner): Promise<Answer> =>
  server.request('POST', `/v1${path}`, { token, body });
const quoteAnswer = (body: object) => post('/sales/quote', { storeId: selling.here.store.id, ...body });
const refusal = async (body: object) => {
  const { status, body: problem } = await quoteAnswer(body);
  return [status, problem.code];
};
const untracked = (fields: object = {}) => selling.newProduct({ trackStock: false, ...fields });
const group = async () => (await selling.create('/customer-groups', { name: unique('Group') })).id;
const customer = (fields: object = {}) =>
  selling.create('/customers', { name: unique('Customer'), ...fields });
/** A discount on these products only, so that tests do not meet in one cart. */
const discount = (productIds: readonly string[], fields: object) =>
  selling.create('/discounts', { name: unique('Discount'), products: { productIds }, ...fields });
const stop = ({ id, version }: Json) => selling.create(`/discounts/${id}/archive`, { version });
const priceList = async (fields: object, prices: readonly Json[]) => {
  const list = await selling.create('/price-lists', { name: unique('List'), ...fields });
  const answer = await server.request('PUT', `/v1/price-lists/${list.id}/prices`, {
    ...{ token: shop.owner, body: { prices } },
  });
  expect(answer.status).toBe(200);
  return list;
};
const percentage = (value: number, target = 'line') => ({ type: 'percentage', percentage: value, target });

describe('the unit price', () => {
  test('comes from the most particular list that holds, and says so', async () => {
    const productId = await untracked({ price: 1000 });
    const groupId = await group();
    const { id: customerId } = await customer({ groupIds: [groupId] });
    const storeId = selling.here.store.id;
    const line = async (body: object = {}) =>
      (await selling.quote({ lines: [{ productId, quantity: 1 }], ...body })).lines[0];
    expect(await line()).toMatchObject({
      unitPrice: 1000,
      price: { source: 'product', cataloguePrice: null },
    });

    await priceList({}, [{ productId, unitPrice: 900 }]);
    expect(await line()).toMatchObject({
      unitPrice: 900,
      price: { source: 'price_list', cataloguePrice: 1000 },
    });
    await priceList({ customerGroupId: groupId }, [{ productId, unitPrice: 800 }]);
    expect((await line()).unitPrice).toBe(900);
    expect((await line({ customerId })).unitPrice).toBe(800);
    const ofStore = await priceList({ storeId }, [{ productId, unitPrice: 850 }]);
    expect(await line({ customerId })).toMatchObject({ unitPrice: 850, price: { priceListId: ofStore.id } });
    await priceList({ storeId, customerGroupId: groupId }, [{ productId, unitPrice: 700 }]);
    expect((await line({ customerId })).unitPrice).toBe(700);
    expect((await line()).unitPrice).toBe(850);
    await priceList({ storeId, endsOn: '2020-12-31' }, [{ productId, unitPrice: 1 }]);
    await priceList({ storeId, startsOn: '2099-01-01' }, [{ productId, unitPrice: 2 }]);
    const later = await priceList({ storeId, startsOn: '2020-01-01' }, [{ productId, unitPrice: 845 }]);
    expect(await line()).toMatchObject({ unitPrice: 845, price: { priceListId: later.id } });
    await server.request('PATCH', `/v1/price-lists/${later.id}`, {
      ...{ token: shop.owner, body: { version: 1, status: 'archived' } },
    });
    expect((await line()).unitPrice).toBe(850);
  });

  test('reaches its tier by all lines of the product together, however they are split', async () => {
    const productId = await untracked({ price: 1000 });
    await priceList({}, [
      { productId, unitPrice: 990 },
      { productId, minQuantity: 5, unitPrice: 800 },
      { productId, minQuantity: 10, unitPrice: 700 },
    ]);
    const prices = async (...quantities: number[]) =>
      (await selling.quote({ lines: quantities.map((quantity) => ({ productId, quantity })) })).lines.map(
        ({ unitPrice }: Json) => unitPrice,
      );
    expect(await prices(4)).toEqual([990]);
    expect(await prices(2, 3)).toEqual([800, 800]);
    expect(await prices(10)).toEqual([700]);
  });

  test('of a variant is its own, or its parent’s; a parent is not sold', async () => {
    const options = [{ name: 'Size', values: ['S', 'M'] }];
    const parentId = await selling.newProduct({ price: 2000, options });
    const small = await untracked({ parentId, optionValues: { Size: 'S' }, price: undefined });
    const medium = await untracked({ parentId, optionValues: { Size: 'M' }, price: 2500 });
    const lines = [small, medium].map((productId) => ({ productId, quantity: 1 }));
    expect((await selling.quote({ lines })).lines.map(({ unitPrice }: Json) => unitPrice)).toEqual([
      2000, 2500,
    ]);
    await priceList({}, [{ productId: parentId, unitPrice: 1500 }]);
    expect((await selling.quote({ lines })).lines.map(({ unitPrice }: Json) => unitPrice)).toEqual([
      1500, 1500,
    ]);
    expect(await refusal({ lines: [{ productId: parentId, quantity: 1 }] })).toEqual([
      409,
      'PRODUCT_NOT_FOR_SALE',
    ]);
  });

  test('is typed in where it is open, and takes nobody’s permission', async () => {
    const productId = await selling.newProduct({ kind: 'open_price', price: undefined });
    const { body } = await quoteAnswer({ lines: [{ productId, quantity: 1 }] });
    expect([body.code, body.detail]).toEqual(['PRICE_MISSING', expect.stringContaining('unitPrice')]);
    const cashier = await server.signInAs('cashier');
    const lines = [{ productId, quantity: 1, unitPrice: 1234 }];
    const sale = await selling.sell({ lines, payments: [cash(1234)] }, { token: cashier });
    expect(sale.lines[0]).toMatchObject({ unitPrice: 1234, price: { source: 'open' } });
  });

  test('is missing in a store of another currency until a list has it', async () => {
    const productId = await untracked();
    const place = await selling.newStore({ currency: 'CHF' });
    const lines = [{ productId, quantity: 1 }];
    const cart = { storeId: place.store.id, lines };
    expect(await refusal(cart)).toEqual([409, 'PRICE_MISSING']);
    await priceList({ currency: 'CHF' }, [{ productId, unitPrice: 120 }]);
    expect(await selling.quote(cart)).toMatchObject({ currency: 'CHF', total: 120 });
    expect((await selling.quote({ lines })).total).toBe(100);
  });
});

describe('a bundle', () => {
  test('is sold as one, and takes its stock from what it holds, all or nothing', async () => {
    const [cup, beans] = [await selling.newProduct(), await selling.newProduct()];
    const components = [
      { productId: cup, quantity: 2 },
      { productId: beans, quantity: 1 },
    ];
    const bundle = await selling.newProduct({ kind: 'bundle', components, price: 450 });
    await selling.stockUp({ [cup]: 6, [beans]: 10 });
    const lines = [
      { productId: bundle, quantity: 2 },
      { productId: cup, quantity: 1 },
    ];
    const sale = await selling.sell({ lines, payments: [cash(1000)] });
    expect(sale.total).toBe(1000);
    expect(await selling.stockOf(cup)).toEqual([1, 40]);
    expect(await selling.stockOf(beans)).toEqual([8, 320]);
    const [costs] = await selling.rows(
      'SELECT array_agg(cost ORDER BY position) AS of FROM sale_lines WHERE sale_id = $1',
      [sale.id],
    );
    expect(costs.of.map(Number)).toEqual([240, 40]);

    const refused = await selling.checkout({
      lines: [{ productId: bundle, quantity: 1 }],
      payments: [cash(450)],
    });
    expect([refused.status, refused.body.code]).toEqual([409, 'INSUFFICIENT_STOCK']);
    expect(refused.body.details.lines).toMatchObject([
      { productId: cup, position: 0, requested: 2, onHand: 1 },
    ]);
    expect(await selling.stockOf(beans)).toEqual([8, 320]);
  });

  test('and its parts are sold by many at once: as many as there are, no deadlock', async () => {
    const parts = [await selling.newProduct(), await selling.newProduct()];
    const inOrder = (ids: readonly string[]) => ids.map((productId) => ({ productId, quantity: 1 }));
    const bundles = [
      await selling.newProduct({ kind: 'bundle', components: inOrder(parts) }),
      await selling.newProduct({ kind: 'bundle', components: inOrder([...parts].reverse()) }),
    ];
    await selling.stockUp(Object.fromEntries(parts.map((id) => [id, 12])));
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, i) => {
        const productId = [...bundles, ...parts][i % 4];
        return selling.checkout({ lines: [{ productId, quantity: 1 }], payments: [cash(100)] });
      }),
    );
    const taken = answers.flatMap(({ status }, i) => (status === 201 ? [i % 4] : []));
    for (const [index, part] of parts.entries()) {
      const left = 12 - taken.filter((which) => which < 2 || which === 2 + index).length;
      expect((await selling.stockOf(part))[0]).toBe(left);
      expect(left).toBeGreaterThanOrEqual(0);
    }
  });
});

describe('the label of a scale', () => {
  beforeAll(async () => {
    const { version } = await selling.get('/settings');
    const layout = { pluDigits: 4, valueDigits: 6 };
    const labelLayouts = [
      { ...layout, prefix: '26', value: 'weight', decimals: 3 },
      { ...layout, prefix: '21', value: 'price', decimals: 2 },
    ];
    const answer = await server.request('PATCH', '/v1/settings', {
      ...{ token: shop.owner, body: { version, labelLayouts } },
    });
    expect(answer.status).toBe(200);
  });

  test('sells the piece by its weight or at its price, to the cent', async () => {
    const weighed = { soldBy: 'measure', unitLabel: 'kg', trackStock: false };
    const cheese = await selling.newProduct({ ...weighed, price: 1990, plu: '2357' });
    const byWeight = await selling.quote({
      lines: [{ productId: cheese, quantity: 1, barcode: '2623570001505' }],
    });
    expect(byWeight.lines[0]).toMatchObject({ quantity: 0.15, unitPrice: 1990, total: 299 });

    // GS1 Denmark's example of a price: 39.75.
    const ham = await selling.newProduct({ ...weighed, price: 1990, plu: '3504' });
    const lines = [{ productId: ham, quantity: 1, barcode: '2135040039753' }];
    const byPrice = await selling.quote({ lines });
    expect(byPrice.lines[0]).toMatchObject({
      quantity: 1.997,
      gross: 3975,
      total: 3975,
      price: { source: 'label' },
    });
    const cashier = await server.signInAs('cashier');
    expect((await selling.sell({ lines, payments: [card(3975)] }, { token: cashier })).total).toBe(3975);
  });

  const weighed = { soldBy: 'measure', unitLabel: 'kg', trackStock: false };
  const labelled = (productId: string, barcode: string) => ({ productId, quantity: 1, barcode });

  test('reaches tiers by its weight; at its price it keeps the price that it was weighed at', async () => {
    const productId = await selling.newProduct({ ...weighed, price: 2000, plu: '4000' });
    const groupId = await group();
    const { id: customerId } = await customer({ groupIds: [groupId] });
    await priceList({}, [
      { productId, unitPrice: 1900, minQuantity: 0.001 },
      { productId, unitPrice: 1500, minQuantity: 2 },
    ]);
    await priceList({ customerGroupId: groupId }, [{ productId, unitPrice: 1000 }]);
    const priced = async (lines: Json[], fields: object = {}) =>
      (await selling.quote({ lines, ...fields })).lines.map(({ quantity, unitPrice, total }: Json) => [
        ...[quantity, unitPrice, total],
      ]);
    const [light, heavy] = ['2640000001508', '2640000019800'].map((code) => labelled(productId, code));
    expect(await priced([light as Json])).toEqual([[0.15, 1900, 285]]);
    expect(await priced([light as Json, heavy as Json])).toEqual([
      [0.15, 1500, 225],
      [1.98, 1500, 2970],
    ]);
    // 38.00 at 19.00 a kilogram: with its 2 kg the other piece has the price from there on, it has not itself.
    const atPrice = labelled(productId, '2140000038004');
    expect(await priced([atPrice, light as Json])).toEqual([
      [2, 1900, 3800],
      [0.15, 1500, 225],
    ]);
    expect(await priced([atPrice], { customerId })).toEqual([[2, 1900, 3800]]);
  });

  test('with a price is refused in a store of another currency, however many digits that has', async () => {
    const [piece, cheese] = [
      await untracked({ plu: '4001' }),
      await selling.newProduct({ ...weighed, plu: '4002' }),
    ];
    for (const currency of ['JPY', 'KWD', 'CHF']) {
      const { store } = await selling.newStore({ currency });
      await priceList({ currency }, [{ productId: cheese, unitPrice: 500 }]);
      const lines = [labelled(piece, '2140010005256'), labelled(cheese, '2140020005253')];
      const { status, body } = await quoteAnswer({ storeId: store.id, lines });
      expect([status, body.code, body.details.lines.length]).toEqual([409, 'PRICE_MISSING', 2]);
      expect(body.detail).toContain(`has a label with a price in EUR, and none in ${currency}`);
      const byWeight = [labelled(cheese, '2640020002004')];
      expect((await selling.quote({ storeId: store.id, lines: byWeight })).total).toBe(100);
    }
  });

  test('with a price or weight of zero, with a part of a unit, or without a price to weigh by is refused', async () => {
    const piece = await untracked({ plu: '4003' });
    const free = await selling.newProduct({ ...weighed, price: 0, plu: '4004' });
    expect(await refusal({ lines: [labelled(piece, '2140030000002')] })).toEqual([400, 'INVALID_BARCODE']);
    expect(await refusal({ lines: [labelled(piece, '2640030000007')] })).toEqual([400, 'INVALID_BARCODE']);
    expect(await refusal({ lines: [labelled(piece, '2640030005002')] })).toEqual([400, 'INVALID_BARCODE']);
    expect((await selling.quote({ lines: [labelled(piece, '2640030020005')] })).lines[0].quantity).toBe(2);
    expect(await refusal({ lines: [labelled(free, '2140040005257')] })).toEqual([409, 'PRICE_MISSING']);
  });

  test('is refused for another product, with a wrong check digit, or with another quantity', async () => {
    const productId = await untracked({ plu: '1111' });
    const fields = async (line: object) => {
      const { status, body } = await quoteAnswer({ lines: [{ productId, quantity: 1, ...line }] });
      return [status, body.errors?.[0]?.path.at(-1)];
    };
    expect(await fields({ barcode: '2623570001505' })).toEqual([400, 'barcode']);
    expect(await fields({ barcode: '4006381333931' })).toEqual([400, 'barcode']);
    expect(await fields({ barcode: '2611110001507', quantity: 2 })).toEqual([400, 'quantity']);
    expect(await fields({ barcode: '2611110001507', unitPrice: 1 })).toEqual([400, 'unitPrice']);
    const misread = [{ productId, quantity: 1, barcode: '2611110001501' }];
    expect(await refusal({ lines: misread })).toEqual([400, 'INVALID_BARCODE']);
  });
});

describe('discounts', () => {
  test('are given by themselves or for a code, and each says why or why not', async () => {
    const productId = await untracked({ price: 2999 });
    const automatic = await discount([productId], { effect: percentage(10) });
    const coded = await discount([productId], { code: 'SUMMER15', effect: percentage(15, 'sale') });
    const far = await discount([productId], {
      effect: { type: 'amount', amount: 500, target: 'sale' },
      conditions: { minimumAmount: 5000 },
    });
    const lines = [{ productId, quantity: 1 }];
    expect(await selling.quote({ lines })).toMatchObject({ discountTotal: 300, total: 2699 });
    const quote = await selling.quote({ lines, codes: ['summer15'] });
    // 10 % of 29.99 = 3.00; 15 % of 26.99 = 4.05 (half up).
    expect(quote).toMatchObject({ discountTotal: 705, total: 2294 });
    expect(quote.discounts.map(({ id, amount }: Json) => [id, amount])).toEqual([
      [automatic.id, 300],
      [coded.id, 405],
    ]);
    expect(quote.explanation.join('\n')).toContain(`discount ${automatic.name}, 10 % of 29.99 = 3.00`);
    const { outcomes } = await selling.create('/discounts/evaluate', {
      storeId: selling.here.store.id,
      lines,
    });
    const outcomeOf = ({ id }: Json) => outcomes.find(({ discountId }: Json) => discountId === id);
    expect(outcomeOf(automatic)).toMatchObject({ status: 'applied', amount: 300, reason: null });
    expect(outcomeOf(coded)).toMatchObject({ status: 'not_applicable', reason: 'CODE_MISSING' });
    expect(outcomeOf(far)).toMatchObject({
      reason: 'MINIMUM_AMOUNT',
      detail: expect.stringContaining('20.01'),
    });
    expect(await refusal({ lines, codes: ['WINTER'] })).toEqual([409, 'DISCOUNT_CODE_INVALID']);

    const sale = await selling.sell({
      lines,
      codes: ['SUMMER15'],
      payments: [cash(2294)],
      expected: { total: 2294 },
    });
    expect(sale.discounts).toEqual(quote.discounts);
    const [stored] = await selling.rows('SELECT discounts FROM sales WHERE id = $1', [sale.id]);
    expect(stored.discounts).toEqual(sale.discounts);
    for (const rule of [automatic, coded, far]) await stop(rule);
    expect((await selling.quote({ lines })).total).toBe(2999);
    expect(await selling.get(`/sales/${sale.id}`)).toEqual(sale);
  });

  test('give the customer the cheapest: one exclusive, or all combinable ones', async () => {
    const productId = await untracked({ price: 10_000 });
    const rules = [
      await discount([productId], { effect: percentage(10) }),
      await discount([productId], { effect: { type: 'amount', amount: 500, target: 'line' } }),
      await discount([productId], { effect: percentage(14), stacking: 'exclusive' }),
    ];
    const lines = [{ productId, quantity: 1 }];
    // Together 15.00 off, alone 14.00.
    expect((await selling.quote({ lines })).total).toBe(8500);
    rules.push(await discount([productId], { effect: percentage(16), stacking: 'exclusive' }));
    expect((await selling.quote({ lines })).total).toBe(8400);
    for (const rule of rules) await stop(rule);
  });

  test('for a group, and for a first purchase, know the customer', async () => {
    const productId = await untracked({ price: 1000 });
    const groupId = await group();
    const forGroup = await discount([productId], {
      ...{ effect: percentage(10), conditions: { customerGroupIds: [groupId] } },
    });
    const first = await discount([productId], {
      effect: percentage(50),
      conditions: { firstPurchaseOnly: true },
    });
    const [member, stranger] = [await customer({ groupIds: [groupId] }), await customer()];
    const lines = [{ productId, quantity: 1 }];
    expect((await selling.quote({ lines })).total).toBe(1000);
    expect((await selling.quote({ lines, customerId: stranger.id })).total).toBe(500);
    expect((await selling.quote({ lines, customerId: member.id })).total).toBe(450);
    const body = { lines, customerId: stranger.id, payments: [card(500)] };
    const answers = await Promise.all(Array.from({ length: 8 }, () => selling.checkout(body)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const codes = answers.flatMap(({ status, body: { code } }) => (status === 201 ? [] : code));
    for (const code of codes) expect(['DISCOUNT_USED_UP', 'PAYMENT_MISMATCH']).toContain(code);
    expect((await selling.quote({ lines, customerId: stranger.id })).total).toBe(1000);
    for (const rule of [forGroup, first]) await stop(rule);
  });

  test('buy two, get one free: the cheapest, at the price it has', async () => {
    const [dear, cheap] = [await untracked({ price: 500 }), await untracked({ price: 300 })];
    const effect = { type: 'buy_x_get_y', buyQuantity: 2, getQuantity: 1 };
    const rule = await discount([dear, cheap], { effect });
    const quote = await selling.quote({
      lines: [
        { productId: dear, quantity: 2 },
        { productId: cheap, quantity: 1 },
      ],
    });
    expect(quote).toMatchObject({ grossTotal: 1300, discountTotal: 300, total: 1000 });
    expect(quote.lines[1].discounts).toMatchObject([
      { id: rule.id, quantity: 1, percentage: 100, amount: 300 },
    ]);
    await stop(rule);
  });

  test('with a code that takes nothing off are refused, unless the till has shown the price without it', async () => {
    const productId = await untracked({ price: 1000 });
    const code = `REST-${++made}`;
    const here = selling.here.store.id;
    const rules = [
      await discount([productId], {
        ...{ code: `${code}-MIN`, effect: percentage(10), conditions: { minimumAmount: 1001 } },
      }),
      await discount([productId], { code: `${code}-ONCE`, effect: percentage(10), usageLimit: 1 }),
      await discount([productId], { code: `${code}-EACH`, effect: percentage(10), usageLimitPerCustomer: 1 }),
      await discount([productId], {
        ...{ code: `${code}-THERE`, effect: percentage(10) },
        conditions: { storeIds: [selling.there.store.id] },
      }),
    ];
    const lines = [{ productId, quantity: 1 }];
    await selling.sell({ lines, codes: [`${code}-ONCE`], payments: [cash(900)] });
    const attempt = async (codes: readonly string[], fields: object = {}) => {
      const { status, body } = await selling.checkout({ lines, codes, payments: [cash(1000)], ...fields });
      return [status, body.code, body.details?.discounts?.map(({ reason }: Json) => reason)];
    };
    const before = await selling.counts();
    const lost = async (name: string) => attempt([`${code}-${name}`]);
    expect(await lost('MIN')).toEqual([409, 'DISCOUNT_NOT_APPLICABLE', ['MINIMUM_AMOUNT']]);
    expect(await lost('EACH')).toEqual([409, 'DISCOUNT_NOT_APPLICABLE', ['CUSTOMER_NEEDED']]);
    expect(await lost('THERE')).toEqual([409, 'DISCOUNT_NOT_APPLICABLE', ['OTHER_STORE']]);
    expect(await lost('ONCE')).toEqual([409, 'DISCOUNT_USED_UP', undefined]);
    expect(await attempt([` ${code}-min `, `${code}-ONCE`])).toEqual([
      ...[409, 'DISCOUNT_NOT_APPLICABLE', ['MINIMUM_AMOUNT', 'USAGE_LIMIT']],
    ]);
    expect(await attempt([`${code}-MIN`], { expected: { total: 999 } })).toEqual([
      ...[422, 'PRICE_MISMATCH', undefined],
    ]);
    expect(await selling.counts()).toEqual(before);
    const shown = await selling.sell({
      ...{ lines, codes: [`${code}-MIN`], expected: { total: 1000 }, payments: [cash(1000)] },
    });
    expect(shown.total).toBe(1000);

    // One that a better offer has replaced takes nothing from the customer.
    rules.push(await discount([productId], { effect: percentage(50), stacking: 'exclusive' }));
    rules.push(await discount([productId], { code: `${code}-LESS`, effect: percentage(1) }));
    expect((await selling.sell({ lines, codes: [`${code}-LESS`], payments: [cash(500)] })).total).toBe(500);

    const quote = await selling.quote({ storeId: here, lines, codes: [` ${code.toLowerCase()}-there `] });
    expect(quote.discountOutcomes).toContainEqual(
      expect.objectContaining({
        code: `${code}-THERE`,
        reason: 'OTHER_STORE',
        detail: 'It is for other stores.',
      }),
    );
    for (const rule of rules) await stop(await selling.get(`/discounts/${rule.id}`));
  });

  test('with amounts of another currency say so, in a store that has another', async () => {
    const productId = await untracked({ price: 1000 });
    const { store } = await selling.newStore({ currency: 'CHF' });
    await priceList({ currency: 'CHF' }, [{ productId, unitPrice: 1000 }]);
    const rules = [
      await discount([productId], { effect: { type: 'amount', amount: 100, target: 'line' } }),
      await discount([productId], { effect: percentage(10), conditions: { minimumAmount: 1 } }),
      await discount([productId], { effect: percentage(20) }),
    ];
    const { outcomes, quote } = await selling.create('/discounts/evaluate', {
      ...{ storeId: store.id, lines: [{ productId, quantity: 1 }] },
    });
    const reasons = rules.map(({ id }) => outcomes.find(({ discountId }: Json) => discountId === id)?.reason);
    expect(reasons).toEqual(['OTHER_CURRENCY', 'OTHER_CURRENCY', null]);
    expect(quote.total).toBe(800);
    for (const rule of rules) await stop(rule);
  });

  test('are never more than the sale', async () => {
    const productId = await untracked({ price: 1000 });
    const rule = await discount([productId], { effect: { type: 'amount', amount: 99_999, target: 'sale' } });
    expect((await selling.quote({ lines: [{ productId, quantity: 1 }] })).total).toBe(0);
    await stop(rule);
  });

  test.each([
    ['in all', { usageLimit: 7 }],
    ['by customer', { usageLimitPerCustomer: 3 }],
  ])('are held to their limit %s by many sales at once', async (_, limits) => {
    const productId = await untracked({ price: 1000 });
    const rule = await discount([productId], { effect: percentage(50), ...limits });
    const { id: customerId } = await customer();
    const lines = [{ productId, quantity: 1 }];
    const body = { lines, customerId, payments: [card(500)], expected: { total: 500 } };
    const answers = await Promise.all(Array.from({ length: 24 }, () => selling.checkout(body)));
    const limit = Object.values(limits)[0];
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(limit as number);
    const codes = new Set(answers.flatMap(({ status, body: { code } }) => (status === 201 ? [] : code)));
    for (const code of codes) expect(['DISCOUNT_USED_UP', 'PRICE_MISMATCH']).toContain(code);
    expect((await selling.quote({ lines, customerId })).total).toBe(1000);
    expect((await selling.get(`/discounts/${rule.id}`)).usedCount).toBe('usageLimit' in limits ? 7 : 0);
    await stop(rule);
  });

  test('several limited ones in one cart, in either order, meet without a deadlock', async () => {
    const productId = await untracked({ price: 1000 });
    const rules = await Promise.all(
      ['A', 'B', 'C'].map((name) => {
        const code = `${name}-${++made}`;
        return discount([productId], { code, effect: percentage(10), usageLimit: 10_000 });
      }),
    );
    const codes = rules.map(({ code }) => code);
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, i) => {
        const given = i % 2 === 0 ? codes : [...codes].reverse();
        return selling.checkout({ lines: [{ productId, quantity: 1 }], codes: given, payments: [card(729)] });
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(24).fill(201));
    for (const rule of rules) {
      expect((await selling.get(`/discounts/${rule.id}`)).usedCount).toBe(24);
      await stop(rule);
    }
  });
});

describe('a customer without tax', () => {
  test('pays the net, and the sale keeps why', async () => {
    const productId = await untracked({ price: 1190 });
    const { id: customerId } = await customer({ taxExempt: true, taxExemptReason: 'EX-4711' });
    const lines = [{ productId, quantity: 1 }];
    const sale = await selling.sell({ lines, customerId, payments: [cash(1000)] });
    expect(sale).toMatchObject({
      ...{ customerId, taxExempt: true, taxExemptReason: 'EX-4711' },
      ...{ grossTotal: 1190, taxTotal: 0, exemptedTaxTotal: 190, netTotal: 1000, total: 1000 },
      lines: [{ gross: 1190, tax: 0, exemptedTax: 190, taxes: [{ amount: 0, exempted: 190 }], total: 1000 }],
      taxes: [{ base: 1000, amount: 0, exempted: 190 }],
    });
    expect(await selling.get(`/sales/${sale.id}`)).toEqual(sale);
    const quote = await selling.quote({ lines, customerId });
    expect(quote).toMatchObject({ taxExemptReason: 'EX-4711', exemptedTaxTotal: 190 });
    const taxed = await selling.quote({ lines });
    expect(taxed).toMatchObject({ taxExemptReason: null, exemptedTaxTotal: 0 });
    expect(taxed.taxes[0]).not.toHaveProperty('exempted');
  });

  test('who is unknown or put away is refused', async () => {
    const productId = await untracked();
    const gone = await customer();
    await selling.create(`/customers/${gone.id}/archive`, { version: 1 });
    const lines = [{ productId, quantity: 1 }];
    expect(await refusal({ lines, customerId: gone.id })).toEqual([400, 'INVALID_REFERENCE']);
    expect(await refusal({ lines, customerId: shop.stores[0].id })).toEqual([400, 'INVALID_REFERENCE']);
  });
});

describe('a service charge', () => {
  test('is of what the goods come to after discounts, is taxed, and stands on the receipt', async () => {
    const productId = await untracked({ price: 1000 });
    const taxCategoryId = shop.taxCategories.standard.id;
    const cart = {
      lines: [{ productId, quantity: 2, discounts: [{ type: 'percentage', percentage: 10 }] }],
      serviceCharges: [{ type: 'percentage', name: 'Service', percentage: 12.5, taxCategoryId }],
    };
    const quote = await selling.quote(cart);
    expect(quote).toMatchObject({ total: 2025, taxTotal: 323 });
    expect(quote.lines[1]).toMatchObject({
      ...{ kind: 'service_charge', productId: null, sku: null, name: 'Service', quantity: 1, gross: 225 },
    });
    const sale = await selling.sell({ ...cart, payments: [cash(2025)] });
    const receipt = await selling.get(`/sales/${sale.id}/receipt`);
    expect(receipt.lines[1]).toMatchObject({ name: 'Service' });
    const bad = [{ type: 'amount', amount: 100, taxCategoryId: productId }];
    expect(await refusal({ ...cart, serviceCharges: bad })).toEqual([400, 'INVALID_REFERENCE']);
  });
});
