import { type QueryFunctionContext, type SkipToken, skipToken } from '@tanstack/react-query';
import type { Client } from '../client.ts';
import type { OperationName } from '../operation-info.ts';
import type { PageOf } from '../pages.ts';
import { DEFAULTS } from './defaults.ts';
import type { QueryCallOptions } from './query-types.ts';
import type { TrpcNode } from './trpc-node.ts';

interface Options {
  readonly call?: QueryCallOptions;
}

/** The methods of a query. */
export function createQuery(
  client: Client,
  name: OperationName,
  { queryOptions, queryKey, queryFilter }: TrpcNode,
) {
  return {
    queryKey,
    queryFilter,
    queryOptions: (input: unknown, { call, ...options }: Options = {}) => ({
      ...queryOptions(input, { ...DEFAULTS, ...options }),
      queryFn: unlessSkipped(input, ({ signal }) => client.call(name, input, { ...call, signal })),
    }),
  };
}

/** The methods of a query that answers a page. */
export function createList(client: Client, name: OperationName, node: TrpcNode) {
  const [path] = node.queryKey();
  // Not tRPC's: that one leaves `direction` out, which is a filter of ours, and sends one of its own with every page.
  const keyOf = (input: unknown) => {
    const { cursor: _, ...asked } = isObject(input) ? input : {};
    return [path, { ...(isObject(input) && { input: asked }), type: 'infinite' }];
  };
  return {
    ...createQuery(client, name, node),
    infiniteQueryKey: keyOf,
    infiniteQueryFilter: (input?: unknown, filters: object = {}) => ({ ...filters, queryKey: keyOf(input) }),
    infiniteQueryOptions: (input: unknown, { call, ...options }: Options = {}) => ({
      ...DEFAULTS,
      ...options,
      queryKey: keyOf(input),
      queryFn: unlessSkipped(input, ({ pageParam, signal }) => {
        const asked = pageParam === undefined ? input : { ...(input as object), cursor: pageParam };
        return client.call(name, asked, { ...call, signal });
      }),
      initialPageParam: undefined,
      getNextPageParam: ({ nextCursor, hasMore }: PageOf<unknown>) =>
        hasMore === false ? undefined : nextCursor,
    }),
  };
}

function unlessSkipped(
  input: unknown,
  queryFn: (context: Pick<QueryFunctionContext, 'signal' | 'pageParam'>) => Promise<unknown>,
): SkipToken | typeof queryFn {
  return input === skipToken ? skipToken : queryFn;
}

function isObject(input: unknown): input is Record<string, unknown> {
  return typeof input === 'object' && input !== null;
}
