import { type StoreName, stores, type Username } from './shop.ts';

/** Where, when and by whom something is done in the stockroom. */
export interface StockWork {
  readonly store: StoreName;
  readonly at: Date;
  readonly by: Username;
}

/** Tells {@link StockWork} of one day by the hour in the store; left out, the stock keeper of the store does it. */
export type WorkAt = (store: StoreName, hour: number, by?: Username) => StockWork;

/** Who orders, moves goods to other stores, and has them counted. */
export const MANAGER: Username = 'manager';

export function stockKeeperOf(store: StoreName): Username {
  return stores[store].stockKeeper;
}
