import type { InputOf, Mutation, Operation, OutputOf, Query, Subscription } from '@cashwrap/contract';
import type { CallOptions, MutationOptions, SubscriptionOptions } from './options.ts';
import type { PageOf, Pages } from './pages.ts';

/** A mutation whose answer holds credentials is never stored, so it takes no key. */
type OptionsOf<O extends Operation> = O extends Query
  ? CallOptions
  : O extends { readonly idempotency: 'none' }
    ? CallOptions
    : MutationOptions;

/** The answer of a list. */
export type ListOf<O extends Query> =
  OutputOf<O> extends PageOf<infer Item> ? Pages<OutputOf<O>, Item> : never;

/** `null` says that there is nothing to say: `void` for callers. */
type Answer<O extends Operation> =
  OutputOf<O> extends null
    ? Promise<void>
    : O extends Query
      ? OutputOf<O> extends PageOf<infer Item>
        ? Pages<OutputOf<O>, Item>
        : Promise<OutputOf<O>>
      : Promise<OutputOf<O>>;

/** A method whose types are more than can be written in a line. */
export type Method<O extends Operation> =
  OutputOf<O> extends InForm
    ? MethodInForms<InputOf<O>, OutputOf<O>>
    : undefined extends InputOf<O>
      ? (input?: InputOf<O>, options?: OptionsOf<O>) => Answer<O>
      : (input: InputOf<O>, options?: OptionsOf<O>) => Answer<O>;

/** What is answered in one of several forms: a report, a receipt. */
export interface InForm {
  readonly format: string;
}

/** It is answered as `format` asks for it, else as JSON. */
type MethodInForms<Input, Output extends InForm> = undefined extends Input
  ? <F extends Output['format'] = Extract<Output['format'], 'json'>>(
      input?: AskedAs<F, Input>,
      options?: CallOptions,
    ) => Promise<AnsweredAs<F, Output>>
  : <F extends Output['format'] = Extract<Output['format'], 'json'>>(
      input: AskedAs<F, Input>,
      options?: CallOptions,
    ) => Promise<AnsweredAs<F, Output>>;

export type AskedAs<F extends string, Input> = NonNullable<Input> & { readonly format?: F | undefined };
export type AnsweredAs<F extends string, Output> = Extract<Output, { format: F }>;

/** Tells only of what was asked for. `null` says that there is nothing to say: it is not handed on. */
export type SubscriptionMethod<S extends Subscription> = <Type extends TypeOf<S> = TypeOf<S>>(
  input?: NonNullable<InputOf<S>> & { readonly types?: readonly Type[] | undefined },
  options?: SubscriptionOptions,
) => AsyncGenerator<Extract<OutputOf<S>, { type: Type }>, void, void>;

export type TypeOf<S extends Subscription> = OutputOf<S> extends { type: infer Type } | null ? Type : never;

/**
 * What the contract makes of the client: a method for every operation, in the same groups. `Cashwrap` says the same with words
 * to each, which a mapped type cannot have; a test compares them.
 */
export type Methods<C> = {
  readonly [K in keyof C]: C[K] extends Query | Mutation
    ? Method<C[K]>
    : C[K] extends Subscription
      ? SubscriptionMethod<C[K]>
      : Methods<C[K]>;
};
