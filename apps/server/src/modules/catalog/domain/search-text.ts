import { spellableWords, wordsOf, wordsOfCode } from '../../../search/domain/words.ts';

/** What a product is found by. */
export interface Searchable {
  readonly name: string;
  readonly brand: string | null;
  readonly sku: string;
  readonly plu: string | null;
  readonly barcodes: readonly string[];
}

/**
 * The text that search looks through, with a space before and behind each word: ` word` finds a beginning, ` word ` the
 * whole. The name comes first, so that what the text begins with is what the name begins with.
 */
export function searchTextOf({ name, brand, sku, plu, barcodes }: Searchable): string {
  const codes = [sku, ...(plu === null ? [] : [plu]), ...barcodes].flatMap(wordsOfCode);
  return ` ${[...wordsOf(name), ...wordsOf(brand ?? ''), ...codes].join(' ')} `;
}

/** The words of a product that a typing error is looked up among. */
export function spellableWordsOf({ name, brand }: Pick<Searchable, 'name' | 'brand'>): string[] {
  return spellableWords([...wordsOf(name), ...wordsOf(brand ?? '')]);
}
