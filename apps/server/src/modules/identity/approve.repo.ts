import { builtInRoles, type Permission } from '@cashwrap/contract';
import { keyset, type Reader, type Tx } from '@cashwrap/database';
import {
  apiKeys,
  approvalRequests,
  approvals,
  registers,
  roleAssignments,
  roles,
  users,
} from '@cashwrap/database/schema';
import { and, arrayContained, eq, gt, isNull, lte, ne, notExists, or, type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../procedure/actor.ts';
import type { PageRequest } from '../../procedure/page.ts';

export type ApprovalRow = typeof approvals.$inferSelect;
export type ApprovalRequestRow = typeof approvalRequests.$inferSelect;

const sortColumns = { askedAt: approvalRequests.askedAt };

/** A question that has not expired, answered or not. */
export async function findOpenQuestion(
  db: Reader,
  id: string,
  now: Date,
): Promise<ApprovalRequestRow | undefined> {
  const [row] = await db.select().from(approvalRequests).where(isOpen(id, now));
  return row;
}

/** The same, locked: of two people who answer it at once, one finds it answered. */
export async function lockOpenQuestion(
  tx: Tx,
  id: string,
  now: Date,
): Promise<ApprovalRequestRow | undefined> {
  const [row] = await tx.select().from(approvalRequests).where(isOpen(id, now)).for('update');
  return row;
}

function isOpen(id: string, now: Date): SQL | undefined {
  return and(eq(approvalRequests.id, id), gt(approvalRequests.expiresAt, now));
}

/** Questions of others that wait for an answer which this person could give. */
export async function listQuestionsFor(
  db: Reader,
  actor: Pick<Actor, 'userId' | 'everywhere' | 'byStore'>,
  now: Date,
  page: PageRequest<keyof typeof sortColumns>,
): Promise<ApprovalRequestRow[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], approvalRequests.id);
  return db
    .select()
    .from(approvalRequests)
    .where(
      and(
        gt(approvalRequests.expiresAt, now),
        isNull(approvalRequests.approvalId),
        ne(approvalRequests.requesterId, actor.userId),
        notExists(
          db
            .select()
            .from(apiKeys)
            .where(and(eq(apiKeys.id, approvalRequests.requesterId), eq(apiKeys.createdBy, actor.userId))),
        ),
        canAnswer(actor),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}

/** Whoever can answer sees the store, and holds there all that is asked for. */
function canAnswer({ everywhere, byStore }: Pick<Actor, 'everywhere' | 'byStore'>): SQL {
  const { permissions, storeId } = approvalRequests;
  const inAll = everywhere.has('stores.read') ? [arrayContained(permissions, [...everywhere])] : [];
  const inOne = [...byStore].flatMap(([id, here]) => {
    const held = new Set([...everywhere, ...here]);
    return held.has('stores.read') ? [and(eq(storeId, id), arrayContained(permissions, [...held]))] : [];
  });
  return or(...inAll, ...inOne) ?? sql`false`;
}

/** Names the approval at its question, which stays as long as it: so the requester's till finds it. */
export async function answerQuestion(
  tx: Tx,
  id: string,
  { id: approvalId, expiresAt }: ApprovalRow,
): Promise<void> {
  await tx.update(approvalRequests).set({ approvalId, expiresAt }).where(eq(approvalRequests.id, id));
}

export async function deleteExpiredQuestions(tx: Tx, now: Date): Promise<void> {
  await tx.delete(approvalRequests).where(lte(approvalRequests.expiresAt, now));
}

/** Who made the API key in whose name a user of this id calls; `undefined` where it is a person. */
export async function findApiKeyMaker(db: Reader, id: string): Promise<string | undefined> {
  const [key] = await db.select({ createdBy: apiKeys.createdBy }).from(apiKeys).where(eq(apiKeys.id, id));
  return key?.createdBy;
}

/** A register that is not retired, with its store. */
export async function findRegisterInUse(
  db: Reader,
  id: string,
): Promise<Pick<typeof registers.$inferSelect, 'id' | 'storeId' | 'kind'> | undefined> {
  const [row] = await db
    .select({ id: registers.id, storeId: registers.storeId, kind: registers.kind })
    .from(registers)
    .where(and(eq(registers.id, id), isNull(registers.retiredAt)));
  return row;
}

/**
 * What a user holds, role by role, as it is now. Nothing where they must choose another password first: whoever
 * had it reset does nothing else before, by PIN neither.
 */
export async function findPermissionsOf(
  tx: Tx,
  userId: string,
): Promise<{ permissions: readonly Permission[]; storeId: string | null }[]> {
  const rows = await tx
    .select({
      role: roleAssignments.role,
      storeId: roleAssignments.storeId,
      customPermissions: roles.permissions,
    })
    .from(roleAssignments)
    .innerJoin(users, and(eq(users.id, roleAssignments.userId), eq(users.mustChangePassword, false)))
    .leftJoin(roles, eq(roles.id, roleAssignments.customRoleId))
    .where(eq(roleAssignments.userId, userId));
  return rows.map(({ role, customPermissions, storeId }) => ({
    permissions: role === null ? (customPermissions ?? []) : builtInRoles[role].permissions,
    storeId,
  }));
}

export async function findApproval(db: Reader, id: string): Promise<ApprovalRow | undefined> {
  const [row] = await db.select().from(approvals).where(eq(approvals.id, id));
  return row;
}

export async function insertApproval(tx: Tx, approval: ApprovalRow): Promise<void> {
  await tx.insert(approvals).values(approval);
}
