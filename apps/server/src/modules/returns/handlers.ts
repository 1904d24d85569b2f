import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { createExchange } from './create-exchange.ts';
import { createReturn } from './create-return.ts';
import { getReturnReceipt } from './get-return-receipt.ts';
import { quoteReturn } from './quote-return.ts';
import { getExchange } from './read-exchange.ts';
import { getReturn, listReturns } from './read-returns.ts';
import { retryRefund } from './retry-refund.ts';
import { voidSale } from './void-sale.ts';
import { createWithoutReceipt, quoteWithoutReceipt } from './without-receipt.ts';

export const returnHandlers: Handlers<typeof contract.returns> = {
  quote: quoteReturn,
  create: createReturn,
  quoteWithoutReceipt,
  createWithoutReceipt,
  get: getReturn,
  list: listReturns,
  receipt: getReturnReceipt,
  retryRefund,
};

export const exchangeHandlers: Handlers<typeof contract.exchanges> = {
  create: createExchange,
  get: getExchange,
};

/** How completed sales are taken back whole, among the operations of sales. */
export const voidHandlers: Pick<Handlers<typeof contract.sales>, 'void'> = { void: voidSale };
