import { z } from 'zod';
import { Id } from '../shared/ids.ts';
import { MAX_MONEY, Money } from '../shared/numbers.ts';
import { pageFields } from '../shared/page.ts';
import { Timestamp } from '../shared/time.ts';

/** What is owed to a customer: points, what is left on a gift card, and store credit. */
export const AccountKind = z.enum(['loyalty', 'gift_card', 'store_credit']);
export type AccountKind = z.infer<typeof AccountKind>;

/**
 * Why a balance moves. Points: `earn` and `redeem` with a sale, `clawback` and `restore` with a return, `expire` by age.
 * Gift cards: `load` when sold or issued, `redeem`, `refund`. Store credit: `refund`, `redeem`. Each: `adjust` by a
 * person's word, `merge` when two customers become one, `forfeit` when a customer is erased.
 */
export const AccountEntryKind = z.enum([
  'earn',
  'redeem',
  'clawback',
  'restore',
  'expire',
  'load',
  'refund',
  'adjust',
  'merge',
  'forfeit',
]);
export type AccountEntryKind = z.infer<typeof AccountEntryKind>;

/** What an entry comes from; an adjustment is its own document. */
export const AccountDocumentType = z.enum(['sale', 'return', 'gift_card', 'customer', 'adjustment']);

/** A number of points. */
export const Points = z.int().min(-MAX_MONEY).max(MAX_MONEY).meta({
  description: 'A number of loyalty points.',
  example: 120,
});

/** A number of points, zero or more. */
export const PositivePoints = z.int().min(0).max(MAX_MONEY).meta({
  description: 'A number of loyalty points, zero or more.',
  example: 120,
});

const entryFields = {
  id: Id,
  number: z.int().meta({ description: 'Counts the entries of the account, without gaps.' }),
  kind: AccountEntryKind,
  documentType: AccountDocumentType,
  documentId: Id.nullable().meta({ description: 'The sale, say; null for an adjustment.' }),
  storeId: Id.nullable().meta({ description: 'Where it came about; null where that was in no store.' }),
  reason: z.string().nullable(),
  actorId: Id.nullable().meta({ description: 'Who did it; null: the system, by a rule.' }),
  occurredAt: Timestamp,
};

/** One movement of money owed: on a gift card, or of store credit. It never changes. */
export const MoneyAccountEntry = z
  .object({
    ...entryFields,
    amount: Money.meta({ description: 'What came in, or (negative) went out.' }),
    balanceAfter: Money,
  })
  .meta({ id: 'MoneyAccountEntry' });
export type MoneyAccountEntry = z.infer<typeof MoneyAccountEntry>;

/** One movement of points. It never changes. */
export const PointsEntry = z
  .object({
    ...entryFields,
    points: Points.meta({ description: 'What came in, or (negative) went out.' }),
    balanceAfter: Points,
    expiresAt: Timestamp.nullable().meta({
      description: 'When what is left of them goes; null: never, or points that went out.',
    }),
  })
  .meta({ id: 'PointsEntry' });
export type PointsEntry = z.infer<typeof PointsEntry>;

/** What the ledger of one account takes; `id` is its owner: the customer, or the gift card. */
export const ledgerFields = {
  id: Id,
  kind: AccountEntryKind.optional(),
  ...pageFields,
  sort: z
    .enum(['number', '-number'])
    .default('-number')
    .meta({ description: 'In the order in which the entries were written.' }),
};
