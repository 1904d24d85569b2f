import { newId } from '@cashwrap/database';
import type { CallOptions, Selling } from './selling.ts';
import { type Answer, type Json, ok, type Shop, type TestServer } from './support.ts';

/** How tests build sales line by line: everything over REST at the first till, as the owner unless told otherwise. */
export interface Opening {
  /** Opens a sale; `body` may say where else. */
  tryOpen(body?: object, options?: CallOptions): Promise<Answer>;
  open(body?: object, options?: CallOptions): Promise<Json>;
  /** A sale of these products, one of each. */
  openWith(...productIds: readonly string[]): Promise<Json>;
  /** Calls an action of a sale at the version at which it was read. */
  act(sale: Json, action: string, body?: object, options?: CallOptions): Promise<Answer>;
  /** Changes a sale, or a line of it, likewise. */
  change(sale: Json, body: object, lineId?: string, options?: CallOptions): Promise<Answer>;
  removeLine(sale: Json, lineId: string): Promise<Answer>;
  addLine(sale: Json, productId: string, fields?: object): Promise<Json>;
  complete(sale: Json, body?: object, options?: CallOptions): Promise<Answer>;
  /** Adds payments to a sale, one after the other, and answers it as it is then. */
  pay(sale: Json, ...payments: readonly Json[]): Promise<Json>;
  read(sale: Json): Promise<Json>;
}

export function openingAt(server: TestServer, shop: Shop, selling: Selling): Opening {
  const send = (
    method: string,
    path: string,
    body: object | undefined,
    { key = newId(), token = shop.owner }: CallOptions = {},
  ) => server.request(method, `/v1/sales${path}`, { token, body, headers: { 'idempotency-key': key } });
  const tryOpen: Opening['tryOpen'] = (body = {}, options) => {
    const place = { storeId: selling.here.store.id, registerId: selling.here.register.id };
    return send('POST', '', { ...place, lines: [], ...body }, options);
  };
  const open: Opening['open'] = async (body, options) => ok(await tryOpen(body, options));
  const act: Opening['act'] = ({ id, version }, action, body = {}, options) =>
    send('POST', `/${id}/${action}`, { version, ...body }, options);
  const read: Opening['read'] = ({ id }) => selling.get(`/sales/${id}`);
  return {
    tryOpen,
    open,
    act,
    read,
    openWith: (...productIds) => open({ lines: productIds.map((productId) => ({ productId, quantity: 1 })) }),
    change: ({ id, version }, body, lineId, options) => {
      const line = lineId === undefined ? '' : `/lines/${lineId}`;
      return send('PATCH', `/${id}${line}`, { version, ...body }, options);
    },
    removeLine: ({ id, version }, lineId) =>
      send('DELETE', `/${id}/lines/${lineId}?version=${version}`, undefined),
    addLine: async (sale, productId, fields = {}) =>
      ok(await act(sale, 'lines', { productId, quantity: 1, ...fields })),
    complete: (sale, body, options) => act(sale, 'complete', body, options),
    pay: async (sale, ...payments) => {
      let paid = sale;
      for (const payment of payments) paid = ok(await act(paid, 'payments', { payment }));
      return paid;
    },
  };
}
