import type {
  CashwrapContract,
  InputOf,
  Mutation,
  Operation,
  OutputOf,
  Query,
  Subscription,
} from '@cashwrap/contract';
import type { CallOptions, MutationOptions, SubscriptionOptions } from './options.ts';
import type { PageOf, Pages } from './pages.ts';

/** A mutation whose answer holds credentials is never stored, so it takes no key. */
type OptionsOf<O extends Operation> = O extends Query
  ? CallOptions
  : O extends { readonly idempotency: 'none' }
    ? CallOptions
    : MutationOptions;

/** `null` says that there is nothing to say: `void` for callers. */
type Answer<O extends Operation> =
  OutputOf<O> extends null
    ? Promise<void>
    : O extends Query
      ? OutputOf<O> extends PageOf<infer Item>
        ? Pages<OutputOf<O>, Item>
        : Promise<OutputOf<O>>
      : Promise<OutputOf<O>>;

type Method<O extends Operation> =
  undefined extends InputOf<O>
    ? (input?: InputOf<O>, options?: OptionsOf<O>) => Answer<O>
    : (input: InputOf<O>, options?: OptionsOf<O>) => Answer<O>;

/** `null` says that there is nothing to say: it is not handed on. */
type SubscriptionMethod<S extends Subscription> = (
  input?: InputOf<S>,
  options?: SubscriptionOptions,
) => AsyncGenerator<NonNullable<OutputOf<S>>, void, void>;

type Methods<C> = {
  readonly [K in keyof C]: C[K] extends Query | Mutation
    ? Method<C[K]>
    : C[K] extends Subscription
      ? SubscriptionMethod<C[K]>
      : Methods<C[K]>;
};

/** The client: a method for every operation of the contract, in the same groups. */
export type Cashwrap = Methods<CashwrapContract>;
