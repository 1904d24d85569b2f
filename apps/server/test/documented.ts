// What the OpenAPI document says of an operation, and whether what was sent and answered is that.
import { contract, operationsOf } from '@cashwrap/contract';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'vitest';
import { createOpenApiDocument } from '../src/http/openapi.ts';
import type { Answer, Json } from './support.ts';

/** The document as it is read by others: JSON, without what only JavaScript would see. */
export const document: Json = JSON.parse(JSON.stringify(createOpenApiDocument(contract)));

// To optimize what is used some dozen times takes as long as to compile it.
const ajv = new Ajv2020({ strict: false, allErrors: true, code: { optimize: false } });
addFormats.default(ajv);
// What its schemas refer to is compiled once.
ajv.addSchema(document, 'openapi.json');
const validators = new WeakMap<object, ValidateFunction>();
/** By their text: many operations say the same, and to compile it takes longer than a call. */
const compiled = new Map<string, ValidateFunction>();

/** What stands in this place, or what it refers to, among the components. */
export function resolved(node: Json): Json {
  if (node?.$ref === undefined) return node;
  const [, , kind, name] = node.$ref.split('/');
  return document.components[kind][name];
}

/** An operation of the document with its parameters, responses and headers in their places. */
function withoutReferences(entry: Json): Json {
  const mapped = (nodes: Json, map: (node: Json) => Json) =>
    Object.fromEntries(Object.entries<Json>(nodes ?? {}).map(([name, node]) => [name, map(resolved(node))]));
  return {
    ...entry,
    parameters: entry.parameters?.map(resolved),
    responses: mapped(entry.responses, (response) => ({
      ...response,
      headers: mapped(response.headers, resolved),
    })),
  };
}

const entries = new Map<string, Json>(
  operationsOf(contract).map(({ name, operation: { rest } }) => {
    const entry = document.paths[rest.path]?.[rest.method.toLowerCase()];
    return [name, entry && withoutReferences(entry)];
  }),
);

/** The document's entry of an operation, with its parameters, responses and headers in their places. */
export function entryOf({ name }: { readonly name: string }): Json {
  return entries.get(name);
}

/** What is wrong with a value by a schema of the document; empty where it fits. */
export function mistakes(schema: Json, value: unknown): unknown[] {
  const validate = validators.get(schema) ?? compile(schema);
  validators.set(schema, validate);
  return validate(value) ? [] : (validate.errors ?? []);
}

function compile(schema: Json): ValidateFunction {
  const text = JSON.stringify(schema).replaceAll('"#/components/', '"openapi.json#/components/');
  const validate = compiled.get(text) ?? ajv.compile(JSON.parse(text));
  compiled.set(text, validate);
  return validate;
}

/** Fails where an answer is none that the document promises: its status, type, headers or body. */
export function expectDocumented(entry: Json, answer: Answer): void {
  const response = entry.responses[String(answer.status)];
  expect(response, `status ${answer.status} of ${entry.operationId}`).toBeDefined();
  const [type = ''] = (answer.headers.get('content-type') ?? '').split(';');
  for (const [header, { schema }] of Object.entries<Json>(response.headers)) {
    const value = answer.headers.get(header);
    if (value) {
      const read = resolved(schema).type === 'integer' ? Number(value) : value;
      expect(mistakes(schema, read), `${header} of ${entry.operationId}`).toEqual([]);
      continue;
    }
    // A report is a file only where one is asked for.
    const mayLack = header === 'Content-Disposition' && type === 'application/json';
    expect(mayLack || ['Idempotent-Replayed', 'Retry-After'].includes(header), header).toBe(true);
  }
  if (response.content === undefined) {
    expect(answer.body).toBeUndefined();
    return;
  }
  expect(Object.keys(response.content)).toContain(type);
  const { body } = answer;
  // Bytes are a string, as far as a schema goes.
  const read = Buffer.isBuffer(body) ? body.toString('latin1') : body;
  expect(mistakes(response.content[type].schema, read)).toEqual([]);
  if (answer.status >= 400) expect(response.description).toContain(`\`${body.code}\``);
}

/** Fails where what tRPC answers to a call that goes well is not what the document says that REST answers. */
export function expectDocumentedData(entry: Json, data: Json): void {
  const [status = ''] = Object.keys(entry.responses).filter((each) => /^2/.test(each));
  const { content } = entry.responses[status];
  // A file is in its JSON by tRPC, and itself by REST.
  const schema = content?.['application/json']?.schema;
  if (content === undefined) expect(data).toBeNull();
  else if (schema && data?.mediaType === undefined) expect(mistakes(schema, data)).toEqual([]);
}

/** Fails where something was taken that the document forbids: who goes by it is not told all. */
export function expectAllowed(entry: Json, input: Readonly<Record<string, Json>>): void {
  const parameters: Json[] = entry.parameters ?? [];
  const inUrl = parameters.filter(({ in: place }) => place === 'path' || place === 'query');
  const isInBody = entry.requestBody !== undefined;
  for (const { in: place, name, required, schema } of inUrl) {
    if (isInBody && place === 'query') continue;
    if (input[name] === undefined) expect([name, required ?? false]).toEqual([name, false]);
    else expect(mistakes(schema, input[name]), name).toEqual([]);
  }
  const others = Object.entries(input).filter(
    ([name]) => !inUrl.some((each) => each.name === name && (each.in === 'path' || !isInBody)),
  );
  if (isInBody) {
    const { schema } = entry.requestBody.content['application/json'];
    expect(mistakes(schema, Object.fromEntries(others))).toEqual([]);
  } else expect(others).toEqual([]);
}
