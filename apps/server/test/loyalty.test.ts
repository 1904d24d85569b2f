import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gold, type Loyalty, loyaltyAt, silver } from './loyalty.ts';
import { atOnce, codeOf } from './people.ts';
import { type Json, ok, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let club: Loyalty;
const coffee = {
  ...{ id: newId(), name: 'A tenth off', points: 30 },
  effect: { type: 'percentage', percentage: 10 },
};
const cake = { id: newId(), name: 'Five off', points: 20, effect: { type: 'amount', amount: 500 } };
const fields = {
  redemption: { points: 10, amount: 25 },
  ...{ tiers: [gold, silver], rewards: [coffee, cake], expiryMonths: 6 },
};
let programId: string;

beforeAll(async () => {
  server = await startTestServer();
  club = await loyaltyAt(server, await server.seedShop());
});
afterAll(() => server[Symbol.asyncDispose]());

const read = (customerId: string) => club.owner.get(`/customers/${customerId}/loyalty`);
const enrol = (customerId: string) => club.owner.post(`/customers/${customerId}/loyalty`, {});
const ledger = async (customerId: string, query = ''): Promise<Json> =>
  ok(await club.owner.get(`/customers/${customerId}/loyalty/entries${query}`));
const notAvailable = (reason: string) => ({ code: 'LOYALTY_NOT_AVAILABLE', details: { reason } });

test('without an active programme there is nothing to be in, to see or to be given', async () => {
  const id = await club.newCustomer();
  for (const { status, body } of [await read(id), await enrol(id), await club.adjust(id, 5)]) {
    expect([status, body]).toMatchObject([409, notAvailable('no_program')]);
  }
  expect(await ledger(id)).toEqual({ items: [], nextCursor: null });
  programId = (await club.start(fields)).id;
  expect((await read(id)).body).toMatchObject(notAvailable('not_a_member'));
  expect((await club.adjust(id, 5)).body).toMatchObject(notAvailable('not_a_member'));
});

test('a customer is made a member once, with an empty account', async () => {
  const id = await club.newCustomer();
  const member = ok(await enrol(id));
  expect(member).toMatchObject({
    ...{ customerId: id, programId, programName: 'Club', balance: 0, worth: 0, currency: 'EUR' },
    ...{ tier: null, tierGraceUntil: null, qualifyingPoints: 0, nextExpiry: null },
    nextTier: { id: silver.id, name: 'Silver', multiplier: 1.5, missingPoints: 100 },
    rewards: [
      { id: cake.id, name: 'Five off', points: 20, affordable: false },
      { id: coffee.id, name: 'A tenth off', points: 30, affordable: false },
    ],
  });
  expect(ok(await enrol(id))).toEqual(member);
  expect(ok(await read(id))).toEqual(member);
  const told = await club.rows(
    `SELECT payload FROM outbox WHERE type = 'loyalty.enrolled' AND payload->>'customerId' = $1`,
    [id],
  );
  expect(told).toEqual([{ payload: { customerId: id, programId } }]);
});

test('sixteen calls at once make one member', async () => {
  const id = await club.newCustomer();
  const answers = await atOnce(16, () => enrol(id));
  expect(answers.map(({ status }) => status)).toEqual(Array(16).fill(200));
  expect(new Set(answers.map(({ body }) => body.enrolledAt)).size).toBe(1);
  expect(await club.rows('SELECT id FROM accounts WHERE customer_id = $1', [id])).toHaveLength(1);
});

test('who was put away or is not there is made no member', async () => {
  const id = await club.newCustomer();
  ok(await club.owner.post(`/customers/${id}/archive`, { version: 1 }));
  expect(codeOf(await enrol(id))).toEqual([409, 'WRONG_STATUS']);
  const unknown = newId();
  const answers = [await enrol(unknown), await read(unknown), await club.adjust(unknown, 1)];
  expect(answers.map(codeOf)).toEqual([404, 404, 404].map((status) => [status, 'NOT_FOUND']));
  expect(codeOf(await club.owner.get(`/customers/${unknown}/loyalty/entries`))).toEqual([404, 'NOT_FOUND']);
});

test('the view tells what points are worth, when they go, the tier, and what they buy', async () => {
  const id = await club.newCustomer();
  const now = server.clock.now();
  const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
  await club.sell(id, hours(-48), { earned: 110 });
  await club.sell(id, hours(-24), { earned: 15, spent: 100 });
  const view = ok(await read(id));
  expect(view).toMatchObject({
    ...{ balance: 25, worth: 62, qualifyingPoints: 125, tier: { id: silver.id, name: 'Silver' } },
    ...{ tierGraceUntil: null, nextTier: { id: gold.id, missingPoints: 375 } },
    nextExpiry: { points: 10 },
  });
  expect(view.rewards.map(({ affordable }: Json) => affordable)).toEqual([true, false]);
  const [first] = (await ledger(id, '?sort=number')).items;
  expect(view.nextExpiry.at).toBe(first.expiresAt);
});

test('points are given for as long as earned ones, and taken away, with a reason', async () => {
  const id = await club.newMember();
  const given = ok(await club.adjust(id, 50, 'For the long wait'));
  expect(given).toMatchObject({
    ...{ number: 1, kind: 'adjust', points: 50, balanceAfter: 50, reason: 'For the long wait' },
    ...{ documentType: 'adjustment', documentId: null, storeId: null },
  });
  const months = new Date(given.expiresAt).getUTCMonth() - new Date(given.occurredAt).getUTCMonth();
  expect((months + 12) % 12).toBe(6);
  const taken = ok(await club.adjust(id, -20));
  expect(taken).toMatchObject({ number: 2, points: -20, balanceAfter: 30, expiresAt: null });
  expect((await ledger(id)).items).toEqual([taken, given]);
  // They are no points that were earned.
  expect(ok(await read(id))).toMatchObject({ balance: 30, qualifyingPoints: 0, tier: null });
  const told = await club.rows(
    `SELECT payload FROM outbox WHERE type = 'loyalty.points_adjusted' AND payload->>'customerId' = $1 ORDER BY id`,
    [id],
  );
  expect(told.map(({ payload }) => payload)).toEqual([
    { customerId: id, programId, entryId: given.id },
    { customerId: id, programId, entryId: taken.id },
  ]);
});

test('more than there is cannot be taken away, and nothing is written', async () => {
  const id = await club.newMember();
  await club.adjust(id, 10);
  const { status, body } = await club.adjust(id, -11);
  expect([status, body]).toMatchObject([
    409,
    { code: 'INSUFFICIENT_BALANCE', details: { kind: 'loyalty', requested: 11, available: 10 } },
  ]);
  expect(await club.entriesOf(id)).toEqual([['adjust', 10, 10]]);
});

/** Makes all points of a customer go since yesterday. */
async function age(id: string): Promise<void> {
  await club.rows(
    `WITH a AS (SELECT id FROM accounts WHERE customer_id = $1), e AS (
       UPDATE account_entries SET expires_at = now() - interval '1 day' WHERE account_id = (SELECT id FROM a))
     UPDATE loyalty_members SET next_expiry_at = now() - interval '1 day' WHERE account_id = (SELECT id FROM a)`,
    [id],
  );
}

test('what is past its time goes before anything is taken away, even where that is refused', async () => {
  const id = await club.newMember();
  await club.adjust(id, 10);
  await age(id);
  const refused = await club.adjust(id, -10);
  expect(refused.body.details).toEqual({ kind: 'loyalty', requested: 10, available: 0 });
  expect(await club.entriesOf(id)).toEqual([['adjust', 10, 10]]);
  ok(await club.adjust(id, 5));
  expect(await club.entriesOf(id)).toEqual([
    ['adjust', 10, 10],
    ['expire', -10, 0],
    ['adjust', 5, 5],
  ]);
});

test('the application takes off by itself what is past its time', async () => {
  const id = await club.newMember();
  await club.adjust(id, 10);
  await age(id);
  expect(ok(await read(id)).nextExpiry).toMatchObject({ points: 10 });
  await server.app.tendMembers();
  expect(ok(await read(id))).toMatchObject({ balance: 0, nextExpiry: null });
  const [gone] = (await ledger(id, '?kind=expire')).items;
  expect(gone).toMatchObject({ points: -10, balanceAfter: 0, documentType: 'customer', documentId: id });
  expect(gone.actorId).toBeNull();
});

test.each([0, 1.5, 1_000_000_000_001])('an adjustment by %s points is refused', async (points) => {
  expect(codeOf(await club.adjust(await club.newMember(), points))).toEqual([400, 'INVALID_INPUT']);
});

test('more points than can be kept are refused, and nothing is written', async () => {
  const id = await club.newMember();
  ok(await club.adjust(id, 1_000_000_000_000));
  expect(codeOf(await club.adjust(id, 1))).toEqual([409, 'AMOUNT_OUT_OF_RANGE']);
  expect((await ledger(id)).items).toHaveLength(1);
});

test('who was erased is given nothing', async () => {
  const id = await club.newMember();
  await club.rows(`UPDATE customers SET status = 'erased' WHERE id = $1`, [id]);
  expect(codeOf(await club.adjust(id, 5))).toEqual([409, 'WRONG_STATUS']);
});

test('the id of a customer who was merged leads to who stands for them', async () => {
  const [id, merged] = [await club.newMember(), await club.newCustomer()];
  await club.rows(`UPDATE customers SET status = 'merged', merged_into_id = $1 WHERE id = $2`, [id, merged]);
  ok(await club.adjust(merged, 8));
  expect(ok(await read(merged))).toEqual(ok(await read(id)));
  expect(ok(await enrol(merged))).toMatchObject({ customerId: id, balance: 8 });
  expect(await ledger(merged)).toEqual(await ledger(id));
});

test('a call that is repeated under its key gives points once', async () => {
  const id = await club.newMember();
  const key = { 'idempotency-key': newId() };
  const body = { points: 5, reason: 'Twice' };
  const token = await server.signInAs('owner');
  const path = `/v1/customers/${id}/loyalty/adjustments`;
  const twins = await atOnce(8, () => server.request('POST', path, { token, body, headers: key }));
  expect(new Set(twins.map(({ body: entry }) => entry.id)).size).toBe(1);
  expect(await club.entriesOf(id)).toEqual([['adjust', 5, 5]]);
  expect(codeOf(await server.request('POST', path, { token, body }))).toEqual([
    ...[400, 'IDEMPOTENCY_KEY_REQUIRED'],
  ]);
});

test('the ledger is read page by page, both ways, by kind, and after the programme has ended', async () => {
  const id = await club.newMember();
  for (const points of [5, -1, 5, -2]) await club.adjust(id, points);
  await club.sell(id, server.clock.now(), { earned: 3 });
  const first = await ledger(id, '?limit=2');
  expect(first.items.map(({ number }: Json) => number)).toEqual([5, 4]);
  const second = await ledger(id, `?limit=3&cursor=${first.nextCursor}`);
  expect(second.items.map(({ number }: Json) => number)).toEqual([3, 2, 1]);
  expect(second.nextCursor).toBeNull();
  const upwards = await ledger(id, '?sort=number&kind=adjust');
  expect(upwards.items.map(({ points }: Json) => points)).toEqual([5, -1, 5, -2]);

  await club.start();
  expect((await read(id)).body).toMatchObject(notAvailable('not_a_member'));
  expect((await ledger(id)).items).toHaveLength(5);
  ok(await enrol(id));
  expect((await ledger(id)).items).toEqual([]);
});
