import type { CreateDiscountInput, FieldError, ProductSelection } from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import { invalidReference } from '../../procedure/failure.ts';
import { findExisting, type Named, nouns } from './references.repo.ts';

/** What a discount names, and where in the input. */
interface Reference {
  readonly noun: Named;
  readonly id: string;
  readonly path: FieldError['path'];
}

type Naming = {
  readonly [F in 'effect' | 'products' | 'conditions']?: CreateDiscountInput[F] | undefined;
};

/** Refuses products, categories, customer groups and stores that do not exist, naming each of a kind. */
export async function refuseUnknownReferences(tx: Tx, discount: Naming): Promise<void> {
  const references = referencesOf(discount);
  for (const noun of nouns) {
    const named = references.filter((reference) => reference.noun === noun);
    if (named.length === 0) continue;
    const existing = await findExisting(tx, noun, [...new Set(named.map(({ id }) => id))]);
    const unknown = named.filter(({ id }) => !existing.has(id));
    if (unknown.length > 0) throw invalidReference(noun, ...unknown.map(({ path }) => path));
  }
}

function referencesOf({ effect, products, conditions }: Naming): Reference[] {
  return [
    ...(products ? inSelection(products, ['products']) : []),
    ...(effect?.type === 'buy_x_get_y'
      ? [...inSelection(effect.buy, ['effect', 'buy']), ...inSelection(effect.get, ['effect', 'get'])]
      : []),
    ...(conditions
      ? inList('customer group', conditions.customerGroupIds, ['conditions', 'customerGroupIds'])
      : []),
    ...(conditions ? inList('store', conditions.storeIds, ['conditions', 'storeIds']) : []),
  ];
}

function inSelection(selection: ProductSelection, path: FieldError['path']): Reference[] {
  return [
    ...inList('product', selection.productIds, [...path, 'productIds']),
    ...inList('product', selection.excludedProductIds, [...path, 'excludedProductIds']),
    ...inList('category', selection.categoryIds, [...path, 'categoryIds']),
    ...inList('category', selection.excludedCategoryIds, [...path, 'excludedCategoryIds']),
  ];
}

function inList(noun: Named, ids: readonly string[], path: FieldError['path']): Reference[] {
  return ids.map((id, position) => ({ noun, id, path: [...path, position] }));
}
