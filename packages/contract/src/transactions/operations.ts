import { z } from 'zod';
import { document, inStore, query } from '../operation.ts';
import { ById } from '../shared/ids.ts';
import { page } from '../shared/page.ts';
import {
  ListedTransaction,
  ListTransactionsInput,
  Transaction,
  TransactionTotal,
  TransactionTotalsInput,
} from './schemas.ts';

export const transactions = {
  list: query({
    rest: { method: 'GET', path: '/transactions' },
    permission: 'transactions.read',
    scope: inStore(),
    summary: 'List the movements of money, with their running totals',
    description:
      'The ledger of money: payments of sales, refunds of returns, and cash put into drawers and taken out of them. In the ' +
      'order of recording. The floats that shifts open with are not in it: they are in the business before and after. A running ' +
      'total is of what is recorded when the page is read: on the current day a till whose entry was on its way may ' +
      'still come in before another of the same moment.',
    input: ListTransactionsInput,
    output: page(ListedTransaction),
    errors: ['NOT_FOUND', 'INVALID_CURSOR'],
  }),
  get: query({
    rest: { method: 'GET', path: '/transactions/{id}' },
    permission: 'transactions.read',
    scope: document('transaction'),
    summary: 'Get one movement of money',
    input: ById,
    output: Transaction,
    errors: ['NOT_FOUND'],
  }),
  totals: query({
    rest: { method: 'GET', path: '/transactions/totals' },
    permission: 'transactions.read',
    scope: inStore(),
    summary: 'Add up the movements of money by store, currency, kind and payment method',
    description:
      'Of the business days from businessDateFrom to businessDateTo, both inclusive, for each store, currency, kind and ' +
      'method that came up: amount = Σ amount, tips = Σ tip, count = the number of entries. Currencies are never added ' +
      'up. For each store and currency, Σ (amount − tips) of kind sale = Σ (total + cashRounding) of its completed ' +
      'sales, and of kind return = −Σ (total + cashRounding) of its returns; those of method exchange come to 0 together. ' +
      'Where each shift lies within the days, Σ amount by method of kind sale = Σ tenders of the X and Z reports, and of the ' +
      'sales that belong to no shift, such as late ones; of kind return = −Σ returns.refunds of the reports, and of the ' +
      'returns that belong to none; paid_in, paid_out and drop = their drawers; and Σ amount of method cash = Σ ' +
      '(expected − openingFloat) of their drawers, and the cash of late sales. All figures are of one moment.',
    input: TransactionTotalsInput,
    output: z.object({ items: z.array(TransactionTotal) }),
    errors: ['NOT_FOUND'],
  }),
};
