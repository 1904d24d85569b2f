import { describe, expect, it } from 'vitest';
import { createCashwrapWith } from '../src/create-cashwrap.ts';
import { createFakeRuntime } from './fake-runtime.ts';
import { cut, fails, ok, startFakeServer } from './fake-server.ts';

/** Seven products in pages of the asked size; fails where the test says. */
async function startCatalogue(failingPage?: number) {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const server = await startFakeServer({
    'products.list': ({ input }, number) => {
      if (number === failingPage) return fails('FORBIDDEN');
      const { limit = 50, cursor = '0' } = (input ?? {}) as { limit?: number; cursor?: string };
      const from = Number(cursor);
      const items = names.slice(from, from + limit).map((name) => ({ name }));
      return ok({ items, nextCursor: from + limit < names.length ? String(from + limit) : null });
    },
  });
  return { server, cashwrap: createCashwrapWith({ baseUrl: server.baseUrl }, createFakeRuntime()) };
}

describe('a list', () => {
  it('is one page for one request when it is awaited', async () => {
    const { server, cashwrap } = await startCatalogue();
    await using _ = server;
    const answer = cashwrap.products.list({ limit: 3 });
    expect(answer).toBeInstanceOf(Promise);
    const page = await answer;
    expect(page.items.map((product) => product.name)).toEqual(['a', 'b', 'c']);
    expect(page.nextCursor).toBe('3');
    expect(server.calls).toHaveLength(1);
  });

  it('is every item of every page when it is iterated, with the same filters', async () => {
    const { server, cashwrap } = await startCatalogue();
    await using _ = server;
    const names: string[] = [];
    for await (const product of cashwrap.products.list({ limit: 3, search: 'tea' })) names.push(product.name);
    expect(names).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    expect(server.calls.map((call) => call.input)).toEqual([
      { limit: 3, search: 'tea' },
      { limit: 3, search: 'tea', cursor: '3' },
      { limit: 3, search: 'tea', cursor: '6' },
    ]);
  });

  it('asks for a page when the loop gets there, and no further', async () => {
    const { server, cashwrap } = await startCatalogue();
    await using _ = server;
    const requests: number[] = [];
    for await (const { name } of cashwrap.products.list({ limit: 2 })) {
      requests.push(server.calls.length);
      if (name === 'd') break;
    }
    expect(requests).toEqual([1, 1, 2, 2]);
    expect(server.calls).toHaveLength(2);
  });

  it('goes page by page', async () => {
    const { server, cashwrap } = await startCatalogue();
    await using _ = server;
    const sizes: number[] = [];
    for await (const page of cashwrap.products.list({ limit: 3 }).pages()) sizes.push(page.items.length);
    expect(sizes).toEqual([3, 3, 1]);
  });

  it('goes on from a cursor', async () => {
    const { server, cashwrap } = await startCatalogue();
    await using _ = server;
    const names: string[] = [];
    for await (const product of cashwrap.products.list({ limit: 3, cursor: '5' })) names.push(product.name);
    expect(names).toEqual(['f', 'g']);
  });

  it('is an array of at most as many as asked for', async () => {
    const { server, cashwrap } = await startCatalogue();
    await using _ = server;
    const list = (limit: number) => cashwrap.products.list({ limit: 3 }).toArray({ limit });
    expect((await list(4)).map((product) => product.name)).toEqual(['a', 'b', 'c', 'd']);
    expect(server.calls).toHaveLength(2);
    expect(await list(100)).toHaveLength(7);
    expect(await list(0)).toEqual([]);
  });

  it('can be awaited and then iterated without asking twice for the first page', async () => {
    const { server, cashwrap } = await startCatalogue();
    await using _ = server;
    const list = cashwrap.products.list();
    await list;
    for await (const product of list) expect(product.name).toBeTypeOf('string');
    expect(server.calls).toHaveLength(1);
  });

  it('throws inside the loop what a later page failed with', async () => {
    const { server, cashwrap } = await startCatalogue(2);
    await using _ = server;
    const names: string[] = [];
    const loop = async () => {
      for await (const product of cashwrap.products.list({ limit: 3 })) names.push(product.name);
    };
    await expect(loop()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(names).toEqual(['a', 'b', 'c']);
  });

  it('tries a page that failed on the way again, not the pages before', async () => {
    await using server = await startFakeServer({
      'products.list': ({ input }, number) => {
        if (number === 2) return cut;
        const isSecond = (input as { cursor?: string } | undefined)?.cursor === 'x';
        return ok({ items: [{ name: isSecond ? 'b' : 'a' }], nextCursor: isSecond ? null : 'x' });
      },
    });
    const cashwrap = createCashwrapWith({ baseUrl: server.baseUrl }, createFakeRuntime());
    expect(await cashwrap.products.list().toArray({ limit: 10 })).toEqual([{ name: 'a' }, { name: 'b' }]);
    expect(server.calls).toHaveLength(3);
  });
});
