import type { FieldError, ProductSelection } from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import { invalidReference } from './failure.ts';
import { findExisting, type Named, nouns } from './references.repo.ts';

/** A document that the input names, and where it does. */
export interface Reference {
  readonly noun: Named;
  readonly id: string;
  readonly path: FieldError['path'];
}

/** Each id of a list in the input. */
export function referencesIn(noun: Named, ids: readonly string[], path: FieldError['path']): Reference[] {
  return ids.map((id, position) => ({ noun, id, path: [...path, position] }));
}

/** The products and categories that a selection names. */
export function referencesOfSelection(selection: ProductSelection, path: FieldError['path']): Reference[] {
  return [
    ...referencesIn('product', selection.productIds, [...path, 'productIds']),
    ...referencesIn('product', selection.excludedProductIds, [...path, 'excludedProductIds']),
    ...referencesIn('category', selection.categoryIds, [...path, 'categoryIds']),
    ...referencesIn('category', selection.excludedCategoryIds, [...path, 'excludedCategoryIds']),
  ];
}

/** Refuses what does not exist with INVALID_REFERENCE, naming each of a kind. */
export async function refuseUnknown(tx: Tx, references: readonly Reference[]): Promise<void> {
  for (const noun of nouns) {
    const named = references.filter((reference) => reference.noun === noun);
    if (named.length === 0) continue;
    const existing = await findExisting(tx, noun, [...new Set(named.map(({ id }) => id))]);
    const unknown = named.filter(({ id }) => !existing.has(id));
    if (unknown.length > 0) throw invalidReference(noun, ...unknown.map(({ path }) => path));
  }
}
