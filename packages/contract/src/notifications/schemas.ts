import { z } from 'zod';
import { Id } from '../shared/ids.ts';
import { distinct } from '../shared/lists.ts';
import { SignedQuantity } from '../shared/numbers.ts';
import { pageFields } from '../shared/page.ts';
import { Timestamp } from '../shared/time.ts';

/** What people are told about. */
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
    title: z.string().meta({ example: 'Coffee beans 250 g is low' }),
    body: z.string().meta({ example: '4 left; the reorder point is 5.' }),
    onHand: SignedQuantity.nullable().meta({ description: 'When it was noticed, for low_stock.' }),
    createdAt: Timestamp,
    readAt: Timestamp.nullable().meta({ description: 'When you marked it read.' }),
  })
  .meta({ id: 'Notification' });
export type Notification = z.infer<typeof Notification>;

export const ListNotificationsInput = z.strictObject({
  storeId: Id.optional(),
  kind: NotificationKind.optional(),
  unread: z.boolean().optional(),
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

export const MarkReadResult = z.object({ marked: z.int() });
