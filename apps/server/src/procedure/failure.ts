import { type ErrorCode, type ErrorDetails, errors, type FieldError } from '@cashwrap/contract';

/** How many are named in a sentence. */
const MAX_NAMED = 3;
/** How many invalid fields an answer lists: it must not become larger than what it is about. */
const MAX_FIELDS = 100;

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

/** Documents that the input names, in these fields, do not exist. */
export function invalidReference(
  noun: string,
  ...paths: readonly FieldError['path'][]
): Failure<'INVALID_REFERENCE'> {
  const message = `There is no such ${noun}.`;
  const detail =
    paths.length > 1 ? `There is no such ${noun}: ${nameSome(paths.map(formatPath), ', ')}.` : message;
  return new Failure('INVALID_REFERENCE', {
    detail,
    fields: someFields(paths.map((path) => ({ path, message }))),
  });
}

/** Another document has the value already. `holderId`: null where the caller cannot see that document. */
export function alreadyExists(
  noun: string,
  field: string,
  value: string,
  holderId: string | null,
): Failure<'ALREADY_EXISTS'> {
  return new Failure('ALREADY_EXISTS', {
    detail: `Another ${noun} already has the ${field} "${value}".`,
    details: { field, value, holderId },
  });
}

/** Refuses a change that was made from another version of the document than the stored one. */
export function refuseStale(noun: string, readVersion: number, currentVersion: number): void {
  if (readVersion === currentVersion) return;
  throw new Failure('CONFLICT', {
    detail: `The ${noun} is at version ${currentVersion} now. Read it again and repeat the change.`,
    details: { currentVersion },
  });
}

/** The input is wrong in these fields. */
export function invalidInput(fields: readonly FieldError[]): Failure<'INVALID_INPUT'> {
  const said = fields.map(({ path, message }) => `${formatPath(path)} ${message}`);
  return new Failure('INVALID_INPUT', { detail: `${nameSome(said, '; ')}.`, fields: someFields(fields) });
}

/**
 * Runs what looks at one part of the input as if that were all of it: where it refuses fields of the part, they are named as
 * what they are in the whole.
 */
export function withinPart<Part extends string, T>(
  input: Readonly<Record<Part, object>>,
  part: Part,
  work: () => T,
): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Failure) || !error.fields) throw error;
    const { code, message: detail, details } = error;
    const fields = error.fields.map((field) =>
      String(field.path[0]) in input[part] ? { ...field, path: [part, ...field.path] } : field,
    );
    throw new Failure(code, { detail, fields, ...(details !== undefined && { details }) });
  }
}

/** The first few of what there is to say, and how many more there are. */
export function nameSome(all: readonly string[], separator: string): string {
  const more = all.length - MAX_NAMED;
  const named = all.slice(0, MAX_NAMED).join(separator);
  return more > 0 ? `${named} (and ${more} more)` : named;
}

/** As many fields as an answer lists. */
export function someFields(fields: readonly FieldError[]): readonly FieldError[] {
  return fields.slice(0, MAX_FIELDS);
}

/** `['lines', 0, 'quantity']` as `lines[0].quantity`; the whole input is `the input`. */
function formatPath(path: FieldError['path']): string {
  if (path.length === 0) return 'the input';
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${key}` : key),
    '',
  );
}
