import type { ChangeClass } from '../src/contract-changes/change.ts';
import type { Role } from '../src/contract-changes/schema-changes.ts';

/** As much of a schema as is changed here. */
interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  format?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}

interface Media {
  schema?: Schema;
}

interface Parameter {
  in: string;
  name: string;
  required?: boolean;
  schema: Schema;
}

interface Response {
  description: string;
  headers?: Record<string, object>;
  content?: Record<string, Media>;
}

interface Operation {
  operationId: string;
  summary: string;
  security: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, Media> };
  responses: Record<string, Response>;
}

/** As much of an OpenAPI document as is changed here. */
export interface Document {
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, object>>;
}

/** One thing that can be done to a document, and what it then is to who went by it. */
export interface Mutation {
  readonly what: string;
  readonly class: ChangeClass;
  readonly apply: () => void;
}

/**
 * A document for each operation of one: quick to copy and to compare. It has the schemas that it needs; parameters, headers and
 * answers that operations share are written out.
 */
export function documentsOfOperations(document: Document): Document[] {
  const { securitySchemes = {} } = document.components;
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => {
      const paths = { [path]: { [method]: writtenOut(document, operation) } };
      const schemas: Record<string, object> = {};
      const bring = (node: object): void => {
        for (const [, name = ''] of JSON.stringify(node).matchAll(/"#\/components\/schemas\/([^"/]+)"/g)) {
          const schema = document.components.schemas?.[name];
          if (schemas[name] !== undefined || schema === undefined) continue;
          schemas[name] = schema;
          bring(schema);
        }
      };
      bring(paths);
      return { ...document, paths, components: { schemas, securitySchemes } };
    }),
  );
}

function writtenOut<T>(document: Document, node: T): T {
  return JSON.parse(JSON.stringify(node), (_, value) => {
    const [, kind = '', name = ''] = /^#\/components\/(\w+)\/(.+)$/.exec(value?.$ref ?? '') ?? [];
    const meant = kind === 'schemas' ? undefined : document.components[kind]?.[name];
    return meant === undefined ? value : writtenOut(document, meant);
  });
}

/** Everything that can be done to a document of one operation. Each is about this very copy, and only one may be applied. */
export function mutationsOf(document: Document): Mutation[] {
  return Object.values(document.paths).flatMap((item) =>
    Object.entries(item).flatMap(([method, operation]) => [
      { what: 'the operation is gone', class: 'breaking', apply: () => delete item[method] },
      { what: 'an operation is new', class: 'additive', apply: () => (item.trace = operation) },
      ...operationMutations(document, operation),
    ]),
  );
}

function operationMutations(document: Document, operation: Operation): Mutation[] {
  const isOpen = operation.security.length === 0;
  const [scheme = ''] = Object.keys(document.components.securitySchemes ?? {});
  const all: Mutation[] = [
    { what: 'another name', class: 'breaking', apply: () => (operation.operationId += '2') },
    { what: 'another summary', class: 'none', apply: () => (operation.summary += '!') },
    isOpen
      ? { what: 'it is closed', class: 'breaking', apply: () => (operation.security = [{ [scheme]: [] }]) }
      : { what: 'it is open', class: 'additive', apply: () => (operation.security = []) },
    { what: 'a server less', class: 'breaking', apply: () => document.servers.splice(0, 1) },
    { what: 'a server more', class: 'additive', apply: () => document.servers.push({ url: '/v2' }) },
  ];
  const parameters = operation.parameters ?? [];
  const addParameter = (required: boolean) => () =>
    (operation.parameters = [...parameters, { in: 'query', name: 'new', required, schema: {} }]);
  all.push(
    { what: 'a parameter that must be sent', class: 'breaking', apply: addParameter(true) },
    { what: 'a parameter that may be sent', class: 'additive', apply: addParameter(false) },
  );
  for (const parameter of parameters) {
    all.push(
      {
        what: `no ${parameter.name}`,
        class: 'breaking',
        apply: () => parameters.splice(parameters.indexOf(parameter), 1),
      },
      parameter.required
        ? {
            what: `${parameter.name} may be left out`,
            class: 'additive',
            apply: () => (parameter.required = false),
          }
        : {
            what: `${parameter.name} must be sent`,
            class: 'breaking',
            apply: () => (parameter.required = true),
          },
    );
  }
  const { requestBody, responses } = operation;
  if (requestBody) {
    const { content } = requestBody;
    all.push({ what: 'no body', class: 'breaking', apply: () => delete operation.requestBody });
    all.push(...mediaMutations(content));
    all.push(
      requestBody.required
        ? { what: 'the body may be left out', class: 'additive', apply: () => (requestBody.required = false) }
        : { what: 'the body must be sent', class: 'breaking', apply: () => (requestBody.required = true) },
    );
  }
  for (const [status, response] of Object.entries(responses)) {
    const gone = status < '300' ? 'breaking' : 'additive';
    all.push({ what: `no ${status}`, class: gone, apply: () => delete responses[status] });
    if (response.content) all.push(...mediaMutations(response.content));
    const { headers } = response;
    if (!headers) continue;
    all.push({ what: 'a new header', class: 'additive', apply: () => (headers['X-New'] = {}) });
    for (const name of Object.keys(headers))
      all.push({ what: `no ${name}`, class: 'breaking', apply: () => delete headers[name] });
  }
  const answer = { description: 'New' };
  all.push(
    { what: 'a new error', class: 'additive', apply: () => (responses[418] = answer) },
    { what: 'a new success', class: 'breaking', apply: () => (responses[207] = answer) },
  );
  for (const [schema, role] of schemasOf(document, operation)) all.push(...schemaMutations(schema, role));
  return all;
}

function mediaMutations(content: Record<string, Media>): Mutation[] {
  return [
    { what: 'a new media type', class: 'additive', apply: () => (content['text/new'] = {}) },
    ...Object.keys(content).map((type): Mutation => {
      return { what: `no ${type}`, class: 'breaking', apply: () => delete content[type] };
    }),
  ];
}

/** Every schema of an operation that is met in one role only, for a change in both has the class of the worse. */
function schemasOf(document: Document, { parameters, requestBody, responses }: Operation): Map<Schema, Role> {
  const roles = new Map<Schema, Set<Role>>();
  const visit = (role: Role, schema: Schema | boolean | undefined): void => {
    if (typeof schema !== 'object') return;
    const known = roles.get(schema) ?? new Set();
    if (known.has(role)) return;
    roles.set(schema, known.add(role));
    const { $ref, properties = {}, items, additionalProperties, anyOf = [], oneOf = [] } = schema;
    if ($ref) visit(role, document.components.schemas?.[$ref.split('/').at(-1) ?? '']);
    for (const each of [...Object.values(properties), items, additionalProperties, ...anyOf, ...oneOf])
      visit(role, each);
  };
  for (const { schema } of parameters ?? []) visit('request', schema);
  for (const { schema } of Object.values(requestBody?.content ?? {})) visit('request', schema);
  for (const { content = {} } of Object.values(responses))
    for (const { schema } of Object.values(content)) visit('response', schema);
  return new Map([...roles].flatMap(([schema, [role, other]]) => (role && !other ? [[schema, role]] : [])));
}

const LIMITS = { minimum: -1, minLength: -1, minItems: -1, maximum: 1, maxLength: 1, maxItems: 1 } as const;

function schemaMutations(schema: Schema, role: Role): Mutation[] {
  const { $ref, type, properties, anyOf, oneOf, allOf } = schema;
  const wider = role === 'request' ? 'additive' : 'breaking';
  const narrower = role === 'request' ? 'breaking' : 'additive';
  const all: Mutation[] = [];
  // What stands beside a reference or a union is about all that it leads to.
  if ($ref || anyOf || oneOf) return all;
  all.push({ what: 'other words', class: 'none', apply: () => (schema.description = 'Other words.') });
  if (allOf) all.push({ what: 'fewer patterns', class: wider, apply: () => allOf.splice(0, 1) });
  // The kinds of a union say again that they are objects: of one alone that would be a contradiction.
  if (typeof type === 'string' && !['null', 'object'].includes(type) && schema.const === undefined) {
    all.push(
      {
        what: 'another type',
        class: 'breaking',
        apply: () => (schema.type = type === 'boolean' ? 'string' : 'boolean'),
      },
      { what: 'or null', class: wider, apply: () => (schema.type = [type, 'null']) },
    );
    if (schema.format === undefined)
      all.push({ what: 'a new rule', class: narrower, apply: () => (schema.format = 'new') });
  }
  if (role === 'request' && schema.default !== undefined)
    all.push({ what: 'another default', class: 'breaking', apply: () => (schema.default = ['another']) });
  for (const keyword of Object.keys(LIMITS)) all.push(...limitMutations(schema, keyword, wider, narrower));
  const values = schema.enum;
  if (values) {
    all.push({ what: 'one more value', class: 'additive', apply: () => values.push('new') });
    if (values.length > 1) all.push({ what: 'one value less', class: narrower, apply: () => values.pop() });
  }
  if (properties) all.push(...fieldMutations(schema, properties, role));
  return all;
}

function limitMutations(
  schema: Schema,
  keyword: string,
  wider: ChangeClass,
  narrower: ChangeClass,
): Mutation[] {
  if (!isLimit(keyword)) return [];
  const limit = schema[keyword];
  if (limit === undefined) return [];
  const outwards = LIMITS[keyword];
  return [
    { what: `${keyword} further out`, class: wider, apply: () => (schema[keyword] = limit + outwards) },
    { what: `${keyword} further in`, class: narrower, apply: () => (schema[keyword] = limit - outwards) },
    { what: `no ${keyword}`, class: wider, apply: () => delete schema[keyword] },
  ];
}

function isLimit(keyword: string): keyword is keyof typeof LIMITS {
  return Object.hasOwn(LIMITS, keyword);
}

function fieldMutations(schema: Schema, properties: Record<string, Schema>, role: Role): Mutation[] {
  const required = schema.required ?? [];
  const request = role === 'request';
  const add = () => (properties.new = { type: 'string' });
  const all: Mutation[] = [
    { what: 'a field that may be there', class: 'additive', apply: add },
    {
      what: 'a field that must be there',
      class: request ? 'breaking' : 'additive',
      apply: () => {
        add();
        schema.required = [...required, 'new'];
      },
    },
  ];
  for (const [name, field] of Object.entries(properties)) {
    all.push({ what: `no ${name}`, class: 'breaking', apply: () => delete properties[name] });
    // It tells one kind of object from another, and must be there for that.
    if (field.const !== undefined) continue;
    all.push(
      required.includes(name)
        ? {
            what: `${name} may be left out`,
            class: request ? 'additive' : 'breaking',
            apply: () => (schema.required = required.filter((each) => each !== name)),
          }
        : {
            what: `${name} must be there`,
            class: request ? 'breaking' : 'additive',
            apply: () => (schema.required = [...required, name]),
          },
    );
  }
  return all;
}
