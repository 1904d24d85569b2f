import { type CashRounding, type OpenCart, type Sale, SaleStatus } from '@cashwrap/contract';
import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, smallint, text, uuid } from 'drizzle-orm/pg-core';
import type { z } from 'zod';
import { checkEnum, checkThat } from './checks.ts';
import { enumText, id, instant, money } from './columns.ts';
import { customers } from './customers.ts';
import { registers, stores } from './organization.ts';

/** The figures of an open sale. */
type PricedOpenSale = Pick<
  Sale,
  | 'lines'
  | 'pricesIncludeTax'
  | 'taxRounding'
  | 'roundingMode'
  | 'taxExempt'
  | 'taxExemptReason'
  | 'discounts'
  | 'taxes'
  | 'grossTotal'
  | 'discountTotal'
  | 'netTotal'
  | 'taxTotal'
  | 'exemptedTaxTotal'
  | 'giftCardTotal'
  | 'pricingVersion'
> & {
  /** How the store rounded cash: what is due in cash follows from it. */
  cashRoundingSetting: z.infer<typeof CashRounding>;
};

/**
 * Sales that are not completed: mutable, under the version. Completing one writes it to `sales` under the same id, and this row
 * stays, so that a call that comes late is told what became of it.
 */
export const openSales = pgTable(
  'open_sales',
  {
    id: id(),
    storeId: uuid()
      .notNull()
      .references(() => stores.id),
    registerId: uuid()
      .notNull()
      .references(() => registers.id),
    status: enumText(SaleStatus).notNull(),
    name: text(),
    /** Who has opened it; of a cancelled one still. */
    cashierId: uuid().notNull(),
    customerId: uuid().references(() => customers.id),
    currency: text().notNull(),
    currencyDigits: smallint().notNull(),
    /** What was put in: see `OpenCart`. */
    cart: jsonb().$type<OpenCart>().notNull(),
    /** The figures of the last change, as they were answered. */
    priced: jsonb().$type<PricedOpenSale>().notNull(),
    lineCount: integer().notNull(),
    total: money().notNull(),
    note: text().notNull(),
    /** SHA-256 of what the client sent when it made the id. */
    inputHash: text().notNull(),
    cancelReason: text(),
    version: integer().notNull().default(1),
    openedAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    index('open_sales_list_updated').on(table.storeId, table.status, table.updatedAt, table.id),
    index('open_sales_updated').on(table.updatedAt, table.id),
    index('open_sales_customer')
      .on(table.customerId)
      .where(sql`${table.customerId} IS NOT NULL AND ${table.status} IN ('open', 'parked')`),
    checkEnum('open_sales_status', table.status, SaleStatus),
    checkThat(
      'open_sales_cancelled',
      sql`(${table.status} = 'cancelled') = (${table.cancelReason} IS NOT NULL)`,
    ),
  ],
);
