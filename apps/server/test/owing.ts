import { newId, type Tx, transact } from '@cashwrap/database';
import { type AccountDocument, credit, ensureStoreCredit } from '../src/modules/accounts/index.ts';
import { rowsOf } from './people.ts';
import type { SaleBody, Selling } from './selling.ts';
import { card } from './selling.ts';
import type { Json, TestServer } from './support.ts';

/** A gift card with its code. */
export interface TestCard {
  readonly id: string;
  readonly code: string;
}

/** How tests owe something: what a sale is paid from beside cash and cards, at the store `selling.here`. */
export interface Owing {
  newCustomer(fields?: object): Promise<string>;
  /** A card that nobody has bought yet. */
  newCard(fields?: { readonly currency?: string; readonly storeId?: string }): Promise<TestCard>;
  /** A card that a sale has put something on. */
  soldCard(amount: number): Promise<TestCard>;
  block({ id }: TestCard): Promise<void>;
  /** Store credit that a customer has got for something; answers the id of its account. */
  give(customerId: string, amount: number, currency?: string): Promise<string>;
  /** Points of a member that are past their time already. */
  giveExpired(accountId: string, points: number): Promise<void>;
  /** The active programme, in place of the one before: a point for each 1.00, and 100 points pay 5.00. */
  runProgramme(fields?: Json): Promise<Json>;
  /** What is on an account; undefined where there is none. */
  balanceOf(accountId: string | undefined): Promise<number | undefined>;
  /** The account of the points of a customer in the active programme. */
  memberOf(customerId: string): Promise<string | undefined>;
  /** How many rows each table has that a sale writes to, and what all accounts hold. */
  everything(): Promise<Json>;
}

export function owingAt(server: TestServer, selling: Selling): Owing {
  const rows = (sql: string, params: unknown[] = []) => rowsOf(server, sql, params);
  const newCard: Owing['newCard'] = async ({ currency = 'EUR', storeId = selling.here.store.id } = {}) => {
    const id = newId();
    const code = id.replaceAll('-', '').toUpperCase();
    await rows(
      `WITH account AS (
         INSERT INTO accounts (id, kind, currency, balance, last_entry_number, created_at, updated_at)
         VALUES ($1, 'gift_card', $3, 0, 0, now(), now()))
       INSERT INTO gift_cards (id, code, status, store_id, currency, note, created_at, updated_at)
       VALUES ($1, $2, 'inactive', $4, $3, '', now(), now())`,
      [id, code, currency, storeId],
    );
    return { id, code };
  };
  const documentOf = (documentId: string): AccountDocument => ({
    ...{ documentType: 'customer', documentId, storeId: null, actorId: null },
    ...{ occurredAt: server.clock.now(), recordedAt: server.clock.now() },
  });
  return {
    newCard,
    newCustomer: async (fields = {}) =>
      (await selling.create('/customers', { name: `Customer ${newId()}`, ...fields })).id,
    soldCard: async (amount) => {
      const made = await newCard();
      const giftCards = [{ giftCardId: made.id, amount }];
      await selling.sell({ lines: [], giftCards, payments: [card(amount)] });
      return made;
    },
    block: async ({ id }) => {
      await transact(server.database, async (tx: Tx) => {
        const query = (sql: string) => tx.execute(sql);
        await query(`SELECT FROM accounts WHERE id = '${id}' FOR NO KEY UPDATE`);
        await query(`UPDATE gift_cards SET status = 'blocked', blocked_reason = 'Lost' WHERE id = '${id}'`);
      });
    },
    give: (customerId, amount, currency = 'EUR') =>
      transact(server.database, async (tx) => {
        const accountId = await ensureStoreCredit(tx, customerId, currency, server.clock.now(), newId);
        await credit(tx, documentOf(customerId), { accountId, kind: 'refund', amount }, newId);
        return accountId;
      }),
    giveExpired: (accountId, amount) =>
      transact(server.database, async (tx) => {
        const expiresAt = new Date(server.clock.now().getTime() - 60_000);
        await credit(tx, documentOf(accountId), { accountId, kind: 'merge', amount, expiresAt }, newId);
        await tx.execute(`UPDATE loyalty_members SET next_expiry_at = '${expiresAt.toISOString()}'
          WHERE account_id = '${accountId}'`);
      }),
    runProgramme: async ({ earning, redemption, ...fields } = {}) => {
      const programme = {
        ...{ id: newId(), name: `Club ${newId()}`, currency: 'EUR', enrols_automatically: true },
        earning: { points: 1, perAmount: 100, excludedCategoryIds: [], excludedProductIds: [], ...earning },
        redemption:
          redemption === null
            ? null
            : { points: 100, amount: 500, minimumPoints: 0, maximumPercentage: 100, ...redemption },
        ...{
          tiers: [],
          rewards: [],
          tier_grace_days: 30,
          allow_negative: false,
          status: 'active',
          version: 1,
        },
        ...fields,
      };
      await rows('UPDATE merchants SET loyalty_enabled = true');
      await rows(`UPDATE loyalty_programs SET status = 'ended' WHERE status = 'active'`);
      await rows(
        'INSERT INTO loyalty_programs SELECT * FROM json_populate_record(NULL::loyalty_programs, $1::json)',
        [JSON.stringify({ ...programme, created_at: new Date(), updated_at: new Date() })],
      );
      return programme;
    },
    balanceOf: async (accountId) => {
      const [account] = await rows('SELECT balance FROM accounts WHERE id = $1', [accountId ?? null]);
      return account?.balance;
    },
    memberOf: async (customerId) => {
      const [member] = await rows(
        `SELECT account_id FROM loyalty_members m JOIN loyalty_programs p ON p.id = m.program_id
         WHERE m.customer_id = $1 AND p.status = 'active'`,
        [customerId],
      );
      return member?.account_id;
    },
    everything: async () => {
      const [accounts] = await rows(
        `SELECT (SELECT json_object_agg(id, balance ORDER BY id) FROM accounts) AS balances,
           (SELECT count(*) FROM account_entries) AS entries, (SELECT count(*) FROM loyalty_members) AS members,
           (SELECT json_agg(gift_cards ORDER BY id) FROM gift_cards) AS cards,
           (SELECT json_agg(t ORDER BY customer_id, currency) FROM customer_totals t) AS totals`,
      );
      return { ...(await selling.counts()), ...accounts };
    },
  };
}

/** What pays beside cash and cards. */
export const byGiftCard = ({ code }: TestCard, amount: number, fields: object = {}) => ({
  ...{ method: 'gift_card', code, amount },
  ...fields,
});
export const byStoreCredit = (amount: number) => ({ method: 'store_credit', amount });
export const byPoints = (points: number) => ({ method: 'loyalty', points });

/** A refused sale: what it is refused with. It must have changed nothing. */
export async function refusalOf(selling: Selling, owing: Owing, body: SaleBody): Promise<Json> {
  const before = await owing.everything();
  const { status, body: problem } = await selling.checkout(body);
  const { code, details } = problem;
  const after = await owing.everything();
  if (JSON.stringify(after) !== JSON.stringify(before)) throw new Error(`${code} has changed something.`);
  return { status, code, ...details };
}
