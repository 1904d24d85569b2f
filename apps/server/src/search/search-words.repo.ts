import { type Reader, readStatement, statement, type Tx } from '@cashwrap/database';

/** A word that was typed, whether a stored word begins so, and the words that it may be mistyped for. */
export interface Spelling {
  readonly typed: string;
  readonly known: boolean;
  readonly similar: readonly string[];
}

/** The words that typing errors are looked up among. */
export interface SearchWords {
  readonly findSpellings: (db: Reader, words: readonly string[]) => Promise<Spelling[]>;
  /** Adds those that are not there yet. */
  readonly add: (tx: Tx, words: readonly string[]) => Promise<void>;
}

/** The words in a table that has them in a column `word`, with an index for beginnings and one of trigrams. */
export function searchWords(table: 'search_words' | 'customer_search_words'): SearchWords {
  // Trigrams say little of short words: of those, all are similar that begin with the same letter.
  const spellings = readStatement<
    Spelling & { readonly [column: string]: unknown },
    readonly [readonly string[]]
  >(
    `spellings_in_${table}`,
    `SELECT t.typed,
       EXISTS (SELECT FROM ${table} w WHERE w.word >= t.typed AND w.word < t.typed || U&'\\+10FFFF') AS known,
       ARRAY(
         SELECT w.word FROM ${table} w WHERE w.word % t.typed
         UNION
         SELECT w.word FROM ${table} w
         WHERE length(t.typed) < 6 AND w.word >= left(t.typed, 1) AND w.word < left(t.typed, 1) || U&'\\+10FFFF'
       ) AS similar
     FROM unnest($1::text[]) AS t(typed)`,
  );
  const insert = statement<never, readonly [readonly string[]]>(
    `insert_${table}`,
    `INSERT INTO ${table} (word) SELECT given.word FROM unnest($1::text[]) AS given(word)
     WHERE NOT EXISTS (SELECT FROM ${table} known WHERE known.word = given.word)`,
  );
  return {
    findSpellings: async (db, words) => (words.length === 0 ? [] : (await spellings(db, [words])).rows),
    add: async (tx, words) => {
      if (words.length > 0) await insert(tx, [[...new Set(words)]]);
    },
  };
}
