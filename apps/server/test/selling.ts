import type { Register, Store } from '@cashwrap/contract';
import { newId } from '@cashwrap/database';
import { expect } from 'vitest';
import { verifyBooks } from '../src/books/verify-books.ts';
import {
  type Answer,
  countDeadlocks,
  type Json,
  ok,
  openShift,
  type Shop,
  type TestServer,
} from './support.ts';

/** What a sale is made with, as it goes over the wire. */
export interface SaleBody {
  readonly lines: readonly Json[];
  readonly payments: readonly Json[];
  readonly [field: string]: unknown;
}

export interface CallOptions {
  /** Of the call; a new one for each where it is left out. */
  readonly key?: string;
  readonly token?: string;
}

/** A store with a till. */
export interface Place {
  readonly store: Store;
  readonly register: Register;
}

/** How tests sell: everything over REST, as the owner unless told otherwise. */
export interface Selling {
  readonly here: Place;
  readonly there: Place;
  rows(sql: string, params?: readonly unknown[]): Promise<Json[]>;
  /** Makes a document; fails the test where that is refused. */
  create(path: string, body: unknown): Promise<Json>;
  /** A product at 1.00 with the standard tax; answers its id. */
  newProduct(fields?: object): Promise<string>;
  newStore(fields: object): Promise<Place>;
  /** Another till of a store, with an open shift. */
  newTill(store?: Store, name?: string): Promise<Register>;
  /** What comes into stock, by product. */
  stockUp(quantities: Readonly<Record<string, number>>, fields?: object): Promise<void>;
  checkout(body: SaleBody, options?: CallOptions): Promise<Answer>;
  /** A sale that must succeed. */
  sell(body: SaleBody, options?: CallOptions): Promise<Json>;
  quote(body: object): Promise<Json>;
  get(path: string): Promise<Json>;
  /** What is on hand and its value. */
  stockOf(productId: string, place?: Place): Promise<[number, number]>;
  /** How many rows each table has that a sale writes to. */
  counts(): Promise<Json>;
}

let made = 0;

export function sellingAt(server: TestServer, shop: Shop): Selling {
  const here = { store: shop.stores[0], register: shop.registers[0] };
  const there = { store: shop.stores[1], register: shop.registers[1] };
  const post = (path: string, body: unknown, { key = newId(), token = shop.owner }: CallOptions = {}) =>
    server.request('POST', `/v1${path}`, { token, body, headers: { 'idempotency-key': key } });
  const create = async (path: string, body: unknown) => ok(await post(path, body));
  const rows = async (sql: string, params: readonly unknown[] = []) =>
    (await server.database.pool.query(sql, [...params])).rows;
  const newTill = async (store = here.store, name = `Till ${newId()}`): Promise<Register> => {
    const register = await create('/registers', { storeId: store.id, name });
    await openShift(server, shop.owner, register);
    return register;
  };
  const checkout = (body: SaleBody, options?: CallOptions) =>
    post('/sales', { storeId: here.store.id, registerId: here.register.id, ...body }, options);

  return {
    here,
    there,
    rows,
    create,
    newTill,
    checkout,
    newProduct: async (fields = {}) => {
      made += 1;
      const taxCategoryId = shop.taxCategories.standard.id;
      const body = { sku: `S-${made}`, name: `Thing ${made}`, taxCategoryId, price: 100, ...fields };
      return (await create('/products', body)).id;
    },
    newStore: async (fields) => {
      made += 1;
      const store = await create('/stores', {
        ...{ name: `Store ${made}`, timeZone: 'Europe/Berlin', pricesIncludeTax: true, ...fields },
      });
      const register = await newTill(store, 'Till 1');
      for (const [category, percentage] of [
        [shop.taxCategories.standard, 19],
        [shop.taxCategories.reduced, 7],
      ] as const) {
        const name = `VAT ${percentage} %`;
        const validFrom = '2020-01-01';
        await create('/tax-rates', {
          ...{ storeId: store.id, taxCategoryId: category.id, name, percentage, validFrom },
        });
      }
      return { store, register };
    },
    stockUp: async (quantities, fields = {}) => {
      const lines = Object.entries(quantities).map(([productId, quantity]) => ({
        ...{ productId, quantity, unitCost: 40 },
      }));
      const body = { storeId: here.store.id, reason: 'opening_stock', lines, ...fields };
      await create('/inventory/adjustments', body);
    },
    sell: async (body, options) => ok(await checkout(body, options)),
    quote: (body) => create('/sales/quote', { storeId: here.store.id, ...body }),
    get: async (path) => ok(await server.request('GET', `/v1${path}`, { token: shop.owner })),
    stockOf: async (productId, { store } = here) => {
      const [level] = await rows(
        'SELECT on_hand::float8, value FROM stock_levels WHERE product_id = $1 AND store_id = $2',
        [productId, store.id],
      );
      return [level?.on_hand ?? 0, level?.value ?? 0];
    },
    counts: async () => {
      const tables = [
        ...['sales', 'sale_lines', 'payments', 'transactions', 'stock_levels', 'stock_movements'],
        ...['outbox', 'audit_log', 'idempotency_keys'],
      ];
      const all = tables.map((table) => `(SELECT count(*) FROM ${table}) AS ${table}`).join(', ');
      const [row] = await rows(
        `SELECT ${all}, (SELECT sum(last_sale_number) FROM registers) AS sale_numbers`,
      );
      return row;
    },
  };
}

/** How tests on a server end: its books are in order, nothing has deadlocked, and it is stopped either way. */
export async function endWithCleanBooks(
  server: TestServer,
  findBroken: (server: TestServer) => Promise<Json[]> = brokenBooks,
): Promise<void> {
  try {
    expect(await findBroken(server)).toEqual([]);
    expect(await countDeadlocks(server.database)).toBe(0);
  } finally {
    await server[Symbol.asyncDispose]();
  }
}

/** The rules of the books that are broken, with the rows that break them. */
export async function brokenBooks(server: Pick<TestServer, 'database'>): Promise<Json[]> {
  const results = await verifyBooks(server.database);
  return results.filter(({ brokenCount }) => brokenCount > 0);
}

export const card = (amount: number, fields: object = {}) => ({
  ...{ method: 'card', amount, reference: 'T-1' },
  ...fields,
});
export const cash = (tendered: number, fields: object = {}) => ({ method: 'cash', tendered, ...fields });
