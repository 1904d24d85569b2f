import { spellableWords, wordsOf, wordsOfCode } from '../../../search/domain/words.ts';
import { phoneDigits } from './phone-numbers.ts';

/** What a customer is found by. */
export interface Searchable {
  readonly name: string;
  readonly company: string | null;
  readonly email: string | null;
  readonly reference: string | null;
  readonly phone: string | null;
}

/**
 * The text that search looks through, with a space before and behind each word. The name comes first, so that what the
 * text begins with is what the name begins with, and the digits of the phone number last, so that it ends as they do.
 */
export function searchTextOf({ name, company, email, reference, phone }: Searchable): string {
  const digits = phoneDigits(phone ?? '');
  const words = [
    ...[name, company ?? '', email ?? ''].flatMap(wordsOf),
    ...wordsOfCode(reference ?? ''),
    ...(digits === '' ? [] : [digits]),
  ];
  return ` ${words.map((word) => `${word} `).join('')}`;
}

/** The words of a customer that a typing error is looked up among. */
export function spellableWordsOf({ name, company }: Pick<Searchable, 'name' | 'company'>): string[] {
  return spellableWords([...wordsOf(name), ...wordsOf(company ?? '')]);
}
