import { ProductStatus, SoldBy } from '@cashwrap/contract';
import { sql } from 'drizzle-orm';
import { boolean, date, index, integer, pgTable, smallint, text, uuid } from 'drizzle-orm/pg-core';
import { checkEnum, checkThat } from './checks.ts';
import { enumText, id, money, sortedText, versioned } from './columns.ts';
import { stores } from './organization.ts';

export const taxCategories = pgTable(
  'tax_categories',
  {
    id: id(),
    name: sortedText().notNull().unique(),
    ...versioned,
  },
  (table) => [
    index('tax_categories_created').on(table.createdAt, table.id),
    index('tax_categories_name').on(table.name, table.id),
  ],
);

/**
 * What a store charges on a tax category. The migration adds an exclusion constraint: rates of one name for
 * one store and category never overlap in time.
 */
export const taxRates = pgTable(
  'tax_rates',
  {
    id: id(),
    storeId: uuid()
      .notNull()
      .references(() => stores.id),
    taxCategoryId: uuid()
      .notNull()
      .references(() => taxCategories.id),
    name: text().notNull(),
    /** Parts per million: 8.875 % is 88 750. */
    ratePpm: integer().notNull(),
    validFrom: date({ mode: 'string' }).notNull(),
    validTo: date({ mode: 'string' }),
    ...versioned,
  },
  (table) => [
    index('tax_rates_list_created').on(table.storeId, table.createdAt, table.id),
    index('tax_rates_category').on(table.taxCategoryId),
    checkThat('tax_rates_rate', sql`${table.ratePpm} BETWEEN 0 AND 1000000`),
    checkThat('tax_rates_validity', sql`${table.validTo} IS NULL OR ${table.validFrom} <= ${table.validTo}`),
  ],
);

export const products = pgTable(
  'products',
  {
    id: id(),
    sku: text().notNull().unique(),
    name: sortedText().notNull(),
    description: text().notNull(),
    taxCategoryId: uuid()
      .notNull()
      .references(() => taxCategories.id),
    price: money().notNull(),
    cost: money(),
    soldBy: enumText(SoldBy).notNull(),
    unitLabel: text(),
    trackStock: boolean().notNull(),
    allowOversell: boolean().notNull(),
    status: enumText(ProductStatus).notNull(),
    ...versioned,
  },
  (table) => [
    index('products_list_name').on(table.name, table.id),
    index('products_list_created').on(table.createdAt, table.id),
    index('products_tax_category').on(table.taxCategoryId),
    checkEnum('products_sold_by', table.soldBy, SoldBy),
    checkEnum('products_status', table.status, ProductStatus),
    checkThat('products_price', sql`${table.price} >= 0`),
    checkThat('products_cost', sql`${table.cost} >= 0`),
  ],
);

/** What a scanner reads. A code stands for one product. */
export const productBarcodes = pgTable(
  'product_barcodes',
  {
    code: text().primaryKey(),
    productId: uuid()
      .notNull()
      .references(() => products.id),
    position: smallint().notNull(),
  },
  (table) => [index('product_barcodes_product').on(table.productId, table.position)],
);
