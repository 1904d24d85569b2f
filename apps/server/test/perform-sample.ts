import { contract } from '@cashwrap/contract';
import {
  callRest,
  nothingSeeded,
  type OperationName,
  operationOf,
  type Seeded,
  samples,
  settleActiveProgram,
  unique,
} from './samples.ts';
import { type Answer, type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

/** A server with a shop and its documents. */
export interface Filled {
  readonly server: TestServer;
  readonly shop: Shop;
  readonly seeded: Seeded;
}

/** One call over REST that goes well: what was sent and what came back. */
export interface Performed {
  readonly input: Json;
  readonly answer: Answer;
}

/** Whoever wants to may register themselves, at the first store. */
export async function openRegistration({ database }: TestServer, { stores }: Shop): Promise<void> {
  await database.pool.query('UPDATE merchants SET registration_enabled = true, registration_store_id = $1', [
    stores[0].id,
  ]);
}

/** Calls an operation with its sample as the owner, having made what it takes to go well. */
export async function performSample(filled: Filled, name: OperationName): Promise<Performed> {
  const { server, shop, seeded } = filled;
  const operation = operationOf(contract, name);
  if (name === 'auth.setup') {
    await using empty = await startTestServer();
    const input = samples[name](shop, nothingSeeded);
    return { input, answer: await callRest(empty, operation, input) };
  }
  // What is about oneself changes or ends one's own sign-in.
  const { accessToken, refreshToken } = name.startsWith('auth.')
    ? await signInAnew(server)
    : { accessToken: shop.owner };
  const input = {
    ...samples[name](shop, seeded),
    ...(name === 'auth.refresh' && { refreshToken }),
    ...(name === 'auth.sessions.revoke' && { id: await ownSession(server, accessToken) }),
  };
  const headers = {
    ...(operation.kind === 'mutation' && { 'idempotency-key': unique(name).replace(' ', '-') }),
    ...(name === 'auth.pinLogin' && { 'register-token': await pairForOwner(filled) }),
  };
  if (/^loyalty/.test(name)) await settleActiveProgram(server, seeded, name);
  return { input, answer: await callRest(server, operation, input, { token: accessToken, headers }) };
}

async function signInAnew(server: TestServer): Promise<{ accessToken: string; refreshToken?: string }> {
  const { username, password } = await server.createUser('owner');
  return ok(await server.request('POST', '/v1/auth/login', { body: { username, password } }));
}

async function ownSession(server: TestServer, token: string): Promise<string> {
  const { items } = ok(await server.request('GET', '/v1/auth/sessions', { token }));
  return items[0].id;
}

/** Gives the owner the PIN of the samples, and answers the token of a register. */
async function pairForOwner({ server, shop, seeded }: Filled): Promise<string> {
  const asOwner = { token: shop.owner };
  const body = samples['auth.setPin'](shop, seeded);
  await server.request('POST', '/v1/auth/set-pin', { ...asOwner, body });
  return ok(await server.request('POST', `/v1/registers/${shop.registers[0].id}/pair`, asOwner))
    .registerToken;
}
