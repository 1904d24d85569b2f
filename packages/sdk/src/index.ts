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
  type TimeLimit,
  type UnansweredCall,
} from './errors.ts';
export type { Cashwrap } from './generated/cashwrap.ts';
export type { AnswerEvent, AttemptEvent, AttemptFailure, CashwrapHooks, RetryEvent } from './hooks.ts';
export type { CallOptions, CashwrapOptions, MutationOptions, SubscriptionOptions } from './options.ts';
export type { PageOf, Pages } from './pages.ts';
export { memoryStorage, type TokenStorage } from './storage.ts';
export type { CashwrapTokens } from './tokens.ts';
export { type WebStorage, webStorage } from './web-storage.ts';
