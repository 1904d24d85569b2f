import {
  type Address,
  type CashRounding,
  type LabelLayout,
  RegisterKind,
  RoundingMode,
  TaxRounding,
} from '@cashwrap/contract';
import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { z } from 'zod';
import { checkEnum, checkThat } from './checks.ts';
import { counter, enumText, id, instant, money, sortedText, versioned } from './columns.ts';

/** The one business that this database belongs to. */
export const merchants = pgTable(
  'merchants',
  {
    id: id(),
    /** Always 1: a second merchant cannot be written. */
    onlyOne: smallint().notNull().default(1).unique(),
    name: text().notNull(),
    /** The currency of the catalogue prices. */
    currency: text().notNull(),
    registrationEnabled: boolean().notNull().default(false),
    /** Where those are cashiers who sign up by themselves; null: nobody can. */
    registrationStoreId: uuid().references((): AnyPgColumn => stores.id),
    loyaltyEnabled: boolean().notNull().default(false),
    /** After how many months without being loaded a gift card is no longer taken; null: never. */
    giftCardExpiryMonths: integer(),
    labelLayouts: jsonb().$type<LabelLayout[]>().notNull().default([]),
    ...versioned,
  },
  (table) => [checkThat('merchants_only_one', sql`${table.onlyOne} = 1`)],
);

export const stores = pgTable(
  'stores',
  {
    id: id(),
    name: sortedText().notNull().unique(),
    address: jsonb().$type<Address>().notNull(),
    phone: text(),
    email: text(),
    currency: text().notNull(),
    /** ISO 4217 minor digits, frozen when the store was opened. */
    currencyDigits: smallint().notNull(),
    timeZone: text().notNull(),
    businessDayCutoffHour: smallint().notNull(),
    locale: text().notNull(),
    pricesIncludeTax: boolean().notNull(),
    taxRounding: enumText(TaxRounding).notNull(),
    roundingMode: enumText(RoundingMode).notNull(),
    cashRounding: jsonb().$type<NonNullable<z.infer<typeof CashRounding>>>(),
    receiptHeader: text().notNull().default(''),
    receiptFooter: text().notNull().default(''),
    allowOversell: boolean().notNull().default(false),
    /** By how much a counted drawer may differ before a reason is asked for. */
    varianceTolerance: money().notNull().default(0),
    /** From which share of a line or sale on a discount takes a permission of its own, in whole percent. */
    maxDiscountPercentage: smallint().notNull().default(20),
    ...versioned,
  },
  (table) => [
    index('stores_created').on(table.createdAt, table.id),
    index('stores_name').on(table.name, table.id),
    checkEnum('stores_tax_rounding', table.taxRounding, TaxRounding),
    checkEnum('stores_rounding_mode', table.roundingMode, RoundingMode),
    checkThat('stores_max_discount', sql`${table.maxDiscountPercentage} BETWEEN 0 AND 100`),
    checkThat('stores_cutoff_hour', sql`${table.businessDayCutoffHour} BETWEEN 0 AND 23`),
  ],
);

/** A till. Completing a sale takes its next number from this row. */
export const registers = pgTable(
  'registers',
  {
    id: id(),
    storeId: uuid()
      .notNull()
      .references(() => stores.id),
    name: sortedText().notNull(),
    kind: enumText(RegisterKind).notNull(),
    lastSaleNumber: counter().notNull().default(0),
    lastReturnNumber: counter().notNull().default(0),
    /** The shift that is open; each sale reads it, and takes its number only while it is the same. */
    openShiftId: uuid(),
    lastZNumber: counter().notNull().default(0),
    /** What all closed shifts have sold. */
    grandTotal: counter().notNull().default(0),
    /** SHA-256 of the token of the paired device; null where none is paired. */
    tokenHash: text().unique('registers_token_hash'),
    retiredAt: instant(),
    ...versioned,
  },
  (table) => [
    unique('registers_name').on(table.storeId, table.name),
    uniqueIndex('registers_one_virtual').on(table.storeId).where(sql`${table.kind} = 'virtual'`),
    index('registers_list_created').on(table.storeId, table.createdAt, table.id),
    index('registers_list_name').on(table.storeId, table.name, table.id),
    checkEnum('registers_kind', table.kind, RegisterKind),
  ],
);

/** Every change of settings, of a store or (store_id null) of the whole business. */
export const settingsChanges = pgTable(
  'settings_changes',
  {
    id: id(),
    storeId: uuid().references(() => stores.id),
    /** The version that the change made. */
    version: integer().notNull(),
    changedBy: uuid().notNull(),
    changedAt: instant().notNull(),
    changes: jsonb().$type<{ field: string; before: unknown; after: unknown }[]>().notNull(),
  },
  (table) => [index('settings_changes_list').on(table.storeId, table.changedAt, table.id)],
);
