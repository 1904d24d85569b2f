import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { getPayment, listPayments } from './payments.ts';
import { addUpTransactions, getTransaction, listTransactions } from './transactions.ts';

export const transactionHandlers: Handlers<typeof contract.transactions> = {
  list: listTransactions,
  get: getTransaction,
  totals: addUpTransactions,
};

/** What else can be done with payments is up to open sales. */
export const paymentHandlers: Handlers<Pick<typeof contract.payments, 'list' | 'get'>> = {
  list: listPayments,
  get: getPayment,
};
