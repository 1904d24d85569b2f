import type { MutationFunctionContext } from '@tanstack/react-query';
import type { Client } from '../client.ts';
import type { OperationName } from '../operation-info.ts';
import { systemRuntime } from '../runtime.ts';
import { DEFAULTS } from './defaults.ts';
import type { MutationCallOptions } from './query-types.ts';
import type { TrpcNode } from './trpc-node.ts';

interface Options {
  readonly call?: MutationCallOptions | ((input: unknown) => MutationCallOptions);
}

/**
 * The key of each `mutate` under way. TanStack Query makes one context for each and gives it to every attempt, while it
 * does not say which attempt belongs to what.
 */
const keys = new WeakMap<MutationFunctionContext, string>();

function keyOf(context: MutationFunctionContext): string {
  const key = keys.get(context) ?? systemRuntime.newId();
  keys.set(context, key);
  return key;
}

/** The methods of a mutation. */
export function createMutation(
  client: Client,
  name: OperationName,
  { mutationOptions, mutationKey }: TrpcNode,
) {
  return {
    mutationKey,
    mutationOptions: ({ call, ...options }: Options = {}) => ({
      ...mutationOptions({ ...DEFAULTS, ...options }),
      mutationFn: (input: unknown, context: MutationFunctionContext) => {
        const given = typeof call === 'function' ? call(input) : call;
        return client.call(name, input, {
          ...given,
          idempotencyKey: given?.idempotencyKey ?? keyOf(context),
        });
      },
    }),
  };
}
