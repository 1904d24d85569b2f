export type * from '@cashwrap/contract';
export { createCashwrap } from './create-cashwrap.ts';
export {
  type AnyApiError,
  type AnyCashwrapError,
  CashwrapApiError,
  CashwrapConnectionError,
  CashwrapError,
  CashwrapTimeoutError,
  type FailedCall,
  isApiError,
  isCashwrapError,
  type UnansweredCall,
} from './errors.ts';
export type {
  CallOptions,
  CashwrapOptions,
  CashwrapTokens,
  MutationOptions,
  SubscriptionOptions,
} from './options.ts';
export type { PageOf, Pages } from './pages.ts';
export type { Cashwrap } from './types.ts';
