import type { contract } from '@cashwrap/contract';
import {
  type Contract,
  type Entry,
  type Operation,
  operationsOf,
  type Subscription,
} from '@cashwrap/contract';
import { newId } from '@cashwrap/database';
import { askApproval, tellPeople } from './people.ts';
import {
  type Answer,
  type Caller,
  type Json,
  ok,
  PASSWORD,
  SETUP_TOKEN,
  type Shop,
  type TestServer,
} from './support.ts';

type Names<C, Kind, Prefix extends string = ''> = {
  [K in keyof C & string]: C[K] extends Kind
    ? `${Prefix}${K}`
    : C[K] extends Entry
      ? never
      : Names<C[K], Kind, `${Prefix}${K}.`>;
}[keyof C & string];

/** Every operation of the contract, such as `products.byBarcode`. A table over it lacks none, or does not compile. */
export type OperationName = Names<typeof contract, Operation>;

/** The same of what one listens to. */
export type SubscriptionName = Names<typeof contract, Subscription>;

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
  /** A third store, to and from which goods are sent. */
  readonly depotId: string;
  readonly transferIds: SeededTransfers;
  readonly stocktakeIds: StocktakeIds;
  readonly saleId: string;
  readonly openSales: SeededOpenSales;
  readonly goodsBack: SeededReturns;
  readonly openPayments: SeededOpenPayments;
  /** Of that sale. */
  readonly paymentId: string;
  readonly transactionId: string;
  /** Open shifts to read, to close and to close by force, at tills of their own, and one that is closed. */
  readonly shiftIds: readonly [string, string, string];
  readonly closedShiftId: string;
  readonly cashMovementId: string;
  /** A till without a shift. */
  readonly idleTillId: string;
  readonly userId: string;
  readonly roleId: string;
  readonly apiKeyId: string;
  /** A question that waits for an approval, and an approval that the owner gave. */
  readonly approvalRequestId: string;
  readonly approvalId: string;
  readonly customerGroupId: string;
  /** One to read, one to change, one to archive, one that is archived, two to be merged, and one to be erased. */
  readonly customerIds: readonly [string, string, string, string, string, string, string];
  /** With something on them: one to read and to correct, one to change, one to block, and one that is blocked (at version 3). */
  readonly giftCardIds: readonly [string, string, string, string];
  /** A member of the active loyalty programme. */
  readonly memberId: string;
  /** The active one, and drafts to change, to start and to end. */
  readonly loyaltyProgramIds: readonly [string, string, string, string];
  /** One to read and to fill, and one to change. */
  readonly priceListIds: readonly [string, string];
  /** One to read, one to change, and one to archive. */
  readonly discountIds: readonly [string, string, string];
  /** One to read, to fill and to order from, one to change, one to archive, and one that is archived (at version 2). */
  readonly supplierIds: readonly [string, string, string, string];
  /** Drafts to read, to change, to order and to cancel, and one that is ordered (at version 2). */
  readonly purchaseOrderIds: readonly [string, string, string, string, string];
  /** An order of which a part has come with the receipt, of which a part went back; there is much more of both. */
  readonly openOrderId: string;
  readonly goodsReceiptId: string;
  readonly supplierReturnId: string;
  /** A category to change, and an empty one. */
  readonly categoryId: string;
  readonly emptyCategoryId: string;
  /** A product that is on sale, and one that is archived (at version 2). */
  readonly productId: string;
  readonly archivedId: string;
  readonly notificationId: string;
  /** Of an offline sale that nobody has paid. */
  readonly saleFlagId: string;
}

/** A draft to change, one to send and one to cancel, of the first store; on the road to it, and from it (version 2). */
type SeededTransfers = Readonly<Record<'drafted' | 'ready' | 'unwanted' | 'coming' | 'going', string>>;

/** Stocktakes to read and count in, and for what changes one; each at the version that its sample names. */
interface StocktakeIds {
  readonly counting: string;
  readonly toUpdate: string;
  readonly toStart: string;
  readonly toReview: string;
  readonly toApply: string;
  readonly toCancel: string;
}

/** Open sales at version 1, each for what its name says; the one to resume is parked, at version 2. */
type SeededOpenSales = Readonly<
  Record<
    'updated' | 'filled' | 'changed' | 'cut' | 'parked' | 'resumed' | 'completed' | 'paid' | 'cancelled',
    OpenSale
  >
>;

/** Payments of open sales at version 2, each for what its name says. */
type SeededOpenPayments = Readonly<Record<'removed' | 'captured' | 'voided', OpenPayment>>;

/** An open sale with its first line. */
export interface OpenSale {
  readonly id: string;
  readonly lineId: string;
}

/** An amount that the simulator has set aside for an open sale. */
export interface OpenPayment {
  readonly saleId: string;
  readonly paymentId: string;
}

const noSale: OpenSale = { id: '', lineId: '' };
const noPayment: OpenPayment = { saleId: '', paymentId: '' };

/** A sale of much that comes back bit by bit, one to void, a return, and one whose refund the provider has refused. */
interface SeededReturns {
  readonly sold: OpenSale;
  readonly voidedId: string;
  readonly returnId: string;
  readonly refused: RefusedRefund;
  readonly exchangeId: string;
}

/** The ids of a return, and of its refund. */
export interface RefusedRefund {
  readonly id: string;
  readonly refundId: string;
}

/** For samples that read no document. */
export const nothingSeeded: Seeded = {
  employeeId: '',
  newcomerId: '',
  leaverId: '',
  timecardId: '',
  tillId: '',
  adjustmentId: '',
  depotId: '',
  transferIds: { drafted: '', ready: '', unwanted: '', coming: '', going: '' },
  stocktakeIds: { counting: '', toUpdate: '', toStart: '', toReview: '', toApply: '', toCancel: '' },
  saleId: '',
  goodsBack: { sold: noSale, voidedId: '', returnId: '', refused: { id: '', refundId: '' }, exchangeId: '' },
  openSales: {
    ...{ updated: noSale, filled: noSale, changed: noSale, cut: noSale },
    ...{ parked: noSale, resumed: noSale, completed: noSale, paid: noSale, cancelled: noSale },
  },
  openPayments: { removed: noPayment, captured: noPayment, voided: noPayment },
  paymentId: '',
  transactionId: '',
  shiftIds: ['', '', ''],
  closedShiftId: '',
  cashMovementId: '',
  idleTillId: '',
  userId: '',
  roleId: '',
  apiKeyId: '',
  approvalRequestId: '',
  approvalId: '',
  customerGroupId: '',
  customerIds: ['', '', '', '', '', '', ''],
  giftCardIds: ['', '', '', ''],
  memberId: '',
  loyaltyProgramIds: ['', '', '', ''],
  priceListIds: ['', ''],
  discountIds: ['', '', ''],
  supplierIds: ['', '', '', ''],
  purchaseOrderIds: ['', '', '', '', ''],
  openOrderId: '',
  goodsReceiptId: '',
  supplierReturnId: '',
  categoryId: '',
  emptyCategoryId: '',
  productId: '',
  archivedId: '',
  notificationId: '',
  saleFlagId: '',
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

/** A sale of the first store that an offline till has handed over just now, and that comes to what it has shown. */
export function offlineSaleOf({ registers, products }: Shop, fields: object = {}): Json {
  return {
    ...{ id: newId(), registerId: registers[0].id, tillReference: unique('T') },
    occurredAt: new Date().toISOString(),
    lines: [{ productId: products.voucher.id, quantity: 1 }],
    payments: [{ method: 'cash', tendered: 150 }],
    shown: { total: 150, lineTotals: [150] },
    ...fields,
  };
}

function withoutReceiptOf({ stores, registers, products }: Shop, { customerIds }: Seeded): Json {
  return {
    ...{ storeId: stores[0].id, registerId: registers[0].id, customerId: customerIds[0] },
    lines: [{ productId: products.coffee.id, quantity: 1, disposition: 'damaged' }],
  };
}

function orderOf({ stores, products }: Shop, { supplierIds }: Pick<Seeded, 'supplierIds'>): Json {
  return {
    ...{ storeId: stores[0].id, supplierId: supplierIds[0], expectedOn: '2026-12-01', note: unique('Order') },
    lines: [
      { productId: products.coffee.id, quantity: 12, unitCost: 340 },
      { productId: products.apples.id, quantity: 2.5, unitCost: 120 },
    ],
  };
}

function deliveryOf({ products }: Shop, { openOrderId }: Pick<Seeded, 'openOrderId'>): Json {
  return {
    ...{ id: openOrderId, deliveryNote: unique('LS'), freight: 90, discount: 20, note: 'Left box wet' },
    lines: [{ productId: products.coffee.id, quantity: 3, damaged: 1, unitCost: 345 }],
  };
}

function supplierReturnOf(
  { stores, products }: Shop,
  { supplierIds, goodsReceiptId }: Pick<Seeded, 'supplierIds' | 'goodsReceiptId'>,
): Json {
  return {
    ...{ storeId: stores[0].id, supplierId: supplierIds[0], goodsReceiptId: goodsReceiptId || null },
    ...{ reason: 'damaged', reference: unique('RMA'), note: 'Collected by the driver' },
    lines: [
      { productId: products.coffee.id, quantity: 1, from: 'damaged', unitCredit: 345 },
      { productId: products.coffee.id, quantity: 1, from: 'on_hand' },
    ],
  };
}

/** A gift card with something on it that nobody has paid for. */
export function givenCard(storeId: string, fields: object = {}): Json {
  return { storeId, amount: 5000, reason: 'Goodwill', ...fields };
}

function staffOf(storeId: string): Json {
  return {
    ...{ name: unique('Ada'), position: 'Assistant', storeIds: [storeId], hiredOn: '2026-01-01' },
    ...{ email: 'ada@example.com', note: 'Keys to the back door' },
  };
}

let made = 0;
function reportOf({ stores }: Shop): Json {
  return { storeId: stores[0].id, from: '2026-06-01', to: '2026-06-30' };
}

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

/** The same as a number. */
function uniqueNumber(): number {
  made += 1;
  return made;
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
  'taxCategories.update': ({ taxCategories }) => ({
    ...{ id: taxCategories.reduced.id, version: 1, name: unique('Category') },
  }),
  'taxCategories.get': ({ taxCategories }) => ({ id: taxCategories.standard.id }),
  'taxCategories.list': () => ({ sort: '-name' }),
  'taxRates.create': ({ stores, taxCategories }) => ({
    storeId: stores[0].id,
    taxCategoryId: taxCategories.standard.id,
    name: unique('Levy'),
    percentage: 8.875,
    validFrom: '2026-01-01',
  }),
  'taxRates.update': ({ taxRates }) => ({ id: taxRates[1].id, version: 1, name: unique('Levy') }),
  'taxRates.get': ({ taxRates }) => ({ id: taxRates[0].id }),
  'taxRates.list': ({ stores }) => ({ storeId: stores[0].id, validOn: '2026-06-01' }),
  'categories.create': (_shop, { categoryId }) => ({ name: unique('Shelf'), parentId: categoryId || null }),
  'categories.get': (_shop, { categoryId }) => ({ id: categoryId }),
  'categories.list': () => ({ sort: '-name', limit: 10 }),
  'categories.update': (_shop, { categoryId }) => ({ id: categoryId, version: 1, name: unique('Shelf') }),
  'categories.delete': (_shop, { emptyCategoryId }) => ({ id: emptyCategoryId }),
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
  'customerGroups.list': () => ({ sort: '-name', limit: 5 }),
  'customerGroups.get': (_shop, { customerGroupId }) => ({ id: customerGroupId }),
  'customerGroups.create': () => ({ name: unique('Group') }),
  'customerGroups.update': (_shop, { customerGroupId }) => ({
    ...{ id: customerGroupId, version: 1, name: unique('Group') },
  }),
  'customers.list': (_shop, { customerGroupId }) => ({
    ...{ groupId: customerGroupId, status: 'active', tag: 'regular', search: 'ada' },
  }),
  'customers.get': (_shop, { customerIds }) => ({ id: customerIds[0] }),
  'customers.create': (_shop, { customerGroupId }) => ({
    ...{ name: unique('Ada'), email: 'ada@example.com', phone: '+49 30 1234', groupIds: [customerGroupId] },
    ...{ taxExempt: true, taxExemptReason: 'EX-4711', reference: unique('K'), tags: ['regular'] },
    ...{ company: 'Analytical Engines', taxId: 'DE123456789', birthday: '1985-12-10', note: 'Likes tea' },
    address: { line1: 'St James’s Square 12', city: 'London', country: 'GB' },
    consents: [{ channel: 'post', granted: true, source: 'paper' }],
  }),
  'customers.update': (_shop, { customerIds }) => ({ id: customerIds[1], version: 1, name: unique('Ada') }),
  'customers.archive': (_shop, { customerIds }) => ({ id: customerIds[2], version: 1 }),
  'customers.storeCredit': (_shop, { customerIds }) => ({ id: customerIds[0] }),
  'customers.storeCreditLedger': (_shop, { customerIds }) => ({
    ...{ id: customerIds[0], currency: 'EUR', kind: 'adjust', limit: 5 },
  }),
  'customers.adjustStoreCredit': ({ stores }, { customerIds }) => ({
    ...{ id: customerIds[0], storeId: stores[0].id, amount: 500, reason: unique('Broken cup') },
  }),
  'giftCards.list': ({ stores }, { customerIds }) => ({
    ...{ storeId: stores[0].id, status: 'active', customerId: customerIds[0], limit: 5 },
  }),
  'giftCards.get': (_shop, { giftCardIds }) => ({ id: giftCardIds[0] }),
  'giftCards.lookup': () => ({ code: GIFT_CARD_CODE }),
  'giftCards.issue': ({ stores }) => ({
    ...{ storeId: stores[0].id, code: unique('Gift card'), note: unique('Box') },
  }),
  'giftCards.update': (_shop, { giftCardIds }) => ({
    ...{ id: giftCardIds[1], version: 2, note: unique('Found') },
  }),
  'giftCards.block': (_shop, { giftCardIds }) => ({
    ...{ id: giftCardIds[2], version: 2, reason: 'Reported lost' },
  }),
  'giftCards.unblock': (_shop, { giftCardIds }) => ({ id: giftCardIds[3], version: 3 }),
  'giftCards.adjust': (_shop, { giftCardIds }) => ({
    ...{ id: giftCardIds[0], amount: 100, reason: unique('Loaded too little') },
  }),
  'giftCards.ledger': (_shop, { giftCardIds }) => ({ id: giftCardIds[0], kind: 'load', limit: 5 }),
  'giftCards.liability': () => ({}),
  'customers.unarchive': (_shop, { customerIds }) => ({ id: customerIds[3], version: 2 }),
  'customers.recordConsents': (_shop, { customerIds }) => ({
    ...{ id: customerIds[0], consents: [{ channel: 'email', granted: true, source: 'till' }] },
  }),
  'customers.merge': (_shop, { customerIds }) => ({
    ...{ id: customerIds[4], version: 1, mergedId: customerIds[5], mergedVersion: 1 },
  }),
  'customers.erase': (_shop, { customerIds }) => ({ id: customerIds[6], version: 1 }),
  'customers.personalData': (_shop, { customerIds }) => ({ id: customerIds[0] }),
  'customers.consents': (_shop, { customerIds }) => ({ id: customerIds[0], channel: 'email' }),
  'customers.import': () => ({ csv: `reference,name\r\n${unique('CSV')},Ada\r\n`, onError: 'skip' }),
  'customers.export': () => ({ status: 'active' }),
  'customers.purchases': ({ stores }, { customerIds }) => ({
    ...{ id: customerIds[0], storeId: stores[0].id, businessDateFrom: '2020-01-01' },
  }),
  'customers.loyalty': (_shop, { memberId }) => ({ id: memberId }),
  'loyaltyPrograms.list': () => ({ status: 'active', limit: 5 }),
  'loyaltyPrograms.get': (_shop, { loyaltyProgramIds }) => ({ id: loyaltyProgramIds[0] }),
  'loyaltyPrograms.create': ({ products }, { categoryId }) => ({
    ...{ name: unique('Club'), enrolsAutomatically: false, tierGraceDays: 14, expiryMonths: 24 },
    earning: { points: 2, perAmount: 100, excludedCategoryIds: categoryId === '' ? [] : [categoryId] },
    redemption: { points: 100, amount: 500, minimumPoints: 100, maximumPercentage: 50 },
    tiers: [{ id: newId(), name: 'Gold', minimumPoints: 1000, multiplier: 1.5 }],
    rewards: [
      {
        ...{ id: newId(), name: 'A coffee on us', points: 300 },
        effect: { type: 'free_product', products: { productIds: [products.coffee.id] } },
      },
    ],
  }),
  'loyaltyPrograms.update': (_shop, { loyaltyProgramIds }) => ({
    ...{ id: loyaltyProgramIds[1], version: 1, name: unique('Club'), redemption: null },
  }),
  'loyaltyPrograms.activate': (_shop, { loyaltyProgramIds }) => ({ id: loyaltyProgramIds[2], version: 1 }),
  'loyaltyPrograms.end': (_shop, { loyaltyProgramIds }) => ({ id: loyaltyProgramIds[3], version: 1 }),
  'loyalty.enrol': (_shop, { customerIds }) => ({ id: customerIds[0] }),
  'loyalty.adjust': (_shop, { memberId }) => ({ id: memberId, points: 50, reason: 'For the long wait' }),
  'loyalty.ledger': (_shop, { memberId }) => ({ id: memberId, kind: 'adjust', limit: 5 }),
  'priceLists.list': (_shop, { customerGroupId }) => ({ customerGroupId, status: 'active' }),
  'priceLists.get': (_shop, { priceListIds }) => ({ id: priceListIds[0] }),
  'priceLists.create': ({ stores }, { customerGroupId }) => ({
    ...{ name: unique('List'), currency: 'EUR', storeId: stores[0].id, customerGroupId },
    ...{ startsOn: '2026-01-01', endsOn: '2026-12-31' },
  }),
  'priceLists.update': (_shop, { priceListIds }) => ({
    ...{ id: priceListIds[1], version: 1, name: unique('List'), endsOn: null },
  }),
  'priceLists.entries': ({ products }, { priceListIds }) => ({
    ...{ id: priceListIds[0], productId: products.coffee.id },
  }),
  'priceLists.setPrices': ({ products }, { priceListIds }) => ({
    id: priceListIds[0],
    prices: [
      { productId: products.coffee.id, unitPrice: uniqueNumber() },
      { productId: products.apples.id, minQuantity: 2.5, unitPrice: null },
    ],
  }),
  'discounts.list': () => ({ status: 'active', limit: 5 }),
  'discounts.get': (_shop, { discountIds }) => ({ id: discountIds[0] }),
  'discounts.create': ({ stores, products }, { customerGroupId }) => ({
    ...{ name: unique('Offer'), code: unique('OFFER').replace(' ', '-') },
    effect: { type: 'percentage', percentage: 12.5, target: 'line' },
    products: { productIds: [products.coffee.id] },
    conditions: { weekdays: [1, 2], storeIds: [stores[0].id], customerGroupIds: [customerGroupId] },
    ...{ stacking: 'exclusive', priority: 5, usageLimit: 100, usageLimitPerCustomer: 1 },
  }),
  'discounts.update': (_shop, { discountIds }) => ({
    ...{ id: discountIds[1], version: 1, name: unique('Offer') },
    effect: { type: 'quantity_tiers', tiers: [{ minQuantity: 3, percentage: 10 }] },
  }),
  'discounts.archive': (_shop, { discountIds }) => ({ id: discountIds[2], version: 1 }),
  'products.archive': (_shop, { productId }) => ({ id: productId, version: 1 }),
  'products.unarchive': (_shop, { archivedId }) => ({ id: archivedId, version: 2 }),
  'products.history': ({ products }) => ({ id: products.coffee.id }),
  'products.label': ({ products }) => ({ id: products.coffee.id, format: 'svg' }),
  'products.import': () => ({
    csv: `sku,name,tax_category,price\r\n${unique('CSV')},Tea,Standard,4.50\r\n`,
    onError: 'skip',
  }),
  'products.export': () => ({ status: 'active' }),
  'priceLists.import': ({ products }, { priceListIds }) => ({
    id: priceListIds[0],
    csv: `sku,min_quantity,unit_price\r\n${products.coffee.sku},${unique('').trim()},5.99\r\n`,
  }),
  'priceLists.export': (_shop, { priceListIds }) => ({ id: priceListIds[0] }),
  'inventory.import': ({ stores, products }) => ({
    storeId: stores[0].id,
    csv: `sku,quantity,unit_cost\r\n${products.apples.sku},12.5,1.20\r\n${unique('NONE')},1,\r\n`,
    onError: 'skip',
  }),
  'inventory.levels': ({ stores, products }) => ({ storeId: stores[0].id, productId: products.coffee.id }),
  'inventory.adjust': ({ stores, products }) => ({
    storeId: stores[0].id,
    reason: 'found',
    note: unique('Behind the shelf'),
    lines: [{ productId: products.coffee.id, quantity: 2, unitCost: 340 }],
  }),
  'inventory.revalue': ({ stores, products }) => ({
    ...{ storeId: stores[0].id, note: unique('The invoice was wrong') },
    lines: [{ productId: products.coffee.id, unitCost: uniqueNumber() }],
  }),
  'inventory.setReorderPoints': ({ stores, products }) => ({
    storeId: stores[0].id,
    points: [
      { productId: products.coffee.id, point: 5, quantity: uniqueNumber() },
      { productId: products.apples.id, point: null },
    ],
  }),
  'inventory.adjustments': ({ stores }) => ({ storeId: stores[0].id, reason: 'opening_stock' }),
  'inventory.reorder': ({ stores }, { supplierIds }) => ({
    ...{ storeId: stores[0].id, supplierId: supplierIds[0], salesDays: 14, coverDays: 10 },
  }),
  'inventory.orderSuggested': ({ stores, products }, { supplierIds }) => ({
    ...{ storeId: stores[0].id, supplierIds: [supplierIds[0]], productIds: [products.coffee.id] },
  }),
  'inventory.adjustment': (_shop, { adjustmentId }) => ({ id: adjustmentId }),
  'inventory.movements': ({ stores, products }) => ({ storeId: stores[0].id, productId: products.coffee.id }),
  'inventory.moveDamaged': ({ stores, products }) => ({
    ...{ storeId: stores[0].id, action: 'set_aside', note: unique('Dropped') },
    lines: [{ productId: products.coffee.id, quantity: 1 }],
  }),
  'inventory.damagedMovements': ({ stores }) => ({ storeId: stores[0].id, limit: 5 }),
  'inventory.export': ({ stores }) => ({ storeId: stores[0].id }),
  'inventory.suppliers.list': ({ products }) => ({
    ...{ search: 'seeded', productId: products.apples.id, status: 'active', sort: '-createdAt' },
  }),
  'inventory.suppliers.get': (_shop, { supplierIds }) => ({ id: supplierIds[0] }),
  'inventory.suppliers.create': () => ({
    ...{ name: unique('Roasters'), code: unique('ROAST'), email: 'orders@example.com', currency: 'EUR' },
    contacts: [{ name: 'Grace Hopper', role: 'Sales', email: null, phone: '+49 30 1234' }],
    address: { line1: 'Harbour 1', city: 'Hamburg', country: 'DE' },
    ...{ website: 'https://example.com/', paymentTermDays: 30, leadTimeDays: 5, minimumOrderValue: 10_000 },
  }),
  'inventory.suppliers.update': (_shop, { supplierIds }) => ({
    ...{ id: supplierIds[1], version: 1, name: unique('Roasters'), terms: 'Ex works' },
  }),
  'inventory.suppliers.archive': (_shop, { supplierIds }) => ({ id: supplierIds[2], version: 1 }),
  'inventory.suppliers.unarchive': (_shop, { supplierIds }) => ({ id: supplierIds[3], version: 2 }),
  'inventory.suppliers.products': ({ products }, { supplierIds }) => ({
    ...{ id: supplierIds[0], productId: products.apples.id },
  }),
  'inventory.suppliers.setProducts': ({ products }, { supplierIds }) => ({
    id: supplierIds[0],
    products: [
      {
        ...{
          productId: products.coffee.id,
          supplierSku: unique('THEIRS'),
          packSize: 6,
          cost: uniqueNumber(),
        },
        ...{ leadTimeDays: 3, minimumOrder: 12, preferred: true },
      },
    ],
    remove: [products.voucher.id],
  }),
  'inventory.transfers.list': ({ stores, products }) => ({
    ...{ storeId: stores[0].id, direction: 'out', productId: products.coffee.id, status: 'draft' },
  }),
  'inventory.transfers.destinations': ({ stores }) => ({ storeId: stores[0].id, sort: '-name' }),
  'inventory.transfers.get': (_shop, { transferIds }) => ({ id: transferIds.coming }),
  'inventory.transfers.create': ({ stores, products }, { depotId }) => ({
    ...{ fromStoreId: stores[0].id, toStoreId: depotId, expectedOn: '2026-12-24', note: unique('Van') },
    lines: [{ productId: products.coffee.id, quantity: 1 }],
  }),
  'inventory.transfers.update': ({ products }, { transferIds }) => ({
    ...{ id: transferIds.drafted, version: 1, note: unique('Lorry') },
    lines: [{ productId: products.apples.id, quantity: 2.5 }],
  }),
  'inventory.transfers.send': (_shop, { transferIds }) => ({ id: transferIds.ready, version: 1 }),
  'inventory.transfers.receive': ({ products }, { transferIds }) => ({
    id: transferIds.coming,
    lines: [{ productId: products.coffee.id, quantity: 1, damaged: 1 }],
  }),
  'inventory.transfers.close': (_shop, { transferIds }) => ({
    ...{ id: transferIds.going, version: 2, outcome: 'returned' },
  }),
  'inventory.transfers.cancel': (_shop, { transferIds }) => ({ id: transferIds.unwanted, version: 1 }),
  'inventory.stocktakes.list': ({ stores }) => ({ storeId: stores[0].id, status: 'counting' }),
  'inventory.stocktakes.get': (_shop, { stocktakeIds }) => ({ id: stocktakeIds.counting }),
  'inventory.stocktakes.create': ({ stores }, { categoryId }) => ({
    ...{ storeId: stores[0].id, name: unique('Count'), blind: false, note: 'Back room too' },
    ...(categoryId && { categoryIds: [categoryId] }),
  }),
  'inventory.stocktakes.update': (_shop, { stocktakeIds }) => ({
    ...{ id: stocktakeIds.toUpdate, version: 1, name: unique('Count'), blind: false },
  }),
  'inventory.stocktakes.start': (_shop, { stocktakeIds }) => ({ id: stocktakeIds.toStart, version: 1 }),
  'inventory.stocktakes.count': ({ products }, { stocktakeIds }) => ({
    ...{ id: stocktakeIds.counting, area: unique('Shelf') },
    lines: [{ productId: products.apples.id, quantity: 2.5 }],
  }),
  'inventory.stocktakes.uncount': ({ products }, { stocktakeIds }) => ({
    ...{ id: stocktakeIds.counting, productIds: [products.apples.id] },
  }),
  'inventory.stocktakes.lines': (_shop, { stocktakeIds }) => ({
    ...{ id: stocktakeIds.counting, sort: '-product', limit: 5 },
  }),
  'inventory.stocktakes.uncounted': (_shop, { stocktakeIds }) => ({
    ...{ id: stocktakeIds.counting, search: 'app', limit: 5 },
  }),
  'inventory.stocktakes.review': (_shop, { stocktakeIds }) => ({ id: stocktakeIds.toReview, version: 2 }),
  'inventory.stocktakes.apply': (_shop, { stocktakeIds }) => ({ id: stocktakeIds.toApply, version: 3 }),
  'inventory.stocktakes.cancel': (_shop, { stocktakeIds }) => ({ id: stocktakeIds.toCancel, version: 1 }),
  'inventory.purchaseOrders.list': ({ stores, products }, { supplierIds }) => ({
    ...{ storeId: stores[0].id, supplierId: supplierIds[0], productId: products.apples.id, status: 'draft' },
  }),
  'inventory.purchaseOrders.get': (_shop, { purchaseOrderIds }) => ({ id: purchaseOrderIds[0] }),
  'inventory.purchaseOrders.create': orderOf,
  'inventory.purchaseOrders.update': ({ products }, { purchaseOrderIds }) => ({
    ...{ id: purchaseOrderIds[1], version: 1, note: unique('Ring twice'), expectedOn: '2026-12-24' },
    lines: [{ productId: products.apples.id, quantity: 7.5, unitCost: 110 }],
  }),
  'inventory.purchaseOrders.order': (_shop, { purchaseOrderIds }) => ({
    ...{ id: purchaseOrderIds[2], version: 1 },
  }),
  'inventory.purchaseOrders.cancel': (_shop, { purchaseOrderIds }) => ({
    ...{ id: purchaseOrderIds[3], version: 1 },
  }),
  'inventory.purchaseOrders.cancelRest': ({ products }, { purchaseOrderIds }) => ({
    ...{ id: purchaseOrderIds[4], version: 2, productIds: [products.coffee.id] },
  }),
  'inventory.purchaseOrders.document': (_shop, { purchaseOrderIds }) => ({ id: purchaseOrderIds[0] }),
  'inventory.purchaseOrders.receive': deliveryOf,
  'inventory.goodsReceipts.list': ({ stores }, { supplierIds, openOrderId }) => ({
    ...{ storeId: stores[0].id, supplierId: supplierIds[0], purchaseOrderId: openOrderId },
  }),
  'inventory.goodsReceipts.get': (_shop, { goodsReceiptId }) => ({ id: goodsReceiptId }),
  'inventory.supplierReturns.list': ({ stores }, { supplierIds, goodsReceiptId }) => ({
    ...{ storeId: stores[0].id, supplierId: supplierIds[0], goodsReceiptId },
  }),
  'inventory.supplierReturns.get': (_shop, { supplierReturnId }) => ({ id: supplierReturnId }),
  'inventory.supplierReturns.create': supplierReturnOf,
  'discounts.evaluate': ({ stores, products }) => ({
    storeId: stores[0].id,
    lines: [{ productId: products.coffee.id, quantity: 2 }],
  }),
  'shifts.open': ({ stores }, { idleTillId }) => ({
    ...{ storeId: stores[0].id, registerId: idleTillId, note: unique('Morning') },
    openingFloat: { denominations: [{ value: 5000, count: 2 }] },
  }),
  'shifts.current': ({ stores, registers }) => ({ storeId: stores[0].id, registerId: registers[0].id }),
  'shifts.get': (_shop, { shiftIds }) => ({ id: shiftIds[0] }),
  'shifts.list': ({ stores }) => ({ storeId: stores[0].id, status: 'open' }),
  'shifts.addCashMovement': (_shop, { shiftIds }) => ({
    ...{ id: shiftIds[0], kind: 'paid_out', amount: 250, reason: unique('Milk') },
  }),
  'shifts.cashMovements': (_shop, { shiftIds }) => ({ id: shiftIds[0], kind: 'paid_in' }),
  'shifts.cashMovement': (_shop, { cashMovementId }) => ({ id: cashMovementId }),
  'shifts.xReport': (_shop, { shiftIds }) => ({ id: shiftIds[0] }),
  'shifts.close': (_shop, { shiftIds }) => ({ id: shiftIds[1], version: 1, cash: { amount: 10_000 } }),
  'shifts.forceClose': (_shop, { shiftIds }) => ({ id: shiftIds[2], version: 1, reason: 'Forgotten' }),
  'shifts.zReport': (_shop, { closedShiftId }) => ({ id: closedShiftId }),
  'shifts.cashUp': ({ stores }) => ({ storeId: stores[0].id, businessDate: '2026-06-30' }),
  'sales.quote': ({ stores, products }) => ({
    storeId: stores[0].id,
    lines: [{ productId: products.coffee.id, quantity: 2 }],
    discounts: [{ type: 'percentage', name: 'Neighbour', percentage: 10 }],
  }),
  'sales.create': saleOf,
  'sales.get': (_shop, { saleId }) => ({ id: saleId }),
  'sales.listOpen': ({ stores, registers }) => ({
    ...{ storeId: stores[0].id, registerId: registers[0].id, status: 'open' },
  }),
  'sales.update': (_shop, { openSales }) => ({
    ...{ id: openSales.updated.id, version: 1, note: unique('Gift wrapping') },
  }),
  'sales.addLine': ({ products }, { openSales }) => ({
    ...{ id: openSales.filled.id, version: 1, productId: products.coffee.id, quantity: 1 },
  }),
  'sales.updateLine': (_shop, { openSales: { changed } }) => ({ ...changed, version: 1, quantity: 2 }),
  'sales.removeLine': (_shop, { openSales: { cut } }) => ({ ...cut, version: 1 }),
  'sales.park': (_shop, { openSales }) => ({ id: openSales.parked.id, version: 1, name: 'Mrs Smith' }),
  'sales.resume': ({ registers }, { openSales }) => ({
    ...{ id: openSales.resumed.id, version: 2, registerId: registers[0].id },
  }),
  'sales.complete': (_shop, { openSales }) => ({ id: openSales.completed.id, version: 1 }),
  'sales.addPayment': (_shop, { openSales }) => ({
    ...{ id: openSales.paid.id, version: 1, payment: { method: 'cash', tendered: 1000 } },
  }),
  'sales.removePayment': (_shop, { openPayments: { removed } }) => ({
    ...{ id: removed.saleId, version: 2, paymentId: removed.paymentId },
  }),
  'sales.cancel': (_shop, { openSales }) => ({
    ...{ id: openSales.cancelled.id, version: 1, reason: 'The customer has left' },
  }),
  'sales.byNumber': ({ stores, registers }) => ({
    ...{ storeId: stores[0].id, registerId: registers[0].id, number: 1 },
  }),
  'sales.list': ({ stores, registers }) => ({ storeId: stores[0].id, registerId: registers[0].id }),
  'sales.ingest': (shop) => ({ storeId: shop.stores[0].id, sales: [offlineSaleOf(shop)] }),
  'saleFlags.list': ({ stores }) => ({ storeId: stores[0].id, kind: 'uncollected', status: 'open' }),
  'saleFlags.resolve': (_shop, { saleFlagId }) => ({ id: saleFlagId, resolution: 'Paid the next day' }),
  'payments.list': ({ stores, registers }) => ({
    ...{ storeId: stores[0].id, registerId: registers[0].id, method: 'cash' },
  }),
  'payments.get': (_shop, { paymentId }) => ({ id: paymentId }),
  'payments.capture': (_shop, { openPayments }) => ({ id: openPayments.captured.paymentId }),
  'payments.void': (_shop, { openPayments }) => ({ id: openPayments.voided.paymentId }),
  'payments.providers': () => ({}),
  'transactions.list': ({ stores, registers }) => ({
    ...{ storeId: stores[0].id, registerId: registers[0].id, kind: 'sale', method: 'cash' },
  }),
  'transactions.get': (_shop, { transactionId }) => ({ id: transactionId }),
  'transactions.totals': ({ stores }) => ({
    ...{ storeId: stores[0].id, businessDateFrom: '2026-06-01', businessDateTo: '2026-06-30' },
  }),
  'reports.salesSummary': reportOf,
  'reports.topProducts': reportOf,
  'reports.payments': reportOf,
  'reports.taxes': reportOf,
  'reports.discounts': reportOf,
  'reports.refunds': reportOf,
  'reports.profitAndLoss': reportOf,
  'reports.inventoryValuation': ({ stores }) => ({ storeId: stores[0].id, asOf: '2026-06-30' }),
  'reports.stockLevels': ({ stores }) => ({ storeId: stores[0].id }),
  'reports.lowStock': ({ stores }) => ({ storeId: stores[0].id }),
  'reports.stockTurnover': reportOf,
  'reports.customers': reportOf,
  'reports.loyalty': reportOf,
  'reports.employees': reportOf,
  'reports.shifts': reportOf,
  'reports.dashboard': ({ stores }) => ({ storeId: stores[0].id }),
  'sales.receipt': (_shop, { saleId }) => ({ id: saleId, format: 'json' }),
  'sales.void': (_shop, { goodsBack }) => ({ id: goodsBack.voidedId, reason: 'Rung up twice' }),
  'returns.quote': ({ stores }, { goodsBack: { sold } }) => ({
    ...{ storeId: stores[0].id, saleId: sold.id, lines: [{ saleLineId: sold.lineId, quantity: 2 }] },
  }),
  'returns.create': ({ stores, registers }, { goodsBack: { sold } }) => ({
    ...{ storeId: stores[0].id, registerId: registers[0].id, saleId: sold.id, reason: unique('Too small') },
    lines: [{ saleLineId: sold.lineId, quantity: 1 }],
  }),
  'returns.quoteWithoutReceipt': withoutReceiptOf,
  'returns.createWithoutReceipt': (shop, seeded) => ({
    ...withoutReceiptOf(shop, seeded),
    ...{ reason: unique('No receipt'), note: 'Unopened' },
  }),
  'returns.get': (_shop, { goodsBack }) => ({ id: goodsBack.returnId }),
  'returns.list': ({ stores, registers }) => ({
    ...{ storeId: stores[0].id, registerId: registers[0].id, kind: 'return' },
  }),
  'returns.receipt': (_shop, { goodsBack }) => ({ id: goodsBack.returnId, format: 'json' }),
  'returns.retryRefund': (_shop, { goodsBack }) => ({ ...goodsBack.refused }),
  'exchanges.create': (shop, { goodsBack: { sold } }) => exchangeOf(shop, sold),
  'exchanges.get': (_shop, { goodsBack }) => ({ id: goodsBack.exchangeId }),
  'settings.get': () => ({}),
  'settings.update': () => ({ version: 1, name: unique('Corner Shop') }),
  'settings.getStore': ({ stores }) => ({ storeId: stores[0].id }),
  'settings.updateStore': ({ stores }) => ({ storeId: stores[0].id, version: 1, phone: unique('030') }),
  'settings.history': ({ stores }) => ({ storeId: stores[0].id, limit: 5 }),
  'events.list': ({ stores }) => ({ storeId: stores[0].id, types: ['sale.completed'], limit: 5 }),
  'notifications.list': ({ stores }) => ({ storeId: stores[0].id, kind: 'low_stock', limit: 5 }),
  'notifications.unreadCount': ({ stores }) => ({ storeId: stores[0].id }),
  'notifications.preferences': () => ({}),
  'notifications.setPreferences': () => ({ sale_flagged: false, drawer_variance: true }),
  'notifications.markRead': (_shop, { notificationId }) => ({ ids: [notificationId] }),
  'notifications.markAllRead': ({ stores }) => ({ storeId: stores[0].id }),
  'auditLog.list': ({ stores }) => ({ storeId: stores[0].id, action: 'registers.create', limit: 5 }),
  'auditLog.verify': () => ({}),
  'approvals.create': (_shop, { approvalRequestId }) => ({ approvalRequestId }),
  'approvals.get': (_shop, { approvalId }) => ({ id: approvalId }),
  'approvals.requests.list': () => ({ limit: 5 }),
  'approvals.requests.get': (_shop, { approvalRequestId }) => ({ id: approvalRequestId }),
};

export const operationNames = Object.keys(samples) as OperationName[];

const tenOff = { type: 'percentage', percentage: 10, target: 'sale' };

/** Of the first gift card that is seeded. */
const GIFT_CARD_CODE = '9123 4567 8901 2348';

/** Makes the documents that samples read; there is stock for many more sales after it. */
export async function seedDocuments(
  server: Caller & Pick<TestServer, 'database' | 'clock'>,
  shop: Shop,
): Promise<Seeded> {
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
  const depotId = await create('/v1/stores', {
    ...{ name: unique('Depot'), timeZone: 'Europe/Berlin', pricesIncludeTax: true },
  });
  await create('/v1/inventory/adjustments', {
    ...{ storeId: depotId, reason: 'opening_stock' },
    lines: [{ productId: shop.products.coffee.id, quantity: 10_000, unitCost: 350 }],
  });
  const draft = (fields: object = {}) =>
    create('/v1/inventory/transfers', {
      ...{ fromStoreId: storeId, toStoreId: depotId },
      ...{ lines: [{ productId: shop.products.coffee.id, quantity: 1 }], ...fields },
    });
  const send = async (id: string) => {
    const body = { version: 1 };
    await server.request('POST', `/v1/inventory/transfers/${id}/send`, {
      ...{ token: shop.owner, headers: { 'idempotency-key': id }, body },
    });
    return id;
  };
  const supply = {
    ...{ fromStoreId: depotId, toStoreId: storeId },
    lines: [{ productId: shop.products.coffee.id, quantity: 10_000 }],
  };
  const transferIds = {
    ...{ drafted: await draft(), ready: await draft(), unwanted: await draft() },
    ...{ coming: await send(await draft(supply)), going: await send(await draft()) },
  };
  const stocktakeIds = {
    counting: await makeStocktake(server, shop, 'counting'),
    toUpdate: await makeStocktake(server, shop, 'draft'),
    toStart: await makeStocktake(server, shop, 'draft'),
    toReview: await makeStocktake(server, shop, 'counting'),
    toApply: await makeStocktake(server, shop, 'review'),
    toCancel: await makeStocktake(server, shop, 'draft'),
  };
  const user = {
    ...{ username: unique('seeded').replace(' ', '-'), name: 'Seeded', password: PASSWORD },
    roles: [{ role: 'cashier', storeId }],
  };
  const identity = {
    userId: await create('/v1/users', user),
    roleId: await create('/v1/roles', { name: unique('Seeded'), permissions: ['sales.read'] }),
    apiKeyId: await create('/v1/api-keys', { name: 'Seeded', permissions: ['products.read'] }),
  };
  const catalogue = {
    categoryId: await create('/v1/categories', { name: unique('Seeded') }),
    emptyCategoryId: await create('/v1/categories', { name: unique('Seeded') }),
    productId: await create('/v1/products', samples['products.create'](shop, nothingSeeded)),
    archivedId: await create('/v1/products', samples['products.create'](shop, nothingSeeded)),
  };
  await server.request('POST', `/v1/products/${catalogue.archivedId}/archive`, {
    token: shop.owner,
    body: { version: 1 },
  });
  const newTill = () => create('/v1/registers', { storeId, name: unique('Seeded till') });
  const tillId = await newTill();
  const openShift = async () =>
    create('/v1/shifts', { storeId, registerId: await newTill(), openingFloat: { amount: 10_000 } });
  const shiftIds = [await openShift(), await openShift(), await openShift()] as const;
  const closedShiftId = await openShift();
  await server.request('POST', `/v1/shifts/${closedShiftId}/close`, {
    token: shop.owner,
    headers: { 'idempotency-key': unique('seed').replace(' ', '-') },
    body: { version: 1, cash: { amount: 10_000 } },
  });
  const shifts = {
    ...{ shiftIds, closedShiftId, idleTillId: await newTill() },
    cashMovementId: await create(`/v1/shifts/${shiftIds[0]}/cash-movements`, {
      ...{ kind: 'paid_in', amount: 500, reason: 'Change' },
    }),
  };
  const approvals = {
    approvalId: await create('/v1/approvals', {
      approvalRequestId: await askApproval(server, storeId, identity.userId),
    }),
    approvalRequestId: await askApproval(server, storeId, identity.userId),
  };
  const customer = () => create('/v1/customers', { name: unique('Seeded customer') });
  const priceList = () => create('/v1/price-lists', { name: unique('Seeded list') });
  const discount = () => create('/v1/discounts', { name: unique('Seeded offer'), effect: tenOff });
  const program = () =>
    create('/v1/loyalty-programs', { name: unique('Club'), earning: { points: 1, perAmount: 100 } });
  const loyaltyProgramIds = [await program(), await program(), await program(), await program()] as const;
  const memberId = await customer();
  for (const path of [`loyalty-programs/${loyaltyProgramIds[0]}/activate`, `customers/${memberId}/loyalty`]) {
    const body = path.startsWith('loyalty') ? { version: 1 } : {};
    ok(await server.request('POST', `/v1/${path}`, { token: shop.owner, body }));
  }
  const offers: Pick<Seeded, 'customerGroupId' | 'customerIds' | 'priceListIds' | 'discountIds'> = {
    customerGroupId: await create('/v1/customer-groups', { name: unique('Seeded group') }),
    customerIds: [
      ...([await customer(), await customer(), await customer(), await customer()] as const),
      ...([await customer(), await customer(), await customer()] as const),
    ],
    priceListIds: [await priceList(), await priceList()],
    discountIds: [await discount(), await discount(), await discount()],
  };
  const giftCard = (fields: object = {}) => create('/v1/gift-cards', givenCard(storeId, fields));
  const giftCardIds: Seeded['giftCardIds'] = [
    await giftCard({ code: GIFT_CARD_CODE }),
    ...([await giftCard(), await giftCard(), await giftCard()] as const),
  ];
  await server.request('POST', `/v1/gift-cards/${giftCardIds[3]}/block`, {
    token: shop.owner,
    body: { version: 2, reason: 'Reported lost' },
  });
  await server.request('POST', `/v1/customers/${offers.customerIds[3]}/archive`, {
    token: shop.owner,
    body: { version: 1 },
  });
  const supplier = () => create('/v1/inventory/suppliers', { name: unique('Seeded supplier') });
  const supplierIds: Seeded['supplierIds'] = [
    ...([await supplier(), await supplier(), await supplier(), await supplier()] as const),
  ];
  await server.request('PUT', `/v1/inventory/suppliers/${supplierIds[0]}/products`, {
    token: shop.owner,
    body: { products: [{ productId: shop.products.apples.id, cost: 100 }] },
  });
  await server.request('POST', `/v1/inventory/suppliers/${supplierIds[3]}/archive`, {
    token: shop.owner,
    body: { version: 1 },
  });
  const purchaseOrder = () => create('/v1/inventory/purchase-orders', orderOf(shop, { supplierIds }));
  const purchaseOrderIds: Seeded['purchaseOrderIds'] = [
    ...([
      await purchaseOrder(),
      await purchaseOrder(),
      await purchaseOrder(),
      await purchaseOrder(),
    ] as const),
    await purchaseOrder(),
  ];
  await server.request('POST', `/v1/inventory/purchase-orders/${purchaseOrderIds[4]}/order`, {
    token: shop.owner,
    body: { version: 1 },
  });
  const lines = [{ productId: shop.products.coffee.id, quantity: 100_000, unitCost: 340 }];
  const openOrderId = await create('/v1/inventory/purchase-orders', {
    ...{ storeId, supplierId: supplierIds[0], lines },
  });
  await server.request('POST', `/v1/inventory/purchase-orders/${openOrderId}/order`, {
    token: shop.owner,
    body: { version: 1 },
  });
  const goodsReceiptId = await create(`/v1/inventory/purchase-orders/${openOrderId}/receive`, {
    deliveryNote: unique('LS'),
    lines: [{ productId: shop.products.coffee.id, quantity: 1000, damaged: 1000 }],
  });
  const supplierReturnId = await create(
    '/v1/inventory/supplier-returns',
    supplierReturnOf(shop, { supplierIds, goodsReceiptId }),
  );
  const saleId = await create('/v1/sales', saleOf(shop));
  const open = (): Promise<OpenSale> => makeOpenSale(server, shop);
  const openSales = {
    ...{ updated: await open(), filled: await open(), changed: await open(), cut: await open() },
    ...{ parked: await open(), resumed: await makeOpenSale(server, shop, 'parked') },
    ...{ completed: await open(), paid: await open(), cancelled: await open() },
  };
  const saleFlagId = await openSaleFlag(server, shop);
  const goodsBack = {
    sold: await makeSale(server, shop, 10_000),
    voidedId: (await makeSale(server, shop)).id,
    returnId: (await makeReturn(server, shop)).id,
    refused: await makeRefusedRefund(server, shop),
    exchangeId: await create('/v1/exchanges', exchangeOf(shop, await makeSale(server, shop))),
  };
  const setAside = (): Promise<OpenPayment> => makeOpenPayment(server, shop);
  const openPayments = { removed: await setAside(), captured: await setAside(), voided: await setAside() };
  const { body: paid } = await server.request('GET', '/v1/payments', { token: shop.owner });
  const payment = paid.items.find((item: Json) => item.saleId === saleId);
  return {
    ...people,
    ...identity,
    ...{ memberId, loyaltyProgramIds },
    ...offers,
    ...approvals,
    ...catalogue,
    ...shifts,
    tillId,
    giftCardIds,
    supplierIds,
    purchaseOrderIds,
    ...{ openOrderId, goodsReceiptId, supplierReturnId },
    adjustmentId,
    depotId,
    transferIds,
    stocktakeIds,
    notificationId: await tellPeople(server, storeId),
    ...{ saleId, openSales, openPayments, goodsBack, saleFlagId },
    ...{ paymentId: payment.id, transactionId: payment.transactionId },
  };
}

/** An open sale with an amount that the simulator has set aside for it. */
export async function makeOpenPayment(server: Caller, shop: Shop): Promise<OpenPayment> {
  const { id: saleId } = await makeOpenSale(server, shop);
  const payment = { method: 'card', provider: 'simulator', amount: 100, capture: false };
  const headers = { 'idempotency-key': unique('pay').replace(' ', '-') };
  const body = { version: 1, payment };
  const path = `/v1/sales/${saleId}/payments`;
  const sale = ok(await server.request('POST', path, { token: shop.owner, headers, body }));
  return { saleId, paymentId: sale.payments[0].id };
}

/** An open sale of the first store, of something that costs nothing: it can be completed as it is. */
export async function makeOpenSale(
  server: Caller,
  { owner, stores, registers, taxCategories }: Shop,
  status: 'open' | 'parked' = 'open',
): Promise<OpenSale> {
  const post = async (path: string, body: Json): Promise<Json> => {
    const headers = { 'idempotency-key': unique('open').replace(' ', '-') };
    return ok(await server.request('POST', `/v1${path}`, { token: owner, headers, body }));
  };
  const product = await post('/products', {
    ...{ sku: unique('FLY'), name: 'Flyer', taxCategoryId: taxCategories.standard.id },
    ...{ price: 0, trackStock: false },
  });
  const sale = await post('/sales', {
    ...{ storeId: stores[0].id, registerId: registers[0].id },
    lines: [{ productId: product.id, quantity: 1 }],
  });
  if (status === 'parked') await post(`/sales/${sale.id}/park`, { version: 1 });
  return { id: sale.id, lineId: sale.lines[0].id };
}

/** Ingests an offline sale that nobody has paid; answers the id of its flag. */
export async function openSaleFlag(server: Caller, shop: Shop): Promise<string> {
  const body = { storeId: shop.stores[0].id, sales: [offlineSaleOf(shop, { payments: [] })] };
  const { items } = ok(await server.request('POST', '/v1/sales/ingest', { token: shop.owner, body }));
  return items[0].flags[0].id;
}

/** A sale of the first store, of gift wrapping, paid by card. */
export async function makeSale(
  server: Caller,
  { owner, stores, registers, products }: Shop,
  quantity = 1,
): Promise<OpenSale> {
  const post = async (path: string, body: Json): Promise<Json> => {
    const headers = { 'idempotency-key': unique('sold').replace(' ', '-') };
    return ok(await server.request('POST', `/v1${path}`, { token: owner, headers, body }));
  };
  const cart = { storeId: stores[0].id, lines: [{ productId: products.voucher.id, quantity }] };
  const { total: amount } = await post('/sales/quote', cart);
  const payments = [{ method: 'card', amount, reference: 'T-1' }];
  const sale = await post('/sales', { ...cart, registerId: registers[0].id, payments });
  return { id: sale.id, lineId: sale.lines[0].id };
}

/** A return of all of such a sale. */
export async function makeReturn(server: Caller, shop: Shop): Promise<Json> {
  const sold = await makeSale(server, shop);
  const headers = { 'idempotency-key': unique('returned').replace(' ', '-') };
  const body = {
    ...{ storeId: shop.stores[0].id, registerId: shop.registers[0].id, saleId: sold.id, reason: 'Too small' },
    lines: [{ saleLineId: sold.lineId, quantity: 1 }],
  };
  return ok(await server.request('POST', '/v1/returns', { token: shop.owner, headers, body }));
}

/** One piece of gift wrapping for another one. */
export function exchangeOf({ stores, registers, products }: Shop, { id: saleId, lineId }: OpenSale): Json {
  return {
    ...{ storeId: stores[0].id, registerId: registers[0].id },
    return: { saleId, reason: unique('Torn'), lines: [{ saleLineId: lineId, quantity: 1 }] },
    // The price may have been changed meanwhile.
    sale: {
      lines: [{ productId: products.voucher.id, quantity: 1 }],
      payments: [{ method: 'cash', tendered: 100_000 }],
    },
  };
}

/** A return whose refund the provider has refused. */
export async function makeRefusedRefund(
  server: Caller & Pick<TestServer, 'database'>,
  shop: Shop,
): Promise<RefusedRefund> {
  const { id, refunds } = await makeReturn(server, shop);
  const refundId: string = refunds[0].id;
  await server.database.pool.query(
    `UPDATE refunds SET status = 'failed', provider = 'elsewhere',
       failure = '{"code": "declined", "message": "The card was closed."}' WHERE id = $1`,
    [refundId],
  );
  return { id, refundId };
}

/** A stocktake of the first store that has come so far; under review something was counted. */
export async function makeStocktake(
  server: Caller,
  shop: Shop,
  status: 'draft' | 'counting' | 'review',
): Promise<string> {
  const post = async (path: string, body: Json): Promise<Json> => {
    const headers = { 'idempotency-key': unique('stocktake').replace(' ', '-') };
    return ok(await server.request('POST', path, { token: shop.owner, headers, body }));
  };
  const stocktakes = '/v1/inventory/stocktakes';
  const { id } = await post(stocktakes, { storeId: shop.stores[0].id, name: unique('Seeded count') });
  if (status === 'draft') return id;
  await post(`${stocktakes}/${id}/start`, { version: 1 });
  if (status === 'counting') return id;
  const lines = [{ productId: shop.products.apples.id, quantity: 3 }];
  await post(`${stocktakes}/${id}/count`, { lines });
  await post(`${stocktakes}/${id}/review`, { version: 2 });
  return id;
}

/** One programme is active at a time: the seeded one, but where the sample of an operation starts another. */
export async function settleActiveProgram(
  { database }: Pick<TestServer, 'database'>,
  { loyaltyProgramIds: [seeded] }: Pick<Seeded, 'loyaltyProgramIds'>,
  name: OperationName,
): Promise<void> {
  await database.pool.query(`UPDATE loyalty_programs SET status = 'ended' WHERE status = 'active'`);
  if (name === 'loyaltyPrograms.activate') return;
  await database.pool.query(`UPDATE loyalty_programs SET status = 'active' WHERE id = $1`, [seeded]);
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

/** Of each contract its operations by name: to read them all off it takes half as long as a call. */
const operationsByName = new WeakMap<Contract, ReadonlyMap<string, Operation>>();

export function operationOf(of: Contract, name: string): Operation {
  const known =
    operationsByName.get(of) ?? new Map(operationsOf(of).map((each) => [each.name, each.operation]));
  operationsByName.set(of, known);
  const found = known.get(name);
  if (!found) throw new Error(`The contract has no ${name}.`);
  return found;
}
