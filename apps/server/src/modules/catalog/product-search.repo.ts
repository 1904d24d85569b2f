import type { Reader, Tx } from '@cashwrap/database';
import { NAME_PREFIX, products } from '@cashwrap/database/schema';
import { and, asc, eq, or, type SQL, sql } from 'drizzle-orm';
import { searchedWords } from '../../search/domain/words.ts';
import type { MeantWords } from '../../search/find-meant.ts';
import { likeAll } from '../../search/like-all.repo.ts';
import { searchWords } from '../../search/search-words.repo.ts';
import { type Searchable, spellableWordsOf } from './domain/search-text.ts';
import { hasBarcode, matches, type ProductFilter, type ProductRow, productColumns } from './products.repo.ts';

/** What to search for. */
export interface SearchTerms {
  /** As it was typed: a code is found by all of it. */
  readonly typed: string;
  readonly words: MeantWords;
}

/** Of how many products with the same words the best are picked: more than a page, and few enough to rank in no time. */
const CANDIDATES = 500;

/**
 * The products that have all of the words, best first: the code itself, names that begin with what was typed, whole
 * words, beginnings of words, and parts of them; among equals the shorter name.
 *
 * Each kind is looked up by an index of its own and only as far as a page needs: MATERIALIZED lets the planner count
 * on all rows, so that it takes the index, and the LIMIT around it still stops after the first ones.
 */
export async function findBySearch(
  db: Reader,
  { typed, words }: SearchTerms,
  filter: ProductFilter,
  limit: number,
): Promise<ProductRow[]> {
  const { id, searchText } = products;
  const filtered = matches(filter);
  const isCode = hasCode(typed);
  const beginning = sql`left(${searchText}, ${sql.raw(String(NAME_PREFIX))})`;
  const inName = ` ${words.map(([word]) => word).join(' ')}`.slice(0, NAME_PREFIX);
  const hasAll = (pattern: (word: string) => string) =>
    likeAll(
      searchText,
      words.map((alternatives) => alternatives.map(pattern)),
    );
  const found =
    words.length === 0
      ? sql`SELECT ${id} FROM ${products} WHERE ${and(isCode, filtered)}`
      : sql`WITH by_code AS MATERIALIZED (SELECT ${id} FROM ${products} WHERE ${and(isCode, filtered)}),
    by_name AS MATERIALIZED (
      SELECT ${id} FROM ${products} WHERE ${and(sql`${beginning} LIKE ${`${inName}%`}`, filtered)}
      ORDER BY ${beginning}, ${id} LIMIT ${limit}),
    by_words AS MATERIALIZED (SELECT ${id} FROM ${products} WHERE ${and(hasAll(partOf), filtered)})
    SELECT id FROM by_code UNION SELECT id FROM by_name UNION (SELECT id FROM by_words LIMIT ${CANDIDATES})`;
  const rank = sql`CASE WHEN ${isCode} THEN 0 WHEN starts_with(${searchText}, ${inName}) THEN 1
    WHEN ${hasAll((word) => `% ${word} %`) ?? sql`true`} THEN 2 WHEN ${hasAll((word) => `% ${word}%`) ?? sql`true`} THEN 3 ELSE 4 END`;
  return db
    .select(productColumns)
    .from(products)
    .where(sql`${id} = ANY(ARRAY(${found}))`)
    .orderBy(rank, sql`length(${products.name})`, asc(products.name), asc(id))
    .limit(limit);
}

/**
 * The products that have all words of a search as the beginnings of words of their own, in the name, the brand or a code,
 * or that have the whole of it as a code: a filter for lists that keep an order of their own.
 */
export function hasSearched(search: string): SQL | undefined {
  const begins = searchedWords(search).map((word) => [`% ${word}%`]);
  return or(hasCode(search), likeAll(products.searchText, begins));
}

function hasCode(typed: string): SQL | undefined {
  return or(eq(products.sku, typed), eq(products.plu, typed), hasBarcode(typed));
}

/** One or two letters stand in every other word: they count as the beginning of one. Words have nothing that LIKE reads. */
function partOf(word: string): string {
  return [...word].length < 3 ? `% ${word}%` : `%${word}%`;
}

/** The words of names and brands. */
export const productWords = searchWords('search_words');

/** Adds the words of products to those that typing errors are looked up among. */
export async function addSearchWords(
  tx: Tx,
  named: readonly Pick<Searchable, 'name' | 'brand'>[],
): Promise<void> {
  await productWords.add(tx, named.flatMap(spellableWordsOf));
}
