import type { Permission } from '@cashwrap/contract';
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
  ]
>(
  'use_approval',
  `UPDATE approvals SET used_at = $7
   WHERE id = $1 AND store_id = $2 AND operation = $3 AND fingerprint = $4 AND requester_id = $5
     AND approver_id <> requester_id AND permissions @> $6::text[] AND used_at IS NULL AND expires_at > $7
     AND EXISTS (SELECT FROM users u WHERE u.id = approver_id AND u.deactivated_at IS NULL)
   RETURNING approver_id AS "approverId"`,
);

/**
 * Uses an approval up, together with the transaction; answers who gave it. `undefined` where it is not for
 * this call, or used or expired. Of two calls that race for it, the second waits and finds it used.
 */
export async function consumeApproval(tx: Tx, use: ApprovalUse): Promise<string | undefined> {
  const { rows } = await useOnce(tx, [
    ...([use.id, use.storeId, use.operation, use.fingerprint, use.requesterId] as const),
    use.permissions,
    use.now,
  ]);
  return rows[0]?.approverId;
}
