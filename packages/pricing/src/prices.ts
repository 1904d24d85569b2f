/**
 * Where a unit price comes from: an override by someone who may, a price list, the variant, the product it is
 * a variant of, an amount typed in for a department (`open`), a price in the article's barcode (`embedded`), or what an
 * offline till has asked for (`shown`).
 */
export type PriceSource = 'override' | 'price_list' | 'variant' | 'product' | 'open' | 'embedded' | 'shown';

/** Why a line has its unit price. Carried from a line's input to its output; it decides no figure. */
export interface PriceReason {
  readonly source: PriceSource;
  /** The price list. */
  readonly id?: string;
  /** The price list's name. */
  readonly name?: string;
  /** The price that this one replaced, for showing both. Minor units. */
  readonly listPrice?: number;
  /** The tier of the price list: from how many thousandths on it counts. Absent without one. */
  readonly minQuantityThousandths?: number;
}

/** A product's price on one price list, from one quantity on. */
export interface ListPrice {
  readonly listId: string;
  readonly name: string;
  /** Whether the list is for this store and not for all. */
  readonly storeSpecific: boolean;
  /** Whether the list is for a group of this customer and not for everyone. */
  readonly groupSpecific: boolean;
  /** The first date in the store's calendar, `YYYY-MM-DD`; null for no beginning. */
  readonly startsOn: string | null;
  /** The last date; null for no end. */
  readonly endsOn: string | null;
  /** 0 for the price of any quantity. */
  readonly minQuantityThousandths: number;
  /** Minor units. */
  readonly unitPrice: number;
}

/** The prices that a line could have. Only lists that are for this store and customer belong here. */
export interface PriceCandidates {
  /** Authorised for this line; minor units. */
  readonly override?: number | null;
  readonly lists: readonly ListPrice[];
  /** The variant's own price, and its parent product's. Of a product without variants: `productPrice` only. */
  readonly variantPrice?: number | null;
  readonly productPrice?: number | null;
  /** The product's quantity over all its lines, so that splitting a line changes no price. */
  readonly quantityThousandths: number;
  /** The business date, `YYYY-MM-DD`. */
  readonly date: string;
}

/** A unit price with where it came from. */
export interface SelectedPrice {
  readonly unitPrice: number;
  readonly price: PriceReason;
}

/**
 * The unit price of a line, the first there is: override, a list for the store and the customer's group, for
 * the store, for the group, for all; then the variant, then the product. Among lists of one rank the latest
 * start counts, then the lower id; of one list the highest tier that the quantity reaches.
 *
 * The order of the candidates does not matter.
 *
 * @returns null where there is no price
 */
export function selectPrice(candidates: PriceCandidates): SelectedPrice | null {
  const { override, lists, variantPrice, productPrice, quantityThousandths, date } = candidates;
  const best = lists
    .filter(
      (one) => isWithin(date, one.startsOn, one.endsOn) && one.minQuantityThousandths <= quantityThousandths,
    )
    .reduce<ListPrice | null>((first, one) => (first && comesBefore(first, one) ? first : one), null);
  const choices: [number | null | undefined, PriceReason][] = [
    [override, { source: 'override' }],
    [best?.unitPrice, best ? reasonOf(best) : { source: 'price_list' }],
    [variantPrice, { source: 'variant' }],
    [productPrice, { source: 'product' }],
  ];
  const [first, second] = choices.flatMap(([unitPrice, price]) =>
    unitPrice === null || unitPrice === undefined ? [] : { unitPrice, price },
  );
  if (first === undefined) return null;
  const isReplacement = first.price.source === 'override' || first.price.source === 'price_list';
  if (!isReplacement || second === undefined) return first;
  return { unitPrice: first.unitPrice, price: { ...first.price, listPrice: second.unitPrice } };
}

/** Whether a date is from `first` to `last`, both inclusive; null is open. All `YYYY-MM-DD`. */
export function isWithin(date: string, first: string | null, last: string | null): boolean {
  return (first === null || first <= date) && (last === null || date <= last);
}

function comesBefore(one: ListPrice, other: ListPrice): boolean {
  const [a, b] = [rankOf(one), rankOf(other)];
  if (a !== b) return a > b;
  const [start, otherStart] = [one.startsOn ?? '', other.startsOn ?? ''];
  if (start !== otherStart) return start > otherStart;
  if (one.listId !== other.listId) return one.listId < other.listId;
  const tiers = one.minQuantityThousandths - other.minQuantityThousandths;
  return tiers === 0 ? one.unitPrice <= other.unitPrice : tiers > 0;
}

function rankOf({ storeSpecific, groupSpecific }: ListPrice): number {
  return (storeSpecific ? 2 : 0) + (groupSpecific ? 1 : 0);
}

function reasonOf({ listId, name, minQuantityThousandths }: ListPrice): PriceReason {
  const tier = minQuantityThousandths > 0 && { minQuantityThousandths };
  return { source: 'price_list', id: listId, name, ...tier };
}
