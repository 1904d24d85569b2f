import { takingsOf } from './domain/stock-of-cart.ts';
import { accountIdsOf } from './move-accounts.ts';
import { limitedDiscountsOf } from './record-sale.ts';
import type { SaleDraft } from './rows-of-sale.ts';

/** What writing a sale locks beside its register. */
export interface SaleLocks {
  readonly customerId: string | null;
  readonly discountIds: readonly string[];
  readonly accountIds: readonly string[];
  readonly productIds: readonly string[];
}

/**
 * What `recordSale` will lock: for whoever writes another document before it in the same transaction, and must lock all of one
 * kind for both, before anything of the next.
 */
export function locksOfSale(draft: Pick<SaleDraft, 'cart' | 'paymentSources' | 'giftCards'>): SaleLocks {
  const { cart } = draft;
  return {
    customerId: cart.customer?.id ?? null,
    discountIds: limitedDiscountsOf(cart),
    accountIds: accountIdsOf(draft),
    productIds: takingsOf(cart).map(({ item }) => item.id),
  };
}
