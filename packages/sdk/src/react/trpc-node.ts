import type { QueryFilters, SkipToken } from '@tanstack/react-query';
import type { TRPCMutationKey, TRPCQueryKey } from '@trpc/tanstack-react-query';

/** A place in the tree of tRPC's integration, without types. It has every method, whatever the operation is. */
export interface TrpcNode {
  readonly pathKey: () => TRPCQueryKey;
  readonly pathFilter: (filters?: object) => QueryFilters;
  readonly queryOptions: (input: unknown, options: object) => TrpcQueryOptions;
  readonly queryKey: (input?: unknown) => TRPCQueryKey;
  readonly queryFilter: (input?: unknown, filters?: object) => QueryFilters;
  readonly mutationOptions: (options: object) => { readonly mutationKey: TRPCMutationKey };
  readonly mutationKey: () => TRPCMutationKey;
  readonly subscriptionOptions: (input: unknown, options: object) => TrpcSubscriptionOptions;
  readonly [below: string]: unknown;
}

interface TrpcQueryOptions {
  readonly queryKey: TRPCQueryKey;
  readonly queryFn: SkipToken | ((context: never) => Promise<unknown>);
}

/** What tRPC tells of a subscription. */
export interface TrpcObserver {
  readonly onStarted?: () => void;
  readonly onData?: (message: { readonly id: string; readonly data: unknown }) => void;
  readonly onError?: (error: Error) => void;
  readonly onConnectionStateChange?: (state: {
    readonly state: string;
    readonly error: Error | null;
  }) => void;
}

interface TrpcSubscriptionOptions {
  readonly subscribe: (observer: TrpcObserver) => { unsubscribe(): void };
}
