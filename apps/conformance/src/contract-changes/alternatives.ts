import type { OpenApiDocument } from './documents.ts';
import {
  canonical,
  isObject,
  isSame,
  type Json,
  type JsonObject,
  listAt,
  objectAt,
  textsAt,
} from './json.ts';

/** Keywords that say nothing about which values are right. A default is none of them: it says what is meant by nothing. */
export const SCHEMA_WORDS = [
  'title',
  'description',
  'example',
  'examples',
  'deprecated',
  'discriminator',
  'externalDocs',
  '$comment',
] as const;

/** One of the shapes that a schema allows: no union any more, and no reference at its top. */
export interface Alternative {
  readonly schema: JsonObject;
  /** Texts must match every one. */
  readonly patterns: readonly string[];
  /** What tells an object from the others of its union: the fields that must be there with one value each. */
  readonly tag: ReadonlyMap<string, string>;
}

/** The shapes that a schema allows: none for `false`, one that allows anything for `true`. */
export function alternativesOf(document: OpenApiDocument, schema: Json): readonly Alternative[] {
  if (typeof schema === 'boolean') return schema ? [alternativeOf({})] : [];
  const { anyOf, oneOf, allOf, ...own } = document.follow(objectAt(schema, 'schema'));
  // Those of a oneOf exclude each other in what we publish, so that it is a union as well.
  const unions = [anyOf, oneOf].filter((union) => union !== undefined);
  let shapes = [own];
  for (const member of listAt(allOf, 'allOf')) {
    shapes = join(shapes, shapesOf(document, member));
  }
  for (const union of unions) {
    const members = listAt(union, 'anyOf').flatMap((member) => shapesOf(document, member));
    shapes = join(shapes, members);
  }
  return shapes.flatMap(byType).map(alternativeOf);
}

/** The references that are members of both schemas, where these are plain unions and nothing beside. */
export function sharedMembers(before: Json, after: Json): readonly Json[] {
  const names = new Set(plainMembers(after).map(canonical));
  return plainMembers(before).filter(
    (member) => isObject(member) && member.$ref && names.has(canonical(member)),
  );
}

/** A union without some of its members. */
export function withoutMembers(schema: Json, members: readonly Json[]): Json {
  if (members.length === 0 || !isObject(schema)) return schema;
  const gone = new Set(members.map(canonical));
  const { anyOf, oneOf, ...others } = schema;
  return { ...others, anyOf: plainMembers(schema).filter((member) => !gone.has(canonical(member))) };
}

function plainMembers(schema: Json): readonly Json[] {
  if (!isObject(schema)) return [];
  const { anyOf, oneOf, type, default: _, ...others } = schema;
  const isPlainUnion = (anyOf === undefined) !== (oneOf === undefined) && Object.keys(others).every(isWord);
  return isPlainUnion ? listAt(anyOf ?? oneOf, 'anyOf') : [];
}

function shapesOf(document: OpenApiDocument, schema: Json): readonly JsonObject[] {
  return alternativesOf(document, schema).map((each) => each.schema);
}

function join(some: readonly JsonObject[], others: readonly JsonObject[]): JsonObject[] {
  return some.flatMap((a) => others.map((b) => both(a, b)));
}

/** One schema for values that are right by two. */
function both(a: JsonObject, b: JsonObject): JsonObject {
  const joined: Record<string, Json | undefined> = { ...a };
  for (const [keyword, value] of Object.entries(b)) {
    const had = joined[keyword];
    if (had === undefined || isSame(had, value)) joined[keyword] = value;
    else if (isWord(keyword)) joined[keyword] = [had, value ?? null];
    else if (keyword === 'pattern') joined.pattern = [...patternsOf(a), ...patternsOf(b)];
    else if (keyword === 'required') joined.required = [...textsAt(had, keyword), ...textsAt(value, keyword)];
    else if (keyword === 'properties')
      joined.properties = bothFields(objectAt(had, keyword), objectAt(value, keyword));
    else
      throw new Error(
        `A schema says "${keyword}" twice, ${canonical(had)} and ${canonical(value)}: teach apps/conformance/src/contract-changes/alternatives.ts to join them.`,
      );
  }
  return joined;
}

function bothFields(a: JsonObject, b: JsonObject): JsonObject {
  const joined: Record<string, Json | undefined> = { ...a };
  for (const [name, field] of Object.entries(b)) {
    const had = joined[name];
    if (!isObject(had) || !isObject(field)) joined[name] = field;
    else joined[name] = [had, field].every(isPlain) ? both(had, field) : { allOf: [had, field] };
  }
  return joined;
}

/** Whether a schema says by itself what it allows. */
function isPlain({ $ref, anyOf, oneOf, allOf }: JsonObject): boolean {
  return [$ref, anyOf, oneOf, allOf].every((keyword) => keyword === undefined);
}

function isWord(keyword: string): boolean {
  return keyword.startsWith('x-') || SCHEMA_WORDS.some((word) => word === keyword);
}

function byType(schema: JsonObject): readonly JsonObject[] {
  return Array.isArray(schema.type) ? schema.type.map((type: Json) => ({ ...schema, type })) : [schema];
}

function alternativeOf(schema: JsonObject): Alternative {
  return { schema, patterns: patternsOf(schema), tag: tagOf(schema) };
}

/** One pattern is a text, those of several joined schemas are a list. */
function patternsOf({ pattern }: JsonObject): readonly string[] {
  return typeof pattern === 'string' ? [pattern] : textsAt(pattern, 'pattern');
}

function tagOf({ properties, required }: JsonObject): ReadonlyMap<string, string> {
  const must = textsAt(required, 'required');
  const fields = Object.entries(objectAt(properties, 'properties')).sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(
    fields.flatMap(([name, field]) =>
      isObject(field) && field.const !== undefined && must.includes(name)
        ? [[name, canonical(field.const)]]
        : [],
    ),
  );
}

/** Whether who tells the kinds of a union by a field of theirs sees by it that this is none that they know. */
export function isNewKind(known: readonly Alternative[], { tag }: Alternative): boolean {
  return [...tag].some(([field, value]) =>
    known.every((each) => ![undefined, value].includes(each.tag.get(field))),
  );
}

/** A shape before and what it is after; one of them alone where there is no other. */
export type Pair =
  | { readonly before: Alternative; readonly after: Alternative }
  | { readonly before: Alternative; readonly after?: undefined }
  | { readonly before?: undefined; readonly after: Alternative };

/** Finds for each shape before what has become of it: the same, else one of its tag, else one of its type. */
export function pairsOf(before: readonly Alternative[], after: readonly Alternative[]): readonly Pair[] {
  const [a, b] = [before[0], after[0]];
  // One shape that became another is one change, not two.
  if (a && b && before.length === 1 && after.length === 1) return [{ before: a, after: b }];
  const pairs: Pair[] = [];
  const lost = [...before];
  const found = [...after];
  const signs = [rulesOf, tagAndTypeOf, typeOf];
  for (const sign of signs) {
    const signOfLost = new Map(lost.map((each) => [each, sign(each)]));
    const signOfFound = new Map(found.map((each) => [each, sign(each)]));
    for (const [one, of] of signOfLost) {
      const other = found.find((each) => signOfFound.get(each) === of);
      if (other === undefined || of === undefined) continue;
      lost.splice(lost.indexOf(one), 1);
      found.splice(found.indexOf(other), 1);
      pairs.push({ before: one, after: other });
    }
  }
  return [...pairs, ...lost.map((each) => ({ before: each })), ...found.map((each) => ({ after: each }))];
}

function rulesOf({ schema }: Alternative): string {
  return canonical(Object.fromEntries(Object.entries(schema).filter(([keyword]) => !isWord(keyword))));
}

function tagAndTypeOf({ schema: { type }, tag }: Alternative): string {
  return canonical([type ?? null, ...tag].flat());
}

/** Of one that has a tag there is no other of its type. */
function typeOf({ schema: { type }, tag }: Alternative): string | undefined {
  if (tag.size > 0) return undefined;
  return type === 'integer' ? 'number' : canonical(type ?? null);
}

/** What a shape is called in words. */
export function nameOf({ schema: { type, enum: values, const: value }, tag }: Alternative): string {
  if (value !== undefined) return canonical(value);
  if (values !== undefined) return `one of ${canonical(values)}`;
  if (type === undefined) return 'anything';
  return tag.size === 0 ? canonical(type).replaceAll('"', '') : `the kind with ${tagIn({ tag })}`;
}

/** The tag of a shape in words; none where it has none. */
export function tagIn({ tag }: Pick<Alternative, 'tag'>): string {
  return [...tag].map(([field, value]) => `${field} ${value}`).join(', ');
}
