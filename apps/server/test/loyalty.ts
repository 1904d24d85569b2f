import { newId, transact } from '@cashwrap/database';
import type { AccountDocument } from '../src/modules/accounts/index.ts';
import { findLoyaltyForSale, tendMembers, writePointsOfSale } from '../src/modules/loyalty/index.ts';
import { callAs } from './people.ts';
import { type Answer, type Json, ok, type Shop, type TestServer } from './support.ts';

export const silver = { id: newId(), name: 'Silver', minimumPoints: 100, multiplier: 1.5 };
export const gold = { id: newId(), name: 'Gold', minimumPoints: 500, multiplier: 2 };

/** What a programme takes at least. */
export const club = (fields: object = {}) => ({
  ...{ name: 'Club', earning: { points: 1, perAmount: 100 } },
  ...fields,
});

/** Points that a sale earns and spends. */
export interface SalePoints {
  readonly earned?: number;
  readonly spent?: number;
}

/** How tests deal with points: people over REST, sales as the checkout writes their points. */
export interface Loyalty {
  readonly owner: ReturnType<typeof callAs>;
  rows(sql: string, params?: unknown[]): Promise<Json[]>;
  /** Starts a programme, in the place of the one that is active. */
  start(fields?: object): Promise<Json>;
  newCustomer(): Promise<string>;
  /** A customer in the active programme. */
  newMember(): Promise<string>;
  adjust(customerId: string, points: number, reason?: string): Promise<Answer>;
  /** Writes the points of a sale; answers whether there were as many as it spends. */
  sell(customerId: string, now: Date, points: SalePoints): Promise<boolean>;
  /** Runs the job as at some time. */
  tend(now: Date): Promise<void>;
  memberOf(customerId: string): Promise<Json>;
  /** The kind and the points of each entry, and the balance after it. */
  entriesOf(customerId: string): Promise<[string, number, number][]>;
  /** Accounts whose balance is not the sum of their entries, and entries with another balance than the sum so far. */
  brokenAccounts(): Promise<Json[]>;
}

export async function loyaltyAt(server: TestServer, shop: Shop): Promise<Loyalty> {
  const owner = callAs(server, shop.owner);
  const { database } = server;
  const actor = { userId: ok(await owner.get('/auth/me')).id };
  const rows = async (sql: string, params: unknown[] = []): Promise<Json[]> =>
    (await database.pool.query(sql, params)).rows;
  const newCustomer = async (): Promise<string> => ok(await owner.post('/customers', { name: 'Ada' })).id;
  ok(await owner.patch('/settings', { version: 1, loyaltyEnabled: true }));

  return {
    ...{ owner, rows, newCustomer },
    start: async (fields = {}) => {
      const active = ok(await owner.get('/loyalty-programs?status=active')).items;
      for (const { id, version } of active) ok(await owner.post(`/loyalty-programs/${id}/end`, { version }));
      const { id } = ok(await owner.post('/loyalty-programs', club(fields)));
      return ok(await owner.post(`/loyalty-programs/${id}/activate`, { version: 1 }));
    },
    newMember: async () => {
      const id = await newCustomer();
      ok(await owner.post(`/customers/${id}/loyalty`, {}));
      return id;
    },
    adjust: (customerId, points, reason = 'For the long wait') =>
      server.request('POST', `/v1/customers/${customerId}/loyalty/adjustments`, {
        ...{ token: shop.owner, body: { points, reason } },
        headers: { 'idempotency-key': newId() },
      }),
    sell: async (customerId, now, { earned = 0, spent = 0 }) => {
      const tooFew = new Error('too few points');
      try {
        await transact(database, async (tx) => {
          const loyalty = await findLoyaltyForSale(tx, customerId);
          if (!loyalty) throw new Error('There is no programme.');
          const document: AccountDocument = {
            ...{ documentType: 'sale', documentId: newId(), storeId: shop.stores[0].id },
            ...{ actorId: actor.userId, occurredAt: now, recordedAt: now },
          };
          const written = writePointsOfSale(tx, { newId }, document, { loyalty, customerId, earned, spent });
          await Promise.all(written.sent);
          if (spent > 0 && !(await written.spent)) throw tooFew;
        });
        return true;
      } catch (error) {
        if (error === tooFew) return false;
        throw error;
      }
    },
    tend: (now) => tendMembers({ database, newId, clock: () => now }),
    memberOf: async (customerId) =>
      (
        await rows(
          `SELECT m.*, a.balance::int FROM loyalty_members m JOIN accounts a ON a.id = m.account_id
           JOIN loyalty_programs p ON p.id = m.program_id WHERE m.customer_id = $1 AND p.status = 'active'`,
          [customerId],
        )
      )[0],
    entriesOf: async (customerId) =>
      (
        await rows(
          `SELECT e.kind, e.amount::int, e.balance_after::int
           FROM account_entries e JOIN accounts a ON a.id = e.account_id WHERE a.customer_id = $1
           ORDER BY a.created_at, e.number`,
          [customerId],
        )
      ).map(({ kind, amount, balance_after }) => [kind, amount, balance_after]),
    brokenAccounts: () =>
      rows(`
        SELECT a.id FROM accounts a
        LEFT JOIN (SELECT account_id, sum(amount), count(*) FROM account_entries GROUP BY 1) e ON e.account_id = a.id
        WHERE a.balance <> coalesce(e.sum, 0) OR a.last_entry_number <> coalesce(e.count, 0) OR a.balance < 0
        UNION ALL
        SELECT id FROM (
          SELECT id, balance_after, sum(amount) OVER (PARTITION BY account_id ORDER BY number) AS sum
          FROM account_entries) entry
        WHERE balance_after <> sum OR balance_after < 0`),
  };
}

const DAY_MS = 86_400_000;
/** Noon of a day, counted from some day that is far off. */
export const onDay = (day: number): Date => new Date(Date.UTC(2030, 0, 15, 12) + day * DAY_MS);
