import { expect, test } from 'vitest';
import { generateSigningKey } from '../src/modules/identity/index.ts';
import { runCommand } from './command.ts';
import { callAs, codeOf, rowsOf, signIn, untilCached } from './people.ts';
import { ok, PASSWORD, startTestServer, type TestServer } from './support.ts';

const nobody = (server: TestServer) => callAs(server, undefined);

async function resetPassword(server: TestServer, ...args: string[]) {
  const env = {
    PEPPER: server.pepper.toString('base64'),
    SIGNING_KEYS: JSON.stringify([await generateSigningKey()]),
  };
  return runCommand('reset-user-password.ts', server.testDatabase.connection, env, args);
}

test('lets a sole owner back in who is locked out, with a password for once', async () => {
  await using server = await startTestServer();
  const token = await server.setUpOwner();
  const { id } = ok(await callAs(server, token).get('/auth/me'));
  await untilCached(server, token);
  const wrong = { username: 'owner', password: 'a-wrong-password' };
  for (let guess = 0; guess < 5; guess++) await nobody(server).post('/auth/login', wrong);
  expect(codeOf(await nobody(server).post('/auth/login', wrong))).toEqual([429, 'LOCKED_OUT']);

  const { code, output } = await resetPassword(server, 'owner');
  expect(code).toBe(0);
  const password = /^The password of owner is now: ([\w-]{20})\n/.exec(output)?.[1] ?? '';
  const old = { username: 'owner', password: PASSWORD };
  expect(codeOf(await nobody(server).post('/auth/login', old))).toEqual([401, 'INVALID_CREDENTIALS']);
  const owner = callAs(server, await signIn(server, 'owner', password));
  expect(codeOf(await owner.get('/users'))).toEqual([403, 'PASSWORD_CHANGE_REQUIRED']);
  const own = { currentPassword: password, newPassword: 'a-password-of-my-own' };
  expect((await owner.post('/auth/change-password', own)).status).toBe(204);
  expect((await owner.get('/users')).status).toBe(200);
  // The session from before is over.
  expect(codeOf(await callAs(server, token).get('/auth/me'))).toEqual([401, 'UNAUTHENTICATED']);

  const [entry] = await rowsOf(server, `SELECT * FROM audit_log WHERE action = 'users.resetPassword'`);
  expect(entry).toMatchObject({
    ...{ actor_id: null, session_id: null, document_type: 'user', document_id: id },
    ...{ request_id: 'users:reset-password', before: { mustChangePassword: false } },
    after: { mustChangePassword: true, changedFields: ['password'] },
  });
  expect(JSON.stringify(await rowsOf(server, 'SELECT * FROM audit_log'))).not.toContain(password);
});

test('changes nothing for who is not there or deactivated, and says what it takes', async () => {
  await using server = await startTestServer();
  await server.setUpOwner();
  const left = await server.createUser('cashier');
  await rowsOf(server, 'UPDATE users SET deactivated_at = now() WHERE id = $1', [left.id]);
  const stored = () => rowsOf(server, 'SELECT id, password_hash, version FROM users ORDER BY id');
  const before = await stored();
  expect(await resetPassword(server, 'ovner')).toEqual({
    ...{ code: 1, output: 'Nobody signs in as "ovner". Nothing was changed.\n' },
  });
  expect(await resetPassword(server, left.username)).toMatchObject({
    ...{ code: 1, output: expect.stringContaining('is deactivated') },
  });
  for (const args of [[], ['owner', 'more']]) {
    expect(await resetPassword(server, ...args)).toMatchObject({
      ...{ code: 2, output: expect.stringContaining('pnpm users:reset-password <username>') },
    });
  }
  expect(await stored()).toEqual(before);
});
