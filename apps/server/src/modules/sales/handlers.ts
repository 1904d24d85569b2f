import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { createSale } from './create-sale.ts';
import { quoteSale } from './quote-sale.ts';
import { getReceipt, getSale, listSales } from './read-sales.ts';

export const saleHandlers: Handlers<typeof contract.sales> = {
  quote: quoteSale,
  create: createSale,
  get: getSale,
  list: listSales,
  receipt: getReceipt,
};
