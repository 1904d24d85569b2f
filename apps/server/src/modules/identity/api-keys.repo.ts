import {
  keyset,
  type Param,
  prepared,
  type Reader,
  type StoreScope,
  statement,
  type Tx,
} from '@cashwrap/database';
import { apiKeys, roleAssignments, roles, users } from '@cashwrap/database/schema';
import { and, arrayOverlaps, asc, eq, isNull, or, type SQL } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

export type ApiKeyRow = typeof apiKeys.$inferSelect;

const sortColumns = { createdAt: apiKeys.createdAt };

const authorityRows = prepared('api_key_authority', (db: Reader, param: Param<{ secretHash: string }>) =>
  db
    .select({
      id: apiKeys.id,
      username: users.username,
      name: apiKeys.name,
      permissions: apiKeys.permissions,
      storeIds: apiKeys.storeIds,
      expiresAt: apiKeys.expiresAt,
      madeBy: apiKeys.createdBy,
      role: roleAssignments.role,
      customRoleId: roleAssignments.customRoleId,
      customPermissions: roles.permissions,
      storeId: roleAssignments.storeId,
    })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.id))
    .leftJoin(roleAssignments, eq(roleAssignments.userId, apiKeys.createdBy))
    .leftJoin(roles, eq(roles.id, roleAssignments.customRoleId))
    .where(and(eq(apiKeys.secretHash, param('secretHash')), isNull(apiKeys.revokedAt))),
);

/** A live key, once for each role that its maker holds; empty where there is none with this hash. */
export function findApiKeyAuthority(db: Reader, secretHash: string) {
  return authorityRows(db, { secretHash });
}

export async function insertApiKey(
  tx: Tx,
  key: Omit<ApiKeyRow, 'lastUsedAt' | 'revokedAt'>,
): Promise<ApiKeyRow> {
  const [row] = await tx.insert(apiKeys).values(key).returning();
  if (!row) throw new Error('An API key was not written.');
  return row;
}

/** A key that may act in a store of the scope. */
export async function findApiKey(db: Reader, scope: StoreScope, id: string): Promise<ApiKeyRow | undefined> {
  const [row] = await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.id, id), actsIn(scope)));
  return row;
}

/** Which act in a store of the scope: those of all stores, too. */
function actsIn({ stores }: StoreScope): SQL | undefined {
  return stores === 'all'
    ? undefined
    : or(isNull(apiKeys.storeIds), arrayOverlaps(apiKeys.storeIds, [...stores]));
}

export async function lockApiKey(tx: Tx, id: string): Promise<ApiKeyRow | undefined> {
  const [row] = await tx.select().from(apiKeys).where(eq(apiKeys.id, id)).for('update');
  return row;
}

/** The keys that a user made and that were not revoked; locked in the order in which `markApiKeysUsed` does. */
export function lockLiveApiKeysOf(tx: Tx, createdBy: string): Promise<ApiKeyRow[]> {
  return tx
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.createdBy, createdBy), isNull(apiKeys.revokedAt)))
    .orderBy(asc(apiKeys.id))
    .for('update');
}

export async function listApiKeys(
  db: Reader,
  scope: StoreScope,
  page: PageRequest<keyof typeof sortColumns>,
): Promise<ApiKeyRow[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], apiKeys.id);
  return db
    .select()
    .from(apiKeys)
    .where(and(actsIn(scope), after))
    .orderBy(...orderBy)
    .limit(page.limit);
}

export async function revokeApiKey(tx: Tx, id: string, revokedAt: Date): Promise<void> {
  await tx.update(apiKeys).set({ revokedAt }).where(eq(apiKeys.id, id));
}

// Two servers may have seen the same key: the later use stays. Sorted, so that they lock in the same order.
const markUsed = statement<never, readonly [ids: readonly string[], usedAts: readonly Date[]]>(
  'mark_api_keys_used',
  `UPDATE api_keys SET last_used_at = GREATEST(api_keys.last_used_at, used.used_at)
   FROM (
     SELECT keys.id, used_at FROM unnest($1::uuid[], $2::timestamptz[]) AS uses (id, used_at)
     JOIN api_keys keys ON keys.id = uses.id ORDER BY keys.id FOR UPDATE OF keys
   ) AS used
   WHERE api_keys.id = used.id`,
);

/** Writes when keys were last used, by their ids. */
export async function markApiKeysUsed(tx: Tx, uses: ReadonlyMap<string, Date>): Promise<void> {
  await markUsed(tx, [[...uses.keys()], [...uses.values()]]);
}
