import { contract, type Operation, operationsOf, type Problem } from '@cashwrap/contract';
import { newId } from '@cashwrap/database';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { entryOf, expectAllowed, expectDocumented, expectDocumentedData } from './documented.ts';
import {
  callRest,
  type OperationName,
  type Seeded,
  samples,
  seedDocuments,
  settleActiveProgram,
  unique,
} from './samples.ts';
import { type Json, type Shop, startTestServer, type TestServer } from './support.ts';

/** How many inputs each operation is tried with: 20, or many more where there is time for it. */
const RUNS = Number(process.env.CASHWRAP_PARITY_RUNS ?? 20);

const operations = operationsOf(contract).map(({ name, operation }) => ({
  name: name as OperationName,
  operation,
}));

let server: TestServer;
let shop: Shop;
let seeded: Seeded;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  seeded = await seedDocuments(server, shop);
  await server.database.pool.query(`UPDATE approval_requests SET expires_at = now() + interval '1 day'`);
});
afterAll(() => server[Symbol.asyncDispose]());

type Schema = z.core.JSONSchema.JSONSchema;

/** Text of all kinds, never a half surrogate: that could not be sent in a URL. */
const someText = fc.oneof(
  fc.string({ maxLength: 12, unit: 'grapheme' }),
  fc.constantFrom(
    '',
    ' ',
    ' x',
    'x\n',
    'a\u0000b',
    'DROP TABLE',
    '🍎',
    '%2F',
    'true',
    'null',
    '[]',
    'x'.repeat(300),
  ),
);

/** Made once: to read its pattern takes as long as a call. */
const word = fc.stringMatching(/^[a-z0-9]{2,30}$/);

const anyJson = fc.oneof(
  fc.constantFrom<Json>(null, true, false, 0, -1, 1.5, 1e21, '', '5', 'true', [], {}, [1], { a: 1 }),
  someText,
);

/** The schemas that others refer to by their ids. */
const { schemas: named } = z.toJSONSchema(z.globalRegistry, { io: 'input', unrepresentable: 'any' });

/** Values that a schema mostly allows: at its bounds, inside them, and now and then beyond. */
function likely(schema: Schema): fc.Arbitrary<Json> {
  const referred = named[schema.$ref?.split('/').at(-1) ?? ''];
  if (referred) return likely(referred);
  const { enum: choices, anyOf, type, format } = schema;
  const samplesOfIts = schema.example === undefined ? [] : [fc.constant(schema.example)];
  if (choices) return fc.constantFrom(...choices, 'other');
  if (anyOf) return fc.oneof(...anyOf.map((each) => likely(each as Schema)));
  if (format === 'uuid')
    return fc.oneof(fc.uuid(), fc.constantFrom(newId(), newId().toUpperCase(), 'x'), ...samplesOfIts);
  if (format === 'date') return fc.constantFrom('2026-01-31', '2026-02-30', '2024-02-29', '2026-1-1', '');
  switch (type) {
    case 'integer':
      return fc.oneof(
        fc.integer({ min: bound(schema.minimum, -10), max: bound(schema.maximum, 1000) }),
        fc.constantFrom(schema.minimum ?? 0, schema.maximum ?? 0, (schema.maximum ?? 0) + 1, 1.5),
        ...samplesOfIts,
      );
    case 'number':
      return fc.oneof(
        fc.constantFrom(0, 0.001, 0.0001, 12.5, -3, 1e12, 0.1 + 0.2),
        fc.integer(),
        ...samplesOfIts,
      );
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(likely((schema.items ?? {}) as Schema), { maxLength: 3 });
    case 'object':
      return objectOf(schema);
    default:
      return fc.oneof({ weight: 3, arbitrary: fc.oneof(word, ...samplesOfIts) }, someText);
  }
}

function bound(limit: number | undefined, otherwise: number): number {
  return limit === undefined || Math.abs(limit) > 2 ** 31 - 1 ? otherwise : limit;
}

function objectOf(schema: Schema): fc.Arbitrary<Json> {
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, each]) => [name, likely(each as Schema)] as const,
  );
  return fc.record(Object.fromEntries(fields), { requiredKeys: schema.required ?? [] });
}

/**
 * What is done to a valid input; then it may or may not be valid. `at` counts its fields, those within others too, and the items of its
 * lists; `field` is one of its own.
 */
type Change =
  | { readonly kind: 'keep' }
  | { readonly kind: 'give'; readonly field: string; readonly value: Json }
  | { readonly kind: 'drop'; readonly at: number }
  | { readonly kind: 'set'; readonly at: number; readonly value: Json }
  | { readonly kind: 'add'; readonly at: number; readonly name: string; readonly value: Json };

interface Case {
  /** Built by schema alone; left out: the sample of the operation, which is valid. */
  readonly made: Json | undefined;
  readonly changes: readonly Change[];
}

function casesOf(operation: Operation): fc.Arbitrary<Case> {
  const schema = z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' }) as Schema;
  const fields = Object.entries(schema.properties ?? {});
  const alike = fc.nat({ max: Math.max(0, fields.length - 1) }).chain((at): fc.Arbitrary<Change> => {
    const [field, its] = fields[at] ?? ['unknown', undefined];
    const value = its ? likely(its as Schema) : anyJson;
    return value.map((each) => ({ kind: 'give', field, value: each }));
  });
  const at = fc.nat({ max: 1000 });
  const change: fc.Arbitrary<Change> = fc.oneof(
    fc.constant<Change>({ kind: 'keep' }),
    { weight: 3, arbitrary: alike },
    fc.record({ kind: fc.constant('drop' as const), at }),
    fc.record({ kind: fc.constant('set' as const), at, value: anyJson }),
    fc.record({
      kind: fc.constant('add' as const),
      at,
      name: fc.constantFrom('unknown', 'ID', 'storeIds', 'constructor', 'toString', 'version '),
      value: anyJson,
    }),
  );
  return fc.record({
    made: fc.option(objectOf(schema), { nil: undefined, freq: 3 }),
    changes: fc.array(change, { maxLength: 2 }),
  });
}

function inputOf(name: OperationName, { made, changes }: Case): Record<string, Json> {
  const input: Record<string, Json> = structuredClone(made ?? samples[name](shop, seeded));
  for (const each of changes) {
    // Each of its own: what was put in may itself be changed next.
    const change = structuredClone(each);
    if (change.kind === 'give') input[change.field] = change.value;
    else if (change.kind === 'add') {
      const objects = [input, ...placesIn(input).map(({ holder, key }) => holder[key])].filter(isObject);
      objects[change.at % objects.length][change.name] = change.value;
    } else if (change.kind !== 'keep') {
      const places = placesIn(input);
      const place = places[change.at % places.length];
      if (place && change.kind === 'set') place.holder[place.key] = change.value;
      else if (place && Array.isArray(place.holder)) place.holder.splice(Number(place.key), 1);
      else if (place) delete place.holder[place.key];
    }
  }
  return input;
}

interface Place {
  readonly holder: Json;
  readonly key: string;
}

/** Everything within a value, at every depth. */
function placesIn(holder: Json): Place[] {
  if (holder === null || typeof holder !== 'object') return [];
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key])]);
}

function isObject(value: Json): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Whether REST can say it. A path holds one piece of text that is not empty; path and query hold text, so
 * that there is no null, no object, and no text that looks like the number or boolean that a field takes.
 */
function canBeSaid({ rest, input: { shape } }: Operation, input: Record<string, Json>): boolean {
  const inPath = [...rest.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  const inText = rest.method === 'GET' || rest.method === 'DELETE' ? Object.keys(input) : inPath;
  const pathIsThere = inPath.every((name) => Object.hasOwn(input, name));
  return (
    pathIsThere &&
    inText.every((name) => {
      const field = Object.hasOwn(shape, name) ? shape[name] : undefined;
      return isText(input[name], field, inPath.includes(name));
    })
  );
}

function isText(value: Json, field: z.core.$ZodType | undefined, inPath: boolean): boolean {
  if (inPath) return typeof value === 'string' && value !== '' && !/^\.{1,2}$/.test(value);
  if (Array.isArray(value)) {
    const asList = value.length > 1 || (value.length === 1 && field !== undefined && takesLists(field));
    return asList && value.every((each) => typeof each === 'string');
  }
  if (typeof value === 'string') return readsAsText(value, field);
  // A field of another type gets the number's text, which is not the number.
  return typeof value === 'number' ? takesNumbers(field) : typeof value === 'boolean' && accepts(field, true);
}

function readsAsText(text: string, field: z.core.$ZodType | undefined): boolean {
  // In a query one value of a list is a list of one.
  if (field !== undefined && takesLists(field)) return false;
  const looksLikeNumber = text.trim() !== '' && !Number.isNaN(Number(text));
  return !(looksLikeNumber && takesNumbers(field)) && !(/^(true|false)$/.test(text) && accepts(field, true));
}

function takesLists(field: z.core.$ZodType): boolean {
  if (field instanceof z.ZodOptional || field instanceof z.ZodDefault) return takesLists(field.unwrap());
  return field instanceof z.ZodArray;
}

/** Whatever its bounds: one of these is within them. */
function takesNumbers(field: z.core.$ZodType | undefined): boolean {
  return [0, 1, 7, 42, 1000].some((number) => accepts(field, number));
}

function accepts(field: z.core.$ZodType | undefined, value: unknown): boolean {
  return field !== undefined && z.safeParse(field, value).success;
}

interface Seen {
  readonly accepted: boolean;
  readonly result: Json;
}

function withoutRequest(problem: Problem | undefined): Json {
  return { ...problem, requestId: '' };
}

/** Tokens are new each time, and so are their instants; everything else must be alike. */
function comparable(name: OperationName, output: Json): Json {
  // The second time each sale is there already.
  if (name === 'sales.ingest') {
    return output.items.map((item: Json) => ({ ...item, status: item.error ? 'refused' : 'there' }));
  }
  if (name === 'users.create' || name === 'apiKeys.create') return { ...output, ...madeAnew };
  if (name === 'registers.pair') {
    return { ...output, registerToken: '', register: { ...output.register, version: 0, updatedAt: '' } };
  }
  if (name === 'giftCards.liability') return { ...output, at: '' };
  if (name === 'customers.personalData') return { ...output, exportedAt: '' };
  if (name === 'shifts.xReport' || name.startsWith('reports.')) return { ...output, readAt: '' };
  // The log grows between the two calls.
  if (name === 'auditLog.verify') return { ...output, entries: 0, unchained: 0 };
  return name === 'auth.login' || name === 'auth.setup' ? { ...output, ...neverAlike } : output;
}
/** What these make takes no key, so that each face makes its own. */
const madeAnew = Object.fromEntries(
  ['id', 'createdAt', 'updatedAt', 'prefix', 'secret'].map((field) => [field, '']),
);
const neverAlike = Object.fromEntries(
  ['accessToken', 'accessTokenExpiresAt', 'refreshToken', 'refreshTokenExpiresAt'].map((field) => [
    field,
    '',
  ]),
);

/** Whoever signs out, until that has worked. */
let leaving: string | undefined;

async function tokenFor(name: OperationName): Promise<string> {
  // What is tried wrongly, or changed by one face, must not stand in the way of the other.
  if (name.startsWith('auth.') || name === 'giftCards.lookup')
    await server.database.pool.query('DELETE FROM sign_in_attempts');
  // Or the job would chain between the two calls what they both show.
  if (name === 'auditLog.list' || name === 'employees.activity') await server.app.chainAuditLog();
  // Or the job would go on with one.
  if (name === 'inventory.stocktakes.list') await server.app.applyStocktakes();
  if (/^loyalty/.test(name)) await settleActiveProgram(server, seeded, name);
  if (name === 'auth.changePassword') return server.signInAs('cashier');
  if (name !== 'auth.logout' && name !== 'auth.logoutEverywhere') return shop.owner;
  leaving ??= await server.signInAs('cashier');
  return leaving;
}

/** The same input by both faces: the second time under the same key, so that there is one effect and one answer. */
async function byBoth(
  name: OperationName,
  operation: Operation,
  input: Record<string, Json>,
): Promise<[Seen, Seen]> {
  const headers: Record<string, string> =
    operation.kind === 'mutation' ? { 'idempotency-key': unique('parity').replace(' ', '-') } : {};
  const rest = await callRest(server, operation, input, { token: await tokenFor(name), headers });
  const accepted = rest.status < 300;
  if (accepted) leaving = undefined;
  // The second user of this name would be refused.
  if (accepted && name === 'users.create') {
    await server.database.pool.query('UPDATE users SET username = id WHERE id = $1', [rest.body.id]);
  }
  const trpc = await server.trpc(name, input, { token: await tokenFor(name), headers });
  if (!trpc.problem && name === 'users.create') {
    await server.database.pool.query('UPDATE users SET username = id WHERE id = $1', [trpc.data.id]);
  }
  if (!trpc.problem) leaving = undefined;
  const entry = entryOf({ name });
  expectDocumented(entry, rest);
  if (accepted) expectAllowed(entry, input);
  if (!trpc.problem) expectDocumentedData(entry, trpc.data);
  return [
    {
      accepted,
      result: accepted ? comparable(name, asJson(rest.body, trpc.data)) : withoutRequest(rest.body),
    },
    {
      accepted: !trpc.problem,
      result: trpc.problem ? withoutRequest(trpc.problem) : comparable(name, trpc.data),
    },
  ];
}

/** REST answers a text or a picture as itself, where tRPC says what kind it is, and a picture in Base64. */
function asJson(body: Json, trpc: Json): Json {
  if (Buffer.isBuffer(body)) return { ...trpc, content: body.toString('base64') };
  if (typeof body !== 'string' || !trpc?.mediaType) return body ?? null;
  // fetch takes the byte order mark off.
  const mark = trpc.content.startsWith('\ufeff') ? '\ufeff' : '';
  return { ...trpc, content: mark + body };
}

/** Their samples are good, and the state of the system refuses them. */
const neverAccepted: readonly OperationName[] = [
  ...(['auth.setup', 'auth.register', 'auth.refresh', 'auth.pinLogin', 'auth.sessions.revoke'] as const),
];

/** Tried first for every operation: its sample as it is, and with a field too many. */
const examples: [Case][] = [
  [{ made: undefined, changes: [] }],
  [{ made: undefined, changes: [{ kind: 'add', at: 0, name: 'unknown', value: 'x' }] }],
];

test.each(operations)(
  '$name accepts and refuses the same inputs by REST and by tRPC, with the same answer, as the document says',
  async ({ name, operation }) => {
    let accepted = 0;
    let refused = 0;
    const check = async (each: Case) => {
      const input = inputOf(name, each);
      fc.pre(canBeSaid(operation, input));
      const [rest, trpc] = await byBoth(name, operation, input);
      expect(rest).toEqual(trpc);
      if (rest.accepted) accepted += 1;
      else refused += 1;
    };
    await fc.assert(fc.asyncProperty(casesOf(operation), check), {
      numRuns: RUNS,
      maxSkipsPerRun: 200,
      examples,
    });
    expect(accepted + refused).toBeGreaterThanOrEqual(RUNS);
    expect(accepted > 0).toBe(!neverAccepted.includes(name));
    expect(refused).toBeGreaterThan(0);
  },
);
