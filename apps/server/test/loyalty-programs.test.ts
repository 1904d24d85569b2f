import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { club, gold, silver } from './loyalty.ts';
import { atOnce, callAs, codeOf } from './people.ts';
import { type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
});
afterAll(() => server[Symbol.asyncDispose]());

const owner = () => callAs(server, shop.owner);
const create = async (fields: object = {}): Promise<Json> =>
  ok(await owner().post('/loyalty-programs', club(fields)));
const step = (id: string, verb: string, version = 1) =>
  owner().post(`/loyalty-programs/${id}/${verb}`, { version });
const read = async (id: string): Promise<Json> => ok(await owner().get(`/loyalty-programs/${id}`));

test('a programme is drafted, read, changed, started and ended', async () => {
  const draft = await create({ tiers: [gold, silver], expiryMonths: 12 });
  expect(draft).toMatchObject({
    ...{ status: 'draft', currency: 'EUR', version: 1, name: 'Club', enrolsAutomatically: true },
    earning: { points: 1, perAmount: 100, excludedCategoryIds: [], excludedProductIds: [] },
    ...{ redemption: null, rewards: [], tiers: [gold, silver], tierGraceDays: 30, expiryMonths: 12 },
    allowNegative: false,
  });
  expect(await read(draft.id)).toEqual(draft);

  const redemption = { points: 100, amount: 500, minimumPoints: 50, maximumPercentage: 80 };
  const changed = ok(
    await owner().patch(`/loyalty-programs/${draft.id}`, { version: 1, redemption, expiryMonths: null }),
  );
  expect(changed).toMatchObject({ version: 2, redemption, expiryMonths: null, tiers: [gold, silver] });
  expect(codeOf(await owner().patch(`/loyalty-programs/${draft.id}`, { version: 1, name: 'Late' }))).toEqual([
    ...[409, 'CONFLICT'],
  ]);

  expect(ok(await step(draft.id, 'activate', 2))).toMatchObject({ status: 'active', version: 3 });
  expect(ok(await owner().get('/loyalty-programs?status=active')).items).toHaveLength(1);
  const renamed = ok(await owner().patch(`/loyalty-programs/${draft.id}`, { version: 3, name: 'Friends' }));
  expect(renamed).toMatchObject({ status: 'active', name: 'Friends', version: 4 });
  expect(ok(await step(draft.id, 'end', 4))).toMatchObject({ status: 'ended', version: 5 });

  const over = await read(draft.id);
  const refused = [
    await step(draft.id, 'activate', 5),
    await step(draft.id, 'end', 5),
    await owner().patch(`/loyalty-programs/${draft.id}`, { version: 5, name: 'Again' }),
  ];
  expect(refused.map(codeOf)).toEqual(Array.from({ length: 3 }, () => [409, 'WRONG_STATUS']));
  expect(refused[0]?.body.details).toEqual({ status: 'ended', allowed: ['draft'] });
  expect(await read(draft.id)).toEqual(over);
});

test('a change to what it is already is none', async () => {
  const { id } = await create({ tiers: [gold] });
  expect(ok(await owner().patch(`/loyalty-programs/${id}`, { version: 1, tiers: [gold] })).version).toBe(1);
});

test('a draft that nobody wants is dropped', async () => {
  const { id } = await create();
  expect(ok(await step(id, 'end')).status).toBe('ended');
});

test('one programme is active at a time, also where several are started at once', async () => {
  const drafts = await atOnce(6, () => create());
  const started = await Promise.all(drafts.map(({ id }) => step(id, 'activate')));
  const [first, ...others] = started.filter(({ status }) => status < 300);
  expect(others).toEqual([]);
  const refused = started.filter(({ status }) => status >= 300);
  expect(refused.map(codeOf)).toEqual(refused.map(() => [409, 'LOYALTY_PROGRAM_ACTIVE']));
  expect(refused.map(({ body }) => body.details)).toEqual(refused.map(() => ({ programId: first?.body.id })));
  expect(refused).toHaveLength(5);
  ok(await step(first?.body.id, 'end', 2));
});

test('what a programme names must exist, when it is made and when it is changed; each path is told', async () => {
  const { coffee } = shop.products;
  const earning = { points: 1, perAmount: 100, excludedProductIds: [coffee.id, newId()] };
  const reward = (products: object) => ({
    ...{ id: newId(), name: 'Tenth off', points: 10 },
    effect: { type: 'percentage', percentage: 10, products },
  });
  const rewards = [
    reward({ productIds: [coffee.id] }),
    reward({ categoryIds: [newId()], excludedCategoryIds: [newId()] }),
  ];
  const { id } = await create();
  const pathsOf = async (fields: object): Promise<Json> => {
    const answers = [
      await owner().post('/loyalty-programs', club(fields)),
      await owner().patch(`/loyalty-programs/${id}`, { version: 1, ...fields }),
    ];
    expect(answers.map(codeOf)).toEqual([
      [400, 'INVALID_REFERENCE'],
      [400, 'INVALID_REFERENCE'],
    ]);
    const [made, changed] = answers.map(({ body }) => body.errors.map(({ path }: Json) => path));
    expect(changed).toEqual(made);
    return made;
  };
  expect(await pathsOf({ earning })).toEqual([['earning', 'excludedProductIds', 1]]);
  expect(await pathsOf({ earning: { ...club().earning, excludedCategoryIds: [newId()] } })).toEqual([
    ['earning', 'excludedCategoryIds', 0],
  ]);
  expect(await pathsOf({ rewards })).toEqual([
    ['rewards', 1, 'effect', 'products', 'categoryIds', 0],
    ['rewards', 1, 'effect', 'products', 'excludedCategoryIds', 0],
  ]);
  expect((await read(id)).version).toBe(1);
});

const free = { id: newId(), name: 'Free', points: 10, effect: { type: 'free_product', products: {} } };
test.each([
  ['two tiers that begin alike', { tiers: [gold, { ...silver, minimumPoints: 500 }] }],
  ['two tiers with one id', { tiers: [gold, { ...silver, id: gold.id }] }],
  ['a tier from no points on', { tiers: [{ ...gold, minimumPoints: 0 }] }],
  ['a multiplier with three decimals', { tiers: [{ ...gold, multiplier: 1.005 }] }],
  ['a multiplier that takes points away', { tiers: [{ ...gold, multiplier: 0.5 }] }],
  ['points for nothing', { earning: { points: 1, perAmount: 0 } }],
  ['points that are worth nothing', { redemption: { points: 1, amount: 0 } }],
  ['a free product of any kind', { rewards: [free] }],
  ['points that go at once', { expiryMonths: 0 }],
  ['a status', { status: 'active' }],
])('%s: refused', async (_what, fields) => {
  const before = ok(await owner().get('/loyalty-programs?limit=200')).items.length;
  expect(codeOf(await owner().post('/loyalty-programs', club(fields)))).toEqual([400, 'INVALID_INPUT']);
  expect(ok(await owner().get('/loyalty-programs?limit=200')).items).toHaveLength(before);
});
