import { statement, type Tx } from '@cashwrap/database';

const forgetWords = statement<never, readonly [words: readonly string[]]>(
  'forget_customer_words',
  `DELETE FROM customer_search_words w
   WHERE w.word = ANY($1) AND NOT EXISTS (SELECT FROM customers c WHERE c.search_text LIKE '% ' || w.word || ' %')`,
);

/** Takes the words that no customer has any more from those that typing errors are looked up among. */
export async function forgetSearchWords(tx: Tx, words: readonly string[]): Promise<void> {
  await forgetWords(tx, [words]);
}
