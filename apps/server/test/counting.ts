import { newId } from '@cashwrap/database';
import { type Answer, type Json, ok, type Shop, type TestServer } from './support.ts';

type Quantities = Readonly<Record<string, number>>;

/** How tests take stock: everything over REST in the first store, as the owner unless told otherwise. */
export interface Counting {
  /** Calls an action of a stocktake; `body` is all of it. */
  call(id: string, action: string, body: object, token?: string): Promise<Answer>;
  /** Changes the status of a stocktake from the version at which it is; fails the test where that is refused. */
  move(id: string, action: 'start' | 'review' | 'apply' | 'cancel'): Promise<Json>;
  /** A stocktake that is being counted; answers its id. */
  open(fields?: object): Promise<string>;
  /** Enters what was counted, by product; fails the test where that is refused. */
  count(id: string, quantities: Quantities, fields?: object): Promise<Json[]>;
  /** The same, for what may be refused. */
  tryCount(id: string, quantities: Quantities, fields?: object): Promise<Answer>;
  /** Ends counting, applies, and has the job do it. */
  finish(id: string): Promise<Json>;
  get(id: string, token?: string): Promise<Json>;
  lines(id: string, query?: string, token?: string): Promise<Json[]>;
}

export function countingAt(server: TestServer, shop: Shop): Counting {
  const stocktakes = '/v1/inventory/stocktakes';
  const read = async (path: string, token = shop.owner): Promise<Json> =>
    ok(await server.request('GET', `${stocktakes}/${path}`, { token }));
  const call: Counting['call'] = (id, action, body, token = shop.owner) =>
    server.request('POST', `${stocktakes}/${id}/${action}`, {
      ...{ token, body, headers: { 'idempotency-key': newId() } },
    });
  const move: Counting['move'] = async (id, action) => {
    const { version } = await read(id);
    return ok(await call(id, action, { version }));
  };
  const tryCount: Counting['tryCount'] = (id, quantities, fields = {}) => {
    const lines = Object.entries(quantities).map(([productId, quantity]) => ({ productId, quantity }));
    return call(id, 'count', { lines, ...fields });
  };
  return {
    call,
    move,
    tryCount,
    open: async (fields = {}) => {
      const body = { storeId: shop.stores[0].id, name: 'Count', ...fields };
      const { id } = ok(await server.request('POST', stocktakes, { token: shop.owner, body }));
      await move(id, 'start');
      return id;
    },
    count: async (id, quantities, fields) => ok(await tryCount(id, quantities, fields)).lines,
    finish: async (id) => {
      await move(id, 'review');
      await move(id, 'apply');
      await server.app.applyStocktakes();
      return read(id);
    },
    get: read,
    lines: async (id, query = '', token = shop.owner) => (await read(`${id}/lines?${query}`, token)).items,
  };
}
