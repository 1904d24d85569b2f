import {
  type Contract,
  commonErrors,
  type ErrorCode,
  errors,
  type NamedOperation,
  operationsOf,
  Problem,
  type Upload,
} from '@cashwrap/contract';
import { initTRPC } from '@trpc/server';
import { generateOpenApiDocument, type OpenApiMeta } from 'trpc-openapi';
import { beforePasswordChange, openToApiKeys } from '../procedure/scope.ts';
import { REST_BASE } from './rest.ts';
import { version } from './version.ts';

const DESCRIPTION = `The backend behind tills: one contract, served as REST under \`/v1\` and as tRPC.

- **Money** is a whole number in the minor unit of its currency: \`1299\` is 12.99 USD.
- **Errors** are \`application/problem+json\` (RFC 9457); rely on \`code\`.
- **Retries**: send an \`Idempotency-Key\` with every mutation, the same one when you retry. The same key and
  body get the first answer again, with the header \`Idempotent-Replayed: true\`.
- **Lists** answer \`items\` and \`nextCursor\`; pass that as \`cursor\` to read on.
- **Limits**: a body of 1 MiB (of a file 32 MiB), 64 levels deep; headers of 16 KiB (431 beyond). \`429\` says in \`Retry-After\` after
  how many seconds to come again; \`RateLimit\` says what is left.
- Every answer carries an \`X-Request-Id\`; quote it when you report a fault.`;

const TAGS: Readonly<Record<string, string>> = {
  auth: 'Signing in and out.',
  users: 'Who can sign in, and what they may do where.',
  roles: 'Sets of permissions: the built-in ones and those of the merchant.',
  permissions: 'What there is to be permitted.',
  apiKeys: 'Keys with which other systems call.',
  employees: 'The staff records, and what each of them did.',
  timecards: 'When people worked.',
  stores: 'The places that trade.',
  registers: 'The tills of a store.',
  taxCategories: 'What products that are taxed alike have in common.',
  taxRates: 'What a store charges on a tax category, and when.',
  categories: 'The tree in which products are found.',
  products: 'What is sold.',
  customerGroups: 'Customers who are treated alike, by price lists and discounts.',
  customers: 'Who buys.',
  loyaltyPrograms: 'How customers are thanked: what earns points, what points are worth, tiers and rewards.',
  loyalty: 'The points of customers.',
  giftCards: 'Cards and codes that hold money which is owed to whoever has them.',
  priceLists: 'Prices for a store, a group of customers or a time, in the place of the catalogue’s.',
  discounts: 'Rules that make sales cheaper, by themselves or with a code.',
  inventory: 'What is in stock, and why.',
  shifts: 'Cash drawers: floats, counts, X and Z reports.',
  sales: 'Pricing carts, checking out, receipts.',
  returns: 'Goods that come back, of sales and without a receipt, and what is given for them.',
  exchanges: 'Goods that come back for others that go out, with one payment either way.',
  saleFlags: 'What somebody should look at, of sales that tills have handed over without a connection.',
  payments: 'How sales were paid.',
  reports:
    'What was sold, earned, owed and is in stock: figures by day and by what they are grouped by, as JSON and as files.',
  transactions: 'The ledger of money: each movement, and what they come to.',
  settings: 'How the business and its stores are run, and what that was before.',
  notifications: 'What people of a store should know, and who of them has read it.',
  events: 'What has happened, in one order, for other systems to follow.',
  auditLog: 'Who changed what, chained by hash.',
  approvals: 'The word of a second person for what the caller may not do alone.',
};

type OpenApiDocument = ReturnType<typeof generateOpenApiDocument>;
type PathItem = NonNullable<OpenApiDocument['paths']>[string];
type OperationObject = NonNullable<PathItem['get']>;
type ResponseObject = Record<string, unknown>;

/** The OpenAPI 3.1 document of a contract: generated from it alone, no server needed. */
export function createOpenApiDocument(contract: Contract): OpenApiDocument {
  const named = operationsOf(contract);
  const document = generateOpenApiDocument(routerOf(named), {
    title: 'Cashwrap',
    description: DESCRIPTION,
    version: version.version,
    baseUrl: REST_BASE,
    license: { name: 'MIT', identifier: 'MIT' },
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'From auth.login.' },
    },
    defs: { Problem },
  });
  for (const each of named) finish(document, each);
  dropGeneratedErrors(document);
  for (const schema of Object.values(document.components?.schemas ?? {})) openObjects(schema);
  const groups = new Set(named.map(({ name }) => tagOf(name)));
  document.tags = [...groups].map((name) => ({ name, ...(TAGS[name] && { description: TAGS[name] }) }));
  return document;
}

/** The generator's own error bodies, which nothing refers to once every response is ours. */
function dropGeneratedErrors(document: OpenApiDocument): void {
  const schemas = document.components?.schemas ?? {};
  for (const name of Object.keys(schemas)) if (name.startsWith('error.')) delete schemas[name];
}

function tagOf(operationName: string): string {
  return operationName.split('.', 1)[0] ?? operationName;
}

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

/** Adds what the generator does not know: true statuses, headers, and every error an operation may answer. */
function finish(document: OpenApiDocument, { name, operation }: NamedOperation): void {
  const item = document.paths?.[operation.rest.path];
  const method = operation.rest.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
  const entry = item?.[method];
  if (!entry) throw new Error(`The document lacks ${name}.`);
  entry.description = describe(entry, operation);
  // Said in so many words: a default for the whole document must not close what is open to everyone.
  entry.security ??= [];
  entry.responses = responsesOf(entry, name, operation);
  openObjects(entry.responses);
  forgetExamples(entry);
  describeFilters(entry, operation.input);
  const key = idempotencyHeader(operation);
  if (key) entry.parameters = [...(entry.parameters ?? []), key];
  const approval = approvalHeader(operation);
  if (approval) entry.parameters = [...(entry.parameters ?? []), approval];
  const register = registerHeader(operation);
  if (register) entry.parameters = [...(entry.parameters ?? []), register];
  finishBody(entry, operation.input.meta()?.example);
  if (operation.rest.upload) describeUpload(entry, operation.rest.upload);
}

/** The file may be the body as it is: then the other fields of the JSON body are parameters of the query. */
function describeUpload(entry: OperationObject, { field, mediaType, maxBytes }: Upload): void {
  const body = entry.requestBody;
  const json = body && !('$ref' in body) ? body.content['application/json'] : undefined;
  if (!body || '$ref' in body || !json?.schema || '$ref' in json.schema) return;
  const { [field]: file, ...others } = json.schema.properties ?? {};
  const required = new Set(json.schema.required);
  body.content[mediaType] = {
    schema: { type: 'string' },
    ...(file && 'example' in file && { example: file.example }),
  };
  body.description = `As JSON, or the file itself as \`${mediaType}\`; up to ${maxBytes / 1_048_576} MiB.`;
  const parameters = Object.entries(others).map(([name, schema]) => ({
    in: 'query' as const,
    name,
    // A JSON body has it in itself.
    required: false,
    description: `With \`${mediaType}\` only${required.has(name) ? ', and required there' : ''}.`,
    schema: withoutExample(schema),
  }));
  entry.parameters = [...(entry.parameters ?? []), ...parameters];
}

function withoutExample<S extends object>(schema: S): S {
  const copy = { ...schema };
  if ('example' in copy) delete copy.example;
  return copy;
}

function describe(entry: OperationObject, operation: NamedOperation['operation']): string {
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

/** What goes wrong with an access token, where one is asked for. */
const SIGN_IN_ERRORS = ['UNAUTHENTICATED', 'TOKEN_EXPIRED'] as const;

function takesKey(operation: { kind: string; idempotency?: string | undefined }): boolean {
  return operation.kind === 'mutation' && operation.idempotency !== 'none';
}

function requiresKey(operation: { kind: string; idempotency?: string | undefined }): boolean {
  return operation.kind === 'mutation' && operation.idempotency === 'required';
}

function responsesOf(
  entry: OperationObject,
  name: string,
  { rest, output, ...operation }: NamedOperation['operation'],
) {
  const success: ResponseObject = { ...(entry.responses?.['200'] as ResponseObject) };
  const status = output._zod.def.type === 'null' ? '204' : rest.creates === undefined ? '200' : '201';
  success.description = { 200: 'Done', 201: 'Created', 204: 'Done; nothing to say' }[status];
  if (status === '204') delete success.content;
  for (const mediaType of rest.media ?? []) {
    success.content = { ...(success.content as object), [mediaType]: { schema: { type: 'string' } } };
  }
  if (rest.download) {
    const json = rest.download.beside && (success.content as object);
    success.content = { ...json, [rest.download.mediaType]: { schema: { type: 'string' } } };
  }
  success.headers = {
    'X-Request-Id': header('Identifies the call.'),
    ...(rest.download && { 'Content-Disposition': header('The name of the file.') }),
    ...(status === '201' && { Location: header('Where to find what was created.') }),
    ...(takesKey(operation) && { 'Idempotent-Replayed': header('`true`: the answer of an earlier call.') }),
  };
  const codes = new Set<ErrorCode>([...commonErrors, ...(operation.errors ?? [])]);
  if (operation.scope === undefined && (operation.permission === 'public' || openToApiKeys.has(name))) {
    codes.delete('FORBIDDEN');
  }
  if (operation.permission !== 'public' && !beforePasswordChange.has(name)) {
    codes.add('PASSWORD_CHANGE_REQUIRED');
  }
  if (operation.permission === 'public') for (const code of SIGN_IN_ERRORS) codes.delete(code);
  if (rest.method !== 'GET' && rest.method !== 'DELETE') {
    codes.add('MALFORMED_JSON').add('PAYLOAD_TOO_LARGE').add('UNSUPPORTED_MEDIA_TYPE');
  }
  if (takesKey(operation)) {
    codes.add('IDEMPOTENCY_MISMATCH').add('IDEMPOTENCY_IN_PROGRESS');
    if (requiresKey(operation)) codes.add('IDEMPOTENCY_KEY_REQUIRED');
  }
  return { [status]: success, ...problemResponses(codes) } as OperationObject['responses'];
}

function problemResponses(codes: ReadonlySet<ErrorCode>): Record<string, ResponseObject> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    const { status } = errors[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const responses = [...byStatus].sort(([a], [b]) => a - b);
  return Object.fromEntries(responses.map(([status, those]) => [String(status), problemResponse(those)]));
}

function problemResponse(codes: readonly ErrorCode[]): ResponseObject {
  return {
    description: codes.map((code) => `\`${code}\`: ${errors[code].title}`).join('. '),
    headers: {
      'X-Request-Id': header('Identifies the call.'),
      ...(codes.some((code) => errors[code].retryable) && {
        'Retry-After': header('After how many seconds to try again, where that may help.'),
      }),
    },
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

/**
 * What may be left out is described in its own words: the generator looks for them below what makes it optional. They stand beside
 * the schema, too, as those of what is required do: the reference page shows no others.
 */
function describeFilters(entry: OperationObject, input: NamedOperation['operation']['input']): void {
  for (const parameter of entry.parameters ?? []) {
    if ('$ref' in parameter || !parameter.schema || '$ref' in parameter.schema) continue;
    const description = input.shape[parameter.name]?.meta()?.description ?? parameter.schema.description;
    if (description === undefined) continue;
    parameter.schema.description = description;
    parameter.description = description;
  }
}

/** What may be left out has no example: tools fill it in, and a filter that nobody asked for finds nothing. */
function forgetExamples(entry: OperationObject): void {
  for (const parameter of entry.parameters ?? []) {
    if ('$ref' in parameter || parameter.required || !parameter.schema || '$ref' in parameter.schema)
      continue;
    delete parameter.example;
    delete parameter.schema.example;
  }
}

/** The reference page sends a new key in its place. */
export const EXAMPLE_KEY = 'a-key-of-your-own';

function idempotencyHeader(operation: NamedOperation['operation']) {
  if (!takesKey(operation)) return undefined;
  return {
    in: 'header',
    name: 'Idempotency-Key',
    required: requiresKey(operation),
    description: 'Any unique text; the same one when you retry this call.',
    ...(requiresKey(operation) && { example: EXAMPLE_KEY }),
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
  } as const;
}

/** Where a device proves that it is a register. Approvals can do without. */
function registerHeader({ errors: codes = [], permission }: NamedOperation['operation']) {
  if (!codes.includes('INVALID_REGISTER_TOKEN')) return undefined;
  return {
    in: 'header',
    name: 'Register-Token',
    required: permission === 'public',
    description: 'The token of the register at which this is done, from `registers.pair`.',
    schema: { type: 'string' },
  } as const;
}

function approvalsOf(operation: NamedOperation['operation']): readonly string[] {
  return operation.kind === 'mutation' ? (operation.approvals ?? []) : [];
}

function approvalHeader(operation: NamedOperation['operation']) {
  if (approvalsOf(operation).length === 0) return undefined;
  return {
    in: 'header',
    name: 'Approval',
    required: false,
    description: 'The id of an approval, after `APPROVAL_REQUIRED`; it works once, for this very call.',
    schema: { type: 'string', format: 'uuid' },
  } as const;
}

/**
 * Bodies are strict: the generator forgets it where a schema has a refinement. One in which every field may
 * be left out may be left out itself.
 */
function finishBody(entry: OperationObject, example: unknown): void {
  const body = entry.requestBody;
  if (!body || '$ref' in body) return;
  const schema = body.content['application/json']?.schema;
  if (!schema || '$ref' in schema) return;
  schema.additionalProperties = false;
  delete schema.example;
  body.required = (schema.required ?? []).length > 0;
  const media = body.content['application/json'];
  if (media && example !== undefined) media.example = example;
}

/** Answers may get more fields within /v1: a client that refused unknown ones would break then. */
function openObjects(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  if ('additionalProperties' in node && node.additionalProperties === false) delete node.additionalProperties;
  for (const child of Object.values(node)) openObjects(child);
}

function header(description: string) {
  return { description, schema: { type: 'string' } } as const;
}
