import { type BuiltInRole, builtInRoles } from '@cashwrap/contract';
import { type Tx, transact } from '@cashwrap/database';
import type { AppDeps } from '../app.ts';
import {
  advanceAuthEpoch,
  hashPassword,
  hashPin,
  insertMerchant,
  insertRoleAssignment,
  insertUser,
  NEW_USER_FIELDS,
  permissionsOf,
} from '../modules/identity/index.ts';
import type { Actor } from '../procedure/actor.ts';
import { insertAuditRows } from '../procedure/audit.repo.ts';
import { anyRoleIsHeld, findUsers, lockMerchant } from './demo.repo.ts';
import {
  DEMO_PASSWORD,
  merchant,
  type Person,
  type StoreName,
  staff,
  type Username,
  usernames,
} from './shop.ts';

/** The stores' ids; only the owner can act before they are known. */
export type StoreIds = Readonly<Record<StoreName, string>>;

/**
 * Writes the merchant and the staff, who hold no role yet. Does nothing where another server was faster.
 * Straight into their tables: whoever `users.create` makes has to choose another password first.
 */
export async function hireStaff(deps: AppDeps, openedAt: Date): Promise<void> {
  const { newId } = deps;
  const hashes = await Promise.all(usernames.map(() => hashPassword(DEMO_PASSWORD)));
  await transact(deps.database, async (tx) => {
    const merchantId = newId();
    if (!(await insertMerchant(tx, { ...merchant, id: merchantId, createdAt: openedAt }))) return;
    const documents = [{ documentType: 'merchant', documentId: merchantId, after: merchant as object }];
    for (const [index, username] of usernames.entries()) {
      const id = newId();
      const { name, pin }: Person = staff[username];
      const passwordHash = hashes[index] ?? '';
      const pinHash = pin === undefined ? null : await hashPin(pin, id, deps.pepper);
      await insertUser(tx, { ...{ id, username, name, passwordHash, pinHash }, createdAt: openedAt });
      documents.push({ documentType: 'user', documentId: id, after: { changedFields: NEW_USER_FIELDS } });
    }
    await audit(tx, deps, openedAt, documents);
  });
}

/** Gives everyone their roles: the last step, by which a finished demo shop is known. */
export async function appointStaff(
  deps: AppDeps,
  people: ReadonlyMap<Username, Actor>,
  at: Date,
): Promise<void> {
  await transact(deps.database, async (tx) => {
    await lockMerchant(tx);
    if (await anyRoleIsHeld(tx)) return;
    for (const { userId, roles } of people.values()) {
      for (const role of roles) {
        await insertRoleAssignment(tx, { ...role, id: deps.newId(), userId, createdAt: at });
      }
    }
    await advanceAuthEpoch(tx);
    const documents = [...people.values()].map(({ userId, roles }) => {
      return { documentType: 'user', documentId: userId, after: { roles } };
    });
    await audit(tx, deps, at, documents);
  });
}

/** The staff as callers, with the rights that they will have. */
export async function meetStaff(deps: AppDeps, storeIds?: StoreIds): Promise<Map<Username, Actor>> {
  const rows = await findUsers(deps.database.db, usernames);
  const ids = new Map(rows.map(({ id, username }) => [username, id]));
  return new Map(
    usernames.map((username) => {
      const { name, role, at } = staff[username];
      const roles = rolesOf(role, at, storeIds);
      const held = roles.map(({ storeId }) => ({ storeId, permissions: builtInRoles[role].permissions }));
      const userId = ids.get(username);
      if (userId === undefined) throw new Error(`The demo shop has no user "${username}".`);
      // The past had sessions that nobody signed in to: their ids are found in the audit log only.
      const actor = {
        userId,
        sessionId: deps.newId(),
        username,
        name,
        registerId: null,
        mustChangePassword: false,
        roles,
      };
      return [username, { ...actor, ...permissionsOf(held) }];
    }),
  );
}

/** @throws Error where nobody of this name was met */
export function actorOf(people: ReadonlyMap<Username, Actor>, username: Username): Actor {
  const actor = people.get(username);
  if (!actor) throw new Error(`The demo shop has no "${username}".`);
  return actor;
}

function rolesOf(
  role: BuiltInRole,
  at: 'everywhere' | readonly StoreName[],
  storeIds: StoreIds | undefined,
): Actor['roles'] {
  if (at === 'everywhere') return [{ role, storeId: null }];
  return storeIds ? at.map((storeName) => ({ role, storeId: storeIds[storeName] })) : [];
}

async function audit(
  tx: Tx,
  { newId }: AppDeps,
  recordedAt: Date,
  documents: readonly { documentType: string; documentId: string; after: object }[],
): Promise<void> {
  const common = {
    storeId: null,
    actorId: null,
    sessionId: null,
    registerId: null,
    approvedBy: null,
    action: 'demo.seed',
    requestId: 'demo',
  };
  await insertAuditRows(
    tx,
    documents.map((document) => ({ ...common, ...document, id: newId(), recordedAt })),
  );
}
