import { newId } from '@cashwrap/database';
import type { Selling } from './selling.ts';
import { type Answer, type Caller, type Json, ok, type Shop } from './support.ts';

/** How tests pay open sales: over REST, as the owner. */
export interface Paying {
  /** An open sale that comes to so much. */
  open(total?: number): Promise<Json>;
  /** Adds a payment to a sale as it was read. */
  add(sale: Json, payment: Json, options?: PayOptions): Promise<Answer>;
  remove(sale: Json, paymentId: string): Promise<Answer>;
  capture(paymentId: string, body?: Json): Promise<Answer>;
  void(paymentId: string): Promise<Answer>;
  complete(sale: Json): Promise<Answer>;
  cancel(sale: Json, reason?: string): Promise<Answer>;
  read(saleId: string): Promise<Json>;
}

export interface PayOptions {
  readonly key?: string;
  readonly paymentId?: string;
  readonly at?: Caller;
}

export function payingAt(server: Caller, { owner: token }: Shop, selling: Selling): Paying {
  const call = (method: string, path: string, body?: Json, { key = newId(), at = server }: PayOptions = {}) =>
    at.request(method, `/v1${path}`, { token, body, headers: { 'idempotency-key': key } });
  return {
    open: async (total = 1000) => {
      const { store, register } = selling.here;
      const productId = await selling.newProduct({ price: total, trackStock: false });
      const lines = [{ productId, quantity: 1 }];
      return ok(await call('POST', '/sales', { storeId: store.id, registerId: register.id, lines }));
    },
    add: ({ id, version }, payment, options = {}) => {
      const { paymentId } = options;
      return call('POST', `/sales/${id}/payments`, { version, paymentId, payment }, options);
    },
    remove: ({ id, version }, paymentId) =>
      call('DELETE', `/sales/${id}/payments/${paymentId}?version=${version}`),
    capture: (paymentId, body = {}) => call('POST', `/payments/${paymentId}/capture`, body),
    void: (paymentId) => call('POST', `/payments/${paymentId}/void`, {}),
    complete: ({ id, version }) => call('POST', `/sales/${id}/complete`, { version }),
    cancel: ({ id, version }, reason = 'The customer has left') =>
      call('POST', `/sales/${id}/cancel`, { version, reason }),
    read: async (saleId) => ok(await call('GET', `/sales/${saleId}`)),
  };
}

/** A card that the simulator charges. */
export const simulated = (amount: number, data: Json = {}, fields: Json = {}) => ({
  ...{ method: 'card', provider: 'simulator', amount, data },
  ...fields,
});
