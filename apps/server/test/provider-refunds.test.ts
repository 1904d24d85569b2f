import { newId, transact } from '@cashwrap/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { retryRefund } from '../src/modules/payments/index.ts';
import { SimulatedAccounts } from '../src/modules/payments/simulator/simulated-accounts.ts';
import { type Paying, payingAt, simulated } from './paying.ts';
import { type Selling, sellingAt } from './selling.ts';
import { type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let pay: Paying;

beforeAll(async () => {
  server = await startTestServer({ paymentTimeoutMs: 500 });
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  pay = payingAt(server, shop, selling);
});
afterAll(() => server[Symbol.asyncDispose]());

const settle = async (afterMs = 0) => {
  server.clock.advance(afterMs);
  await server.app.settlePayments();
};
const refundOf = async (id: string): Promise<Json> =>
  (await selling.rows('SELECT status, reference, failure, ask_at FROM refunds WHERE id = $1', [id]))[0];
/** What the simulator has given back of a payment. */
const givenBack = async (paymentId: string): Promise<number> => {
  const happened = await new SimulatedAccounts(server.simulatorFolder).read(paymentId);
  const refunds = [...happened.values()].filter(({ name }) => name.startsWith('refunded-'));
  return refunds.reduce((sum, { amount }) => sum + amount, 0);
};

/** A completed sale that the simulator has charged, and a part of it to give back. */
async function refund(amount: number, data: Json, of?: string): Promise<{ id: string; paymentId: string }> {
  let paymentId = of;
  let saleId: string | undefined;
  if (paymentId === undefined) {
    const sale = ok(await pay.complete(ok(await pay.add(await pay.open(), simulated(1000, data)))));
    [saleId, paymentId] = [sale.id, sale.payments[0].id];
  } else {
    [{ sale_id: saleId }] = (await selling.rows('SELECT sale_id FROM payments WHERE id = $1', [
      paymentId,
    ])) as [Json];
  }
  const [returnId, id] = [newId(), newId()];
  await selling.rows(
    `INSERT INTO returns (id, store_id, register_id, number, kind, sale_id, business_date, local_hour, cashier_id, currency,
       currency_digits, prices_include_tax, taxes, gross_total, discount_total, net_total, tax_total, gift_card_total,
       total, cash_rounding, tip_total, refund_total, reason, note, input_hash, completed_at)
     SELECT $1, s.store_id, s.register_id, 1 + (SELECT count(*) FROM returns), 'return', s.id, s.business_date, s.local_hour,
       s.cashier_id, s.currency, s.currency_digits, true, '[]', $3, 0, $3, 0, 0, $3, 0, 0, $3, 'Too small', '', '', $4
     FROM sales s WHERE s.id = $2`,
    [returnId, saleId, amount, server.clock.now()],
  );
  await selling.rows(
    `INSERT INTO refunds (id, return_id, store_id, position, payment_id, method, status, amount, counted, tip, provider,
       ask_at, created_at, updated_at)
     SELECT $1, $2, store_id, 0, id, 'card', 'pending', $4, $4, 0, provider, $5, $5, $5 FROM payments WHERE id = $3`,
    [id, returnId, paymentId, amount, server.clock.now()],
  );
  return { id, paymentId: String(paymentId) };
}

test('a refund that is pending is made within moments, in parts and never more than was captured', async () => {
  const first = await refund(400, {});
  await settle();
  expect(await refundOf(first.id)).toMatchObject({
    ...{ status: 'completed', reference: `SIM-${first.id.slice(-12)}`, failure: null, ask_at: null },
  });
  await refund(600, {}, first.paymentId);
  await settle();
  expect(await givenBack(first.paymentId)).toBe(1000);
  const beyond = await refund(1, {}, first.paymentId);
  await settle();
  expect(await refundOf(beyond.id)).toMatchObject({
    status: 'failed',
    failure: { code: 'amount_too_large' },
  });
});

test('a refund that the provider refuses is failed, and made when it is tried again', async () => {
  const { id, paymentId } = await refund(400, { refundScenario: 'decline_once' });
  await settle();
  expect(await refundOf(id)).toMatchObject({ status: 'failed', failure: { code: 'declined' }, ask_at: null });
  const retry = () => transact(server.database, (tx) => retryRefund(tx, { id }, server.clock.now()));
  expect(await retry()).toMatchObject({ id, status: 'pending', failure: null });
  expect(await retry()).toBeUndefined();
  await settle();
  expect([(await refundOf(id)).status, await givenBack(paymentId)]).toEqual(['completed', 400]);
  const audited = await selling.rows(
    `SELECT action, document_type, actor_id, after ->> 'status' AS status FROM audit_log
     WHERE after ->> 'refundId' = $1 ORDER BY id`,
    [id],
  );
  const row = { action: 'returns.refundSettled', document_type: 'return', actor_id: null };
  expect(audited).toEqual([
    { ...row, status: 'failed' },
    { ...row, status: 'completed' },
  ]);
});

test.each(['timeout', 'late', 'lost'])(
  'a refund whose answer is %s is asked about, and made once',
  async (refundScenario) => {
    const { id, paymentId } = await refund(400, { refundScenario });
    await settle();
    expect(await refundOf(id)).toMatchObject({ status: 'pending', failure: null });
    await settle(10_000);
    expect([(await refundOf(id)).status, await givenBack(paymentId)]).toEqual(['completed', 400]);
  },
);

test('a refund waits for a provider that is not connected any more', async () => {
  const { id } = await refund(400, {});
  await selling.rows(`UPDATE refunds SET provider = 'gone' WHERE id = $1`, [id]);
  await settle(10_000);
  expect((await refundOf(id)).status).toBe('pending');
});
