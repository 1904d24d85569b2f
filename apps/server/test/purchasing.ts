import { newId } from '@cashwrap/database';
import { type Selling, sellingAt } from './selling.ts';
import { type Answer, type Json, ok, type Shop, type TestServer } from './support.ts';

export interface OrderLine {
  readonly productId: string;
  readonly quantity: number;
  readonly unitCost: number;
}

/** How tests buy: as the owner, in the first store, unless told otherwise. */
export interface Purchasing extends Selling {
  newSupplier(fields?: object): Promise<string>;
  /** A draft; answers its id. */
  draft(supplierId: string, lines: readonly OrderLine[], fields?: object): Promise<string>;
  /** An order of which nothing has come yet; answers its id. */
  order(supplierId: string, lines: readonly OrderLine[], fields?: object): Promise<string>;
  orderOf(id: string): Promise<Json>;
  /** Each under a key of its own, and with a delivery note of its own where it names none. */
  receive(orderId: string, body: object, options?: { token?: string; approval?: string }): Promise<Answer>;
  returnGoods(body: object, options?: { token?: string }): Promise<Answer>;
  /** Damaged goods and their value. */
  damagedOf(productId: string): Promise<[number, number]>;
  /** All that a delivery or a return writes, and the levels, to see that nothing was written. */
  everything(): Promise<Json>;
}

let made = 0;

export function purchasingAt(server: TestServer, shop: Shop): Purchasing {
  const selling = sellingAt(server, shop);
  const storeId = selling.here.store.id;
  const post = (path: string, body: object, token = shop.owner, headers: Record<string, string> = {}) =>
    server.request('POST', `/v1/inventory${path}`, {
      ...{ token, body, headers: { 'idempotency-key': newId(), ...headers } },
    });
  const draft: Purchasing['draft'] = async (supplierId, lines, fields = {}) =>
    ok(await post('/purchase-orders', { storeId, supplierId, lines, ...fields })).id;
  return {
    ...selling,
    newSupplier: async (fields = {}) => {
      made += 1;
      return ok(await post('/suppliers', { name: `Delivers ${made}`, ...fields })).id;
    },
    draft,
    order: async (supplierId, lines, fields) => {
      const id = await draft(supplierId, lines, fields);
      ok(await post(`/purchase-orders/${id}/order`, { version: 1 }));
      return id;
    },
    orderOf: (id) => selling.get(`/inventory/purchase-orders/${id}`),
    receive: (orderId, body, { token, approval } = {}) => {
      made += 1;
      return post(
        `/purchase-orders/${orderId}/receive`,
        { deliveryNote: `LS-${made}`, ...body },
        token,
        approval === undefined ? {} : { approval },
      );
    },
    returnGoods: (body, { token } = {}) =>
      post('/supplier-returns', { storeId, reason: 'quality', ...body }, token),
    damagedOf: async (productId) => {
      const [level] = await selling.rows(
        'SELECT damaged::float8, damaged_value FROM stock_levels WHERE product_id = $1 AND store_id = $2',
        [productId, storeId],
      );
      return [level?.damaged ?? 0, level?.damaged_value ?? 0];
    },
    everything: async () => {
      const tables = [
        ...[
          'stock_levels',
          'stock_movements',
          'damaged_movements',
          'purchase_orders',
          'purchase_order_lines',
        ],
        ...['goods_receipts', 'goods_receipt_lines', 'supplier_returns', 'supplier_return_lines'],
        ...['document_numbers', 'outbox', 'audit_log', 'idempotency_keys'],
      ];
      const contents = tables.map(
        (table) => `(SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM ${table} t) AS ${table}`,
      );
      const [row] = await selling.rows(`SELECT ${contents.join(', ')}`);
      return row;
    },
  };
}
