import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, newId } from '@cashwrap/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, createApp } from '../src/app.ts';
import type { PaymentProvider } from '../src/modules/payments/index.ts';
import { Simulator } from '../src/modules/payments/simulator/simulator.ts';
import { databaseUrlOf, startProgram } from './command.ts';
import { type Paying, payingAt, simulated } from './paying.ts';
import { cash, endWithCleanBooks, type Selling, sellingAt } from './selling.ts';
import { chargesOf } from './simulated-payments.ts';
import {
  type Caller,
  callerOf,
  type Json,
  listen,
  ok,
  PASSWORD,
  type Shop,
  silent,
  startTestServer,
  type TestServer,
} from './support.ts';

let dataDir: string;
let folder: string;
let server: TestServer;
let shop: Shop;
let selling: Selling;
let pay: Paying;
let twin: { app: App; caller: Caller } & AsyncDisposable;
/** What the provider was asked for, since the last time that it was emptied. */
const asked: [what: string, paymentId: string][] = [];

/** The simulator, but for what it is asked for is counted. */
function counted(simulator: PaymentProvider): PaymentProvider {
  const count = (what: string, { id }: { readonly id: string }) => void asked.push([what, id]);
  return {
    info: simulator.info,
    authorize: (payment, signal) => {
      count('authorize', payment);
      return simulator.authorize(payment, signal);
    },
    capture: (payment, signal) => {
      count('capture', payment);
      return simulator.capture(payment, signal);
    },
    void: (payment, signal) => {
      count('void', payment);
      return simulator.void(payment, signal);
    },
    refund: (refund, signal) => {
      count('refund', refund);
      return simulator.refund(refund, signal);
    },
    status: (payment, signal) => {
      count('status', payment);
      return simulator.status(payment, signal);
    },
  };
}

/** A second server process, as far as the database and the provider can tell. */
async function startTwin(paymentProviders: readonly PaymentProvider[]) {
  const resources = new AsyncDisposableStack();
  const { signingKeys, pepper, clock, testDatabase } = server;
  const database = resources.use(connect({ connection: testDatabase.connection }));
  const app = createApp({
    ...{ database, signingKeys, pepper, clock: clock.now, newId, log: silent, setupToken: undefined },
    ...{ paymentProviders, paymentTimeoutMs: 500 },
  });
  const { url } = resources.use(await listen(app.http));
  resources.defer(() => app.stop());
  return { app, caller: callerOf(url), [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'cashwrap-payments-'));
  folder = path.join(dataDir, 'simulated-payments');
  const paymentProviders = [counted(new Simulator(folder))];
  server = await startTestServer({ paymentProviders, paymentTimeoutMs: 500 });
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  pay = payingAt(server, shop, selling);
  twin = await startTwin(paymentProviders);
});
afterAll(async () => {
  await twin[Symbol.asyncDispose]();
  await endWithCleanBooks(server);
  await rm(dataDir, { recursive: true, force: true });
});

const settleAtBoth = async (afterMs: number) => {
  server.clock.advance(afterMs);
  await Promise.all([server.app.settlePayments(), twin.app.settlePayments()]);
};
const charged = async (paymentId: string) => (await chargesOf(folder))[paymentId] ?? 0;
const liveOf = (sale: Json): Json[] =>
  sale.payments.filter(({ status }: Json) => ['pending', 'authorized', 'captured'].includes(status));

test('two servers ask about each payment once', async () => {
  const paymentIds: string[] = [];
  await Promise.all(
    Array.from({ length: 25 }, async () => {
      const paymentId = newId();
      paymentIds.push(paymentId);
      ok(await pay.add(await pay.open(), simulated(1000, { scenario: 'lost' }), { paymentId }));
    }),
  );
  asked.length = 0;
  await settleAtBoth(10_000);
  await settleAtBoth(0);
  expect(asked.toSorted()).toEqual(paymentIds.map((id) => ['status', id]).toSorted());
  // The next time they are voided, each by one of the two.
  asked.length = 0;
  await settleAtBoth(300_000);
  const expected = paymentIds.flatMap((id) => [
    ['status', id],
    ['void', id],
  ]);
  expect(asked.toSorted()).toEqual(expected.toSorted());
});

test('twins of a payment at two servers charge once', async () => {
  for (const same of [{ key: newId() }, { paymentId: newId() }]) {
    const sale = await pay.open();
    asked.length = 0;
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        pay.add(sale, simulated(1000), { ...same, at: i % 2 ? twin.caller : server }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const [payment, ...others] = (await pay.read(sale.id)).payments;
    expect(others).toEqual([]);
    expect(asked).toEqual([['authorize', payment.id]]);
    expect([payment.status, await charged(payment.id)]).toEqual(['captured', 1000]);
  }
});

test('a sale is completed with its payment, or the payment is voided: never both', async () => {
  for (let round = 0; round < 12; round++) {
    const sale = ok(await pay.add(await pay.open(), simulated(1000)));
    const [{ id }] = sale.payments;
    const [completed, voided] = await Promise.all([
      pay.complete(sale),
      sleep(round % 4).then(() => pay.void(id)),
    ]);
    const after = await pay.read(sale.id);
    if (after.status === 'completed') {
      expect([completed.status, voided.body.code, await charged(id)]).toEqual([200, 'WRONG_STATUS', 1000]);
    } else {
      expect(['CONFLICT', 'PAYMENT_UNDECIDED', 'PAYMENT_MISMATCH']).toContain(completed.body.code);
      expect([after.payments[0].status, await charged(id)]).toEqual(['voided', 0]);
    }
  }
});

test('a cancelled sale has charged nobody, whatever was added to it meanwhile', async () => {
  for (let round = 0; round < 8; round++) {
    const sale = ok(await pay.add(await pay.open(), simulated(400)));
    const [cancelled, added, voided] = await Promise.all([
      pay.cancel(sale),
      pay.add(sale, simulated(600)),
      pay.void(sale.payments[0].id),
    ]);
    expect([cancelled.status, added.status, voided.status].every((status) => status < 500)).toBe(true);
    const after = await pay.read(sale.id);
    const taken = await Promise.all(after.payments.map(({ id }: Json) => charged(id)));
    expect(liveOf(after).reduce((sum, { amount }) => sum + amount, 0)).toBe(
      taken.reduce((sum, amount) => sum + amount, 0),
    );
    if (after.status === 'cancelled') expect(liveOf(after)).toEqual([]);
  }
});

test('many payments at once pay a sale one after the other: each was made from the version that was read', async () => {
  const sale = await pay.open();
  const answers = await Promise.all(Array.from({ length: 8 }, () => pay.add(sale, cash(1000))));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ body }) => body.code === 'CONFLICT')).toHaveLength(7);
  expect((await pay.read(sale.id)).payments).toHaveLength(1);
});

test('a server that is killed before it hears the answer: the charge is found, and not made again', async () => {
  const child = startProgram('main.ts', {
    ...{ DATABASE_URL: databaseUrlOf(server.testDatabase.connection), DATA_DIR: dataDir, PORT: '0' },
    ...{
      DEMO_SEED: 'off',
      LOG_LEVEL: 'fatal',
      PAYMENT_PROVIDERS: 'simulator',
      PAYMENT_TIMEOUT_SECONDS: '60',
    },
  });
  const exit = once(child, 'exit');
  let output = '';
  child.stderr.on('data', (text: Buffer) => {
    output += text;
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (text: Buffer) => {
      output += text;
      const ready = /ready at (\S+)/.exec(output)?.[1];
      if (ready) resolve(ready);
    });
    child.on('exit', (code) => reject(new Error(`The server has ended with ${code}: ${output}`)));
  });
  const other = callerOf(url);
  const login = { body: { username: 'owner', password: PASSWORD } };
  const { accessToken: owner } = ok(await other.request('POST', '/v1/auth/login', login));
  const there = payingAt(other, { ...shop, owner }, selling);

  const sale = await pay.open();
  const paymentId = newId();
  const payment = simulated(1000, { scenario: 'timeout' });
  const adding = there.add(sale, payment, { paymentId }).catch(() => 'cut off');
  while ((await charged(paymentId)) === 0) await sleep(10);
  child.kill('SIGKILL');
  await exit;
  expect(await adding).toBe('cut off');

  expect(ok(await pay.add(sale, payment, { paymentId })).payments).toMatchObject([{ status: 'pending' }]);
  await settleAtBoth(90_000);
  const after = await pay.read(sale.id);
  expect(after.payments).toMatchObject([{ id: paymentId, status: 'captured' }]);
  expect(await charged(paymentId)).toBe(1000);
  ok(await pay.complete(after));
});
