import { MAX_SALE_PAYMENTS } from '@cashwrap/contract';
import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Paying, payingAt, simulated } from './paying.ts';
import { cash, endWithCleanBooks, type Selling, sellingAt } from './selling.ts';
import { chargesOf } from './simulated-payments.ts';
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
afterAll(() => endWithCleanBooks(server));

const settle = async (afterMs = 0) => {
  server.clock.advance(afterMs);
  await server.app.settlePayments();
};
/** What the simulator has taken of a payment; 0 for nothing. */
const charged = async (paymentId: string) => (await chargesOf(server.simulatorFolder))[paymentId] ?? 0;
const auditOf = (paymentId: string) =>
  selling.rows('SELECT action, actor_id, before, after FROM audit_log WHERE document_id = $1 ORDER BY id', [
    paymentId,
  ]);
/** Adds a payment that must be stored; answers the sale, and the payment. */
const added = async (sale: Json, payment: Json, options = {}) => {
  const after = ok(await pay.add(sale, payment, options));
  return { sale: after, payment: after.payments.at(-1) };
};

test('who can charge cards is told, and that the simulator moves no money', async () => {
  const { items } = await selling.get('/payments/providers');
  expect(items.map(({ name, isSimulated, canAuthorize }: Json) => [name, isSimulated, canAuthorize])).toEqual(
    [
      ['terminal', false, false],
      ['simulator', true, true],
    ],
  );
});

test('cash, another voucher, a terminal that is not ours and a connected one pay one sale', async () => {
  let sale = await pay.open(1000);
  const add = async (payment: Json) => {
    sale = ok(await pay.add(sale, payment));
    return sale.payments.at(-1);
  };
  expect(await add(cash(150))).toMatchObject({
    method: 'cash',
    status: 'authorized',
    amount: 150,
    change: 0,
  });
  expect(await add({ method: 'other', name: 'Town voucher', amount: 100 })).toMatchObject({
    ...{ status: 'authorized', name: 'Town voucher' },
  });
  const slip = { method: 'card', amount: 300, tip: 50, reference: 'TX-7' };
  expect(await add(slip)).toMatchObject({
    status: 'captured',
    provider: 'terminal',
    reference: 'TX-7',
    tip: 50,
  });
  expect(sale.due).toBe(500);
  const card = await add(simulated(500));
  expect(card).toMatchObject({ status: 'captured', provider: 'simulator', amount: 500, failure: null });
  expect(card.reference).toBe(`SIM-${card.id.slice(-12)}`);
  expect([sale.due, sale.tipTotal, sale.payable, sale.version]).toEqual([0, 50, 1050, 5]);

  const completed = ok(await pay.complete(sale));
  expect(completed).toMatchObject({ status: 'completed', tipTotal: 50, payable: 1050 });
  expect(completed.payments.map(({ id, status }: Json) => [id, status])).toEqual(
    sale.payments.map(({ id }: Json) => [id, 'captured']),
  );
});

test('a card that is declined pays nothing, and another one does', async () => {
  const { sale, payment } = await added(await pay.open(), simulated(1000, { scenario: 'decline' }));
  expect(payment).toMatchObject({
    ...{ status: 'failed', reference: null },
    failure: { code: 'declined', message: 'The card was declined.' },
  });
  expect(sale.due).toBe(1000);
  const { sale: paid } = await added(sale, simulated(1000));
  const completed = ok(await pay.complete(paid));
  expect(completed.payments).toHaveLength(1);
  expect(await charged(payment.id)).toBe(0);
});

test('a charge that was never answered is found by asking, and made once', async () => {
  const { sale, payment } = await added(await pay.open(), simulated(1000, { scenario: 'timeout' }));
  expect(payment).toMatchObject({ status: 'pending', amount: 1000, reference: null });
  expect(sale.due).toBe(0);
  const refused = await pay.complete(sale);
  expect([refused.status, refused.body.code, refused.body.details]).toEqual([
    ...[409, 'PAYMENT_UNDECIDED', { payments: [{ id: payment.id, status: 'pending' }] }],
  ]);

  await settle();
  expect((await pay.read(sale.id)).payments[0].status).toBe('pending');
  await settle(10_000);
  const after = await pay.read(sale.id);
  expect(after.payments[0]).toMatchObject({ id: payment.id, status: 'captured' });
  expect(after.version).toBe(sale.version);
  expect(await charged(payment.id)).toBe(1000);
  expect(await auditOf(payment.id)).toMatchObject([
    {
      ...{ action: 'payments.settled', actor_id: null },
      ...{ before: { status: 'pending', asking: 'authorize' }, after: { status: 'captured', asking: null } },
    },
  ]);
  ok(await pay.complete(after));
});

test('a charge that has never arrived is voided at the provider before it counts as failed', async () => {
  const { sale, payment } = await added(await pay.open(), simulated(1000, { scenario: 'lost' }));
  await settle(10_000);
  expect((await pay.read(sale.id)).payments[0].status).toBe('pending');
  await settle(120_000);
  const after = await pay.read(sale.id);
  expect(after.payments[0]).toMatchObject({ status: 'failed', failure: { code: 'not_charged' } });
  expect([after.due, await charged(payment.id)]).toEqual([1000, 0]);
  ok(await pay.complete(ok(await pay.add(after, cash(1000)))));
});

test('a charge that is made late is not made any more once it was to be voided', async () => {
  const before = await pay.open();
  const paymentId = newId();
  const adding = pay.add(before, simulated(1000, { scenario: 'late' }), { paymentId });
  let sale = await pay.read(before.id);
  while (sale.payments.length === 0) sale = await pay.read(before.id);
  expect(sale.payments[0].status).toBe('pending');

  const removed = ok(await pay.remove(sale, paymentId));
  expect(removed.payments[0].status).toBe('voided');
  expect(ok(await adding).payments[0].status).toBe('voided');
  await settle(10_000);
  expect((await pay.read(before.id)).payments[0].status).toBe('voided');
  expect(await charged(paymentId)).toBe(0);
});

test('a charge whose answer comes late is captured when it is asked about', async () => {
  const { sale, payment } = await added(await pay.open(), simulated(1000, { scenario: 'late' }));
  expect(payment.status).toBe('pending');
  while ((await charged(payment.id)) === 0);
  await settle(10_000);
  expect((await pay.read(sale.id)).payments[0].status).toBe('captured');
});

test('twenty twins of a payment charge once, by their key and by their paymentId', async () => {
  for (const same of [{ key: newId() }, { paymentId: newId() }]) {
    const sale = await pay.open();
    const answers = await Promise.all(Array.from({ length: 20 }, () => pay.add(sale, simulated(1000), same)));
    const after = await pay.read(sale.id);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(after.payments).toMatchObject([{ status: 'captured', amount: 1000 }]);
    expect(after.version).toBe(2);
    // Later, too: with the version that was read then, and with the one of now.
    expect(ok(await pay.add(sale, simulated(1000), same)).payments).toHaveLength(1);
    if ('paymentId' in same) expect(ok(await pay.add(after, simulated(1000), same)).payments).toHaveLength(1);
    expect(await charged(after.payments[0].id)).toBe(1000);
  }
});

test('a key or a paymentId that was used for another payment is refused', async () => {
  const [key, paymentId] = [newId(), newId()];
  const { sale } = await added(await pay.open(), simulated(400), { key });
  const other = await pay.add(sale, simulated(500), { key });
  expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_MISMATCH']);
  const { sale: again } = await added(sale, simulated(300), { paymentId });
  const taken = await pay.add(await pay.open(), simulated(300), { paymentId });
  expect([taken.status, taken.body.code, taken.body.details.field]).toEqual([
    409,
    'ALREADY_EXISTS',
    'paymentId',
  ]);
  expect(again.payments).toHaveLength(2);
});

test('what cannot be added is refused, and changes nothing', async () => {
  const sale = await pay.open();
  const codes = async (payment: Json, version = sale.version) => {
    const { status, body } = await pay.add({ ...sale, version }, payment);
    return [status, body.code, body.errors?.[0]?.path.join('.')];
  };
  expect(await codes(cash(1000), 9)).toEqual([409, 'CONFLICT', undefined]);
  expect(await codes(simulated(1000, {}, { provider: 'nobody' }))).toEqual([
    ...[400, 'INVALID_REFERENCE', 'payment.provider'],
  ]);
  expect(await codes({ method: 'card', amount: 1000 })).toEqual([400, 'INVALID_INPUT', 'payment.reference']);
  expect(await codes({ method: 'card', amount: 1000, reference: 'T', capture: false })).toEqual([
    ...[400, 'INVALID_INPUT', 'payment.capture'],
  ]);
  expect(await codes(simulated(1000, {}, { tip: 1001 }))).toEqual([400, 'INVALID_INPUT', 'payment.tip']);
  expect(await codes({ method: 'store_credit', amount: 10 })).toEqual([409, 'CUSTOMER_REQUIRED', undefined]);
  const body = { version: sale.version, payment: cash(1000) };
  const unkeyed = await server.request('POST', `/v1/sales/${sale.id}/payments`, { token: shop.owner, body });
  expect([unkeyed.status, unkeyed.body.code]).toEqual([400, 'IDEMPOTENCY_KEY_REQUIRED']);
  expect(await pay.read(sale.id)).toEqual(sale);
});

test('a sale has so many payments, with those that failed', async () => {
  let sale = await pay.open();
  for (let i = 0; i < MAX_SALE_PAYMENTS; i++) {
    sale = ok(await pay.add(sale, { method: 'other', name: 'Voucher', amount: 1 }));
  }
  const more = await pay.add(sale, cash(1000));
  expect([more.status, more.body.code]).toEqual([409, 'TOO_MANY_PAYMENTS']);
});

test('a part of what was set aside is captured, with the tip that was written on the slip', async () => {
  const { sale, payment } = await added(await pay.open(1000), simulated(1300, {}, { capture: false }));
  expect(payment).toMatchObject({ status: 'authorized', amount: 1300, tip: 0 });
  expect((await pay.complete(sale)).body.code).toBe('PAYMENT_UNDECIDED');

  const tooMuch = await pay.capture(payment.id, { amount: 1301 });
  expect([tooMuch.status, tooMuch.body.code, tooMuch.body.errors[0].path]).toEqual([
    ...[400, 'INVALID_INPUT', ['amount']],
  ]);
  expect((await pay.capture(payment.id, { amount: 1200, tip: 1201 })).body.errors[0].path).toEqual(['tip']);
  expect(await charged(payment.id)).toBe(0);

  const body = { amount: 1200, tip: 200 };
  const captured = ok(await pay.capture(payment.id, body));
  expect(captured).toMatchObject({
    status: 'captured',
    amount: 1200,
    tip: 200,
    saleId: sale.id,
    saleStatus: 'open',
  });
  expect(ok(await pay.capture(payment.id, body))).toEqual(captured);
  const again = await pay.capture(payment.id, { amount: 100, tip: 0 });
  expect([again.status, again.body.code]).toEqual([409, 'WRONG_STATUS']);
  const after = await pay.read(sale.id);
  expect([after.due, after.version, await charged(payment.id)]).toEqual([0, 3, 1200]);
  expect(ok(await pay.complete(after))).toMatchObject({ tipTotal: 200, payable: 1200 });
});

test('a capture that is refused leaves what was set aside; one that is not answered is found out', async () => {
  const refusing = { captureScenario: 'decline_once' };
  const { sale, payment } = await added(await pay.open(), simulated(1300, refusing, { capture: false }));
  const refused = await pay.capture(payment.id, { amount: 1000 });
  expect([refused.status, refused.body.code, refused.body.details.failure.code]).toEqual([
    ...[409, 'PAYMENT_NOT_CAPTURED', 'declined'],
  ]);
  expect((await pay.read(sale.id)).payments[0]).toMatchObject({ status: 'authorized', amount: 1300 });
  ok(await pay.capture(payment.id, { amount: 1000 }));
  ok(await pay.complete(await pay.read(sale.id)));

  for (const captureScenario of ['timeout', 'lost']) {
    const silent = await added(await pay.open(), simulated(1000, { captureScenario }, { capture: false }));
    const unanswered = await pay.capture(silent.payment.id);
    expect([unanswered.status, unanswered.body.details]).toEqual([409, { failure: null }]);
    const asking = await pay.read(silent.sale.id);
    expect(asking.payments[0].status).toBe('authorized');
    expect((await pay.complete(asking)).body.code).toBe('PAYMENT_UNDECIDED');
    expect((await pay.void(silent.payment.id)).body.code).toBe('PAYMENT_UNDECIDED');
    await settle(10_000);
    const after = await pay.read(silent.sale.id);
    expect([after.payments[0].status, await charged(silent.payment.id)]).toEqual(['captured', 1000]);
    ok(await pay.complete(after));
  }
});

test('a captured payment is voided, once, and then others can pay', async () => {
  const { sale, payment } = await added(await pay.open(), simulated(1000));
  const voided = ok(await pay.void(payment.id));
  expect(voided).toMatchObject({ status: 'voided', saleId: sale.id, transactionId: null });
  expect(ok(await pay.void(payment.id))).toEqual(voided);
  const after = await pay.read(sale.id);
  expect([after.due, after.version, await charged(payment.id)]).toEqual([1000, 3, 0]);
  // The version is stale, and there is nothing to do any more.
  expect(ok(await pay.remove(sale, payment.id)).version).toBe(3);

  const { sale: byCash } = await added(after, cash(1000));
  const { sale: byVoucher } = await added(byCash, { method: 'other', name: 'Voucher', amount: 1 });
  const stale = await pay.remove(byCash, byVoucher.payments[2].id);
  expect([stale.status, stale.body.code]).toEqual([409, 'CONFLICT']);
  const removed = ok(await pay.remove(byVoucher, byVoucher.payments[2].id));
  const completed = ok(await pay.complete(removed));
  expect(completed.payments).toMatchObject([{ method: 'cash', status: 'captured' }]);
  const late = await pay.void(completed.payments[0].id);
  expect([late.status, late.body.code, late.body.details.status]).toEqual([409, 'WRONG_STATUS', 'completed']);
});

test('a void that is refused leaves the payment; one that is not answered is found out', async () => {
  const { sale, payment } = await added(await pay.open(), simulated(1000, { voidScenario: 'decline' }));
  const refused = await pay.remove(sale, payment.id);
  expect([refused.status, refused.body.code, refused.body.details]).toMatchObject([
    ...[409, 'PAYMENT_NOT_VOIDED', { paymentId: payment.id, failure: { code: 'declined' } }],
  ]);
  const kept = await pay.read(sale.id);
  expect(kept.payments[0].status).toBe('captured');
  ok(await pay.complete(kept));

  for (const voidScenario of ['timeout', 'lost', 'late']) {
    const silent = await added(await pay.open(), simulated(1000, { voidScenario }));
    const unanswered = await pay.remove(silent.sale, silent.payment.id);
    expect([unanswered.status, unanswered.body.code]).toEqual([409, 'PAYMENT_UNDECIDED']);
    const asking = await pay.read(silent.sale.id);
    expect((await pay.complete(asking)).body.code).toBe('PAYMENT_UNDECIDED');
    await settle(10_000);
    const after = await pay.read(silent.sale.id);
    expect([after.payments[0].status, await charged(silent.payment.id)]).toEqual(['voided', 0]);
  }
});

test('a payment that nobody has answered is voided when it is removed, and asked about where that is refused', async () => {
  for (const [voidScenario, code, status] of [
    ['approve', undefined, 'voided'],
    ['decline', 'PAYMENT_NOT_VOIDED', 'pending'],
  ]) {
    const data = { scenario: 'timeout', voidScenario };
    const { sale, payment } = await added(await pay.open(), simulated(1000, data));
    expect((await pay.remove(sale, payment.id)).body.code).toBe(code);
    expect((await pay.read(sale.id)).payments[0].status).toBe(status);
    await settle(10_000);
    const after = await pay.read(sale.id);
    expect([after.payments[0].status, await charged(payment.id)]).toEqual(
      status === 'voided' ? ['voided', 0] : ['captured', 1000],
    );
  }
});

test('cancelling voids all that has paid, once, and then ends the sale', async () => {
  const { sale: first } = await added(await pay.open(), cash(100));
  const { sale: second } = await added(first, { method: 'card', amount: 200, reference: 'TX-9' });
  const { sale, payment } = await added(second, simulated(700));
  const stale = await pay.cancel(first);
  expect([stale.status, stale.body.code]).toEqual([409, 'CONFLICT']);
  expect(await charged(payment.id)).toBe(700);

  const cancelled = ok(await pay.cancel(sale));
  expect(cancelled).toMatchObject({
    status: 'cancelled',
    cancelReason: 'The customer has left',
    cart: null,
    due: 0,
  });
  expect(cancelled.payments.map(({ status }: Json) => status)).toEqual(['voided', 'voided', 'voided']);
  expect(await charged(payment.id)).toBe(0);
  expect(ok(await pay.cancel(sale))).toEqual(cancelled);
  const other = await pay.cancel(sale, 'Another reason');
  expect([other.status, other.body.code]).toEqual([409, 'WRONG_STATUS']);
  expect(
    await selling.rows(`SELECT type FROM outbox WHERE payload ->> 'saleId' = $1 ORDER BY id`, [sale.id]),
  ).toEqual([...[{ type: 'sale.opened' }, { type: 'sale.cancelled' }]]);
  const late = await pay.add(cancelled, cash(1));
  expect([late.status, late.body.code]).toEqual([409, 'WRONG_STATUS']);
});

test('a sale whose payment cannot be voided is not cancelled, until it can', async () => {
  const { sale: first } = await added(await pay.open(), simulated(300, { voidScenario: 'decline_once' }));
  const { sale } = await added(first, simulated(700, { voidScenario: 'timeout' }));
  const refused = await pay.cancel(sale);
  expect([refused.status, refused.body.code]).toEqual([409, 'PAYMENT_NOT_VOIDED']);
  await settle(10_000);
  const after = await pay.read(sale.id);
  expect([after.status, ...after.payments.map(({ status }: Json) => status)]).toEqual([
    ...['open', 'captured', 'voided'],
  ]);
  expect(ok(await pay.cancel(after)).status).toBe('cancelled');
});

test('a parked sale is cancelled, too', async () => {
  const sale = await pay.open();
  const parked = await selling.create(`/sales/${sale.id}/park`, { version: sale.version, name: 'Mrs Smith' });
  expect(ok(await pay.cancel(parked))).toMatchObject({ status: 'cancelled', name: null });
});
