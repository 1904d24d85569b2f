import { type Reader, readStatement, statement, type Tx } from '@cashwrap/database';
import { NAME_PREFIX, products } from '@cashwrap/database/schema';
import { and, asc, eq, or, type SQL, sql } from 'drizzle-orm';
import { type Searchable, searchedWords, spellableWordsOf } from './domain/search-text.ts';
import { hasBarcode, matches, type ProductFilter, type ProductRow, productColumns } from './products.repo.ts';

/** What to search for. */
export interface SearchTerms {
  /** As it was typed: a code is found by all of it. */
  readonly typed: string;
  /** For each word, what it may stand for, the likeliest first. */
  readonly words: readonly (readonly [string, ...string[]])[];
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
    and(
      ...words.map((alternatives) =>
        or(...alternatives.map((word) => sql`${searchText} LIKE ${pattern(word)}`)),
      ),
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
  const begins = searchedWords(search).map((word) => sql`${products.searchText} LIKE ${`% ${word}%`}`);
  return or(hasCode(search), and(...begins));
}

function hasCode(typed: string): SQL | undefined {
  return or(eq(products.sku, typed), eq(products.plu, typed), hasBarcode(typed));
}

/** One or two letters stand in every other word: they count as the beginning of one. Words have nothing that LIKE reads. */
function partOf(word: string): string {
  return [...word].length < 3 ? `% ${word}%` : `%${word}%`;
}

/** A word that was typed, whether a word of the catalogue begins so, and the words that it may be mistyped for. */
export interface Spelling {
  readonly typed: string;
  readonly known: boolean;
  readonly similar: readonly string[];
}

// Trigrams say little of short words: of those, all are similar that begin with the same letter.
const spellings = readStatement<Spelling, readonly [readonly string[]]>(
  'search_spellings',
  `SELECT t.typed,
     EXISTS (SELECT FROM search_words w WHERE w.word >= t.typed AND w.word < t.typed || U&'\\+10FFFF') AS known,
     ARRAY(
       SELECT w.word FROM search_words w WHERE w.word % t.typed
       UNION
       SELECT w.word FROM search_words w
       WHERE length(t.typed) < 6 AND w.word >= left(t.typed, 1) AND w.word < left(t.typed, 1) || U&'\\+10FFFF'
     ) AS similar
   FROM unnest($1::text[]) AS t(typed)`,
);

export async function findSpellings(db: Reader, words: readonly string[]): Promise<Spelling[]> {
  return (await spellings(db, [words])).rows;
}

const insertWords = statement<never, readonly [readonly string[]]>(
  'insert_search_words',
  `INSERT INTO search_words (word) SELECT given.word FROM unnest($1::text[]) AS given(word)
   WHERE NOT EXISTS (SELECT FROM search_words known WHERE known.word = given.word)`,
);

/** Adds the words of products to those that typing errors are looked up among. */
export async function addSearchWords(
  tx: Tx,
  named: readonly Pick<Searchable, 'name' | 'brand'>[],
): Promise<void> {
  const words = [...new Set(named.flatMap(spellableWordsOf))];
  if (words.length > 0) await insertWords(tx, [words]);
}
