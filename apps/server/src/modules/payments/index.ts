export { auditedOf, sendToProvider, storeAnswer } from './ask-provider.ts';
export { connectProviders, type ProviderName, providerNames } from './connect-providers.ts';
export type { AskedPayment } from './domain/decide-payment.ts';
export { EXTERNAL_TERMINAL, isConnected } from './external-terminal.ts';
export type { PaymentProvider } from './payment-provider.ts';
export {
  changePayment,
  findPayment,
  insertPayment,
  type PaymentRow,
  storesOfPayment,
} from './payments.repo.ts';
export { Providers } from './providers.ts';
export { retryRefund } from './retry-refund.ts';
export { isSettlingDue, settleUndecided } from './settle-undecided.ts';
