import { z } from 'zod';
import { PermissionName, Pin, Username } from '../auth/schemas.ts';
import { Id } from '../shared/ids.ts';
import { pageFields } from '../shared/page.ts';
import { Timestamp } from '../shared/time.ts';

/** Something in a call that takes a second person, where the caller lacks the permission. */
export const SensitiveAction = z
  .object({
    permission: PermissionName,
    description: z.string().meta({ example: 'Price of "Coffee beans 250 g": 399 instead of 499' }),
  })
  .meta({ id: 'SensitiveAction' });
export type SensitiveAction = z.infer<typeof SensitiveAction>;

/** What APPROVAL_REQUIRED asks, as the server keeps it: all sensitive actions of one call. */
export const ApprovalRequest = z
  .object({
    id: Id.meta({ description: 'What approvals.create takes.' }),
    storeId: Id,
    registerId: Id.nullable().meta({ description: 'The register that the call is about, or came from.' }),
    operation: z.string(),
    fingerprint: z
      .string()
      .meta({ description: 'Of operation, document and amounts: another call has another.' }),
    actions: z.array(SensitiveAction),
    requesterId: Id.meta({ description: 'Whose call it is: a user or an API key.' }),
    askedAt: Timestamp,
    expiresAt: Timestamp.meta({ description: 'Until when it can be approved. Asking again renews it.' }),
    approvalId: Id.nullable().meta({
      description: 'Its approval; null while there is none. The header Approval of the repeated call.',
    }),
  })
  .meta({ id: 'ApprovalRequest' });
export type ApprovalRequest = z.infer<typeof ApprovalRequest>;

export const ListApprovalRequestsInput = z.strictObject({
  ...pageFields,
  sort: z.enum(['askedAt', '-askedAt']).default('-askedAt'),
});
export type ListApprovalRequestsInput = z.infer<typeof ListApprovalRequestsInput>;

export const CreateApprovalInput = z.strictObject({
  approvalRequestId: Id.meta({ description: 'The id in the details of APPROVAL_REQUIRED.' }),
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
    storeId: Id,
    operation: z.string(),
    actions: z.array(SensitiveAction).meta({ description: 'What was approved.' }),
    requesterId: Id,
    approverId: Id,
    expiresAt: Timestamp,
    usedAt: Timestamp.nullable().meta({ description: 'When its call went through; null before that.' }),
  })
  .meta({ id: 'Approval' });
export type Approval = z.infer<typeof Approval>;
