import {
  type Address,
  type Consent,
  ConsentChannel,
  ConsentSource,
  CustomerStatus,
} from '@cashwrap/contract';
import { sql } from 'drizzle-orm';
import {
  boolean,
  date,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { z } from 'zod';
import { checkEnum, checkThat } from './checks.ts';
import { bytewiseText, counter, enumText, id, instant, sortedText, versioned } from './columns.ts';

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
    /** The merchant's own number of them. */
    reference: text(),
    company: text(),
    taxId: text(),
    email: text(),
    phone: text(),
    address: jsonb().$type<z.infer<typeof Address>>().notNull().default({}),
    birthday: date({ mode: 'string' }),
    tags: text().array().notNull().default([]),
    note: text().notNull().default(''),
    /** What was last said of each channel; every time is in `customer_consents`. */
    consents: jsonb().$type<Consent[]>().notNull().default([]),
    taxExempt: boolean().notNull(),
    taxExemptReason: text(),
    status: enumText(CustomerStatus).notNull(),
    /** How many sales the customer has completed: 0 makes the next one the first purchase. */
    saleCount: counter().notNull().default(0),
    /** SHA-256 of what the client sent, where it made the id. */
    inputHash: text(),
    /** Who stands for this one: never somebody who was merged. */
    mergedIntoId: uuid(),
    /**
     * What search looks through: a space, then the words of name, company, email and reference in lower case and without
     * accents, and the digits of the phone number, each with a space behind it. The application writes it.
     */
    searchText: bytewiseText().notNull().default(' '),
    ...versioned,
  },
  (table) => [
    uniqueIndex('customers_reference').on(table.reference),
    index('customers_merged').on(table.mergedIntoId).where(sql`${table.mergedIntoId} IS NOT NULL`),
    index('customers_put_away').on(table.name, table.id).where(sql`${table.status} <> 'active'`),
    index('customers_tags').using('gin', table.tags),
    // As for products: each search reads the list of late writes, half a megabyte at most.
    index('customers_search')
      .using('gin', table.searchText.op('gin_trgm_ops'))
      .with({ gin_pending_list_limit: 512 }),
    checkThat(
      'customers_merged_into',
      sql`(${table.status} = 'merged') = (${table.mergedIntoId} IS NOT NULL) AND ${table.mergedIntoId} <> ${table.id}`,
    ),
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

/** Every time that a customer has given or taken back a consent. It holds nothing that tells who it is. */
export const customerConsents = pgTable(
  'customer_consents',
  {
    id: id(),
    customerId: uuid()
      .notNull()
      .references(() => customers.id),
    channel: enumText(ConsentChannel).notNull(),
    granted: boolean().notNull(),
    source: enumText(ConsentSource).notNull(),
    actorId: uuid().notNull(),
    recordedAt: instant().notNull(),
  },
  (table) => [
    index('customer_consents_list').on(table.customerId, table.recordedAt, table.id),
    checkEnum('customer_consents_channel', table.channel, ConsentChannel),
    checkEnum('customer_consents_source', table.source, ConsentSource),
  ],
);

/** What a customer has bought in all, by currency: the sum of their sales, kept with each. */
export const customerTotals = pgTable(
  'customer_totals',
  {
    customerId: uuid()
      .notNull()
      .references(() => customers.id),
    currency: text().notNull(),
    saleCount: counter().notNull(),
    /** With tax; without gift cards, cash rounding and tips. */
    total: counter().notNull(),
    /** What of it was given back for returns: never below 0, and with what came back without a receipt not in it. */
    returned: counter().notNull().default(0),
    returnCount: counter().notNull().default(0),
    firstSaleAt: instant().notNull(),
    lastSaleAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.customerId, table.currency] }),
    checkThat('customer_totals_count', sql`${table.saleCount} > 0`),
  ],
);

/**
 * The words of names and companies of customers: where a search finds nothing that begins as it was typed, the likeliest
 * of these take its place. Not unique, as `search_words` of products. A word that only somebody had who was erased goes
 * with them.
 */
export const customerSearchWords = pgTable(
  'customer_search_words',
  { word: bytewiseText().notNull() },
  (table) => [
    index('customer_search_words_word').on(table.word),
    index('customer_search_words_similar').using('gin', table.word.op('gin_trgm_ops')),
  ],
);
