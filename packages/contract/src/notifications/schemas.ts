import { z } from 'zod';
import { Id } from '../shared/ids.ts';
import { distinct } from '../shared/lists.ts';
import { SignedQuantity } from '../shared/numbers.ts';
import { pageFields } from '../shared/page.ts';
import { Timestamp } from '../shared/time.ts';

/**
 * What people are told about. Each takes a permission in the store, beside `notifications.read`.
 *
 * - `low_stock` (`inventory.read`): a product has come to its reorder point.
 * - `drawer_variance` (`shifts.read_totals`): a shift was closed whose cash differs by more than the tolerance of the store,
 *   or was closed for somebody else and differs at all.
 * - `sale_flagged` (`sales.review`): something is odd about a sale that an offline till has handed over.
 * - `audit_chain_broken` (`audit_log.read` for the whole business): the audit log is not as it was written.
 */
export const NotificationKind = z.enum([
  'low_stock',
  'drawer_variance',
  'sale_flagged',
  'audit_chain_broken',
]);
export type NotificationKind = z.infer<typeof NotificationKind>;

/** Something that people of a store should know. It is read by each of them for themselves. */
export const Notification = z
  .object({
    id: Id,
    kind: NotificationKind,
    storeId: Id.nullable().meta({ description: 'Null: it is about the whole business.' }),
    productId: Id.nullable().meta({ description: 'The product, of low_stock; else null.' }),
    documentId: Id.nullable().meta({
      description: 'The shift of drawer_variance, the sale of sale_flagged; else null.',
    }),
    title: z.string().meta({
      description: 'What happened, in a line; amounts as they are written in the store.',
      example: 'Coffee beans 250 g is low',
    }),
    body: z.string().meta({
      description: 'What else is known of it, in a sentence or two.',
      example: '4 left; the reorder point is 5.',
    }),
    onHand: SignedQuantity.nullable().meta({ description: 'When it was noticed, for low_stock.' }),
    createdAt: Timestamp,
    readAt: Timestamp.nullable().meta({ description: 'When you marked it read.' }),
  })
  .meta({ id: 'Notification' });
export type Notification = z.infer<typeof Notification>;

export const ListNotificationsInput = z.strictObject({
  storeId: Id.optional().meta({
    description: 'Those of this store only; what is about the whole business is left out then.',
  }),
  kind: NotificationKind.optional(),
  unread: z
    .boolean()
    .optional()
    .meta({ description: 'true: what you have not marked read; false: what you have.' }),
  ...pageFields,
  sort: z.enum(['createdAt', '-createdAt']).default('-createdAt'),
});
export type ListNotificationsInput = z.infer<typeof ListNotificationsInput>;

export const MarkNotificationsReadInput = z.strictObject({
  ids: distinct(z.array(Id).min(1).max(200), 'a notification'),
});
export type MarkNotificationsReadInput = z.infer<typeof MarkNotificationsReadInput>;

export const MarkAllReadInput = z.strictObject({ storeId: Id.optional() });
export type MarkAllReadInput = z.infer<typeof MarkAllReadInput>;

export const MarkReadResult = z.object({
  marked: z.int().meta({ description: 'How many that you had not marked read before.' }),
});
export type MarkReadResult = z.infer<typeof MarkReadResult>;

export const CountUnreadInput = z.strictObject({
  storeId: Id.optional().meta({ description: 'As in notifications.list.' }),
});
export type CountUnreadInput = z.infer<typeof CountUnreadInput>;

export const UnreadCount = z.object({ count: z.int().min(0).max(1000).meta({ example: 3 }) });
export type UnreadCount = z.infer<typeof UnreadCount>;

/** Which kinds somebody is told about. */
export const NotificationPreferences = z
  .object({
    low_stock: z.boolean(),
    drawer_variance: z.boolean(),
    sale_flagged: z.boolean(),
    audit_chain_broken: z.boolean(),
  } satisfies Record<NotificationKind, z.ZodBoolean>)
  .meta({
    id: 'NotificationPreferences',
    description: 'Of each kind, whether you are told about it. Everything is told to begin with.',
  });
export type NotificationPreferences = z.infer<typeof NotificationPreferences>;

export const SetNotificationPreferencesInput = z
  .strictObject(NotificationPreferences.shape)
  .partial()
  .refine((kinds) => Object.keys(kinds).length > 0, { error: 'must name a kind at least' });
export type SetNotificationPreferencesInput = z.infer<typeof SetNotificationPreferencesInput>;
