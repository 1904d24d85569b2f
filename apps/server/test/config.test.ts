import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';
import { loadSecrets, makeSecrets } from '../src/secrets.ts';
import { endOf, startProgram } from './command.ts';

async function scratch() {
  const folder = await mkdtemp(path.join(tmpdir(), 'cashwrap-config-'));
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

describe('the environment', () => {
  test('may be empty: development, on this machine only, with the embedded database', () => {
    expect(readConfig({})).toMatchObject({
      ...{ production: false, port: 8000, host: '127.0.0.1', databaseUrl: undefined, migrate: true },
      ...{ logLevel: 'info', signingKeys: undefined, pepper: undefined, setupToken: undefined },
    });
    expect(path.isAbsolute(readConfig({}).dataDir)).toBe(true);
    expect(readConfig({ DATA_DIR: '/srv/cashwrap' }).auditHeadFile).toBe('/srv/cashwrap/audit-head.jws');
    expect(readConfig({ AUDIT_HEAD_FILE: '/elsewhere/head' }).auditHeadFile).toBe('/elsewhere/head');
    expect(path.isAbsolute(readConfig({ AUDIT_HEAD_FILE: 'head' }).auditHeadFile)).toBe(true);
  });

  test('says with an empty variable that it is not set', () => {
    const empty = { PORT: '', HOST: '', DATABASE_URL: '', PEPPER: '', SETUP_TOKEN: '', MIGRATE: '' };
    expect(readConfig(empty)).toEqual(readConfig({}));
    expect(readConfig({ PORT: ' ' })).toEqual(readConfig({}));
    expect(readConfig({ PORT: ' 80 ' }).port).toBe(80);
  });

  test('names who the migrations grant the tables to', () => {
    expect(readConfig({ DATABASE_APP_ROLE: 'till' }).databaseAppRole).toBe('till');
    expect(readConfig({}).databaseAppRole).toBeUndefined();
  });

  test('says which payment providers are connected, and how long they are waited for', () => {
    expect(readConfig({})).toMatchObject({ paymentProviders: ['simulator'], paymentTimeoutMs: undefined });
    expect(readConfig({ PAYMENT_TIMEOUT_SECONDS: '5' }).paymentTimeoutMs).toBe(5000);
  });

  const pepper = Buffer.alloc(32, 7).toString('base64');
  test.each([
    ['PORT', 'eighty', /port number/],
    ['PORT', '-1', /port number/],
    ['PORT', '0x10', /port number/],
    ['PORT', '1e3', /port number/],
    ['PORT', '8000.5', /port number/],
    ['PORT', '70000', /0 to 65535/],
    ['NODE_ENV', 'prod', /development.*production.*test/],
    ['DATABASE_URL', 'mysql://localhost/x', /postgresql:\/\//],
    ['DATABASE_OWNER_URL', 'localhost', /postgresql:\/\//],
    ['MIGRATE', 'yes', /"on" or "off"/],
    ['LOG_LEVEL', 'loud', /fatal, error, warn/],
    ['PEPPER', 'short', /32 random bytes/],
    ['PEPPER', pepper.slice(1), /32 random bytes/],
    ['SETUP_TOKEN', 'fifteen-letters', /at least 16 characters/],
    ['PAYMENT_PROVIDERS', 'simulator,stripes', /simulator/],
    ['PAYMENT_TIMEOUT_SECONDS', '0', /at least 1/],
    ['PAYMENT_TIMEOUT_SECONDS', '301', /at most 300/],
  ])('with %s=%s is refused, naming the variable and what it should be', (name, value, expected) => {
    expect(() => readConfig({ [name]: value })).toThrow(ConfigError);
    expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name} .*${expected.source}`));
  });

  test('with several wrong values names them all, and never repeats a secret', () => {
    const secret = 'hunter2hunter2!';
    const read = () => readConfig({ PORT: 'x', MIGRATE: 'y', PEPPER: secret, SETUP_TOKEN: secret });
    expect(read).toThrow(/^PORT .*\nMIGRATE .*\nPEPPER .*\nSETUP_TOKEN /);
    expect(read).not.toThrow(secret);
  });

  test('in production must hold the secrets, and does not migrate by itself', async () => {
    expect(() => readConfig({ NODE_ENV: 'production' })).toThrow(/SIGNING_KEYS must.*\nPEPPER must/);
    expect(() => readConfig({ NODE_ENV: 'production', PEPPER: pepper })).toThrow(/^SIGNING_KEYS must/);
    const { signingKeys } = await makeSecrets();
    const given = { NODE_ENV: 'production', PEPPER: pepper, SIGNING_KEYS: JSON.stringify(signingKeys) };
    expect(readConfig(given)).toMatchObject({ production: true, migrate: false });
    expect(readConfig({ ...given, MIGRATE: 'on' })).toMatchObject({ migrate: true });
    expect(readConfig(given).paymentProviders).toEqual([]);
    expect(readConfig({ ...given, PAYMENT_PROVIDERS: 'simulator' }).paymentProviders).toEqual(['simulator']);
  });
});

describe('the secrets', () => {
  test('are made once in development and kept, readable by their owner only', async () => {
    await using space = await scratch();
    const config = readConfig({ DATA_DIR: path.join(space.folder, 'data') });
    const first = await loadSecrets(config);
    const file = path.join(config.dataDir, 'secrets.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(config.dataDir)).toEqual(['secrets.json']);
    const text = await readFile(file, 'utf8');
    const second = await loadSecrets(config);
    expect(second.pepper).toEqual(first.pepper);
    expect(second.pepper).toHaveLength(32);
    expect(second.setupToken).toBe(first.setupToken);
    expect(second.signingKeys.jwks).toEqual(first.signingKeys.jwks);
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  test('of the environment come before those that were kept', async () => {
    await using space = await scratch();
    const { signingKeys } = await makeSecrets();
    const env = {
      DATA_DIR: space.folder,
      PEPPER: Buffer.alloc(32, 7).toString('base64'),
      SETUP_TOKEN: 'the-token-of-the-environment',
      SIGNING_KEYS: JSON.stringify(signingKeys),
    };
    const secrets = await loadSecrets(readConfig(env));
    expect(secrets.pepper).toEqual(Buffer.alloc(32, 7));
    expect(secrets.setupToken).toBe('the-token-of-the-environment');
    expect(secrets.signingKeys.signerAt(new Date()).kid).toBe(signingKeys[0]?.kid);
  });

  test('in production write no file, and without SETUP_TOKEN there is none', async () => {
    await using space = await scratch();
    const { signingKeys, pepper } = await makeSecrets();
    const env = { NODE_ENV: 'production', DATA_DIR: space.folder, PEPPER: pepper };
    const config = readConfig({ ...env, SIGNING_KEYS: JSON.stringify(signingKeys) });
    expect((await loadSecrets(config)).setupToken).toBeUndefined();
    expect(await readdir(space.folder)).toEqual([]);
  });

  test.each(['rubbish', '[]', '{}', '[{"kty":"RSA","kid":"a"}]', '[{"kty":"OKP","crv":"Ed25519","x":"AA"}]'])(
    'with SIGNING_KEYS=%s are refused, naming the variable and what it should be',
    async (text) => {
      await using space = await scratch();
      const config = readConfig({ DATA_DIR: space.folder, SIGNING_KEYS: text });
      await expect(loadSecrets(config)).rejects.toThrow(
        /^SIGNING_KEYS must be a JSON array of private Ed25519/,
      );
      await expect(loadSecrets(config)).rejects.toBeInstanceOf(ConfigError);
    },
  );

  test('are the same for all of several first starts at once', async () => {
    await using space = await scratch();
    const config = readConfig({ DATA_DIR: path.join(space.folder, 'data') });
    const all = await Promise.all(Array.from({ length: 8 }, () => loadSecrets(config)));
    expect(new Set(all.map((secrets) => secrets.setupToken)).size).toBe(1);
    expect(await readdir(config.dataDir)).toEqual(['secrets.json']);
  });

  test('that are damaged are refused and never written over', async () => {
    await using space = await scratch();
    const file = path.join(space.folder, 'secrets.json');
    await writeFile(file, '{"signingKeys": [');
    await expect(loadSecrets(readConfig({ DATA_DIR: space.folder }))).rejects.toThrow(
      /secrets\.json is damaged/,
    );
    expect(await readFile(file, 'utf8')).toBe('{"signingKeys": [');
  });

  test('with a key whose bytes are no key are refused by name', async () => {
    await using space = await scratch();
    const { signingKeys } = await makeSecrets();
    const broken = [{ ...signingKeys[0], d: 'AAAA' }];
    const config = readConfig({ DATA_DIR: space.folder, SIGNING_KEYS: JSON.stringify(broken) });
    await expect(loadSecrets(config)).rejects.toThrow(/^SIGNING_KEYS/);
  });

  test('publish the public halves of the keys only', async () => {
    await using space = await scratch();
    const { signingKeys } = await loadSecrets(readConfig({ DATA_DIR: space.folder }));
    for (const key of signingKeys.jwks.keys) {
      expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
    }
  });
});

test('the process refuses to start with a wrong environment: a sentence for each variable, no stack', async () => {
  await using space = await scratch();
  const { code, output } = await endOf(
    startProgram('main.ts', { NODE_ENV: 'production', PORT: '0', DATA_DIR: space.folder }),
  );
  expect(code).toBe(1);
  expect(output).toMatch(/^Cashwrap cannot start\.\nSIGNING_KEYS must be set .*\nPEPPER must be set .*\n$/);
  expect(await readdir(space.folder)).toEqual([]);
});
