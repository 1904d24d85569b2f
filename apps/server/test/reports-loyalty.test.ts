import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Loyalty, loyaltyAt } from './loyalty.ts';
import { type Reporting, reportingAt } from './reporting.ts';
import { card, type Selling, sellingAt } from './selling.ts';
import { type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';
import { type Returning, returningAt } from './taking-back.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let returning: Returning;
let loyalty: Loyalty;
let reports: Reporting;
let programme: Json;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  returning = returningAt(server, shop, selling);
  reports = reportingAt(server, shop.owner);
  loyalty = await loyaltyAt(server, shop);
  programme = await loyalty.start({ redemption: { points: 100, amount: 500 } });
  await trade();
});
afterAll(() => server[Symbol.asyncDispose]());

const DAY = 86_400_000;
const FIELDS = ['earned', 'redeemed', 'clawedBack', 'restored', 'adjusted', 'expired', 'forfeited'] as const;

/** Points of every kind, each on a day of its own. */
async function trade(): Promise<void> {
  const productId = await selling.newProduct({ trackStock: false });
  const [ada, bob, cleo] = [await loyalty.newMember(), await loyalty.newMember(), await loyalty.newMember()];
  const sell = (customerId: string, quantity: number, payments: Json[], place = selling.here) =>
    selling.sell({
      ...{ storeId: place.store.id, registerId: place.register.id, customerId, payments },
      lines: [{ productId, quantity }],
    });
  await sell(ada, 250, [card(25_000)]);
  await sell(bob, 40, [card(4000)], selling.there);
  const spent = await sell(ada, 20, [{ method: 'loyalty', points: 200 }, card(1000)]);
  await returning.takeBack(spent);
  ok(await loyalty.adjust(bob, 30));
  ok(await loyalty.adjust(cleo, 15));
  ok(await loyalty.adjust(ada, -5));
  const { version } = await selling.get(`/customers/${bob}`);
  await selling.create(`/customers/${bob}/erase`, { version, forfeitBalances: true });
  await spread();
}

/** One entry after the other is a day later, at eleven at night of UTC: tomorrow already in Berlin. */
async function spread(): Promise<void> {
  await selling.rows(
    `UPDATE account_entries e SET recorded_at = o.at FROM (
       SELECT id, timestamptz '2026-10-20T23:30:00Z' + (row_number() OVER (ORDER BY id) - 1) * interval '1 day' AS at
       FROM account_entries
     ) o WHERE o.id = e.id`,
  );
}

const entries = (): Promise<Json[]> =>
  selling.rows(`SELECT kind, amount::int, store_id AS "storeId", recorded_at AS at, account_id AS "accountId",
    document_type AS "documentType" FROM account_entries ORDER BY id`);

const KIND: Record<string, [(typeof FIELDS)[number], 1 | -1]> = {
  ...{
    earn: ['earned', 1],
    redeem: ['redeemed', -1],
    clawback: ['clawedBack', -1],
    restore: ['restored', 1],
  },
  ...{ adjust: ['adjusted', 1], expire: ['expired', -1], forfeit: ['forfeited', -1] },
};

const dateOf = ({ at, storeId }: Json): string =>
  at.toLocaleDateString('sv-SE', { timeZone: storeId === null ? 'UTC' : 'Europe/Berlin' });

/** The same, entry by entry. */
function expectedOf(all: readonly Json[], from: string, to: string) {
  const sums = { ...Object.fromEntries(FIELDS.map((field) => [field, 0])) } as Record<string, number>;
  const within = all.filter((entry) => dateOf(entry) >= from && dateOf(entry) <= to);
  for (const { kind, amount } of within) {
    const [field, sign] = KIND[kind] as [string, number];
    sums[field] = (sums[field] ?? 0) + sign * amount + 0;
  }
  const active = within.filter(({ documentType }) => documentType === 'sale' || documentType === 'return');
  return { ...sums, activeMembers: new Set(active.map(({ accountId }) => accountId)).size };
}

const sumOf = (all: readonly Json[]) => all.reduce((sum, { amount }) => sum + amount, 0);

test('points are those of the entries, and what was out at first becomes what was out at last', async () => {
  const all = await entries();
  expect(new Set(all.map(({ kind }) => kind))).toEqual(
    new Set(['earn', 'redeem', 'clawback', 'restore', 'adjust', 'forfeit']),
  );
  const dates = all.map(dateOf);
  for (const from of ['2026-10-01', ...dates]) {
    for (const to of [...dates.slice(2, 6), '2027-01-31'].filter((date) => date >= from)) {
      const { rows, totals } = await reports.read('loyalty', { from, to });
      expect(rows).toHaveLength(1);
      const [row] = rows;
      expect(row).toMatchObject({ programId: programme.id, ...expectedOf(all, from, to) });
      expect(row.opening).toBe(sumOf(all.filter((entry) => dateOf(entry) < from)));
      expect(row.closing).toBe(sumOf(all.filter((entry) => dateOf(entry) <= to)));
      const change = row.earned - row.redeemed - row.clawedBack + row.restored + row.adjusted - row.expired;
      expect(row.opening + change - row.forfeited).toBe(row.closing);
      for (const field of FIELDS) expect(totals[0][field]).toBe(row[field]);
    }
  }
});

test('of one store are those of its entries alone, without what was out', async () => {
  const all = await entries();
  const [from, to] = ['2026-10-01', '2027-01-31'];
  for (const { id: storeId } of shop.stores) {
    const { rows } = await reports.read('loyalty', { from, to, storeId });
    const ofIt = expectedOf(
      all.filter((entry) => entry.storeId === storeId),
      from,
      to,
    );
    expect(rows[0]).toMatchObject({ ...ofIt, opening: null, closing: null });
  }
  const manager = await server.signInAs('manager', { storeId: shop.stores[1].id });
  const { rows } = await reports.read('loyalty', { from, to }, manager);
  expect(rows[0]).toMatchObject({ earned: 33, adjusted: 0, opening: null, closing: null });
});

test('stand beside those of the other period, in JSON and in a file', async () => {
  const all = await entries();
  const [first, second] = all.map(dateOf) as [string, string];
  const query = { from: second, to: second, compareTo: 'previous_period' };
  const report = await reports.read('loyalty', query);
  expect(report.comparedWith).toEqual({ from: first, to: first });
  expect(report.rows[0].compared).toMatchObject(expectedOf(all, first, first));
  expect(report.totals[0].compared.earned).toBe(report.rows[0].compared.earned);
  expect(report.rows[0].compared.closing).toBe(report.rows[0].opening);
  const [header = [], row = []] = await reports.readFile('loyalty', query);
  const cells = Object.fromEntries(header.map((name, i) => [name, row[i]]));
  expect([cells.earned, cells.compared_earned, cells.compared_closing]).toEqual(
    [report.rows[0].earned, report.rows[0].compared.earned, report.rows[0].opening].map(String),
  );
});

test('members are those of now, and those who joined count in their days', async () => {
  const joined = server.clock.now().toISOString().slice(0, 10);
  const { rows } = await reports.read('loyalty', { from: joined, to: joined });
  expect(rows[0].memberCount).toBe(rows[0].newMembers);
  const earlier = new Date(Date.parse(joined) - DAY).toISOString().slice(0, 10);
  const before = await reports.read('loyalty', { from: '2026-01-01', to: earlier });
  expect(before.rows[0]).toMatchObject({ memberCount: rows[0].memberCount, newMembers: 0 });
});

test('who was erased is no member, and who was merged is one with whom they became', async () => {
  const day = server.clock.now().toISOString().slice(0, 10);
  const read = async (): Promise<Json> => (await reports.read('loyalty', { from: day, to: day })).rows[0];
  const before = await read();
  expect(before.memberCount).toBe(2);
  const productId = await selling.newProduct({ trackStock: false });
  const [kept, merged] = [await loyalty.newMember(), await loyalty.newMember()];
  for (const customerId of [kept, merged]) {
    await selling.sell({ customerId, lines: [{ productId, quantity: 5 }], payments: [card(500)] });
  }
  expect(await read()).toMatchObject({ memberCount: 4, activeMembers: before.activeMembers + 2 });
  const versionOf = async (id: string) => (await selling.get(`/customers/${id}`)).version;
  await selling.create(`/customers/${kept}/merge`, {
    ...{ version: await versionOf(kept), mergedId: merged, mergedVersion: await versionOf(merged) },
  });
  expect(await read()).toMatchObject({ memberCount: 3, activeMembers: before.activeMembers + 1 });
});
