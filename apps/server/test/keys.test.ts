import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newId } from '@cashwrap/database';
import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { importSigningKeys, type SigningKeys } from '../src/modules/identity/index.ts';
import {
  KEY_GRACE_MS,
  loadSecrets,
  makeSecrets,
  rotatedSigningKeys,
  rotateKeptKeys,
} from '../src/secrets.ts';
import {
  type Caller,
  callerOf,
  type Json,
  listen,
  ok,
  PASSWORD,
  silent,
  startTestServer,
  type TestServer,
} from './support.ts';

const DAY_MS = 86_400_000;
const NOW = new Date('2026-06-01T08:00:00Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);

const keysOf = async (json: string): Promise<SigningKeys> => importSigningKeys(JSON.parse(json));
const firstKeys = async (): Promise<string> => JSON.stringify((await makeSecrets()).signingKeys);
const kidsOf = (json: string): string[] => JSON.parse(json).map(({ kid }: Json) => kid);

/** The same system after a restart with other keys. */
async function restarted(server: TestServer, signingKeys: SigningKeys) {
  const { database, pepper, clock, auditHeadFile } = server;
  const app = createApp({
    ...{ database, pepper, auditHeadFile, signingKeys, clock: clock.now, newId, log: silent },
    setupToken: undefined,
  });
  const http = await listen(app.http);
  return { ...callerOf(http.url), [Symbol.asyncDispose]: () => http[Symbol.asyncDispose]() };
}

const login = async (on: Caller): Promise<string> =>
  ok(await on.request('POST', '/v1/auth/login', { body: { username: 'owner', password: PASSWORD } }))
    .accessToken;
const me = (on: Caller, token: string) => on.request('GET', '/v1/auth/me', { token });
const headerOf = (token: string): Json =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString());

describe('after the signing keys were rotated', () => {
  test('servers that are restarted one after the other know each other’s tokens all the time', async () => {
    const before = await firstKeys();
    await using first = await startTestServer({ signingKeys: await keysOf(before) });
    await first.setUpOwner();
    const after = await rotatedSigningKeys(before, first.clock.now());
    const [young, old] = kidsOf(after);
    // The second has the new key, the first does not know it yet.
    await using second = await restarted(first, await keysOf(after));
    const known = async (token: string, ...servers: Caller[]) => {
      for (const each of servers) expect((await me(each, token)).status).toBe(200);
    };
    const early = await login(second);
    expect(headerOf(early).kid).toBe(old);
    await known(early, first, second);
    await known(await login(first), first, second);
    const { body: jwks } = await second.request('GET', '/.well-known/jwks.json');
    expect(jwks.keys.map(({ kid }: Json) => kid)).toEqual([young, old]);
    // Within the hour the first is restarted as well.
    await using again = await restarted(first, await keysOf(after));
    first.clock.advance(KEY_GRACE_MS - 60_000);
    const late = await login(second);
    expect(headerOf(late).kid).toBe(old);
    first.clock.advance(61_000);
    for (const each of [second, again]) {
      const token = await login(each);
      expect(headerOf(token).kid).toBe(young);
      await known(token, second, again);
      await known(late, second, again);
    }
  });

  test('the newest that is active signs, whatever was rotated since', async () => {
    const first = await firstKeys();
    const second = await rotatedSigningKeys(first, NOW);
    const third = await rotatedSigningKeys(second, later(KEY_GRACE_MS / 2));
    const keys = await keysOf(third);
    const [c, b, a] = kidsOf(third);
    const signers = [0, KEY_GRACE_MS - 1000, KEY_GRACE_MS, 1.5 * KEY_GRACE_MS].map(
      (ms) => keys.signerAt(later(ms)).kid,
    );
    expect(signers).toEqual([a, a, b, c]);
    // Alone, a key signs whatever the clock says.
    const [alone] = JSON.parse(third);
    expect((await importSigningKeys([alone])).signerAt(NOW).kid).toBe(c);
  });

  test('old tokens live out their time, new ones are signed by the new key, the JWKS lists all', async () => {
    const before = await firstKeys();
    await using server = await startTestServer({ signingKeys: await keysOf(before) });
    await server.setUpOwner();
    const old = await login(server);

    const after = await rotatedSigningKeys(before, NOW);
    expect(kidsOf(after)).toHaveLength(2);
    expect(kidsOf(after)[1]).toBe(kidsOf(before)[0]);
    await using renewed = await restarted(server, await keysOf(after));
    expect((await me(renewed, old)).status).toBe(200);
    // NOW was long ago: the new key is active.
    const young = await login(renewed);
    expect([headerOf(old).kid, headerOf(young).kid]).toEqual([kidsOf(before)[0], kidsOf(after)[0]]);
    const { body: jwks } = await renewed.request('GET', '/.well-known/jwks.json');
    expect(jwks.keys.map(({ kid }: Json) => kid)).toEqual(kidsOf(after));
    for (const jwk of jwks.keys) {
      expect(Object.keys(jwk).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
    }

    // A server that was not given the new key does not know it, and one without the old key not that one.
    expect((await me(server, young)).body.code).toBe('UNAUTHENTICATED');
    await using forgetful = await restarted(server, await keysOf(await firstKeys()));
    expect((await me(forgetful, old)).body.code).toBe('UNAUTHENTICATED');
    server.clock.advance(601_000);
    expect((await me(renewed, old)).body.code).toBe('TOKEN_EXPIRED');
  });

  test('a token must be signed by the very key that it names', async () => {
    const after = await rotatedSigningKeys(await firstKeys(), NOW);
    const keys = await keysOf(after);
    await using server = await startTestServer({ signingKeys: keys });
    await server.setUpOwner();
    const [, payload] = (await login(server)).split('.');
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString());
    const signed = (header: object) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', ...header })
        .sign(keys.signerAt(server.clock.now()).key);
    const [current, old] = kidsOf(after);
    expect((await me(server, await signed({ kid: current }))).status).toBe(200);
    for (const header of [
      { kid: old },
      { kid: 'unknown' },
      { kid: `../${current}` },
      { kid: '' },
      {},
      { kid: '__proto__' },
    ]) {
      expect((await me(server, await signed(header))).body.code).toBe('UNAUTHENTICATED');
    }
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const alg of ['none', 'None', 'HS256', 'RS256']) {
      const token = `${encode({ alg, typ: 'at+jwt', kid: current })}.${payload}.`;
      expect((await me(server, token)).body.code).toBe('UNAUTHENTICATED');
    }
    // A key that the token brings along is not asked.
    const jwk = server.signingKeys.jwks.keys[0];
    expect(
      (await me(server, await signed({ jwk, kid: 'mine', jku: 'http://localhost/jwks' }))).body.code,
    ).toBe('UNAUTHENTICATED');
  });
});

describe('rotating', () => {
  test('drops a key only after it has two successors that are older than a day', async () => {
    const first = await rotatedSigningKeys(await firstKeys(), NOW);
    const second = await rotatedSigningKeys(first, later(3_600_000));
    expect(kidsOf(second).slice(1)).toEqual(kidsOf(first));
    const third = await rotatedSigningKeys(second, later(DAY_MS + 7_200_000));
    expect(kidsOf(third).slice(1)).toEqual(kidsOf(second).slice(0, 2));
    expect(new Set([...kidsOf(third), ...kidsOf(second)]).size).toBe(4);
  });

  test('twice, days apart, keeps the key with which a server signs that was not restarted', async () => {
    const running = await firstKeys();
    const first = await rotatedSigningKeys(running, NOW);
    const second = await rotatedSigningKeys(first, later(5 * DAY_MS));
    expect(kidsOf(second).slice(1)).toEqual([...kidsOf(first).slice(0, 1), ...kidsOf(running)]);
  });

  test('keeps keys whose age nobody wrote down', async () => {
    const [key] = JSON.parse(await firstKeys());
    const { iat: _, ...ageless } = key;
    const next = await rotatedSigningKeys(JSON.stringify([ageless]), NOW);
    expect(kidsOf(next)).toEqual([kidsOf(next)[0], key.kid]);
  });

  test.each(['[]', '{}', 'rubbish', '[{"kty":"OKP"}]'])('refuses %s', async (text) => {
    await expect(rotatedSigningKeys(text, NOW)).rejects.toThrow(/SIGNING_KEYS must be/);
  });

  test('refuses two keys of one id', async () => {
    const [key] = JSON.parse(await firstKeys());
    await expect(rotatedSigningKeys(JSON.stringify([key, key]), NOW)).rejects.toThrow(/SIGNING_KEYS must be/);
  });

  test('in development changes the kept file, and nothing else in it', async () => {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'cashwrap-keys-'));
    try {
      const config = readConfig({ DATA_DIR: dataDir });
      const before = await loadSecrets(config);
      expect(await rotateKeptKeys(dataDir, new Date())).toBe(2);
      const after = await loadSecrets(config);
      const inAnHour = new Date(Date.now() + KEY_GRACE_MS + 1000);
      const [old, young] = [before, after].map(({ signingKeys }) => signingKeys.signerAt(inAnHour).kid);
      expect(young).not.toBe(old);
      expect([...after.signingKeys.verifying.keys()]).toEqual([young, old]);
      expect(after.signingKeys.signerAt(new Date()).kid).toBe(old);
      expect([after.pepper, after.setupToken]).toEqual([before.pepper, before.setupToken]);
      const file = path.join(dataDir, 'secrets.json');
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      await writeFile(file, 'damaged');
      await expect(rotateKeptKeys(dataDir, new Date())).rejects.toThrow(/damaged/);
      expect(await readFile(file, 'utf8')).toBe('damaged');
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});
