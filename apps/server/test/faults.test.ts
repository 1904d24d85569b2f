import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newId } from '@cashwrap/database';
import { expect, test } from 'vitest';
import { type Program, startProgram } from './command.ts';
import { type Answer, type Caller, callerOf, type Json, ok, PASSWORD } from './support.ts';

const SETUP_TOKEN = 'the-setup-token-of-the-faults';
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function eventually(condition: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Not within ${withinMs} ms`);
    await sleep(20);
  }
}

/** The real server process with its embedded database, in a folder of its own. All of it is gone afterwards. */
class Installation implements AsyncDisposable {
  readonly #folder: string;
  #child: Program | undefined;
  #output = '';

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async make(): Promise<Installation> {
    const folder = await mkdtemp(path.join(tmpdir(), 'cashwrap-faults-'));
    // Root's PostgreSQL runs as another user, who must be able to go there.
    await chmod(folder, 0o755);
    return new Installation(folder);
  }

  async start(): Promise<Caller> {
    const env = { PORT: '0', DATA_DIR: this.#folder, SETUP_TOKEN, NODE_ENV: 'test' };
    const child = startProgram('main.ts', env);
    this.#child = child;
    this.#output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        this.#output += chunk;
      });
    }
    let url: string | undefined;
    await eventually(() => {
      if (child.exitCode !== null) throw new Error(`The server ended: ${this.#output}`);
      url = /ready at (http:\S+)/.exec(this.#output)?.[1];
      return url !== undefined;
    }, 15_000);
    return callerOf(url ?? '');
  }

  get running(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Sends the server a signal and waits for its end. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    if (!child) throw new Error('Not started');
    if (!this.running) return child.exitCode;
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    child.kill(signal);
    return ended;
  }

  /** The postmaster of our own data folder; undefined where there is none. */
  async postmaster(): Promise<number | undefined> {
    const file = path.join(this.#folder, 'postgres', 'postmaster.pid');
    const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
    return pid > 0 ? pid : undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.running) await this.end('SIGKILL');
    const pid = await this.postmaster();
    if (pid !== undefined && isAlive(pid)) {
      process.kill(pid, 'SIGQUIT');
      await eventually(() => !isAlive(pid));
    }
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Sets the system up; answers a token and the tax category of the products. */
async function setUp(server: Caller): Promise<{ token: string; taxCategoryId: string }> {
  const owner = { username: 'owner', name: 'Olive Owner', password: PASSWORD };
  const body = { setupToken: SETUP_TOKEN, merchantName: 'Corner Shop Ltd', currency: 'EUR', owner };
  const token = ok(await server.request('POST', '/v1/auth/setup', { body })).accessToken;
  const category = await server.request('POST', '/v1/tax-categories', { token, body: { name: 'Standard' } });
  return { token, taxCategoryId: ok(category).id };
}

interface Write {
  readonly key: string;
  readonly body: Json;
  answer: Answer | undefined;
}

/** Eight clients that add product after product, each under a key of its own, until they are told to stop. */
function load(server: Caller, { token, taxCategoryId }: { token: string; taxCategoryId: string }) {
  const writes: Write[] = [];
  let going = true;
  const client = async (): Promise<void> => {
    while (going) {
      const sku = newId();
      const write: Write = {
        key: `key-${sku}`,
        body: { sku, name: `Product ${sku}`, taxCategoryId, price: 100, barcodes: [sku] },
        answer: undefined,
      };
      writes.push(write);
      write.answer = await send(server, token, write).catch(() => undefined);
      if (write.answer?.status !== 201) await sleep(20);
    }
  };
  const clients = Array.from({ length: 8 }, client);
  return {
    writes,
    acknowledged: () => writes.filter(({ answer }) => answer?.status === 201),
    stop: async () => {
      going = false;
      await Promise.all(clients);
    },
  };
}

function send(server: Caller, token: string, { key, body }: Write): Promise<Answer> {
  return server.request('POST', '/v1/products', { token, body, headers: { 'idempotency-key': key } });
}

/** Every stored product by SKU; fails where one is there twice. */
async function stored(server: Caller, token: string): Promise<Map<string, Json>> {
  const products = new Map<string, Json>();
  let cursor: string | null = '';
  while (cursor !== null) {
    const suffix: string = cursor && `&cursor=${cursor}`;
    const { items, nextCursor }: Json = ok(
      await server.request('GET', `/v1/products?limit=200&sort=createdAt${suffix}`, { token }),
    );
    for (const product of items) {
      expect(products.has(product.name)).toBe(false);
      products.set(product.name, product);
    }
    cursor = nextCursor;
  }
  return products;
}

/** Nothing acknowledged is lost, nothing is there twice, and what was not acknowledged can be repeated. */
async function checkWrites(server: Caller, token: string, writes: readonly Write[]): Promise<void> {
  const before = await stored(server, token);
  for (const { body, answer } of writes.filter((write) => write.answer?.status === 201)) {
    expect(before.get(body.name)).toEqual(answer?.body);
  }
  for (const write of writes) {
    const again = await send(server, token, write);
    expect(again.status).toBe(201);
    const was = before.get(write.body.name);
    if (was) expect([again.body, again.headers.get('idempotent-replayed')]).toEqual([was, 'true']);
  }
  const after = await stored(server, token);
  expect([...after.keys()].sort()).toEqual(writes.map(({ body }) => body.name).sort());
}

test('SIGTERM lets the request in flight finish, and stops the embedded database', async () => {
  await using installation = await Installation.make();
  const server = await installation.start();
  const { token, taxCategoryId } = await setUp(server);
  const postmaster = (await installation.postmaster()) as number;
  expect(isAlive(postmaster)).toBe(true);

  const body = JSON.stringify({ sku: 'IN-FLIGHT', name: 'In flight', taxCategoryId, price: 1 });
  const request = httpRequest(`${server.url}/v1/products`, {
    method: 'POST',
    headers: {
      ...{ authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      'content-length': Buffer.byteLength(body),
    },
  });
  const answered = new Promise<number | undefined>((resolve, reject) => {
    request.once('error', reject);
    request.once('response', (response) => response.resume().once('end', () => resolve(response.statusCode)));
  });
  request.write(body.slice(0, 20));
  await sleep(200);
  const ended = installation.end('SIGTERM');
  await eventually(() =>
    server.request('GET', '/health/live').then(
      () => false,
      () => true,
    ),
  );
  expect(installation.running).toBe(true);
  request.end(body.slice(20));
  expect(await answered).toBe(201);
  expect(await ended).toBe(0);
  await eventually(async () => !isAlive(postmaster));
  expect(await installation.postmaster()).toBeUndefined();

  const again = await installation.start();
  const found = ok(await again.request('GET', '/v1/products?sku=IN-FLIGHT', { token }));
  expect(found.items).toMatchObject([{ name: 'In flight' }]);
  expect(await installation.end('SIGTERM')).toBe(0);
}, 30_000);

test('kill -9 of the server under load loses nothing that was acknowledged and doubles nothing', async () => {
  await using installation = await Installation.make();
  let server = await installation.start();
  const setup = await setUp(server);
  const all: Write[] = [];
  for (let round = 0; round < 2; round++) {
    const running = load(server, setup);
    await eventually(() => running.acknowledged().length > 50);
    await installation.end('SIGKILL');
    await running.stop();
    expect(running.writes.length).toBeGreaterThan(running.acknowledged().length);
    all.push(...running.writes);
    server = await installation.start();
  }
  await checkWrites(server, setup.token, all);
  expect(await installation.end('SIGTERM')).toBe(0);
  expect(await installation.postmaster()).toBeUndefined();
}, 30_000);

test('kill -9 of PostgreSQL under load: the server survives, says 503 meanwhile, and serves again', async () => {
  await using installation = await Installation.make();
  const server = await installation.start();
  const setup = await setUp(server);
  const isReady = async () => (await server.request('GET', '/health/ready')).status === 200;
  expect(await isReady()).toBe(true);

  const running = load(server, setup);
  await eventually(() => running.acknowledged().length > 50);
  const killed = (await installation.postmaster()) as number;
  process.kill(killed, 'SIGKILL');
  await eventually(async () => !(await isReady()));
  expect((await server.request('GET', '/health/live')).status).toBe(200);
  await eventually(isReady, 10_000);
  const readyAt = Date.now();
  const acknowledged = running.acknowledged().length;
  // Ready means that it serves: within a second of it somebody's write has been acknowledged again.
  await eventually(() => running.acknowledged().length > acknowledged, 1000);
  expect(Date.now() - readyAt).toBeLessThan(1000);
  await running.stop();

  expect(installation.running).toBe(true);
  expect(await installation.postmaster()).not.toBe(killed);
  const refused = running.writes.filter(({ answer }) => answer?.status !== 201);
  expect(refused.length).toBeGreaterThan(0);
  for (const { answer } of refused) {
    expect([answer?.status, answer?.body.code, answer?.headers.get('retry-after')]).toEqual([
      ...[503, 'UNAVAILABLE', '1'],
    ]);
  }
  await checkWrites(server, setup.token, running.writes);
  expect(await installation.end('SIGTERM')).toBe(0);
}, 30_000);
