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
  `UPDATE approvals SET used_at = $7
   WHERE id = $1 AND store_id = $2 AND operation = $3 AND fingerprint = $4 AND requester_id = $5
     AND approver_id <> requester_id AND permissions @> $6::text[] AND used_at IS NULL AND expires_at > $7
     AND EXISTS (SELECT FROM users u WHERE u.id = approver_id AND u.deactivated_at IS NULL)
     AND NOT EXISTS (
       SELECT FROM unnest($6::text[]) AS needed (permission)
       WHERE NOT EXISTS (
         SELECT FROM role_assignments held LEFT JOIN roles own ON own.id = held.custom_role_id
         WHERE held.user_id = approver_id AND (held.store_id IS NULL OR held.store_id = $2)
           AND (needed.permission = ANY (own.permissions) OR $8::jsonb -> held.role ? needed.permission)))
   RETURNING approver_id AS "approverId"`,
);

/**
 * Uses an approval up, together with the transaction; answers who gave it. `undefined` where it is not for
 * this call, or used or expired, or where its giver has lost the power to give it since. Of two calls that race for it, the second waits and finds it used.
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

const keep = statement<
  { id: string },
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
       asked_at = excluded.asked_at, expires_at = excluded.expires_at, approval_id = NULL
   RETURNING id`,
);

/** Keeps a question, under the id that it has where its requester has asked the same before. */
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
  const [kept] = rows;
  if (!kept) throw new Error('The question of a refused call was not kept.');
  return {
    ...{ id: kept.id, storeId, registerId, operation, fingerprint, actions, requesterId },
    askedAt: now.toISOString(),
    expiresAt: expiresAt.toISOString(),
    approvalId: null,
  };
}

/** Each permission that the actions take, once. */
export function permissionsOf(actions: readonly SensitiveAction[]): Permission[] {
  return [...new Set(actions.map(({ permission }) => permission))];
}
