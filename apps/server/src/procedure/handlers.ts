import {
  type Contract,
  type Entry,
  isEntry,
  type Message,
  type Operation,
  type OutputOf,
  type Query,
  type Subscription,
} from '@cashwrap/contract';
import type { Reader, StoreScope, Tx } from '@cashwrap/database';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Actor } from './actor.ts';
import type { Approve } from './approvals.ts';
import type { AuditEntry } from './audit.repo.ts';
import type { Device } from './context.ts';
import type { Download } from './download.ts';
import type { Failure } from './failure.ts';

/** What every use case gets beside its input. */
interface Call {
  /** The instant of the call: one for everything that it stamps. */
  readonly now: Date;
  readonly newId: () => string;
  readonly requestId: string;
  readonly log: Logger;
  readonly device: Device;
  /** The stores in which this call may act or read. */
  readonly scope: StoreScope;
}

/** A query reads, outside any transaction. */
export interface QueryCall extends Call {
  readonly db: Reader;
}

/** Keeps something of a refused call; answers what it is to be refused with instead, if anything. */
export type KeepRefusal = (tx: Tx, audit: MutationCall['audit']) => Promise<Failure | undefined>;

/** A mutation runs inside one transaction, which commits when it returns. */
export interface MutationCall extends Call {
  readonly tx: Tx;
  /** Says what was changed; the audit row is written in the same transaction. Each mutation says it. */
  readonly audit: (entry: AuditEntry) => void;
  /**
   * Says what is kept where the call is refused from here on: done in a transaction of its own after that of the call
   * was rolled back, and before it is answered. The last one holds.
   */
  readonly onRefusal: (keep: KeepRefusal) => void;
  /** Asks for the second person's word where the caller may not decide alone. */
  readonly approve: Approve;
  /** Says that there was nothing to do after all: no audit row. */
  readonly changedNothing: () => void;
}

/** A mutation that works in several steps opens its own transactions. */
export interface StepsCall extends Call, Pick<MutationCall, 'onRefusal'> {
  /**
   * What it makes first gets this id, where it is called under an Idempotency-Key: each repetition has the same, and thereby
   * finds what was made. No answer is kept of it: a repetition goes on, and answers how things stand.
   */
  readonly keyedId: string | undefined;
  /**
   * As with one transaction, `audit` says what was changed, and the row is written in the same transaction. `approve`
   * asks for a second person's word, in one of the transactions of a call: the approval is used up with it.
   */
  readonly transact: <T>(
    work: (tx: Tx, audit: MutationCall['audit'], approve: Approve) => Promise<T>,
  ) => Promise<T>;
}

/** A subscription goes on until whoever listens is gone, or may not listen any more. */
export interface SubscriptionCall extends Pick<Call, 'requestId' | 'log'> {
  readonly db: Reader;
  /**
   * The stores in which the caller may read by now; the same object as long as nothing has changed. Ask each time
   * before something is told.
   *
   * @throws UNAUTHENTICATED, TOKEN_EXPIRED, FORBIDDEN, NOT_FOUND where the caller may not go on; UNAVAILABLE where the server stops
   */
  readonly scope: () => Promise<StoreScope>;
  /** Whether nobody listens any more. */
  readonly isOver: () => boolean;
}

/** The person behind the call; operations that are open to everyone know of none. */
export interface SignedIn {
  readonly actor: Actor;
}

export type CallOf<O extends Operation> = (O extends Query
  ? QueryCall
  : O extends { readonly tx: 'steps' }
    ? StepsCall
    : MutationCall) &
  (O extends { readonly permission: 'public' } ? unknown : SignedIn);

/** What implements one operation: parsed input in, output out; a {@link Failure} is thrown. */
export type Handler<O extends Operation> = (
  call: CallOf<O>,
  input: z.output<O['input']>,
) => Promise<AnswerOf<O>>;

/** What a handler answers: a file is made while it is read. */
type AnswerOf<O extends Operation> = O['rest'] extends {
  readonly download: { readonly beside: { readonly json: infer Json extends z.ZodType } };
}
  ? Download | z.output<Json>
  : O['rest'] extends { readonly download: object }
    ? Download
    : OutputOf<O>;

/** What implements a subscription: its messages, made as they are taken. */
export type Subscriber<S extends Subscription> = (
  call: SubscriptionCall,
  input: z.output<S['input']>,
) => AsyncIterable<Message<OutputOf<S>>>;

/** One handler for each entry of a contract: a missing or wrongly typed one does not compile. */
export type Handlers<C> = {
  readonly [K in keyof C]: C[K] extends Operation
    ? Handler<C[K]>
    : C[K] extends Subscription
      ? Subscriber<C[K]>
      : Handlers<C[K]>;
};

/** A handler whose operation is no longer known to the compiler. */
type AnyHandler = (call: never, input: never) => Promise<unknown>;

/** The same of a subscription. */
type AnySubscriber = (call: never, input: never) => AsyncIterable<Message<unknown>>;

/** An operation with the handler that implements it. */
export interface Implementation {
  readonly name: string;
  readonly operation: Operation;
  readonly handler: AnyHandler;
}

/** A subscription with the handler that implements it. */
export interface ImplementedSubscription {
  readonly name: string;
  readonly subscription: Subscription;
  readonly handler: AnySubscriber;
}

/** Pairs each operation of a contract with its handler. */
export function implement<C extends Contract>(contract: C, handlers: Handlers<C>): Implementation[] {
  return walk(contract, handlers as HandlerTree, '').flatMap(({ entry, handler, name }) =>
    // `Handlers` has checked that each handler is one of its entry's kind.
    entry.kind === 'subscription' ? [] : [{ name, operation: entry, handler: handler as AnyHandler }],
  );
}

/** Pairs each subscription of a contract with its handler. */
export function implementSubscriptions<C extends Contract>(
  contract: C,
  handlers: Handlers<C>,
): ImplementedSubscription[] {
  return walk(contract, handlers as HandlerTree, '').flatMap(({ entry, handler, name }) =>
    entry.kind === 'subscription' ? [{ name, subscription: entry, handler: handler as AnySubscriber }] : [],
  );
}

interface HandlerTree {
  readonly [name: string]: AnyHandler | AnySubscriber | HandlerTree;
}

interface Implemented {
  readonly name: string;
  readonly entry: Entry;
  readonly handler: AnyHandler | AnySubscriber;
}

function walk(contract: Contract, handlers: HandlerTree, prefix: string): Implemented[] {
  return Object.entries(contract).flatMap(([key, node]) => {
    const name = prefix + key;
    const handler = handlers[key];
    if (isEntry(node)) {
      if (typeof handler !== 'function') throw new Error(`The operation ${name} has no handler.`);
      return [{ name, entry: node, handler }];
    }
    if (typeof handler !== 'object') throw new Error(`The operations of ${name} have no handlers.`);
    return walk(node, handler, `${name}.`);
  });
}
