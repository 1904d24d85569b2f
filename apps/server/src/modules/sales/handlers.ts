import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { getReceipt } from './get-receipt.ts';
import { quoteSale } from './quote-sale.ts';
import { getSaleByNumber, listSales } from './read-sales.ts';

/** Of completed sales; those of open ones, and of whatever may be either, are in their module. */
export const saleHandlers: Handlers<Pick<typeof contract.sales, 'quote' | 'list' | 'receipt' | 'byNumber'>> =
  {
    quote: quoteSale,
    list: listSales,
    receipt: getReceipt,
    byNumber: getSaleByNumber,
  };
