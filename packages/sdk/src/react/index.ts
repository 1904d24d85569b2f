export { useSubscription } from '@trpc/tanstack-react-query';
export { createCashwrapQueries } from './create-queries.ts';
export { CashwrapProvider, useCashwrap, useCashwrapClient } from './provider.ts';
export type { CashwrapQueries, MutationCallOptions, QueryCallOptions } from './query-types.ts';
