import {
  type ApprovalRequest,
  builtInRoles,
  type Permission,
  type SensitiveAction,
} from '@cashwrap/contract';
import { statement, type Tx } from '@cashwrap/database';

/** The call that an approval is used for. */
export interface ApprovalUse {
  readonly id: string;
  readonly storeId: string;
  readonly operation: string;
  readonly fingerprint: string;
  readonly requesterId: string;
  readonly permissions: readonly Permission[];
  readonly now: Date;
}

/** The tables name built-in roles only; what these give is said to the database, as JSON. */
const builtInPermissions = JSON.stringify(
  Object.fromEntries(Object.entries(builtInRoles).map(([role, { permissions }]) => [role, permissions])),
);

/**
 * Whether the giver of an approval (`a`) may still give it: somebody who is active, and holds there what it takes.
 * `needed` and `builtIn` are the parameters with the permissions and with {@link builtInPermissions}.
 */
const giverMay = (needed: string, builtIn: string) => `
  EXISTS (SELECT FROM users u WHERE u.id = a.approver_id AND u.deactivated_at IS NULL)
  AND NOT EXISTS (
    SELECT FROM unnest(${needed}::text[]) AS needed (permission)
    WHERE NOT EXISTS (
      SELECT FROM role_assignments held LEFT JOIN roles own ON own.id = held.custom_role_id
      WHERE held.user_id = a.approver_id AND (held.store_id IS NULL OR held.store_id = a.store_id)
        AND (needed.permission = ANY (own.permissions) OR ${builtIn}::jsonb -> held.role ? needed.permission)))`;

const useOnce = statement<
  { approverId: string },
  readonly [
    id: string,
    storeId: string,
    operation: string,
    fingerprint: string,
    requesterId: string,
    permissions: readonly string[],
    now: Date,
    builtInRoles: string,
  ]
>(
  'use_approval',
  `UPDATE approvals a SET used_at = $7
   WHERE id = $1 AND store_id = $2 AND operation = $3 AND fingerprint = $4 AND requester_id = $5
     AND approver_id <> requester_id AND permissions @> $6::text[] AND used_at IS NULL AND expires_at > $7
     AND ${giverMay('$6', '$8')}
   RETURNING approver_id AS "approverId"`,
);

/**
 * Uses an approval up, together with the transaction; answers who gave it. `undefined` where it is not for
 * this call, or used or expired, or where its giver has lost the power to give it since. Of two calls that race
 * for it, the second waits and finds it used.
 */
export async function consumeApproval(tx: Tx, use: ApprovalUse): Promise<string | undefined> {
  const { rows } = await useOnce(tx, [
    ...([use.id, use.storeId, use.operation, use.fingerprint, use.requesterId] as const),
    use.permissions,
    use.now,
    builtInPermissions,
  ]);
  return rows[0]?.approverId;
}

/** How long a question waits for its answer, and how long an answer waits for its call. */
export const APPROVAL_TTL_MS = 300_000;

/** What a call asks a second person. */
export interface OpenQuestion
  extends Pick<ApprovalRequest, 'storeId' | 'registerId' | 'operation' | 'fingerprint'> {
  readonly requesterId: string;
  readonly actions: readonly SensitiveAction[];
}

interface KeptQuestion {
  readonly id: string;
  readonly approvalId: string | null;
  readonly expiresAt: Date;
}

const keep = statement<
  KeptQuestion,
  readonly [
    id: string,
    storeId: string,
    registerId: string | null,
    operation: string,
    fingerprint: string,
    permissions: readonly string[],
    actions: string,
    requesterId: string,
    askedAt: Date,
    expiresAt: Date,
  ]
>(
  'keep_approval_request',
  `INSERT INTO approval_requests
     (id, store_id, register_id, operation, fingerprint, permissions, actions, requester_id, asked_at, expires_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
   ON CONFLICT (requester_id, fingerprint) DO UPDATE
     SET register_id = excluded.register_id, permissions = excluded.permissions, actions = excluded.actions,
       asked_at = excluded.asked_at,
       expires_at = CASE WHEN approval_requests.approval_id IS NULL
         THEN excluded.expires_at ELSE approval_requests.expires_at END
   RETURNING id, approval_id AS "approvalId", expires_at AS "expiresAt"`,
);

const usable = statement<
  Record<string, never>,
  readonly [id: string, permissions: readonly string[], now: Date, builtInRoles: string]
>(
  'find_usable_approval',
  `SELECT FROM approvals a
   WHERE id = $1 AND permissions @> $2::text[] AND used_at IS NULL AND expires_at > $3 AND ${giverMay('$2', '$4')}`,
);

const withdraw = statement<Record<string, never>, readonly [id: string, now: Date]>(
  'withdraw_approval',
  'UPDATE approvals SET expires_at = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > $2',
);

const reopen = statement<Record<string, never>, readonly [id: string, expiresAt: Date]>(
  'reopen_approval_request',
  'UPDATE approval_requests SET approval_id = NULL, expires_at = $2 WHERE id = $1',
);

/**
 * Keeps a question, under the id that it has where its requester has asked the same before. An approval of it that
 * is still good stays its answer: whoever asks again is told that one, and nobody can give a second. One that is
 * not, since its giver may not do it any more, is withdrawn for good, and the question waits anew.
 */
export async function keepQuestion(
  tx: Tx,
  question: OpenQuestion,
  newId: string,
  now: Date,
): Promise<ApprovalRequest> {
  const { storeId, registerId, operation, fingerprint, requesterId } = question;
  const actions = [...question.actions];
  const expiresAt = new Date(now.getTime() + APPROVAL_TTL_MS);
  const { rows } = await keep(tx, [
    ...([newId, storeId, registerId, operation, fingerprint, permissionsOf(actions)] as const),
    JSON.stringify(actions),
    ...([requesterId, now, expiresAt] as const),
  ]);
  // The row is locked from here on: nobody answers it meanwhile.
  const [kept] = rows;
  if (!kept) throw new Error('The question of a refused call was not kept.');
  const { approvalId, expiresAt: until } = await withGoodApproval(tx, kept, actions, now, expiresAt);
  return {
    ...{ id: kept.id, storeId, registerId, operation, fingerprint, actions, requesterId, approvalId },
    askedAt: now.toISOString(),
    expiresAt: until.toISOString(),
  };
}

/** A question without an approval that is of no use. */
async function withGoodApproval(
  tx: Tx,
  question: KeptQuestion,
  actions: readonly SensitiveAction[],
  now: Date,
  expiresAt: Date,
): Promise<Pick<KeptQuestion, 'approvalId' | 'expiresAt'>> {
  const { id, approvalId } = question;
  if (approvalId === null) return question;
  const good = await usable(tx, [approvalId, permissionsOf(actions), now, builtInPermissions]);
  if (good.rows.length > 0) return question;
  await withdraw(tx, [approvalId, now]);
  await reopen(tx, [id, expiresAt]);
  return { approvalId: null, expiresAt };
}

/** Each permission that the actions take, once. */
export function permissionsOf(actions: readonly SensitiveAction[]): Permission[] {
  return [...new Set(actions.map(({ permission }) => permission))];
}
