import { type Product, ProductKind, ProductStatus, SoldBy } from '@cashwrap/contract';
import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { checkEnum, checkThat } from './checks.ts';
import { bytewiseText, enumText, id, instant, money, quantity, sortedText, versioned } from './columns.ts';
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

/** The tree of categories. */
export const categories = pgTable(
  'categories',
  {
    id: id(),
    name: sortedText().notNull(),
    parentId: uuid().references((): AnyPgColumn => categories.id),
    /** The categories above it, from the top, and itself at the end: what a cart asks is in one row. */
    path: uuid().array().notNull(),
    ...versioned,
  },
  (table) => [
    unique('categories_name').on(table.parentId, table.name).nullsNotDistinct(),
    index('categories_list_name').on(table.name, table.id),
    index('categories_created').on(table.createdAt, table.id),
    index('categories_path').using('gin', table.path),
    checkThat('categories_path_ends', sql`${table.path}[cardinality(${table.path})] = ${table.id}`),
  ],
);

/** How much of `products.search_text` an index holds in order: an index entry may not be longer than 2.7 kB. */
export const NAME_PREFIX = 100;

/** What is sold. A product with options is the parent of its variants and not sold itself. */
export const products = pgTable(
  'products',
  {
    id: id(),
    kind: enumText(ProductKind).notNull().default('standard'),
    parentId: uuid().references((): AnyPgColumn => products.id),
    options: jsonb().$type<Product['options']>().notNull().default([]),
    optionValues: jsonb().$type<Product['optionValues']>().notNull().default({}),
    sku: text().notNull().unique(),
    name: sortedText().notNull(),
    description: text().notNull(),
    taxCategoryId: uuid()
      .notNull()
      .references(() => taxCategories.id),
    categoryId: uuid().references(() => categories.id),
    brand: text(),
    imageUrl: text(),
    attributes: jsonb().$type<Product['attributes']>().notNull().default({}),
    plu: text().unique('products_plu'),
    /** Null where a variant has its parent's. */
    price: money(),
    cost: money(),
    soldBy: enumText(SoldBy).notNull(),
    unitLabel: text(),
    trackStock: boolean().notNull(),
    allowOversell: boolean().notNull(),
    status: enumText(ProductStatus).notNull(),
    /**
     * What search looks through: a space, then the words of name, brand and codes in lower case and without accents, each
     * with a space behind it. The application writes it; see the server's `domain/search-text.ts`.
     */
    searchText: bytewiseText().notNull(),
    ...versioned,
  },
  (table) => [
    // Parts of words, by their trigrams, and the beginnings of names in their order. What was written lately waits in a list
    // (without it an import takes three times as long) that each search reads: half a megabyte at most.
    index('products_search')
      .using('gin', table.searchText.op('gin_trgm_ops'))
      .with({ gin_pending_list_limit: 512 }),
    index('products_search_name').on(
      sql`left(${table.searchText}, ${sql.raw(String(NAME_PREFIX))})`,
      table.id,
    ),
    index('products_list_name').on(table.name, table.id),
    index('products_list_created').on(table.createdAt, table.id),
    index('products_list_updated').on(table.updatedAt, table.id),
    index('products_tax_category').on(table.taxCategoryId),
    index('products_category').on(table.categoryId, table.name, table.id),
    uniqueIndex('products_variant')
      .on(table.parentId, table.optionValues)
      .where(sql`${table.parentId} IS NOT NULL`),
    checkEnum('products_kind', table.kind, ProductKind),
    checkThat('products_has_price', sql`${table.price} IS NOT NULL OR ${table.parentId} IS NOT NULL`),
    checkEnum('products_sold_by', table.soldBy, SoldBy),
    checkEnum('products_status', table.status, ProductStatus),
    checkThat('products_price', sql`${table.price} >= 0`),
    checkThat('products_cost', sql`${table.cost} >= 0`),
  ],
);

/**
 * The words of names and brands: where a search finds nothing that begins as it was typed, the likeliest of these take
 * the place of what was. Append-only and not unique, so that two transactions that bring one word never wait for each
 * other; a word that no product has any more only costs a look.
 */
export const searchWords = pgTable('search_words', { word: bytewiseText().notNull() }, (table) => [
  index('search_words_word').on(table.word),
  index('search_words_similar').using('gin', table.word.op('gin_trgm_ops')),
]);

/** What a scanner reads, as it was given. A code stands for one product, whatever form of GTIN it is written in. */
export const productBarcodes = pgTable(
  'product_barcodes',
  {
    code: text().primaryKey(),
    productId: uuid()
      .notNull()
      .references(() => products.id),
    position: smallint().notNull(),
  },
  (table) => [
    index('product_barcodes_product').on(table.productId, table.position),
    // UPC-A, EAN-13 and GTIN-14 are one number with more or fewer zeros in front (GS1 General Specifications, 3.3.2).
    uniqueIndex('product_barcodes_gtin').on(
      sql`(CASE WHEN ${table.code} ~ '^[0-9]{12,14}$' THEN lpad(${table.code}, 14, '0') ELSE ${table.code} END)`,
    ),
  ],
);

/** What a bundle holds. */
export const bundleComponents = pgTable(
  'bundle_components',
  {
    bundleId: uuid()
      .notNull()
      .references(() => products.id),
    productId: uuid()
      .notNull()
      .references(() => products.id),
    position: smallint().notNull(),
    quantity: quantity().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.bundleId, table.productId] }),
    index('bundle_components_product').on(table.productId),
    checkThat('bundle_components_quantity', sql`${table.quantity} > 0`),
  ],
);

/** Append-only: every change of a price or a cost. */
export const priceChanges = pgTable(
  'price_changes',
  {
    id: id(),
    productId: uuid()
      .notNull()
      .references(() => products.id),
    field: text({ enum: ['price', 'cost'] }).notNull(),
    priceListId: uuid(),
    minQuantity: quantity(),
    before: money(),
    after: money(),
    changedBy: uuid().notNull(),
    changedAt: instant().notNull(),
  },
  (table) => [index('price_changes_list').on(table.productId, table.changedAt, table.id)],
);
