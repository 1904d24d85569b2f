import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { forgetNotifications } from '../src/modules/notifications/index.ts';
import { callAs, codeOf, type Person, personWith, rowsOf, tellPeople } from './people.ts';
import { type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let owner: ReturnType<typeof callAs>;
/** Works in the first store only. */
let cashier: Person;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  owner = callAs(server, shop.owner);
  cashier = await personWith(server, [{ role: 'cashier', storeId: shop.stores[0].id }]);
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(() => rowsOf(server, 'DELETE FROM notifications'));

const tell = (place: 0 | 1 = 0, createdAt?: Date) =>
  tellPeople(server, shop.stores[place].id, { ...(createdAt && { createdAt }) });
const list = async (token: string, query = ''): Promise<Json[]> =>
  ok(await callAs(server, token).get(`/notifications${query}`)).items;
const idsOf = async (token: string, query = '') => (await list(token, query)).map(({ id }) => id);
const mark = (token: string, ...ids: readonly string[]) =>
  callAs(server, token).post('/notifications/mark-read', { ids });

describe('a notification', () => {
  test('says in words what was noticed', async () => {
    const id = await tell();
    const [notification] = await list(cashier.token);
    expect(notification).toEqual({
      ...{ id, kind: 'low_stock', storeId: shop.stores[0].id, productId: id, documentId: null },
      ...{ title: 'Tea is low', body: '1 left; the reorder point is 5.', onHand: 1 },
      ...{ createdAt: notification.createdAt, readAt: null },
    });
    await rowsOf(server, `UPDATE notifications SET facts = facts || '{"onHand": -2}'`);
    expect((await list(cashier.token))[0]).toMatchObject({
      ...{ body: 'None left; the reorder point is 5.', onHand: -2 },
    });
  });

  test('is seen in the stores where one works, newest first', async () => {
    const [first, there, last] = [await tell(), await tell(1), await tell()];
    expect(await idsOf(shop.owner)).toEqual([last, there, first]);
    expect(await idsOf(cashier.token)).toEqual([last, first]);
    expect(await idsOf(cashier.token, '?sort=createdAt&kind=low_stock')).toEqual([first, last]);
    expect(await idsOf(shop.owner, `?storeId=${shop.stores[1].id}`)).toEqual([there]);
    const hidden = await callAs(server, cashier.token).get(`/notifications?storeId=${shop.stores[1].id}`);
    expect(codeOf(hidden)).toEqual([404, 'NOT_FOUND']);
    expect(codeOf(await owner.get('/notifications?kind=none'))).toEqual([400, 'INVALID_INPUT']);
  });
});

describe('reading', () => {
  test('is of each person', async () => {
    const [first, second] = [await tell(), await tell()];
    expect(ok(await mark(cashier.token, first))).toEqual({ marked: 1 });
    expect(await idsOf(cashier.token, '?unread=true')).toEqual([second]);
    expect(await idsOf(cashier.token, '?unread=false')).toEqual([first]);
    expect(await idsOf(shop.owner, '?unread=true')).toEqual([second, first]);
    const [, read] = await list(cashier.token);
    expect(Math.abs(Date.parse(read.readAt) - Date.now())).toBeLessThan(60_000);
  });

  test('again changes nothing, and leaves no trace', async () => {
    const [first, second] = [await tell(), await tell()];
    ok(await mark(cashier.token, first));
    const before = await list(cashier.token, '?unread=false');
    const audited = await rowsOf(server, 'SELECT count(*) FROM audit_log');
    expect(ok(await mark(cashier.token, first))).toEqual({ marked: 0 });
    expect(await rowsOf(server, 'SELECT count(*) FROM audit_log')).toEqual(audited);
    expect(ok(await mark(cashier.token, second, first))).toEqual({ marked: 1 });
    expect((await list(cashier.token)).at(-1)).toEqual(before[0]);
  });

  test('all that one sees, of one store or of all', async () => {
    const [here, there] = [await tell(), await tell(1)];
    const markAll = async (token: string, body: object = {}): Promise<Json> =>
      ok(await callAs(server, token).post('/notifications/mark-all-read', body));
    expect(await markAll(shop.owner, { storeId: shop.stores[1].id })).toEqual({ marked: 1 });
    expect(await idsOf(shop.owner, '?unread=true')).toEqual([here]);
    expect(await markAll(cashier.token)).toEqual({ marked: 1 });
    expect(
      await rowsOf(server, 'SELECT notification_id FROM notification_reads WHERE user_id = $1', [cashier.id]),
    ).toEqual([{ notification_id: here }]);
    expect(await Promise.all([markAll(shop.owner), markAll(shop.owner)])).toEqual(
      expect.arrayContaining([{ marked: 1 }, { marked: 0 }]),
    );
    expect(await idsOf(shop.owner, '?unread=true')).toEqual([]);
    expect(await idsOf(shop.owner, '?unread=false')).toEqual([there, here]);
    const hidden = await callAs(server, cashier.token).post('/notifications/mark-all-read', {
      storeId: shop.stores[1].id,
    });
    expect(codeOf(hidden)).toEqual([404, 'NOT_FOUND']);
  });

  test('what one cannot see is refused as what does not exist, and nothing is half written', async () => {
    const [here, there] = [await tell(), await tell(1)];
    const answers = [await mark(cashier.token, here, there), await mark(cashier.token, here, newId())];
    for (const { status, body } of answers) {
      expect([status, body.code, body.detail]).toEqual([
        ...[400, 'INVALID_REFERENCE', 'There is no such notification.'],
      ]);
      expect(body.errors).toEqual([{ path: ['ids', 1], message: 'There is no such notification.' }]);
    }
    expect(await rowsOf(server, 'SELECT FROM notification_reads')).toEqual([]);
    for (const ids of [[], ['x'], [here, here], Array.from({ length: 201 }, newId)]) {
      expect(codeOf(await mark(cashier.token, ...ids))).toEqual([400, 'INVALID_INPUT']);
    }
  });

  test('an API key reads for itself, not for whoever made it', async () => {
    const id = await tell();
    const { secret } = ok(
      await owner.post('/api-keys', {
        name: 'Pager',
        permissions: ['stores.read', 'inventory.read', 'notifications.read'],
      }),
    );
    expect(await idsOf(secret, '?unread=true')).toEqual([id]);
    expect(ok(await mark(secret, id))).toEqual({ marked: 1 });
    expect(await idsOf(secret, '?unread=true')).toEqual([]);
    expect(await idsOf(shop.owner, '?unread=true')).toEqual([id]);
  });
});

test('after 90 days a notification is forgotten, with who has read it', async () => {
  const daysAgo = (days: number) => new Date(server.clock.now().getTime() - days * 86_400_000);
  const [old, kept] = [await tell(0, daysAgo(91)), await tell(0, daysAgo(89))];
  ok(await mark(cashier.token, old, kept));
  await forgetNotifications(server.database, server.clock.now());
  expect(await idsOf(cashier.token)).toEqual([kept]);
  expect(await rowsOf(server, 'SELECT notification_id FROM notification_reads')).toEqual([
    { notification_id: kept },
  ]);
});
