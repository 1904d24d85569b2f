import { DamagedMovementKind, MAX_MONEY as MAX, MovementKind, StockAdjustment } from '@cashwrap/contract';
import { sql } from 'drizzle-orm';
import { boolean, index, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { products } from './catalog.ts';
import { checkEnum, checkThat } from './checks.ts';
import { counter, enumText, id, instant, money, quantity } from './columns.ts';
import { users } from './identity.ts';
import { stores } from './organization.ts';

/** A bound in a CHECK is text, not a parameter. */
const MAX_MONEY = sql.raw(String(MAX));

/** What is there, per store and product. It changes only together with a movement. */
export const stockLevels = pgTable(
  'stock_levels',
  {
    id: id(),
    storeId: uuid()
      .notNull()
      .references(() => stores.id),
    productId: uuid()
      .notNull()
      .references(() => products.id),
    onHand: quantity().notNull(),
    /** What the stock on hand has cost, by moving average. */
    value: money().notNull(),
    /** value / on_hand, rounded, when that last had a meaning; values what goes out below zero. */
    lastUnitCost: money(),
    /** The number of the latest movement: movements of one level are numbered without gaps. */
    lastMovementNumber: counter().notNull(),
    /** Set only by what may go below zero on purpose; the check below catches everything else. */
    oversold: boolean().notNull().default(false),
    /** What is there damaged, beside what is on hand, and what it has cost. */
    damaged: quantity().notNull().default(0),
    damagedValue: money().notNull().default(0),
    lastDamagedNumber: counter().notNull().default(0),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    unique('stock_levels_once').on(table.storeId, table.productId),
    index('stock_levels_product').on(table.productId),
    index('stock_levels_list_created').on(table.storeId, table.createdAt, table.id),
    index('stock_levels_created').on(table.createdAt, table.id),
    checkThat('stock_levels_not_negative', sql`${table.onHand} >= 0 OR ${table.oversold}`),
    checkThat('stock_levels_value', sql`${table.value} >= 0 OR ${table.onHand} < 0`),
    checkThat('stock_levels_value_bound', sql`abs(${table.value}) <= ${MAX_MONEY}`),
    checkThat('stock_levels_zero', sql`${table.onHand} <> 0 OR ${table.value} = 0`),
    checkThat(
      'stock_levels_damaged',
      sql`${table.damaged} >= 0 AND ${table.damagedValue} BETWEEN 0 AND CASE WHEN ${table.damaged} = 0 THEN 0 ELSE ${MAX_MONEY} END`,
    ),
  ],
);

/** Append-only: every change of a stock level, with the balance after it. No foreign keys: see `sales`. */
export const stockMovements = pgTable(
  'stock_movements',
  {
    id: id(),
    storeId: uuid().notNull(),
    productId: uuid().notNull(),
    /** 1, 2, 3 … for each store and product. */
    number: counter().notNull(),
    kind: enumText(MovementKind).notNull(),
    quantity: quantity().notNull(),
    value: money().notNull(),
    onHandAfter: quantity().notNull(),
    valueAfter: money().notNull(),
    /** The document that moved it: which one its kind tells. */
    documentId: uuid().notNull(),
    actorId: uuid().notNull(),
    occurredAt: instant().notNull(),
    recordedAt: instant().notNull(),
  },
  (table) => [
    unique('stock_movements_number').on(table.storeId, table.productId, table.number),
    index('stock_movements_document').on(table.documentId),
    /**
     * What was there at an earlier time, and what moved between two: with all that is read of them, since movements are stored by time
     * and read by product.
     */
    index('stock_movements_as_of').on(
      table.storeId,
      table.productId,
      table.recordedAt,
      table.number,
      table.kind,
      table.quantity,
      table.value,
      table.onHandAfter,
      table.valueAfter,
    ),
    /** What stock has lost in a period beside what left with goods. */
    index('stock_movements_losses')
      .on(table.storeId, table.recordedAt)
      .where(sql`${table.kind} IN ('adjustment', 'count', 'revaluation')`),
    /** What sales write most of is found by store and product. */
    index('stock_movements_list_kind')
      .on(table.kind, table.id)
      .where(sql`${table.kind} NOT IN ('sale', 'revaluation')`),
    checkEnum('stock_movements_kind', table.kind, MovementKind),
    checkThat('stock_movements_value_bound', sql`abs(${table.value}) <= ${MAX_MONEY}`),
    checkThat('stock_movements_quantity', sql`(${table.quantity} <> 0) = (${table.kind} <> 'revaluation')`),
  ],
);

/** Append-only: every change of what is there damaged, with the balance after it. */
export const damagedMovements = pgTable(
  'damaged_movements',
  {
    id: id(),
    storeId: uuid().notNull(),
    productId: uuid().notNull(),
    /** 1, 2, 3 … for each store and product. */
    number: counter().notNull(),
    kind: enumText(DamagedMovementKind).notNull(),
    quantity: quantity().notNull(),
    value: money().notNull(),
    damagedAfter: quantity().notNull(),
    valueAfter: money().notNull(),
    documentId: uuid().notNull(),
    actorId: uuid().notNull(),
    recordedAt: instant().notNull(),
  },
  (table) => [
    unique('damaged_movements_number').on(table.storeId, table.productId, table.number),
    index('damaged_movements_document').on(table.documentId),
    checkEnum('damaged_movements_kind', table.kind, DamagedMovementKind),
    checkThat('damaged_movements_quantity', sql`${table.quantity} <> 0`),
  ],
);

/** At which stock a product is ordered again in a store. */
export const reorderPoints = pgTable(
  'reorder_points',
  {
    storeId: uuid()
      .notNull()
      .references(() => stores.id),
    productId: uuid()
      .notNull()
      .references(() => products.id),
    point: quantity().notNull(),
    /** Null: as much as sales suggest. */
    quantity: quantity(),
    /** When what is on hand was found at the point or below; null while it is above. */
    lowSince: instant(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.storeId, table.productId] }),
    index('reorder_points_product').on(table.productId),
    checkThat(
      'reorder_points_quantities',
      sql`${table.point} >= 0 AND (${table.quantity} IS NULL OR ${table.quantity} > 0)`,
    ),
  ],
);

/** The last number of each kind of document that is numbered over the whole business, without gaps. */
export const documentNumbers = pgTable('document_numbers', {
  kind: text({
    enum: ['purchase_order', 'goods_receipt', 'supplier_return', 'transfer', 'stocktake'],
  }).primaryKey(),
  lastNumber: counter().notNull(),
});

/** A correction of stock levels by a person, or what was done with damaged goods. */
export const stockAdjustments = pgTable(
  'stock_adjustments',
  {
    id: id(),
    storeId: uuid()
      .notNull()
      .references(() => stores.id),
    reason: enumText(StockAdjustment.shape.reason).notNull(),
    note: text().notNull(),
    createdBy: uuid()
      .notNull()
      .references(() => users.id),
    createdAt: instant().notNull(),
  },
  (table) => [
    index('stock_adjustments_list_created').on(table.storeId, table.createdAt, table.id),
    index('stock_adjustments_created').on(table.createdAt, table.id),
    checkEnum('stock_adjustments_reason', table.reason, StockAdjustment.shape.reason),
  ],
);
