import { newId } from '@cashwrap/database';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { atOnce } from './people.ts';
import { card, cash, endWithCleanBooks, type Selling, sellingAt } from './selling.ts';
import { type Answer, type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
});
afterAll(() => endWithCleanBooks(server));

const post = (path: string, body: object) =>
  server.request('POST', `/v1${path}`, {
    ...{ token: shop.owner, body, headers: { 'idempotency-key': newId() } },
  });
/** Whatever is in the drawer: these are about what is written. */
const close = (id: string) =>
  post(`/shifts/${id}/close`, { version: 1, cash: { amount: 10_000 }, varianceReason: 'Not counted' });
const move = (id: string, kind: string, amount: number) =>
  post(`/shifts/${id}/cash-movements`, { kind, amount, reason: 'Any' });
const open = (registerId: string, fields: object = {}) =>
  post('/shifts', {
    storeId: selling.here.store.id,
    registerId,
    openingFloat: { amount: 10_000 },
    ...fields,
  });
const sell = (registerId: string, payment: Json = cash(150)) =>
  selling.checkout({
    ...{ registerId, payments: [payment] },
    lines: [{ productId: shop.products.voucher.id, quantity: 1 }],
  });
const done = (answers: readonly Answer[]) => answers.filter(({ status }) => status < 300);
const codes = (answers: readonly Answer[]) => [...new Set(answers.map(({ body }) => body.code))].sort();
const currentOf = async (registerId: string): Promise<string> =>
  (await selling.get(`/shifts/current?storeId=${selling.here.store.id}&registerId=${registerId}`)).id;
/** The Z reports of a register, in order. */
async function zReportsOf(registerId: string): Promise<Json[]> {
  const { items } = await selling.get(
    `/shifts?registerId=${registerId}&status=closed&sort=openedAt&limit=200`,
  );
  return Promise.all(items.map(({ id }: Json) => selling.get(`/shifts/${id}/z-report`)));
}
const idleTill = (): Promise<Json> =>
  selling.create('/registers', { storeId: selling.here.store.id, name: `Till ${newId()}` });

test('of 20 who open one till at once one opens it, and the others are told which shift is open', async () => {
  const { id: registerId } = await idleTill();
  const answers = await atOnce(20, () => open(registerId));
  expect(done(answers)).toHaveLength(1);
  expect(codes(answers.filter(({ status }) => status >= 300))).toEqual(['SHIFT_ALREADY_OPEN']);
  const opened = done(answers)[0]?.body.id;
  for (const { status, body } of answers) {
    if (status >= 300) expect(body.details).toEqual({ shiftId: opened });
  }
  expect(await currentOf(registerId)).toBe(opened);
});

test('of 20 who open it under one id all get the same shift', async () => {
  const { id: registerId } = await idleTill();
  const id = newId();
  const answers = await atOnce(20, () => open(registerId, { id }));
  expect(new Set(answers.map((answer) => JSON.stringify(ok(answer)))).size).toBe(1);
  expect(await selling.rows('SELECT id FROM shifts WHERE register_id = $1', [registerId])).toEqual([{ id }]);
});

test('of 10 who close one shift at once one closes it: one Z number, one grand total', async () => {
  const { id: registerId } = await selling.newTill();
  const shiftId = await currentOf(registerId);
  ok(await sell(registerId));
  const answers = await atOnce(10, () => close(shiftId));
  expect(done(answers)).toHaveLength(1);
  expect(codes(answers.filter(({ status }) => status >= 300))).toEqual(['SHIFT_CLOSED']);
  const [row] = await selling.rows('SELECT last_z_number, grand_total FROM registers WHERE id = $1', [
    registerId,
  ]);
  expect(row).toEqual({ last_z_number: 1, grand_total: 150 });
});

test('sales while the shift is closed and opened again: each is in one shift, and none is lost', async () => {
  const { id: registerId } = await selling.newTill();
  const answers: Answer[] = [];
  const rounds = 6;
  for (let round = 1; round <= rounds; round++) {
    const shiftId = await currentOf(registerId);
    const rush = Array.from({ length: 16 }, (_, i) => sell(registerId, i % 3 ? cash(150) : card(150)));
    // In the middle of it: while some have sold, some are selling and some have yet to begin.
    await Promise.race(rush);
    ok(await close(shiftId));
    const late = await sell(registerId);
    expect([late.status, late.body.code]).toEqual([409, 'SHIFT_REQUIRED']);
    answers.push(...(await Promise.all(rush)));
    if (round === rounds) break;
    const [opened, ...more] = await Promise.all([
      open(registerId),
      ...Array.from({ length: 4 }, () => sell(registerId, card(150))),
    ]);
    ok(opened);
    answers.push(...more);
  }
  // Whoever came later has no shift for cash; whoever had priced before and paid after must send it again.
  for (const code of codes(answers)) {
    expect([undefined, 'SHIFT_REQUIRED', 'SHIFT_CHANGED']).toContain(code);
  }
  const sold = done(answers).map(({ body }) => body);
  const stored = await selling.rows(
    'SELECT id, number, shift_id, total FROM sales WHERE register_id = $1 ORDER BY number',
    [registerId],
  );
  expect(new Set(stored.map(({ id }) => id))).toEqual(new Set(sold.map(({ id }: Json) => id)));
  const zReports = await zReportsOf(registerId);
  expect(zReports.map(({ zNumber }) => zNumber)).toEqual(Array.from({ length: rounds }, (_, i) => i + 1));
  for (const { shift, totals } of zReports) {
    const its = stored.filter(({ shift_id }) => shift_id === shift.id);
    expect([totals.saleCount, totals.total]).toEqual([its.length, 150 * its.length]);
    const cashSales = sold.filter(
      ({ shiftId, payments }: Json) => shiftId === shift.id && payments[0].method === 'cash',
    );
    expect(totals.drawer.expected).toBe(10_000 + 150 * cashSales.length);
  }
  const without = stored.filter(({ shift_id }) => shift_id === null).length;
  expect(zReports.at(-1)?.grandTotal).toBe(150 * (stored.length - without));
});

test('cash that is moved while the shift is closed is in its Z report, or is refused', async () => {
  const { id: registerId } = await selling.newTill();
  const shiftId = await currentOf(registerId);
  const kinds = ['paid_in', 'paid_out', 'drop'];
  const moving = (from: number) => atOnce(10, (i) => move(shiftId, kinds[(from + i) % 3] ?? '', 10 + i));
  const [before, closed, after] = await Promise.all([moving(0), close(shiftId), moving(1)]);
  ok(closed);
  const moved = done([...before, ...after]).map(({ body }) => body);
  expect(
    codes([...before, ...after].filter(({ status }) => status >= 300)).every(
      (code) => code === 'SHIFT_CLOSED',
    ),
  ).toBe(true);
  const sumOf = (kind: string) =>
    moved
      .filter((each: Json) => each.kind === kind)
      .reduce((sum: number, { amount }: Json) => sum + amount, 0);
  const { totals } = (await zReportsOf(registerId))[0];
  const [paidIn, paidOut, drops] = kinds.map(sumOf) as [number, number, number];
  expect(totals.drawer).toMatchObject({
    paidIn,
    paidOut,
    drops,
    expected: 10_000 + paidIn - paidOut - drops,
  });
});

test('a till is not retired while somebody opens it', async () => {
  for (let i = 0; i < 5; i++) {
    const { id: registerId } = await idleTill();
    const [opened, retired] = await Promise.all([
      open(registerId),
      post(`/registers/${registerId}/retire`, {}),
    ]);
    expect([opened.body.code, retired.body.code]).toEqual(
      opened.status < 300 ? [undefined, 'SHIFT_OPEN'] : ['REGISTER_RETIRED', undefined],
    );
  }
});

/** One thing that happens at a till. */
const step = fc.oneof(
  fc.constant({ what: 'open' as const }),
  fc.constant({ what: 'close' as const }),
  fc.record({
    what: fc.constant('sell' as const),
    quantity: fc.integer({ min: 1, max: 3 }),
    onCard: fc.boolean(),
    tip: fc.integer({ min: 0, max: 40 }),
  }),
  fc.record({
    what: fc.constant('move' as const),
    kind: fc.constantFrom('paid_in', 'paid_out', 'drop'),
    amount: fc.integer({ min: 1, max: 5000 }),
  }),
);

test('whatever happens at a till, its drawer and its grand total are what a child would add up', async () => {
  const till = fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 14 }), async (steps) => {
    const register = await idleTill();
    let shift: { id: string; drawer: number; total: number } | undefined;
    let last = { zNumber: 0, grandTotal: 0 };
    for (const each of steps) {
      if (each.what === 'open') {
        const answer = await open(register.id);
        expect(answer.body.code).toBe(shift && 'SHIFT_ALREADY_OPEN');
        shift ??= { id: answer.body.id, drawer: 10_000, total: 0 };
      } else if (each.what === 'sell') {
        const { quantity, onCard, tip } = each;
        const due = 150 * quantity + tip;
        const answer = await selling.checkout({
          ...{ registerId: register.id, lines: [{ productId: shop.products.voucher.id, quantity }] },
          payments: [onCard ? card(due, { tip }) : cash(due + 500, { tip })],
        });
        expect(answer.body.code).toBe(onCard || shift ? undefined : 'SHIFT_REQUIRED');
        if (!shift) continue;
        shift.total += 150 * quantity;
        if (!onCard) shift.drawer += due;
      } else if (shift && each.what === 'move') {
        ok(await move(shift.id, each.kind, each.amount));
        shift.drawer += each.kind === 'paid_in' ? each.amount : -each.amount;
      } else if (shift) {
        const { tenders } = ok(await close(shift.id));
        expect(tenders[0].expected).toBe(shift.drawer);
        const zReport = await selling.get(`/shifts/${shift.id}/z-report`);
        const { zNumber, grandTotalBefore, grandTotal } = zReport;
        expect({ zNumber, grandTotalBefore }).toEqual({
          ...{ zNumber: last.zNumber + 1, grandTotalBefore: last.grandTotal },
        });
        expect(grandTotal).toBe(last.grandTotal + shift.total);
        last = { zNumber, grandTotal };
        shift = undefined;
      }
    }
    if (!shift) return;
    const { totals } = await selling.get(`/shifts/${shift.id}/x-report`);
    expect([totals.drawer.expected, totals.total]).toEqual([shift.drawer, shift.total]);
  });
  await fc.assert(till, { numRuns: 8 });
});
