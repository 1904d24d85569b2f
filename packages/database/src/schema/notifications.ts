import { NotificationKind } from '@cashwrap/contract';
import { index, jsonb, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';
import { checkEnum } from './checks.ts';
import { enumText, id, instant } from './columns.ts';
import { users } from './identity.ts';
import { stores } from './organization.ts';

/** What the people of a store are told. */
export const notifications = pgTable(
  'notifications',
  {
    id: id(),
    kind: enumText(NotificationKind).notNull(),
    storeId: uuid()
      .notNull()
      .references(() => stores.id),
    productId: uuid(),
    /** What it says, in figures and names of its time. */
    facts: jsonb().$type<LowStockFacts>().notNull(),
    createdAt: instant().notNull(),
  },
  (table) => [
    index('notifications_list_created').on(table.storeId, table.createdAt, table.id),
    index('notifications_created').on(table.createdAt, table.id),
    checkEnum('notifications_kind', table.kind, NotificationKind),
  ],
);

/** See `notifications.facts`. */
export interface LowStockFacts {
  readonly productName: string;
  readonly onHand: number;
  readonly reorderPoint: number;
}

/** Which notifications a person has read. */
export const notificationReads = pgTable(
  'notification_reads',
  {
    userId: uuid()
      .notNull()
      .references(() => users.id),
    notificationId: uuid()
      .notNull()
      .references(() => notifications.id, { onDelete: 'cascade' }),
    readAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.notificationId] }),
    index('notification_reads_notification').on(table.notificationId),
  ],
);
