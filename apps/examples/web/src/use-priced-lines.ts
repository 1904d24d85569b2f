import type { AnyCashwrapError, Store } from '@cashwrap/sdk';
import {
  createPricer,
  readCatalogue,
  type TillCatalogue,
  type TillQuote,
  UnpriceableCartError,
} from '@cashwrap/sdk/pricing';
import { useCashwrapClient } from '@cashwrap/sdk/react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Line } from './cart-state.ts';

const FIVE_MINUTES_MS = 5 * 60_000;

/**
 * What the lines come to: the figures of the server by its own engine, without asking it, as each key is pressed. Undefined
 * while the catalogue is read, and for what only the server can price.
 */
export function usePricedLines(store: Store, lines: readonly Line[]) {
  const cashwrap = useCashwrapClient();
  const { data: catalogue, error } = useQuery<TillCatalogue, AnyCashwrapError>({
    queryKey: ['catalogue', store.id],
    queryFn: ({ signal }) => readCatalogue(cashwrap, { storeId: store.id, signal }),
    staleTime: FIVE_MINUTES_MS,
  });
  const pricer = useMemo(() => catalogue && createPricer(catalogue), [catalogue]);
  const priced = useMemo((): TillQuote | undefined => {
    try {
      return pricer?.quote({ lines: lines.map(toCartLine) });
    } catch (problem) {
      if (problem instanceof UnpriceableCartError) return undefined;
      throw problem;
    }
  }, [pricer, lines]);
  return { priced, error };
}

/** A piece with its price on a label is one of that price. */
function toCartLine({ product, quantity, label }: Line) {
  const isPriced = label !== undefined && label.price !== null;
  return { productId: product.id, ...(isPriced ? { quantity: 1, unitPrice: label.price } : { quantity }) };
}
