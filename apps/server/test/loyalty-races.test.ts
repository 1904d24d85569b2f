import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Loyalty, loyaltyAt, onDay } from './loyalty.ts';
import { atOnce } from './people.ts';
import { countDeadlocks, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let club: Loyalty;

beforeAll(async () => {
  server = await startTestServer();
  club = await loyaltyAt(server, await server.seedShop());
  await club.start({ expiryMonths: 6 });
});
afterAll(async () => {
  expect(await club.brokenAccounts()).toEqual([]);
  expect(await countDeadlocks(server.database)).toBe(0);
  await server[Symbol.asyncDispose]();
});

const sumOf = async (customerId: string, wanted: string): Promise<number> =>
  (await club.entriesOf(customerId))
    .filter(([kind]) => kind === wanted)
    .reduce((sum, [, points]) => sum + points, 0);

test('sixteen first sales of one customer at once make one member with the points of all', async () => {
  const id = await club.newCustomer();
  const outcomes = await Promise.allSettled(
    Array.from({ length: 16 }, () => club.sell(id, onDay(0), { earned: 5 })),
  );
  // Over the API a call that meets a member who was not there yet is run again.
  for (const { status } of outcomes) if (status === 'rejected') await club.sell(id, onDay(0), { earned: 5 });
  expect(await club.memberOf(id)).toMatchObject({ balance: 80 });
});

test('of 64 sales at once that spend the same points as many succeed as there are points for', async () => {
  const id = await club.newMember();
  await club.sell(id, onDay(0), { earned: 100 });
  const taken = await atOnce(64, () => club.sell(id, onDay(1), { spent: 7 }));
  expect(taken.filter(Boolean)).toHaveLength(14);
  expect(await club.memberOf(id)).toMatchObject({ balance: 2 });
});

test('points that are past their time are never spent, however often the job runs meanwhile', async () => {
  for (let round = 0; round < 5; round++) {
    const id = await club.newMember();
    await club.sell(id, onDay(0), { earned: 100 });
    await club.sell(id, onDay(90), { earned: 50 });
    const now = onDay(200);
    const [sales] = await Promise.all([
      atOnce(16, () => club.sell(id, now, { spent: 10 })),
      atOnce(4, () => club.tend(now)),
    ]);
    expect(sales.filter(Boolean)).toHaveLength(5);
    expect([await sumOf(id, 'expire'), await sumOf(id, 'redeem')]).toEqual([-100, -50]);
    expect((await club.entriesOf(id)).filter(([kind]) => kind === 'expire')).toHaveLength(1);
  }
});

test('points that are spent while the job begins do not go a second time', async () => {
  for (let round = 0; round < 5; round++) {
    const id = await club.newMember();
    await club.sell(id, onDay(0), { earned: 100 });
    await club.sell(id, onDay(90), { earned: 50 });
    // These are in time, and the job of another server is ahead: whoever is first, the oldest hundred go once.
    await Promise.all([
      atOnce(8, () => club.sell(id, onDay(100), { spent: 10 })),
      atOnce(3, () => club.tend(onDay(200))),
    ]);
    const [redeemed, expired] = [-(await sumOf(id, 'redeem')), -(await sumOf(id, 'expire'))];
    expect(redeemed + expired).toBeGreaterThanOrEqual(100);
    expect(expired).toBeLessThanOrEqual(100);
    expect(await club.memberOf(id)).toMatchObject({ balance: 150 - redeemed - expired });
  }
});

test('adjustments and sales that want the same points get what there is, and no more', async () => {
  const id = await club.newMember();
  await club.adjust(id, 100);
  const now = server.clock.now();
  const [adjusted, sales] = await Promise.all([
    atOnce(12, () => club.adjust(id, -7)),
    atOnce(12, () => club.sell(id, now, { spent: 5 })),
  ]);
  const taken = adjusted.filter(({ status }) => status < 300).length * 7;
  const spent = sales.filter(Boolean).length * 5;
  const { balance } = await club.memberOf(id);
  expect(balance).toBe(100 - taken - spent);
  expect(balance).toBeLessThan(7);
  expect(adjusted.filter(({ status }) => status >= 300).map(({ body }) => body.code)).toEqual(
    adjusted.filter(({ status }) => status >= 300).map(() => 'INSUFFICIENT_BALANCE'),
  );
});

test('two servers whose jobs run at once expire what many members have, each once', async () => {
  const ids = await Promise.all(Array.from({ length: 12 }, () => club.newMember()));
  await Promise.all(ids.map((id) => club.sell(id, onDay(300), { earned: 10 })));
  await atOnce(4, () => club.tend(onDay(600)));
  for (const id of ids) {
    expect(await club.entriesOf(id)).toEqual([
      ['earn', 10, 10],
      ['expire', -10, 0],
    ]);
  }
});
