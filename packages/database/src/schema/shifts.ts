import { CashMovementKind, ShiftStatus, type ShiftTotals, type TenderCount } from '@cashwrap/contract';
import { sql } from 'drizzle-orm';
import {
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { checkEnum, checkThat } from './checks.ts';
import { counter, enumText, id, instant, money } from './columns.ts';
import { registers, stores } from './organization.ts';

/** One session of the cash drawer of a register. Its sales are those that its register numbered meanwhile. */
export const shifts = pgTable(
  'shifts',
  {
    id: id(),
    storeId: uuid()
      .notNull()
      .references(() => stores.id),
    registerId: uuid()
      .notNull()
      .references(() => registers.id),
    status: enumText(ShiftStatus).notNull(),
    businessDate: date({ mode: 'string' }).notNull(),
    openingFloat: money().notNull(),
    note: text().notNull(),
    openedBy: uuid().notNull(),
    openedAt: instant().notNull(),
    /** What the client sent, where it made the id: the same id with other content is refused. */
    inputHash: text().notNull(),
    /** The sale numbers of the register after which it began and with which it ended. */
    saleNumberBefore: counter().notNull(),
    /** The sale number with which the shift before it ended: late sales from there on are in its Z report. */
    lateSaleNumberBefore: counter().notNull(),
    lastSaleNumber: counter(),
    zNumber: counter(),
    tenders: jsonb().$type<TenderCount[]>(),
    /** The figures as they were frozen. */
    totals: jsonb().$type<ShiftTotals>(),
    grandTotalBefore: counter(),
    grandTotal: counter(),
    closingReason: text(),
    forced: boolean().notNull().default(false),
    closedBy: uuid(),
    closedAt: instant(),
    version: integer().notNull().default(1),
    updatedAt: instant().notNull(),
  },
  (table) => [
    uniqueIndex('shifts_one_open').on(table.registerId).where(sql`${table.status} = 'open'`),
    unique('shifts_z_number').on(table.registerId, table.zNumber),
    index('shifts_list_opened').on(table.storeId, table.openedAt, table.id),
    index('shifts_opened').on(table.openedAt, table.id),
    index('shifts_register').on(table.registerId, table.openedAt, table.id),
    index('shifts_business_date').on(table.storeId, table.businessDate),
    checkEnum('shifts_status', table.status, ShiftStatus),
    checkThat(
      'shifts_closed',
      sql`(${table.status} = 'closed') = (${table.zNumber} IS NOT NULL AND ${table.tenders} IS NOT NULL AND ${table.totals} IS NOT NULL
        AND ${table.grandTotal} IS NOT NULL AND ${table.grandTotalBefore} IS NOT NULL AND ${table.lastSaleNumber} IS NOT NULL
        AND ${table.closedBy} IS NOT NULL AND ${table.closedAt} IS NOT NULL)`,
    ),
  ],
);

/** Append-only: what happened to a drawer beside sales. */
export const cashMovements = pgTable(
  'cash_movements',
  {
    id: id(),
    shiftId: uuid()
      .notNull()
      .references(() => shifts.id),
    storeId: uuid().notNull(),
    registerId: uuid().notNull(),
    kind: enumText(CashMovementKind).notNull(),
    amount: money().notNull(),
    reason: text().notNull(),
    actorId: uuid().notNull(),
    createdAt: instant().notNull(),
  },
  (table) => [
    index('cash_movements_list_created').on(table.shiftId, table.createdAt, table.id),
    checkEnum('cash_movements_kind', table.kind, CashMovementKind),
    checkThat(
      'cash_movements_amount',
      sql`(${table.kind} = 'no_sale') = (${table.amount} = 0) AND ${table.amount} >= 0`,
    ),
  ],
);
