import { randomBytes } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import {
  Agent,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import {
  type BuiltInRole,
  type Contract,
  contract,
  operationsOf,
  type Problem,
  type Product,
  type Register,
  type Shift,
  type Store,
  type TaxCategory,
  type TaxRate,
} from '@cashwrap/contract';
import {
  type ConnectionOptions,
  connect,
  type Database,
  migrateJobQueue,
  newId,
  transact,
} from '@cashwrap/database';
import { createTestDatabase, type TestDatabase } from '@cashwrap/database/testing';
import { hash } from '@node-rs/argon2';
import { type Logger, pino } from 'pino';
import { type App, type AppDeps, createApp } from '../src/app.ts';
import { createHttpServer } from '../src/http/http-server.ts';
import { AccessTokens } from '../src/modules/identity/access-tokens.ts';
import { generateSigningKey, importSigningKeys, type SigningKeys } from '../src/modules/identity/index.ts';
import { openSession } from '../src/modules/identity/open-session.ts';
import { advanceAuthEpoch } from '../src/modules/identity/sessions.repo.ts';
import { insertRoleAssignment, insertUser } from '../src/modules/identity/users.repo.ts';
import type { PaymentProvider } from '../src/modules/payments/index.ts';
import { Simulator } from '../src/modules/payments/simulator/simulator.ts';

export const SETUP_TOKEN = 'the-setup-token-of-the-tests';
/** Of every user that the tests make, the owner included. */
export const PASSWORD = 'cashwrap-test-password';

export const silent: Logger = pino({ level: 'silent' });

/** JSON as it came over the wire: tests look into it freely. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails where it is not there
export type Json = any;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON; a Buffer of bytes, text where it is something else, undefined where there is none. */
  readonly body: Json;
}

export interface RequestOptions {
  readonly token?: string | undefined;
  /** Sent as JSON; a string, Uint8Array or stream as it is (set the content type yourself). */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TrpcOptions {
  readonly token?: string | undefined;
  /** Read off the contract where it is left out. */
  readonly kind?: 'query' | 'mutation';
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TrpcAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** What the operation answered; undefined after an error. */
  readonly data: Json;
  /** The Problem of an error; undefined after a success. */
  readonly problem: Problem | undefined;
  /** The whole answer. */
  readonly body: Json;
}

/** How to call a server by hand, on both faces. */
export interface Caller {
  readonly url: string;
  request(method: string, path: string, options?: RequestOptions): Promise<Answer>;
  trpc(name: string, input?: unknown, options?: TrpcOptions): Promise<TrpcAnswer>;
}

/** Two stores that sell three products. */
export interface Shop {
  readonly owner: string;
  readonly stores: readonly [Store, Store];
  /** Two tills: the first of the first store, the second of the second. */
  readonly registers: readonly [Register, Register];
  /** The open shift of each of them. */
  readonly shifts: readonly [Shift, Shift];
  readonly taxCategories: { readonly standard: TaxCategory; readonly reduced: TaxCategory };
  /** Standard and reduced of the first store, then of the second. */
  readonly taxRates: readonly [TaxRate, TaxRate, TaxRate, TaxRate];
  readonly products: { readonly coffee: Product; readonly apples: Product; readonly voucher: Product };
}

export interface TestUser {
  readonly id: string;
  readonly username: string;
  readonly password: string;
}

export interface TestServer extends Caller, AsyncDisposable {
  readonly app: App;
  readonly database: Database;
  /** For further pools, and to break things. */
  readonly testDatabase: TestDatabase;
  readonly signingKeys: SigningKeys;
  readonly pepper: Buffer;
  /** The signed head of the audit chain. */
  readonly auditHeadFile: string;
  /** Where the simulator remembers what it has charged. */
  readonly simulatorFolder: string;
  /** Runs like the real one, moved by what it was advanced. */
  readonly clock: { now(): Date; advance(ms: number): void };
  /** Sets the system up, once; answers the access token of its owner. */
  setUpOwner(): Promise<string>;
  /** A user with a role, in all stores or in one; with `null` one without any role. */
  createUser(role: BuiltInRole | null, options?: { storeId?: string }): Promise<TestUser>;
  /** A session as a sign-in opens it, but for the check of the password, which takes 15 ms on purpose; answers the access token. */
  openSession(userId: string): Promise<string>;
  /** Makes such a user with an open session; answers the access token. */
  signInAs(role: BuiltInRole | null, options?: { storeId?: string }): Promise<string>;
  /** Fills the system over REST, as its owner. */
  seedShop(): Promise<Shop>;
}

export interface TestServerOptions {
  /** The application's pool goes through this address instead: to stand between it and the database. */
  readonly reach?: (connection: ConnectionOptions) => ConnectionOptions;
  readonly setupToken?: string;
  readonly log?: Logger;
  /** Limits that are off in tests. */
  readonly limits?: Pick<AppDeps, 'corsOrigins' | 'rateLimitPerMinute' | 'trustedProxies' | 'metricsAccess'>;
  readonly signingKeys?: SigningKeys;
  /** Default: the simulator alone. */
  readonly paymentProviders?: readonly PaymentProvider[];
  readonly paymentTimeoutMs?: number;
  /** Whether the jobs run by themselves, as in the real server. Default: only when a test runs them. */
  readonly jobs?: boolean;
  /** Whether what happens is moved into the feed by itself. Default: with the jobs, else only when a test asks for it. */
  readonly feed?: boolean;
}

/** The whole application on a database of its own, listening on a free port. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const resources = new AsyncDisposableStack();
  try {
    const testDatabase = resources.use(await createTestDatabase());
    const { reach } = options;
    const database = reach
      ? resources.use(connect({ connection: reach(testDatabase.connection) }))
      : testDatabase.database;
    const signingKeys = options.signingKeys ?? (await importSigningKeys([await generateSigningKey()]));
    const pepper = randomBytes(32);
    const folder = await mkdtemp(path.join(tmpdir(), 'cashwrap-server-'));
    resources.defer(() => rm(folder, { recursive: true, force: true }));
    const auditHeadFile = path.join(folder, 'audit-head.jws');
    let offset = 0;
    const clock = {
      now: () => new Date(Date.now() + offset),
      advance: (ms: number) => {
        offset += ms;
      },
    };
    const simulatorFolder = path.join(folder, 'simulated-payments');
    const { paymentProviders = [new Simulator(simulatorFolder)], paymentTimeoutMs } = options;
    const app = createApp({
      ...{ paymentProviders, paymentTimeoutMs },
      database,
      signingKeys,
      pepper,
      auditHeadFile,
      setupToken: options.setupToken ?? SETUP_TOKEN,
      clock: clock.now,
      newId,
      log: options.log ?? silent,
      ...options.limits,
    });
    const http = resources.use(await listen(app.http));
    app.start();
    if (options.feed ?? options.jobs) app.startFeed();
    if (options.jobs) {
      await migrateJobQueue(testDatabase.database);
      app.startJobs();
    }
    resources.defer(() => app.stop());
    const caller = callerOf(http.url);
    const people = createPeople(caller, { database, signingKeys, clock });
    return {
      ...caller,
      ...people,
      app,
      database,
      testDatabase,
      signingKeys,
      pepper,
      auditHeadFile,
      simulatorFolder,
      clock,
      seedShop: async () => seedShop(caller, await people.setUpOwner()),
      [Symbol.asyncDispose]: () => resources.disposeAsync(),
    };
  } catch (error) {
    await resources.disposeAsync();
    throw error;
  }
}

export interface Listening extends AsyncDisposable {
  readonly url: string;
  readonly server: Server;
}

/** Serves an application on a free port. Disposing cuts what is still open. */
export async function listen(app: RequestListener): Promise<Listening> {
  const server = createHttpServer(app);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    server,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Calls whatever listens at `url`. REST paths are given whole: `/v1/products`. */
export function callerOf(url: string, served: Contract = contract): Caller {
  const kinds = new Map(operationsOf(served).map(({ name, operation }) => [name, operation.kind]));
  return {
    url,
    request: (method, path, options = {}) => send(url + path, method, options),
    trpc: async (name, input, { token, kind = kinds.get(name) ?? 'query', headers = {} } = {}) => {
      const text = input === undefined ? undefined : JSON.stringify(input);
      const answer =
        kind === 'query'
          ? await send(
              `${url}/trpc/${name}${text === undefined ? '' : `?input=${encodeURIComponent(text)}`}`,
              'GET',
              { token, headers },
            )
          : await send(`${url}/trpc/${name}`, 'POST', { token, headers, body: input });
      return { ...answer, data: answer.body?.result?.data, problem: answer.body?.error?.data };
    },
  };
}

/** Connections are kept, as fetch does. It costs three times the processor time of a plain request, and the tests make many. */
const agent = new Agent({ keepAlive: true });

async function send(url: string, method: string, { token, body, headers }: RequestOptions): Promise<Answer> {
  const isJsonBody = body !== undefined && !isRaw(body);
  const request = httpRequest(url, {
    agent,
    method,
    headers: {
      'user-agent': 'node',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(isJsonBody && { 'content-type': 'application/json' }),
      ...(typeof body === 'string' && { 'content-type': 'text/plain;charset=UTF-8' }),
      ...headers,
    },
  });
  // Once there is an answer, errors are of no interest: a server that refuses a body need not read all of it.
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.on('response', resolve).on('error', reject);
  });
  if (body instanceof ReadableStream) pipeline(body, request).catch(() => request.destroy());
  else request.end(isRaw(body) ? body : JSON.stringify(body));
  const response = await answered.catch(lost);
  const content = await buffer(response).catch(lost);
  const { statusCode: status = 0 } = response;
  const type = response.headers['content-type'] ?? '';
  const answer = { status, headers: headersOf(response) };
  if (type === 'image/png' || type === 'application/octet-stream') return { ...answer, body: content };
  // Without its byte order mark, as a browser reads it.
  const text = new TextDecoder().decode(content);
  const isJson = /^application\/(?:problem\+)?json\b/.test(type);
  return { ...answer, body: text === '' ? undefined : isJson ? JSON.parse(text) : text };
}

/** The connection was refused or cut, before the answer or in the middle of it. */
export class ConnectionLost extends Error {}

function lost(cause: unknown): never {
  throw new ConnectionLost('No whole answer has come', { cause });
}

function isRaw(body: unknown): body is string | Uint8Array {
  return typeof body === 'string' || body instanceof Uint8Array;
}

function headersOf({ headersDistinct }: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  return headers;
}

/** The body of a successful answer; anything else fails the test with what was answered. */
export function ok({ status, body }: Answer | TrpcAnswer): Json {
  if (status >= 200 && status < 300) return body;
  throw new Error(`Answered ${status}: ${JSON.stringify(body)}`);
}

/** Of {@link PASSWORD}, for every user, with the least work that argon2 takes: to check one takes as much again. */
const passwordHash = hash(PASSWORD, { memoryCost: 8, timeCost: 1, parallelism: 1 });
let users = 0;

function createPeople(
  caller: Caller,
  { database, signingKeys, clock }: Pick<TestServer, 'database' | 'signingKeys' | 'clock'>,
) {
  const tokens = new AccessTokens(signingKeys, clock.now);
  let owner: Promise<string> | undefined;

  const setUp = async (): Promise<string> => {
    const answer = await caller.request('POST', '/v1/auth/setup', {
      body: {
        setupToken: SETUP_TOKEN,
        merchantName: 'Corner Shop Ltd',
        currency: 'EUR',
        owner: { username: 'owner', name: 'Olive Owner', password: PASSWORD },
      },
    });
    return ok(answer).accessToken;
  };

  const createUser = async (
    role: BuiltInRole | null,
    { storeId }: { storeId?: string } = {},
  ): Promise<TestUser> => {
    users += 1;
    const username = `${role ?? 'nobody'}-${users}`;
    const id = newId();
    await transact(database, async (tx) => {
      const createdAt = new Date();
      const user = { id, username, name: `Test ${username}`, passwordHash: await passwordHash, createdAt };
      await insertUser(tx, user);
      if (role !== null) {
        const assignment = { id: newId(), userId: id, role, storeId: storeId ?? null, createdAt };
        await insertRoleAssignment(tx, assignment);
      }
      await advanceAuthEpoch(tx);
    });
    return { id, username, password: PASSWORD };
  };

  const openSessionOf = async (userId: string): Promise<string> => {
    const device = { registerToken: undefined, userAgent: undefined, address: '127.0.0.1' };
    const { sessionId } = await transact(database, (tx) =>
      openSession(tx, { now: clock.now(), newId, device }, { userId, registerId: null }),
    );
    return (await tokens.sign(userId, sessionId)).token;
  };

  return {
    setUpOwner: () => {
      owner ??= setUp();
      return owner;
    },
    createUser,
    openSession: openSessionOf,
    signInAs: async (role: BuiltInRole | null, options: { storeId?: string } = {}): Promise<string> =>
      openSessionOf((await createUser(role, options)).id),
  };
}

async function seedShop(caller: Caller, owner: string): Promise<Shop> {
  const create = async (path: string, body: unknown): Promise<Json> =>
    ok(await caller.request('POST', `/v1${path}`, { token: owner, body }));

  const store = (name: string, fields: object = {}): Promise<Store> =>
    create('/stores', { name, timeZone: 'Europe/Berlin', pricesIncludeTax: true, ...fields });
  const stores = [await store('High Street'), await store('Harbour', { locale: 'de-DE' })] as const;
  const till = (storeId: string): Promise<Register> => create('/registers', { storeId, name: 'Till 1' });
  const registers = [await till(stores[0].id), await till(stores[1].id)] as const;
  const shifts = [
    await openShift(caller, owner, registers[0]),
    await openShift(caller, owner, registers[1]),
  ] as const;

  const standard: TaxCategory = await create('/tax-categories', { name: 'Standard' });
  const reduced: TaxCategory = await create('/tax-categories', { name: 'Reduced' });
  const rate = (storeId: string, category: TaxCategory, percentage: number): Promise<TaxRate> =>
    create('/tax-rates', {
      storeId,
      taxCategoryId: category.id,
      name: `VAT ${percentage} %`,
      percentage,
      validFrom: '2020-01-01',
    });
  const taxRates = [
    await rate(stores[0].id, standard, 19),
    await rate(stores[0].id, reduced, 7),
    await rate(stores[1].id, standard, 20),
    await rate(stores[1].id, reduced, 5.5),
  ] as const;

  return {
    owner,
    stores,
    registers,
    shifts,
    taxCategories: { standard, reduced },
    taxRates,
    products: await seedProducts(create, standard.id, reduced.id),
  };
}

/** Opens the drawer of a till with a float of 100.00: without it no cash is taken. */
export async function openShift(
  caller: Caller,
  token: string,
  { id: registerId, storeId }: Pick<Register, 'id' | 'storeId'>,
  fields: object = {},
): Promise<Shift> {
  const body = { storeId, registerId, openingFloat: { amount: 10_000 }, ...fields };
  const headers = { 'idempotency-key': newId() };
  return ok(await caller.request('POST', '/v1/shifts', { token, headers, body }));
}

async function seedProducts(
  create: (path: string, body: unknown) => Promise<Json>,
  standardId: string,
  reducedId: string,
): Promise<Shop['products']> {
  const coffee = await create('/products', {
    sku: 'COF-250',
    name: 'Coffee beans 250 g',
    barcodes: ['4006381333931'],
    taxCategoryId: standardId,
    price: 699,
    cost: 350,
  });
  const apples = await create('/products', {
    sku: 'APL',
    name: 'Apples',
    barcodes: ['2000001000007'],
    taxCategoryId: reducedId,
    price: 299,
    cost: 120,
    soldBy: 'measure',
    unitLabel: 'kg',
    allowOversell: true,
  });
  const voucher = await create('/products', {
    sku: 'WRAP',
    name: 'Gift wrapping',
    taxCategoryId: standardId,
    price: 150,
    trackStock: false,
  });
  return { coffee, apples, voucher };
}

/** A connection tells the statistics now and then only; each of them is asked to do it now. */
export async function flushStatistics({ pool }: Database): Promise<void> {
  const clients = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
  for (const client of clients) {
    await client.query('SELECT pg_stat_force_next_flush()');
    client.release();
  }
}

/** How often PostgreSQL has had to resolve a deadlock in this database. */
export async function countDeadlocks(database: Database): Promise<number> {
  await flushStatistics(database);
  const { pool } = database;
  const { rows } = await pool.query(
    'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
  );
  return rows[0].deadlocks;
}

/** How often the transaction of a call waits for the database. */
export async function roundTrips(
  { database: { pool } }: Pick<TestServer, 'database'>,
  call: () => Promise<unknown>,
): Promise<number> {
  const counts: number[] = [];
  const stops = new Map<object, () => void>();
  // A connection drains when all that was sent on it has been answered: what `flushCount()` counts as well.
  const onAcquire = (client: EventEmitter) => {
    const index = counts.push(0) - 1;
    const onDrain = () => {
      counts[index] = (counts[index] ?? 0) + 1;
    };
    client.on('drain', onDrain);
    stops.set(client, () => client.off('drain', onDrain));
  };
  const onRelease = (_: unknown, client: object) => stops.get(client)?.();
  pool.on('acquire', onAcquire).on('release', onRelease);
  try {
    await call();
  } finally {
    pool.off('acquire', onAcquire).off('release', onRelease);
  }
  // What is read before the transaction takes one each.
  return Math.max(...counts);
}
