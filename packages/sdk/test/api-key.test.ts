import { describe, expect, it } from 'vitest';
import { createCashwrapWith } from '../src/create-cashwrap.ts';
import { type CashwrapOptions, createCashwrap, memoryStorage } from '../src/index.ts';
import { createFakeRuntime } from './fake-runtime.ts';
import {
  cut,
  type FakeServer,
  fails,
  message,
  ok,
  startFakeServer,
  stream,
  tokenPair,
} from './fake-server.ts';

function setUp({ baseUrl }: FakeServer, options: Partial<CashwrapOptions> = {}) {
  return createCashwrapWith({ baseUrl, apiKey: 'cw_key', ...options }, createFakeRuntime());
}

describe('a client with an API key', () => {
  it('sends it with every call, and again where that is safe', async () => {
    await using server = await startFakeServer({
      'taxCategories.create': (_call, number) => (number === 1 ? cut : ok({})),
      'events.subscribe': stream([message('c-1', { id: 'event-1', type: 'sale.opened' })], { stays: true }),
    });
    const cashwrap = setUp(server);
    await cashwrap.taxCategories.create({ name: 'A' });
    for await (const event of cashwrap.events.subscribe()) {
      expect(event.id).toBe('event-1');
      break;
    }
    expect(server.calls.map(({ headers }) => headers.authorization)).toEqual(
      Array.from({ length: 3 }, () => 'Bearer cw_key'),
    );
  });

  it.each(['UNAUTHENTICATED', 'TOKEN_EXPIRED'] as const)('hands on %s and never refreshes', async (code) => {
    await using server = await startFakeServer({ 'auth.me': fails(code), 'products.list': fails(code) });
    const cashwrap = setUp(server);
    await expect(cashwrap.auth.me()).rejects.toMatchObject({ code });
    await expect(cashwrap.products.list()).rejects.toMatchObject({ code });
    // It is tried each time: the key may have been let in again.
    expect(server.calls.map(({ operation, headers }) => [operation, headers.authorization])).toEqual([
      ['auth.me', 'Bearer cw_key'],
      ['products.list', 'Bearer cw_key'],
    ]);
  });

  it('refuses what begins or ends a session, without a call', async () => {
    await using server = await startFakeServer({ 'auth.login': ok(tokenPair(1)) });
    const { auth } = setUp(server);
    const calls = {
      'auth.login': () => auth.login({ username: 'ada', password: 'secret' }),
      'auth.refresh': () => auth.refresh({ refreshToken: 'refresh-1' }),
      'auth.logout': () => auth.logout(),
      'auth.logoutEverywhere': () => auth.logoutEverywhere(),
    };
    for (const [name, call] of Object.entries(calls)) {
      const words = `${name} needs a client that was made without an apiKey: a client with one has no session.`;
      await expect(call()).rejects.toThrow(new TypeError(words));
    }
    expect(server.calls).toEqual([]);
  });

  it('is made of nothing else', () => {
    const baseUrl = 'http://localhost';
    for (const more of [
      { accessToken: 'a' },
      { refreshToken: 'r' },
      { storage: memoryStorage() },
      { onTokens() {} },
    ]) {
      expect(() => createCashwrap({ baseUrl, apiKey: 'cw_key', ...more })).toThrow(
        'Give either an apiKey or',
      );
    }
    expect(() => createCashwrap({ baseUrl, apiKey: ' ' })).toThrow(new TypeError('apiKey is empty.'));
  });
});
