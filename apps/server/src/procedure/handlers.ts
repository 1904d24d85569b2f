import {
  type Contract,
  isOperation,
  type Mutation,
  type Operation,
  type OutputOf,
  type Query,
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
) => Promise<O['rest'] extends { readonly download: object } ? Download : OutputOf<O>>;

/** One handler for each operation of a contract: a missing or wrongly typed one does not compile. */
export type Handlers<C> = {
  readonly [K in keyof C]: C[K] extends Operation ? Handler<C[K]> : Handlers<C[K]>;
};

/** A handler whose operation is no longer known to the compiler. */
type AnyHandler = (call: never, input: never) => Promise<unknown>;

/** An operation with the handler that implements it. */
export interface Implementation {
  readonly name: string;
  readonly operation: Query | Mutation;
  readonly handler: AnyHandler;
}

/** Pairs each operation of a contract with its handler. */
export function implement<C extends Contract>(contract: C, handlers: Handlers<C>): Implementation[] {
  return walk(contract, handlers as HandlerTree, '');
}

interface HandlerTree {
  readonly [name: string]: AnyHandler | HandlerTree;
}

function walk(contract: Contract, handlers: HandlerTree, prefix: string): Implementation[] {
  return Object.entries(contract).flatMap(([key, node]) => {
    const name = prefix + key;
    const handler = handlers[key];
    if (isOperation(node)) {
      if (typeof handler !== 'function') throw new Error(`The operation ${name} has no handler.`);
      return [{ name, operation: node, handler }];
    }
    if (typeof handler !== 'object') throw new Error(`The operations of ${name} have no handlers.`);
    return walk(node, handler, `${name}.`);
  });
}
