import { newId, transact } from '@cashwrap/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { insertGiftCardAccount } from '../src/modules/accounts/index.ts';
import { luhnCheckDigit } from '../src/modules/gift-cards/domain/gift-card-code.ts';
import { insertUnderNewCode } from '../src/modules/gift-cards/new-code.ts';
import { atOnce, callAs, codeOf, rowsOf } from './people.ts';
import {
  type Answer,
  flushStatistics,
  type Json,
  ok,
  type Shop,
  startTestServer,
  type TestServer,
} from './support.ts';

const DAY_MS = 86_400_000;

let server: TestServer;
let shop: Shop;
let owner: ReturnType<typeof callAs>;
let storeId: string;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  storeId = shop.stores[0].id;
});
// The clock runs ahead in some of these, past what a session lasts.
beforeEach(async () => {
  owner = callAs(server, await server.signInAs('owner'));
});
afterAll(() => server[Symbol.asyncDispose]());

const rows = (sql: string, params: unknown[] = []) => rowsOf(server, sql, params);
const postAs = (token: string, path: string, body: unknown, key: string = newId()): Promise<Answer> =>
  server.request('POST', `/v1${path}`, { token, body, headers: { 'idempotency-key': key } });
const post = async (path: string, body: unknown): Promise<Answer> =>
  postAs(await server.signInAs('owner'), path, body);
const issue = (fields: object = {}) => post('/gift-cards', { storeId, ...fields });
const issued = async (fields: object = {}): Promise<Json> => ok(await issue(fields));
const given = (amount: number, fields: object = {}): Promise<Json> =>
  issued({ amount, reason: 'Goodwill', ...fields });
const read = async (id: string): Promise<Json> => ok(await owner.get(`/gift-cards/${id}`));
const withoutCode = ({ code, ...card }: Json): Json => card;
const adjust = (id: string, amount: number) =>
  post(`/gift-cards/${id}/adjustments`, { amount, reason: 'Mistake' });
const ledger = async (id: string): Promise<Json[]> =>
  ok(await owner.get(`/gift-cards/${id}/entries?sort=number`)).items;
const changeStatus = (id: string, verb: 'block' | 'unblock', fields: object) =>
  owner.post(`/gift-cards/${id}/${verb}`, fields);
const setExpiry = async (giftCardExpiryMonths: number | null) => {
  const { version } = ok(await owner.get('/settings'));
  return owner.patch('/settings', { version, giftCardExpiryMonths });
};
const newCustomer = async (): Promise<string> => ok(await owner.post('/customers', { name: 'Ada' })).id;
/** Everything of a table, as text. */
const textOf = async (table: string): Promise<string> =>
  (await rows(`SELECT string_agg(t::text, ' ') AS text FROM ${table} t`))[0].text ?? '';

describe('a gift card that is issued', () => {
  test('is inactive, in the currency of its store, with a code of 16 digits', async () => {
    const customerId = await newCustomer();
    const answer = await issue({ customerId, note: 'Box 4' });
    expect(answer.status).toBe(201);
    const { body: card } = answer;
    expect(answer.headers.get('location')).toBe(`/v1/gift-cards/${card.id}`);
    expect(card.code).toMatch(/^9[0-9]{15}$/);
    expect(luhnCheckDigit(card.code.slice(0, -1))).toBe(card.code.at(-1));
    expect(card).toMatchObject({
      ...{ status: 'inactive', storeId, currency: 'EUR', currencyDigits: 2, balance: 0, customerId },
      ...{ note: 'Box 4', codeEnd: card.code.slice(-4), expiresOn: null, isExpired: false },
      ...{ soldWithSaleId: null, activatedAt: null, blockedReason: null, version: 1 },
    });
    expect(await read(card.id)).toEqual(withoutCode(card));
    expect(await ledger(card.id)).toEqual([]);
  });

  test('has the code that is printed on it, however that is typed', async () => {
    const card = await issued({ code: 'abcd-1234 efg7' });
    expect([card.code, card.codeEnd]).toEqual(['ABCD1234EFG7', 'EFG7']);
    expect(ok(await owner.post('/gift-cards/lookup', { code: 'ABcd 1234efg7' })).id).toBe(card.id);
    expect((await issue({ code: 'short' })).body.errors[0].path).toEqual(['code']);
  });

  test('of a code that is taken is refused, also of several at once; who may see cards is told which', async () => {
    const code = `CARD ${newId().slice(-12)}`;
    const answers = await atOnce(8, () => issue({ code }));
    const [card, ...more] = answers.filter(({ status }) => status === 201);
    expect(more).toEqual([]);
    const codeEnd = code.slice(-4).toUpperCase();
    for (const { status, body } of answers.filter((answer) => answer !== card)) {
      expect([status, body.code]).toEqual([409, 'ALREADY_EXISTS']);
      expect(body.details).toEqual({ field: 'code', value: `…${codeEnd}`, holderId: card?.body.id });
    }
    const cashier = await server.signInAs('cashier');
    expect((await postAs(cashier, '/gift-cards', { storeId, code })).body.details.holderId).toBeNull();
    expect(
      await rows(`SELECT FROM accounts WHERE kind = 'gift_card' AND id NOT IN (SELECT id FROM gift_cards)`),
    ).toEqual([]);
  });

  test('of a code that is taken tells who sees no cards that there is one, which counts as a guess', async () => {
    const { code } = await given(700);
    const cashier = await server.signInAs('cashier', { storeId });
    const issueUnder = (taken: string) => postAs(cashier, '/gift-cards', { storeId, code: taken });
    const answers = await atOnce(24, () => issueUnder(code));
    expect(answers.map(({ body }) => body.code).sort()).toEqual([
      ...Array.from({ length: 20 }, () => 'ALREADY_EXISTS'),
      ...Array.from({ length: 4 }, () => 'LOCKED_OUT'),
    ]);
    expect(codeOf(await issueUnder('NOBODYHASTHIS'))).toEqual([429, 'LOCKED_OUT']);
    expect(codeOf(await callAs(server, cashier).post('/gift-cards/lookup', { code }))).toEqual([
      429,
      'LOCKED_OUT',
    ]);
  });

  test('gets another code where the one that was drawn is taken', async () => {
    const { code } = await issued();
    const draws = [code, code, '9000000000000001'];
    const id = newId();
    await transact(server.database, async (tx) => {
      const now = server.clock.now();
      await insertGiftCardAccount(tx, id, 'EUR', now);
      const card = { id, status: 'inactive', storeId, currency: 'EUR', note: '' } as const;
      await insertUnderNewCode(tx, { ...card, createdAt: now, updatedAt: now }, () => draws.shift() ?? '');
    });
    expect(draws).toEqual([]);
    expect((await read(id)).codeEnd).toBe('0001');
  });

  test('with an amount is active, and says why in its ledger', async () => {
    const card = await given(2500);
    expect(card).toMatchObject({ status: 'active', balance: 2500, soldWithSaleId: null });
    expect(card.activatedAt).toBe(card.createdAt);
    const [entry, ...more] = await ledger(card.id);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      ...{ number: 1, kind: 'load', amount: 2500, balanceAfter: 2500, storeId, reason: 'Goodwill' },
      ...{ documentType: 'gift_card', documentId: card.id },
    });
    expect((await issue({ amount: 2500 })).body.errors[0].path).toEqual(['reason']);
  });

  test('with an amount takes a permission of its own', async () => {
    const cashier = await server.signInAs('cashier');
    const answer = await postAs(cashier, '/gift-cards', { storeId, amount: 1, reason: 'Gift' });
    expect(codeOf(answer)).toEqual([403, 'FORBIDDEN']);
    expect(answer.body.detail).toContain('gift_cards.give');
    expect((await postAs(cashier, '/gift-cards', { storeId })).status).toBe(201);
  });

  test('for a customer or a store that is not there is refused, and leaves nothing', async () => {
    const before = await textOf('accounts');
    const nobody = await issue({ customerId: newId() });
    expect([codeOf(nobody), nobody.body.errors[0].path]).toEqual([
      [400, 'INVALID_REFERENCE'],
      ['customerId'],
    ]);
    expect(codeOf(await issue({ storeId: newId() }))).toEqual([404, 'NOT_FOUND']);
    expect(await textOf('accounts')).toBe(before);
  });

  test('for somebody who was merged is that of the one who stands for them; for somebody erased it is refused', async () => {
    const [old, stays, erased] = [await newCustomer(), await newCustomer(), await newCustomer()];
    await rows(`UPDATE customers SET status = 'merged', merged_into_id = $2 WHERE id = $1`, [old, stays]);
    await rows(`UPDATE customers SET status = 'erased' WHERE id = $1`, [erased]);
    const card = await issued({ customerId: old });
    expect(card.customerId).toBe(stays);
    for (const id of [old, stays]) {
      expect(ok(await owner.get(`/gift-cards?customerId=${id}`)).items).toEqual([withoutCode(card)]);
    }
    expect(codeOf(await issue({ customerId: erased }))).toEqual([400, 'INVALID_REFERENCE']);
    const given = await owner.patch(`/gift-cards/${card.id}`, { version: 1, customerId: erased });
    expect(codeOf(given)).toEqual([400, 'INVALID_REFERENCE']);
  });

  test('twice under one id is one card, for whoever issued it; other content is refused', async () => {
    const token = await server.signInAs('owner');
    const body = { id: newId(), storeId, note: 'Box 5' };
    const twins = await atOnce(6, () => postAs(token, '/gift-cards', body));
    expect(twins.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 201));
    expect(new Set(twins.map((answer) => answer.body.code)).size).toBe(1);
    expect(await rows(`SELECT FROM audit_log WHERE document_id = $1`, [body.id])).toHaveLength(1);

    const others = [
      await postAs(token, '/gift-cards', { ...body, note: 'Box 6' }),
      await postAs(await server.signInAs('owner'), '/gift-cards', body),
    ];
    for (const other of others) {
      expect(codeOf(other)).toEqual([409, 'ALREADY_EXISTS']);
      expect(JSON.stringify(other.body)).not.toContain(twins[0]?.body.code);
    }
    const [anotherAccount] = await rows('SELECT id FROM accounts WHERE id <> $1', [body.id]);
    expect(codeOf(await postAs(token, '/gift-cards', { ...body, id: anotherAccount.id }))).toEqual([
      ...[409, 'ALREADY_EXISTS'],
    ]);
  });

  test('leaves its code nowhere but on the card and in the answer that is kept', async () => {
    const { id, code, codeEnd } = await given(100);
    const { version } = await read(id);
    ok(await owner.patch(`/gift-cards/${id}`, { version, note: 'For Ada Lovelace' }));
    for (const table of ['audit_log', 'outbox', 'account_entries']) {
      const text = await textOf(table);
      expect(text).toContain(id);
      expect(text).not.toContain(code);
      expect(text).not.toContain('Lovelace');
    }
    const seen = [await read(id), ok(await owner.get(`/gift-cards?codeEnd=${codeEnd}`))];
    expect(JSON.stringify(seen)).not.toContain(code);
    const told = await rows(
      `SELECT type, payload FROM outbox WHERE payload ->> 'giftCardId' = $1 ORDER BY id`,
      [id],
    );
    expect(told).toEqual([
      { type: 'gift_card.issued', payload: { giftCardId: id, storeId } },
      { type: 'gift_card.updated', payload: { giftCardId: id, storeId } },
    ]);
  });
});

describe('gift cards', () => {
  test('are listed by store, status, customer and the end of the code', async () => {
    const customerId = await newCustomer();
    const other = shop.stores[1].id;
    const cards = [
      await issued({ customerId }),
      await given(5, { customerId, storeId: other }),
      await given(5, { customerId, code: `code-${newId().slice(-8)}-ab1z` }),
    ];
    const list = async (filter: string): Promise<string[]> =>
      ok(await owner.get(`/gift-cards?customerId=${customerId}&sort=createdAt&${filter}`)).items.map(
        ({ id }: Json) => id,
      );
    const [inactive, elsewhere, named] = cards.map(({ id }) => id);
    expect(await list('')).toEqual([inactive, elsewhere, named]);
    expect(await list('status=inactive')).toEqual([inactive]);
    expect(await list(`storeId=${other}`)).toEqual([elsewhere]);
    expect(await list('codeEnd=aB1z')).toEqual([named]);
  });
});

describe('a gift card is changed', () => {
  test('as to whose it is, and its note; the same again changes nothing', async () => {
    const { id } = await issued();
    const customerId = await newCustomer();
    const after = ok(await owner.patch(`/gift-cards/${id}`, { version: 1, customerId, note: 'Hers' }));
    expect(after).toMatchObject({ customerId, note: 'Hers', version: 2 });
    expect(await read(id)).toEqual(after);
    expect(ok(await owner.patch(`/gift-cards/${id}`, { version: 2, customerId }))).toEqual(after);
    const nobody = await owner.patch(`/gift-cards/${id}`, { version: 2, customerId: newId() });
    expect(codeOf(nobody)).toEqual([400, 'INVALID_REFERENCE']);
    const stale = await owner.patch(`/gift-cards/${id}`, { version: 1, note: '' });
    expect([codeOf(stale), stale.body.details]).toEqual([[409, 'CONFLICT'], { currentVersion: 2 }]);
    expect(await read(id)).toEqual(after);
  });

  test('in how long it is taken: longer, never less long', async () => {
    ok(await setExpiry(60));
    const { id, expiresOn, version } = await given(100);
    ok(await setExpiry(null));
    const years = Number(expiresOn.slice(0, 4)) - server.clock.now().getUTCFullYear();
    expect([4, 5, 6]).toContain(years);
    const until = (date: string | null, its: number) =>
      owner.patch(`/gift-cards/${id}`, { version: its, expiresOn: date });
    expect((await until('2027-01-01', version)).body.errors).toEqual([
      { path: ['expiresOn'], message: `must not be before ${expiresOn}, the day so far` },
    ]);
    expect(ok(await until('2099-12-31', version)).expiresOn).toBe('2099-12-31');
    expect(ok(await until(null, version + 1)).expiresOn).toBeNull();
    expect((await until('2999-12-31', version + 2)).body.errors[0].path).toEqual(['expiresOn']);
  });
});

describe('a gift card that is blocked', () => {
  test('is not corrected until it is unblocked, and says why it was blocked', async () => {
    const { id, version } = await given(100);
    const blocked = ok(await changeStatus(id, 'block', { version, reason: 'Lost' }));
    expect(blocked).toMatchObject({ status: 'blocked', blockedReason: 'Lost', balance: 100 });
    const answer = await adjust(id, -1);
    expect([codeOf(answer), answer.body.details]).toEqual([
      [409, 'WRONG_STATUS'],
      { status: 'blocked', allowed: ['active'] },
    ]);
    const again = await changeStatus(id, 'block', { version: version + 1, reason: 'Lost' });
    expect(codeOf(again)).toEqual([409, 'WRONG_STATUS']);
    const free = ok(await changeStatus(id, 'unblock', { version: version + 1 }));
    expect(free).toMatchObject({ status: 'active', blockedReason: null, version: version + 2 });
    expect(ok(await adjust(id, -1)).balanceAfter).toBe(99);
    expect(codeOf(await changeStatus(id, 'unblock', { version: version + 2 }))).toEqual([
      ...[409, 'WRONG_STATUS'],
    ]);
  });

  test('before it is sold is refused: there is nothing on it', async () => {
    const { id } = await issued();
    const answer = await changeStatus(id, 'block', { version: 1, reason: 'Lost' });
    expect([codeOf(answer), answer.body.details]).toEqual([
      [409, 'WRONG_STATUS'],
      { status: 'inactive', allowed: ['active'] },
    ]);
    expect((await read(id)).status).toBe('inactive');
  });
});

describe('a correction of a gift card', () => {
  test('is an entry with its reason, audited and told', async () => {
    const { id } = await given(100);
    const answer = await adjust(id, -30);
    expect(answer.status).toBe(200);
    const { body: entry } = answer;
    expect(entry).toMatchObject({
      number: 2,
      kind: 'adjust',
      amount: -30,
      balanceAfter: 70,
      reason: 'Mistake',
    });
    expect((await ledger(id))[1]).toEqual(entry);
    expect((await read(id)).balance).toBe(70);
    const [row] = await rows('SELECT action, document_type, after FROM audit_log WHERE document_id = $1', [
      entry.id,
    ]);
    expect(row).toMatchObject({ action: 'giftCards.adjust', document_type: 'account_adjustment' });
    expect(row.after).toEqual({ giftCardId: id, currency: 'EUR', ...entry });
    expect(await rows(`SELECT type FROM outbox WHERE payload ->> 'entryId' = $1`, [entry.id])).toEqual([
      { type: 'gift_card.adjusted' },
    ]);
  });

  test('may be as large as any amount', async () => {
    const { id } = await given(3_000_000_000);
    expect(ok(await adjust(id, 900_000_000_000)).balanceAfter).toBe(903_000_000_000);
    expect(ok(await adjust(id, -902_000_000_000)).balanceAfter).toBe(1_000_000_000);
  });

  test('below zero, above what can be kept, or of one that is not sold is refused', async () => {
    const { id } = await given(100);
    const below = await adjust(id, -101);
    expect([codeOf(below), below.body.details]).toEqual([
      [409, 'INSUFFICIENT_BALANCE'],
      { kind: 'gift_card', requested: 101, available: 100 },
    ]);
    expect(codeOf(await adjust(id, 999_999_999_999))).toEqual([409, 'AMOUNT_OUT_OF_RANGE']);
    expect(codeOf(await adjust(id, 0))).toEqual([400, 'INVALID_INPUT']);
    expect(codeOf(await adjust((await issued()).id, 5))).toEqual([409, 'WRONG_STATUS']);
    expect(await ledger(id)).toHaveLength(1);
  });
});

test('a card expires at the end of its last business day in its store, and is owed still', async () => {
  const { id } = await given(100);
  const today = server.clock.now().toISOString().slice(0, 10);
  await rows('UPDATE gift_cards SET expires_on = $2 WHERE id = $1', [id, today]);
  await rows(`UPDATE stores SET time_zone = 'UTC', business_day_cutoff_hour = 0`);
  expect((await read(id)).isExpired).toBe(false);
  server.clock.advance(DAY_MS);
  owner = callAs(server, await server.signInAs('owner'));
  expect(await read(id)).toMatchObject({ isExpired: true, status: 'active', balance: 100 });
  await rows('UPDATE stores SET business_day_cutoff_hour = 23');
  const hour = server.clock.now().getUTCHours();
  expect((await read(id)).isExpired).toBe(hour === 23);
  expect(ok(await adjust(id, 1)).balanceAfter).toBe(101);
});

describe('a look-up by code', () => {
  const UNKNOWN = '9000000000000000';
  const lookUp = (token: string, code: string) => callAs(server, token).post('/gift-cards/lookup', { code });

  test('finds the card and what is on it', async () => {
    const card = await given(700);
    const cashier = await server.signInAs('cashier', { storeId });
    expect(ok(await lookUp(cashier, card.code))).toEqual(withoutCode(card));
    expect(codeOf(await lookUp(cashier, UNKNOWN))).toEqual([404, 'NOT_FOUND']);
  });

  test('of unknown codes is stopped after 20, of 60 at once too, and then right codes as well', async () => {
    const { code } = await given(700);
    const { id } = await server.createUser('cashier');
    const token = await server.openSession(id);
    const answers = await atOnce(60, () => lookUp(token, UNKNOWN));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([
      ...Array.from({ length: 20 }, () => 404),
      ...Array.from({ length: 40 }, () => 429),
    ]);
    const locked = await lookUp(token, code);
    expect(codeOf(locked)).toEqual([429, 'LOCKED_OUT']);
    expect(locked.body.details.retryAfterSeconds).toBeGreaterThan(0);
    expect(JSON.stringify(locked.body)).not.toContain(code.slice(-4));
    // It is about the person, so nobody else is kept from it.
    expect((await lookUp(await server.signInAs('cashier'), code)).status).toBe(200);
    const log = await rows(
      `SELECT after FROM audit_log WHERE document_type = 'user' AND document_id = $1 AND action = 'giftCards.lookup'`,
      [id],
    );
    expect(log.map(({ after }) => [after.attempt, after.guard])).toEqual([['locked', 'gift_card']]);
    // Each minute forgets one.
    server.clock.advance(120_000);
    expect(ok(await lookUp(await server.openSession(id), code)).balance).toBe(700);
  });
});

describe('what is owed on gift cards', () => {
  const liability = async (query: Record<string, string> = {}): Promise<Json> =>
    ok(await owner.get(`/gift-cards/liability?${new URLSearchParams(query)}`));
  const inEuro = ({ currencies }: Json): Json =>
    currencies.find(({ currency }: Json) => currency === 'EUR') ?? {};

  test('is the sum of the ledgers, by currency, now and at an earlier time', async () => {
    const before = await liability();
    server.clock.advance(10);
    const [a, b, expired] = [await given(1000), await given(200), await given(30)];
    await issued();
    ok(await adjust(a.id, -400));
    const between = await liability();
    server.clock.advance(10);
    ok(await changeStatus(b.id, 'block', { version: b.version, reason: 'Lost' }));
    await rows(`UPDATE gift_cards SET expires_on = '2020-01-01' WHERE id = $1`, [expired.id]);
    ok(await adjust(a.id, -600));

    const [first, then, now] = [before, between, await liability()].map(inEuro);
    expect(then).toMatchObject({ cards: first.cards + 3, balance: first.balance + 830, moved: null });
    expect(now).toEqual({
      ...then,
      ...{ cards: then.cards - 1, balance: then.balance - 600 },
      ofWhichBlocked: then.ofWhichBlocked + 200,
      ofWhichExpired: then.ofWhichExpired + 30,
    });
    const [stored] = await rows('SELECT sum(balance)::int8 AS sum FROM accounts');
    expect(now.balance).toBe(stored.sum);
    // What was then is said the same way later, but for what is blocked or expires by now.
    const later = await liability({ at: between.at });
    expect(later.at).toBe(between.at);
    expect(inEuro(later)).toEqual({ ...then, ofWhichBlocked: 200, ofWhichExpired: 30 + then.ofWhichExpired });
    // What has led from one time to the other is told where it is asked for.
    const moved = async (query: Record<string, string>) => inEuro(await liability(query)).moved;
    expect(await moved({ since: before.at, at: between.at })).toEqual({
      ...{ loaded: 1230, redeemed: 0, adjusted: -400 },
    });
    expect(await moved({ since: before.at })).toEqual({ loaded: 1230, redeemed: 0, adjusted: -1000 });
    expect(await moved({ since: between.at })).toEqual({ loaded: 0, redeemed: 0, adjusted: -600 });
  });

  test('is read off the balances now: no entry is looked at, however many there were', async () => {
    const card = await given(1);
    for (let i = 0; i < 5; i++) ok(await adjust(card.id, 1));
    const read = async (): Promise<number> => {
      await flushStatistics(server.database);
      const [table] = await rows(
        `SELECT (seq_tup_read + idx_tup_fetch)::int AS read FROM pg_stat_user_tables WHERE relname = 'account_entries'`,
      );
      return table?.read;
    };
    const before = await read();
    // PostgreSQL plans the first five runs with their values.
    for (let i = 0; i < 7; i++) await liability();
    expect(await read()).toBe(before);
    await liability({ since: new Date(server.clock.now().getTime() - 3_600_000).toISOString() });
    expect(await read()).toBeGreaterThan(before);
  });

  test('is not told of the future', async () => {
    const tomorrow = new Date(server.clock.now().getTime() + DAY_MS).toISOString();
    const answer = await owner.get(`/gift-cards/liability?at=${tomorrow}`);
    expect([codeOf(answer), answer.body.errors[0].path]).toEqual([[400, 'INVALID_INPUT'], ['at']]);
    const since = await owner.get(`/gift-cards/liability?since=${tomorrow}`);
    expect([codeOf(since), since.body.errors[0].path]).toEqual([[400, 'INVALID_INPUT'], ['since']]);
  });

  test('is kept apart where currencies differ', async () => {
    const store = ok(
      await owner.post('/stores', {
        name: 'Zürich',
        timeZone: 'Europe/Zurich',
        pricesIncludeTax: true,
        currency: 'CHF',
      }),
    );
    const card = await given(900, { storeId: store.id });
    expect(card).toMatchObject({ currency: 'CHF', balance: 900 });
    expect((await liability()).currencies[0]).toEqual({
      ...{ currency: 'CHF', currencyDigits: 2, cards: 1, balance: 900, ofWhichBlocked: 0, ofWhichExpired: 0 },
      moved: null,
    });
  });
});

describe('the setting of when gift cards expire', () => {
  test('is never, or five years and more', async () => {
    expect(ok(await owner.get('/settings')).giftCardExpiryMonths).toBeNull();
    expect((await setExpiry(59)).body.errors[0].path).toEqual(['giftCardExpiryMonths']);
    expect((await setExpiry(241)).status).toBe(400);
    expect(ok(await setExpiry(120)).giftCardExpiryMonths).toBe(120);
    const { id, expiresOn } = await given(1);
    const [{ expected }] = await rows(
      `SELECT (created_at AT TIME ZONE 'UTC' + interval '120 months')::date::text AS expected FROM gift_cards WHERE id = $1`,
      [id],
    );
    // The business day of the store may be another than that of UTC.
    expect(Math.abs(Date.parse(expiresOn) - Date.parse(expected))).toBeLessThanOrEqual(DAY_MS);
    expect(ok(await setExpiry(null)).giftCardExpiryMonths).toBeNull();
  });
});
