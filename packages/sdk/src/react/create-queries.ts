import type { AppRouter } from '@cashwrap/contract';
import type { QueryClient } from '@tanstack/react-query';
import { createTRPCClient } from '@trpc/client';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { clientOf } from '../create-cashwrap.ts';
import type { Cashwrap } from '../generated/cashwrap.ts';
import { operations } from '../generated/operations.ts';
import type { OperationName } from '../operation-info.ts';
import { cashwrapLink } from '../trpc-link.ts';
import { createMutation } from './mutation.ts';
import { createList, createQuery } from './query.ts';
import type { CashwrapQueries } from './query-types.ts';
import { createSubscription } from './subscription.ts';
import type { TrpcNode } from './trpc-node.ts';

/**
 * Makes what TanStack Query takes for each operation, without React: to prefetch on a server, or in the loader of a
 * router. Components have the same from `useCashwrap`.
 *
 * @example
 * ```ts
 * const queries = createCashwrapQueries(cashwrap, queryClient);
 * await queryClient.prefetchQuery(queries.products.list.queryOptions({ limit: 20 }));
 * ```
 */
export function createCashwrapQueries(cashwrap: Cashwrap, queryClient: QueryClient): CashwrapQueries {
  const client = clientOf(cashwrap);
  const trpcClient = createTRPCClient<AppRouter>({ links: [cashwrapLink(cashwrap)] });
  // By the names of the table below its methods are found without their types.
  const trpc: unknown = createTRPCOptionsProxy<AppRouter>({ client: trpcClient, queryClient });
  const root = createGroup(trpc as TrpcNode);
  for (const name of Object.keys(operations) as OperationName[]) {
    const path = name.split('.');
    const last = path.pop() ?? '';
    let group = root;
    let node = trpc as TrpcNode;
    for (const step of path) {
      node = node[step] as TrpcNode;
      group[step] ??= createGroup(node);
      group = group[step] as Group;
    }
    node = node[last] as TrpcNode;
    const { kind, paged } = operations[name];
    if (kind === 'mutation') group[last] = createMutation(client, name, node);
    else if (kind === 'subscription') group[last] = createSubscription(client, node);
    else group[last] = paged ? createList(client, name, node) : createQuery(client, name, node);
  }
  // Both follow from the contract, the table by `pnpm gen` and the type by its mapping.
  return root as unknown as CashwrapQueries;
}

interface Group {
  [name: string]: object;
}

function createGroup({ pathKey, pathFilter }: TrpcNode): Group {
  return { pathKey, pathFilter };
}
