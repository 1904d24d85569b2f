import { z } from 'zod';

/** No control characters (a NUL cannot be stored by PostgreSQL) and no half of a surrogate pair. */
const ONE_LINE = /^[^\p{Cc}\p{Cs}]*$/u;
const MANY_LINES = /^(?:[^\p{Cc}\p{Cs}]|[\n\t])*$/u;
/** Neither starts nor ends with white space, and is not empty. */
const TRIMMED = /^\S(?:[\s\S]*\S)?$/u;

/** One line of text, from 1 to `max` characters, without white space around it. */
export function line(max: number) {
  return z
    .string()
    .min(1)
    .max(max)
    .regex(TRIMMED, 'must not start or end with white space')
    .regex(ONE_LINE, 'must not contain line breaks or control characters');
}

/** Free text of any number of lines, up to `max` characters; may be empty. */
export function text(max: number) {
  return z.string().max(max).regex(MANY_LINES, 'must not contain control characters');
}
