import { flush, newId, transact } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AccountDocument, ensureStoreCredit, findStoreCredit } from '../src/modules/accounts/index.ts';
import {
  findGiftCardsForSale,
  type GiftCardMove,
  loadSoldCards,
  redeemCard,
} from '../src/modules/gift-cards/index.ts';
import { Failure } from '../src/procedure/failure.ts';
import { atOnce, countWaiting, rowsOf } from './people.ts';
import { countDeadlocks, type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

const TODAY = '2026-06-30';

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

const rows = (sql: string, params: unknown[] = []) => rowsOf(server, sql, params);
const documentOf = (saleId = newId()): AccountDocument => ({
  ...{ documentType: 'sale', documentId: saleId, storeId: shop.stores[0].id, actorId: null },
  ...{ occurredAt: server.clock.now(), recordedAt: server.clock.now() },
});
const load = (moves: readonly GiftCardMove[], businessDate = TODAY, document = documentOf()) =>
  transact(server.database, async (tx) => {
    const [entries] = await flush(tx, [loadSoldCards(tx, document, businessDate, moves, newId)]);
    return entries;
  });
const redeem = (cardId: string, amount: number, businessDate = TODAY) =>
  transact(server.database, async (tx) => {
    const payment = { cardId, amount, position: 0 };
    const [entry] = await flush(tx, [redeemCard(tx, documentOf(), businessDate, payment, newId)]);
    return entry;
  });
const moveOf = (cardId: string, amount: number, position = 0) => ({ cardId, amount, position });
const refused = (call: Promise<unknown>): Promise<Json> =>
  call.then(
    () => undefined,
    (error) => (error instanceof Failure ? { code: error.code, ...(error.details as object) } : error),
  );
const cardOf = async (id: string): Promise<Json> =>
  (await findGiftCardsForSale(server.database.db, { codes: [], ids: [id] }))[0];
const entriesOf = (id: string) =>
  rows(
    'SELECT number, kind, amount, balance_after FROM account_entries WHERE account_id = $1 ORDER BY number',
    [id],
  );

/** A card that nobody has bought yet. */
const newCard = async (): Promise<string> =>
  ok(
    await server.request('POST', '/v1/gift-cards', {
      ...{ token: shop.owner, headers: { 'idempotency-key': newId() } },
      body: { storeId: shop.stores[0].id },
    }),
  ).id;
const soldCard = async (amount: number, businessDate = TODAY): Promise<string> => {
  const id = await newCard();
  await load([moveOf(id, amount)], businessDate);
  return id;
};
const setExpiry = (months: number | null) =>
  rows('UPDATE merchants SET gift_card_expiry_months = $1', [months]);

describe('a card that is sold', () => {
  test('is activated by its sale, with what was paid for it', async () => {
    const [a, b] = [await newCard(), await newCard()];
    const saleId = newId();
    const entries = await load([moveOf(b, 2000), moveOf(a, 5000, 1)], TODAY, documentOf(saleId));
    expect(entries).toMatchObject([
      { number: 1, balanceAfter: 2000 },
      { number: 1, balanceAfter: 5000 },
    ]);
    expect(await cardOf(a)).toMatchObject({ status: 'active', balance: 5000, expiresOn: null });
    expect(await rows('SELECT sold_with_sale_id FROM gift_cards WHERE id = $1', [a])).toEqual([
      { sold_with_sale_id: saleId },
    ]);
  });

  test('is found by its code and by its id, and what does not exist is left out', async () => {
    const [a, b] = [await cardOf(await soldCard(1)), await cardOf(await newCard())];
    const found = await findGiftCardsForSale(server.database.db, {
      ...{ codes: [a.code, 'NOSUCHCODE'], ids: [b.id, newId()] },
    });
    expect(found.map(({ id }) => id).sort()).toEqual([a.id, b.id].sort());
    expect(a.codeEnd).toBe(a.code.slice(-4));
  });

  test('is loaded again: it keeps its sale, and expires later, never earlier', async () => {
    await setExpiry(60);
    const id = await newCard();
    const saleId = newId();
    await load([moveOf(id, 100)], '2024-02-29', documentOf(saleId));
    expect((await cardOf(id)).expiresOn).toBe('2029-02-28');
    await load([moveOf(id, 100)], '2025-06-30');
    expect(await cardOf(id)).toMatchObject({ expiresOn: '2030-06-30', balance: 200 });
    await load([moveOf(id, 100)], '2024-01-01');
    expect((await cardOf(id)).expiresOn).toBe('2030-06-30');
    await setExpiry(null);
    await load([moveOf(id, 100)]);
    expect((await cardOf(id)).expiresOn).toBe(null);
    await setExpiry(60);
    await load([moveOf(id, 100)]);
    expect((await cardOf(id)).expiresOn).toBe(null);
    await setExpiry(null);
    expect(await rows('SELECT sold_with_sale_id FROM gift_cards WHERE id = $1', [id])).toEqual([
      { sold_with_sale_id: saleId },
    ]);
  });

  test('that is blocked is refused with all others of the sale', async () => {
    const [good, blocked] = [await newCard(), await soldCard(100)];
    await rows(`UPDATE gift_cards SET status = 'blocked', blocked_reason = 'Lost' WHERE id = $1`, [blocked]);
    expect(await refused(load([moveOf(good, 100), moveOf(blocked, 100, 1)]))).toEqual({
      ...{ code: 'GIFT_CARD_NOT_TAKEN', reason: 'blocked', position: 1 },
    });
    expect(await entriesOf(good)).toEqual([]);
    expect(await cardOf(good)).toMatchObject({ status: 'inactive', balance: 0 });
    expect(await cardOf(blocked)).toMatchObject({ status: 'blocked', balance: 100 });
  });
});

describe('a payment out of a card', () => {
  test('takes a part, and then the rest', async () => {
    const id = await soldCard(1000);
    expect(await redeem(id, 300)).toMatchObject({ number: 2, balanceAfter: 700 });
    expect(await redeem(id, 700)).toMatchObject({ number: 3, balanceAfter: 0 });
    expect(await entriesOf(id)).toEqual([
      { number: 1, kind: 'load', amount: 1000, balance_after: 1000 },
      { number: 2, kind: 'redeem', amount: -300, balance_after: 700 },
      { number: 3, kind: 'redeem', amount: -700, balance_after: 0 },
    ]);
  });

  test('of more than there is is refused, and nothing moves', async () => {
    const id = await soldCard(1000);
    expect(await refused(redeem(id, 1001))).toEqual({
      ...{ code: 'INSUFFICIENT_BALANCE', kind: 'gift_card', requested: 1001, available: 1000 },
    });
    expect(await entriesOf(id)).toHaveLength(1);
  });

  test('out of one that is not sold, blocked or expired is refused, and nothing moves', async () => {
    const reasonOf = async (id: string) => (await refused(redeem(id, 1))).reason;
    expect(await reasonOf(await newCard())).toBe('inactive');
    const id = await soldCard(1000);
    await rows(`UPDATE gift_cards SET status = 'blocked', blocked_reason = 'Lost' WHERE id = $1`, [id]);
    expect(await reasonOf(id)).toBe('blocked');
    expect((await cardOf(id)).balance).toBe(1000);

    const old = await soldCard(1000);
    await rows('UPDATE gift_cards SET expires_on = $2 WHERE id = $1', [old, '2026-06-29']);
    expect(await reasonOf(old)).toBe('expired');
    expect((await cardOf(old)).balance).toBe(1000);
    expect(await redeem(old, 1, '2026-06-29')).toMatchObject({ balanceAfter: 999 });
  });

  test('of 64 at once succeeds as often as the balance covers', async () => {
    const id = await soldCard(20 * 50 + 49);
    const codes = await atOnce(64, () => refused(redeem(id, 50)));
    expect(codes.filter((code) => code === undefined)).toHaveLength(20);
    const others = codes.filter((code) => code !== undefined);
    expect(new Set(others.map(({ code }) => code))).toEqual(new Set(['INSUFFICIENT_BALANCE']));
    expect(await cardOf(id)).toMatchObject({ balance: 49 });
    expect((await entriesOf(id)).map(({ balance_after }) => balance_after)).toEqual(
      Array.from({ length: 21 }, (_, i) => 1049 - i * 50),
    );
  });
});

describe('of a card that somebody', () => {
  /** Changes the card in a transaction that ends only when the call waits for it; answers what came of the call. */
  async function duringChange(id: string, change: string, call: () => Promise<unknown>): Promise<Json> {
    const client = await server.database.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('SELECT FROM accounts WHERE id = $1 FOR NO KEY UPDATE', [id]);
      await client.query(`UPDATE gift_cards SET ${change} WHERE id = $1`, [id]);
      const called = refused(call());
      await expect.poll(() => countWaiting(server)).toBe(1);
      await client.query('COMMIT');
      return await called;
    } finally {
      client.release();
    }
  }
  const blocked = `status = 'blocked', blocked_reason = 'Lost'`;
  const unblocked = `status = 'active', blocked_reason = NULL`;

  test('is just blocking, nothing is taken, and nothing is put on it', async () => {
    const [a, b] = [await soldCard(100), await soldCard(100)];
    expect(await duringChange(a, blocked, () => redeem(a, 10))).toMatchObject({ reason: 'blocked' });
    expect(await duringChange(b, blocked, () => load([moveOf(b, 10)]))).toMatchObject({ reason: 'blocked' });
    for (const id of [a, b]) {
      expect(await cardOf(id)).toMatchObject({ status: 'blocked', balance: 100 });
      expect(await entriesOf(id)).toHaveLength(1);
    }
  });

  test('is just unblocking, it is taken as it is then', async () => {
    const [a, b] = [await soldCard(100), await soldCard(100)];
    await rows(`UPDATE gift_cards SET ${blocked} WHERE id = ANY ($1)`, [[a, b]]);
    expect(await duringChange(a, unblocked, () => redeem(a, 10))).toBeUndefined();
    expect(await duringChange(b, unblocked, () => load([moveOf(b, 10)]))).toBeUndefined();
    expect([(await cardOf(a)).balance, (await cardOf(b)).balance]).toEqual([90, 110]);
  });

  test('blocks while many pay: what came first stays, and what comes later is refused', async () => {
    const id = await soldCard(1000);
    const { version } = ok(await server.request('GET', `/v1/gift-cards/${id}`, { token: shop.owner }));
    const [block, ...payments] = await Promise.all([
      server.request('POST', `/v1/gift-cards/${id}/block`, {
        ...{ token: shop.owner, body: { version, reason: 'Lost' } },
      }),
      ...Array.from({ length: 32 }, () => refused(redeem(id, 1))),
    ]);
    expect(block.status).toBe(200);
    const paid = payments.filter((refusal) => refusal === undefined).length;
    const codes = new Set(payments.flatMap((refusal) => (refusal === undefined ? [] : refusal.reason)));
    expect([...codes]).toEqual(paid === 32 ? [] : ['blocked']);
    expect(block.body.balance).toBe(1000 - paid);
    expect(await cardOf(id)).toMatchObject({ status: 'blocked', balance: 1000 - paid });
  });
});

test('cards that many sales load at once, in any order, stop nobody', async () => {
  const cards = await atOnce(4, newCard);
  await atOnce(32, (i) => {
    const moves = cards.map((id, position) => moveOf(id, 10, position));
    return load(i % 2 === 0 ? moves : moves.reverse());
  });
  for (const id of cards) expect(await cardOf(id)).toMatchObject({ balance: 320 });
});

test('the account of a store credit is made once, by whoever is first', async () => {
  const customer = await server.request('POST', '/v1/customers', {
    token: shop.owner,
    body: { name: 'Ada' },
  });
  const { id } = customer.body;
  const { db } = server.database;
  expect(await findStoreCredit(db, id, 'EUR')).toBeUndefined();
  const ensured = await atOnce(16, () =>
    transact(server.database, (tx) => ensureStoreCredit(tx, id, 'EUR', server.clock.now(), newId)),
  );
  expect(new Set(ensured).size).toBe(1);
  expect(await findStoreCredit(db, id, 'EUR')).toEqual({ accountId: ensured[0], balance: 0 });
  expect(await findStoreCredit(db, id, 'USD')).toBeUndefined();
});
