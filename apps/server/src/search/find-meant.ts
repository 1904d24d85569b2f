import { allowedErrors, corrections } from './domain/spelling.ts';
import type { Spelling } from './search-words.repo.ts';

/** For each word that was typed, what it may stand for, the likeliest first. */
export type MeantWords = readonly (readonly [string, ...string[]])[];

/** Each word as it was typed. */
export function asTyped(words: readonly string[]): MeantWords {
  return words.map((word) => [word]);
}

/** Finds what somebody may have meant who typed these words, where nothing is found as they are. */
export async function findMeant<Row>(
  words: readonly string[],
  findSpellings: (words: readonly string[]) => Promise<readonly Spelling[]>,
  find: (meant: MeantWords) => Promise<Row[]>,
): Promise<Row[]> {
  const spellings = await findSpellings(words.filter((word) => allowedErrors(word) > 0));
  // A word that is known is meant as it is, unless nothing is found so: it may have been there once.
  for (const doubtful of [spellings.filter(({ known }) => !known), spellings]) {
    const meant = correct(words, doubtful);
    const found = meant ? await find(meant) : [];
    if (found.length > 0) return found;
  }
  return [];
}

/** What each word may stand for; undefined where none is mistyped. What is found as it is typed stays among it. */
function correct(words: readonly string[], doubtful: readonly Spelling[]): MeantWords | undefined {
  const meant = words.map((word): [string, ...string[]] => {
    const spelling = doubtful.find(({ typed }) => typed === word);
    const [likeliest, ...others] = spelling ? corrections(word, spelling.similar) : [];
    return likeliest === undefined ? [word] : [likeliest, ...others, word];
  });
  return meant.some(({ length }) => length > 1) ? meant : undefined;
}
