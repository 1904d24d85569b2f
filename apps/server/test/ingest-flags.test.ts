import type { SaleFlagKind } from '@cashwrap/contract';
import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countingAt } from './counting.ts';
import { type Ingesting, type IngestOptions, ingestingAt } from './ingesting.ts';
import { callAs } from './people.ts';
import { card, cash, endWithCleanBooks, type Place } from './selling.ts';
import { type Json, ok, openShift, type Shop, startTestServer, type TestServer } from './support.ts';

const DAY = 86_400_000;

let server: TestServer;
let shop: Shop;
let till: Ingesting;
let owner: ReturnType<typeof callAs>;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  till = ingestingAt(server, shop);
  owner = callAs(server, shop.owner);
});
afterAll(() => endWithCleanBooks(server));

const untracked = (fields: object = {}) => till.newProduct({ trackStock: false, ...fields });
const ago = (ms: number) => new Date(server.clock.now().getTime() - ms).toISOString();

/** A sale that must be recorded with just this flag; answers it as it is stored, and what the flag says. */
async function flagged(kind: SaleFlagKind, sale: Json, options?: IngestOptions): Promise<[Json, string]> {
  const result = await till.ingestOne(sale, options);
  expect([result.status, result.error]).toEqual(['recorded_with_flags', null]);
  expect(result.flags.map((flag: Json) => flag.kind)).toEqual([kind]);
  expect(result.flags[0]).toMatchObject({ saleId: sale.id, status: 'open', resolution: null });
  return [await till.get(`/sales/${sale.id}`), result.flags[0].detail];
}

describe('what the till has asked for stands', () => {
  test('where the sale comes to something else here: each line at what was shown, with the tax in it', async () => {
    const [dear, usual] = [await untracked(), await untracked()];
    const [sale, detail] = await flagged(
      'price_differs',
      till.offline(dear, {
        lines: [
          { productId: dear, quantity: 3 },
          { productId: usual, quantity: 1 },
        ],
        ...{ shown: { total: 370, lineTotals: [270, 100] }, payments: [cash(400)] },
      }),
    );
    expect(detail).toBe('The till has asked for 3.70; the sale comes to 4.00 here.');
    expect(sale).toMatchObject({ total: 370, taxTotal: 59, pricesIncludeTax: true, change: 30 });
    expect(sale.lines).toMatchObject([
      { quantity: 3, unitPrice: 90, gross: 270, discounts: [], tax: 43, total: 270 },
      { quantity: 1, unitPrice: 100, gross: 100, tax: 16, total: 100 },
    ]);
    expect(sale.lines[0].price).toEqual({
      ...{ source: 'shown', cataloguePrice: 100, priceListId: null, name: null },
    });
  });

  test('where only the lines differ', async () => {
    const productId = await untracked();
    const lines = [
      { productId, quantity: 1 },
      { productId, quantity: 1 },
    ];
    const shown = { total: 200, lineTotals: [80, 120] };
    const sale = till.offline(productId, { lines, shown, payments: [cash(200)] });
    const [stored, detail] = await flagged('price_differs', sale);
    expect(detail).toBe('The till has asked for 0.80 for line 0, which comes to 1.00 here.');
    expect(stored.lines.map(({ total }: Json) => total)).toEqual([80, 120]);
  });

  test('where prices here are without tax: the tax is in what was paid', async () => {
    const place = await till.newStore({ pricesIncludeTax: false });
    const productId = await untracked();
    const at = { registerId: place.register.id };
    // 1.00 and 19 %.
    const right = till.offline(productId, {
      ...{ ...at, shown: { total: 119, lineTotals: [119] }, payments: [card(119)] },
    });
    expect((await till.ingestOne(right, { place })).status).toBe('recorded');
    const [sale] = await flagged('price_differs', till.offline(productId, at), { place });
    expect(sale).toMatchObject({ total: 100, netTotal: 84, taxTotal: 16, pricesIncludeTax: true });
  });

  test('where the customer pays no tax: all that was paid is net', async () => {
    const fields = { name: 'School', taxExempt: true, taxExemptReason: 'EX-1' };
    const { id: customerId } = ok(await owner.post('/customers', fields));
    const [sale] = await flagged('price_differs', till.offline(await untracked(), { customerId }));
    expect(sale).toMatchObject({
      total: 100,
      netTotal: 100,
      taxTotal: 0,
      exemptedTaxTotal: 19,
      taxExempt: true,
    });
  });

  test('for service charges too', async () => {
    const taxCategoryId = shop.taxCategories.standard.id;
    const [sale] = await flagged(
      'price_differs',
      till.offline(await untracked(), {
        serviceCharges: [{ type: 'percentage', percentage: 10, taxCategoryId }],
        ...{ shown: { total: 112, lineTotals: [100, 12] }, payments: [cash(112)] },
      }),
    );
    expect(sale.lines[1]).toMatchObject({ kind: 'service_charge', total: 12, tax: 2 });
  });

  test('where a discount code is no longer there', async () => {
    const sale = till.offline(await untracked(), {
      ...{ codes: ['GONE'], shown: { total: 90, lineTotals: [90] }, payments: [cash(90)] },
    });
    const [{ total }] = await flagged('price_differs', sale);
    expect(total).toBe(90);
    const full = till.offline(await untracked(), { codes: ['GONE'] });
    expect((await till.ingestOne(full)).status).toBe('recorded');
  });

  test('where another sale has had the last use of a discount', async () => {
    const body = { name: 'Once', code: 'ONCE', usageLimit: 1, effect: tenOff };
    ok(await owner.post('/discounts', body));
    const productId = await untracked();
    const sale = (total: number) =>
      till.offline(productId, {
        ...{ codes: ['once'], shown: { total, lineTotals: [total] }, payments: [cash(total)] },
      });
    expect((await till.ingestOne(sale(90))).status).toBe('recorded');
    await flagged('price_differs', sale(90));
    expect((await till.ingestOne(sale(100))).status).toBe('recorded');
  });
});

const tenOff = { type: 'percentage', percentage: 10, target: 'sale' };

describe('not_priceable', () => {
  test('what has no tax rate here is recorded without tax', async () => {
    const { id } = ok(await owner.post('/tax-categories', { name: 'Of another country' }));
    const [sale, detail] = await flagged(
      'not_priceable',
      till.offline(await untracked({ taxCategoryId: id })),
    );
    expect(detail).toContain('has no tax rate here');
    expect(sale).toMatchObject({ total: 100, netTotal: 100, taxTotal: 0, taxes: [] });
  });

  test('what has no price is recorded at what was shown', async () => {
    const productId = await untracked({ kind: 'open_price', price: undefined });
    const [sale] = await flagged('not_priceable', till.offline(productId));
    expect(sale.lines[0]).toMatchObject({ unitPrice: 100, tax: 16, total: 100 });
    expect(sale.lines[0].price).toMatchObject({ source: 'shown', cataloguePrice: null });
  });

  test('the label of a scale that cannot be read here', async () => {
    const productId = await untracked();
    const lines = [{ productId, quantity: 1, barcode: '2000010001008' }];
    await flagged('not_priceable', till.offline(productId, { lines }));
  });
});

test('not_approved: a price that was typed in or a large discount by who may not', async () => {
  const productId = await untracked();
  const cashier = await server.createUser('cashier');
  const sale = (fields: object) =>
    till.offline(productId, {
      ...{ lines: [{ productId, quantity: 1, unitPrice: 60 }], shown: { total: 60, lineTotals: [60] } },
      ...{ payments: [cash(60)], ...fields },
    });
  // Whoever sends it: it is the cashier who has given it.
  const [stored, detail] = await flagged('not_approved', sale({ cashierId: cashier.id }));
  expect(detail).toContain('0.60 instead of 1.00');
  expect(stored.lines[0].price).toMatchObject({ source: 'override', cataloguePrice: 100 });
  await flagged('not_approved', sale({}), { token: await server.openSession(cashier.id) });
  const manager = await server.createUser('manager');
  expect((await till.ingestOne(sale({ cashierId: manager.id }))).status).toBe('recorded');
  // To say that it was the manager takes no word of theirs.
  await flagged('not_approved', sale({ cashierId: manager.id }), {
    token: await server.openSession(cashier.id),
  });
  const discounts = [{ type: 'percentage', percentage: 40 }];
  const lines = [{ productId, quantity: 1, discounts }];
  await flagged('not_approved', sale({ lines, cashierId: cashier.id }));
});

describe('stock_below_zero', () => {
  test('names what was handed over and is not there', async () => {
    const [short, enough, free] = [
      await till.newProduct({ name: 'Short' }),
      await till.newProduct(),
      await till.newProduct({ allowOversell: true }),
    ];
    await till.stockUp({ [short]: 1, [enough]: 3 });
    const lines = [short, enough, free].map((productId) => ({ productId, quantity: 3 }));
    const shown = { total: 900, lineTotals: [300, 300, 300] };
    const sale = till.offline(short, { lines, shown, payments: [cash(900)] });
    const [, detail] = await flagged('stock_below_zero', sale);
    expect(detail).toBe('Less than nothing is left: "Short" (-2).');
    expect(await till.stockOf(short)).toEqual([-2, -80]);
    expect(await till.stockOf(enough)).toEqual([0, 0]);
    expect((await till.stockOf(free))[0]).toBe(-3);
  });

  test('of a bundle its components', async () => {
    const part = await till.newProduct({ name: 'Part' });
    const components = [{ productId: part, quantity: 2 }];
    const bundle = await till.newProduct({ kind: 'bundle', components, trackStock: false });
    const [, detail] = await flagged('stock_below_zero', till.offline(bundle));
    expect(detail).toBe('Less than nothing is left: "Part" (-2).');
  });
});

describe('counted_since', () => {
  const onHand = async (productId: string) => (await till.stockOf(productId))[0];

  test('a count that has seen the goods gone keeps what it has found', async () => {
    const counting = countingAt(server, shop);
    const productId = await till.newProduct({ name: 'Counted' });
    await till.stockUp({ [productId]: 10 });
    const before = till.offline(productId, { occurredAt: ago(0) });
    const id = await counting.open();
    await counting.count(id, { [productId]: 9 });
    const after = till.offline(productId, { occurredAt: ago(0) });
    await counting.finish(id);
    expect(await onHand(productId)).toBe(9);
    const [, detail] = await flagged('counted_since', before);
    expect(detail).toBe('Counted since, and put right: "Counted" (1).');
    expect(await till.stockOf(productId)).toEqual([9, 9 * 40]);
    const movements = await till.rows(
      `SELECT m.kind, m.quantity::int, m.value, m.occurred_at, a.reason FROM stock_movements m
       LEFT JOIN stock_adjustments a ON a.id = m.document_id WHERE m.product_id = $1 ORDER BY m.number OFFSET 2`,
      [productId],
    );
    const occurred_at = new Date(before.occurredAt);
    expect(movements).toEqual([
      { kind: 'sale', quantity: -1, value: -40, occurred_at, reason: null },
      { kind: 'adjustment', quantity: 1, value: 40, occurred_at, reason: 'correction' },
    ]);
    // What was sold after the count was on the shelf then.
    expect((await till.ingestOne(after)).status).toBe('recorded');
    expect(await onHand(productId)).toBe(8);
  });

  test('a count that is not applied yet leaves out what left before it', async () => {
    const counting = countingAt(server, shop);
    const productId = await till.newProduct();
    await till.stockUp({ [productId]: 10 });
    const sale = till.offline(productId, { occurredAt: ago(0) });
    const first = await counting.open();
    await counting.count(first, { [productId]: 9 });
    await counting.finish(first);
    const second = await counting.open();
    await counting.count(second, { [productId]: 9 });
    await flagged('counted_since', sale);
    await counting.finish(second);
    expect(await onHand(productId)).toBe(9);
  });

  test('what is put right is not below zero', async () => {
    const counting = countingAt(server, shop);
    const productId = await till.newProduct();
    await till.stockUp({ [productId]: 1 });
    const sale = till.offline(productId, { occurredAt: ago(0) });
    const id = await counting.open();
    await counting.count(id, { [productId]: 0 });
    await counting.finish(id);
    await flagged('counted_since', sale);
    expect(await till.stockOf(productId)).toEqual([0, 0]);
  });
});

describe('uncollected', () => {
  const pay = async (payments: readonly Json[], fields: object = {}, options?: IngestOptions) => {
    const sale = till.offline(await untracked(), { payments, ...fields });
    const [stored, detail] = await flagged('uncollected', sale, options);
    const paid = stored.payments.map(({ method, amount, tip, change }: Json) => [
      method,
      amount,
      tip,
      change,
    ]);
    return { stored, detail, paid };
  };

  test('what was not paid', async () => {
    const { detail, paid } = await pay([cash(60)]);
    expect(detail).toBe('0.40 was not paid.');
    expect(paid).toEqual([
      ['cash', 60, 0, 0],
      ['uncollected', 40, 0, 0],
    ]);
    expect((await pay([])).paid).toEqual([['uncollected', 100, 0, 0]]);
  });

  test('what could not be collected, without its tip', async () => {
    const lost = card(50, { tip: 5, collected: false, reference: 'TX-9' });
    const { detail, paid, stored } = await pay([lost, cash(60, { tip: 5 })]);
    expect(detail).toBe('0.50 by card (TX-9) could not be collected.');
    expect(paid).toEqual([
      ['uncollected', 45, 0, 0],
      ['cash', 60, 5, 0],
    ]);
    expect(stored).toMatchObject({ payable: 105, tipTotal: 5 });
    expect(stored.payments[0].reference).toBe('TX-9');
    const voucher = { method: 'other', name: 'Voucher', amount: 100, collected: false };
    expect((await pay([voucher])).paid).toEqual([['uncollected', 100, 0, 0]]);
    const onlyTip = card(10, { tip: 10, collected: false });
    expect((await pay([onlyTip, cash(100)])).paid).toEqual([['cash', 100, 0, 0]]);
  });

  test.each(['half_up', 'half_even', 'half_down', 'up', 'down'])(
    'coins pay what they can where cash is rounded %s',
    async (mode) => {
      const place = await till.newStore({ cashRounding: { step: 5, mode } });
      for (const tendered of [48, 50, 52]) {
        const shown = { total: 102, lineTotals: [102] };
        const productId = await untracked({ price: 102 });
        const sale = till.offline(productId, {
          ...{ registerId: place.register.id, shown, payments: [cash(tendered)] },
        });
        const [stored] = await flagged('uncollected', sale, { place });
        const coins = tendered - (tendered % 5);
        expect(stored.payments).toMatchObject([
          { method: 'cash', amount: coins },
          { method: 'uncollected', amount: 102 - coins },
        ]);
        expect(stored.cashRounding).toBe(0);
      }
    },
  );
});

describe('implausible_time', () => {
  test('in the future: it is sold now', async () => {
    const soon = till.offline(await untracked(), { occurredAt: ago(-9 * 60_000) });
    expect((await till.ingestOne(soon)).status).toBe('recorded');
    const sale = till.offline(await untracked(), { occurredAt: ago(-11 * 60_000) });
    const [stored, detail] = await flagged('implausible_time', sale);
    expect(detail).toContain('in the future: it is recorded as sold now');
    expect(stored.completedAt).toBe(stored.recordedAt);
  });

  test('before the register was made, or long ago', async () => {
    const before = till.offline(await untracked(), { occurredAt: ago(DAY), payments: [card(100)] });
    const [stored, detail] = await flagged('implausible_time', before);
    expect(detail).toContain('before the register was made');
    expect(stored).toMatchObject({ completedAt: before.occurredAt, late: true, shiftId: null });
    const old = till.offline(await untracked(), { occurredAt: ago(31 * DAY), payments: [card(100)] });
    expect((await flagged('implausible_time', old))[1]).toContain('more than 30 days');
  });
});

describe('no_shift', () => {
  const newTillWithoutShift = async (): Promise<Place> => {
    const register = await till.create('/registers', {
      storeId: till.here.store.id,
      name: `Till ${newId()}`,
    });
    return { store: till.here.store, register };
  };

  test('cash that was taken while no shift was open; cards need none', async () => {
    const { register } = await newTillWithoutShift();
    const at = { registerId: register.id };
    const [sale] = await flagged('no_shift', till.offline(await untracked(), at));
    expect(sale).toMatchObject({ late: true, shiftId: null, number: 1 });
    const byCard = till.offline(await untracked(), { ...at, payments: [card(100)] });
    expect((await till.ingestOne(byCard)).status).toBe('recorded');
    expect(await till.get(`/sales/${byCard.id}`)).toMatchObject({ late: true, shiftId: null });
  });

  test('not where it was open then, though it is closed by now: that is late', async () => {
    const { register } = await newTillWithoutShift();
    const shift = await openShift(server, shop.owner, register);
    const sale = till.offline(await untracked(), { registerId: register.id });
    await till.create(`/shifts/${shift.id}/close`, { version: 1, cash: { amount: 10_000 } });
    await openShift(server, shop.owner, register);
    const result = await till.ingestOne(sale);
    expect([result.status, result.flags]).toEqual(['recorded', []]);
    expect(await till.get(`/sales/${sale.id}`)).toMatchObject({ late: true, shiftId: null });
  });
});

describe('not_for_sale', () => {
  test('a product, a component and a register that are out of use', async () => {
    const [archived, part, active] = [await untracked({ name: 'Old' }), await untracked(), await untracked()];
    const bundle = await untracked({
      ...{ name: 'Box', kind: 'bundle', components: [{ productId: part, quantity: 1 }] },
    });
    for (const id of [archived, part]) {
      await till.rows(`UPDATE products SET status = 'archived' WHERE id = $1`, [id]);
    }
    const register = await till.newTill();
    const sales = [archived, bundle, active].map((productId) =>
      till.offline(productId, { registerId: register.id, payments: [card(100)] }),
    );
    const [shift] = await till.rows('SELECT id FROM shifts WHERE register_id = $1', [register.id]);
    await till.create(`/shifts/${shift.id}/close`, { version: 1, cash: { amount: 10_000 } });
    ok(await owner.post(`/registers/${register.id}/retire`, {}));
    const said: string[] = [];
    for (const sale of sales) said.push((await flagged('not_for_sale', sale))[1]);
    expect(said).toEqual([
      'Out of use: the register, "Old".',
      'Out of use: the register, "Box".',
      'Out of use: the register.',
    ]);
  });
});

describe('customer_unavailable', () => {
  test.each(['archived', 'erased', 'unknown'])('who is %s: recorded without', async (status) => {
    const { id } = ok(await owner.post('/customers', { name: 'Gone' }));
    if (status === 'archived') ok(await owner.post(`/customers/${id}/archive`, { version: 1 }));
    if (status === 'erased') await till.create(`/customers/${id}/erase`, { version: 1 });
    const customerId = status === 'unknown' ? newId() : id;
    const [sale, detail] = await flagged(
      'customer_unavailable',
      till.offline(await untracked(), { customerId }),
    );
    expect(detail).toBe(`The customer ${customerId} is ${status}: the sale is recorded without.`);
    expect(sale.customerId).toBeNull();
  });

  test('not who was merged: who stands for them has bought', async () => {
    const [one, other] = [
      ok(await owner.post('/customers', { name: 'Ada' })),
      ok(await owner.post('/customers', { name: 'Ada L.' })),
    ];
    const sale = till.offline(await untracked(), { customerId: other.id });
    const body = { version: 1, mergedId: other.id, mergedVersion: 1 };
    await till.create(`/customers/${one.id}/merge`, body);
    expect((await till.ingestOne(sale)).status).toBe('recorded');
    expect((await till.get(`/sales/${sale.id}`)).customerId).toBe(one.id);
  });
});

test('one sale has a flag for each reason, with an event and an audit row', async () => {
  const productId = await till.newProduct();
  const sale = till.offline(productId, {
    ...{ customerId: newId(), payments: [], shown: { total: 90, lineTotals: [90] } },
  });
  const { flags } = await till.ingestOne(sale);
  expect(flags.map(({ kind }: Json) => kind)).toEqual([
    ...['customer_unavailable', 'price_differs', 'uncollected', 'stock_below_zero'],
  ]);
  const told = await till.rows(
    `SELECT payload FROM outbox WHERE type = 'sale_flag.opened' AND payload->>'saleId' = $1 ORDER BY id`,
    [sale.id],
  );
  expect(told.map(({ payload }) => payload)).toEqual(
    flags.map(({ id, storeId, kind }: Json) => ({ saleFlagId: id, saleId: sale.id, storeId, kind })),
  );
  const audited = await till.rows(
    `SELECT action, after FROM audit_log WHERE document_type = 'sale_flag' AND after->>'saleId' = $1 ORDER BY id`,
    [sale.id],
  );
  expect(audited).toEqual(flags.map((after: Json) => ({ action: 'sales.ingest', after })));
});
