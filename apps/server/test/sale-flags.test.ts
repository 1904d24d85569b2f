import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ingesting, ingestingAt } from './ingesting.ts';
import { atOnce, callAs, codeOf } from './people.ts';
import { endWithCleanBooks } from './selling.ts';
import { type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let till: Ingesting;
let owner: ReturnType<typeof callAs>;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  till = ingestingAt(server, shop);
  owner = callAs(server, shop.owner);
});
afterAll(() => endWithCleanBooks(server));

/** A sale of the shop that nobody has paid, at a price of its own if told so; answers its flags. */
const flagsOf = async (fields: object = {}, place = till.here): Promise<Json[]> => {
  const productId = shop.products.voucher.id;
  const shown = { total: 150, lineTotals: [150] };
  const at = { registerId: place.register.id, shown, payments: [], ...fields };
  return (await till.ingestOne(till.offline(productId, at), { place })).flags;
};
const idsOf = async (query: string, token = shop.owner): Promise<string[]> =>
  ok(await callAs(server, token).get(`/sale-flags?${query}`)).items.map(({ id }: Json) => id);
const resolve = (id: string, body: Json = { resolution: 'Paid the next day' }, token = shop.owner) =>
  callAs(server, token).post(`/sale-flags/${id}/resolve`, body);

test('are listed by store, sale, kind and status, the latest first', async () => {
  const [uncollected] = await flagsOf();
  const [dear, unpaid] = await flagsOf({ shown: { total: 160, lineTotals: [160] } });
  const [elsewhere] = await flagsOf({}, till.there);
  expect([uncollected, dear, unpaid, elsewhere].map(({ kind }) => kind)).toEqual([
    ...['uncollected', 'price_differs', 'uncollected', 'uncollected'],
  ]);
  const here = `storeId=${till.here.store.id}`;
  expect(await idsOf('')).toEqual([elsewhere.id, unpaid.id, dear.id, uncollected.id]);
  expect(await idsOf(`${here}&sort=createdAt`)).toEqual([uncollected.id, dear.id, unpaid.id]);
  expect(await idsOf(`${here}&kind=price_differs`)).toEqual([dear.id]);
  expect(await idsOf(`saleId=${dear.saleId}`)).toEqual([unpaid.id, dear.id]);
  ok(await resolve(dear.id));
  expect(await idsOf(`${here}&status=resolved`)).toEqual([dear.id]);
  expect(await idsOf(`saleId=${dear.saleId}&status=open`)).toEqual([unpaid.id]);
  const token = await server.signInAs('cashier', { storeId: till.there.store.id });
  expect(await idsOf('', token)).toEqual([elsewhere.id]);
});

test('are resolved once, with who has looked at it and what came of it; the sale stays as it is', async () => {
  const [flag] = await flagsOf();
  const before = await till.get(`/sales/${flag.saleId}`);
  const manager = await server.createUser('manager');
  const token = await server.openSession(manager.id);
  const resolved = ok(await resolve(flag.id, { resolution: 'Paid the next day' }, token));
  expect(resolved).toEqual({
    ...{ ...flag, status: 'resolved', resolution: 'Paid the next day', resolvedBy: manager.id },
    resolvedAt: expect.any(String),
  });
  expect(await till.get(`/sales/${flag.saleId}`)).toEqual(before);
  expect(ok(await owner.get(`/sale-flags?saleId=${flag.saleId}`)).items).toEqual([resolved]);
  const [told] = await till.rows(
    `SELECT payload FROM outbox WHERE type = 'sale_flag.resolved' AND payload->>'saleFlagId' = $1`,
    [flag.id],
  );
  const { id: saleFlagId, saleId, storeId, kind } = flag;
  expect(told.payload).toEqual({ saleFlagId, saleId, storeId, kind });
  const [audit] = await till.rows(
    `SELECT actor_id, before, after FROM audit_log WHERE action = 'saleFlags.resolve' AND document_id = $1`,
    [flag.id],
  );
  expect(audit).toEqual({ actor_id: manager.id, before: flag, after: resolved });
  const again = await resolve(flag.id, { resolution: 'Something else' });
  expect(codeOf(again)).toEqual([409, 'WRONG_STATUS']);
  expect(again.body.details).toEqual({ status: 'resolved', allowed: ['open'] });
});

test('of many who resolve one at once one has', async () => {
  const [flag] = await flagsOf();
  const answers = await atOnce(8, (i) => resolve(flag.id, { resolution: `By ${i}` }));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  const [stored] = await till.rows('SELECT resolution FROM sale_flags WHERE id = $1', [flag.id]);
  expect(answers.find(({ status }) => status === 200)?.body.resolution).toBe(stored.resolution);
});

test('take sales.review in the store of the sale, and words', async () => {
  const [flag] = await flagsOf();
  const cashier = await server.signInAs('cashier');
  const elsewhere = await server.signInAs('manager', { storeId: till.there.store.id });
  expect(codeOf(await resolve(flag.id, undefined, cashier))).toEqual([403, 'FORBIDDEN']);
  expect(codeOf(await resolve(flag.id, undefined, elsewhere))).toEqual([404, 'NOT_FOUND']);
  expect(codeOf(await resolve(newId()))).toEqual([404, 'NOT_FOUND']);
  expect(codeOf(await resolve(flag.id, { resolution: ' ' }))).toEqual([400, 'INVALID_INPUT']);
  expect(await idsOf(`saleId=${flag.saleId}&status=open`)).toEqual([flag.id]);
});
