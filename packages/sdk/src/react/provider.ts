'use client';

import { useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  createElement,
  type ReactElement,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
} from 'react';
import type { Cashwrap } from '../generated/cashwrap.ts';
import { createCashwrapQueries } from './create-queries.ts';
import { forgetOnSignIn } from './forget.ts';
import type { CashwrapQueries } from './query-types.ts';

interface Provided {
  readonly cashwrap: Cashwrap;
  readonly queries: CashwrapQueries;
}

const Context = createContext<Provided | undefined>(undefined);

/**
 * Gives a client to the components below. It stands within TanStack Query's `QueryClientProvider`, and keeps its cache to
 * who is signed in: when that changes, all that was answered is forgotten, and what is on the screen is asked again.
 *
 * @example
 * ```tsx
 * <QueryClientProvider client={queryClient}>
 *   <CashwrapProvider client={cashwrap}>
 *     <Till />
 *   </CashwrapProvider>
 * </QueryClientProvider>
 * ```
 */
export function CashwrapProvider(props: {
  readonly client: Cashwrap;
  readonly children?: ReactNode;
}): ReactElement {
  const { client: cashwrap, children } = props;
  const queryClient = useQueryClient();
  const value = useMemo(
    () => ({ cashwrap, queries: createCashwrapQueries(cashwrap, queryClient) }),
    [cashwrap, queryClient],
  );
  useEffect(() => forgetOnSignIn(cashwrap, queryClient), [cashwrap, queryClient]);
  return createElement(Context, { value }, children);
}

/**
 * What TanStack Query takes for each operation.
 *
 * @example
 * ```tsx
 * const cashwrap = useCashwrap();
 * const { data, error } = useQuery(cashwrap.products.byBarcode.queryOptions({ code: '4006381333931' }));
 * if (isCashwrapError(error, 'NOT_FOUND')) return <p>Nobody knows this code.</p>;
 * ```
 * @throws Error outside a {@link CashwrapProvider}.
 */
export function useCashwrap(): CashwrapQueries {
  return useProvided('useCashwrap').queries;
}

/**
 * The client itself, for calls that are not the state of a component.
 *
 * @throws Error outside a {@link CashwrapProvider}.
 */
export function useCashwrapClient(): Cashwrap {
  return useProvided('useCashwrapClient').cashwrap;
}

function useProvided(hook: string): Provided {
  const provided = useContext(Context);
  if (!provided) throw new Error(`${hook}() works below a <CashwrapProvider> only.`);
  return provided;
}
