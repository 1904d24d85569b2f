import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '@cashwrap/database';
import { expect, test } from 'vitest';
import { endOf, type Program, startProgram } from './command.ts';
import {
  type Caller,
  ConnectionLost,
  callerOf,
  type Json,
  ok,
  openShift,
  PASSWORD,
  SETUP_TOKEN,
} from './support.ts';

const ROUNDS = 2;
/** Sales that are answered before each kill, times the round. */
const ANSWERED = 25;
const WRITERS = 8;

/** The real server with a database of its own, and what it is started with. */
class RealServer {
  readonly #env: NodeJS.ProcessEnv;
  #process: Program | undefined;

  constructor(dataDir: string) {
    const { DATABASE_URL, DATABASE_OWNER_URL, NODE_ENV, ...env } = process.env;
    const settings = { DATA_DIR: dataDir, PORT: '0', SETUP_TOKEN, DEMO_SEED: 'off', LOG_LEVEL: 'warn' };
    this.#env = { ...env, ...settings };
  }

  async start(): Promise<Caller> {
    const child = startProgram('main.ts', this.#env);
    this.#process = child;
    return callerOf(await printed(child, /ready at (\S+)/));
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }

  /** `pnpm verify:books`, beside the running server. */
  verifyBooks(): Promise<{ code: number; output: string }> {
    return endOf(startProgram('books/main.ts', this.#env));
  }
}

/** Waits for what a process says; fails with all of it where it ends before. */
function printed(child: Program, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const listen = (text: Buffer) => {
      output += text;
      const found = pattern.exec(output)?.[1];
      if (found) resolve(found);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('exit', (code) => reject(new Error(`The server has ended with ${code}: ${output}`)));
  });
}

/** One checkout that a till has sent, and what came back, if anything did. */
interface Attempt {
  readonly key: string;
  readonly body: Json;
  answer?: Json;
}

test('kill -9 under load: nothing that was answered is lost, and nothing is there twice', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'cashwrap-kill-'));
  const server = new RealServer(dataDir);
  try {
    let caller = await server.start();
    const shop = await openShop(caller);
    const attempts: Attempt[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      const load = Promise.all(Array.from({ length: WRITERS }, (_, i) => writer(caller, shop, i, attempts)));
      const answered = () => attempts.filter(({ answer }) => answer).length;
      while (answered() < ANSWERED * round) await sleep(20);
      await server.kill('SIGKILL');
      await load;

      const unanswered = attempts.filter(({ answer }) => !answer);
      expect(unanswered.length).toBeGreaterThan(0);
      caller = await server.start();
      const token = ok(await caller.request('POST', '/v1/auth/login', LOGIN)).accessToken;
      shop.token = token;
      await expectAllThere(caller, shop, attempts);
      // What was not answered is sent again under its key, by several at once.
      for (const attempt of unanswered) {
        const again = await Promise.all([1, 2, 3].map(() => send(caller, shop, attempt)));
        expect(new Set(again.map((each) => JSON.stringify(each))).size).toBe(1);
        attempt.answer = again[0];
      }
      await expectAllThere(caller, shop, attempts);
      await expectCounted(caller, shop, attempts);
    }
    const verified = await server.verifyBooks();
    expect(verified.output).toContain('all of them hold');
    expect(verified.code).toBe(0);
  } finally {
    await server.kill('SIGTERM');
    await rm(dataDir, { recursive: true, force: true });
  }
}, 60_000);

const LOGIN = { body: { username: 'owner', password: PASSWORD } };

interface Shop {
  token: string;
  readonly registerIds: readonly string[];
  readonly storeId: string;
  readonly productIds: readonly string[];
}

async function openShop(caller: Caller): Promise<Shop> {
  const owner = { username: 'owner', name: 'Owner', password: PASSWORD };
  const setup = { setupToken: SETUP_TOKEN, merchantName: 'Shop', currency: 'EUR', owner };
  const token = ok(await caller.request('POST', '/v1/auth/setup', { body: setup })).accessToken;
  const create = async (path: string, body: Json): Promise<Json> =>
    ok(await caller.request('POST', `/v1${path}`, { token, body, headers: { 'idempotency-key': newId() } }));
  const store = await create('/stores', { name: 'Store', timeZone: 'Europe/Berlin', pricesIncludeTax: true });
  const category = await create('/tax-categories', { name: 'Standard' });
  const rate = { storeId: store.id, taxCategoryId: category.id, name: 'VAT', percentage: 19 };
  await create('/tax-rates', { ...rate, validFrom: '2020-01-01' });
  const registerIds: string[] = [];
  const productIds: string[] = [];
  for (let i = 0; i < 2; i++) {
    const register = await create('/registers', { storeId: store.id, name: `Till ${i}` });
    await openShift(caller, token, register);
    registerIds.push(register.id);
    const product = { sku: `P-${i}`, name: `Thing ${i}`, taxCategoryId: category.id, price: 100 };
    productIds.push((await create('/products', product)).id);
  }
  const lines = productIds.map((productId) => ({ productId, quantity: 100_000, unitCost: 40 }));
  await create('/inventory/adjustments', { storeId: store.id, reason: 'opening_stock', lines });
  return { token, registerIds, productIds, storeId: store.id };
}

/** Sells one after the other, each under a key of its own, until the server is gone. */
async function writer(caller: Caller, shop: Shop, index: number, attempts: Attempt[]): Promise<void> {
  for (;;) {
    const lines = shop.productIds.map((productId) => ({ productId, quantity: 1 }));
    const body = {
      ...{ storeId: shop.storeId, registerId: shop.registerIds[index % 2] },
      lines: index % 3 === 0 ? lines.reverse() : lines,
      payments: [{ method: 'cash', tendered: 500 }],
      // Every other till makes the ids itself.
      ...(index % 2 && { id: newId() }),
    };
    const attempt: Attempt = { key: newId(), body };
    attempts.push(attempt);
    try {
      attempt.answer = await send(caller, shop, attempt);
    } catch (error) {
      if (error instanceof ConnectionLost) return;
      throw error;
    }
  }
}

async function send(caller: Caller, shop: Shop, { key, body }: Attempt): Promise<Json> {
  const headers = { 'idempotency-key': key };
  return ok(await caller.request('POST', '/v1/sales', { token: shop.token, body, headers }));
}

/** Every answered sale can be read as it was answered. */
async function expectAllThere(caller: Caller, shop: Shop, attempts: readonly Attempt[]): Promise<void> {
  const answered = attempts.flatMap(({ answer }) => (answer ? [answer] : []));
  const stored = new Map((await listAll(caller, shop)).map((sale) => [sale.id, sale]));
  expect(answered.filter(({ id }) => !stored.has(id))).toEqual([]);
  for (const answer of answered) expect(answer).toMatchObject(stored.get(answer.id));
  expect(new Set(answered.map(({ id }) => id)).size).toBe(answered.length);
  const last = answered.at(-1);
  const path = `/v1/sales/${last.id}`;
  expect(ok(await caller.request('GET', path, { token: shop.token }))).toEqual(last);
}

/** There are as many sales as attempts, numbered without a gap, and as much less on the shelf. */
async function expectCounted(caller: Caller, shop: Shop, attempts: readonly Attempt[]): Promise<void> {
  const sales = await listAll(caller, shop);
  expect(sales).toHaveLength(attempts.length);
  for (const registerId of shop.registerIds) {
    const numbers = sales.filter((sale) => sale.registerId === registerId).map(({ number }) => number);
    expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, i) => i + 1));
  }
  const path = `/v1/inventory/stock-levels?storeId=${shop.storeId}`;
  const { items } = ok(await caller.request('GET', path, { token: shop.token }));
  const left = 100_000 - attempts.length;
  expect(items.map(({ onHand, value }: Json) => [onHand, value])).toEqual(Array(2).fill([left, 40 * left]));
}

async function listAll(caller: Caller, shop: Shop): Promise<Json[]> {
  const items: Json[] = [];
  let cursor = '';
  do {
    const path = `/v1/sales?limit=200&sort=completedAt${cursor && `&cursor=${cursor}`}`;
    const page = ok(await caller.request('GET', path, { token: shop.token }));
    items.push(...page.items);
    cursor = page.nextCursor ?? '';
  } while (cursor !== '');
  return items;
}
