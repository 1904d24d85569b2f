import { TransferStatus } from '@cashwrap/contract';
import { sql } from 'drizzle-orm';
import { date, index, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core';
import { products } from './catalog.ts';
import { checkEnum, checkThat } from './checks.ts';
import { counter, enumText, id, instant, money, quantity, versioned } from './columns.ts';
import { stores } from './organization.ts';

/** Goods that are moved from one store to another of the same currency. */
export const transfers = pgTable(
  'transfers',
  {
    id: id(),
    /** Given when it is sent. */
    number: counter().unique('transfers_number'),
    fromStoreId: uuid()
      .notNull()
      .references(() => stores.id),
    toStoreId: uuid()
      .notNull()
      .references(() => stores.id),
    status: enumText(TransferStatus).notNull(),
    expectedOn: date({ mode: 'string' }),
    note: text().notNull(),
    createdBy: uuid().notNull(),
    sentBy: uuid(),
    sentAt: instant(),
    ...versioned,
  },
  (table) => [
    index('transfers_list_from').on(table.fromStoreId, table.createdAt, table.id),
    index('transfers_list_to').on(table.toStoreId, table.createdAt, table.id),
    index('transfers_created').on(table.createdAt, table.id),
    checkEnum('transfers_status', table.status, TransferStatus),
    checkThat('transfers_stores', sql`${table.fromStoreId} <> ${table.toStoreId}`),
    checkThat(
      'transfers_numbered',
      sql`${table.status} IN ('draft', 'cancelled') OR (${table.number} IS NOT NULL AND ${table.sentAt} IS NOT NULL AND ${table.sentBy} IS NOT NULL)`,
    ),
  ],
);

export const transferLines = pgTable(
  'transfer_lines',
  {
    transferId: uuid()
      .notNull()
      .references(() => transfers.id),
    productId: uuid()
      .notNull()
      .references(() => products.id),
    position: smallint().notNull(),
    quantity: quantity().notNull(),
    /** What left the stock with it; null until it is sent. */
    cost: money(),
    received: quantity().notNull().default(0),
    damaged: quantity().notNull().default(0),
    returned: quantity().notNull().default(0),
    lost: quantity().notNull().default(0),
    /** What is on its way: nothing, before it is sent. */
    inTransit: quantity()
      .notNull()
      .generatedAlwaysAs(
        sql`CASE WHEN cost IS NULL THEN 0 ELSE quantity - received - damaged - returned - lost END`,
      ),
  },
  (table) => [
    primaryKey({ columns: [table.transferId, table.productId] }),
    index('transfer_lines_in_transit').on(table.productId).where(sql`${table.inTransit} > 0`),
    index('transfer_lines_product').on(table.productId, table.transferId),
    checkThat(
      'transfer_lines_quantities',
      sql`${table.quantity} > 0 AND ${table.received} >= 0 AND ${table.damaged} >= 0 AND ${table.returned} >= 0 AND ${table.lost} >= 0`,
    ),
    checkThat(
      'transfer_lines_arrived',
      sql`${table.received} + ${table.damaged} + ${table.returned} + ${table.lost} <= CASE WHEN ${table.cost} IS NULL THEN 0 ELSE ${table.quantity} END`,
    ),
  ],
);
