import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { atOnce, callAs, codeOf, countWaiting, rowsOf } from './people.ts';
import { type Answer, type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let owner: ReturnType<typeof callAs>;
let storeId: string;
/** A store in another currency. */
let abroadId: string;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  owner = callAs(server, shop.owner);
  storeId = shop.stores[0].id;
  const abroad = { name: 'Tokyo', timeZone: 'Asia/Tokyo', pricesIncludeTax: true, currency: 'JPY' };
  abroadId = ok(await owner.post('/stores', abroad)).id;
});
afterAll(() => server[Symbol.asyncDispose]());

const rows = (sql: string, params: unknown[] = []) => rowsOf(server, sql, params);
const newCustomer = async (): Promise<string> => ok(await owner.post('/customers', { name: 'Ada' })).id;
const adjust = (id: string, amount: number, fields: object = {}, token = shop.owner): Promise<Answer> =>
  server.request('POST', `/v1/customers/${id}/store-credit/adjustments`, {
    ...{ token, headers: { 'idempotency-key': newId() } },
    body: { storeId, amount, reason: 'Broken cup', ...fields },
  });
const creditOf = async (id: string): Promise<Json> => ok(await owner.get(`/customers/${id}/store-credit`));
const ledger = (id: string, query = 'currency=EUR&sort=number'): Promise<Answer> =>
  owner.get(`/customers/${id}/store-credit/entries?${query}`);

describe('store credit', () => {
  test('is nothing at first, and is given and taken back with a reason', async () => {
    const id = await newCustomer();
    expect(await creditOf(id)).toEqual({ customerId: id, balances: [] });
    expect(ok(await ledger(id))).toEqual({ items: [], nextCursor: null });

    const answer = await adjust(id, 1500);
    expect(answer.status).toBe(200);
    const { body: first } = answer;
    expect(first).toMatchObject({
      ...{ number: 1, kind: 'adjust', amount: 1500, balanceAfter: 1500, storeId, reason: 'Broken cup' },
      ...{ documentType: 'adjustment', documentId: null },
    });
    const second = ok(await adjust(id, -600, { reason: 'Too much' }));
    expect(second).toMatchObject({ number: 2, amount: -600, balanceAfter: 900, reason: 'Too much' });
    expect(ok(await ledger(id)).items).toEqual([first, second]);
    expect(ok(await ledger(id, 'currency=EUR')).items).toEqual([second, first]);
    expect(ok(await ledger(id, 'currency=EUR&kind=refund')).items).toEqual([]);
    expect((await creditOf(id)).balances).toEqual([
      { currency: 'EUR', currencyDigits: 2, balance: 900, updatedAt: second.occurredAt },
    ]);
  });

  test('is kept by currency', async () => {
    const id = await newCustomer();
    ok(await adjust(id, 700));
    ok(await adjust(id, 5, { storeId: abroadId }));
    const { balances } = await creditOf(id);
    expect(balances).toMatchObject([
      { currency: 'EUR', currencyDigits: 2, balance: 700 },
      { currency: 'JPY', currencyDigits: 0, balance: 5 },
    ]);
    expect(codeOf(await adjust(id, -6, { storeId: abroadId }))).toEqual([409, 'INSUFFICIENT_BALANCE']);
    expect(ok(await ledger(id, 'currency=JPY')).items).toHaveLength(1);
    expect(ok(await ledger(id, 'currency=USD')).items).toEqual([]);
  });

  test('of more than there is is not taken back, and nothing is left of the try', async () => {
    const id = await newCustomer();
    const none = await adjust(id, -1);
    expect([codeOf(none), none.body.details]).toEqual([
      [409, 'INSUFFICIENT_BALANCE'],
      { kind: 'store_credit', requested: 1, available: 0 },
    ]);
    expect(await rows('SELECT FROM accounts WHERE customer_id = $1', [id])).toEqual([]);
    ok(await adjust(id, 10));
    expect((await adjust(id, -11)).body.details).toEqual({
      ...{ kind: 'store_credit', requested: 11, available: 10 },
    });
    expect(codeOf(await adjust(id, 1_000_000_000_000))).toEqual([409, 'AMOUNT_OUT_OF_RANGE']);
    expect(codeOf(await adjust(id, 0))).toEqual([400, 'INVALID_INPUT']);
    expect(codeOf(await adjust(id, 1, { reason: '' }))).toEqual([400, 'INVALID_INPUT']);
    expect((await creditOf(id)).balances).toMatchObject([{ balance: 10 }]);
  });

  test('is audited and told, without who it is for', async () => {
    const id = await newCustomer();
    const entry = ok(await adjust(id, 25));
    const log = await rows(
      'SELECT action, store_id, document_type, before, after FROM audit_log WHERE document_id = $1',
      [entry.id],
    );
    expect(log).toEqual([
      {
        ...{ action: 'customers.adjustStoreCredit', store_id: storeId, document_type: 'account_adjustment' },
        ...{ before: null, after: { customerId: id, currency: 'EUR', ...entry } },
      },
    ]);
    expect(
      await rows(`SELECT type, payload FROM outbox WHERE payload ->> 'entryId' = $1`, [entry.id]),
    ).toEqual([
      {
        type: 'store_credit.adjusted',
        payload: { customerId: id, entryId: entry.id, storeId, amount: 25, currency: 'EUR' },
      },
    ]);
  });

  test('is not given to whoever is not there, or was erased', async () => {
    expect(codeOf(await adjust(newId(), 5))).toEqual([404, 'NOT_FOUND']);
    expect(codeOf(await owner.get(`/customers/${newId()}/store-credit`))).toEqual([404, 'NOT_FOUND']);
    expect(codeOf(await ledger(newId()))).toEqual([404, 'NOT_FOUND']);
    const id = await newCustomer();
    await rows(`UPDATE customers SET status = 'erased' WHERE id = $1`, [id]);
    const answer = await adjust(id, 5);
    expect([codeOf(answer), answer.body.details]).toEqual([
      [409, 'WRONG_STATUS'],
      { status: 'erased', allowed: ['active', 'archived'] },
    ]);
  });

  test('of somebody who was merged is that of the one who stands for them', async () => {
    const [old, stays] = [await newCustomer(), await newCustomer()];
    await rows(`UPDATE customers SET status = 'merged', merged_into_id = $2 WHERE id = $1`, [old, stays]);
    ok(await adjust(old, 40));
    expect(await creditOf(old)).toEqual(await creditOf(stays));
    expect(await creditOf(stays)).toMatchObject({ customerId: stays, balances: [{ balance: 40 }] });
    expect(ok(await ledger(old))).toEqual(ok(await ledger(stays)));
  });

  test('given while the customer is merged goes to the one who stands for them', async () => {
    const [old, stays] = [await newCustomer(), await newCustomer()];
    const client = await server.database.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query(`UPDATE customers SET status = 'merged', merged_into_id = $2 WHERE id = $1`, [
        ...[old, stays],
      ]);
      const answer = adjust(old, 40);
      await expect.poll(() => countWaiting(server)).toBe(1);
      await client.query('COMMIT');
      ok(await answer);
    } finally {
      client.release();
    }
    expect(await creditOf(stays)).toMatchObject({ customerId: stays, balances: [{ balance: 40 }] });
    expect(await rows('SELECT FROM accounts WHERE customer_id = $1', [old])).toEqual([]);
  });

  test('of 64 that take it back at once so many succeed as it covers', async () => {
    const id = await newCustomer();
    ok(await adjust(id, 30 * 20 + 29));
    const answers = await atOnce(64, () => adjust(id, -30));
    const codes = answers.map(({ status, body }) => (status === 200 ? 'ok' : body.code)).sort();
    expect(codes).toEqual([
      ...Array.from({ length: 44 }, () => 'INSUFFICIENT_BALANCE'),
      ...Array.from({ length: 20 }, () => 'ok'),
    ]);
    const { items } = ok(await ledger(id));
    expect(items.map(({ balanceAfter }: Json) => balanceAfter)).toEqual(
      Array.from({ length: 21 }, (_, i) => 629 - 30 * i),
    );
    expect((await creditOf(id)).balances).toMatchObject([{ balance: 29 }]);
  });
});
