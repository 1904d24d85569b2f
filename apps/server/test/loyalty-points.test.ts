import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addMonths } from '../src/modules/loyalty/domain/months.ts';
import { findLoyaltyForSale } from '../src/modules/loyalty/index.ts';
import { gold, type Loyalty, loyaltyAt, onDay, silver } from './loyalty.ts';
import { ok, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let club: Loyalty;
const GRACE_DAYS = 30;
const LAST_MONTHS = 6;

beforeAll(async () => {
  server = await startTestServer();
  club = await loyaltyAt(server, await server.seedShop());
  await club.start({ tiers: [gold, silver], tierGraceDays: GRACE_DAYS, expiryMonths: LAST_MONTHS });
});
afterAll(() => server[Symbol.asyncDispose]());

test('the first sale makes a customer a member; what it earns can be spent from the next on', async () => {
  const id = await club.newCustomer();
  expect(await club.sell(id, onDay(0), { earned: 40 })).toBe(true);
  expect(await club.sell(id, onDay(1), { spent: 41, earned: 1 })).toBe(false);
  expect(await club.sell(id, onDay(1), { spent: 15, earned: 3 })).toBe(true);
  expect(await club.entriesOf(id)).toEqual([
    ['earn', 40, 40],
    ['redeem', -15, 25],
    ['earn', 3, 28],
  ]);
  const told = `SELECT 1 FROM outbox WHERE type = 'loyalty.enrolled' AND payload->>'customerId' = $1`;
  expect(await club.rows(told, [id])).toHaveLength(1);
  expect(await findLoyaltyForSale(server.database.db, id)).toMatchObject({
    member: { balance: 28, tierId: null, nextExpiryAt: addMonths(onDay(0), LAST_MONTHS) },
  });
});

test('where the programme does not enrol by itself, a sale makes nobody a member', async () => {
  await club.start({ enrolsAutomatically: false });
  const id = await club.newCustomer();
  await club.sell(id, onDay(0), { earned: 0 });
  expect(await club.memberOf(id)).toBeUndefined();
  expect(await findLoyaltyForSale(server.database.db, id)).toMatchObject({ member: null });
  await club.start({ tiers: [gold, silver], tierGraceDays: GRACE_DAYS, expiryMonths: LAST_MONTHS });
});

test('a customer who was merged has what the one has who stands for them', async () => {
  const [id, merged] = [await club.newCustomer(), await club.newCustomer()];
  await club.sell(id, onDay(0), { earned: 7 });
  await club.rows(`UPDATE customers SET status = 'merged', merged_into_id = $1 WHERE id = $2`, [id, merged]);
  expect((await findLoyaltyForSale(server.database.db, merged))?.member?.balance).toBe(7);
});

test('there is no loyalty for a sale without an active programme, or where the settings rest it', async () => {
  const { db } = server.database;
  expect((await findLoyaltyForSale(db, null))?.member).toBeNull();
  await club.rows('UPDATE merchants SET loyalty_enabled = false');
  expect(await findLoyaltyForSale(db, null)).toBeUndefined();
  await club.rows('UPDATE merchants SET loyalty_enabled = true');
});

/** What came in and is still there, the oldest first: obviously right, and slow. */
class Lots {
  private lots: { left: number; expiresAt: Date }[] = [];
  expired = 0;

  /** Answers whether there was so much. */
  sell(now: Date, { earned, spent }: { earned: number; spent: number }): boolean {
    const lots = this.lots.filter(({ expiresAt }) => expiresAt > now).map((lot) => ({ ...lot }));
    if (sumOf(lots) < spent) return false;
    this.expire(now);
    for (let point = 0; point < spent; point++) {
      const oldest = this.lots.find(({ left }) => left > 0);
      if (oldest) oldest.left -= 1;
    }
    this.lots.push({ left: earned, expiresAt: addMonths(now, LAST_MONTHS) });
    return true;
  }

  expire(now: Date): void {
    const gone = this.lots.filter(({ expiresAt }) => expiresAt <= now);
    this.expired += sumOf(gone);
    this.lots = this.lots.filter((lot) => !gone.includes(lot));
  }

  get balance(): number {
    return sumOf(this.lots);
  }

  get nextExpiryAt(): Date | undefined {
    return this.lots.find(({ left }) => left > 0)?.expiresAt;
  }
}

const sumOf = (lots: readonly { left: number }[]) => lots.reduce((sum, { left }) => sum + left, 0);

test('the oldest points are spent first, and go before any are spent once they are past their time: as lots have it', async () => {
  const step = fc.record({
    after: fc.integer({ min: 0, max: 80 }),
    earned: fc.integer({ min: 0, max: 60 }),
    spent: fc.integer({ min: 0, max: 90 }),
    job: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const id = await club.newMember();
      const lots = new Lots();
      let day = 0;
      for (const { after, earned, spent, job } of steps) {
        day += after;
        const now = onDay(day);
        const possible = lots.sell(now, { earned, spent });
        expect(await club.sell(id, now, { earned, spent })).toBe(possible);
        if (job) {
          lots.expire(now);
          await club.tend(now);
        }
        if (!possible && !job) continue;
        const member = await club.memberOf(id);
        expect(member.balance).toBe(lots.balance);
        // A date that is too early costs a look; one that is too late would keep points alive.
        const next = lots.nextExpiryAt;
        if (next) expect(member.next_expiry_at.getTime()).toBeLessThanOrEqual(next.getTime());
      }
      await club.tend(onDay(day));
      lots.expire(onDay(day));
      const gone = (await club.entriesOf(id)).filter(([kind]) => kind === 'expire');
      expect(gone.reduce((sum, [, points]) => sum - points, 0)).toBe(lots.expired);
    }),
    { numRuns: 20 },
  );
  expect(await club.brokenAccounts()).toEqual([]);
});

/** Changes the active programme. */
async function change(fields: object): Promise<void> {
  const [{ id, version }] = ok(await club.owner.get('/loyalty-programs?status=active')).items;
  ok(await club.owner.patch(`/loyalty-programs/${id}`, { version, ...fields }));
}

test('points go at the instant of their date, and not before', async () => {
  const id = await club.newMember();
  await club.sell(id, onDay(0), { earned: 10 });
  const date = addMonths(onDay(0), LAST_MONTHS);
  await club.tend(new Date(date.getTime() - 1));
  expect(await club.memberOf(id)).toMatchObject({ balance: 10, next_expiry_at: date });
  await club.tend(date);
  expect(await club.memberOf(id)).toMatchObject({ balance: 0, next_expiry_at: null });
});

test('points that were all spent keep no later ones alive', async () => {
  const id = await club.newMember();
  await club.sell(id, onDay(0), { earned: 100 });
  await club.sell(id, onDay(1), { spent: 100 });
  await change({ expiryMonths: 1 });
  await club.sell(id, onDay(2), { earned: 50 });
  await change({ expiryMonths: LAST_MONTHS });
  await club.tend(onDay(40));
  expect((await club.entriesOf(id)).slice(2)).toEqual([
    ['earn', 50, 50],
    ['expire', -50, 0],
  ]);
});

test('points that came in without a date never go, and are spent last', async () => {
  const id = await club.newMember();
  await change({ expiryMonths: null });
  await club.sell(id, onDay(0), { earned: 30 });
  await change({ expiryMonths: LAST_MONTHS });
  await club.sell(id, onDay(1), { earned: 50 });
  await club.sell(id, onDay(2), { spent: 20 });
  await club.tend(onDay(2000));
  expect((await club.entriesOf(id)).slice(3)).toEqual([['expire', -30, 30]]);
  await club.tend(onDay(4000));
  expect((await club.memberOf(id)).balance).toBe(30);
});

test('a tier is reached at once, and kept for the days of grace once its points are too old', async () => {
  const id = await club.newCustomer();
  const tierOn = async (day: number, earned: number) => {
    await club.sell(id, onDay(day), { earned });
    const { tier_id, tier_grace_until } = await club.memberOf(id);
    return [tier_id, tier_grace_until];
  };
  expect(await tierOn(0, 99)).toEqual([null, null]);
  expect(await tierOn(10, 1)).toEqual([silver.id, null]);
  expect(await tierOn(20, 500)).toEqual([gold.id, null]);
  // The first hundred are a year old, the 500 not yet.
  expect(await tierOn(380, 1)).toEqual([gold.id, null]);
  expect(await tierOn(390, 149)).toEqual([gold.id, onDay(390 + GRACE_DAYS)]);
  expect(await tierOn(400, 1)).toEqual([gold.id, onDay(390 + GRACE_DAYS)]);
  expect(await tierOn(390 + GRACE_DAYS, 1)).toEqual([silver.id, null]);
  // In a tier again, its grace ends.
  expect(await tierOn(790, 1)).toEqual([silver.id, onDay(790 + GRACE_DAYS)]);
  expect(await tierOn(800, 120)).toEqual([silver.id, null]);
});

test('what a customer earned who was merged counts for the tier of who stands for them', async () => {
  const [id, merged] = [await club.newCustomer(), await club.newCustomer()];
  await club.sell(id, onDay(0), { earned: 60 });
  await club.sell(merged, onDay(0), { earned: 39 });
  await club.rows(`UPDATE customers SET status = 'merged', merged_into_id = $1 WHERE id = $2`, [id, merged]);
  await club.sell(id, onDay(1), { earned: 1 });
  expect(await club.memberOf(id)).toMatchObject({ tier_id: silver.id });
});

test('the job lets a tier go when its grace is over, to the minute, and looks once a day', async () => {
  const id = await club.newCustomer();
  const stateOn = async (day: number) => {
    await club.tend(onDay(day));
    const { tier_id, tier_grace_until, next_review_at } = await club.memberOf(id);
    return [tier_id, tier_grace_until, next_review_at];
  };
  await club.sell(id, onDay(5000), { earned: 100 });
  expect(await stateOn(5001)).toEqual([silver.id, null, onDay(5002)]);
  const fallen = 5000 + 366;
  const until = onDay(fallen + GRACE_DAYS);
  expect(await stateOn(fallen)).toEqual([silver.id, until, onDay(fallen + 1)]);
  expect(await stateOn(fallen + GRACE_DAYS - 0.5)).toEqual([silver.id, until, until]);
  // Nothing of theirs can change by itself any more.
  expect(await stateOn(fallen + GRACE_DAYS)).toEqual([null, null, null]);
});

test('a tier that the programme leaves out is left at the next look, without grace', async () => {
  const id = await club.newCustomer();
  await club.sell(id, onDay(8000), { earned: 600 });
  await change({ tiers: [silver] });
  await club.tend(onDay(8001));
  expect(await club.memberOf(id)).toMatchObject({ tier_id: silver.id, tier_grace_until: null });
});
