import type { ApiKey, CreateApiKeyInput, CreatedApiKey, ListApiKeysInput, Page } from '@cashwrap/contract';
import type { z } from 'zod';
import { sessionOf } from '../../procedure/actor.ts';
import { invalidInput, invalidReference, notFound } from '../../procedure/failure.ts';
import type { MutationCall, QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { unauthenticated } from './access-tokens.ts';
import { hashApiKey, newApiKey, prefixOf } from './api-key-secrets.ts';
import {
  type ApiKeyRow,
  findApiKey,
  insertApiKey,
  listApiKeys as listRows,
  lockApiKey,
  lockLiveApiKeysOf,
  revokeApiKey as revokeRow,
} from './api-keys.repo.ts';
import { refuseBeyond } from './grants.ts';
import type { Identity } from './identity.ts';
import { advanceAuthEpoch } from './sessions.repo.ts';
import { findStoreIds, findUser, insertUser, lockPeople } from './users.repo.ts';

/** Makes a key of permissions that the caller holds where the key is to act. */
export async function createApiKey(
  call: MutationCall & SignedIn,
  input: CreateApiKeyInput,
): Promise<CreatedApiKey> {
  const { tx, actor, now } = call;
  // A key that makes keys would live on in them after it was revoked.
  sessionOf(actor);
  const { name, permissions, storeIds } = input;
  const expiresAt = input.expiresAt === null ? null : new Date(input.expiresAt);
  if (expiresAt !== null && expiresAt <= now) {
    throw invalidInput([{ path: ['expiresAt'], message: 'must be in the future' }]);
  }
  const grants = (storeIds ?? [null]).map((storeId) => ({ permissions, storeId }));
  refuseBeyond(actor, grants, 'The key');
  // Who is being deactivated meanwhile leaves no key behind that was not there to be revoked.
  await lockPeople(tx);
  const maker = await findUser(tx, actor.userId);
  if (maker?.deactivatedAt !== null) throw unauthenticated();
  if (storeIds !== null) {
    const existing = await findStoreIds(tx, storeIds);
    const missing = storeIds.findIndex((storeId) => !existing.has(storeId));
    if (missing >= 0) throw invalidReference('store', ['storeIds', missing]);
  }
  const id = call.newId();
  const secret = newApiKey();
  // No user name that can be typed has a colon: nobody signs in as a key.
  await insertUser(tx, {
    ...{ id, username: `api-key:${id}`, name, kind: 'api_key', passwordHash: null, createdAt: now },
  });
  const row = await insertApiKey(tx, {
    ...{ id, name, permissions, storeIds, expiresAt, createdBy: actor.userId, createdAt: now },
    ...{ prefix: prefixOf(secret), secretHash: hashApiKey(secret) },
  });
  const key = toApiKey(row);
  call.audit({ storeId: null, documentType: 'api_key', documentId: id, after: key });
  return { ...key, secret };
}

export async function getApiKey({ db, scope }: QueryCall, { id }: { id: string }): Promise<ApiKey> {
  const row = await findApiKey(db, scope, id);
  if (!row) throw notFound('API key');
  return toApiKey(row);
}

export function listApiKeys(
  { db, scope }: QueryCall,
  input: z.output<typeof ListApiKeysInput>,
): Promise<Page<ApiKey>> {
  return readPage(
    'api-keys',
    input,
    (page) => listRows(db, scope, page),
    (row) => row.createdAt.toISOString(),
    toApiKey,
  );
}

/** Ends a key for good. To take power away is open to whoever manages keys, whatever the key may do. */
export async function revokeApiKey(
  { authority }: Identity,
  call: MutationCall,
  { id }: { id: string },
): Promise<ApiKey> {
  const { tx } = call;
  const before = await lockApiKey(tx, id);
  if (!before) throw notFound('API key');
  if (before.revokedAt !== null) {
    call.changedNothing();
    return toApiKey(before);
  }
  const key = await endKey(call, before);
  await advanceAuthEpoch(tx);
  authority.forget();
  return key;
}

/** Ends the keys that somebody made who is shut out, so that nobody acts through them any more. */
export async function revokeApiKeysOf(call: MutationCall, userId: string): Promise<void> {
  for (const before of await lockLiveApiKeysOf(call.tx, userId)) await endKey(call, before);
}

async function endKey({ tx, now, audit }: MutationCall, before: ApiKeyRow): Promise<ApiKey> {
  await revokeRow(tx, before.id, now);
  const after = toApiKey({ ...before, revokedAt: now });
  const document = { storeId: null, documentType: 'api_key', documentId: before.id } as const;
  audit({ ...document, before: toApiKey(before), after });
  return after;
}

function toApiKey({ secretHash, ...row }: ApiKeyRow): ApiKey {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}
