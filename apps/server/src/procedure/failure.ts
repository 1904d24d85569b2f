import { type ErrorCode, type ErrorDetails, errors, type FieldError } from '@cashwrap/contract';

interface FailureOptions<C extends ErrorCode> {
  /** What was wrong this time, and what to do: a sentence for the person who reads it. */
  readonly detail: string;
  readonly details?: ErrorDetails<C>;
  readonly fields?: readonly FieldError[];
}

/** An error of the catalogue, on its way to the caller. Whatever else is thrown is a fault of ours. */
export class Failure<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'Failure';
  readonly code: C;
  readonly details: ErrorDetails<C> | undefined;
  readonly fields: readonly FieldError[] | undefined;

  constructor(code: C, options: FailureOptions<C>) {
    super(options.detail);
    this.code = code;
    this.details = options.details;
    this.fields = options.fields;
  }

  get status(): number {
    return errors[this.code].status;
  }
}

/** There is no such document, or it is in a store that the caller cannot see: both answer alike. */
export function notFound(noun: string): Failure<'NOT_FOUND'> {
  return new Failure('NOT_FOUND', { detail: `There is no such ${noun}.` });
}

/** A document that the input names does not exist. */
export function invalidReference(path: FieldError['path'], noun: string): Failure<'INVALID_REFERENCE'> {
  const detail = `There is no such ${noun}.`;
  return new Failure('INVALID_REFERENCE', { detail, fields: [{ path, message: detail }] });
}

/** Another document has the value already. */
export function alreadyExists(
  noun: string,
  field: string,
  value: string,
  holderId: string,
): Failure<'ALREADY_EXISTS'> {
  return new Failure('ALREADY_EXISTS', {
    detail: `Another ${noun} already has the ${field} "${value}".`,
    details: { field, value, holderId },
  });
}

/** The input is wrong in these fields. */
export function invalidInput(fields: readonly FieldError[]): Failure<'INVALID_INPUT'> {
  const named = fields.slice(0, 3).map(({ path, message }) => `${formatPath(path)} ${message}`);
  const more = fields.length > named.length ? ` (and ${fields.length - named.length} more)` : '';
  return new Failure('INVALID_INPUT', { detail: `${named.join('; ')}${more}.`, fields });
}

/** `['lines', 0, 'quantity']` as `lines[0].quantity`; the whole input is `the input`. */
function formatPath(path: FieldError['path']): string {
  if (path.length === 0) return 'the input';
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${key}` : key),
    '',
  );
}
