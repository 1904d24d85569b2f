import { newId } from '@cashwrap/database';
import type { Place, Selling } from './selling.ts';
import { type Answer, type Json, ok, type TestServer } from './support.ts';

/** How much of which product. */
export type Goods = Readonly<Record<string, number>>;

/** How tests move goods between the two stores: everything over REST, as the owner unless told otherwise. */
export interface Transferring {
  /** Drafts a transfer from the first store to the second. */
  draft(goods: Goods, fields?: object): Promise<Json>;
  /** Drafts and sends one. */
  sent(goods: Goods, fields?: object): Promise<Json>;
  /** Calls what is done with a transfer, with its version where that is asked for. */
  act(action: 'send' | 'cancel', transfer: Json, token?: string): Promise<Answer>;
  receive(transfer: Json, lines: readonly Json[], token?: string): Promise<Answer>;
  close(transfer: Json, outcome: 'returned' | 'lost', token?: string): Promise<Answer>;
  post(path: string, body: unknown, token?: string): Promise<Answer>;
}

export function transferringAt(server: TestServer, owner: string, { here, there }: Selling): Transferring {
  const post = (path: string, body: unknown, token = owner) =>
    server.request('POST', `/v1${path}`, { token, body, headers: { 'idempotency-key': newId() } });
  const act: Transferring['act'] = (action, { id, version }, token) =>
    post(`/inventory/transfers/${id}/${action}`, { version }, token);
  const draft: Transferring['draft'] = async (goods, fields) =>
    ok(await post('/inventory/transfers', { ...between(here, there), lines: linesOf(goods), ...fields }));
  return {
    ...{ draft, act, post },
    sent: async (goods, fields) => ok(await act('send', await draft(goods, fields))),
    receive: ({ id }, lines, token) => post(`/inventory/transfers/${id}/receive`, { lines }, token),
    close: ({ id, version }, outcome, token) =>
      post(`/inventory/transfers/${id}/close`, { version, outcome }, token),
  };
}

export const between = (from: Place, to: Place) => ({ fromStoreId: from.store.id, toStoreId: to.store.id });

export const linesOf = (goods: Goods) =>
  Object.entries(goods).map(([productId, quantity]) => ({ productId, quantity }));
