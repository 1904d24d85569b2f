import type { z } from 'zod';

/** A number as JSON writes it: what `Number` would read besides (hex, blanks, "Infinity") is not one. */
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Turns the text of one path or query parameter into the JSON value that its schema means. */
export type ReadParameter = (text: string | readonly string[]) => unknown;

/**
 * Makes the reader of a parameter from its schema. Text that does not look like the type is passed on as it
 * is, for the schema to refuse; the schema itself is not changed, so that JSON bodies are never coerced.
 */
export function parameterReader(schema: z.core.$ZodType): ReadParameter {
  const type = withoutWrappers(schema);
  if (isArray(type)) {
    const readElement = parameterReader(type._zod.def.element);
    return (text) => (typeof text === 'string' ? [text] : text).map((each) => readElement(each));
  }
  const kind = type._zod.def.type;
  return (text) => {
    if (typeof text !== 'string') return text;
    if (kind === 'number' && JSON_NUMBER.test(text)) return Number(text);
    if (kind === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
    return text;
  };
}

/** Whether a query may name the parameter more than once. */
export function takesSeveral(schema: z.core.$ZodType): boolean {
  return isArray(withoutWrappers(schema));
}

function withoutWrappers(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = schema._zod;
  const inner = 'innerType' in def ? (def.innerType as z.core.$ZodType) : undefined;
  return inner ? withoutWrappers(inner) : schema;
}

function isArray(schema: z.core.$ZodType): schema is z.core.$ZodArray {
  return schema._zod.def.type === 'array';
}
