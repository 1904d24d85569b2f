import { sql } from 'drizzle-orm';
import { date, index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { checkThat } from './checks.ts';
import { id, instant, money, sortedText, versioned } from './columns.ts';
import { users } from './identity.ts';
import { stores } from './organization.ts';

/** The staff record of a person, who usually is a user as well. */
export const employees = pgTable(
  'employees',
  {
    id: id(),
    userId: uuid()
      .unique('employees_user')
      .references(() => users.id),
    name: sortedText().notNull(),
    position: text().notNull(),
    email: text(),
    phone: text(),
    hiredOn: date({ mode: 'string' }).notNull(),
    terminatedOn: date({ mode: 'string' }),
    /** What an hour is paid, in the merchant's currency. */
    hourlyRate: money(),
    note: text().notNull(),
    ...versioned,
  },
  (table) => [
    index('employees_list_name').on(table.name, table.id),
    index('employees_list_created').on(table.createdAt, table.id),
    checkThat('employees_hourly_rate', sql`${table.hourlyRate} >= 0`),
    checkThat(
      'employees_terminated',
      sql`${table.terminatedOn} IS NULL OR ${table.terminatedOn} >= ${table.hiredOn}`,
    ),
  ],
);

/** Where a person works. */
export const employeeStores = pgTable(
  'employee_stores',
  {
    employeeId: uuid()
      .notNull()
      .references(() => employees.id),
    storeId: uuid()
      .notNull()
      .references(() => stores.id),
  },
  (table) => [
    primaryKey({ columns: [table.employeeId, table.storeId] }),
    index('employee_stores_store').on(table.storeId, table.employeeId),
  ],
);

/** One stay of a person at work. */
export const timecards = pgTable(
  'timecards',
  {
    id: id(),
    employeeId: uuid()
      .notNull()
      .references(() => employees.id),
    storeId: uuid()
      .notNull()
      .references(() => stores.id),
    clockedInAt: instant().notNull(),
    clockedOutAt: instant(),
    breaks: jsonb().$type<{ startedAt: string; endedAt: string | null }[]>().notNull(),
    correctionReason: text(),
    ...versioned,
  },
  (table) => [
    uniqueIndex('timecards_one_open').on(table.employeeId).where(sql`${table.clockedOutAt} IS NULL`),
    index('timecards_list').on(table.storeId, table.clockedInAt, table.id),
    index('timecards_clocked_in').on(table.clockedInAt, table.id),
    index('timecards_employee').on(table.employeeId, table.clockedInAt),
    checkThat(
      'timecards_order',
      sql`${table.clockedOutAt} IS NULL OR ${table.clockedInAt} <= ${table.clockedOutAt}`,
    ),
  ],
);
