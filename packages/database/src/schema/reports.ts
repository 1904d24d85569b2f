import { PaymentMethod } from '@cashwrap/contract';
import { sql } from 'drizzle-orm';
import {
  date,
  integer,
  numeric,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { checkThat } from './checks.ts';
import { enumText, money, quantityTotal } from './columns.ts';

/**
 * What the sales and returns of a store and business day came to, by what reports group by. A day is recomputed from its
 * documents as a whole, never incremented, and can be thrown away at any time. What is returned is above zero here, and counts on
 * the day of the return.
 */
const ofDay = {
  storeId: uuid().notNull(),
  businessDate: date({ mode: 'string' }).notNull(),
};

const sold = {
  /** Before discounts, without gift cards; with tax where prices include it. */
  gross: money().notNull(),
  discount: money().notNull(),
  net: money().notNull(),
  tax: money().notNull(),
  /** The tax that tax-exempt customers have not paid. */
  exemptedTax: money().notNull(),
  /** The stock value that left with the goods: of what is tracked. */
  cost: money().notNull(),
};

const returned = {
  returnedGross: money().notNull(),
  returnedDiscount: money().notNull(),
  returnedNet: money().notNull(),
  returnedTax: money().notNull(),
  /** The share of the cost that came back, wherever the goods went. */
  returnedCost: money().notNull(),
};

/** By hour, register and employee: whole documents. */
export const rollupSales = pgTable(
  'rollup_sales',
  {
    ...ofDay,
    localHour: smallint().notNull(),
    registerId: uuid().notNull(),
    /** Who has rung up the sale, or taken the goods back. */
    employeeId: uuid().notNull(),
    saleCount: integer().notNull(),
    ...sold,
    /** What was put on gift cards: owed, not earned. */
    giftCards: money().notNull(),
    cashRounding: money().notNull(),
    tips: money().notNull(),
    /** Voids too. */
    returnCount: integer().notNull(),
    voidCount: integer().notNull(),
    ...returned,
    returnedGiftCards: money().notNull(),
    returnedCashRounding: money().notNull(),
    returnedTips: money().notNull(),
    /** What of the returned net, tax and gift cards was voids. */
    voidedTotal: money().notNull(),
  },
  (table) => [
    primaryKey({
      name: 'rollup_sales_key',
      columns: [table.storeId, table.businessDate, table.localHour, table.registerId, table.employeeId],
    }),
    checkThat('rollup_sales_voids', sql`${table.voidCount} <= ${table.returnCount}`),
  ],
);

/** By product: lines of goods, and of service charges. */
export const rollupProducts = pgTable(
  'rollup_products',
  {
    ...ofDay,
    /** Null: service charges. */
    productId: uuid(),
    /** Sales that it is in. */
    saleCount: integer().notNull(),
    quantity: quantityTotal().notNull(),
    ...sold,
    /** Returns that it is in. */
    returnCount: integer().notNull(),
    returnedQuantity: quantityTotal().notNull(),
    ...returned,
  },
  (table) => [
    unique('rollup_products_once').on(table.storeId, table.businessDate, table.productId).nullsNotDistinct(),
  ],
);

/** By payment method: payments of sales, and refunds of returns. Tips are in the amounts. */
export const rollupTenders = pgTable(
  'rollup_tenders',
  {
    ...ofDay,
    method: enumText(PaymentMethod).notNull(),
    /** What an other payment is called; else empty. */
    name: text().notNull(),
    paymentCount: integer().notNull(),
    amount: money().notNull(),
    tips: money().notNull(),
    refundCount: integer().notNull(),
    refunded: money().notNull(),
    refundedTips: money().notNull(),
  },
  (table) => [
    primaryKey({
      name: 'rollup_tenders_key',
      columns: [table.storeId, table.businessDate, table.method, table.name],
    }),
  ],
);

/** By tax rate, as it was called and how high it was. */
export const rollupTaxes = pgTable(
  'rollup_taxes',
  {
    ...ofDay,
    taxRateId: uuid().notNull(),
    name: text().notNull(),
    percentage: numeric({ precision: 7, scale: 4, mode: 'number' }).notNull(),
    base: money().notNull(),
    amount: money().notNull(),
    exempted: money().notNull(),
    returnedBase: money().notNull(),
    returnedAmount: money().notNull(),
  },
  (table) => [
    primaryKey({
      name: 'rollup_taxes_key',
      columns: [table.storeId, table.businessDate, table.taxRateId, table.name, table.percentage],
    }),
  ],
);

/** By discount, as it was called: what it took off sales. */
export const rollupDiscounts = pgTable(
  'rollup_discounts',
  {
    ...ofDay,
    /** Empty: those that were given at the till. */
    discountId: text().notNull(),
    name: text().notNull(),
    saleCount: integer().notNull(),
    amount: money().notNull(),
  },
  (table) => [
    primaryKey({
      name: 'rollup_discounts_key',
      columns: [table.storeId, table.businessDate, table.discountId, table.name],
    }),
  ],
);

/** By customer, as the document names them: one who was merged since stands under the old id. */
export const rollupCustomers = pgTable(
  'rollup_customers',
  {
    ...ofDay,
    customerId: uuid().notNull(),
    saleCount: integer().notNull(),
    ...sold,
    returnCount: integer().notNull(),
    ...returned,
  },
  (table) => [
    primaryKey({
      name: 'rollup_customers_key',
      columns: [table.storeId, table.businessDate, table.customerId],
    }),
  ],
);
