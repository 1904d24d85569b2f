import { flush, newId, transact } from '@cashwrap/database';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type AccountDocument,
  credit,
  debit,
  ensureStoreCredit,
  lockAccounts,
} from '../src/modules/accounts/index.ts';
import { loadSoldCards, redeemCard } from '../src/modules/gift-cards/index.ts';
import { Failure } from '../src/procedure/failure.ts';
import { callAs, rowsOf } from './people.ts';
import { countDeadlocks, type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

const TODAY = '2026-06-30';
const CARDS = 3;
const CUSTOMERS = 2;

let server: TestServer;
let shop: Shop;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
});
afterAll(async () => {
  try {
    expect(await countDeadlocks(server.database)).toBe(0);
  } finally {
    await server[Symbol.asyncDispose]();
  }
});

/** What a call shall have moved where it succeeded, by account. */
type Moves = readonly { readonly accountId: string; readonly amount: number }[];

type Command =
  | { readonly do: 'load'; readonly cards: readonly number[]; readonly amount: number }
  | { readonly do: 'redeem' | 'adjust'; readonly card: number; readonly amount: number }
  | { readonly do: 'block' | 'unblock'; readonly card: number }
  | { readonly do: 'credit' | 'debit' | 'giveBack'; readonly customer: number; readonly amount: number }
  /** One sale that is paid out of a card and store credit, and loads another card. */
  | {
      readonly do: 'sale';
      readonly cards: readonly number[];
      readonly customer: number;
      readonly amount: number;
    };

const amount = fc.integer({ min: 1, max: 400 });
const card = fc.nat(CARDS - 1);
const customer = fc.nat(CUSTOMERS - 1);
const cards = fc.uniqueArray(card, { minLength: 2, maxLength: CARDS });
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ do: fc.constant('load' as const), cards, amount }),
  fc.record({ do: fc.constantFrom('redeem' as const), card, amount }),
  fc.record({ do: fc.constant('adjust' as const), card, amount: fc.integer({ min: -300, max: 300 }) }),
  fc.record({ do: fc.constantFrom('block' as const, 'unblock' as const), card }),
  fc.record({ do: fc.constantFrom('credit' as const, 'debit' as const), customer, amount }),
  fc.record({ do: fc.constant('giveBack' as const), customer, amount: fc.integer({ min: -300, max: 300 }) }),
  fc.record({ do: fc.constant('sale' as const), cards, customer, amount }),
);

test('whatever is done at once, each balance is the sum of its ledger, and never below zero', async () => {
  // Each wave is done at once.
  const waves = fc.array(fc.array(command, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 5 });
  await fc.assert(fc.asyncProperty(waves, run), { numRuns: 12 });
});

async function run(waves: readonly (readonly Command[])[]): Promise<void> {
  const owner = callAs(server, shop.owner);
  const post = (path: string, body: object) =>
    server.request('POST', `/v1${path}`, {
      ...{ token: shop.owner, body, headers: { 'idempotency-key': newId() } },
    });
  const storeId = shop.stores[0].id;
  const now = server.clock.now();
  const make = async (path: string, body: object): Promise<string> => ok(await post(path, body)).id;
  const cardIds: string[] = [];
  for (let i = 0; i < CARDS; i++) cardIds.push(await make('/gift-cards', { storeId }));
  const customerIds: string[] = [];
  for (let i = 0; i < CUSTOMERS; i++) customerIds.push(await make('/customers', { name: 'Ada' }));
  const creditIds = await transact(server.database, async (tx) => {
    const ids: string[] = [];
    for (const id of customerIds) ids.push(await ensureStoreCredit(tx, id, 'EUR', now, newId));
    return ids;
  });
  const cardAt = (index: number) => cardIds[index] as string;
  const creditAt = (index: number) => creditIds[index] as string;

  /** Does it, and answers what it says to have moved. */
  const perform = async (each: Command): Promise<Moves> => {
    const document: AccountDocument = {
      ...{ documentType: 'sale', documentId: newId(), storeId, actorId: null },
      ...{ occurredAt: now, recordedAt: now },
    };
    const loading = (at: readonly number[], its: number) =>
      at.map((index, position) => ({ cardId: cardAt(index), amount: its, position }));
    const moved = (accountId: string, by: number) => ({ accountId, amount: by });
    switch (each.do) {
      case 'load': {
        const moves = loading(each.cards, each.amount);
        await transact(server.database, (tx) =>
          flush(tx, [loadSoldCards(tx, document, TODAY, moves, newId)]),
        );
        return moves.map(({ cardId }) => moved(cardId, each.amount));
      }
      case 'redeem': {
        const payment = { cardId: cardAt(each.card), amount: each.amount, position: 0 };
        await transact(server.database, (tx) => flush(tx, [redeemCard(tx, document, TODAY, payment, newId)]));
        return [moved(payment.cardId, -each.amount)];
      }
      case 'sale': {
        const accountId = creditAt(each.customer);
        const [from, ...to] = each.cards;
        const paid = { cardId: cardAt(from as number), amount: each.amount, position: 0 };
        const moves = loading(to, each.amount);
        await transact(server.database, async (tx) => {
          const all = [accountId, paid.cardId, ...moves.map(({ cardId }) => cardId)];
          const [, , , debited] = await flush(tx, [
            lockAccounts(tx, all),
            redeemCard(tx, document, TODAY, paid, newId),
            loadSoldCards(tx, document, TODAY, moves, newId),
            debit(tx, document, { accountId, kind: 'redeem', amount: each.amount }, newId),
          ]);
          if (!debited) throw new Failure('INSUFFICIENT_BALANCE', { detail: 'Not so much.' });
        });
        const loaded = moves.map(({ cardId }) => moved(cardId, each.amount));
        return [moved(accountId, -each.amount), moved(paid.cardId, -each.amount), ...loaded];
      }
      case 'credit': {
        const accountId = creditAt(each.customer);
        await transact(server.database, (tx) =>
          credit(tx, document, { accountId, kind: 'refund', amount: each.amount }, newId),
        );
        return [moved(accountId, each.amount)];
      }
      case 'debit': {
        const accountId = creditAt(each.customer);
        const entry = await transact(server.database, (tx) =>
          debit(tx, document, { accountId, kind: 'redeem', amount: each.amount }, newId),
        );
        return entry ? [moved(accountId, -each.amount)] : [];
      }
      case 'giveBack': {
        const path = `/customers/${customerIds[each.customer]}/store-credit/adjustments`;
        const { status } = await post(path, { storeId, amount: each.amount, reason: 'Any' });
        return status === 200 ? [moved(creditAt(each.customer), each.amount)] : [];
      }
      case 'adjust': {
        const path = `/gift-cards/${cardAt(each.card)}/adjustments`;
        const { status } = await post(path, { amount: each.amount, reason: 'Any' });
        return status === 200 ? [moved(cardAt(each.card), each.amount)] : [];
      }
      default: {
        const path = `/gift-cards/${cardAt(each.card)}`;
        const { version } = ok(await owner.get(path));
        const reason = each.do === 'block' ? { reason: 'Lost' } : {};
        await owner.post(`${path}/${each.do}`, { version, ...reason });
        return [];
      }
    }
  };

  const done: Moves[] = [];
  for (const wave of waves) {
    const outcomes = await Promise.all(
      wave.map((each) =>
        perform(each).catch((error) => {
          if (error instanceof Failure) return [];
          throw error;
        }),
      ),
    );
    done.push(...outcomes);
  }
  const said = done.flat();
  for (const id of [...cardIds, ...creditIds]) {
    const mine = said.flatMap(({ accountId, amount: by }) => (accountId === id ? by : []));
    await expectExplained(id, mine);
  }
}

/** The ledger of an account holds these movements, in some order, and explains its balance. */
async function expectExplained(accountId: string, movements: readonly number[]): Promise<void> {
  const [account] = await rowsOf(server, 'SELECT balance, last_entry_number FROM accounts WHERE id = $1', [
    accountId,
  ]);
  const entries: Json[] = await rowsOf(
    server,
    'SELECT number, amount, balance_after FROM account_entries WHERE account_id = $1 ORDER BY number',
    [accountId],
  );
  const bySize = (a: number, b: number) => a - b;
  expect(entries.map((entry) => entry.amount).sort(bySize)).toEqual([...movements].sort(bySize));
  let balance = 0;
  for (const [index, entry] of entries.entries()) {
    balance += entry.amount;
    expect(entry).toMatchObject({ number: index + 1, balance_after: balance });
    expect(balance).toBeGreaterThanOrEqual(0);
  }
  expect(account).toEqual({ balance, last_entry_number: entries.length });
}
