import {
  type BuiltInRole,
  builtInRoleNames,
  contract,
  type ErrorCode,
  errors,
  type Operation,
  operationsOf,
} from '@cashwrap/contract';
import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { refusalOf } from './event-streams.ts';
import { askApproval, tellPeople } from './people.ts';
import {
  callRest,
  givenCard,
  makeOpenPayment,
  makeOpenSale,
  makeRefusedRefund,
  makeSale,
  makeStocktake,
  type OpenPayment,
  type OperationName,
  openSaleFlag,
  operationOf,
  type Seeded,
  type SubscriptionName,
  samples,
  seedDocuments,
  unique,
} from './samples.ts';
import { type Json, openShift, type Shop, startTestServer, type TestServer } from './support.ts';

const everyone: readonly BuiltInRole[] = ['owner', 'manager', 'cashier', 'clerk', 'accountant'];
const management: readonly BuiltInRole[] = ['owner', 'manager'];
const stockKeepers: readonly BuiltInRole[] = ['owner', 'manager', 'clerk'];
const tills: readonly BuiltInRole[] = ['owner', 'manager', 'cashier'];
const bookkeepers: readonly BuiltInRole[] = ['owner', 'manager', 'cashier', 'accountant'];
const backOffice: readonly BuiltInRole[] = ['owner', 'manager', 'clerk', 'accountant'];
const auditors: readonly BuiltInRole[] = ['owner', 'manager', 'accountant'];

type Access =
  /** Nobody need sign in; what the sample of the operation comes to, whoever sends it. */
  | { readonly open: readonly [status: number, code: string | undefined] }
  /** Whoever is signed in, even without a role; `unless` the use case has a reason to refuse a role. */
  | { readonly signedIn: true; readonly unless?: Readonly<Record<string, ErrorCode>> }
  /**
   * Roles that may, held in all stores, and where. `catalogue`: reads what the stores share, or changes what every
   * store works with, with the role in any store. `business`: changes it, with the role in all stores. `store`: the input names the store.
   * `stores`: it names several, by `storeIds`. `list`: the same as `store`, and may leave it out. `document`: the store of the document.
   * `asking`: those of them who take a second person's word for it, always.
   */
  | {
      readonly roles: readonly BuiltInRole[];
      readonly where: Where;
      readonly asking?: readonly BuiltInRole[];
    };

type Where = 'catalogue' | 'business' | 'store' | 'stores' | 'list' | 'document';

/**
 * Who may do what, said a second time and by hand: a new operation is written here, after some thought, or
 * does not compile.
 */
const matrix: Readonly<Record<OperationName, Access>> = {
  'auth.setup': { open: [409, 'ALREADY_SET_UP'] },
  'auth.login': { open: [200, undefined] },
  'auth.refresh': { open: [401, 'INVALID_REFRESH_TOKEN'] },
  'auth.register': { open: [403, 'REGISTRATION_DISABLED'] },
  'auth.pinLogin': { open: [401, 'INVALID_REGISTER_TOKEN'] },
  'auth.logout': { signedIn: true },
  'auth.logoutEverywhere': { signedIn: true },
  'auth.changePassword': { signedIn: true },
  'auth.setPin': { signedIn: true },
  'auth.sessions.list': { signedIn: true },
  'auth.sessions.revoke': { signedIn: true },
  'auth.me': { signedIn: true },
  'employees.list': { roles: management, where: 'list' },
  'employees.get': { roles: management, where: 'document' },
  'employees.create': { roles: management, where: 'stores' },
  'employees.update': { roles: management, where: 'document' },
  'employees.terminate': { roles: management, where: 'document' },
  'employees.activity': { roles: management, where: 'document' },
  'employees.sales': { roles: management, where: 'document' },
  'timecards.clockIn': { roles: everyone, where: 'store' },
  'timecards.startBreak': { signedIn: true },
  'timecards.endBreak': { signedIn: true },
  'timecards.clockOut': { signedIn: true },
  'timecards.current': { signedIn: true },
  'timecards.get': { roles: management, where: 'document' },
  'timecards.list': { roles: management, where: 'list' },
  'timecards.create': { roles: management, where: 'store' },
  'timecards.update': { roles: management, where: 'document' },
  'timecards.totals': { roles: management, where: 'store' },
  'users.list': { roles: management, where: 'catalogue' },
  'users.get': { roles: management, where: 'document' },
  'users.create': { roles: ['owner'], where: 'business' },
  'users.update': { roles: ['owner'], where: 'business' },
  'users.deactivate': { roles: ['owner'], where: 'business' },
  'users.reactivate': { roles: ['owner'], where: 'business' },
  'users.resetPassword': { roles: ['owner'], where: 'business' },
  'users.resetPin': { roles: management, where: 'document' },
  'roles.list': { roles: management, where: 'catalogue' },
  'roles.get': { roles: management, where: 'catalogue' },
  'roles.create': { roles: ['owner'], where: 'business' },
  'roles.update': { roles: ['owner'], where: 'business' },
  'roles.delete': { roles: ['owner'], where: 'business' },
  'permissions.list': { signedIn: true },
  'apiKeys.create': { roles: ['owner'], where: 'business' },
  'apiKeys.get': { roles: ['owner'], where: 'business' },
  'apiKeys.list': { roles: ['owner'], where: 'business' },
  'apiKeys.revoke': { roles: ['owner'], where: 'business' },
  'stores.create': { roles: ['owner'], where: 'business' },
  'stores.get': { roles: everyone, where: 'document' },
  'stores.list': { roles: everyone, where: 'list' },
  'registers.create': { roles: management, where: 'store' },
  'registers.get': { roles: everyone, where: 'document' },
  'registers.list': { roles: everyone, where: 'list' },
  'registers.rename': { roles: management, where: 'document' },
  'registers.pair': { roles: management, where: 'document' },
  'registers.retire': { roles: management, where: 'document' },
  'taxCategories.create': { roles: management, where: 'business' },
  'taxCategories.update': { roles: management, where: 'business' },
  'taxCategories.get': { roles: everyone, where: 'catalogue' },
  'taxCategories.list': { roles: everyone, where: 'catalogue' },
  'taxRates.create': { roles: management, where: 'store' },
  'taxRates.update': { roles: management, where: 'document' },
  'taxRates.get': { roles: everyone, where: 'document' },
  'taxRates.list': { roles: everyone, where: 'list' },
  'categories.create': { roles: stockKeepers, where: 'business' },
  'categories.get': { roles: everyone, where: 'catalogue' },
  'categories.list': { roles: everyone, where: 'catalogue' },
  'categories.update': { roles: stockKeepers, where: 'business' },
  'categories.delete': { roles: stockKeepers, where: 'business' },
  'products.create': { roles: stockKeepers, where: 'business' },
  'products.get': { roles: everyone, where: 'catalogue' },
  'products.list': { roles: everyone, where: 'catalogue' },
  'products.update': { roles: stockKeepers, where: 'business' },
  'products.byBarcode': { roles: everyone, where: 'catalogue' },
  'customerGroups.list': { roles: bookkeepers, where: 'catalogue' },
  'customerGroups.get': { roles: bookkeepers, where: 'catalogue' },
  'customerGroups.create': { roles: management, where: 'business' },
  'customerGroups.update': { roles: management, where: 'business' },
  'customers.list': { roles: bookkeepers, where: 'catalogue' },
  'customers.get': { roles: bookkeepers, where: 'catalogue' },
  'customers.create': { roles: tills, where: 'catalogue' },
  'customers.update': { roles: tills, where: 'catalogue' },
  'customers.archive': { roles: tills, where: 'catalogue' },
  'customers.storeCredit': { roles: bookkeepers, where: 'catalogue' },
  'customers.storeCreditLedger': { roles: bookkeepers, where: 'catalogue' },
  'customers.adjustStoreCredit': { roles: management, where: 'store' },
  'giftCards.list': { roles: auditors, where: 'catalogue' },
  'giftCards.get': { roles: auditors, where: 'catalogue' },
  'giftCards.lookup': { roles: tills, where: 'catalogue' },
  'giftCards.issue': { roles: tills, where: 'store' },
  'giftCards.update': { roles: management, where: 'business' },
  'giftCards.block': { roles: management, where: 'business' },
  'giftCards.unblock': { roles: management, where: 'business' },
  'giftCards.adjust': { roles: management, where: 'business' },
  'giftCards.ledger': { roles: auditors, where: 'catalogue' },
  'giftCards.liability': { roles: auditors, where: 'catalogue' },
  'customers.unarchive': { roles: tills, where: 'catalogue' },
  'customers.recordConsents': { roles: tills, where: 'catalogue' },
  'customers.merge': { roles: management, where: 'business' },
  'customers.erase': { roles: ['owner'], where: 'business' },
  'customers.personalData': { roles: ['owner'], where: 'business' },
  'customers.consents': { roles: bookkeepers, where: 'catalogue' },
  'customers.purchases': { roles: bookkeepers, where: 'catalogue' },
  'customers.loyalty': { roles: bookkeepers, where: 'catalogue' },
  'loyaltyPrograms.list': { roles: everyone, where: 'catalogue' },
  'loyaltyPrograms.get': { roles: everyone, where: 'catalogue' },
  'loyaltyPrograms.create': { roles: ['owner'], where: 'business' },
  'loyaltyPrograms.update': { roles: ['owner'], where: 'business' },
  'loyaltyPrograms.activate': { roles: ['owner'], where: 'business' },
  'loyaltyPrograms.end': { roles: ['owner'], where: 'business' },
  'loyalty.enrol': { roles: tills, where: 'catalogue' },
  'loyalty.adjust': { roles: management, where: 'business' },
  'loyalty.ledger': { roles: bookkeepers, where: 'catalogue' },
  'customers.import': { roles: ['owner'], where: 'business' },
  'customers.export': { roles: ['owner'], where: 'business' },
  'priceLists.list': { roles: everyone, where: 'catalogue' },
  'priceLists.get': { roles: everyone, where: 'catalogue' },
  'priceLists.create': { roles: management, where: 'business' },
  'priceLists.update': { roles: management, where: 'business' },
  'priceLists.entries': { roles: everyone, where: 'catalogue' },
  'priceLists.setPrices': { roles: management, where: 'business' },
  'discounts.list': { roles: everyone, where: 'catalogue' },
  'discounts.get': { roles: everyone, where: 'catalogue' },
  'discounts.create': { roles: management, where: 'business' },
  'discounts.update': { roles: management, where: 'business' },
  'discounts.archive': { roles: management, where: 'business' },
  'products.archive': { roles: stockKeepers, where: 'business' },
  'products.unarchive': { roles: stockKeepers, where: 'business' },
  'products.history': { roles: everyone, where: 'catalogue' },
  'products.label': { roles: everyone, where: 'catalogue' },
  'products.import': { roles: stockKeepers, where: 'business' },
  'products.export': { roles: everyone, where: 'catalogue' },
  'priceLists.import': { roles: management, where: 'business' },
  'priceLists.export': { roles: everyone, where: 'catalogue' },
  'inventory.import': { roles: stockKeepers, where: 'store' },
  'inventory.levels': { roles: everyone, where: 'list' },
  'inventory.adjust': { roles: stockKeepers, where: 'store' },
  'inventory.revalue': { roles: stockKeepers, where: 'store' },
  'inventory.setReorderPoints': { roles: management, where: 'store' },
  'inventory.reorder': { roles: everyone, where: 'store' },
  'inventory.orderSuggested': { roles: management, where: 'store' },
  'inventory.adjustments': { roles: everyone, where: 'list' },
  'inventory.adjustment': { roles: everyone, where: 'document' },
  'inventory.movements': { roles: everyone, where: 'list' },
  'inventory.moveDamaged': { roles: stockKeepers, where: 'store' },
  'inventory.damagedMovements': { roles: everyone, where: 'list' },
  'inventory.export': { roles: everyone, where: 'store' },
  'inventory.suppliers.list': { roles: backOffice, where: 'catalogue' },
  'inventory.suppliers.get': { roles: backOffice, where: 'catalogue' },
  'inventory.suppliers.create': { roles: management, where: 'catalogue' },
  'inventory.suppliers.update': { roles: management, where: 'catalogue' },
  'inventory.suppliers.archive': { roles: management, where: 'catalogue' },
  'inventory.suppliers.unarchive': { roles: management, where: 'catalogue' },
  'inventory.suppliers.products': { roles: backOffice, where: 'catalogue' },
  'inventory.suppliers.setProducts': { roles: management, where: 'catalogue' },
  'inventory.transfers.list': { roles: backOffice, where: 'list' },
  'inventory.transfers.destinations': { roles: stockKeepers, where: 'store' },
  'inventory.transfers.get': { roles: backOffice, where: 'document' },
  'inventory.transfers.create': { roles: stockKeepers, where: 'store' },
  'inventory.transfers.update': { roles: stockKeepers, where: 'document' },
  'inventory.transfers.send': { roles: stockKeepers, where: 'document' },
  'inventory.transfers.receive': { roles: stockKeepers, where: 'document' },
  'inventory.transfers.close': { roles: stockKeepers, where: 'document' },
  'inventory.transfers.cancel': { roles: stockKeepers, where: 'document' },
  'inventory.stocktakes.list': { roles: backOffice, where: 'list' },
  'inventory.stocktakes.get': { roles: backOffice, where: 'document' },
  'inventory.stocktakes.create': { roles: management, where: 'store' },
  'inventory.stocktakes.update': { roles: management, where: 'document' },
  'inventory.stocktakes.start': { roles: management, where: 'document' },
  'inventory.stocktakes.count': { roles: stockKeepers, where: 'document' },
  'inventory.stocktakes.uncount': { roles: stockKeepers, where: 'document' },
  'inventory.stocktakes.lines': { roles: backOffice, where: 'document' },
  'inventory.stocktakes.uncounted': { roles: backOffice, where: 'document' },
  'inventory.stocktakes.review': { roles: management, where: 'document' },
  'inventory.stocktakes.apply': { roles: management, where: 'document' },
  'inventory.stocktakes.cancel': { roles: management, where: 'document' },
  'inventory.purchaseOrders.list': { roles: backOffice, where: 'list' },
  'inventory.purchaseOrders.get': { roles: backOffice, where: 'document' },
  'inventory.purchaseOrders.create': { roles: management, where: 'store' },
  'inventory.purchaseOrders.update': { roles: management, where: 'document' },
  'inventory.purchaseOrders.order': { roles: management, where: 'document' },
  'inventory.purchaseOrders.cancel': { roles: management, where: 'document' },
  'inventory.purchaseOrders.cancelRest': { roles: management, where: 'document' },
  'inventory.purchaseOrders.document': { roles: backOffice, where: 'document' },
  'inventory.purchaseOrders.receive': { roles: stockKeepers, where: 'document' },
  'inventory.goodsReceipts.list': { roles: backOffice, where: 'list' },
  'inventory.goodsReceipts.get': { roles: backOffice, where: 'document' },
  'inventory.supplierReturns.list': { roles: backOffice, where: 'list' },
  'inventory.supplierReturns.get': { roles: backOffice, where: 'document' },
  'inventory.supplierReturns.create': { roles: stockKeepers, where: 'store' },
  'discounts.evaluate': { roles: tills, where: 'store' },
  'shifts.open': { roles: tills, where: 'store' },
  'shifts.current': { roles: bookkeepers, where: 'store' },
  'shifts.get': { roles: bookkeepers, where: 'document' },
  'shifts.list': { roles: bookkeepers, where: 'list' },
  'shifts.addCashMovement': { roles: tills, where: 'document' },
  'shifts.cashMovements': { roles: bookkeepers, where: 'document' },
  'shifts.cashMovement': { roles: bookkeepers, where: 'document' },
  'shifts.xReport': { roles: auditors, where: 'document' },
  'shifts.close': { roles: tills, where: 'document' },
  'shifts.forceClose': { roles: management, where: 'document' },
  'shifts.zReport': { roles: bookkeepers, where: 'document' },
  'shifts.cashUp': { roles: auditors, where: 'store' },
  'sales.quote': { roles: tills, where: 'store' },
  'sales.create': { roles: tills, where: 'store' },
  'sales.get': { roles: bookkeepers, where: 'document' },
  'sales.listOpen': { roles: bookkeepers, where: 'list' },
  'sales.update': { roles: tills, where: 'document' },
  'sales.addLine': { roles: tills, where: 'document' },
  'sales.updateLine': { roles: tills, where: 'document' },
  'sales.removeLine': { roles: tills, where: 'document' },
  'sales.park': { roles: tills, where: 'document' },
  'sales.resume': { roles: tills, where: 'document' },
  'sales.complete': { roles: tills, where: 'document' },
  'sales.addPayment': { roles: tills, where: 'document' },
  'sales.removePayment': { roles: tills, where: 'document' },
  'sales.cancel': { roles: tills, where: 'document' },
  'sales.byNumber': { roles: bookkeepers, where: 'store' },
  'sales.void': { roles: tills, where: 'document', asking: ['cashier'] },
  'returns.quote': { roles: tills, where: 'store' },
  'returns.create': { roles: tills, where: 'store' },
  'returns.quoteWithoutReceipt': { roles: tills, where: 'store' },
  'returns.createWithoutReceipt': { roles: tills, where: 'store', asking: ['cashier'] },
  'returns.get': { roles: bookkeepers, where: 'document' },
  'returns.list': { roles: bookkeepers, where: 'list' },
  'returns.receipt': { roles: bookkeepers, where: 'document' },
  'returns.retryRefund': { roles: tills, where: 'document' },
  'exchanges.create': { roles: tills, where: 'store' },
  'exchanges.get': { roles: bookkeepers, where: 'document' },
  'sales.list': { roles: bookkeepers, where: 'list' },
  'sales.receipt': { roles: bookkeepers, where: 'document' },
  'sales.ingest': { roles: tills, where: 'store' },
  'saleFlags.list': { roles: bookkeepers, where: 'list' },
  'saleFlags.resolve': { roles: management, where: 'document' },
  'payments.list': { roles: bookkeepers, where: 'list' },
  'payments.get': { roles: bookkeepers, where: 'document' },
  'payments.capture': { roles: tills, where: 'document' },
  'payments.void': { roles: tills, where: 'document' },
  'payments.providers': { roles: tills, where: 'catalogue' },
  'transactions.list': { roles: auditors, where: 'list' },
  'transactions.get': { roles: auditors, where: 'document' },
  'transactions.totals': { roles: auditors, where: 'store' },
  'reports.salesSummary': { roles: auditors, where: 'list' },
  'reports.topProducts': { roles: auditors, where: 'list' },
  'reports.payments': { roles: auditors, where: 'list' },
  'reports.taxes': { roles: auditors, where: 'list' },
  'reports.discounts': { roles: auditors, where: 'list' },
  'reports.refunds': { roles: auditors, where: 'list' },
  'reports.profitAndLoss': { roles: auditors, where: 'list' },
  'reports.inventoryValuation': { roles: auditors, where: 'list' },
  'reports.stockLevels': { roles: everyone, where: 'list' },
  'reports.lowStock': { roles: everyone, where: 'list' },
  'reports.stockTurnover': { roles: auditors, where: 'list' },
  'reports.customers': { roles: auditors, where: 'list' },
  'reports.loyalty': { roles: auditors, where: 'list' },
  'reports.employees': { roles: auditors, where: 'list' },
  'reports.shifts': { roles: auditors, where: 'list' },
  'reports.dashboard': { roles: auditors, where: 'list' },
  'settings.get': { roles: auditors, where: 'catalogue' },
  'settings.update': { roles: ['owner'], where: 'business' },
  'settings.getStore': { roles: auditors, where: 'store' },
  'settings.updateStore': { roles: ['owner'], where: 'store' },
  'settings.history': { roles: auditors, where: 'list' },
  'events.list': { roles: management, where: 'list' },
  'notifications.list': { roles: everyone, where: 'list' },
  'notifications.unreadCount': { roles: everyone, where: 'store' },
  'notifications.preferences': { roles: everyone, where: 'catalogue' },
  'notifications.setPreferences': { roles: everyone, where: 'catalogue' },
  'notifications.markRead': { roles: everyone, where: 'catalogue' },
  'notifications.markAllRead': { roles: everyone, where: 'store' },
  'auditLog.list': { roles: auditors, where: 'list' },
  'auditLog.verify': { roles: ['owner'], where: 'business' },
  'approvals.create': {
    signedIn: true,
    unless: {
      ...{ cashier: 'PERMISSION_NOT_HELD', clerk: 'PERMISSION_NOT_HELD', accountant: 'PERMISSION_NOT_HELD' },
      nobody: 'NOT_FOUND',
    },
  },
  'approvals.get': { signedIn: true },
  'approvals.requests.list': { signedIn: true },
  'approvals.requests.get': { signedIn: true },
};

let server: TestServer;
let shop: Shop;
let seeded: Seeded;
/** Signed in once: each role everywhere and in the first store, the manager of the second, and a user without any role. */
const tokens = new Map<string, string>();
let expiredToken: string;
let employeeElsewhere: string;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  seeded = await seedDocuments(server, shop);
  expiredToken = await server.signInAs('owner');
  server.clock.advance(601_000);
  for (const role of everyone) {
    tokens.set(role, await server.signInAs(role));
    tokens.set(`${role} here`, await server.signInAs(role, { storeId: shop.stores[0].id }));
  }
  employeeElsewhere = await create('/employees', {
    ...samples['employees.create'](shop, seeded),
    storeIds: [shop.stores[1].id],
  });
  tokens.set('manager of the other store', await server.signInAs('manager', { storeId: shop.stores[1].id }));
  tokens.set('nobody', await server.signInAs(null));
  await noteWrites();
});
afterAll(() => server[Symbol.asyncDispose]());

interface Result {
  readonly status: number;
  readonly code: string | undefined;
  readonly body: Json;
}

const faces = ['REST', 'tRPC'] as const;
type Face = (typeof faces)[number];

const operations = operationsOf(contract).map(({ name, operation }) => ({
  name: name as OperationName,
  operation,
}));

async function call(
  face: Face,
  name: OperationName,
  input: Json,
  token: string | undefined,
): Promise<Result> {
  const operation = operationOf(contract, name);
  const headers: Record<string, string> =
    operation.kind === 'mutation' ? { 'idempotency-key': unique(name).replace(' ', '-') } : {};
  if (face === 'REST') {
    const { status, body } = await callRest(server, operation, input, { token, headers });
    return { status, code: status >= 400 ? body?.code : undefined, body: body ?? null };
  }
  const { status, problem, data } = await server.trpc(name, input, { token, headers });
  return { status, code: problem?.code, body: problem ?? data };
}

/** Another input each time, so that one that is allowed does not stand in the way of the next. */
async function inputOf(name: OperationName, token: string | undefined): Promise<Json> {
  const input = samples[name](shop, seeded);
  return { ...input, ...(await changed[name]?.(input, token)) };
}

/** A question that whoever the token is of has asked themselves. */
async function ownQuestion(token: string | undefined): Promise<string> {
  const { body } = await server.request('GET', '/v1/auth/me', { token });
  return askApproval(server, shop.stores[0].id, body.id ?? seeded.userId);
}

const asOwner = () => ({ token: tokens.get('owner') });

/** What must be another in the sample of an operation each time that it is called. */
const changed: Partial<Record<OperationName, (input: Json, token: string | undefined) => Promise<Json>>> = {
  'auth.sessions.revoke': async (input, token) => ({ id: sessionOf(token) ?? input.id }),
  'users.update': () => newUser(),
  'users.deactivate': () => newUser(),
  'users.reactivate': () => newUser('deactivated_at = now()'),
  'users.resetPassword': () => newUser(),
  'users.resetPin': () => newUser("pin_hash = 'none'"),
  'roles.update': () => newRole(),
  'roles.delete': () => newRole(),
  'apiKeys.revoke': async () => ({
    id: await create('/api-keys', { name: 'K', permissions: ['sales.read'] }),
  }),
  // What has had stock is no longer opened.
  'inventory.import': async () => {
    const product = samples['products.create'](shop, seeded);
    await create('/products', product);
    return { csv: `sku,quantity\r\n${product.sku},5\r\n` };
  },
  'inventory.transfers.update': () => newTransfer(),
  'inventory.transfers.send': () => newTransfer(),
  'inventory.transfers.close': async () => {
    const { id } = await newTransfer();
    const headers = { 'idempotency-key': unique('send').replace(' ', '-') };
    const path = `/v1/inventory/transfers/${id}/send`;
    await server.request('POST', path, { ...asOwner(), headers, body: { version: 1 } });
    return { id };
  },
  'inventory.transfers.cancel': () => newTransfer(),
  'inventory.stocktakes.update': ({ id }) => versionOf(`/inventory/stocktakes/${id}`),
  'inventory.stocktakes.start': () => newStocktake('draft'),
  // What is taken back must have been counted.
  'inventory.stocktakes.uncount': async (input) => {
    const { lines } = samples['inventory.stocktakes.count'](shop, seeded);
    const headers = { 'idempotency-key': unique('counted').replace(' ', '-') };
    const path = `/v1/inventory/stocktakes/${input.id}/count`;
    await server.request('POST', path, { ...asOwner(), headers, body: { lines } });
    return {};
  },
  'inventory.stocktakes.review': () => newStocktake('counting'),
  'inventory.stocktakes.apply': () => newStocktake('review'),
  'inventory.stocktakes.cancel': () => newStocktake('draft'),
  // What was drafted is not suggested again.
  'inventory.orderSuggested': async ({ storeId, supplierIds: [supplierId] }) => {
    const productId = await create('/products', samples['products.create'](shop, seeded));
    const put = (path: string, body: Json) =>
      server.request('PUT', `/v1/inventory${path}`, { ...asOwner(), body });
    await put(`/suppliers/${supplierId}/products`, { products: [{ productId, cost: 100 }] });
    await put('/reorder-points', { storeId, points: [{ productId, point: 5 }] });
    return { productIds: [productId] };
  },
  'saleFlags.resolve': () => newSaleFlag(),
  'notifications.setPreferences': async (_input, token) => {
    // To choose what was chosen before changes nothing.
    const { body } = await server.request('GET', '/v1/notifications/preferences', { token });
    return { sale_flagged: body.sale_flagged === false };
  },
  'notifications.markRead': async (_input, token) => {
    const elsewhere = token === tokens.get('manager of the other store');
    return { ids: [await tellPeople(server, shop.stores[elsewhere ? 1 : 0].id)] };
  },
  'notifications.markAllRead': async () => {
    await tellPeople(server, shop.stores[0].id);
    return {};
  },
  'registers.rename': () => newTill(),
  'registers.pair': () => newTill(),
  'registers.retire': () => newTill(),
  'sales.update': () => newOpenSale(),
  'sales.addLine': () => newOpenSale(),
  'sales.updateLine': () => newOpenSale('with its line'),
  'sales.removeLine': () => newOpenSale('with its line'),
  'sales.park': () => newOpenSale(),
  'sales.resume': () => newOpenSale('parked'),
  'sales.complete': () => newOpenSale(),
  'sales.void': async () => ({ id: (await makeSale(server, shopOfOwner())).id }),
  'returns.retryRefund': async () => ({ ...(await makeRefusedRefund(server, shopOfOwner())) }),
  'sales.addPayment': () => newOpenSale(),
  'sales.removePayment': async () => {
    const { saleId: id, paymentId } = await newOpenPayment();
    return { id, paymentId };
  },
  'sales.cancel': () => newOpenSale(),
  'payments.capture': async () => ({ id: (await newOpenPayment()).paymentId }),
  'payments.void': async () => ({ id: (await newOpenPayment()).paymentId }),
  'shifts.open': async () => ({ registerId: (await newTill()).id }),
  'shifts.close': () => newShift(),
  'shifts.forceClose': () => newShift(),
  'employees.update': () => newEmployee(),
  'employees.terminate': () => newEmployee(),
  'timecards.clockIn': (_input, token) => atTheClock(token, 'outside'),
  'timecards.startBreak': (_input, token) => atTheClock(token, 'at work'),
  'timecards.endBreak': (_input, token) => atTheClock(token, 'resting'),
  'timecards.clockOut': (_input, token) => atTheClock(token, 'at work'),
  'timecards.current': (_input, token) => atTheClock(token, 'at work'),
  'timecards.update': async ({ id }) => {
    const { body } = await server.request('GET', `/v1/timecards/${id}`, asOwner());
    return { version: body.version };
  },
  'approvals.create': async () => ({
    approvalRequestId: await askApproval(server, shop.stores[0].id, seeded.userId),
  }),
  'approvals.get': async (_input, token) => {
    const body = { approvalRequestId: await ownQuestion(token) };
    const approver = await server.signInAs('owner');
    return { id: (await server.request('POST', '/v1/approvals', { token: approver, body })).body.id };
  },
  'approvals.requests.get': async (_input, token) => ({ id: await ownQuestion(token) }),
  'taxCategories.update': ({ id }) => versionOf(`/tax-categories/${id}`),
  'taxRates.update': ({ id }) => versionOf(`/tax-rates/${id}`),
  'customerGroups.update': ({ id }) => versionOf(`/customer-groups/${id}`),
  'customers.update': ({ id }) => versionOf(`/customers/${id}`),
  'customers.archive': async () => ({
    id: await create('/customers', samples['customers.create'](shop, seeded)),
  }),
  'giftCards.update': ({ id }) => versionOf(`/gift-cards/${id}`),
  'giftCards.block': () => newGiftCard(2),
  'giftCards.unblock': () => newGiftCard(3),
  'customers.unarchive': async () => {
    const id = await create('/customers', samples['customers.create'](shop, seeded));
    await server.request('POST', `/v1/customers/${id}/archive`, { ...asOwner(), body: { version: 1 } });
    return { id, version: 2 };
  },
  'customers.recordConsents': async () => ({
    id: await create('/customers', samples['customers.create'](shop, seeded)),
  }),
  'customers.merge': async () => ({
    id: await create('/customers', samples['customers.create'](shop, seeded)),
    mergedId: await create('/customers', samples['customers.create'](shop, seeded)),
  }),
  'customers.erase': async () => ({
    id: await create('/customers', samples['customers.create'](shop, seeded)),
  }),
  'customers.loyalty': () => enrolled(),
  'loyaltyPrograms.update': ({ id }) => versionOf(`/loyalty-programs/${id}`),
  'loyaltyPrograms.activate': async () => {
    await server.database.pool.query(`UPDATE loyalty_programs SET status = 'ended' WHERE status = 'active'`);
    return newProgram();
  },
  'loyaltyPrograms.end': () => newProgram(),
  'loyalty.enrol': () => newCustomer(),
  'loyalty.adjust': () => enrolled(),
  'priceLists.update': ({ id }) => versionOf(`/price-lists/${id}`),
  'discounts.update': ({ id }) => versionOf(`/discounts/${id}`),
  'discounts.archive': async () => ({
    id: await create('/discounts', samples['discounts.create'](shop, seeded)),
  }),
  'inventory.suppliers.update': ({ id }) => versionOf(`/inventory/suppliers/${id}`),
  'inventory.suppliers.archive': () => newSupplier(1),
  'inventory.suppliers.unarchive': () => newSupplier(2),
  'inventory.purchaseOrders.update': ({ id }) => versionOf(`/inventory/purchase-orders/${id}`),
  'inventory.purchaseOrders.order': () => newPurchaseOrder(1),
  'inventory.purchaseOrders.cancel': () => newPurchaseOrder(1),
  'inventory.purchaseOrders.cancelRest': () => newPurchaseOrder(2),
  'settings.update': async () => {
    const { body } = await server.request('GET', '/v1/settings', asOwner());
    return { version: body.version };
  },
  'settings.updateStore': async ({ storeId }) => {
    const { body } = await server.request('GET', `/v1/settings/stores/${storeId}`, asOwner());
    return { version: body.version };
  },
  'categories.update': () => newCategory(),
  'categories.delete': () => newCategory(),
  'products.archive': () => newProduct(1),
  'products.unarchive': () => newProduct(2),
  'products.update': async ({ id }) => {
    const { body } = await server.request('GET', `/v1/products/${id}`, asOwner());
    return { version: body.version, name: unique('Gift wrapping') };
  },
};

async function create(path: string, body: Json): Promise<string> {
  return (await server.request('POST', `/v1${path}`, { ...asOwner(), body })).body.id;
}

/** The owner of the shop may have signed in long ago. */
const shopOfOwner = (): Shop => ({ ...shop, owner: tokens.get('owner') ?? shop.owner });

async function newOpenSale(how?: 'parked' | 'with its line'): Promise<Json> {
  const { id, lineId } = await makeOpenSale(server, shopOfOwner(), how === 'parked' ? how : 'open');
  return how === 'with its line' ? { id, lineId } : { id };
}

async function newSaleFlag(): Promise<Json> {
  const owner = tokens.get('owner');
  if (owner === undefined) throw new Error('The owner is not signed in.');
  return { id: await openSaleFlag(server, { ...shop, owner }) };
}

function newOpenPayment(): Promise<OpenPayment> {
  const owner = tokens.get('owner') ?? shop.owner;
  return makeOpenPayment(server, { ...shop, owner });
}

async function newStocktake(status: 'draft' | 'counting' | 'review'): Promise<Json> {
  const owner = tokens.get('owner');
  if (owner === undefined) throw new Error('The owner is not signed in.');
  return { id: await makeStocktake(server, { ...shop, owner }, status) };
}

async function versionOf(path: string): Promise<Json> {
  const { body } = await server.request('GET', `/v1${path}`, asOwner());
  return { version: body.version };
}

async function newUser(state = 'version = 1'): Promise<Json> {
  const { id } = await server.createUser('cashier', { storeId: shop.stores[0].id });
  await server.database.pool.query(`UPDATE users SET ${state} WHERE id = $1`, [id]);
  return { id };
}

async function newProgram(): Promise<Json> {
  return { id: await create('/loyalty-programs', samples['loyaltyPrograms.create'](shop, seeded)) };
}

/** A customer, where there is a programme to be in. */
async function newCustomer(): Promise<Json> {
  const active = await server.request('GET', '/v1/loyalty-programs?status=active', asOwner());
  if (active.body.items.length === 0) {
    const { id } = await newProgram();
    const path = `/v1/loyalty-programs/${id}/activate`;
    await server.request('POST', path, { ...asOwner(), body: { version: 1 } });
  }
  return { id: await create('/customers', { name: unique('Ada') }) };
}

/** A customer in the programme that is active now. */
async function enrolled(): Promise<Json> {
  const { id } = await newCustomer();
  await server.request('POST', `/v1/customers/${id}/loyalty`, { ...asOwner(), body: {} });
  return { id };
}

async function newRole(): Promise<Json> {
  return { id: await create('/roles', { name: unique('Role'), permissions: ['sales.read'] }) };
}

async function newTransfer(): Promise<Json> {
  return { id: await create('/inventory/transfers', samples['inventory.transfers.create'](shop, seeded)) };
}

async function newCategory(): Promise<Json> {
  return { id: await create('/categories', { name: unique('Shelf') }) };
}

/** At version 2 it is archived. */
async function newProduct(version: 1 | 2): Promise<Json> {
  const id = await create('/products', samples['products.create'](shop, seeded));
  if (version === 2)
    await server.request('POST', `/v1/products/${id}/archive`, { ...asOwner(), body: { version: 1 } });
  return { id, version };
}

/** At version 3 it is blocked. */
async function newGiftCard(version: 2 | 3): Promise<Json> {
  const headers = { 'idempotency-key': newId() };
  const body = givenCard(shop.stores[0].id);
  const card = await server.request('POST', '/v1/gift-cards', { ...asOwner(), headers, body });
  const { id } = card.body;
  if (version === 3) {
    const lost = { version: 2, reason: 'Lost' };
    await server.request('POST', `/v1/gift-cards/${id}/block`, { ...asOwner(), body: lost });
  }
  return { id, version };
}

/** At version 2 it is archived. */
async function newSupplier(version: 1 | 2): Promise<Json> {
  const id = await create('/inventory/suppliers', { name: unique('Supplier') });
  if (version === 2) {
    const path = `/v1/inventory/suppliers/${id}/archive`;
    await server.request('POST', path, { ...asOwner(), body: { version: 1 } });
  }
  return { id, version };
}

/** At version 2 it is ordered. */
async function newPurchaseOrder(version: 1 | 2): Promise<Json> {
  const id = await create(
    '/inventory/purchase-orders',
    samples['inventory.purchaseOrders.create'](shop, seeded),
  );
  if (version === 2) {
    const path = `/v1/inventory/purchase-orders/${id}/order`;
    await server.request('POST', path, { ...asOwner(), body: { version: 1 } });
  }
  return { id, version };
}

async function newTill(): Promise<Json> {
  const body = { storeId: shop.stores[0].id, name: unique('Till') };
  const till = await server.request('POST', '/v1/registers', { ...asOwner(), body });
  return { id: till.body.id };
}

async function newShift(): Promise<Json> {
  const { id } = await newTill();
  // The owner of the shop may have signed in long ago.
  const owner = tokens.get('owner') ?? shop.owner;
  return { id: (await openShift(server, owner, { id, storeId: shop.stores[0].id })).id };
}

async function newEmployee(): Promise<Json> {
  const body = samples['employees.create'](shop, seeded);
  const employee = await server.request('POST', '/v1/employees', { ...asOwner(), body });
  return { id: employee.body.id };
}

/** Gives whoever the token is of a staff record in the first store, and no timecard but an open one. */
async function atTheClock(
  token: string | undefined,
  where: 'outside' | 'at work' | 'resting',
): Promise<Json> {
  const { body } = await server.request('GET', '/v1/auth/me', { token });
  const user = { id: body.id, storeId: shop.stores[0].id };
  if (user.id === undefined) return {};
  await server.database.pool.query(
    `INSERT INTO employees (id, user_id, name, position, hired_on, note, created_at, updated_at)
     VALUES ($1, $1, 'Whoever', 'Any', '2020-01-01', '', now(), now()) ON CONFLICT (user_id) DO NOTHING`,
    [user.id],
  );
  const { rows } = await server.database.pool.query('SELECT id FROM employees WHERE user_id = $1', [user.id]);
  const [{ id }] = rows;
  await server.database.pool.query(
    'INSERT INTO employee_stores (employee_id, store_id) VALUES ($1, $2) ON CONFLICT DO NOTHING',
    [id, user.storeId],
  );
  await server.database.pool.query(
    'DELETE FROM timecards WHERE employee_id = $1 AND clocked_out_at IS NULL',
    [id],
  );
  if (where === 'outside') return {};
  const breaks = where === 'resting' ? [{ startedAt: new Date().toISOString(), endedAt: null }] : [];
  await server.database.pool.query(
    `INSERT INTO timecards (id, employee_id, store_id, clocked_in_at, breaks, created_at, updated_at)
     VALUES ($1, $2, $3, now(), $4, now(), now())`,
    [newId(), id, user.storeId, JSON.stringify(breaks)],
  );
  return {};
}

/** The session of an access token. */
function sessionOf(token: string | undefined): string | undefined {
  const payload = token?.split('.')[1];
  if (payload === undefined) return undefined;
  return JSON.parse(Buffer.from(payload, 'base64url').toString()).sid;
}

/** Which fields of the input a mutation answers again, where it is not all of them. */
const answered: Partial<Record<OperationName, readonly string[]>> = {
  'inventory.adjust': ['reason', 'note'],
  'inventory.revalue': ['note'],
  'inventory.moveDamaged': ['note'],
  'inventory.transfers.create': ['fromStoreId', 'toStoreId', 'expectedOn', 'note'],
  'inventory.transfers.update': ['id', 'note'],
  'inventory.transfers.send': ['id'],
  'inventory.transfers.receive': ['id'],
  'inventory.transfers.close': ['id'],
  'inventory.transfers.cancel': ['id'],
  'inventory.stocktakes.update': ['id', 'name', 'blind'],
  'inventory.stocktakes.start': ['id'],
  'inventory.stocktakes.count': [],
  'inventory.stocktakes.uncount': [],
  'inventory.stocktakes.review': ['id'],
  'inventory.stocktakes.apply': ['id'],
  'inventory.stocktakes.cancel': ['id'],
  'sales.create': ['registerId', 'note'],
  'sales.update': ['id', 'note'],
  'sales.addLine': ['id'],
  'sales.updateLine': ['id'],
  'sales.removeLine': ['id'],
  'sales.park': ['id', 'name'],
  'sales.resume': ['id', 'registerId'],
  'sales.complete': ['id'],
  'sales.ingest': [],
  'sales.void': ['reason'],
  'returns.retryRefund': ['id'],
  'sales.addPayment': ['id'],
  'sales.removePayment': ['id'],
  'sales.cancel': ['id'],
  'exchanges.create': ['return'],
  'shifts.open': ['registerId', 'note'],
  'shifts.addCashMovement': ['kind', 'amount', 'reason'],
  'shifts.close': ['id'],
  'shifts.forceClose': ['id'],
  'products.update': ['name'],
  'products.archive': ['id'],
  'products.unarchive': ['id'],
  'categories.update': ['id', 'name'],
  'products.import': [],
  'customers.import': [],
  'priceLists.import': [],
  'inventory.import': [],
  'inventory.setReorderPoints': [],
  'inventory.orderSuggested': [],
  'notifications.setPreferences': [],
  'notifications.markRead': [],
  'notifications.markAllRead': [],
  'users.create': ['username', 'name', 'roles'],
  'users.update': ['id', 'name'],
  'roles.update': ['id', 'name'],
  'registers.rename': ['id', 'name'],
  'employees.update': ['id', 'position'],
  'employees.terminate': ['id', 'terminatedOn'],
  'timecards.create': ['storeId', 'employeeId', 'clockedInAt', 'clockedOutAt'],
  'timecards.update': ['id'],
  'registers.pair': [],
  'taxCategories.update': ['id', 'name'],
  'taxRates.update': ['id', 'name'],
  'customerGroups.update': ['id', 'name'],
  'customers.update': ['id', 'name'],
  'customers.archive': ['id'],
  'customers.adjustStoreCredit': ['storeId', 'amount', 'reason'],
  'giftCards.lookup': [],
  'giftCards.issue': ['storeId', 'note'],
  'giftCards.update': ['id', 'note'],
  'giftCards.block': ['id'],
  'giftCards.unblock': ['id'],
  'giftCards.adjust': ['amount', 'reason'],
  'customers.unarchive': ['id'],
  'customers.recordConsents': ['id'],
  'customers.merge': ['id'],
  'customers.erase': ['id'],
  'customers.personalData': [],
  'loyaltyPrograms.create': ['name', 'redemption', 'tiers', 'expiryMonths'],
  'loyaltyPrograms.update': ['id', 'name', 'redemption'],
  'loyaltyPrograms.activate': ['id'],
  'loyaltyPrograms.end': ['id'],
  'loyalty.enrol': [],
  'loyalty.adjust': ['points', 'reason'],
  'priceLists.update': ['id', 'name', 'endsOn'],
  'priceLists.setPrices': [],
  'discounts.update': ['id', 'name', 'effect'],
  'discounts.archive': ['id'],
  'inventory.suppliers.update': ['id', 'name', 'terms'],
  'inventory.suppliers.archive': ['id'],
  'inventory.suppliers.unarchive': ['id'],
  'inventory.suppliers.setProducts': [],
  'inventory.purchaseOrders.update': ['id', 'note', 'expectedOn', 'lines'],
  'inventory.purchaseOrders.order': ['id'],
  'inventory.purchaseOrders.cancel': ['id'],
  'inventory.purchaseOrders.cancelRest': ['id'],
  // The answer is the receipt, not the order.
  'inventory.purchaseOrders.receive': ['deliveryNote', 'freight', 'discount', 'note', 'lines'],
  'settings.update': ['name'],
  'settings.updateStore': ['storeId', 'phone'],
  'approvals.create': [],
};

/** Where what a mutation answers can be read again, where the contract does not say it; null: nowhere. */
const readAt: Partial<Record<OperationName, string | null>> = {
  'users.deactivate': '/users/{id}',
  'users.reactivate': '/users/{id}',
  'users.resetPin': '/users/{id}',
  // What it shows this once cannot be read again.
  'apiKeys.create': null,
  'apiKeys.revoke': '/api-keys/{id}',
  'registers.pair': null,
  'sales.ingest': null,
  // A flag is read in the list.
  'saleFlags.resolve': null,
  'products.import': null,
  'customers.import': null,
  'priceLists.import': null,
  'inventory.import': null,
  'inventory.stocktakes.start': '/inventory/stocktakes/{id}',
  'inventory.stocktakes.count': null,
  'inventory.stocktakes.uncount': null,
  'inventory.stocktakes.review': '/inventory/stocktakes/{id}',
  // A job goes on with it.
  'inventory.stocktakes.apply': null,
  'inventory.stocktakes.cancel': '/inventory/stocktakes/{id}',
  'inventory.setReorderPoints': null,
  'inventory.orderSuggested': null,
  'notifications.setPreferences': null,
  'notifications.markRead': null,
  'notifications.markAllRead': null,
  'approvals.create': null,
  'inventory.transfers.send': '/inventory/transfers/{id}',
  'inventory.transfers.receive': '/inventory/transfers/{id}',
  'inventory.transfers.close': '/inventory/transfers/{id}',
  'inventory.transfers.cancel': '/inventory/transfers/{id}',
  'registers.retire': '/registers/{id}',
  'sales.addLine': '/sales/{id}',
  'sales.updateLine': '/sales/{id}',
  'sales.removeLine': '/sales/{id}',
  'sales.park': '/sales/{id}',
  'sales.resume': '/sales/{id}',
  'sales.complete': '/sales/{id}',
  'returns.retryRefund': '/returns/{id}',
  'sales.addPayment': '/sales/{id}',
  'sales.removePayment': '/sales/{id}',
  'sales.cancel': '/sales/{id}',
  'payments.capture': '/payments/{id}',
  'payments.void': '/payments/{id}',
  'shifts.close': '/shifts/{id}',
  'shifts.forceClose': '/shifts/{id}',
  'customers.archive': '/customers/{id}',
  'customers.adjustStoreCredit': null,
  // A cashier is told what nobody reads again.
  'giftCards.issue': null,
  'giftCards.lookup': '/gift-cards/{id}',
  'giftCards.block': '/gift-cards/{id}',
  'giftCards.unblock': '/gift-cards/{id}',
  'giftCards.adjust': null,
  'customers.unarchive': '/customers/{id}',
  'customers.recordConsents': '/customers/{id}',
  'customers.merge': '/customers/{id}',
  'customers.erase': '/customers/{id}',
  'customers.personalData': null,
  'discounts.archive': '/discounts/{id}',
  'loyaltyPrograms.activate': '/loyalty-programs/{id}',
  'loyaltyPrograms.end': '/loyalty-programs/{id}',
  'loyalty.enrol': '/customers/{customerId}/loyalty',
  // It is in the ledger.
  'loyalty.adjust': null,
  'priceLists.setPrices': null,
  'inventory.suppliers.archive': '/inventory/suppliers/{id}',
  'inventory.suppliers.unarchive': '/inventory/suppliers/{id}',
  'inventory.suppliers.setProducts': null,
  'inventory.purchaseOrders.order': '/inventory/purchase-orders/{id}',
  'inventory.purchaseOrders.cancel': '/inventory/purchase-orders/{id}',
  'inventory.purchaseOrders.cancelRest': '/inventory/purchase-orders/{id}',
  'products.archive': '/products/{id}',
  'products.unarchive': '/products/{id}',
  'employees.terminate': '/employees/{id}',
  'timecards.startBreak': '/timecards/{id}',
  'timecards.endBreak': '/timecards/{id}',
  'timecards.clockOut': '/timecards/{id}',
};

/** Written by whoever signs in or repeats a call. */
const besideTheCall = ['idempotency_keys', 'refresh_tokens', 'sessions', 'sign_in_attempts'];

/** From now on each row that an operation inserts, updates or deletes is noted: to count the rows of every table takes longer than a call. */
async function noteWrites(): Promise<void> {
  // Or the jobs would write meanwhile.
  await server.app.stop();
  await server.app.applyStocktakes();
  await server.app.tellLowStock();
  await server.app.tendMembers();
  const { pool } = server.database;
  const { rows } = await pool.query(
    `SELECT relname AS name FROM pg_class
     WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND relname <> ALL ($1)`,
    [besideTheCall],
  );
  expect(rows.length).toBeGreaterThan(30);
  const triggers = rows.map(
    ({ name }) =>
      `CREATE TRIGGER note_write AFTER INSERT OR UPDATE OR DELETE ON "${name}" FOR EACH ROW EXECUTE FUNCTION note_write()`,
  );
  await pool.query(
    `CREATE TABLE writes (id bigserial PRIMARY KEY, table_name text NOT NULL);
     CREATE FUNCTION note_write() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN INSERT INTO writes (table_name) VALUES (TG_TABLE_NAME); RETURN NULL; END $$;
     ${triggers.join(';\n')}`,
  );
}

async function lastWrite(): Promise<number> {
  const { rows } = await server.database.pool.query({
    name: 'last_write',
    text: 'SELECT coalesce(max(id), 0) AS id FROM writes',
  });
  return rows[0].id;
}

/** The table of each row that was written since. */
async function writesSince(id: number): Promise<string[]> {
  const { rows } = await server.database.pool.query({
    ...{ name: 'writes_since', text: 'SELECT table_name FROM writes WHERE id > $1 ORDER BY id' },
    values: [id],
  });
  return rows.map((row) => row.table_name);
}

/** Said before the input is looked at. */
const beforeInput: readonly ErrorCode[] = ['UNAUTHENTICATED', 'TOKEN_EXPIRED', 'FORBIDDEN'];
const refusedBefore = new Map<OperationName, Json>();

/** What nobody has been let in with is as good as new: to make the documents for another takes longer than the calls. */
async function inputToRefuse(name: OperationName, [token, code]: Refusal) {
  if (!beforeInput.includes(code)) return inputOf(name, token);
  const input = refusedBefore.get(name) ?? (await inputOf(name, token));
  refusedBefore.set(name, input);
  return input;
}

type Refusal = readonly [token: string | undefined, code: ErrorCode];

/** Tries one input by both faces with each token: what is refused leaves the input as good, and everything as it was. */
function expectRefused(name: OperationName, first: Refusal, ...others: readonly Refusal[]) {
  return expectRefusedBy(faces, name, first, ...others);
}

async function expectRefusedBy(
  by: readonly Face[],
  name: OperationName,
  first: Refusal,
  ...others: readonly Refusal[]
) {
  const input = await inputToRefuse(name, first);
  const before = await lastWrite();
  for (const [token, code] of [first, ...others]) {
    for (const face of by) {
      const result = await call(face, name, input, token);
      const { status } = errors[code];
      expect({ face, status: result.status, code: result.code }).toEqual({ face, status, code });
    }
  }
  expect(await writesSince(before)).toEqual([]);
}

async function expectAllowed(face: Face, name: OperationName, token: string | undefined): Promise<Json> {
  const input = await inputOf(name, token);
  const operation = operationOf(contract, name);
  const before = operation.kind === 'mutation' ? await lastWrite() : undefined;
  const result = await call(face, name, input, token);
  expect({ face, code: result.code, ok: result.status < 300 }).toEqual({ face, code: undefined, ok: true });
  // What is looked up by a code in the body is a mutation for the sake of the guard only.
  if (before !== undefined && name !== 'giftCards.lookup') expect(await writesSince(before)).not.toEqual([]);
  if (operation.kind === 'mutation' && result.body !== null) {
    // What was changed is what was sent, and can be read again by whoever may.
    const fields = answered[name] ?? Object.keys(input);
    expect(result.body).toMatchObject(Object.fromEntries(fields.map((field) => [field, input[field]])));
    const place = readAt[name] === undefined ? (operation.rest.creates ?? operation.rest.path) : readAt[name];
    if (place === null) return result.body;
    const read = await server.request(
      'GET',
      `/v1${place.replace(/\{(\w+)\}/, (_, field) => result.body[field])}`,
      asOwner(),
    );
    // What a person is paid is for the owner alone to see.
    const { hourlyRateVisible } = result.body;
    expect({ ...result.body, ...(hourlyRateVisible === false && { hourlyRateVisible: true }) }).toEqual(
      read.body,
    );
  }
  return result.body;
}

/** A second person is asked, and nothing else is kept. */
async function expectQuestion(name: OperationName, token: string | undefined) {
  const input = await inputOf(name, token);
  const before = await lastWrite();
  for (const face of faces) {
    expect({ face, code: (await call(face, name, input, token)).code }).toEqual({
      ...{ face, code: 'APPROVAL_REQUIRED' },
    });
  }
  expect(new Set(await writesSince(before))).toEqual(new Set(['approval_requests']));
}

/** One face of each role, in turns: who may is decided behind both, and the parity of the faces has tests of its own. */
function faceOf(role: BuiltInRole | null): Face {
  return role !== null && everyone.indexOf(role) % 2 === 0 ? 'REST' : 'tRPC';
}

async function expectAllowedByBoth(name: OperationName, token: string | undefined) {
  for (const face of faces) await expectAllowed(face, name, token);
}

describe('the matrix', () => {
  test('has every operation of the contract and none beside', () => {
    expect(Object.keys(matrix).sort()).toEqual(operations.map(({ name }) => name).sort());
    expect(Object.keys(samples).sort()).toEqual(Object.keys(matrix).sort());
  });

  test('knows every built-in role', () => {
    expect([...everyone].sort()).toEqual([...builtInRoleNames].sort());
  });
});

type Path = readonly (string | number)[];

/** Where an input of an operation has ids of documents: as its schema says, and deeper, as its sample has them. */
function idsIn(name: OperationName, operation: Operation): Path[] {
  const fields = Object.entries(operation.input.shape).flatMap(([field, schema]): Path[] => {
    const takes = (value: unknown) => z.safeParse(schema, value).success;
    // Text of other kinds may look like an id, and need not.
    const takesIds = (make: (text: string) => unknown) =>
      takes(make(newId())) && !takes(make(`z${newId().slice(1)}`));
    return takesIds((text) => text) ? [[field]] : takesIds((text) => [text]) ? [[field, 0]] : [];
  });
  const deeper = (value: Json, path: Path): Path[] => {
    if (value === null || typeof value !== 'object') return path.length > 1 && isUuid(value) ? [path] : [];
    return Object.keys(value).flatMap((key) =>
      deeper(value[key], [...path, Array.isArray(value) ? Number(key) : key]),
    );
  };
  const all = [...fields, ...deeper(samples[name](shop, seeded), [])];
  // A document's own id, or that of a part of it: whoever writes it may make both.
  const made = (path: Path) => {
    const name = String(path.at(-1));
    return (
      ['id', 'lineId', 'returnId', 'paymentId'].includes(name) &&
      (path.length > 1 || !operation.rest.path.includes(`{${name}}`))
    );
  };
  return [...new Map(all.map((path) => [String(path), path])).values()].filter((path) => !made(path));
}

const isUuid = (value: unknown) => z.uuid().safeParse(value).success;

function withId(value: Json, [key, ...rest]: Path, id: string): Json {
  if (key === undefined) return id;
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[key] = withId(copy[key] ?? (typeof rest[0] === 'number' ? [] : {}), rest, id);
  return copy;
}

/** What a store has of its own, in the store in which the samples do nothing. */
const elsewhere: Readonly<Record<string, () => string>> = {
  registerId: () => shop.registers[1].id,
  employeeId: () => employeeElsewhere,
};

/** Refused as a whole or, of a batch, its only item. */
function isRefused({ status, body }: Result): boolean {
  return (status >= 400 && status < 500) || body.items?.[0].status === 'refused';
}

test('every id in every input is looked for: one that is unknown, or of another store, changes nothing', async () => {
  const token = tokens.get('owner');
  let tried = 0;
  for (const { name, operation } of operations.filter(({ operation }) => operation.permission !== 'public')) {
    for (const path of idsIn(name, operation)) {
      const at = `${name} ${path.join('.')}`;
      // What an offline till has handed over is recorded without a customer who is not known, and flagged.
      if (at === 'sales.ingest sales.0.customerId') continue;
      const input = await inputOf(name, token);
      const before = await lastWrite();
      const missing = await call('REST', name, withId(input, path, newId()), token);
      tried += 1;
      if (operation.kind === 'query' && missing.status === 200) {
        // A list of what there is none of.
        expect([at, missing.body.items ?? []]).toEqual([at, []]);
        continue;
      }
      expect([at, isRefused(missing)]).toEqual([at, true]);
      const foreign = elsewhere[String(path.at(-1))];
      if (foreign && input.storeId !== undefined) {
        const hidden = await call('REST', name, withId(input, path, foreign()), token);
        const text = ({ body }: Result) => JSON.stringify({ ...body, requestId: '' });
        expect([at, text(hidden)]).toEqual([at, text(missing)]);
      }
      expect([at, await writesSince(before)]).toEqual([at, []]);
    }
  }
  expect(tried).toBeGreaterThan(60);
});

describe.each(operations)('$name', ({ name, operation: { scope } }) => {
  const access = matrix[name];

  if ('open' in access) {
    test('is open to everyone, with whatever token', async () => {
      const [status, code] = access.open;
      for (const face of faces) {
        for (const token of [undefined, 'garbage', expiredToken, tokens.get('nobody'), tokens.get('owner')]) {
          const result = await call(face, name, samples[name](shop, seeded), token);
          expect({ face, status: result.status, code: result.code }).toEqual({ face, status, code });
        }
      }
    });
    return;
  }

  test('is refused to whoever is not signed in', async () => {
    const [header, payload] = tokens.get('owner')?.split('.') ?? [];
    await expectRefused(
      name,
      [expiredToken, 'TOKEN_EXPIRED'],
      [undefined, 'UNAUTHENTICATED'],
      ['garbage', 'UNAUTHENTICATED'],
      [`${header}.${payload}.${'A'.repeat(86)}`, 'UNAUTHENTICATED'],
    );
  });

  if ('signedIn' in access) {
    test('is allowed to everyone who is signed in', async () => {
      for (const role of [...everyone, null]) {
        const code = access.unless?.[role ?? 'nobody'];
        if (code !== undefined) {
          await expectRefused(name, [await server.signInAs(role), code]);
          continue;
        }
        // Some of these end the session, or change the user.
        for (const face of faces) await expectAllowed(face, name, await server.signInAs(role));
      }
    });
    return;
  }

  const { roles, where, asking = [] } = access;

  test.each([...everyone, null])('is allowed or refused to the role %s as the matrix says', async (role) => {
    const token = tokens.get(role ?? 'nobody');
    if (role === null || !roles.includes(role)) {
      await expectRefusedBy([faceOf(role)], name, [token, 'FORBIDDEN']);
    } else if (asking.includes(role)) await expectQuestion(name, token);
    else await expectAllowed(faceOf(role), name, token);
  });

  test('is refused, allowed or hidden to the manager of another store', async () => {
    const token = tokens.get('manager of the other store');
    if (where === 'catalogue') await expectAllowedByBoth(name, token);
    else if (where === 'business' || !roles.includes('manager')) {
      await expectRefused(name, [token, 'FORBIDDEN']);
    } else if (where === 'stores') await expectRefused(name, [token, 'INVALID_REFERENCE']);
    else if (name !== 'stores.list') await expectRefused(name, [token, 'NOT_FOUND']);
  });

  if (name.startsWith('reports.')) {
    test('adds up nothing of a store in which the caller has no role', async () => {
      const { storeId, ...others } = samples[name](shop, seeded);
      const ofStore = { ...others, storeId: shop.stores[1].id };
      // Which store it is about is said where one was asked for.
      const figuresOf = (report: Json) =>
        JSON.parse(
          JSON.stringify({ ...report, readAt: '' }, (field, value) =>
            /^store(Id|Name)$/.test(field) ? '' : value,
          ),
        );
      for (const face of faces) {
        const seen = (await call(face, name, others, tokens.get('manager of the other store'))).body;
        expect(figuresOf(seen)).toEqual(
          figuresOf((await call(face, name, ofStore, tokens.get('owner'))).body),
        );
      }
    });
    // What concerns the whole business has no store: the tests of these say who sees it.
  } else if (where === 'list' && !['auditLog.list', 'settings.history', 'events.list'].includes(name)) {
    test('lists nothing of a store in which the caller has no role', async () => {
      const [own, other] = [shop.stores[1].id, shop.stores[0].id];
      for (const face of faces) {
        const all = (await call(face, name, { limit: 200 }, tokens.get('owner'))).body;
        const seen = (await call(face, name, { limit: 200 }, tokens.get('manager of the other store'))).body;
        const storesOf = (item: Json): string[] =>
          name === 'stores.list'
            ? [item.id]
            : (item.storeIds ?? [item.storeId ?? item.fromStoreId, item.toStoreId ?? item.storeId]);
        expect(all.items.flatMap(storesOf)).toContain(other);
        // Whether pay is shown is about the caller.
        const shown = ({ hourlyRateVisible, ...item }: Json) => item;
        const owned = all.items.filter((item: Json) => storesOf(item).includes(own));
        expect(seen.items.map(shown)).toEqual(owned.map(shown));
        expect(seen.nextCursor).toBeNull();
      }
    });
  }

  if (where !== 'catalogue' && where !== 'business' && name !== 'stores.list') {
    test('answers about another store exactly as about one that does not exist', async () => {
      const input = samples[name](shop, seeded);
      const ofStore = scope?.kind === 'store' ? scope.field : 'storeId';
      const field = where === 'document' ? 'id' : where === 'stores' ? 'storeIds' : ofStore;
      const nowhere = where === 'stores' ? [newId()] : newId();
      expect(input).toHaveProperty(field);
      for (const face of faces) {
        // Who may do it there: what nobody there may do is refused before it is looked for.
        const token = roles.includes('manager')
          ? tokens.get('manager of the other store')
          : await server.signInAs('owner', { storeId: shop.stores[1].id });
        const hidden = await call(face, name, input, token);
        const missing = await call(face, name, { ...input, [field]: nowhere }, token);
        const text = ({ body }: Result) => JSON.stringify({ ...body, requestId: '' });
        expect(hidden.status).toBe(where === 'stores' ? 400 : 404);
        expect(text(hidden)).toBe(text(missing));
      }
    });
  }

  if (where !== 'catalogue' && where !== 'business') {
    test('is allowed to a role that is held in that store alone', async () => {
      for (const role of everyone) {
        const token = tokens.get(`${role} here`);
        if (!roles.includes(role)) await expectRefusedBy([faceOf(role)], name, [token, 'FORBIDDEN']);
        else if (asking.includes(role)) await expectQuestion(name, token);
        else await expectAllowed(faceOf(role), name, token);
      }
    });
  }
});

/** Who may listen to what, said a second time and by hand, as above. All of them are of stores. */
const listeners: Readonly<Record<SubscriptionName, readonly BuiltInRole[]>> = {
  'events.subscribe': management,
};

describe.each(Object.entries(listeners))('%s', (name, roles) => {
  const refusal = async (token: string | undefined, input: object = {}) => {
    const { code, status, detail } = await refusalOf(server.url, { name, token, input });
    return { code, status, detail };
  };

  test('takes a caller who is signed in', async () => {
    expect(await refusal(undefined)).toMatchObject({ code: 'UNAUTHENTICATED', status: 401 });
    expect(await refusal('nonsense')).toMatchObject({ code: 'UNAUTHENTICATED', status: 401 });
    expect(await refusal(expiredToken)).toMatchObject({ code: 'TOKEN_EXPIRED', status: 401 });
  });

  test('takes its permission, in all stores or in one', async () => {
    expect(await refusal(tokens.get('nobody'))).toMatchObject({ code: 'FORBIDDEN', status: 403 });
    for (const role of everyone) {
      for (const token of [tokens.get(role), tokens.get(`${role} here`)]) {
        const input = { storeId: shop.stores[0].id };
        if (roles.includes(role)) await expect(refusal(token, input)).rejects.toThrow('was let in');
        else expect(await refusal(token, input)).toMatchObject({ code: 'FORBIDDEN', status: 403 });
      }
    }
  });

  test('answers about another store exactly as about one that does not exist', async () => {
    const token = tokens.get('manager of the other store');
    const hidden = await refusal(token, { storeId: shop.stores[0].id });
    expect(hidden).toMatchObject({ code: 'NOT_FOUND', status: 404 });
    expect(hidden).toEqual(await refusal(token, { storeId: newId() }));
  });
});

test('who manages one store and sells in another may not manage the other', async () => {
  const user = await server.createUser('manager', { storeId: shop.stores[1].id });
  await server.database.pool.query(
    `INSERT INTO role_assignments (id, user_id, role, store_id, created_at) VALUES ($1, $2, 'cashier', $3, now())`,
    [newId(), user.id, shop.stores[0].id],
  );
  const token = await server.openSession(user.id);
  await expectRefused('registers.create', [token, 'FORBIDDEN']);
  await expectRefused('inventory.adjust', [token, 'FORBIDDEN']);
  await expectAllowedByBoth('registers.get', token);
});
