import type { contract } from '@cashwrap/contract';
import { type Operation, operationsOf } from '@cashwrap/contract';
import { newId } from '@cashwrap/database';
import { type Answer, type Caller, type Json, PASSWORD, SETUP_TOKEN, type Shop } from './support.ts';

type Names<C, Prefix extends string = ''> = {
  [K in keyof C & string]: C[K] extends Operation ? `${Prefix}${K}` : Names<C[K], `${Prefix}${K}.`>;
}[keyof C & string];

/** Every operation of the contract, such as `products.byBarcode`. A table over it lacks none, or does not compile. */
export type OperationName = Names<typeof contract>;

/** Documents of the first store, for what reads one. */
export interface Seeded {
  /** The owner's staff record, one to change, and one to end. */
  readonly employeeId: string;
  readonly newcomerId: string;
  readonly leaverId: string;
  /** The owner's, closed, at version 2. */
  readonly timecardId: string;
  /** A till to rename, pair and retire. */
  readonly tillId: string;
  readonly adjustmentId: string;
  readonly saleId: string;
  readonly userId: string;
  readonly roleId: string;
  readonly apiKeyId: string;
  /** A question that waits for an approval, and an approval that the owner gave. */
  readonly approvalRequestId: string;
  readonly approvalId: string;
}

/** For samples that read no document. */
export const nothingSeeded: Seeded = {
  employeeId: '',
  newcomerId: '',
  leaverId: '',
  timecardId: '',
  tillId: '',
  adjustmentId: '',
  saleId: '',
  userId: '',
  roleId: '',
  apiKeyId: '',
  approvalRequestId: '',
  approvalId: '',
};

function saleOf({ stores, registers, products }: Shop): Json {
  return {
    storeId: stores[0].id,
    registerId: registers[0].id,
    lines: [{ productId: products.coffee.id, quantity: 1 }],
    payments: [{ method: 'cash', tendered: 100_000 }],
    note: unique('Sample'),
  };
}

function staffOf(storeId: string): Json {
  return {
    ...{ name: unique('Ada'), position: 'Assistant', storeIds: [storeId], hiredOn: '2026-01-01' },
    ...{ email: 'ada@example.com', note: 'Keys to the back door' },
  };
}

let made = 0;
/** Text that no other sample has. */
export function unique(prefix: string): string {
  made += 1;
  return `${prefix} ${made}`;
}

/** A minute of work that shares no time with any other. */
function forgottenStay(): Json {
  made += 1;
  const minute = (n: number) => new Date(Date.UTC(2026, 0, 2, 0, n)).toISOString();
  return { clockedInAt: minute(made), clockedOutAt: minute(made + 1) };
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
  'auth.register': () => ({ username: unique('new').replace(' ', '-'), name: 'New', password: PASSWORD }),
  'auth.pinLogin': () => ({ username: 'owner', pin: '4711' }),
  'auth.logout': () => ({}),
  'auth.logoutEverywhere': () => ({}),
  'auth.changePassword': () => ({ currentPassword: PASSWORD, newPassword: 'another-test-password' }),
  'auth.setPin': () => ({ password: PASSWORD, pin: '4711' }),
  'auth.sessions.list': () => ({}),
  'auth.sessions.revoke': () => ({ id: newId() }),
  'auth.me': () => ({}),
  'employees.list': ({ stores }) => ({ storeId: stores[0].id, search: 'assist', employed: true }),
  'employees.get': (_shop, { employeeId }) => ({ id: employeeId }),
  'employees.create': ({ stores }) => staffOf(stores[0].id),
  'employees.update': (_shop, { newcomerId }) => ({ id: newcomerId, version: 1, position: unique('Lead') }),
  'employees.terminate': (_shop, { leaverId }) => ({ id: leaverId, version: 1, terminatedOn: '2026-06-30' }),
  'employees.activity': (_shop, { employeeId }) => ({ id: employeeId }),
  'employees.sales': (_shop, { employeeId }) => ({ id: employeeId, businessDateFrom: '2020-01-01' }),
  'timecards.clockIn': ({ stores }) => ({ storeId: stores[0].id }),
  'timecards.startBreak': () => ({}),
  'timecards.endBreak': () => ({}),
  'timecards.clockOut': () => ({}),
  'timecards.current': () => ({}),
  'timecards.get': (_shop, { timecardId }) => ({ id: timecardId }),
  'timecards.list': ({ stores }) => ({ storeId: stores[0].id, open: false }),
  'timecards.create': ({ stores }, { employeeId }) => ({
    ...{ storeId: stores[0].id, employeeId, ...forgottenStay(), reason: 'Forgot to clock in' },
  }),
  'timecards.update': (_shop, { timecardId }) => ({ id: timecardId, version: 2, reason: unique('Seen') }),
  'timecards.totals': ({ stores }) => ({ storeId: stores[0].id, from: '2026-01-01', to: '2026-12-31' }),
  'users.list': () => ({ search: 'o', active: true, limit: 10 }),
  'users.get': (_shop, { userId }) => ({ id: userId }),
  'users.create': ({ stores }) => ({
    username: unique('user').replace(' ', '-'),
    name: 'Ada Cooper',
    password: PASSWORD,
    roles: [{ role: 'cashier', storeId: stores[0].id }],
  }),
  'users.update': (_shop, { userId }) => ({ id: userId, version: 1, name: unique('User') }),
  'users.deactivate': (_shop, { userId }) => ({ id: userId }),
  'users.reactivate': (_shop, { userId }) => ({ id: userId }),
  'users.resetPassword': (_shop, { userId }) => ({ id: userId, password: 'a-password-for-once' }),
  'users.resetPin': (_shop, { userId }) => ({ id: userId }),
  'roles.list': () => ({}),
  'roles.get': (_shop, { roleId }) => ({ id: roleId }),
  'roles.create': () => ({ name: unique('Role'), permissions: ['sales.read', 'sales.create'] }),
  'roles.update': (_shop, { roleId }) => ({ id: roleId, version: 1, name: unique('Role') }),
  'roles.delete': (_shop, { roleId }) => ({ id: roleId }),
  'permissions.list': () => ({}),
  'apiKeys.create': ({ stores }) => ({
    name: unique('Key'),
    permissions: ['stores.read', 'products.read'],
    storeIds: [stores[0].id],
  }),
  'apiKeys.get': (_shop, { apiKeyId }) => ({ id: apiKeyId }),
  'apiKeys.list': () => ({ sort: 'createdAt' }),
  'apiKeys.revoke': (_shop, { apiKeyId }) => ({ id: apiKeyId }),
  'stores.create': () => ({ name: unique('Store'), timeZone: 'Europe/Paris', pricesIncludeTax: false }),
  'stores.get': ({ stores }) => ({ id: stores[0].id }),
  'stores.list': () => ({ limit: 10 }),
  'registers.create': ({ stores }) => ({ storeId: stores[0].id, name: unique('Till') }),
  'registers.get': ({ registers }) => ({ id: registers[0].id }),
  'registers.list': ({ stores }) => ({ storeId: stores[0].id, kind: 'till' }),
  'registers.rename': (_shop, { tillId }) => ({ id: tillId, version: 1, name: unique('Till') }),
  'registers.pair': (_shop, { tillId }) => ({ id: tillId }),
  'registers.retire': (_shop, { tillId }) => ({ id: tillId }),
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
  'settings.get': () => ({}),
  'settings.update': () => ({ version: 1, name: unique('Corner Shop') }),
  'settings.getStore': ({ stores }) => ({ storeId: stores[0].id }),
  'settings.updateStore': ({ stores }) => ({ storeId: stores[0].id, version: 1, phone: unique('030') }),
  'settings.history': ({ stores }) => ({ storeId: stores[0].id, limit: 5 }),
  'auditLog.list': ({ stores }) => ({ storeId: stores[0].id, action: 'registers.create', limit: 5 }),
  'auditLog.verify': () => ({}),
  'approvals.create': (_shop, { approvalRequestId }) => ({ approvalRequestId }),
  'approvals.get': (_shop, { approvalId }) => ({ id: approvalId }),
  'approvals.requests.list': () => ({ limit: 5 }),
  'approvals.requests.get': (_shop, { approvalRequestId }) => ({ id: approvalRequestId }),
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
  const storeId = shop.stores[0].id;
  const { body: me } = await server.request('GET', '/v1/auth/me', { token: shop.owner });
  const staff = (fields: object = {}) => create('/v1/employees', { ...staffOf(storeId), ...fields });
  const people = {
    employeeId: await staff({ userId: me.id }),
    newcomerId: await staff(),
    leaverId: await staff(),
    timecardId: await create('/v1/timecards/clock-in', { storeId }),
  };
  await server.request('POST', '/v1/timecards/clock-out', { token: shop.owner, body: {} });
  const adjustmentId = await create('/v1/inventory/adjustments', {
    storeId: shop.stores[0].id,
    reason: 'opening_stock',
    lines: [{ productId: shop.products.coffee.id, quantity: 10_000, unitCost: 350 }],
  });
  const user = {
    ...{ username: unique('seeded').replace(' ', '-'), name: 'Seeded', password: PASSWORD },
    roles: [{ role: 'cashier', storeId }],
  };
  const identity = {
    userId: await create('/v1/users', user),
    roleId: await create('/v1/roles', { name: unique('Seeded'), permissions: ['sales.read'] }),
    apiKeyId: await create('/v1/api-keys', { name: 'Seeded', permissions: ['products.read'] }),
  };
  const tillId = await create('/v1/registers', { storeId, name: unique('Seeded till') });
  const approvals = {
    approvalId: await create('/v1/approvals', { approvalRequestId: await askForPrice(server, shop, 1) }),
    approvalRequestId: await askForPrice(server, shop, 2),
  };
  const saleId = await create('/v1/sales', saleOf(shop));
  return { ...people, ...identity, ...approvals, tillId, adjustmentId, saleId };
}

/** A sale at another price, refused to an API key that may not do that; answers the id of the question. */
async function askForPrice(server: Caller, shop: Shop, unitPrice: number): Promise<string> {
  const key = await server.request('POST', '/v1/api-keys', {
    token: shop.owner,
    body: { name: 'Seeded till', permissions: ['stores.read', 'sales.create'] },
  });
  const sale = { ...saleOf(shop), lines: [{ productId: shop.products.coffee.id, quantity: 1, unitPrice }] };
  const refused = await server.request('POST', '/v1/sales', {
    token: key.body.secret,
    headers: { 'idempotency-key': unique('ask').replace(' ', '-') },
    body: sale,
  });
  return refused.body.details.id;
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
