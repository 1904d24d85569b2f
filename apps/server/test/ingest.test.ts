import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ingesting, ingestingAt } from './ingesting.ts';
import { card, cash, endWithCleanBooks } from './selling.ts';
import { type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let till: Ingesting;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  till = ingestingAt(server, shop);
});
afterAll(() => endWithCleanBooks(server));

const newProduct = async (fields: object = {}) => {
  const id = await till.newProduct(fields);
  await till.stockUp({ [id]: 100 });
  return id;
};

/** Made once: of a product that no test looks at. */
let anyProduct: string | undefined;
const someProduct = async () => {
  anyProduct ??= await newProduct();
  return anyProduct;
};

describe('a sale that was handed over', () => {
  test('is recorded as it happened, with its number, its stock and its money', async () => {
    const productId = await newProduct();
    const cashier = await server.createUser('cashier');
    // The register and its shift were there by then.
    server.clock.advance(10_000);
    const occurredAt = new Date(server.clock.now().getTime() - 1_000).toISOString();
    const sale = till.offline(productId, {
      ...{ cashierId: cashier.id, occurredAt, note: 'By candlelight' },
      ...{ lines: [{ productId, quantity: 3 }], payments: [cash(500)] },
      shown: { total: 300, lineTotals: [300] },
    });
    const result = await till.ingestOne(sale);
    expect(result).toMatchObject({ id: sale.id, status: 'recorded', flags: [], error: null });
    const stored = await till.get(`/sales/${sale.id}`);
    expect(stored).toMatchObject({
      ...{ tillReference: sale.tillReference, late: false, shiftId: shop.shifts[0].id, total: 300 },
      ...{ cashierId: cashier.id, completedAt: occurredAt, openedAt: occurredAt, note: 'By candlelight' },
      payments: [{ method: 'cash', amount: 300, tendered: 500, change: 200 }],
    });
    expect(new Date(stored.recordedAt).getTime()).toBeGreaterThan(new Date(occurredAt).getTime());
    expect(result.sale).toMatchObject({ id: sale.id, number: stored.number, total: 300 });
    expect(await till.stockOf(productId)).toEqual([97, 97 * 40]);
    const [movement] = await till.rows('SELECT * FROM stock_movements WHERE document_id = $1', [sale.id]);
    expect([movement.occurred_at.toISOString(), movement.actor_id]).toEqual([occurredAt, cashier.id]);
    const [entry] = await till.rows('SELECT * FROM transactions WHERE document_id = $1', [sale.id]);
    expect([entry.amount, entry.shift_id, entry.actor_id]).toEqual([300, shop.shifts[0].id, cashier.id]);
    const found = await till.get(
      `/sales/by-number?storeId=${till.here.store.id}&registerId=${till.here.register.id}&tillReference=${sale.tillReference}`,
    );
    expect(found.id).toBe(sale.id);
    // Another till knows neither the register nor the number: only what is on the paper.
    const { items } = await till.get(`/sales?tillReference=${sale.tillReference}`);
    expect(items.map(({ id }: Json) => id)).toEqual([sale.id]);
    expect((await till.get('/sales?tillReference=T-unheard-of')).items).toEqual([]);
    const receipt = await till.get(`/sales/${sale.id}/receipt`);
    expect(receipt.reference).toBe(`Till receipt ${sale.tillReference}`);
  });

  test('at the virtual register, which has no shifts, is not late', async () => {
    const productId = await someProduct();
    const { id: storeId } = till.here.store;
    const [virtual] = (await till.get(`/registers?storeId=${storeId}&kind=virtual`)).items;
    const sale = till.offline(productId, { registerId: virtual.id, payments: [card(100)] });
    expect(await till.ingestOne(sale)).toMatchObject({ status: 'recorded', sale: { late: false } });
  });
});

describe('a sale that is sent again', () => {
  test('is the same sale, with its flags, whoever sends it', async () => {
    const productId = await newProduct();
    const sale = till.offline(productId, { payments: [] });
    const first = await till.ingestOne(sale);
    expect(first.status).toBe('recorded_with_flags');
    const before = await till.counts();
    // The same moment in other words is the same content.
    const occurredAt = sale.occurredAt.replace('Z', '+00:00');
    const again = await till.ingestOne({ ...sale, occurredAt }, { token: await server.signInAs('cashier') });
    expect(again).toEqual({ ...first, status: 'replayed' });
    expect(await till.counts()).toEqual(before);
  });

  test.each([
    ['other content', (sale: Json) => ({ ...sale, note: 'Another' }), 'id'],
    ['the same reference under another id', (sale: Json) => ({ ...sale, id: newId() }), 'tillReference'],
  ])('with %s is refused, and nothing is written', async (_, change, field) => {
    const sale = till.offline(await newProduct());
    await till.ingestOne(sale);
    const before = await till.counts();
    const result = await till.ingestOne(change(sale));
    expect(result).toMatchObject({ status: 'refused', sale: null, flags: [] });
    expect(result.error).toMatchObject({ code: 'ALREADY_EXISTS', retryable: false });
    expect(result.error.detail).toContain(field);
    expect(await till.counts()).toEqual(before);
  });

  test('the id of a sale that was rung up here is refused', async () => {
    const productId = await newProduct();
    const id = newId();
    await till.sell({ id, lines: [{ productId, quantity: 1 }], payments: [cash(100)] });
    expect((await till.ingestOne(till.offline(productId, { id }))).error.code).toBe('ALREADY_EXISTS');
  });
});

describe('a batch', () => {
  test('records the others where one is refused, each for itself, in the order of the input', async () => {
    const productId = await newProduct();
    const later = till.offline(productId);
    const unknown = till.offline(newId());
    const earlier = till.offline(productId, { occurredAt: shop.shifts[0].openedAt });
    const { items } = ok(await till.ingest([later, unknown, earlier]));
    expect(items.map(({ id, status }: Json) => [id, status])).toEqual([
      [later.id, 'recorded'],
      [unknown.id, 'refused'],
      [earlier.id, 'recorded'],
    ]);
    expect(items[1].error).toEqual({
      ...{ code: 'INVALID_REFERENCE', detail: 'There is no such product.', retryable: false },
      errors: [{ path: ['lines', 0, 'productId'], message: 'There is no such product.' }],
    });
    // What was sold first has the lower number.
    expect(items[2].sale.number + 1).toBe(items[0].sale.number);
  });

  test.each([
    ['two sales with one id', (sale: Json) => [sale, { ...sale, tillReference: 'Other' }], ['sales']],
    [
      'totals that do not add up',
      (sale: Json) => [{ ...sale, shown: { total: 99, lineTotals: [100] } }],
      ['sales', 0, 'shown', 'total'],
    ],
    [
      'a total for each line and no more',
      (sale: Json) => [{ ...sale, shown: { total: 100, lineTotals: [50, 50] } }],
      ['sales', 0, 'shown', 'lineTotals'],
    ],
    [
      'a negative quantity',
      (sale: Json) => [{ ...sale, lines: [{ ...sale.lines[0], quantity: -1 }] }],
      ['sales', 0, 'lines', 0, 'quantity'],
    ],
    [
      'negative money',
      (sale: Json) => [{ ...sale, payments: [cash(-1)] }],
      ['sales', 0, 'payments', 0, 'tendered'],
    ],
    [
      'no lines',
      (sale: Json) => [{ ...sale, lines: [], shown: { total: 0, lineTotals: [] } }],
      ['sales', 0, 'lines'],
    ],
  ])('is refused as a whole for %s', async (_, make, path) => {
    const sales = make(till.offline(await someProduct()));
    const before = await till.counts();
    const answer = await till.ingest(sales);
    expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_INPUT']);
    expect(answer.body.errors.map((error: Json) => error.path)).toContainEqual(path);
    expect(await till.counts()).toEqual(before);
  });

  test.each([
    ['a register of another store', () => ({ registerId: till.there.register.id }), ['registerId']],
    ['a cashier who does not exist', () => ({ cashierId: newId() }), ['cashierId']],
    [
      'a tax category that does not exist',
      () => ({
        serviceCharges: [{ type: 'amount', amount: 10, taxCategoryId: newId() }],
        ...{ shown: { total: 110, lineTotals: [100, 10] }, payments: [cash(110)] },
      }),
      ['serviceCharges', 0, 'taxCategoryId'],
    ],
    ['a part of what is sold by the unit', () => ({ quantity: 0.5 }), ['lines', 0, 'quantity']],
  ])('refuses a sale with %s', async (_, make, path) => {
    const productId = await someProduct();
    const { quantity = 1, ...fields }: Json = make();
    const before = await till.counts();
    const result = await till.ingestOne(
      till.offline(productId, { lines: [{ productId, quantity }], ...fields }),
    );
    expect(result.status).toBe('refused');
    expect(result.error.errors.map((error: Json) => error.path)).toEqual([path]);
    expect(await till.counts()).toEqual(before);
  });

  test('refuses a sale that was paid over by card: change is given out of cash only', async () => {
    const result = await till.ingestOne(till.offline(await someProduct(), { payments: [card(101)] }));
    expect([result.status, result.error.code]).toEqual(['refused', 'PAYMENT_MISMATCH']);
  });

  test('is for those who may, in their own store', async () => {
    const sale = till.offline(await someProduct());
    expect((await till.ingest([sale], { token: await server.signInAs('clerk') })).status).toBe(403);
    const token = await server.signInAs('cashier', { storeId: till.there.store.id });
    expect((await till.ingest([sale], { token })).status).toBe(404);
  });
});
