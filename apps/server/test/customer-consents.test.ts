import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { atOnce, callAs, codeOf, personWith, rowsOf } from './people.ts';
import { type Json, ok, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let owner: ReturnType<typeof callAs>;
let id: string;
beforeAll(async () => {
  server = await startTestServer();
  owner = callAs(server, await server.setUpOwner());
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  ({ id } = await newCustomer());
});

const newCustomer = async (fields: object = {}): Promise<Json> =>
  ok(await owner.post('/customers', { name: 'Ada', ...fields }));
const consent = (channel: string, granted: boolean, source = 'till') => ({ channel, granted, source });
const record = (...consents: Json[]) => owner.post(`/customers/${id}/consents`, { consents });
const history = async (query = 'sort=recordedAt', its = id): Promise<Json[]> =>
  ok(await owner.get(`/customers/${its}/consents?${query}`)).items;
const told = (changes: readonly Json[]) =>
  changes.map(({ channel, granted, source }) => [channel, granted, source]);

describe('consents', () => {
  test('are recorded with who, when and how, and the last one of each channel counts', async () => {
    const first = ok(await record(consent('sms', true), consent('email', true, 'website')));
    const at = first.updatedAt;
    expect(first.consents).toEqual([
      { ...consent('email', true, 'website'), recordedAt: at },
      { ...consent('sms', true), recordedAt: at },
    ]);
    expect(first.version).toBe(2);
    server.clock.advance(1000);
    const second = ok(await record(consent('email', false, 'phone')));
    expect(second.consents).toEqual([
      { ...consent('email', false, 'phone'), recordedAt: second.updatedAt },
      { ...consent('sms', true), recordedAt: at },
    ]);
    expect(ok(await owner.get(`/customers/${id}`))).toEqual(second);

    const changes = await history();
    expect(told(changes)).toEqual([
      ['sms', true, 'till'],
      ['email', true, 'website'],
      ['email', false, 'phone'],
    ]);
    const me = ok(await owner.get('/auth/me')).id;
    for (const change of changes) expect(change).toMatchObject({ customerId: id, actorId: me });
    expect(told(await history('channel=email'))).toEqual([
      ['email', false, 'phone'],
      ['email', true, 'website'],
    ]);
  });

  test('that are so already add nothing, whichever way they are told again', async () => {
    const before = ok(await record(consent('email', true), consent('post', false)));
    expect(ok(await record(consent('email', true, 'paper'), consent('post', false)))).toEqual(before);
    const after = ok(await record(consent('email', true), consent('post', true)));
    expect(after).toMatchObject({ version: 3 });
    expect(told(await history())).toEqual([
      ...[
        ['email', true, 'till'],
        ['post', false, 'till'],
      ],
      ['post', true, 'till'],
    ]);
  });

  test('that a new customer comes with are in the history', async () => {
    const { id: its } = await newCustomer({ consents: [consent('phone', true, 'paper')] });
    expect(told(await history('', its))).toEqual([['phone', true, 'paper']]);
  });

  test('of one channel told 8 times at once are one change', async () => {
    const answers = await atOnce(8, () => record(consent('email', true)));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(await history()).toHaveLength(1);
    expect(ok(await owner.get(`/customers/${id}`)).version).toBe(2);
  });

  test('of customers who were merged are in the history of who stands for them', async () => {
    const merged = await newCustomer({ consents: [consent('sms', true)] });
    ok(await record(consent('email', true)));
    await rowsOf(server, `UPDATE customers SET status = 'merged', merged_into_id = $2 WHERE id = $1`, [
      merged.id,
      id,
    ]);
    const all = await history();
    expect(all.map(({ customerId }) => customerId).sort()).toEqual([id, merged.id].sort());
    expect(await history('sort=recordedAt', merged.id)).toEqual(all);
  });

  test.each([
    ['none', []],
    ['a channel twice', [consent('email', true), consent('email', false)]],
    ['a channel that is none', [consent('pigeon', true)]],
    ['a source of ours', [consent('email', true, 'erasure')]],
  ])('%s: refused, and nothing is written', async (_what, consents) => {
    expect(codeOf(await record(...consents))).toEqual([400, 'INVALID_INPUT']);
    expect(await history()).toEqual([]);
  });

  test('of nobody are not found', async () => {
    const path = `/customers/${newId()}/consents`;
    expect(codeOf(await owner.post(path, { consents: [consent('sms', true)] }))).toEqual([404, 'NOT_FOUND']);
    expect(codeOf(await owner.get(path))).toEqual([404, 'NOT_FOUND']);
  });

  test('are read by an accountant, recorded at the till, and nothing for the stockroom', async () => {
    ok(await record(consent('email', true)));
    const { token } = await personWith(server, [{ role: 'accountant', storeId: null }]);
    const accountant = callAs(server, token);
    expect(ok(await accountant.get(`/customers/${id}/consents`)).items).toHaveLength(1);
    expect(codeOf(await accountant.post(`/customers/${id}/consents`, { consents: [] }))).toEqual([
      ...[403, 'FORBIDDEN'],
    ]);
    const clerk = await personWith(server, [{ role: 'clerk', storeId: null }]);
    expect(codeOf(await callAs(server, clerk.token).get(`/customers/${id}/consents`))).toEqual([
      ...[403, 'FORBIDDEN'],
    ]);
  });
});
