import type { StoresOfDocument } from '../procedure/scope.ts';
import { storesOfTaxRate } from './catalog/index.ts';
import { storesOfSaleFlag } from './offline-sales/index.ts';
import { storesOfSale } from './open-sales/index.ts';
import { storesOfRegister } from './organization/index.ts';
import { storesOfPayment } from './payments/index.ts';
import { storesOfPurchaseOrder } from './purchasing/index.ts';
import { storesOfShift } from './registers/index.ts';
import { storesOfReturn } from './returns/index.ts';
import { storesOfEmployee, storesOfTimecard } from './staff/index.ts';
import { storesOfStocktake } from './stocktakes/index.ts';
import { storesOfTransfer } from './transfers/index.ts';

/** Where the documents are that mutations change by their id. */
export const storesOfDocument = {
  register: storesOfRegister,
  tax_rate: storesOfTaxRate,
  payment: storesOfPayment,
  shift: storesOfShift,
  sale: storesOfSale,
  employee: storesOfEmployee,
  timecard: storesOfTimecard,
  transfer: storesOfTransfer,
  stocktake: storesOfStocktake,
  purchase_order: storesOfPurchaseOrder,
  sale_flag: storesOfSaleFlag,
  return: storesOfReturn,
} satisfies StoresOfDocument;
