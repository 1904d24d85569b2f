import { StocktakeStatus } from '@cashwrap/contract';
import { sql } from 'drizzle-orm';
import { boolean, foreignKey, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { products } from './catalog.ts';
import { checkEnum, checkThat } from './checks.ts';
import { counter, enumText, id, instant, money, quantity, versioned } from './columns.ts';
import { stores } from './organization.ts';

/** A count of the stock of a store, or of some categories in it. */
export const stocktakes = pgTable(
  'stocktakes',
  {
    id: id(),
    number: counter().notNull().unique('stocktakes_number'),
    storeId: uuid()
      .notNull()
      .references(() => stores.id),
    status: enumText(StocktakeStatus).notNull(),
    name: text().notNull(),
    /** Null: every product of the store. */
    categoryIds: uuid().array(),
    blind: boolean().notNull(),
    note: text().notNull(),
    createdBy: uuid().notNull(),
    startedAt: instant(),
    /** Who has said that it shall be applied. */
    appliedBy: uuid(),
    /** When all of it was. */
    appliedAt: instant(),
    ...versioned,
  },
  (table) => [
    index('stocktakes_list_created').on(table.storeId, table.createdAt, table.id),
    index('stocktakes_created').on(table.createdAt, table.id),
    index('stocktakes_applying').on(table.id).where(sql`${table.status} = 'applying'`),
    checkEnum('stocktakes_status', table.status, StocktakeStatus),
    checkThat('stocktakes_applied', sql`(${table.status} = 'applied') = (${table.appliedAt} IS NOT NULL)`),
  ],
);

/** What was counted of one product, and what was expected at the time of its latest count. */
export const stocktakeLines = pgTable(
  'stocktake_lines',
  {
    stocktakeId: uuid()
      .notNull()
      .references(() => stocktakes.id),
    productId: uuid()
      .notNull()
      .references(() => products.id),
    /** The sum of its areas. */
    counted: quantity().notNull(),
    countedAt: instant().notNull(),
    expected: quantity().notNull(),
    /** The latest movement that is in `expected`: what was counted since by another stocktake is not. */
    expectedNumber: counter().notNull(),
    /** The average cost at that time. */
    unitCost: money().notNull(),
    differenceValue: money().notNull().generatedAlwaysAs(sql`round((counted - expected) * unit_cost)`),
    /** By what the stock was corrected; null before. */
    applied: quantity(),
    appliedAt: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.stocktakeId, table.productId] }),
    index('stocktake_lines_value').on(table.stocktakeId, table.differenceValue, table.productId),
    index('stocktake_lines_unapplied')
      .on(table.stocktakeId, table.productId)
      .where(sql`${table.appliedAt} IS NULL`),
    checkThat('stocktake_lines_counted', sql`${table.counted} >= 0`),
    checkThat('stocktake_lines_applied', sql`(${table.applied} IS NULL) = (${table.appliedAt} IS NULL)`),
  ],
);

/** What was counted in one area. */
export const stocktakeCounts = pgTable(
  'stocktake_counts',
  {
    stocktakeId: uuid().notNull(),
    productId: uuid().notNull(),
    area: text().notNull(),
    quantity: quantity().notNull(),
    /** What was on hand in the whole store at its time: areas tell by it what moved between their counts. */
    expected: quantity().notNull(),
    countedBy: uuid().notNull(),
    countedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.stocktakeId, table.productId, table.area] }),
    foreignKey({
      name: 'stocktake_counts_line',
      columns: [table.stocktakeId, table.productId],
      foreignColumns: [stocktakeLines.stocktakeId, stocktakeLines.productId],
    }).onDelete('cascade'),
    checkThat('stocktake_counts_quantity', sql`${table.quantity} >= 0`),
  ],
);
