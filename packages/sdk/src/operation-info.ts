import type { CashwrapContract, Entry } from '@cashwrap/contract';

/** What the SDK must know of an operation at run time; the rest is types. */
export interface OperationInfo {
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** Anyone may call it: it is sent without a token. */
  readonly public?: true;
  /** It takes an Idempotency-Key, so that repeating it is safe. */
  readonly keyed?: true;
  /** It answers one page of a list. */
  readonly paged?: true;
  /** It answers a pair of tokens: it begins or renews a session. */
  readonly tokens?: true;
  /** A query that may be too long for a URL: sent by POST. */
  readonly post?: true;
}

type NamesOf<C> = {
  [K in keyof C & string]: C[K] extends Entry ? K : `${K}.${NamesOf<C[K]>}`;
}[keyof C & string];

/** The dotted name of an operation, such as `products.list`. */
export type OperationName = NamesOf<CashwrapContract>;
