import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { getPayment, listPayments } from './payments.ts';
import { addUpTransactions, getTransaction, listTransactions } from './transactions.ts';

export const transactionHandlers: Handlers<typeof contract.transactions> = {
  list: listTransactions,
  get: getTransaction,
  totals: addUpTransactions,
};

export const paymentHandlers: Handlers<typeof contract.payments> = {
  list: listPayments,
  get: getPayment,
};
