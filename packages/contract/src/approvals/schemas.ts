import { z } from 'zod';
import { PermissionName, Pin, Username } from '../auth/schemas.ts';
import { Id } from '../shared/ids.ts';
import { Money, MoneyTotal, Quantity } from '../shared/numbers.ts';
import { pageFields } from '../shared/page.ts';
import { Currency } from '../shared/places.ts';
import { Timestamp } from '../shared/time.ts';

/** What a sensitive action comes to, in minor units: enough to decide on it without having seen the document. */
export const SensitiveAmounts = z
  .object({
    currency: Currency,
    currencyDigits: z.int(),
    quantity: Quantity.nullable().meta({ description: 'Of the line; null for the whole document.' }),
    before: MoneyTotal.nullable().meta({
      description: 'What the line, or the whole document, would come to without it; null where nothing says.',
    }),
    after: Money.meta({ description: 'What it comes to with it, before tax that is added.' }),
    documentTotal: Money.meta({ description: 'What the whole document comes to in the end.' }),
  })
  .meta({ id: 'SensitiveAmounts' });
export type SensitiveAmounts = z.infer<typeof SensitiveAmounts>;

/** Something in a call that takes a second person, where the caller lacks the permission. */
export const SensitiveAction = z
  .object({
    permission: PermissionName,
    description: z.string().meta({
      description: 'For the second person, with the amounts in major units.',
      example:
        'Price of "Coffee beans 250 g": 3.99 instead of 4.99; quantity 2: 7.98 instead of 9.98; sale total: 7.98 EUR',
    }),
    amounts: SensitiveAmounts.nullable().meta({
      description:
        'Null where it is not about money, and in what the requester is told of what is done blind: how much a count of ' +
        'the drawer differs is for the second person, and for both once it is approved.',
    }),
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
    expiresAt: Timestamp.meta({ description: 'Until when it can be approved, or its approval be used.' }),
    approvalId: Id.nullable().meta({
      description:
        'Its approval; null while there is none that can be used. The header Approval of the repeated call.',
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
  approver: z
    .strictObject({ username: Username, pin: Pin })
    .optional()
    .meta({
      description:
        'The second person, by PIN, at the register of the request; where it names none, at any till of its store. Left ' +
        'out: you approve by your own session.',
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
