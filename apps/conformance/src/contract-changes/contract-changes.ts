import { additive, breaking, type Change } from './change.ts';
import { Comparison, OpenApiDocument } from './documents.ts';
import { canonical, isSame, type Json, type JsonObject, listAt, namesOf, objectAt, textsAt } from './json.ts';
import { schemaChanges } from './schema-changes.ts';
import { wordChanges } from './word-changes.ts';

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

/** Everything that differs between two OpenAPI 3.1 documents, and what it means for who goes by the first. */
export function contractChanges(before: Json, after: Json): readonly Change[] {
  const comparison = new Comparison(
    new OpenApiDocument('the document before', before),
    new OpenApiDocument('the document after', after),
  );
  const told = new Map<string, Change>();
  for (const { at, ...change } of documentChanges(comparison)) {
    // What a schema says as a whole has no field behind its place.
    const place = at.replace(/: $/, '');
    told.set(`${place} ${change.what}`, { at: place, ...change });
  }
  return [...told.values()];
}

function* documentChanges(comparison: Comparison): Generator<Change> {
  const { before, after } = comparison;
  const fields = ['openapi', 'info', 'servers', 'tags', 'externalDocs', 'paths', 'components', 'security'];
  for (const { root } of [before, after]) knowFields('the document', root, fields);
  yield* wordChanges('the document', before.root, after.root, ['openapi', 'info', 'tags', 'externalDocs']);
  yield* serverChanges(before.root.servers, after.root.servers);
  const had = operationsOf(before);
  const has = operationsOf(after);
  for (const [name, operation] of had) {
    const now = has.get(name);
    if (now === undefined) yield breaking(name, 'is gone');
    else yield* operationChanges(comparison, name, operation, now);
  }
  for (const name of has.keys()) if (!had.has(name)) yield additive(name, 'is new');
}

/** What a change of a field that is not listed would mean is not known: better to fail than to let it pass. */
function knowFields(at: string, object: JsonObject, fields: readonly string[]): void {
  const unknown = Object.keys(object).find((field) => !fields.includes(field) && !field.startsWith('x-'));
  if (unknown === undefined) return;
  throw new Error(
    `${at}: what a change of "${unknown}" means is not known: add it to apps/conformance/src/contract-changes/contract-changes.ts.`,
  );
}

function* serverChanges(before: Json | undefined, after: Json | undefined): Generator<Change> {
  const urls = (servers: Json | undefined) =>
    listAt(servers, 'servers').map((server) => canonical(objectAt(server, 'servers').url));
  const [had, has] = [urls(before), urls(after)];
  for (const url of had) if (!has.includes(url)) yield breaking('servers', `no longer have ${url}`);
  for (const url of has) if (!had.includes(url)) yield additive('servers', `have ${url}`);
}

function operationsOf(document: OpenApiDocument): ReadonlyMap<string, JsonObject> {
  const operations = new Map<string, JsonObject>();
  for (const [path, node] of Object.entries(objectAt(document.root.paths, 'paths'))) {
    const item = document.follow(objectAt(node, path));
    knowFields(path, item, [...METHODS, 'parameters', 'summary', 'description']);
    for (const method of METHODS) {
      if (item[method] === undefined) continue;
      const operation = objectAt(item[method], path);
      operations.set(`${method.toUpperCase()} ${path}`, {
        ...operation,
        parameters: [...listAt(item.parameters, path), ...listAt(operation.parameters, path)],
        security: operation.security ?? document.root.security,
      });
    }
  }
  return operations;
}

function* operationChanges(
  comparison: Comparison,
  at: string,
  before: JsonObject,
  after: JsonObject,
): Generator<Change> {
  const words = ['summary', 'description', 'tags', 'externalDocs'];
  for (const operation of [before, after]) {
    const fields = ['operationId', 'parameters', 'requestBody', 'responses', 'security', 'deprecated'];
    knowFields(at, operation, [...words, ...fields]);
  }
  yield* wordChanges(at, before, after, words);
  if (!isSame(before.operationId, after.operationId)) {
    yield breaking(at, `is named ${canonical(after.operationId)} now, was ${canonical(before.operationId)}`);
  }
  if (after.deprecated === true && before.deprecated !== true) yield additive(at, 'is deprecated');
  yield* securityChanges(comparison, at, before.security, after.security);
  yield* parameterChanges(comparison, at, before, after);
  yield* bodyChanges(comparison, `${at}, request`, before.requestBody, after.requestBody);
  yield* responseChanges(comparison, at, before, after);
}

/** Each way to prove who calls must stay enough. */
function* securityChanges(
  { before, after }: Comparison,
  at: string,
  securityBefore: Json | undefined,
  securityAfter: Json | undefined,
): Generator<Change> {
  const had = waysIn(before, securityBefore);
  const has = waysIn(after, securityAfter);
  const isEnough = (way: ReadonlySet<string>, needed: ReadonlySet<string>) =>
    [...needed].every((proof) => way.has(proof));
  for (const way of had) {
    if (!has.some((needed) => isEnough(way, needed))) yield breaking(at, `${said(way)} is no longer enough`);
  }
  for (const way of has) {
    if (!had.some((needed) => isEnough(way, needed))) yield additive(at, `${said(way)} is enough now`);
  }
}

/** What is needed for a call, each way on its own: schemes by name and as they work, with their scopes. */
function waysIn(document: OpenApiDocument, security: Json | undefined): readonly ReadonlySet<string>[] {
  const schemes = objectAt(objectAt(document.root.components, 'components').securitySchemes, 'schemes');
  const ways = listAt(security, 'security').map((way) =>
    Object.entries(objectAt(way, 'security')).flatMap(([name, scopes]) => {
      const { description, bearerFormat, ...scheme } = document.follow(objectAt(schemes[name], name));
      const works = `${name} ${canonical(scheme)}`;
      return [works, ...textsAt(scopes, name).map((scope) => `${works} ${scope}`)];
    }),
  );
  return ways.length === 0 ? [new Set()] : ways.map((way) => new Set(way));
}

function said(way: ReadonlySet<string>): string {
  return way.size === 0 ? 'to call without a sign-in' : [...way].join(' with ');
}

function* parameterChanges(
  comparison: Comparison,
  at: string,
  before: JsonObject,
  after: JsonObject,
): Generator<Change> {
  const had = parametersOf(comparison.before, at, before);
  const has = parametersOf(comparison.after, at, after);
  for (const name of namesOf(had, has)) {
    const place = `${at}, ${name}`;
    const [was, is] = [had[name], has[name]];
    if (is === undefined) yield breaking(place, 'is no longer taken');
    else if (was === undefined)
      yield is.required === true ? breaking(place, 'is new and must be sent') : additive(place, 'is new');
    else {
      yield* wordChanges(place, was, is, ['description', 'example', 'examples', 'deprecated']);
      yield* requirementChanges(place, was, is);
      if (!isSame(writtenAs(was), writtenAs(is))) yield breaking(place, 'is written in another way');
      yield* schemaChanges(comparison, 'request', place, was.schema ?? true, is.schema ?? true);
    }
  }
}

/** Parameters by where they are and what they are called: of two the later one counts, as OpenAPI has it. */
function parametersOf(
  document: OpenApiDocument,
  at: string,
  { parameters }: JsonObject,
): Readonly<Record<string, JsonObject>> {
  const words = ['description', 'example', 'examples', 'deprecated'];
  const fields = ['in', 'name', 'required', 'schema', 'style', 'explode', 'allowReserved', 'allowEmptyValue'];
  return Object.fromEntries(
    listAt(parameters, at).map((node) => {
      const parameter = document.follow(objectAt(node, at));
      knowFields(at, parameter, [...words, ...fields]);
      return [`${parameter.in} ${parameter.name}`, parameter];
    }),
  );
}

function writtenAs(parameter: JsonObject): Json {
  const style =
    parameter.style ?? (parameter.in === 'query' || parameter.in === 'cookie' ? 'form' : 'simple');
  const { explode = style === 'form', allowReserved = false, allowEmptyValue = false } = parameter;
  return { style, explode, allowReserved, allowEmptyValue };
}

function* requirementChanges(at: string, before: JsonObject, after: JsonObject): Generator<Change> {
  const [had, has] = [before.required === true, after.required === true];
  if (had && !has) yield additive(at, 'can be left out now');
  if (!had && has) yield breaking(at, 'must be sent now');
}

function* bodyChanges(
  comparison: Comparison,
  at: string,
  before: Json | undefined,
  after: Json | undefined,
): Generator<Change> {
  const was = before && comparison.before.follow(objectAt(before, at));
  const is = after && comparison.after.follow(objectAt(after, at));
  for (const body of [was, is]) if (body) knowFields(at, body, ['description', 'content', 'required']);
  if (was && is) {
    yield* wordChanges(at, was, is, ['description']);
    yield* requirementChanges(at, was, is);
    yield* contentChanges(comparison, 'request', at, was.content, is.content);
  } else if (was) yield breaking(at, 'has no body any more');
  else if (is)
    yield is.required === true ? breaking(at, 'has a body now') : additive(at, 'can have a body now');
}

/** What one media type holds; each that was there stays. */
function* contentChanges(
  comparison: Comparison,
  role: 'request' | 'response',
  at: string,
  before: Json | undefined,
  after: Json | undefined,
): Generator<Change> {
  const had = objectAt(before, at);
  const has = objectAt(after, at);
  for (const type of namesOf(had, has)) {
    const place = `${at} as ${type}`;
    if (has[type] === undefined) yield breaking(place, 'is gone');
    else if (had[type] === undefined) yield additive(place, 'is new');
    else {
      const [was, is] = [objectAt(had[type], place), objectAt(has[type], place)];
      for (const media of [was, is]) knowFields(place, media, ['schema', 'example', 'examples']);
      yield* wordChanges(place, was, is, ['example', 'examples']);
      yield* schemaChanges(comparison, role, `${place}: `, was.schema ?? true, is.schema ?? true);
    }
  }
}

function* responseChanges(
  comparison: Comparison,
  at: string,
  before: JsonObject,
  after: JsonObject,
): Generator<Change> {
  const had = objectAt(before.responses, at);
  const has = objectAt(after.responses, at);
  for (const status of namesOf(had, has)) {
    const place = `${at}, ${status}`;
    if (has[status] === undefined) {
      // That something no longer goes wrong breaks nobody.
      yield isRefusal(status)
        ? additive(place, 'is no longer answered')
        : breaking(place, 'is no longer answered');
    } else if (had[status] === undefined) {
      yield isRefusal(status) ? additive(place, 'is new') : breaking(place, 'is new');
    } else {
      const was = comparison.before.follow(objectAt(had[status], place));
      const is = comparison.after.follow(objectAt(has[status], place));
      for (const response of [was, is]) knowFields(place, response, ['description', 'headers', 'content']);
      yield* wordChanges(place, was, is, ['description']);
      yield* headerChanges(comparison, place, was.headers, is.headers);
      yield* contentChanges(comparison, 'response', place, was.content, is.content);
    }
  }
}

/** Clients take errors by their class, and 304 comes only to who asks whether something is still the same. */
function isRefusal(status: string): boolean {
  return status === '304' || status === 'default' || /^[45]/.test(status);
}

function* headerChanges(
  comparison: Comparison,
  at: string,
  before: Json | undefined,
  after: Json | undefined,
): Generator<Change> {
  const had = objectAt(before, at);
  const has = objectAt(after, at);
  for (const name of namesOf(had, has)) {
    const place = `${at}, header ${name}`;
    if (has[name] === undefined) yield breaking(place, 'is no longer answered');
    else if (had[name] === undefined) yield additive(place, 'is new');
    else {
      const was = comparison.before.follow(objectAt(had[name], place));
      const is = comparison.after.follow(objectAt(has[name], place));
      for (const header of [was, is])
        knowFields(place, header, ['description', 'required', 'schema', 'example', 'examples', 'deprecated']);
      yield* wordChanges(place, was, is, ['description', 'example', 'examples', 'deprecated']);
      if (was.required === true && is.required !== true) yield breaking(place, 'may be missing now');
      if (was.required !== true && is.required === true) yield additive(place, 'is always there now');
      yield* schemaChanges(comparison, 'response', place, was.schema ?? true, is.schema ?? true);
    }
  }
}
