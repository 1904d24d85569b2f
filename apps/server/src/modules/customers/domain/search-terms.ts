import { plainText, searchedWords } from '../../../search/domain/words.ts';
import { numberPartOf } from './phone-numbers.ts';

/** A number that was typed, with what is written between its digits, and no letters around it. */
const NUMBER = /(?<![\p{L}\p{M}\p{N}])\+?\(?\d[\d\s()./+-]*(?![\p{L}\p{M}\p{N}])/gu;

/** What was typed into a search. */
export interface SearchTerms {
  /** Each is the beginning of a word. */
  readonly words: readonly string[];
  /** Digits that stand anywhere in a phone number or a reference. */
  readonly numbers: readonly string[];
}

/** Takes a search apart. Fewer than three digits are words like others. */
export function searchTermsOf(search: string): SearchTerms {
  const numbers = new Set<string>();
  const rest = plainText(search).replace(NUMBER, (typed) => {
    const part = numberPartOf(typed);
    if (part === undefined) return typed;
    numbers.add(part);
    return ' ';
  });
  return { words: searchedWords(rest), numbers: [...numbers] };
}
