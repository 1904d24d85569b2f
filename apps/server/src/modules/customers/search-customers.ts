import type { Reader } from '@cashwrap/database';
import { asTyped, findMeant } from '../../search/find-meant.ts';
import { customerWords, findBySearch } from './customer-search.repo.ts';
import type { CustomerFilter, CustomerRow } from './customers.repo.ts';
import { searchTermsOf } from './domain/search-terms.ts';

/**
 * Finds what somebody types, best first: all words of it, in any order, and all numbers; where nobody has a word that
 * begins as it is typed, the words that it may be mistyped for.
 */
export async function searchCustomers(
  db: Reader,
  search: string,
  filter: CustomerFilter,
  limit: number,
): Promise<CustomerRow[]> {
  const { words, numbers } = searchTermsOf(search);
  const find = (meant: ReturnType<typeof asTyped>) =>
    findBySearch(db, { typed: search, words: meant, numbers }, filter, limit);
  const found = await find(asTyped(words));
  if (found.length > 0) return found;
  return findMeant(words, (doubtful) => customerWords.findSpellings(db, doubtful), find);
}
