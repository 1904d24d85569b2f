import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { createSale } from './create-sale.ts';
import { getReceipt } from './get-receipt.ts';
import { quoteSale } from './quote-sale.ts';
import { getSale, listSales } from './read-sales.ts';

export const saleHandlers: Handlers<typeof contract.sales> = {
  quote: quoteSale,
  create: createSale,
  get: getSale,
  list: listSales,
  receipt: getReceipt,
};
