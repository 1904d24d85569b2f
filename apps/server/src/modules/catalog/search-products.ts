import type { Reader } from '@cashwrap/database';
import { hasValidCheckDigit } from '@cashwrap/pricing/barcodes';
import { searchedWords } from '../../search/domain/words.ts';
import { asTyped, findMeant } from '../../search/find-meant.ts';
import { searchTextOf } from './domain/search-text.ts';
import { findLabelMatch } from './labels.repo.ts';
import { findBySearch, productWords } from './product-search.repo.ts';
import { findFiltered, type ProductFilter, type ProductRow } from './products.repo.ts';

/**
 * Finds what a cashier types, best first: all words of it, in any order; where no word begins as it is typed, the
 * words that it may be mistyped for; and what the label of a scale is for that was scanned into the box.
 */
export async function searchProducts(
  db: Reader,
  search: string,
  filter: ProductFilter,
  limit: number,
): Promise<ProductRow[]> {
  const words = searchedWords(search);
  const found = await findBySearch(db, { typed: search, words: asTyped(words) }, filter, limit);
  const [best] = found;
  if (words.length === 0 || (best && hasWordsThatBegin(best, words))) return found;
  if (/^\d{12,13}$/.test(search)) return found.length > 0 ? found : findLabelled(db, search, filter);
  const meant = await findMeant(
    words,
    (doubtful) => productWords.findSpellings(db, doubtful),
    (likely) => findBySearch(db, { typed: search, words: likely }, filter, limit),
  );
  return meant.length > 0 ? meant : found;
}

/** The words that are only inside of others, as `late` is in chocolate, may be mistyped all the same. */
function hasWordsThatBegin(product: ProductRow, words: readonly string[]): boolean {
  const text = searchTextOf(product);
  return words.every((word) => text.includes(` ${word}`));
}

async function findLabelled(db: Reader, code: string, filter: ProductFilter): Promise<ProductRow[]> {
  const match = hasValidCheckDigit(code) ? await findLabelMatch(db, code.padStart(13, '0')) : undefined;
  return match?.productId ? findFiltered(db, match.productId, filter) : [];
}
