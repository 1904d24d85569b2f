import {
  type DiscountConditions,
  type DiscountEffect,
  DiscountStacking,
  DiscountStatus,
  PriceListStatus,
  type ProductSelection,
} from '@cashwrap/contract';
import { sql } from 'drizzle-orm';
import {
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { z } from 'zod';
import { products } from './catalog.ts';
import { checkEnum, checkThat } from './checks.ts';
import { counter, enumText, id, money, quantity, sortedText, versioned } from './columns.ts';
import { customerGroups } from './customers.ts';
import { stores } from './organization.ts';

export const priceLists = pgTable(
  'price_lists',
  {
    id: id(),
    name: sortedText().notNull().unique(),
    currency: text().notNull(),
    storeId: uuid().references(() => stores.id),
    customerGroupId: uuid().references(() => customerGroups.id),
    startsOn: date({ mode: 'string' }),
    endsOn: date({ mode: 'string' }),
    status: enumText(PriceListStatus).notNull(),
    ...versioned,
  },
  (table) => [
    index('price_lists_list_name').on(table.name, table.id),
    index('price_lists_list_created').on(table.createdAt, table.id),
    checkEnum('price_lists_status', table.status, PriceListStatus),
    checkThat(
      'price_lists_days',
      sql`${table.startsOn} IS NULL OR ${table.endsOn} IS NULL OR ${table.startsOn} <= ${table.endsOn}`,
    ),
  ],
);

/** What one unit of a product costs by a list, from some quantity on. Led by the product: that is what a cart asks. */
export const priceListEntries = pgTable(
  'price_list_entries',
  {
    productId: uuid()
      .notNull()
      .references(() => products.id),
    priceListId: uuid()
      .notNull()
      .references(() => priceLists.id),
    minQuantity: quantity().notNull(),
    unitPrice: money().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.productId, table.priceListId, table.minQuantity] }),
    index('price_list_entries_list').on(table.priceListId, table.productId, table.minQuantity),
    checkThat('price_list_entries_min_quantity', sql`${table.minQuantity} > 0`),
    checkThat('price_list_entries_unit_price', sql`${table.unitPrice} >= 0`),
  ],
);

export const discounts = pgTable(
  'discounts',
  {
    id: id(),
    name: sortedText().notNull(),
    code: text(),
    effect: jsonb().$type<DiscountEffect>().notNull(),
    products: jsonb().$type<ProductSelection>().notNull(),
    conditions: jsonb().$type<z.infer<typeof DiscountConditions>>().notNull(),
    stacking: enumText(DiscountStacking).notNull(),
    priority: integer().notNull(),
    usageLimit: integer(),
    usageLimitPerCustomer: integer(),
    /**
     * How many sales have had it since it has a limit. Without one nothing is counted: the row would be locked by every
     * sale.
     */
    usedCount: counter().notNull().default(0),
    status: enumText(DiscountStatus).notNull(),
    ...versioned,
  },
  (table) => [
    uniqueIndex('discounts_code').on(table.code).where(sql`${table.status} = 'active'`),
    index('discounts_list_name').on(table.name, table.id),
    index('discounts_list_created').on(table.createdAt, table.id),
    index('discounts_active').on(table.id).where(sql`${table.status} = 'active'`),
    checkEnum('discounts_stacking', table.stacking, DiscountStacking),
    checkEnum('discounts_status', table.status, DiscountStatus),
    checkThat(
      'discounts_usage',
      sql`${table.usedCount} >= 0 AND (${table.usageLimit} IS NULL OR ${table.usedCount} <= ${table.usageLimit})`,
    ),
  ],
);

/** How often one customer has had a discount that is limited by customer. Led by the customer: that is what a sale asks. */
export const discountCustomerUses = pgTable(
  'discount_customer_uses',
  {
    discountId: uuid()
      .notNull()
      .references(() => discounts.id),
    customerId: uuid().notNull(),
    usedCount: counter().notNull(),
  },
  (table) => [primaryKey({ columns: [table.customerId, table.discountId] })],
);
