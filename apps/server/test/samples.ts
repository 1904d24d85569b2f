import type { contract } from '@cashwrap/contract';
import { type Operation, operationsOf } from '@cashwrap/contract';
import { type Answer, type Caller, type Json, PASSWORD, SETUP_TOKEN, type Shop } from './support.ts';

type Names<C, Prefix extends string = ''> = {
  [K in keyof C & string]: C[K] extends Operation ? `${Prefix}${K}` : Names<C[K], `${Prefix}${K}.`>;
}[keyof C & string];

/** Every operation of the contract, such as `products.byBarcode`. A table over it lacks none, or does not compile. */
export type OperationName = Names<typeof contract>;

/** Documents of the first store, for what reads one. */
export interface Seeded {
  readonly adjustmentId: string;
  readonly saleId: string;
}

/** For samples that read no document. */
export const nothingSeeded: Seeded = { adjustmentId: '', saleId: '' };

function saleOf({ stores, registers, products }: Shop): Json {
  return {
    storeId: stores[0].id,
    registerId: registers[0].id,
    lines: [{ productId: products.coffee.id, quantity: 1 }],
    payments: [{ method: 'cash', tendered: 100_000 }],
    note: unique('Sample'),
  };
}

let made = 0;
/** Text that no other sample has. */
export function unique(prefix: string): string {
  made += 1;
  return `${prefix} ${made}`;
}

/** A valid input of every operation about the first store of a shop; what must be unique is, each time. */
export const samples: Readonly<Record<OperationName, (shop: Shop, seeded: Seeded) => Json>> = {
  'auth.setup': () => ({
    setupToken: SETUP_TOKEN,
    merchantName: 'Another Shop',
    currency: 'EUR',
    owner: { username: 'second', name: 'Second Owner', password: PASSWORD },
  }),
  'auth.login': () => ({ username: 'owner', password: PASSWORD }),
  'auth.refresh': () => ({ refreshToken: 'never-given-out' }),
  'auth.logout': () => ({}),
  'auth.me': () => ({}),
  'stores.create': () => ({ name: unique('Store'), timeZone: 'Europe/Paris', pricesIncludeTax: false }),
  'stores.get': ({ stores }) => ({ id: stores[0].id }),
  'stores.list': () => ({ limit: 10 }),
  'registers.create': ({ stores }) => ({ storeId: stores[0].id, name: unique('Till') }),
  'registers.get': ({ registers }) => ({ id: registers[0].id }),
  'registers.list': ({ stores }) => ({ storeId: stores[0].id, kind: 'till' }),
  'taxCategories.create': () => ({ name: unique('Category') }),
  'taxCategories.get': ({ taxCategories }) => ({ id: taxCategories.standard.id }),
  'taxCategories.list': () => ({ sort: '-name' }),
  'taxRates.create': ({ stores, taxCategories }) => ({
    storeId: stores[0].id,
    taxCategoryId: taxCategories.standard.id,
    name: unique('Levy'),
    percentage: 8.875,
    validFrom: '2026-01-01',
  }),
  'taxRates.get': ({ taxRates }) => ({ id: taxRates[0].id }),
  'taxRates.list': ({ stores }) => ({ storeId: stores[0].id, validOn: '2026-06-01' }),
  'products.create': ({ taxCategories }) => ({
    sku: unique('SKU'),
    name: 'Tea',
    taxCategoryId: taxCategories.reduced.id,
    price: 450,
    barcodes: [unique('bar').replace(' ', '-')],
  }),
  'products.get': ({ products }) => ({ id: products.coffee.id }),
  'products.list': () => ({ search: 'coffee', limit: 5 }),
  'products.update': ({ products }) => ({
    id: products.voucher.id,
    version: 1,
    name: 'Gift wrapping, large',
  }),
  'products.byBarcode': () => ({ code: '4006381333931' }),
  'inventory.levels': ({ stores, products }) => ({ storeId: stores[0].id, productId: products.coffee.id }),
  'inventory.adjust': ({ stores, products }) => ({
    storeId: stores[0].id,
    reason: 'found',
    note: unique('Behind the shelf'),
    lines: [{ productId: products.coffee.id, quantity: 2, unitCost: 340 }],
  }),
  'inventory.adjustment': (_shop, { adjustmentId }) => ({ id: adjustmentId }),
  'sales.quote': ({ stores, products }) => ({
    storeId: stores[0].id,
    lines: [{ productId: products.coffee.id, quantity: 2 }],
    discounts: [{ type: 'percentage', name: 'Neighbour', percentage: 10 }],
  }),
  'sales.create': saleOf,
  'sales.get': (_shop, { saleId }) => ({ id: saleId }),
  'sales.list': ({ stores, registers }) => ({ storeId: stores[0].id, registerId: registers[0].id }),
  'sales.receipt': (_shop, { saleId }) => ({ id: saleId, format: 'json' }),
};

export const operationNames = Object.keys(samples) as OperationName[];

/** Makes the documents that samples read; there is stock for many more sales after it. */
export async function seedDocuments(server: Caller, shop: Shop): Promise<Seeded> {
  const create = async (path: string, body: Json): Promise<string> => {
    const answer = await server.request('POST', path, {
      token: shop.owner,
      headers: { 'idempotency-key': unique('seed').replace(' ', '-') },
      body,
    });
    if (answer.status !== 201) throw new Error(`Answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body.id;
  };
  const adjustmentId = await create('/v1/inventory/adjustments', {
    storeId: shop.stores[0].id,
    reason: 'opening_stock',
    lines: [{ productId: shop.products.coffee.id, quantity: 10_000, unitCost: 350 }],
  });
  return { adjustmentId, saleId: await create('/v1/sales', saleOf(shop)) };
}

/** Calls an operation over REST: an input becomes path, query text and body as the contract says. */
export function callRest(
  server: Caller,
  operation: Operation,
  input: Readonly<Record<string, Json>>,
  options: { token?: string | undefined; headers?: Readonly<Record<string, string>> } = {},
): Promise<Answer> {
  const rest = { ...input };
  const path = operation.rest.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest[name];
    delete rest[name];
    return encodeURIComponent(String(value));
  });
  const { method } = operation.rest;
  if (method !== 'GET' && method !== 'DELETE') {
    return server.request(method, `/v1${path}`, { ...options, body: rest });
  }
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(rest)) {
    for (const each of Array.isArray(value) ? value : [value]) query.append(name, String(each));
  }
  return server.request(method, `/v1${path}${query.size > 0 ? `?${query}` : ''}`, options);
}

export function operationOf(of: Parameters<typeof operationsOf>[0], name: string): Operation {
  const found = operationsOf(of).find((each) => each.name === name);
  if (!found) throw new Error(`The contract has no ${name}.`);
  return found.operation;
}
