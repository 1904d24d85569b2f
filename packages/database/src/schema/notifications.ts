import { NotificationKind, type SaleFlagKind } from '@cashwrap/contract';
import { sql } from 'drizzle-orm';
import { boolean, index, jsonb, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';
import { checkEnum, checkThat } from './checks.ts';
import { enumText, id, instant } from './columns.ts';
import { users } from './identity.ts';
import { stores } from './organization.ts';

/** What the people of a store, or of the whole business, are told. */
export const notifications = pgTable(
  'notifications',
  {
    id: id(),
    kind: enumText(NotificationKind).notNull(),
    /** Null: of the whole business. */
    storeId: uuid().references(() => stores.id),
    /** Which product is low. */
    productId: uuid(),
    /** What else it is about: the shift whose drawer differed, the sale that was flagged. */
    documentId: uuid(),
    /** What it says, in figures and names of its time. */
    facts: jsonb().$type<NotificationFacts>().notNull(),
    createdAt: instant().notNull(),
  },
  (table) => [
    index('notifications_list_created').on(table.storeId, table.createdAt, table.id),
    index('notifications_created').on(table.createdAt, table.id),
    checkEnum('notifications_kind', table.kind, NotificationKind),
    checkThat('notifications_product', sql`(${table.kind} = 'low_stock') = (${table.productId} IS NOT NULL)`),
    checkThat(
      'notifications_document',
      sql`(${table.kind} IN ('drawer_variance', 'sale_flagged')) = (${table.documentId} IS NOT NULL)`,
    ),
    checkThat(
      'notifications_store',
      sql`(${table.kind} = 'audit_chain_broken') = (${table.storeId} IS NULL)`,
    ),
  ],
);

/** See `notifications.facts`: of each kind its own. */
export type NotificationFacts =
  | LowStockFacts
  | DrawerVarianceFacts
  | SaleFlaggedFacts
  | AuditChainBrokenFacts;

export interface LowStockFacts {
  readonly productName: string;
  readonly onHand: number;
  readonly reorderPoint: number;
}

export interface DrawerVarianceFacts {
  readonly registerName: string;
  readonly zNumber: number;
  /** counted − expected, in minor units. */
  readonly variance: number;
  readonly currency: string;
  readonly currencyDigits: number;
  readonly reason: string | null;
}

export interface SaleFlaggedFacts {
  readonly registerName: string;
  readonly tillReference: string;
  readonly flags: readonly SaleFlagKind[];
}

export interface AuditChainBrokenFacts {
  /** What is wrong with it. */
  readonly problem: string;
  /** When it was found whole again; absent until then. */
  readonly mendedAt?: string;
}

/** What a person does not want to be told: a kind without a row is told. */
export const notificationPreferences = pgTable(
  'notification_preferences',
  {
    userId: uuid()
      .notNull()
      .references(() => users.id),
    kind: enumText(NotificationKind).notNull(),
    enabled: boolean().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.kind] }),
    checkEnum('notification_preferences_kind', table.kind, NotificationKind),
  ],
);

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
