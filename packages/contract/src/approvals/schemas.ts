import { z } from 'zod';
import { PermissionName, Pin, Username } from '../auth/schemas.ts';
import { Id } from '../shared/ids.ts';
import { Timestamp } from '../shared/time.ts';

/** Something in a call that takes a second person, because the caller lacks the permission. */
export const SensitiveAction = z
  .object({
    permission: PermissionName,
    description: z.string().meta({ example: 'Price of "Coffee beans 250 g": 399 instead of 499' }),
  })
  .meta({ id: 'SensitiveAction' });

/** What APPROVAL_REQUIRED says: all sensitive actions of the call, and what names exactly this call. */
export const ApprovalRequest = z.object({
  storeId: Id,
  operation: z.string(),
  fingerprint: z
    .string()
    .meta({ description: 'Of operation, document and amounts: another call has another.' }),
  actions: z.array(SensitiveAction),
});

export const CreateApprovalInput = z.strictObject({
  storeId: Id,
  operation: z.string().min(1).max(100),
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/, 'must be the fingerprint of an APPROVAL_REQUIRED answer'),
  permissions: z.array(PermissionName).min(1).max(20),
  requesterId: Id.optional().meta({
    description: 'Whose call it is, where the approver is signed in; left out where the requester is.',
  }),
  approver: z.strictObject({ username: Username, pin: Pin }).optional().meta({
    description:
      'The second person, by PIN, at the requester’s till. Left out: you approve by your own session.',
  }),
});
export type CreateApprovalInput = z.infer<typeof CreateApprovalInput>;

/** One call's approval. Send its id in the Approval header of that call; it works once. */
export const Approval = z
  .object({
    id: Id,
    operation: z.string(),
    permissions: z.array(PermissionName),
    requesterId: Id,
    approverId: Id,
    expiresAt: Timestamp,
  })
  .meta({ id: 'Approval' });
export type Approval = z.infer<typeof Approval>;
