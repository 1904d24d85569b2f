import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AcmeService, startAcmeService } from './acme-service.ts';
import { readPage, repository } from './pages/read-page.ts';

const GUIDE = 'docs/guides/write-a-payment-provider.md';
const FILE = 'apps/server/src/modules/payments/acme-pay.ts';
const FOLDER = fileURLToPath(new URL('../.reports/payment-provider', import.meta.url));
const KEY = 'the-key-of-the-shop';

/** The class of the guide, as it stands there. */
async function loadAcmePay() {
  const page = readPage(GUIDE, await readFile(path.join(repository, GUIDE), 'utf8'));
  const block = page.blocks.find(({ file }) => file === FILE);
  await mkdir(FOLDER, { recursive: true });
  const file = path.join(FOLDER, 'acme-pay.ts');
  await writeFile(file, block?.text ?? '');
  return (await import(/* @vite-ignore */ file)).AcmePay;
}

let service: AcmeService;
let AcmePay: Awaited<ReturnType<typeof loadAcmePay>>;
beforeAll(async () => {
  [service, AcmePay] = await Promise.all([startAcmeService(KEY), loadAcmePay()]);
});
afterAll(() => service?.[Symbol.asyncDispose]());

const { signal } = new AbortController();
const acme = (key = KEY) => new AcmePay(service.url, key);
const paymentOf = (fields: object = {}) => ({
  ...{ id: randomUUID(), saleId: randomUUID(), storeId: randomUUID(), amount: 1000, tip: 0, capture: true },
  ...{ reference: null, currency: 'EUR', currencyDigits: 2, data: { terminal: 'T1' } },
  ...fields,
});
const times = (call: () => Promise<unknown>) => Promise.all(Array.from({ length: 20 }, call));

describe('the payment provider of the guide', () => {
  it('has each effect once, however often it is asked', async () => {
    const payment = paymentOf({ capture: false });
    expect(await acme().status(payment, signal)).toEqual({ outcome: 'unknown' });
    const before = service.charges();
    const authorized = { outcome: 'authorized', amount: 1000, reference: expect.any(String) };
    expect(await times(() => acme().authorize(payment, signal))).toEqual(Array(20).fill(authorized));
    expect(service.charges() - before).toBe(1);

    const less = { ...payment, amount: 800 };
    await times(() => acme().capture(less, signal));
    expect(await acme().status(payment, signal)).toMatchObject({ outcome: 'captured', amount: 800 });
    const refund = { id: randomUUID(), amount: 800, payment };
    await times(() => acme().refund(refund, signal));
    const more = await acme().refund({ ...refund, id: randomUUID(), amount: 1 }, signal);
    expect(more).toEqual({ outcome: 'failed', failure: { code: 'refused', message: 'More than is left.' } });
  });

  it('voids for good, before the charge and after it', async () => {
    const early = paymentOf();
    expect(await acme().void(early, signal)).toEqual({ outcome: 'voided' });
    expect(await acme().authorize(early, signal)).toMatchObject({ outcome: 'failed' });
    const late = paymentOf();
    await acme().authorize(late, signal);
    await acme().void(late, signal);
    expect(await acme().status(late, signal)).toEqual({ outcome: 'voided' });
  });

  it('never takes a broken line, or a wrong key, for a refusal', async () => {
    const payment = paymentOf();
    service.fail(1);
    await expect(acme().authorize(payment, signal)).rejects.toThrow('Acme Pay has answered 502 to PUT');
    await expect(acme('another').authorize(payment, signal)).rejects.toThrow('401');
    await expect(acme().authorize(payment, AbortSignal.abort())).rejects.toThrow('aborted');
    expect(await acme().authorize(payment, signal)).toMatchObject({ outcome: 'captured' });
  });
});
