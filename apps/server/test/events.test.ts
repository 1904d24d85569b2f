import { readFile } from 'node:fs/promises';
import { CashwrapEvent } from '@cashwrap/contract';
import { newId } from '@cashwrap/database';
import { createCashwrap } from '@cashwrap/sdk';
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest';
import type { OutboxEvent } from '../src/procedure/outbox.repo.ts';
import { someEvent, tell } from './event-streams.ts';
import { cash, type Selling, sellingAt } from './selling.ts';
import { type Answer, type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let here: string;
let there: string;

const rows = async (sql: string, params: unknown[] = []): Promise<Json[]> =>
  (await server.database.pool.query(sql, params)).rows;
const ask = (query: string, token: string | undefined = shop.owner): Promise<Answer> =>
  server.request('GET', `/v1/events${query}`, { token });
const page = async (query: string, token?: string): Promise<Json> => ok(await ask(query, token));
const idsOf = ({ items }: Json): string[] => items.map(({ id }: Json) => id);
/** Where the feed is now, with all that was told before. */
async function now(): Promise<string> {
  await server.app.sequenceEvents();
  return (await page('?start=newest')).nextCursor;
}
/** Tells events, and has them moved into the feed. */
async function told(...events: Parameters<typeof tell>[1]): Promise<string[]> {
  const ids = await tell(server.database, events);
  await server.app.sequenceEvents();
  return ids;
}
const ofBusiness = () => ({
  ...{ id: newId(), type: 'customer.merged' as const, storeId: null, createdAt: new Date() },
  payload: { customerId: newId(), mergedId: newId() },
});
const cursorAt = (position: number) => Buffer.from(`event:${position}`).toString('base64url');

beforeAll(async () => {
  server = await startTestServer({ feed: true });
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  [here, there] = [shop.stores[0].id, shop.stores[1].id];
});
afterAll(() => server[Symbol.asyncDispose]());

test('an event that says less or more than its type does not compile', () => {
  const event = { id: newId(), storeId: null, createdAt: new Date() };
  const payload = { customerId: newId(), mergedId: newId() };
  expectTypeOf({ ...event, type: 'customer.merged' as const, payload }).toExtend<OutboxEvent>();
  // @ts-expect-error There is no such type.
  const unknown: OutboxEvent = { ...event, type: 'tea.drunk', payload };
  // @ts-expect-error It does not say who was merged.
  const less: OutboxEvent = { ...event, type: 'customer.merged', payload: { customerId: newId() } };
  // @ts-expect-error Names are told to nobody.
  const more: OutboxEvent = { ...event, type: 'customer.merged', payload: { ...payload, name: 'Ada' } };
  expect([unknown, less, more]).toHaveLength(3);
});

test('the guide names every type of event with its data, as the contract has it', async () => {
  const guide = await readFile(new URL('../../../docs/events.md', import.meta.url), 'utf8');
  const types = CashwrapEvent.options.map((event) => {
    const data = Object.keys(event.shape.data.shape).map((name) => `\`${name}\``);
    return `| \`${event.shape.type.value}\` | ${event.meta()?.description} | ${data.join(', ')} |`;
  });
  const [, table = ''] = guide.split('|---|---|---|\n');
  expect(table.trim().split('\n')).toEqual(types);
});

describe('the feed of events', () => {
  test('tells of a sale once it is committed, and of none that was refused', async () => {
    const cursor = await now();
    const lines = [{ productId: shop.products.voucher.id, quantity: 1 }];
    const refused = await selling.checkout({ lines, payments: [cash(1)] });
    expect(refused.status).toBeGreaterThanOrEqual(400);
    const sale = await selling.sell({ lines, payments: [cash(10_000)] });
    await server.app.sequenceEvents();
    const { items, hasMore } = await page(`?cursor=${cursor}`);
    expect(hasMore).toBe(false);
    expect(items).toEqual([
      {
        ...{ id: expect.any(String), type: 'sale.completed', version: 1, storeId: here },
        ...{ businessDate: sale.businessDate, occurredAt: sale.completedAt, cursor: expect.any(String) },
        data: {
          ...{ saleId: sale.id, storeId: here, registerId: shop.registers[0].id },
          ...{ total: sale.total, currency: 'EUR' },
        },
      },
    ]);
  });

  test('is read on from where one is, also from single events, and with the cursor of any filter', async () => {
    const cursor = await now();
    const ids = await told(someEvent(here), someEvent(there), someEvent(here, { type: 'sale.parked' }));
    const first = await page(`?cursor=${cursor}&limit=2`);
    expect([idsOf(first), first.hasMore]).toEqual([ids.slice(0, 2), true]);
    const second = await page(`?cursor=${first.nextCursor}&limit=2`);
    expect([idsOf(second), second.hasMore]).toEqual([ids.slice(2), false]);
    expect(idsOf(await page(`?cursor=${first.items[0].cursor}`))).toEqual(ids.slice(1));
    expect(idsOf(await page(`?cursor=${first.items[0].cursor}&types=sale.parked`))).toEqual(ids.slice(2));
    const parked = await page(`?cursor=${cursor}&types=sale.parked&types=sale.resumed`);
    expect(idsOf(parked)).toEqual(ids.slice(2));

    const atEnd = await page(`?cursor=${parked.nextCursor}`);
    expect(atEnd).toEqual({ items: [], nextCursor: parked.nextCursor, hasMore: false });
    const [later] = await told(someEvent(here));
    expect(idsOf(await page(`?cursor=${atEnd.nextCursor}`))).toEqual([later]);
  });

  test('begins with its oldest event, or behind its newest', async () => {
    const [{ id }] = await rows('SELECT id FROM events WHERE position = 1');
    expect(idsOf(await page('?limit=1'))).toEqual([id]);
    expect(await page('?start=newest')).toMatchObject({ items: [], hasMore: false });
  });

  test('is all told in an order that the SDK iterates to its end, each event as the contract has it', async () => {
    await now();
    const cashwrap = createCashwrap({ baseUrl: server.url, accessToken: shop.owner });
    const ids: string[] = [];
    for await (const event of cashwrap.events.list({ limit: 7 })) {
      expect(CashwrapEvent.parse(event)).toEqual(event);
      ids.push(event.id);
    }
    expect(ids).toEqual((await rows('SELECT id FROM events ORDER BY position')).map(({ id }) => id));
  });

  test('tells people of their stores and of the whole business, and of one store where they ask for it', async () => {
    const manager = await server.signInAs('manager', { storeId: here });
    const cursor = await now();
    const [mine, , business] = await told(someEvent(here), someEvent(there), ofBusiness());
    expect(idsOf(await page(`?cursor=${cursor}`, manager))).toEqual([mine, business]);
    expect(idsOf(await page(`?cursor=${cursor}&storeId=${here}`, manager))).toEqual([mine]);
    expect(idsOf(await page(`?cursor=${cursor}&storeId=${here}`))).toEqual([mine]);
    expect((await ask(`?storeId=${there}`, manager)).body).toMatchObject({ code: 'NOT_FOUND', status: 404 });
    expect((await ask(`?storeId=${newId()}`)).body).toMatchObject({ code: 'NOT_FOUND', status: 404 });
    const clerk = await server.signInAs('clerk');
    expect((await ask('', clerk)).body).toMatchObject({ code: 'FORBIDDEN', status: 403 });
    expect((await server.request('GET', '/v1/events')).body).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test('refuses cursors that are none, and those beyond its end', async () => {
    const [{ last }] = await rows('SELECT max(position) AS last FROM events');
    for (const cursor of [
      'tea',
      cursorAt(-1),
      cursorAt(1.5),
      Buffer.from('["-createdAt"]').toString('base64url'),
    ]) {
      const { body } = await ask(`?cursor=${cursor}`);
      expect(body).toMatchObject({ code: 'INVALID_CURSOR', errors: [{ path: ['cursor'] }] });
      expect(body.detail).toContain('not a cursor of the feed');
    }
    for (const position of [Number(last) + 1, 1_000_000, 10 ** 14]) {
      const { body } = await ask(`?cursor=${cursorAt(position)}`);
      expect(body).toMatchObject({ code: 'INVALID_CURSOR', status: 400 });
      expect(body.detail).toContain('beyond the end of the feed');
    }
    expect((await ask(`?cursor=${cursorAt(Number(last))}`)).status).toBe(200);
  });

  test.each([
    ['?types=tea.drunk', ['types', 0]],
    ['?types=sale.opened&types=sale.opened', ['types']],
    ['?limit=0', ['limit']],
    ['?limit=1000000', ['limit']],
    ['?limit=many', ['limit']],
    ['?cursor=', ['cursor']],
    ['?start=middle', ['start']],
    ['?storeId=tea', ['storeId']],
    ['?tea=1', ['tea']],
  ])('refuses %s and says what of it', async (query, path) => {
    expect((await ask(query)).body).toMatchObject({ code: 'INVALID_INPUT', status: 400, errors: [{ path }] });
  });

  test('looks through a bounded stretch for what a filter seldom finds, and says that there is more', async () => {
    const cursor = await now();
    await rows(
      `INSERT INTO events (position, id, type, payload_version, payload, created_at)
       SELECT newest + n, gen_random_uuid(), 'customer.merged', 1, $1, now()
       FROM (SELECT max(position) AS newest FROM events) feed, generate_series(1, 15000) AS n`,
      [ofBusiness().payload],
    );
    const [wanted] = await told(someEvent(here));
    const first = await page(`?cursor=${cursor}&types=sale.opened`);
    expect(first).toMatchObject({ items: [], hasMore: true });
    const second = await page(`?cursor=${first.nextCursor}&types=sale.opened`);
    expect([idsOf(second), second.hasMore]).toEqual([[wanted], false]);
  });

  test('waits before an event that only a newer server knows, so that nobody misses it', async () => {
    const cursor = await now();
    const [before, unknown, behind] = await told(someEvent(here), someEvent(here), someEvent(here));
    await rows(`UPDATE events SET type = 'tea.drunk' WHERE id = $1`, [unknown]);
    const waiting = await page(`?cursor=${cursor}`);
    expect([idsOf(waiting), waiting.hasMore]).toEqual([[before], false]);
    expect(idsOf(await page(`?cursor=${waiting.nextCursor}`))).toEqual([]);
    await rows(`UPDATE events SET type = 'sale.opened' WHERE id = $1`, [unknown]);
    expect(idsOf(await page(`?cursor=${waiting.nextCursor}`))).toEqual([unknown, behind]);
  });
});
