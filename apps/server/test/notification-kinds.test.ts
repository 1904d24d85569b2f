import { readFile, writeFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Ingesting, ingestingAt } from './ingesting.ts';
import { atOnce, callAs, codeOf, type Person, personWith, roleOf, rowsOf, tellPeople } from './people.ts';
import { type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let tills: Ingesting;
let manager: Person;
let cashier: Person;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  tills = ingestingAt(server, shop);
  const [{ id: storeId }] = shop.stores;
  manager = await personWith(server, [{ role: 'manager', storeId }]);
  cashier = await personWith(server, [{ role: 'cashier', storeId }]);
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(() => rowsOf(server, 'DELETE FROM notifications; DELETE FROM notification_preferences'));

const list = async (token: string, query = ''): Promise<Json[]> =>
  ok(await callAs(server, token).get(`/notifications${query}`)).items;
const count = async (token: string, query = ''): Promise<number> =>
  ok(await callAs(server, token).get(`/notifications/unread-count${query}`)).count;
const markAll = async (token: string): Promise<number> =>
  ok(await callAs(server, token).post('/notifications/mark-all-read', {})).marked;
const prefer = (token: string, kinds: object) =>
  callAs(server, token).put('/notifications/preferences', kinds);

describe('drawer_variance', () => {
  const close = async (how: 'close' | 'force-close', off: number, fields: object): Promise<Json> => {
    const { id: registerId } = await tills.newTill();
    const [{ id, float }] = await rowsOf(
      server,
      'SELECT id, opening_float::int AS float FROM shifts WHERE register_id = $1',
      [registerId],
    );
    const cash = { amount: float + off };
    const body = { version: 1, cash, ...fields };
    const headers = { 'idempotency-key': newId() };
    return ok(await server.request('POST', `/v1/shifts/${id}/${how}`, { token: shop.owner, headers, body }));
  };

  test('is told in the words of the store to who may see what shifts come to', async () => {
    const { id, storeId } = await close('close', -1_234, { varianceReason: 'Fell behind the counter' });
    const [told, ...more] = await list(manager.token);
    expect(more).toEqual([]);
    expect(told).toMatchObject({
      ...{ kind: 'drawer_variance', storeId, documentId: id, productId: null, onHand: null },
      body: 'Found when shift Z 1 was closed. Reason: Fell behind the counter',
    });
    expect(told.title).toMatch(/: the drawer was €12\.34 short$/);
    await rowsOf(server, `UPDATE stores SET locale = 'de-DE' WHERE id = $1`, [storeId]);
    expect((await list(manager.token))[0].title).toMatch(/: the drawer was 12,34\s€ short$/);
    await rowsOf(server, `UPDATE stores SET locale = 'en-US' WHERE id = $1`, [storeId]);
    expect(await list(cashier.token)).toEqual([]);
    expect(await count(cashier.token)).toBe(0);
    expect(
      codeOf(await callAs(server, cashier.token).post('/notifications/mark-read', { ids: [told.id] })),
    ).toEqual([400, 'INVALID_REFERENCE']);
    expect(await markAll(cashier.token)).toBe(0);
  });

  test('is not told within the tolerance of the store, unless the shift was closed for somebody', async () => {
    const { storeId } = shop.registers[0];
    await rowsOf(server, 'UPDATE stores SET variance_tolerance = 50 WHERE id = $1', [storeId]);
    await close('close', 50, { varianceReason: null });
    await close('force-close', 0, { reason: 'Went home' });
    expect(await list(shop.owner)).toEqual([]);
    const { id } = await close('force-close', 1, { reason: 'Went home' });
    expect(await list(shop.owner)).toMatchObject([{ documentId: id }]);
    expect((await list(shop.owner))[0].title).toMatch(/€0\.01 over$/);
  });
});

describe('sale_flagged', () => {
  test('is told once of a sale, with all that is odd about it, however often it is handed over', async () => {
    const sale = tills.offline(await tills.newProduct(), { shown: { total: 90, lineTotals: [90] } });
    const { flags } = await tills.ingestOne(sale);
    expect(flags.map(({ kind }: Json) => kind).sort()).toEqual(['price_differs', 'stock_below_zero']);
    expect((await tills.ingestOne(sale)).status).toBe('replayed');
    const told = await list(manager.token);
    expect(told).toMatchObject([{ kind: 'sale_flagged', documentId: sale.id, storeId: shop.stores[0].id }]);
    expect(told[0].body).toContain(`Sale ${sale.tillReference}: `);
    expect(told[0].body).toContain('the till has asked for another price');
    expect(told[0].body).toContain('more was handed over than there was');
    expect(await list(cashier.token)).toEqual([]);
  });
});

describe('audit_chain_broken', () => {
  const told = () => list(shop.owner, '?kind=audit_chain_broken');

  test('is told once until the chain is whole again, to who may read the whole log', async () => {
    await server.app.chainAuditLog();
    await server.app.verifyAuditLog();
    expect(await told()).toEqual([]);
    const [row] = await rowsOf(server, 'SELECT id, action FROM audit_log ORDER BY recorded_at LIMIT 1');
    await rowsOf(server, `UPDATE audit_log SET action = 'forged' WHERE id = $1`, [row.id]);
    await Promise.all([server.app.verifyAuditLog(), server.app.verifyAuditLog()]);
    await server.app.verifyAuditLog();
    const [first, ...more] = await told();
    expect([first, more]).toMatchObject([
      { storeId: null, documentId: null, title: 'The audit log is not as it was written' },
      [],
    ]);
    expect(first.body).toMatch(/not as it was when it was chained\.$/);
    // Of one store only: what the whole business has written is not theirs.
    expect(await list(manager.token)).toEqual([]);
    expect(await list(shop.owner, `?storeId=${shop.stores[0].id}`)).toEqual([]);
    expect(await count(shop.owner, `?storeId=${shop.stores[0].id}`)).toBe(0);

    await rowsOf(server, 'UPDATE audit_log SET action = $2 WHERE id = $1', [row.id, row.action]);
    await server.app.verifyAuditLog();
    expect((await told())[0].body).toMatch(/It was found whole again at 20/);
    await rowsOf(server, `UPDATE audit_log SET action = 'forged' WHERE id = $1`, [row.id]);
    await server.app.verifyAuditLog();
    expect(await told()).toHaveLength(2);
    await rowsOf(server, 'UPDATE audit_log SET action = $2 WHERE id = $1', [row.id, row.action]);
  });

  test('is told at once where the chain is not the one whose head was signed', async () => {
    await server.app.chainAuditLog();
    const head = await readFile(server.auditHeadFile);
    await writeFile(server.auditHeadFile, 'forged');
    await expect(server.app.chainAuditLog()).rejects.toThrow('signed head');
    await expect(server.app.chainAuditLog()).rejects.toThrow('signed head');
    expect(await told()).toMatchObject([{ body: expect.stringContaining('signed head') }]);
    await writeFile(server.auditHeadFile, head);
    await server.app.chainAuditLog();
  });
});

describe('preferences', () => {
  const all = { low_stock: true, drawer_variance: true, sale_flagged: true, audit_chain_broken: true };
  const own = async (token: string) => ok(await callAs(server, token).get('/notifications/preferences'));

  test('what is switched off is in no list and no count of that person, and is marked only by name', async () => {
    const id = await tellPeople(server, shop.stores[0].id);
    expect([await own(manager.token), await count(manager.token)]).toEqual([all, 1]);
    expect(ok(await prefer(manager.token, { low_stock: false }))).toEqual({ ...all, low_stock: false });
    expect(await list(manager.token)).toEqual([]);
    expect([await count(manager.token), await markAll(manager.token)]).toEqual([0, 0]);
    expect(await own(cashier.token)).toEqual(all);
    expect([await count(cashier.token), await count(shop.owner)]).toEqual([1, 1]);
    ok(await prefer(manager.token, { low_stock: true }));
    expect(await list(manager.token, '?unread=true')).toMatchObject([{ id }]);
    // It is on the screen still when its kind is switched off.
    ok(await prefer(manager.token, { low_stock: false }));
    const marking = await callAs(server, manager.token).post('/notifications/mark-read', { ids: [id] });
    expect(ok(marking)).toEqual({ marked: 1 });
    for (const wrong of [{}, { low_stock: 'no' }, { rain: true }, { low_stock: null }]) {
      expect(codeOf(await prefer(manager.token, wrong)), JSON.stringify(wrong)).toEqual([
        400,
        'INVALID_INPUT',
      ]);
    }
  });

  test('changes at once all count, each audited from what was there before it', async () => {
    const { id, token } = await personWith(server, [{ role: 'manager', storeId: null }]);
    const kinds = Object.keys(all);
    const answers = await atOnce(12, (i) => prefer(token, { [kinds[i % 4] ?? '']: i % 3 === 0 }));
    for (const answer of answers) ok(answer);
    const rows = await rowsOf(
      server,
      `SELECT before, after FROM audit_log WHERE action = 'notifications.setPreferences' AND document_id = $1`,
      [id],
    );
    const now = await own(token);
    for (const kind of kinds) {
      const steps = rows.map(({ before, after }) => Number(after[kind]) - Number(before[kind]));
      expect(1 + steps.reduce((sum, step) => sum + step, 0), kind).toBe(Number(now[kind]));
    }
    expect(rows.filter(({ before, after }) => isDeepStrictEqual(before, after))).toEqual([]);
    const again = await rowsOf(server, 'SELECT count(*)::int FROM audit_log');
    ok(await prefer(token, await own(token)));
    expect(await rowsOf(server, 'SELECT count(*)::int FROM audit_log')).toEqual(again);
  });
});

test('many who mark all at once each mark all of theirs once', async () => {
  await atOnce(150, () => tellPeople(server, shop.stores[0].id));
  const marked = await atOnce(8, (i) => markAll([manager, cashier][i % 2]?.token ?? ''));
  const sum = (of: number) => marked.filter((_, i) => i % 2 === of).reduce((total, each) => total + each, 0);
  expect([sum(0), sum(1)]).toEqual([150, 150]);
  expect([await count(manager.token), await count(cashier.token)]).toEqual([0, 0]);
});

test('a role of its own sees the kinds that it has the permissions for', async () => {
  const [{ id: storeId }] = shop.stores;
  await tellPeople(server, storeId);
  await rowsOf(
    server,
    `INSERT INTO notifications (id, kind, store_id, document_id, facts, created_at)
     VALUES ($1, 'sale_flagged', $2, $1, '{"registerName": "Till", "tillReference": "T-1", "flags": ["no_shift"]}', now())`,
    [newId(), storeId],
  );
  const role = await roleOf(server, 'stores.read', 'notifications.read', 'sales.review');
  const { token } = await personWith(server, [{ role, storeId }]);
  expect((await list(token)).map(({ kind }) => kind)).toEqual(['sale_flagged']);
  expect((await list(manager.token)).map(({ kind }) => kind).sort()).toEqual(['low_stock', 'sale_flagged']);
  expect(await list(token, '?kind=low_stock')).toEqual([]);
});
