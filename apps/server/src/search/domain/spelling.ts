/** How many words one that is mistyped may stand for. */
const MAX_CORRECTIONS = 5;

/**
 * How many typing errors a word may have: none in two letters, one in up to five, else two; digits are never mistaken.
 *
 * Source: the fuzziness AUTO of Elasticsearch and OpenSearch.
 */
export function allowedErrors(word: string): number {
  if (/\p{N}/u.test(word) || word.length < 3) return 0;
  return word.length < 6 ? 1 : 2;
}

/** Which of `known` somebody may have meant who typed `word`, the likeliest first; `word` may be a beginning. */
export function corrections(word: string, known: readonly string[]): string[] {
  return known
    .map((candidate) => ({ candidate, errors: errorsInBeginning(word, candidate) }))
    .filter(({ errors }) => errors <= allowedErrors(word))
    .sort(
      (a, b) =>
        a.errors - b.errors ||
        a.candidate.length - b.candidate.length ||
        (a.candidate < b.candidate ? -1 : 1),
    )
    .slice(0, MAX_CORRECTIONS)
    .map(({ candidate }) => candidate);
}

/**
 * How many letters were left out, put in, mistaken or exchanged with their neighbour in typing `typed` for a beginning of
 * `word` (the restricted Damerau–Levenshtein distance, to the nearest beginning).
 */
export function errorsInBeginning(typed: string, word: string): number {
  let previous: number[] = [];
  let row = Array.from({ length: word.length + 1 }, (_, column) => column);
  for (let i = 1; i <= typed.length; i++) {
    const next = [i];
    for (let j = 1; j <= word.length; j++) {
      const same = typed[i - 1] === word[j - 1];
      const exchanged = typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1];
      next.push(
        Math.min(
          at(row, j) + 1,
          at(next, j - 1) + 1,
          at(row, j - 1) + (same ? 0 : 1),
          exchanged ? at(previous, j - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    [previous, row] = [row, next];
  }
  return Math.min(...row);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
