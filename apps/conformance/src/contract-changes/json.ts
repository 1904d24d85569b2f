/** What JSON.parse answers. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
/** An object of JSON. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** Whether this is an object, and no list. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object that stands here; an empty one where nothing does. */
export function objectAt(value: Json | undefined, where: string): JsonObject {
  if (value === undefined) return {};
  if (!isObject(value)) throw new Error(`${where}: an object is expected here, not ${JSON.stringify(value)}`);
  return value;
}

/** The list that stands here; an empty one where nothing does. */
export function listAt(value: Json | undefined, where: string): readonly Json[] {
  if (value === undefined) return [];
  if (!Array.isArray(value))
    throw new Error(`${where}: a list is expected here, not ${JSON.stringify(value)}`);
  return value;
}

/** The texts of a list. */
export function textsAt(value: Json | undefined, where: string): readonly string[] {
  return listAt(value, where).map((each) => {
    if (typeof each !== 'string')
      throw new Error(`${where}: a text is expected, not ${JSON.stringify(each)}`);
    return each;
  });
}

/** Whether both say the same, in whatever order their objects name their fields. */
export function isSame(a: Json | undefined, b: Json | undefined): boolean {
  return a === b || canonical(a) === canonical(b);
}

/** One text for values that say the same. */
export function canonical(value: Json | undefined): string {
  return JSON.stringify(value, (_, each: Json) =>
    isObject(each) ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each,
  );
}

/** The names in the first, then those that only the second has. */
export function namesOf(a: JsonObject, b: JsonObject): readonly string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])];
}
