import type { Reader } from '@cashwrap/database';
import { hasValidCheckDigit } from '@cashwrap/pricing/barcodes';
import { searchedWords, searchTextOf } from './domain/search-text.ts';
import { allowedErrors, corrections } from './domain/spelling.ts';
import { findLabelMatch } from './labels.repo.ts';
import { findBySearch, findSpellings, type SearchTerms, type Spelling } from './product-search.repo.ts';
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
  const asTyped = { typed: search, words: words.map((word) => [word] as const) };
  const found = await findBySearch(db, asTyped, filter, limit);
  const [best] = found;
  if (words.length === 0 || (best && hasWordsThatBegin(best, words))) return found;
  if (/^\d{12,13}$/.test(search)) return found.length > 0 ? found : findLabelled(db, search, filter);
  const spellings = await findSpellings(
    db,
    words.filter((word) => allowedErrors(word) > 0),
  );
  // A word that the catalogue has is meant as it is, unless nothing is found so: it may have had it once.
  for (const doubtful of [spellings.filter(({ known }) => !known), spellings]) {
    const meant = correct(words, doubtful);
    const corrected = meant ? await findBySearch(db, { typed: search, words: meant }, filter, limit) : [];
    if (corrected.length > 0) return corrected;
  }
  return found;
}

/** The words that are only inside of others, as `late` is in chocolate, may be mistyped all the same. */
function hasWordsThatBegin(product: ProductRow, words: readonly string[]): boolean {
  const text = searchTextOf(product);
  return words.every((word) => text.includes(` ${word}`));
}

/** What each word may stand for; undefined where none is mistyped. What is found as it is typed stays among it. */
function correct(words: readonly string[], doubtful: readonly Spelling[]): SearchTerms['words'] | undefined {
  const meant = words.map((word): [string, ...string[]] => {
    const spelling = doubtful.find(({ typed }) => typed === word);
    const [likeliest, ...others] = spelling ? corrections(word, spelling.similar) : [];
    return likeliest === undefined ? [word] : [likeliest, ...others, word];
  });
  return meant.some(({ length }) => length > 1) ? meant : undefined;
}

async function findLabelled(db: Reader, code: string, filter: ProductFilter): Promise<ProductRow[]> {
  const match = hasValidCheckDigit(code) ? await findLabelMatch(db, code.padStart(13, '0')) : undefined;
  return match?.productId ? findFiltered(db, match.productId, filter) : [];
}
