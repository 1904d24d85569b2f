import { type Contract, type NamedOperation, operationsOf, Problem } from '@cashwrap/contract';
import recorded from '@cashwrap/contract/examples' with { type: 'json' };
import { initTRPC } from '@trpc/server';
import { generateOpenApiDocument, type OpenApiMeta } from 'trpc-openapi';
import { openToApiKeys } from '../procedure/scope.ts';
import { DESCRIPTION, TAGS, tagOf } from './openapi/about.ts';
import { headers } from './openapi/headers.ts';
import { approvalsOf, describeParameters, headerParameters } from './openapi/parameters.ts';
import { addProblemSchemas, problemExamples, problemResponses } from './openapi/problems.ts';
import { describeUpload, finishBody } from './openapi/request-body.ts';
import { errorsOf, successesOf } from './openapi/responses.ts';
import { shareWhatRepeats } from './openapi/share.ts';
import type { ContractOperation, OpenApiDocument, OperationObject, SchemaObject } from './openapi/types.ts';
import { REST_BASE } from './rest.ts';
import { version } from './version.ts';

/** The OpenAPI 3.1 document of a contract: generated from it alone, no server needed. */
export function createOpenApiDocument(contract: Contract): OpenApiDocument {
  const named = operationsOf(contract);
  const codes = [...new Set(named.flatMap(errorsOf))];
  const document = generateOpenApiDocument(routerOf(named), {
    title: 'Cashwrap',
    description: DESCRIPTION,
    version: version.version,
    baseUrl: REST_BASE,
    license: { name: 'MIT', identifier: 'MIT' },
    securitySchemes,
    defs: { Problem },
  });
  document.servers = [{ url: REST_BASE, description: 'The server that this document comes from.' }];
  const entries = named.map((each) => finish(document, each));
  const schemas = document.components?.schemas ?? {};
  addProblemSchemas(schemas, codes);
  for (const schema of Object.values(schemas)) openObjects(schema);
  document.components = { ...document.components, headers, examples: problemExamples(codes) };
  shareWhatRepeats(document, entries);
  dropUnused(document, schemas);
  const groups = new Set(named.map(({ name }) => tagOf(name)));
  document.tags = [...groups].map((name) => ({ name, ...(TAGS[name] && { description: TAGS[name] }) }));
  return document;
}

const securitySchemes = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'The access token of a person, from `auth.login`. It works for some minutes; `auth.refresh` gives the next.',
  },
  apiKey: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'cw_…',
    description:
      'The key of another system, from `apiKeys.create`. It works until it is revoked or expires; what makes or changes people, roles and keys takes a person.',
  },
} as const;

/** A router with the meta that the generator reads; it is never called. */
function routerOf(named: readonly NamedOperation[]) {
  const t = initTRPC.meta<OpenApiMeta>().create();
  const procedures = named.map(({ name, operation }) => {
    const { rest, summary, description, permission } = operation;
    const openapi = {
      method: rest.method,
      path: rest.path,
      operationId: name,
      summary,
      ...(description !== undefined && { description }),
      tags: [tagOf(name)],
      protect: permission !== 'public',
    };
    const output = rest.download?.beside?.json ?? operation.output;
    const builder = t.procedure.meta({ openapi }).input(operation.input).output(output);
    return [name, builder.query(neverCalled)] as const;
  });
  return t.router(Object.fromEntries(procedures));
}

function neverCalled(): never {
  throw new Error('This router only describes.');
}

/** Adds what the generator does not know: true statuses, headers, examples, and every error an operation may answer. */
function finish(document: OpenApiDocument, each: NamedOperation): OperationObject {
  const { name, operation } = each;
  const item = document.paths?.[operation.rest.path];
  const method = operation.rest.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
  const entry = item?.[method];
  if (!entry) throw new Error(`The document lacks ${name}.`);
  const example = recorded[name];
  entry.description = describe(entry, operation);
  entry.security = securityOf(each);
  entry.responses = {
    ...successesOf(entry, operation, example?.output),
    ...problemResponses(errorsOf(each)),
  };
  openObjects(entry.responses);
  describeParameters(entry, operation.input, example?.input);
  entry.parameters = [...(entry.parameters ?? []), ...headerParameters(operation)];
  finishBody(entry, operation, example?.input);
  if (operation.rest.upload) describeUpload(entry, operation.rest.upload, operation.input, example?.input);
  return entry;
}

/** Said in so many words: a default for the whole document must not close what is open to everyone. */
function securityOf({ name, operation: { permission } }: NamedOperation): OperationObject['security'] {
  if (permission === 'public') return [];
  const isPersonal = permission === 'signed_in' && !openToApiKeys.has(name);
  return [{ bearer: [] }, ...(isPersonal ? [] : [{ apiKey: [] }])];
}

function describe(entry: OperationObject, operation: ContractOperation): string {
  const { permission } = operation;
  const access =
    permission === 'public'
      ? 'Open to everyone.'
      : permission === 'signed_in'
        ? 'For anyone who is signed in.'
        : `Takes the permission \`${permission}\`.`;
  const approvals = approvalsOf(operation).map((each) => `\`${each}\``);
  const approvable =
    approvals.length > 0 &&
    `Who lacks ${approvals.join(', ')} needs the approval of someone who holds it, see \`approvals.create\`.`;
  return [entry.description, access, approvable].filter(Boolean).join('\n\n');
}

/** Schemas that nothing refers to: the generator's own error bodies, and the JSON of what is answered as a file. */
function dropUnused(document: OpenApiDocument, schemas: Record<string, SchemaObject>): void {
  const references = JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g);
  const used = new Set(Array.from(references, ([, name]) => name));
  const unused = Object.keys(schemas).filter((name) => !used.has(name));
  for (const name of unused) delete schemas[name];
  // What only they refer to.
  if (unused.length > 0) dropUnused(document, schemas);
}

/** Answers may get more fields within /v1: a client that refused unknown ones would break then. */
function openObjects(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  if ('additionalProperties' in node && node.additionalProperties === false) delete node.additionalProperties;
  for (const child of Object.values(node)) openObjects(child);
}
