import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PaymentProvider, Providers } from '../src/modules/payments/index.ts';
import { Simulator } from '../src/modules/payments/simulator/simulator.ts';
import { silent } from './support.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cashwrap-simulator-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const paymentOf = (data = {}, fields = {}) => ({
  ...{ id: newId(), saleId: newId(), storeId: newId(), amount: 1000, tip: 0, capture: true, reference: null },
  ...{ currency: 'EUR', currencyDigits: 2, data },
  ...fields,
});
/** Another server's simulator, which shares the folder. */
const simulator = () => new Simulator(folder);
const { signal } = new AbortController();
const outcomes = async (answers: readonly Promise<{ outcome: string }>[]) =>
  new Set((await Promise.all(answers)).map(({ outcome }) => outcome));

test('each call has its effect once, however often and wherever it is made', async () => {
  const payment = paymentOf({}, { capture: false });
  const times = <T>(call: () => Promise<T>) => Array.from({ length: 20 }, call);
  expect(await simulator().status(payment)).toEqual({ outcome: 'unknown' });
  expect(await outcomes(times(() => simulator().authorize(payment, signal)))).toEqual(
    new Set(['authorized']),
  );
  const less = { ...payment, amount: 800 };
  expect(await outcomes(times(() => simulator().capture(less, signal)))).toEqual(new Set(['captured']));
  expect(await simulator().status(payment)).toMatchObject({ outcome: 'captured', amount: 800 });

  const refund = { id: newId(), amount: 800, payment };
  expect(await outcomes(times(() => simulator().refund(refund, signal)))).toEqual(new Set(['refunded']));
  const another = await simulator().refund({ ...refund, id: newId(), amount: 1 }, signal);
  expect(another.outcome).toBe('failed');
});

test('a void holds, whether it comes before the charge, with it, or after it', async () => {
  const before = paymentOf();
  expect((await simulator().void(before, signal)).outcome).toBe('voided');
  expect((await simulator().authorize(before, signal)).outcome).toBe('failed');
  const together = paymentOf();
  await Promise.all([simulator().authorize(together, signal), simulator().void(together, signal)]);
  const after = paymentOf();
  await simulator().authorize(after, signal);
  await simulator().void(after, signal);
  for (const payment of [before, together, after]) {
    expect(await simulator().status(payment)).toEqual({ outcome: 'voided' });
  }
});

test('what is refused stays so, and no more is captured than was set aside', async () => {
  const declined = paymentOf({ scenario: 'decline' });
  expect((await simulator().authorize(declined, signal)).outcome).toBe('failed');
  expect((await simulator().status(declined)).outcome).toBe('failed');
  const payment = paymentOf({}, { capture: false });
  await simulator().authorize(payment, signal);
  expect(await simulator().capture({ ...payment, amount: 1001 }, signal)).toMatchObject({
    failure: { code: 'amount_too_large' },
  });
  expect((await simulator().status(payment)).outcome).toBe('authorized');
  const mistyped = paymentOf({ scenario: 'aprove' });
  expect(await simulator().authorize(mistyped, signal)).toMatchObject({
    failure: { code: 'unknown_scenario' },
  });
});

test('a provider that throws, at once or later, or does not answer in time, leaves it unknown', async () => {
  const { info } = simulator();
  const never = new Promise<never>(() => {});
  const calls = [
    () => never,
    () => Promise.reject(new Error('The line is cut.')),
    () => {
      throw new Error('The adapter is wrong.');
    },
  ];
  for (const authorize of calls) {
    const provider: PaymentProvider = Object.assign(simulator(), { authorize });
    const providers = new Providers({ paymentProviders: [provider], paymentTimeoutMs: 20, log: silent });
    const answer = await providers.ask(info.name, (asked, until) => asked.authorize(paymentOf(), until));
    expect(answer).toEqual({ outcome: 'unknown' });
  }
  const none = new Providers({ log: silent });
  expect(await none.ask('gone', (asked, until) => asked.authorize(paymentOf(), until))).toEqual({
    outcome: 'unknown',
  });
});
