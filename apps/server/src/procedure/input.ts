import type { FieldError, Operation } from '@cashwrap/contract';
import type { z } from 'zod';
import { invalidInput } from './failure.ts';

/** Checks what came in against the operation's schema; names every field that is wrong. */
export function parseInput(operation: Operation, raw: unknown): Record<string, unknown> {
  // A call without any input is a call with an empty one.
  const result = operation.input.safeParse(raw ?? {});
  if (result.success) return result.data;
  const fields = result.error.issues.flatMap(toFieldErrors);
  throw invalidInput(fields);
}

function toFieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key));
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...path, key], message: 'is not a known field' }));
    case 'invalid_type':
      // Zod tells a missing field by its input alone, and keeps that out of the issue unless asked.
      return [{ path, message: invalidType(issue) }];
    default:
      return [{ path, message: lowerFirst(issue.message.replace(/^Invalid input: /, '')) }];
  }
}

function invalidType(issue: z.core.$ZodIssueInvalidType): string {
  if (issue.message.endsWith('received undefined')) return 'is required';
  const received = /received (.+)$/.exec(issue.message)?.[1];
  return `must be ${article(issue.expected)}${received ? `, not ${article(received)}` : ''}`;
}

function article(type: string): string {
  if (type === 'int') return 'a whole number';
  if (type === 'null' || type === 'undefined') return type;
  return `${/^[aeio]/.test(type) ? 'an' : 'a'} ${type}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
