import type { Entry, FieldError } from '@cashwrap/contract';
import type { z } from 'zod';
import { invalidInput } from './failure.ts';

/** No input of ours nests further than a few levels; what does is meant to exhaust a stack. */
const MAX_DEPTH = 64;
/** How much of the name of an unknown field is repeated in the answer. */
const MAX_KEY_LENGTH = 100;

/** Checks what came in against the operation's schema; names every field that is wrong. */
export function parseInput(operation: Entry, raw: unknown): Record<string, unknown> {
  refuseDeep(raw);
  // A call without any input is a call with an empty one.
  const result = operation.input.safeParse(raw ?? {}, { reportInput: true });
  if (result.success) {
    refuseDropped(raw);
    return result.data;
  }
  throw invalidInput(fieldErrors(result.error));
}

/** What is wrong with each field, in our words. The schema was asked with `reportInput`. */
export function fieldErrors({ issues }: z.core.$ZodError): FieldError[] {
  return oncePerField(issues.flatMap(toFieldErrors));
}

/** The first that is wrong with each field: what follows it says the same again, of an empty name say. */
function oncePerField(all: readonly FieldError[]): FieldError[] {
  const byPath = new Map<string, FieldError>();
  for (const error of all) {
    const key = JSON.stringify(error.path);
    if (!byPath.has(key)) byPath.set(key, error);
  }
  return [...byPath.values()];
}

function toFieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key));
  if (issue.code !== 'unrecognized_keys') return [{ path, message: messageOf(issue) }];
  return issue.keys.map((key) => {
    const shown = key.length > MAX_KEY_LENGTH ? `${key.slice(0, MAX_KEY_LENGTH)}…` : key;
    return { path: [...path, shown], message: 'is not a known field' };
  });
}

/** How Zod begins what it says by itself; whatever begins otherwise is the contract's own message. */
const ZOD_WORDS = /^(?:Invalid|Too small|Too big)\b/;

const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'a UUID',
  email: 'an e-mail address',
  datetime: 'an instant with an offset, such as 2026-11-22T15:04:05Z',
  date: 'a date, such as 2026-11-22',
};

function messageOf(issue: z.core.$ZodIssue): string {
  if (!ZOD_WORDS.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return invalidType(issue);
    case 'invalid_value':
      return issue.input === undefined ? 'is required' : oneOf(issue.values);
    case 'invalid_union':
      return invalidUnion(issue);
    case 'invalid_format':
      return `must be ${FORMATS[issue.format] ?? 'in the right form'}`;
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return tooBig(issue);
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    default:
      return 'is not valid';
  }
}

function invalidType({ input, expected }: z.core.$ZodIssueInvalidType): string {
  if (input === undefined) return 'is required';
  if (expected === 'int') return 'must be a whole number';
  return `must be ${article(expected)}, not ${typeName(input)}`;
}

function typeName(input: unknown): string {
  if (input === null) return 'null';
  if (typeof input === 'number' && !Number.isFinite(input)) return String(input);
  return article(Array.isArray(input) ? 'array' : typeof input);
}

function article(type: string): string {
  if (type === 'null' || type === 'undefined') return type;
  return `${/^[aeio]/.test(type) ? 'an' : 'a'} ${type}`;
}

function oneOf(values: readonly unknown[]): string {
  return values.length === 1 ? `must be ${values[0]}` : `must be one of: ${values.join(', ')}`;
}

function invalidUnion({ input, discriminator, ...issue }: z.core.$ZodIssueInvalidUnion): string {
  if (discriminator === undefined || !('options' in issue) || !issue.options)
    return 'is none of what it may be';
  const isGiven = typeof input === 'object' && input !== null && discriminator in input;
  return isGiven ? oneOf(issue.options) : 'is required';
}

const SIZED: Readonly<Record<string, string>> = { string: 'character', array: 'item' };

function tooSmall({ origin, minimum, inclusive, exact }: z.core.$ZodIssueTooSmall): string {
  const unit = SIZED[origin];
  if (!unit) return `must be ${inclusive === false ? 'more than' : 'at least'} ${minimum}`;
  if (origin === 'string' && !exact && minimum === 1) return 'must not be empty';
  return `must have ${exact ? 'exactly' : 'at least'} ${count(minimum, unit)}`;
}

function tooBig({ origin, maximum, inclusive, exact }: z.core.$ZodIssueTooBig): string {
  const unit = SIZED[origin];
  if (!unit) return `must be ${inclusive === false ? 'less than' : 'at most'} ${maximum}`;
  return `must have ${exact ? 'exactly' : 'at most'} ${count(maximum, unit)}`;
}

function count(number: number | bigint, unit: string): string {
  return `${number} ${unit}${Number(number) === 1 ? '' : 's'}`;
}

/** Refuses what is nested too deep, before anything else walks through it. */
function refuseDeep(raw: unknown): void {
  if (isDeeper(raw, MAX_DEPTH)) {
    throw invalidInput([{ path: [], message: `must not be nested deeper than ${MAX_DEPTH} levels` }]);
  }
}

/** Zod leaves `__proto__` out of a record without a word; where it knows the fields it has refused it already. */
function refuseDropped(raw: unknown): void {
  const path = pathOfProto(raw);
  if (path) throw invalidInput([{ path, message: 'is not a name that a field may have' }]);
}

function pathOfProto(node: unknown): FieldError['path'] | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  if (Object.hasOwn(node, '__proto__')) return ['__proto__'];
  for (const [key, child] of Object.entries(node)) {
    const below = pathOfProto(child);
    if (below) return [Array.isArray(node) ? Number(key) : key, ...below];
  }
  return undefined;
}

function isDeeper(node: unknown, levels: number): boolean {
  if (typeof node !== 'object' || node === null) return false;
  return levels === 0 || Object.values(node).some((child) => isDeeper(child, levels - 1));
}
