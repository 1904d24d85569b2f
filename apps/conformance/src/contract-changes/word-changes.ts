import { type Change, wording } from './change.ts';
import { isSame, type JsonObject } from './json.ts';

/** What is only said anew: descriptions, examples and the like, by the names of their fields. */
export function* wordChanges(
  at: string,
  before: JsonObject,
  after: JsonObject,
  words: readonly string[],
): Generator<Change> {
  const changed = words.filter((word) => !isSame(before[word], after[word]));
  if (changed.length > 0) yield wording(at, `has another ${changed.join(', ')}`);
}
