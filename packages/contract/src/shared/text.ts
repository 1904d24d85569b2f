import { z } from 'zod';

// The patterns are in the OpenAPI document too, where tools read them without the flags of JavaScript: no \p.
/**
 * No control characters: a NUL cannot be stored by PostgreSQL, and none of them belongs on a receipt. Neither do
 * U+2028 and U+2029, which break lines, nor what turns the direction of the text around: a name could look like
 * another one.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it refuses
const ONE_LINE = /^[^\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it refuses
const MANY_LINES = /^[^\u0000-\u0008\u000b-\u001f\u007f-\u009f]*$/;
/** Neither starts nor ends with white space, and is not empty. */
const TRIMMED = /^\S([\s\S]*\S)?$/;

/** Half of a surrogate pair is not a character; stored, it would come back as another one. */
function isWellFormed(text: string): boolean {
  return !/[\ud800-\udfff]/u.test(text);
}

const WELL_FORMED = { error: 'must be well-formed Unicode' };

/** One line of text, from 1 to `max` characters, without white space around it. */
export function line(max: number) {
  return z
    .string()
    .min(1)
    .max(max)
    .regex(TRIMMED, 'must not start or end with white space')
    .regex(
      ONE_LINE,
      'must not contain line breaks, control characters or marks that turn the direction of text',
    )
    .refine(isWellFormed, WELL_FORMED);
}

/**
 * What somebody types into a search box: white space around it says nothing, and it may be empty. It is checked as it came, since
 * that is what the document tells of.
 */
export function typed(max: number) {
  return z
    .string()
    .max(max)
    .regex(
      ONE_LINE,
      'must not contain line breaks, control characters or marks that turn the direction of text',
    )
    .refine(isWellFormed, WELL_FORMED)
    .trim();
}

/** Free text of any number of lines, up to `max` characters; may be empty. */
export function text(max: number) {
  return z
    .string()
    .max(max)
    .regex(MANY_LINES, 'must not contain control characters')
    .refine(isWellFormed, WELL_FORMED)
    .meta({ example: 'A few words.' });
}
