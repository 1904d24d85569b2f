import type { Reader, Tx } from '@cashwrap/database';
import { customers } from '@cashwrap/database/schema';
import { and, sql } from 'drizzle-orm';
import type { MeantWords } from '../../search/find-meant.ts';
import { likeAll } from '../../search/like-all.repo.ts';
import { searchWords } from '../../search/search-words.repo.ts';
import { type CustomerFilter, type CustomerRow, customerColumns, matches } from './customers.repo.ts';
import { type Searchable, spellableWordsOf } from './domain/search-text.ts';

/** What to search for. */
export interface CustomerSearch {
  /** As it was typed: a reference is found by all of it. */
  readonly typed: string;
  readonly words: MeantWords;
  /** Digits that stand anywhere. */
  readonly numbers: readonly string[];
}

/** Of how many customers with the same words the best are picked: more than share a name, and soon ranked. */
const CANDIDATES = 2_000;

/**
 * The customers that have all of the words and numbers, best first: the reference or the email itself, names that begin
 * with what was typed, whole words and numbers, beginnings and parts of them; among equals the shorter name. The reference
 * of somebody who was merged finds who stands for them: it is on a card that they still have.
 *
 * MATERIALIZED lets the planner count on all rows, so that it takes the index of trigrams, and the LIMIT around it still
 * stops after the first ones.
 */
export async function findBySearch(
  db: Reader,
  { typed, words, numbers }: CustomerSearch,
  filter: CustomerFilter,
  limit: number,
): Promise<CustomerRow[]> {
  const { id, name, searchText, email } = customers;
  const filtered = matches(db, filter);
  const hasAll = (ofWord: (word: string) => string, ...ofNumber: ((digits: string) => string)[]) =>
    likeAll(searchText, [
      ...words.map((meant) => meant.map(ofWord)),
      ...numbers.map((digits) => ofNumber.map((pattern) => pattern(digits))),
    ]);
  const hasParts = hasAll(
    (word) => `% ${word}%`,
    (digits) => `%${digits}%`,
  );
  // The end of a phone number is as good as the whole: it is what people remember, and the text ends with it.
  const hasWhole = hasAll(
    (word) => `% ${word} %`,
    (digits) => `% ${digits} %`,
    (digits) => `%${digits} `,
  );
  const inName = ` ${words.map(([word]) => word).join(' ')}`;
  const isEmail = typed.includes('@') ? sql`lower(${email}) = lower(${typed})` : sql`false`;
  const rank = sql`CASE WHEN ${isEmail} THEN 0
    WHEN ${words.length > 0} AND starts_with(${searchText}, ${inName}) THEN 1 WHEN ${hasWhole ?? sql`true`} THEN 2 ELSE 3 END`;
  // The text of a search begins with the name, and is compared byte by byte.
  const place = sql`length(${name}) AS length, ${searchText} AS text`;
  const found = sql`
    WITH by_reference AS MATERIALIZED (
      SELECT ${id}, 0 AS rank, ${place} FROM ${customers}
      JOIN customers given ON ${id} = coalesce(given.merged_into_id, given.id)
      WHERE ${and(sql`given.reference = ${typed}`, filtered)}
    ), by_words AS MATERIALIZED (
      SELECT ${id}, ${rank} AS rank, ${place} FROM ${customers}
      WHERE ${and(hasParts ?? sql`false`, sql`${id} <> ALL(ARRAY(SELECT by_reference.id FROM by_reference))`, filtered)}
    )
    SELECT * FROM by_reference UNION ALL (SELECT * FROM by_words LIMIT ${CANDIDATES})
    ORDER BY rank, length, text, id LIMIT ${limit}`;
  return db
    .select(customerColumns)
    .from(customers)
    .innerJoin(sql`(${found}) AS found`, sql`found.id = ${id}`)
    .orderBy(sql`found.rank, found.length, found.text, found.id`);
}

/** The words of names and companies. */
export const customerWords = searchWords('customer_search_words');

/** Adds the words of customers to those that typing errors are looked up among. */
export async function addSearchWords(
  tx: Tx,
  named: readonly Pick<Searchable, 'name' | 'company'>[],
): Promise<void> {
  await customerWords.add(tx, named.flatMap(spellableWordsOf));
}
