import {
  type Alternative,
  alternativesOf,
  isNewKind,
  nameOf,
  pairsOf,
  SCHEMA_WORDS,
  sharedMembers,
  tagIn,
  withoutMembers,
} from './alternatives.ts';
import { additive, breaking, type Change, fieldOf } from './change.ts';
import { type Comparison, sharedName } from './documents.ts';
import {
  canonical,
  isObject,
  isSame,
  type Json,
  type JsonObject,
  listAt,
  namesOf,
  objectAt,
  textsAt,
} from './json.ts';
import { wordChanges } from './word-changes.ts';

/** Who goes by a schema: callers, for what they send, or for what they are answered. */
export type Role = 'request' | 'response';

/** How what is allowed has changed: there is more of it, less of it, or both. */
type Shift = 'wider' | 'narrower' | 'other';

/** A limit keeps values above or below it; without one there is no limit. */
const LIMITS = {
  minimum: 'lower',
  exclusiveMinimum: 'lower',
  minLength: 'lower',
  minItems: 'lower',
  minProperties: 'lower',
  maximum: 'upper',
  exclusiveMaximum: 'upper',
  maxLength: 'upper',
  maxItems: 'upper',
  maxProperties: 'upper',
} as const;

/** One with another value allows neither more nor less, but others; without one everything is allowed. */
const RULES = ['format', 'multipleOf', 'uniqueItems', 'contentEncoding', 'contentMediaType'] as const;

const KNOWN = new Set<string>([
  ...Object.keys(LIMITS),
  ...RULES,
  ...SCHEMA_WORDS,
  ...['type', 'enum', 'const', 'pattern', 'default'],
  ...['properties', 'required', 'additionalProperties', 'propertyNames', 'items'],
]);

/**
 * How a schema changed for those who go by it. What is sent may not be refused that was taken; what is answered may not be of a
 * shape, length or size that was ruled out. But answers may have more fields, and one more value where the values are listed or
 * one more kind of object where each has its tag: clients must let pass what they do not know.
 *
 * @throws Error where a schema has a keyword that is not known here.
 */
export function* schemaChanges(
  comparison: Comparison,
  role: Role,
  at: string,
  before: Json,
  after: Json,
): Generator<Change> {
  if (typeof before === 'boolean' && before === after) return;
  let place = at;
  if (refers(before) || refers(after)) {
    if (!comparison.isNew(role, canonical(before), canonical(after))) return;
    const name = sharedName(before, after);
    if (name !== undefined) place = `schema ${name} in a ${role}: `;
  }
  if (isObject(before) && isObject(after)) {
    const [was, is] = [comparison.before.follow(before), comparison.after.follow(after)];
    yield* wordChanges(place, was, is, SCHEMA_WORDS);
    if (role === 'request') yield* defaultChanges(place, was, is);
    yield* shapeChanges(comparison, role, place, was, is);
  } else yield* shapeChanges(comparison, role, place, before, after);
}

function* shapeChanges(
  comparison: Comparison,
  role: Role,
  at: string,
  before: Json,
  after: Json,
): Generator<Change> {
  // What both unions name is compared by its name: once, however many of them do.
  const shared = sharedMembers(before, after);
  for (const member of shared) yield* schemaChanges(comparison, role, at, member, member);
  const had = alternativesOf(comparison.before, before);
  const pairs = pairsOf(
    alternativesOf(comparison.before, withoutMembers(before, shared)),
    alternativesOf(comparison.after, withoutMembers(after, shared)),
  );
  for (const pair of pairs) {
    if (pair.before && pair.after) {
      const inside = had.length > 1 && pair.before.tag.size > 0 ? `${at}(${tagIn(pair.before)})` : at;
      yield* alternativeChanges(comparison, role, inside, pair.before, pair.after);
    } else if (pair.before) {
      yield ofShift(role, 'narrower', at, `can no longer be ${nameOf(pair.before)}`);
    } else if (role === 'response' && isNewKind(had, pair.after)) {
      yield additive(at, `can be ${nameOf(pair.after)} now`);
    } else {
      yield ofShift(role, 'wider', at, `can be ${nameOf(pair.after)} now`);
    }
  }
}

/** Whether it leads to what is named and shared, and perhaps back to itself. */
function refers(schema: Json): boolean {
  if (!isObject(schema)) return false;
  const { $ref, anyOf, oneOf, allOf } = schema;
  return $ref !== undefined || /"\$ref":/.test(canonical([anyOf ?? [], oneOf ?? [], allOf ?? []]));
}

function ofShift(role: Role, shift: Shift, at: string, what: string): Change {
  const harmless = role === 'request' ? 'wider' : 'narrower';
  return shift === harmless ? additive(at, what) : breaking(at, what);
}

function* alternativeChanges(
  comparison: Comparison,
  role: Role,
  at: string,
  before: Alternative,
  after: Alternative,
): Generator<Change> {
  knowKeywords(at, before);
  knowKeywords(at, after);
  yield* wordChanges(at, before.schema, after.schema, SCHEMA_WORDS);
  const type = typeShift(before.schema.type, after.schema.type);
  if (type) {
    yield ofShift(role, type, at, `is ${nameOf(after)} now, was ${nameOf(before)}`);
    if (type === 'other') return;
  }
  yield* valueChanges(role, at, before, after);
  yield* limitChanges(role, at, before, after);
  yield* ruleChanges(role, at, before, after);
  yield* itemChanges(comparison, role, at, before, after);
  yield* fieldChanges(comparison, role, at, before, after);
  yield* otherFieldChanges(comparison, role, at, before, after);
}

function knowKeywords(at: string, { schema }: Alternative): void {
  const unknown = Object.keys(schema).find((keyword) => !KNOWN.has(keyword) && !keyword.startsWith('x-'));
  if (unknown === undefined) return;
  throw new Error(
    `${at}: what a change of "${unknown}" means is not known: add it to apps/conformance/src/contract-changes/schema-changes.ts.`,
  );
}

function typeShift(before: Json | undefined, after: Json | undefined): Shift | undefined {
  if (isSame(before, after)) return undefined;
  if (after === undefined || (before === 'integer' && after === 'number')) return 'wider';
  if (before === undefined || (before === 'number' && after === 'integer')) return 'narrower';
  return 'other';
}

/** Values that are listed, one by one. */
function* valueChanges(role: Role, at: string, before: Alternative, after: Alternative): Generator<Change> {
  const had = valuesOf(before);
  const has = valuesOf(after);
  if (had === undefined && has === undefined) return;
  if (had === undefined) yield ofShift(role, 'narrower', at, `is only ${list(has)} now`);
  else if (has === undefined) yield ofShift(role, 'wider', at, `is no longer only ${list(had)}`);
  else {
    const lost = had.filter((value) => !has.includes(value));
    const won = has.filter((value) => !had.includes(value));
    if (lost.length > 0) yield ofShift(role, 'narrower', at, `is no longer ${list(lost)}`);
    // Of answers, too: a list of values is open to more.
    if (won.length > 0) yield additive(at, `can be ${list(won)} now`);
  }
}

function valuesOf({ schema }: Alternative): readonly string[] | undefined {
  if (schema.const !== undefined) return [canonical(schema.const)];
  return schema.enum === undefined ? undefined : listAt(schema.enum, 'enum').map(canonical);
}

function list(values: readonly string[] = []): string {
  return values.join(' or ');
}

function* limitChanges(role: Role, at: string, before: Alternative, after: Alternative): Generator<Change> {
  for (const [keyword, side] of Object.entries(LIMITS)) {
    const had = limitOf(before, keyword, side);
    const has = limitOf(after, keyword, side);
    if (had === has) continue;
    const shift = (side === 'lower') === has > had ? 'narrower' : 'wider';
    yield ofShift(role, shift, at, `has ${keyword} ${said(has)} now, had ${said(had)}`);
  }
}

function limitOf({ schema }: Alternative, keyword: string, side: 'lower' | 'upper'): number {
  const limit = schema[keyword];
  if (typeof limit === 'number') return limit;
  return side === 'lower' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

function said(limit: number): string {
  return Number.isFinite(limit) ? String(limit) : 'none';
}

function* ruleChanges(role: Role, at: string, before: Alternative, after: Alternative): Generator<Change> {
  for (const keyword of RULES) {
    const [had, has] = [before.schema[keyword], after.schema[keyword]];
    if (isSame(had, has)) continue;
    const shift = had === undefined ? 'narrower' : has === undefined ? 'wider' : 'other';
    yield ofShift(
      role,
      shift,
      at,
      `has ${keyword} ${canonical(has ?? null)} now, had ${canonical(had ?? null)}`,
    );
  }
  const lost = before.patterns.filter((pattern) => !after.patterns.includes(pattern));
  const won = after.patterns.filter((pattern) => !before.patterns.includes(pattern));
  if (lost.length > 0) yield ofShift(role, 'wider', at, `need no longer match ${list(lost)}`);
  if (won.length > 0) yield ofShift(role, 'narrower', at, `must match ${list(won)} now`);
}

/** What is meant by nothing stays what it was. */
function* defaultChanges(
  at: string,
  { default: had }: JsonObject,
  { default: has }: JsonObject,
): Generator<Change> {
  if (isSame(had, has)) return;
  const what = `is ${canonical(has ?? null)} where it is left out, was ${canonical(had ?? null)}`;
  yield had === undefined ? additive(at, what) : breaking(at, what);
}

function* itemChanges(
  comparison: Comparison,
  role: Role,
  at: string,
  before: Alternative,
  after: Alternative,
): Generator<Change> {
  const [had, has] = [before.schema.items, after.schema.items];
  if (had ?? has) yield* schemaChanges(comparison, role, `${at}[]`, had ?? true, has ?? true);
}

function* fieldChanges(
  comparison: Comparison,
  role: Role,
  at: string,
  before: Alternative,
  after: Alternative,
): Generator<Change> {
  const had = objectAt(before.schema.properties, 'properties');
  const has = objectAt(after.schema.properties, 'properties');
  const mustBefore = textsAt(before.schema.required, 'required');
  const mustAfter = textsAt(after.schema.required, 'required');
  for (const name of new Set([...namesOf(had, has), ...mustBefore, ...mustAfter])) {
    const place = fieldOf(at, name);
    const [was, is] = [had[name], has[name]];
    const isGone = was !== undefined && is === undefined;
    if (isGone) yield* goneField(comparison, role, place, was, after);
    else if (is !== undefined && was === undefined) yield* newField(comparison, role, place, is, before);
    else yield* schemaChanges(comparison, role, place, was ?? true, is ?? true);
    const [wasRequired, isRequired] = [mustBefore.includes(name), mustAfter.includes(name)];
    if (wasRequired && !isRequired && !isGone) yield ofShift(role, 'wider', place, 'can be left out now');
    if (!wasRequired && isRequired) yield ofShift(role, 'narrower', place, 'must be there now');
  }
}

function* goneField(
  comparison: Comparison,
  role: Role,
  at: string,
  was: Json,
  { schema }: Alternative,
): Generator<Change> {
  const others = schema.additionalProperties ?? true;
  if (role === 'response') yield breaking(at, 'is no longer answered');
  else if (others === false) yield breaking(at, 'is no longer taken');
  else yield* schemaChanges(comparison, role, at, was, others);
}

function* newField(
  comparison: Comparison,
  role: Role,
  at: string,
  is: Json,
  { schema }: Alternative,
): Generator<Change> {
  const others = schema.additionalProperties ?? true;
  yield additive(at, 'is new');
  // Where any name was taken, this one was as well, with whatever value.
  if (role === 'request' && others !== false) yield* schemaChanges(comparison, role, at, others, is);
}

/** What is said of fields that are not named. */
function* otherFieldChanges(
  comparison: Comparison,
  role: Role,
  at: string,
  before: Alternative,
  after: Alternative,
): Generator<Change> {
  const had = before.schema.additionalProperties ?? true;
  const has = after.schema.additionalProperties ?? true;
  if (had === false && has !== false) yield additive(at, 'can have fields that are not named here');
  else if (had !== false && has === false)
    yield ofShift(role, 'narrower', at, 'can no longer have fields that are not named here');
  else yield* schemaChanges(comparison, role, fieldOf(at, '*'), had, has);
  const [namedBefore, namedAfter] = [before.schema.propertyNames, after.schema.propertyNames];
  if (namedBefore ?? namedAfter)
    yield* schemaChanges(
      comparison,
      role,
      fieldOf(at, '* (its name)'),
      namedBefore ?? true,
      namedAfter ?? true,
    );
}
