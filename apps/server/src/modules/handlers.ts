import type { CashwrapContract } from '@cashwrap/contract';
import type { Handlers } from '../procedure/handlers.ts';
import { storeCreditHandlers } from './accounts/index.ts';
import { type AuditTrail, auditLogHandlers } from './audit/index.ts';
import { categoryHandlers, productHandlers, taxCategoryHandlers, taxRateHandlers } from './catalog/index.ts';
import { customerLifecycleHandlers } from './customer-lifecycle/index.ts';
import { customerGroupHandlers, customerHandlers } from './customers/index.ts';
import { eventHandlers } from './events/index.ts';
import { giftCardHandlers } from './gift-cards/index.ts';
import {
  apiKeyHandlers,
  approvalHandlers,
  authHandlers,
  type Identity,
  permissionHandlers,
  roleHandlers,
  userHandlers,
} from './identity/index.ts';
import { inventoryHandlers } from './inventory/index.ts';
import { paymentHandlers, transactionHandlers } from './ledger/index.ts';
import { customerLoyaltyHandlers, loyaltyHandlers, loyaltyProgramHandlers } from './loyalty/index.ts';
import { notificationHandlers } from './notifications/index.ts';
import { offlineSaleHandlers, saleFlagHandlers } from './offline-sales/index.ts';
import { openSaleHandlers, openSalePaymentHandlers, paymentActionHandlers } from './open-sales/index.ts';
import { registerHandlers, settingsHandlers, storeHandlers } from './organization/index.ts';
import type { Providers } from './payments/index.ts';
import { discountHandlers, priceListHandlers } from './pricing/index.ts';
import { purchasingHandlers } from './purchasing/index.ts';
import { shiftHandlers } from './registers/index.ts';
import { reportHandlers } from './reports/index.ts';
import { exchangeHandlers, returnHandlers, voidHandlers } from './returns/index.ts';
import { listEmployeeSales, listPurchases, saleHandlers } from './sales/index.ts';
import { employeeHandlers, timecardHandlers } from './staff/index.ts';
import { stocktakeHandlers } from './stocktakes/index.ts';
import { transferHandlers } from './transfers/index.ts';

/** What implements the contract, group by group. */
export function createHandlers(
  identity: Identity,
  auditTrail: AuditTrail,
  providers: Providers,
): Handlers<CashwrapContract> {
  return {
    auth: authHandlers(identity),
    users: userHandlers(identity),
    roles: roleHandlers(identity),
    permissions: permissionHandlers,
    apiKeys: apiKeyHandlers(identity),
    employees: { ...employeeHandlers, sales: listEmployeeSales },
    timecards: timecardHandlers,
    stores: storeHandlers,
    registers: registerHandlers,
    taxCategories: taxCategoryHandlers,
    taxRates: taxRateHandlers,
    categories: categoryHandlers,
    products: productHandlers,
    customerGroups: customerGroupHandlers,
    customers: {
      ...customerHandlers,
      ...storeCreditHandlers,
      ...customerLoyaltyHandlers,
      purchases: listPurchases,
      ...customerLifecycleHandlers,
    },
    loyaltyPrograms: loyaltyProgramHandlers,
    loyalty: loyaltyHandlers,
    giftCards: giftCardHandlers(identity),
    priceLists: priceListHandlers,
    discounts: discountHandlers,
    inventory: {
      ...inventoryHandlers,
      ...purchasingHandlers,
      transfers: transferHandlers,
      stocktakes: stocktakeHandlers,
    },
    shifts: shiftHandlers,
    sales: {
      ...saleHandlers,
      ...openSaleHandlers,
      ...openSalePaymentHandlers(providers),
      ...voidHandlers,
      ...offlineSaleHandlers,
    },
    returns: returnHandlers,
    exchanges: exchangeHandlers,
    saleFlags: saleFlagHandlers,
    payments: { ...paymentHandlers, ...paymentActionHandlers(providers) },
    transactions: transactionHandlers,
    reports: reportHandlers,
    settings: settingsHandlers,
    notifications: notificationHandlers,
    events: eventHandlers(),
    auditLog: auditLogHandlers(auditTrail),
    approvals: approvalHandlers(identity),
  };
}
