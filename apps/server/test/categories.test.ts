import { MAX_CATEGORY_DEPTH } from '@cashwrap/contract';
import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let n = 0;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(() => {
  n += 1;
});

const rows = async (sql: string, params: unknown[] = []): Promise<Json[]> =>
  (await server.database.pool.query(sql, params)).rows;
const as = () => ({ token: shop.owner });
const post = (path: string, body: unknown) => server.request('POST', `/v1${path}`, { ...as(), body });
const add = (name: string, parentId: string | null = null) => post('/categories', { name, parentId });
const change = (id: string, fields: object) =>
  server.request('PATCH', `/v1/categories/${id}`, { ...as(), body: fields });
const remove = (id: string) => server.request('DELETE', `/v1/categories/${id}`, as());
const get = async (path: string): Promise<Json> => ok(await server.request('GET', `/v1${path}`, as()));
const read = (id: string) => get(`/categories/${id}`);
const outcome = ({ status, body }: Answer) => [status, body?.code];

/** A chain of categories, each below the one before; their ids. */
async function chain(length: number, above: string | null = null): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < length; i++) ids.push(ok(await add(`Chain ${n} ${newId()}`, ids.at(-1) ?? above)).id);
  return ids;
}

/** Categories whose path is not what their parents make of it. */
const brokenPaths = () =>
  rows(`WITH RECURSIVE tree AS (
      SELECT id, ARRAY[id] AS path FROM categories WHERE parent_id IS NULL
      UNION ALL SELECT c.id, t.path || c.id FROM categories c JOIN tree t ON t.id = c.parent_id)
    SELECT c.id FROM categories c LEFT JOIN tree t ON t.id = c.id WHERE t.path IS DISTINCT FROM c.path`);

test('a category is added, read, listed below its parent, renamed and deleted', async () => {
  const answer = await add(`Drinks ${n}`);
  const drinks = ok(answer);
  expect(answer.headers.get('location')).toBe(`/v1/categories/${drinks.id}`);
  expect(drinks).toMatchObject({ name: `Drinks ${n}`, parentId: null, path: [drinks.id], version: 1 });
  const hot = ok(await add('Hot', drinks.id));
  expect(hot.path).toEqual([drinks.id, hot.id]);
  expect(await read(hot.id)).toEqual(hot);
  expect((await get(`/categories?parentId=${drinks.id}`)).items).toEqual([hot]);
  const renamed = ok(await change(hot.id, { version: 1, name: 'Warm' }));
  expect(renamed).toEqual({ ...hot, name: 'Warm', version: 2, updatedAt: renamed.updatedAt });
  expect(ok(await change(hot.id, { version: 2, name: 'Warm', parentId: drinks.id }))).toEqual(renamed);
  expect(outcome(await change(hot.id, { version: 1, name: 'Cold' }))).toEqual([409, 'CONFLICT']);
  expect((await remove(hot.id)).status).toBe(204);
  for (const gone of [await remove(hot.id), await change(hot.id, { version: 2, name: 'x' })]) {
    expect(outcome(gone)).toEqual([404, 'NOT_FOUND']);
  }
  expect(outcome(await add('Below', hot.id))).toEqual([400, 'INVALID_REFERENCE']);
});

describe('a name', () => {
  test('is one category’s of a parent, also of 10 at once, and free below another', async () => {
    const [above, other] = [ok(await add(`A ${n}`)), ok(await add(`B ${n}`))];
    for (const parentId of [above.id, null]) {
      const name = `Same ${n} ${parentId}`.slice(0, 50);
      const answers = await Promise.all(Array.from({ length: 10 }, () => add(name, parentId)));
      const made = answers.filter(({ status }) => status === 201);
      expect(made).toHaveLength(1);
      for (const { body } of answers.filter(({ status }) => status !== 201)) {
        expect([body.code, body.details.holderId]).toEqual(['ALREADY_EXISTS', made[0]?.body.id]);
      }
    }
    const here = ok(await add('Tea', above.id));
    const there = ok(await add('Tea', other.id));
    const taken = await change(there.id, { version: 1, parentId: above.id });
    expect([taken.body.code, taken.body.details.holderId]).toEqual(['ALREADY_EXISTS', here.id]);
    expect(await brokenPaths()).toEqual([]);
  });

  test.each([[''], [' x'], ['x'.repeat(101)], ['a\nb'], [7]])('as %j is refused', async (name) => {
    expect(outcome(await add(name as string))).toEqual([400, 'INVALID_INPUT']);
  });
});

describe('a move', () => {
  test('takes along all that is below, and changes nothing but the paths of those', async () => {
    const [a, b, c] = await chain(3);
    const [x] = await chain(1);
    const before = await read(c as string);
    ok(await change(b as string, { version: 1, parentId: x }));
    expect((await read(b as string)).path).toEqual([x, b]);
    expect(await read(c as string)).toEqual({ ...before, path: [x, b, c] });
    ok(await change(b as string, { version: 2, parentId: null }));
    expect((await read(c as string)).path).toEqual([b, c]);
    expect((await read(a as string)).path).toEqual([a]);
    expect(await brokenPaths()).toEqual([]);
  });

  test('into itself or below itself is refused, and changes nothing', async () => {
    const ids = await chain(3);
    for (const parentId of ids) {
      expect(outcome(await change(ids[0] as string, { version: 1, parentId }))).toEqual([
        409,
        'CATEGORY_CYCLE',
      ]);
    }
    expect((await read(ids[2] as string)).path).toEqual(ids);
  });

  test('never makes a cycle where two cross each other', async () => {
    for (let round = 0; round < 8; round++) {
      const [a, b] = [...(await chain(1)), ...(await chain(1))] as [string, string];
      const answers = await Promise.all([
        change(a, { version: 1, parentId: b }),
        change(b, { version: 1, parentId: a }),
      ]);
      expect(answers.map(outcome).sort()).toEqual([
        [200, undefined],
        [409, 'CATEGORY_CYCLE'],
      ]);
    }
    expect(await brokenPaths()).toEqual([]);
  });

  test('of many at once leaves a tree, whoever wins', async () => {
    const ids = await chain(6);
    for (let round = 0; round < 4; round++) {
      const versions = new Map(
        await Promise.all(ids.map(async (id) => [id, (await read(id)).version] as const)),
      );
      const answers = await Promise.all(
        ids.map((id, i) =>
          change(id, {
            version: versions.get(id),
            parentId: i % 3 === 0 ? null : ids[(i * 7 + round) % ids.length],
          }),
        ),
      );
      for (const answer of answers) expect([200, 409]).toContain(answer.status);
    }
    expect(await brokenPaths()).toEqual([]);
  });
});

test(`the tree is at most ${MAX_CATEGORY_DEPTH} levels deep, by adding and by moving`, async () => {
  const deep = await chain(MAX_CATEGORY_DEPTH);
  expect(outcome(await add('Deeper', deep.at(-1)))).toEqual([409, 'CATEGORY_TOO_DEEP']);
  const two = await chain(2);
  const move = (parentId: string | undefined) => change(two[0] as string, { version: 1, parentId });
  expect(outcome(await move(deep.at(-2)))).toEqual([409, 'CATEGORY_TOO_DEEP']);
  expect(outcome(await move(deep.at(-3)))).toEqual([200, undefined]);
});

describe('a category with something in it', () => {
  const newProduct = (categoryId: string) =>
    post('/products', {
      sku: newId(),
      name: `P ${n}`,
      taxCategoryId: shop.taxCategories.standard.id,
      price: 1,
      categoryId,
    });

  test('is not deleted, and says what there is', async () => {
    const [above, below] = (await chain(2)) as [string, string];
    ok(await newProduct(above));
    const answer = await remove(above);
    expect([answer.status, answer.body.code, answer.body.details]).toEqual([
      ...[409, 'CATEGORY_IN_USE', { products: 1, categories: 1 }],
    ]);
    expect((await remove(below)).status).toBe(204);
  });

  test('is not deleted while a product is put into it', async () => {
    for (let round = 0; round < 8; round++) {
      const [id] = (await chain(1)) as [string];
      const [removed, product] = await Promise.all([remove(id), newProduct(id)]);
      expect([removed.status, product.status]).toEqual(removed.status === 204 ? [204, 400] : [409, 201]);
    }
  });

  test('lists its products with those of all below it', async () => {
    const [top, middle, bottom] = (await chain(3)) as [string, string, string];
    const made = await Promise.all([top, middle, bottom].map(async (id) => ok(await newProduct(id)).id));
    const listed = async (query: string) =>
      (await get(`/products?${query}`)).items.map(({ id }: Json) => id).sort();
    expect(await listed(`categoryId=${top}`)).toEqual([...made].sort());
    expect(await listed(`categoryId=${middle}`)).toEqual(made.slice(1).sort());
    expect(await listed(`categoryId=${bottom}`)).toEqual([made[2]]);
    expect(await listed(`categoryId=${middle}&search=P`)).toEqual(made.slice(1).sort());
    ok(await change(bottom, { version: 1, parentId: null }));
    expect(await listed(`categoryId=${top}`)).toEqual(made.slice(0, 2).sort());
    expect(await listed(`categoryId=${newId()}`)).toEqual([]);
  });
});
