import type { CashwrapContract } from '@cashwrap/contract';
import type { Handlers } from '../procedure/handlers.ts';
import { productHandlers, taxCategoryHandlers, taxRateHandlers } from './catalog/index.ts';
import { authHandlers, type Identity } from './identity/index.ts';
import { inventoryHandlers } from './inventory/index.ts';
import { registerHandlers, storeHandlers } from './organization/index.ts';
import { saleHandlers } from './sales/index.ts';

/** What implements the contract, group by group. */
export function createHandlers(identity: Identity): Handlers<CashwrapContract> {
  return {
    auth: authHandlers(identity),
    stores: storeHandlers,
    registers: registerHandlers,
    taxCategories: taxCategoryHandlers,
    taxRates: taxRateHandlers,
    products: productHandlers,
    inventory: inventoryHandlers,
    sales: saleHandlers,
  };
}
