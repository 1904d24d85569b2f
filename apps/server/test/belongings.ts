import { newId, transact } from '@cashwrap/database';
import { credit, debit, ensureStoreCredit } from '../src/modules/accounts/index.ts';
import { findLoyaltyForSale, writePointsOfSale } from '../src/modules/loyalty/index.ts';
import { callAs } from './people.ts';
import { brokenBooks } from './selling.ts';
import { type Json, ok, type Shop, type TestServer } from './support.ts';

const silver = { id: newId(), name: 'Silver', minimumPoints: 100, multiplier: 1.5 };
const gold = { id: newId(), name: 'Gold', minimumPoints: 500, multiplier: 2 };
/** Of the programme that {@link belongingsAt} starts. */
export const tiers = { silver, gold };
/** After so many months its points go. */
export const EXPIRY_MONTHS = 6;

/** What belongings lack: the sales that earned the points, and the calls that adjusted the credit, were never made. */
const UNTRACED = [
  'The points of a sale are those that it earned and spent, as a payment and for rewards',
  'Each adjustment of an account has one audit row, which tells of it as it is',
  'An entry is one that its account can have, and goes the way of its kind',
];

/** The rules of the books that are broken, but for those that belongings break. */
export async function brokenBooksOfBelongings(server: TestServer): Promise<Json[]> {
  return (await brokenBooks(server)).filter(({ name }) => !UNTRACED.includes(name));
}

/** Gives customers what hangs on them, as sales and adjustments write it, at any time. */
export interface Belongings {
  newCustomer(fields?: object): Promise<Json>;
  /** Points as a sale earns and spends them; answers whether there were as many as it spends. */
  points(
    customerId: string,
    points: { readonly earned?: number; readonly spent?: number },
    at?: Date,
  ): Promise<boolean>;
  /** Store credit that is given, or taken back; answers whether there was so much. */
  storeCredit(customerId: string, amount: number, currency?: string): Promise<boolean>;
  /** An active gift card of theirs with so much on it; answers its id. */
  giftCard(customerId: string, balance: number, note?: string): Promise<string>;
  /** Every account: the balance, what the entries come to, and how many there are. */
  accounts(): Promise<Json[]>;
  merge(kept: Json, merged: Json): ReturnType<TestServer['request']>;
  erase(customer: Json, fields?: object): ReturnType<TestServer['request']>;
}

/** Starts a programme with two tiers, in which every customer who buys is, in the shop of a server. */
export async function belongingsAt(server: TestServer, shop: Shop): Promise<Belongings> {
  const { database } = server;
  const owner = callAs(server, shop.owner);
  const actorId: string = ok(await owner.get('/auth/me')).id;
  ok(await owner.patch('/settings', { version: 1, loyaltyEnabled: true }));
  // What is really sold earns nothing: points are those that a test gives.
  const earning = {
    points: 1,
    perAmount: 1_000_000_000_000,
    excludedCategoryIds: [],
    excludedProductIds: [],
  };
  await database.pool.query(
    `INSERT INTO loyalty_programs (id, name, status, currency, enrols_automatically, earning, tiers, rewards,
       tier_grace_days, expiry_months, allow_negative, created_at, updated_at)
     VALUES ($1, 'Club', 'active', 'EUR', true, $2, $3, '[]', 30, $4, false, now(), now())`,
    [newId(), JSON.stringify(earning), JSON.stringify([silver, gold]), EXPIRY_MONTHS],
  );
  const post = (path: string, body: object) =>
    server.request('POST', `/v1${path}`, {
      ...{ token: shop.owner, body, headers: { 'idempotency-key': newId() } },
    });
  const adjustment = (at: Date) => ({
    ...{ documentType: 'adjustment' as const, documentId: null, storeId: null, reason: 'A test' },
    ...{ actorId, occurredAt: at, recordedAt: at },
  });

  return {
    newCustomer: async (fields = {}) => ok(await owner.post('/customers', { name: 'Ada', ...fields })),
    points: (customerId, { earned = 0, spent = 0 }, now = server.clock.now()) =>
      orNothing(database, async (tx) => {
        const loyalty = await findLoyaltyForSale(tx, customerId);
        if (!loyalty) throw new Error('There is no programme.');
        const document = {
          ...{ documentType: 'sale' as const, documentId: newId(), storeId: shop.stores[0].id, actorId },
          ...{ occurredAt: now, recordedAt: now },
        };
        const written = writePointsOfSale(tx, { newId }, document, { loyalty, customerId, earned, spent });
        await Promise.all(written.sent);
        return spent === 0 || (await written.spent) !== undefined;
      }),
    storeCredit: (customerId, amount, currency = 'EUR') =>
      orNothing(database, async (tx) => {
        const now = server.clock.now();
        const accountId = await ensureStoreCredit(tx, customerId, currency, now, newId);
        const kind = 'adjust' as const;
        if (amount > 0) await credit(tx, adjustment(now), { accountId, kind, amount }, newId);
        else return debit(tx, adjustment(now), { accountId, kind, amount: -amount }, newId).then(Boolean);
        return true;
      }),
    giftCard: async (customerId, balance, note = '') => {
      const id = newId();
      await database.pool.query(
        `WITH account AS (
           INSERT INTO accounts (id, kind, currency, balance, last_entry_number, created_at, updated_at)
           VALUES ($1, 'gift_card', 'EUR', 0, 0, now(), now())
         )
         INSERT INTO gift_cards (id, code, status, store_id, currency, customer_id, note, activated_at, created_at, updated_at)
         VALUES ($1, $2, 'active', $3, 'EUR', $4, $5, now(), now(), now())`,
        [id, id.replaceAll('-', '').toUpperCase(), shop.stores[0].id, customerId, note],
      );
      await transact(database, (tx) =>
        credit(tx, adjustment(server.clock.now()), { accountId: id, kind: 'load', amount: balance }, newId),
      );
      return id;
    },
    accounts: async () =>
      (
        await database.pool.query(
          `SELECT a.id, a.kind, a.customer_id, a.currency, a.balance, a.last_entry_number::int AS last,
             count(e.*)::int AS entries, coalesce(sum(e.amount), 0)::bigint AS sum, coalesce(max(e.number), 0)::int AS number,
             coalesce((array_agg(e.balance_after ORDER BY e.number DESC))[1], 0) AS after
           FROM accounts a LEFT JOIN account_entries e ON e.account_id = a.id GROUP BY a.id ORDER BY a.id`,
        )
      ).rows,
    merge: (kept, merged) =>
      post(`/customers/${kept.id}/merge`, {
        ...{ version: kept.version, mergedId: merged.id, mergedVersion: merged.version },
      }),
    erase: ({ id, version }, fields = {}) => post(`/customers/${id}/erase`, { version, ...fields }),
  };
}

/** Runs a transaction, and takes back what it did where it answers `false`. */
async function orNothing(
  database: TestServer['database'],
  run: (tx: Parameters<Parameters<typeof transact>[1]>[0]) => Promise<boolean>,
): Promise<boolean> {
  const refused = new Error('refused');
  try {
    await transact(database, async (tx) => {
      if (!(await run(tx))) throw refused;
    });
    return true;
  } catch (error) {
    if (error === refused) return false;
    throw error;
  }
}
