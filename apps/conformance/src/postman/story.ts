import type { ErrorCode } from '@cashwrap/contract';
import type { OperationName } from '@cashwrap/server/testing/samples';

/**
 * JSON with variables in it: `{{name}}` in a text stands for what a variable holds when the request is sent, and a text
 * that is `{{#name}}` alone for a number.
 */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [field: string]: Value };

export type Fields = { readonly [field: string]: Value };

/** One call of an operation. */
export interface Call {
  readonly operation: OperationName;
  /** As the contract has it: what of it goes into path, query text and body, the document says. */
  readonly input?: Fields;
  /** The variable that holds the token of whoever calls; null: nobody. Default: the owner. */
  readonly as?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A call that makes what another one needs. */
export interface Step extends Call {
  /** Where it is meant to be refused. Default: its success. */
  readonly status?: number;
  /** A condition in JavaScript: while it does not hold, the call is made again. */
  readonly until?: string;
  /** Which variables are taken from the answer, and from where: `items[0].id`. */
  readonly keep?: Readonly<Record<string, string>>;
}

/** A call after the one that is shown, to see what that has done. */
export interface After extends Call {
  readonly status?: number;
  /** A part of the answer. */
  readonly expect?: Fields;
}

/** How an operation is called with success, and what of the answer depends on what was asked. */
export interface Story extends Omit<Step, 'operation' | 'status' | 'until'> {
  /** What must be there before. */
  readonly given?: readonly Step[];
  /** A part of the answer. What was sent in the body stands in it again where the answer has fields of these names. */
  readonly expect?: Fields;
  /** What an array of the answer has. */
  readonly list?: List;
  /** The answer is text, and no JSON. */
  readonly text?: true;
  /** Fields that the answer has too, with another meaning. */
  readonly differs?: readonly string[];
  /** Further assertions by their titles: JavaScript in which `body` is the answer and `value("name")` a variable. */
  readonly checks?: Readonly<Record<string, string>>;
  readonly after?: readonly After[];
  /** Who else than usual may not call it: by default a user without any role or, where everyone may, an API key. */
  readonly forbidden?: Pick<Refusal, 'as' | 'name' | 'code'>;
  /** Further calls that are refused. */
  readonly refused?: readonly Refusal[];
}

export interface List {
  /** Which field of the answer it is. Default: `items`. */
  readonly in?: string;
  /** Parts of one of them. */
  readonly has: Fields;
  /** Parts of all of them. */
  readonly every?: Fields;
}

export interface Refusal extends Pick<Call, 'as' | 'headers'> {
  /** Such as `of a wrong password`. */
  readonly name: string;
  readonly code: ErrorCode;
  /** What is another than in the input of the story. */
  readonly change?: Fields;
}

/** Of what changes a document: its version has changed meanwhile. */
export const stale: Refusal = { name: 'of an old version', code: 'CONFLICT' };

/** A step that makes a document and keeps its id. */
export function make(operation: OperationName, input: Fields, name: string): Step {
  return { operation, input, keep: { [name]: 'id' } };
}

/** The assertion that something happened since the run began, give or take what clocks differ. */
export function recent(path: string): string {
  return `pm.expect(Date.parse(${path})).to.be.within(Date.parse(value('now')) - 60_000, Date.now() + 60_000);`;
}

/** The stories of some operations: what they are is checked, and which of them there are is known. */
export function tell<Name extends OperationName>(
  stories: Readonly<Record<Name, Story>>,
): Readonly<Record<Name, Story>> {
  return stories;
}
