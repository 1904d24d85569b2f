import type { TRPCBuiltRouter, TRPCMutationProcedure, TRPCQueryProcedure } from '@trpc/server';
import type { TRPC_ERROR_CODE_NUMBER } from '@trpc/server/rpc';
import type { z } from 'zod';
import type { Problem } from './errors.ts';
import type { Mutation, Operation, Query } from './operation.ts';

/** The JSON that a caller sends. Nothing need be sent where every field may be left out. */
export type InputOf<O extends Operation> =
  Record<never, never> extends z.input<O['input']> ? z.input<O['input']> | undefined : z.input<O['input']>;

/** The JSON that a caller gets. */
export type OutputOf<O extends Operation> = z.output<O['output']>;

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
      : Procedures<C[K]>;
};

/** The type of the tRPC router that serves a contract, derived from the contract alone. */
export type RouterOf<C> = TRPCBuiltRouter<RouterTypes, Procedures<C>>;
