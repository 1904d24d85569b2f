import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Owing, owingAt } from './owing.ts';
import { callAs, personWith } from './people.ts';
import { card, cash, endWithCleanBooks, type Selling, sellingAt } from './selling.ts';
import {
  type Answer,
  type Json,
  ok,
  openShift,
  type Shop,
  startTestServer,
  type TestServer,
} from './support.ts';
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
const wrap = (fields: object = {}) => ({
  lines: [{ productId: shop.products.voucher.id, quantity: 1 }],
  payments: [card(150)],
  ...fields,
});

describe('a void', () => {
  test('takes all of a sale back, with its tips, into stock, the way it was paid', async () => {
    const productId = await selling.newProduct();
    await selling.stockUp({ [productId]: 5 });
    const sale = await selling.sell({
      lines: [{ productId, quantity: 3 }],
      payments: [card(250, { tip: 50 }), cash(200, { tip: 20 })],
    });
    const returnId = newId();
    const given = ok(await returning.undo(sale.id, { returnId }));
    expect(given).toMatchObject({
      ...{
        id: returnId,
        kind: 'void',
        saleId: sale.id,
        registerId: sale.registerId,
        reason: 'Rung up twice',
      },
      ...{ total: 300, tipTotal: 70, refundTotal: 370 },
      refunds: [
        { method: 'card', amount: 250, tip: 50 },
        { method: 'cash', amount: 120, tip: 20 },
      ],
    });
    expect(await selling.stockOf(productId)).toEqual([5, 200]);
    const voided = await selling.get(`/sales/${sale.id}`);
    expect(voided).toMatchObject({ isVoided: true, returns: [{ id: returnId, kind: 'void' }] });
    const entries = await selling.rows(
      'SELECT sum(amount)::int AS amount, sum(tip)::int AS tip FROM transactions WHERE document_id = ANY($1)',
      [[sale.id, returnId]],
    );
    expect(entries).toEqual([{ amount: 0, tip: 0 }]);
    expect(ok(await returning.undo(sale.id, { returnId }))).toEqual(given);
    expect(await refused(() => returning.undo(sale.id))).toMatchObject({
      ...{ status: 409, code: 'VOID_NOT_POSSIBLE', reason: 'returned' },
    });
  });

  test('is not of a sale of which something came back already', async () => {
    const sale = await selling.sell(wrap({ payments: [card(150)] }));
    await returning.takeBack(sale);
    expect(await refused(() => returning.undo(sale.id))).toMatchObject({ reason: 'returned' });
  });

  test('is of the shift of the sale only: later it is an ordinary return', async () => {
    const storeId = selling.here.store.id;
    const register = await selling.create('/registers', { storeId, name: `Till ${newId()}` });
    const shift = await openShift(server, shop.owner, register);
    const sale = await selling.sell(wrap({ registerId: register.id }));
    await selling.create(`/shifts/${shift.id}/close`, { version: 1, cash: { amount: 10_000 } });
    await openShift(server, shop.owner, register);
    expect(await refused(() => returning.undo(sale.id))).toMatchObject({
      ...{ status: 409, code: 'VOID_NOT_POSSIBLE', reason: 'shift_closed' },
    });
    expect((await returning.takeBack(sale)).refundTotal).toBe(150);
  });

  test('without a shift is of the business day', async () => {
    const storeId = selling.here.store.id;
    const { items } = await selling.get(`/registers?storeId=${storeId}&kind=virtual`);
    const sale = await selling.sell(wrap({ registerId: items[0].id }));
    expect(sale.shiftId).toBeNull();
    expect(ok(await returning.undo(sale.id)).kind).toBe('void');
    const late = await selling.sell(wrap({ registerId: items[0].id }));
    await selling.rows(`UPDATE sales SET business_date = business_date - 1 WHERE id = $1`, [late.id]);
    expect(await refused(() => returning.undo(late.id))).toMatchObject({ reason: 'shift_closed' });
    await selling.rows(`UPDATE sales SET business_date = business_date + 1 WHERE id = $1`, [late.id]);
  });

  test('takes sales.void, or the word of somebody who has it', async () => {
    const sale = await selling.sell(wrap());
    const cashier = await personWith(server, [{ role: 'cashier', storeId: sale.storeId }]);
    const body = { reason: 'Rung up twice' };
    const path = `/v1/sales/${sale.id}/void`;
    const send = (approval?: string) =>
      server.request('POST', path, {
        ...{ token: cashier.token, body },
        headers: { 'idempotency-key': newId(), ...(approval && { approval }) },
      });
    const asked = await send();
    expect(asked.body).toMatchObject({
      code: 'APPROVAL_REQUIRED',
      details: { operation: 'sales.void', actions: [{ permission: 'sales.void', amounts: { before: 150 } }] },
    });
    const { id } = ok(
      await callAs(server, shop.owner).post('/approvals', { approvalRequestId: asked.body.details.id }),
    );
    const given: Json = ok(await send(id));
    expect(given.kind).toBe('void');
    const [row] = await selling.rows('SELECT approved_by FROM audit_log WHERE document_id = $1', [given.id]);
    expect(row.approved_by).not.toBeNull();
  });

  test('is of completed sales, and of those that can be seen', async () => {
    const open = await selling.create('/sales', {
      ...{ storeId: selling.here.store.id, registerId: selling.here.register.id, lines: [] },
    });
    expect(await refused(() => returning.undo(open.id))).toEqual({
      ...{ code: 'WRONG_STATUS', status: 'open', allowed: ['completed'] },
    });
    expect(await refused(() => returning.undo(newId()))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    const sale = await selling.sell(wrap());
    const stranger = await personWith(server, [{ role: 'manager', storeId: selling.there.store.id }]);
    expect(await refused(() => returning.undo(sale.id, {}, { token: stranger.token }))).toMatchObject({
      ...{ status: 404, code: 'NOT_FOUND' },
    });
  });
});
