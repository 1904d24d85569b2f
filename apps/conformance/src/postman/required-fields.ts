import type { MaybeRef, Schema } from './openapi.ts';
import { member, text } from './scripts.ts';

/** Reads what a `$ref` points at. */
type Look = (schema: MaybeRef<Schema>) => Schema;

/** Assertions that a value has every field that its schema requires, and so on in the objects and lists in it. */
export function requiredFields(path: string, schema: MaybeRef<Schema>, look: Look): string[] {
  return linesOf(path, schema, look, []);
}

/** `around` is what the value is in: of a tree the first level is enough. */
function linesOf(path: string, given: MaybeRef<Schema>, look: Look, around: readonly Schema[]): string[] {
  const schema = look(given);
  const { anyOf, required = [], properties = {}, items } = schema;
  if (around.includes(schema)) return [];
  const within = [...around, schema];
  if (anyOf) {
    // Which of several alternatives is answered is for the story to say.
    const [only, ...others] = anyOf.filter((each) => look(each).type !== 'null');
    return only && others.length === 0 ? unlessNull(path, linesOf(path, only, look, within)) : [];
  }
  if (items) {
    const item = `item${within.length}`;
    const lines = linesOf(item, items, look, within);
    return lines.length === 0 ? [] : block(`for (const ${item} of ${path})`, lines);
  }
  const lines = [
    ...(required.length > 0
      ? [`pm.expect(${path}, ${text(path)}).to.include.all.keys(${required.map(text).join(', ')});`]
      : []),
    ...required.flatMap((name) => {
      const field = properties[name];
      return field ? linesOf(path + member(name), field, look, within) : [];
    }),
  ];
  return Array.isArray(schema.type) ? unlessNull(path, lines) : lines;
}

function unlessNull(path: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : block(`if (${path} !== null)`, lines);
}

function block(head: string, lines: readonly string[]): string[] {
  return [`${head} {`, ...lines.map((line) => `  ${line}`), '}'];
}
