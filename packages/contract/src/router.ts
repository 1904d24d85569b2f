import type {
  TRPCBuiltRouter,
  TRPCMutationProcedure,
  TRPCQueryProcedure,
  TRPCSubscriptionProcedure,
} from '@trpc/server';
import type { TRPC_ERROR_CODE_NUMBER } from '@trpc/server/rpc';
import type { z } from 'zod';
import type { Problem } from './errors.ts';
import type { Entry, Mutation, Query, Subscription } from './operation.ts';

/** The JSON that a caller sends. Nothing need be sent where every field may be left out. */
export type InputOf<E extends Entry> =
  Record<never, never> extends z.input<E['input']> ? z.input<E['input']> | undefined : z.input<E['input']>;

/** The JSON that a caller gets; of a subscription, one of its messages. */
export type OutputOf<E extends Entry> = z.output<E['output']>;

/** One message of a subscription, and the id after which to go on. */
export interface Message<Data> {
  readonly id: string;
  readonly data: Data;
}

/** What an error looks like over tRPC: `data` is the same {@link Problem} that REST answers. */
export interface TrpcErrorShape {
  message: string;
  code: TRPC_ERROR_CODE_NUMBER;
  data: Problem;
}

interface RouterTypes {
  ctx: object;
  meta: object;
  errorShape: TrpcErrorShape;
  transformer: false;
}

/** The tRPC procedures that a contract stands for. */
type Procedures<C> = {
  [K in keyof C]: C[K] extends Query
    ? TRPCQueryProcedure<{ input: InputOf<C[K]>; output: OutputOf<C[K]>; meta: object }>
    : C[K] extends Mutation
      ? TRPCMutationProcedure<{ input: InputOf<C[K]>; output: OutputOf<C[K]>; meta: object }>
      : C[K] extends Subscription
        ? TRPCSubscriptionProcedure<{
            input: InputOf<C[K]>;
            output: AsyncIterable<Message<OutputOf<C[K]>>>;
            meta: object;
          }>
        : Procedures<C[K]>;
};

/** The type of the tRPC router that serves a contract, derived from the contract alone. */
export type RouterOf<C> = TRPCBuiltRouter<RouterTypes, Procedures<C>>;
