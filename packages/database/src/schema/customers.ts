import { CustomerStatus } from '@cashwrap/contract';
import { sql } from 'drizzle-orm';
import { boolean, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { checkEnum, checkThat } from './checks.ts';
import { counter, enumText, id, sortedText, versioned } from './columns.ts';

export const customerGroups = pgTable(
  'customer_groups',
  { id: id(), name: sortedText().notNull().unique(), ...versioned },
  (table) => [
    index('customer_groups_name').on(table.name, table.id),
    index('customer_groups_created').on(table.createdAt, table.id),
  ],
);

export const customers = pgTable(
  'customers',
  {
    id: id(),
    name: sortedText().notNull(),
    email: text(),
    phone: text(),
    taxExempt: boolean().notNull(),
    taxExemptReason: text(),
    status: enumText(CustomerStatus).notNull(),
    /** How many sales the customer has completed: 0 makes the next one the first purchase. */
    saleCount: counter().notNull().default(0),
    /** SHA-256 of what the client sent, where it made the id. */
    inputHash: text(),
    ...versioned,
  },
  (table) => [
    index('customers_list_name').on(table.name, table.id),
    index('customers_list_created').on(table.createdAt, table.id),
    checkEnum('customers_status', table.status, CustomerStatus),
    checkThat('customers_exemption', sql`NOT ${table.taxExempt} OR ${table.taxExemptReason} IS NOT NULL`),
  ],
);

export const customerGroupMembers = pgTable(
  'customer_group_members',
  {
    customerId: uuid()
      .notNull()
      .references(() => customers.id),
    groupId: uuid()
      .notNull()
      .references(() => customerGroups.id),
  },
  (table) => [
    primaryKey({ columns: [table.customerId, table.groupId] }),
    index('customer_group_members_group').on(table.groupId, table.customerId),
  ],
);
