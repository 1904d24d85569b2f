/**
 * What a change means for who goes by the document before it: `breaking` if something that was right is no longer,
 * `additive` if there is more or a closer promise, `none` if only words and examples are others.
 */
export type ChangeClass = 'breaking' | 'additive' | 'none';

/** One difference between two documents. */
export interface Change {
  readonly class: ChangeClass;
  /** The operation or shared schema, the part of it, and the way down to the field: `POST /sales, request: lines[].quantity`. */
  readonly at: string;
  /** In words; reads on from `at`. */
  readonly what: string;
}

/** The place of a field of what is at this place. */
export function fieldOf(at: string, name: string): string {
  return at.endsWith(': ') ? `${at}${name}` : `${at}.${name}`;
}

export function breaking(at: string, what: string): Change {
  return { class: 'breaking', at, what };
}

export function additive(at: string, what: string): Change {
  return { class: 'additive', at, what };
}

export function wording(at: string, what: string): Change {
  return { class: 'none', at, what };
}
