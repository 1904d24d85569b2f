import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createCashwrapWith } from '../src/create-cashwrap.ts';
import {
  CashwrapApiError,
  CashwrapConnectionError,
  CashwrapError,
  isApiError,
  isCashwrapError,
} from '../src/index.ts';
import { createFakeRuntime } from './fake-runtime.ts';
import { cut, fails, failsBare, ok, page, type Reply, startFakeServer } from './fake-server.ts';

const ID = '01936f5e-7c3a-7b1e-9d0a-4f2b8c6d1e00';

/** The error of `products.update` when the server answers like this. */
async function errorOf(reply: Reply): Promise<unknown> {
  await using server = await startFakeServer({ 'products.update': reply });
  const cashwrap = createCashwrapWith(
    { baseUrl: server.baseUrl, accessToken: 'SECRET' },
    createFakeRuntime(),
  );
  return await cashwrap.products.update({ id: ID, version: 1 }).catch((error: unknown) => error);
}

describe('an error of the server', () => {
  it('says everything that the server said', async () => {
    const errors = [{ path: ['price'], message: 'must be a whole number' }];
    const error = await errorOf(fails('INVALID_INPUT', { errors, detail: 'price must be a whole number.' }));
    expect(error).toBeInstanceOf(CashwrapApiError);
    expect(error).toMatchObject({
      name: 'CashwrapApiError',
      message: 'price must be a whole number. (INVALID_INPUT, request req-1)',
      operation: 'products.update',
      code: 'INVALID_INPUT',
      status: 400,
      title: 'The input is not valid',
      detail: 'price must be a whole number.',
      requestId: 'req-1',
      idempotencyKey: 'id-2',
      retryable: false,
      errors,
    });
  });

  it('is told apart by its code', async () => {
    const error = await errorOf(fails('CONFLICT', { details: { currentVersion: 4 } }));
    expect(isCashwrapError(error)).toBe(true);
    expect(isCashwrapError(error, 'NOT_FOUND')).toBe(false);
    expect(isCashwrapError(error, 'NOT_FOUND', 'CONFLICT')).toBe(true);
    if (!isCashwrapError(error, 'CONFLICT')) throw error;
    expect(error.details.currentVersion).toBe(4);
  });

  it('has the id that was sent where the server gave none', async () => {
    expect(await errorOf(fails('INVALID_INPUT', { requestId: '' }))).toMatchObject({ requestId: 'id-1' });
  });

  it('is read where it was answered before tRPC, too', async () => {
    expect(isCashwrapError(await errorOf(failsBare('PAYLOAD_TOO_LARGE')), 'PAYLOAD_TOO_LARGE')).toBe(true);
  });

  it('is known when it comes from another copy of the package', async () => {
    const copy = Object.assign(new Error('There is none.'), { code: 'NOT_FOUND' });
    Object.defineProperty(copy, Symbol.for('@cashwrap/sdk/error'), { value: true });
    expect(isCashwrapError(copy, 'NOT_FOUND')).toBe(true);
    expect(isCashwrapError(new Error('NOT_FOUND'), 'NOT_FOUND')).toBe(false);
    expect(isApiError(copy)).toBe(true);
    for (const other of [undefined, null, 'NOT_FOUND', 404, {}]) {
      expect(isCashwrapError(other)).toBe(false);
      expect(isApiError(other)).toBe(false);
    }
  });

  it('is told from one without an answer', async () => {
    expect(isApiError(await errorOf(fails('NOT_FOUND')))).toBe(true);
    expect(isApiError(await errorOf(cut))).toBe(false);
  });
});

describe('an error without an answer', () => {
  it('says where it was asked for, and why none came', async () => {
    const error = await errorOf(cut);
    expect(error).toBeInstanceOf(CashwrapConnectionError);
    expect(error).toBeInstanceOf(CashwrapError);
    expect(error).toMatchObject({
      name: 'CashwrapConnectionError',
      message: expect.stringMatching(
        /^No answer at http:\/\/127\.0\.0\.1:\d+\/trpc\/products\.update \(3 attempts, request id-1\)$/,
      ),
      attempts: 3,
      idempotencyKey: 'id-2',
      cause: expect.any(TypeError),
    });
  });

  it('says that somebody else answered', async () => {
    expect(await errorOf(page(404))).toMatchObject({
      name: 'CashwrapConnectionError',
      message: expect.stringContaining('An answer that is not from Cashwrap (HTTP 404, text/html) at '),
      status: 404,
    });
    expect(await errorOf(page(200))).toMatchObject({ status: 200 });
  });

  it('does not tell the input of a query', async () => {
    await using server = await startFakeServer({ 'products.list': cut });
    const cashwrap = createCashwrapWith({ baseUrl: server.baseUrl, maxRetries: 0 }, createFakeRuntime());
    const error = await cashwrap.products.list({ search: 'PRIVATE' }).catch((caught: unknown) => caught);
    expect(inspect(error, { depth: 10 })).not.toContain('PRIVATE');
  });
});

describe('every error', () => {
  it('shows no token', async () => {
    for (const reply of [cut, fails('FORBIDDEN'), page(502)]) {
      const error = await errorOf(reply);
      const shown = inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true });
      expect(shown).not.toContain('SECRET');
      expect(JSON.stringify(error)).not.toContain('SECRET');
    }
  });

  it("has a stack that begins at the caller's line", async () => {
    const thisFile = fileURLToPath(import.meta.url);
    const source = (await readFile(thisFile, 'utf8')).split('\n');
    for (const reply of [cut, fails('FORBIDDEN')]) {
      await using server = await startFakeServer({ 'products.get': reply, 'products.list': reply });
      const cashwrap = createCashwrapWith({ baseUrl: server.baseUrl }, createFakeRuntime());
      const calls = [
        () => cashwrap.products.get({ id: ID }), // asked for here
        () => cashwrap.products.list(), // asked for here
      ];
      for (const call of calls) {
        const error = (await call().then(ok, (caught: unknown) => caught)) as Error;
        const [header, frame] = error.stack?.split('\n    at ') ?? [];
        expect(header).toBe(`${error.name}: ${error.message}`);
        const line = /errors\.test\.ts:(\d+)/.exec(frame ?? '')?.[1];
        expect(source[Number(line) - 1]).toContain('// asked for here');
      }
    }
  });
});
