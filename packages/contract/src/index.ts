import { apiKeys } from './api-keys/operations.ts';
import { approvals } from './approvals/operations.ts';
import { auditLog } from './audit-log/operations.ts';
import { auth } from './auth/operations.ts';
import { categories } from './categories/operations.ts';
import { customerFiles } from './customers/files.ts';
import { customerLifecycle } from './customers/lifecycle.ts';
import { customerConsents, customerGroups, customers } from './customers/operations.ts';
import { customerStoreCredit } from './customers/store-credit.ts';
import { discounts } from './discounts/operations.ts';
import { employees } from './employees/operations.ts';
import { events } from './events/operations.ts';
import { exchanges } from './exchanges/operations.ts';
import { giftCards } from './gift-cards/operations.ts';
import { stockFiles } from './inventory/files.ts';
import { inventory } from './inventory/operations.ts';
import { customerLoyalty, loyalty, loyaltyPrograms } from './loyalty/operations.ts';
import { notifications } from './notifications/operations.ts';
import { paymentActions, payments } from './payments/operations.ts';
import { priceListFiles } from './price-lists/files.ts';
import { priceLists } from './price-lists/operations.ts';
import { productFiles } from './products/files.ts';
import { products } from './products/operations.ts';
import { goodsReceipts, purchaseOrders, supplierReturns } from './purchase-orders/operations.ts';
import { registers } from './registers/operations.ts';
import { reorderOperations } from './reorder/operations.ts';
import { reports } from './reports/operations.ts';
import { returns, voidOperations } from './returns/operations.ts';
import { permissionsGroup, roles } from './roles/operations.ts';
import type { RouterOf } from './router.ts';
import { saleFlags } from './sale-flags/operations.ts';
import { offlineSaleOperations } from './sales/offline-operations.ts';
import { openSaleOperations, openSalePaymentOperations } from './sales/open-sale-operations.ts';
import { sales } from './sales/operations.ts';
import { settings } from './settings/operations.ts';
import { shifts } from './shifts/operations.ts';
import { stocktakes } from './stocktakes/operations.ts';
import { stores } from './stores/operations.ts';
import { suppliers } from './suppliers/operations.ts';
import { taxCategories, taxRates } from './taxes/operations.ts';
import { timecards } from './timecards/operations.ts';
import { transactions } from './transactions/operations.ts';
import { transfers } from './transfers/operations.ts';
import { users } from './users/operations.ts';

/** Every operation of Cashwrap. The server, the REST face, the OpenAPI document and the SDK follow from it. */
export const contract = {
  auth,
  users,
  roles,
  permissions: permissionsGroup,
  apiKeys,
  employees,
  timecards,
  stores,
  registers,
  taxCategories,
  taxRates,
  categories,
  products: { ...products, ...productFiles },
  customerGroups,
  customers: {
    ...customers,
    ...customerConsents,
    ...customerFiles,
    ...customerStoreCredit,
    ...customerLoyalty,
    ...customerLifecycle,
  },
  loyaltyPrograms,
  loyalty,
  giftCards,
  priceLists: { ...priceLists, ...priceListFiles },
  discounts,
  inventory: {
    ...inventory,
    ...stockFiles,
    ...reorderOperations,
    suppliers,
    purchaseOrders,
    goodsReceipts,
    supplierReturns,
    transfers,
    stocktakes,
  },
  shifts,
  sales: {
    ...sales,
    ...openSaleOperations,
    ...openSalePaymentOperations,
    ...voidOperations,
    ...offlineSaleOperations,
  },
  saleFlags,
  returns,
  exchanges,
  payments: { ...payments, ...paymentActions },
  transactions,
  reports,
  settings,
  notifications,
  events,
  auditLog,
  approvals,
};

export type CashwrapContract = typeof contract;

/** The type that `createTRPCClient` takes. */
export type AppRouter = RouterOf<CashwrapContract>;

export * from './accounts/schemas.ts';
export * from './api-keys/schemas.ts';
export * from './approvals/schemas.ts';
export * from './audit-log/schemas.ts';
export * from './auth/schemas.ts';
export * from './categories/schemas.ts';
export * from './customers/files.ts';
export * from './customers/lifecycle.ts';
export * from './customers/schemas.ts';
export * from './customers/store-credit.ts';
export * from './discounts/schemas.ts';
export * from './employees/schemas.ts';
export * from './error-help.ts';
export * from './errors.ts';
export * from './events/catalogue.ts';
export * from './events/schemas.ts';
export * from './exchanges/schemas.ts';
export * from './gift-cards/schemas.ts';
export * from './inventory/files.ts';
export * from './inventory/schemas.ts';
export * from './loyalty/schemas.ts';
export * from './notifications/schemas.ts';
export * from './operation.ts';
export * from './payments/schemas.ts';
export * from './permissions.ts';
export * from './price-lists/files.ts';
export * from './price-lists/schemas.ts';
export * from './products/barcode.ts';
export * from './products/files.ts';
export * from './products/schemas.ts';
export * from './purchase-orders/schemas.ts';
export * from './registers/schemas.ts';
export * from './reorder/schemas.ts';
export { type ColumnKind, columnKinds } from './reports/columns.ts';
export * from './reports/dashboard.ts';
export * from './reports/people.ts';
export * from './reports/report.ts';
export * from './reports/sales.ts';
export * from './reports/stock.ts';
export * from './returns/kind.ts';
export * from './returns/schemas.ts';
export * from './roles/schemas.ts';
export type { InputOf, Message, OutputOf, RouterOf, TrpcErrorShape } from './router.ts';
export * from './sale-flags/schemas.ts';
export * from './sales/cart.ts';
export * from './sales/offline.ts';
export * from './sales/open-sales.ts';
export * from './sales/payments.ts';
export * from './sales/schemas.ts';
export * from './settings/schemas.ts';
export * from './shared/csv.ts';
export * from './shared/empty.ts';
export * from './shared/gtin.ts';
export * from './shared/ids.ts';
export * from './shared/lists.ts';
export * from './shared/numbers.ts';
export * from './shared/page.ts';
export * from './shared/places.ts';
export * from './shared/text.ts';
export * from './shared/time.ts';
export * from './shifts/schemas.ts';
export * from './stocktakes/schemas.ts';
export * from './stores/schemas.ts';
export * from './suppliers/schemas.ts';
export * from './taxes/schemas.ts';
export * from './timecards/schemas.ts';
export * from './transactions/schemas.ts';
export * from './transfers/schemas.ts';
export * from './users/schemas.ts';
