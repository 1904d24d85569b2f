import type {
  Category,
  DiscountRule,
  PriceList,
  PriceListEntry,
  Product,
  Store,
  TaxRate,
} from '@cashwrap/contract';
import type { Cashwrap } from '../generated/cashwrap.ts';
import type { CallOptions } from '../options.ts';
import type { Pages } from '../pages.ts';

/** All that a till prices carts from: documents as the API answers them. Plain JSON, to be kept for hours without a connection. */
export interface TillCatalogue {
  readonly store: Store;
  /** The merchant's currency: the prices of products and the amounts of discounts are in it. */
  readonly merchantCurrency: Store['currency'];
  readonly products: readonly Product[];
  readonly categories: readonly Category[];
  /** Of the store. */
  readonly taxRates: readonly TaxRate[];
  /** Those that hold for every customer of the store. */
  readonly priceLists: readonly PriceListWithEntries[];
  /** The active ones. */
  readonly discounts: readonly DiscountRule[];
}

export interface PriceListWithEntries extends PriceList {
  readonly entries: readonly PriceListEntry[];
}

const PAGE = { limit: 200 };

/** Whose catalogue is read. */
export interface CatalogueOptions extends CallOptions {
  readonly storeId: string;
  /** Where it is another than the store's: `settings.get` tells whoever may see it. Default: the store's. */
  readonly merchantCurrency?: Store['currency'] | undefined;
}

/**
 * Reads what a till of a store prices carts from; a cashier may. Read it again now and then, and when `events.subscribe`
 * tells of a change.
 *
 * @param options - the store, and options of each call: `signal` stops the reading
 * @throws what the calls of a client throw
 */
export async function readCatalogue(
  cashwrap: Cashwrap,
  { storeId, merchantCurrency, ...options }: CatalogueOptions,
): Promise<TillCatalogue> {
  const [store, products, categories, taxRates, priceLists, discounts] = await Promise.all([
    cashwrap.stores.get({ id: storeId }, options),
    all(cashwrap.products.list({ ...PAGE, status: 'active' }, options)),
    all(cashwrap.categories.list(PAGE, options)),
    all(cashwrap.taxRates.list({ ...PAGE, storeId }, options)),
    all(cashwrap.priceLists.list({ ...PAGE, status: 'active' }, options)),
    all(cashwrap.discounts.list({ ...PAGE, status: 'active' }, options)),
  ]);
  const held = priceLists.filter((list) => holdsFor(list, store));
  return {
    ...{ store, products, categories, taxRates, discounts },
    merchantCurrency: merchantCurrency ?? store.currency,
    priceLists: await Promise.all(
      held.map(async (list) => ({
        ...list,
        entries: await all(cashwrap.priceLists.entries({ ...PAGE, id: list.id }, options)),
      })),
    ),
  };
}

/** Whether a price list is for this store, and for whoever buys there. */
function holdsFor({ storeId, customerGroupId, currency }: PriceList, store: Store): boolean {
  return (
    (storeId === null || storeId === store.id) && customerGroupId === null && currency === store.currency
  );
}

function all<Page, Item>(list: Pages<Page, Item>): Promise<Item[]> {
  return list.toArray({ limit: Number.POSITIVE_INFINITY });
}
