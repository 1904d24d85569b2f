import {
  type AppliedDiscount,
  type AppliedTax,
  type PriceSource,
  RoundingMode,
  SaleFlagKind,
  SaleFlagStatus,
  SaleLineKind,
  type SaleLoyalty,
  type SaleQuote,
  TaxRounding,
} from '@cashwrap/contract';
import { sql } from 'drizzle-orm';
import {
  boolean,
  date,
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
import { counter, enumText, id, instant, money, quantity } from './columns.ts';

/**
 * Completed sales. They never change.
 *
 * Here and in the ledgers no foreign key leads to stores, registers, users or products: each row would lock the
 * few rows that every other sale locks as well (a sixth of PostgreSQL's work on a sale, measured). Those are never
 * deleted, and a use case has read them in the same transaction.
 */
export const sales = pgTable(
  'sales',
  {
    id: id(),
    storeId: uuid().notNull(),
    registerId: uuid().notNull(),
    /** The shift that was open at the register. */
    shiftId: uuid(),
    /** Per register, gapless, in the order of recording. */
    number: counter().notNull(),
    businessDate: date({ mode: 'string' }).notNull(),
    /** The hour of the store's clock when it was completed, 0 to 23: reports go by it, whatever zone the store is given later. */
    localHour: smallint().notNull(),
    cashierId: uuid().notNull(),
    customerId: uuid(),
    taxExempt: boolean().notNull().default(false),
    /** The customer's, on the day. */
    taxExemptReason: text(),
    currency: text().notNull(),
    currencyDigits: smallint().notNull(),
    pricesIncludeTax: boolean().notNull(),
    taxRounding: enumText(TaxRounding).notNull(),
    roundingMode: enumText(RoundingMode).notNull(),
    /** What each discount took off, over all lines. */
    discounts: jsonb().$type<SaleQuote['discounts']>().notNull(),
    /** What each tax came to, over all lines. */
    taxes: jsonb().$type<z.infer<typeof AppliedTax>[]>().notNull(),
    grossTotal: money().notNull(),
    discountTotal: money().notNull(),
    netTotal: money().notNull(),
    taxTotal: money().notNull(),
    /** The tax that a tax-exempt customer has not paid. */
    exemptedTaxTotal: money().notNull().default(0),
    /** What was put on gift cards: owed, not earned. */
    giftCardTotal: money().notNull().default(0),
    total: money().notNull(),
    cashRounding: money().notNull(),
    tipTotal: money().notNull(),
    payable: money().notNull(),
    change: money().notNull(),
    /** What points had to do with it. */
    loyalty: jsonb().$type<SaleLoyalty>(),
    note: text().notNull(),
    pricingVersion: integer().notNull(),
    /** What the pricing engine was given: priced again, it gives the figures of this sale. */
    pricingInput: jsonb().notNull(),
    /** SHA-256 of what the client sent: the same id with other content is refused, not replayed. */
    inputHash: text().notNull(),
    /** Where it is part of an exchange. */
    exchangeId: uuid(),
    /** What an offline till has printed; null where it was rung up here. */
    tillReference: text(),
    /** Came in from an offline till after its shift was closed: belongs to no shift, and to the next Z report. */
    late: boolean().notNull().default(false),
    openedAt: instant().notNull(),
    /** When the goods were handed over. */
    completedAt: instant().notNull(),
    recordedAt: instant().notNull(),
  },
  (table) => [
    uniqueIndex('sales_till_reference')
      .on(table.tillReference, table.registerId)
      .where(sql`${table.tillReference} IS NOT NULL`),
    index('sales_late').on(table.registerId, table.number).where(sql`${table.late}`),
    uniqueIndex('sales_exchange').on(table.exchangeId).where(sql`${table.exchangeId} IS NOT NULL`),
    unique('sales_number').on(table.registerId, table.number),
    index('sales_list_completed').on(table.storeId, table.completedAt, table.id),
    index('sales_completed').on(table.completedAt, table.id),
    index('sales_customer')
      .on(table.customerId, table.completedAt, table.id)
      .where(sql`${table.customerId} IS NOT NULL`),
    index('sales_business_date').on(table.storeId, table.businessDate),
    checkThat('sales_local_hour', sql`${table.localHour} BETWEEN 0 AND 23`),
    checkThat(
      'sales_total',
      sql`${table.total} = ${table.netTotal} + ${table.taxTotal} + ${table.giftCardTotal}`,
    ),
    checkThat(
      'sales_payable',
      sql`${table.payable} = ${table.total} + ${table.cashRounding} + ${table.tipTotal}`,
    ),
  ],
);

export const saleLines = pgTable(
  'sale_lines',
  {
    id: id(),
    saleId: uuid()
      .notNull()
      .references(() => sales.id),
    storeId: uuid().notNull(),
    position: integer().notNull(),
    kind: enumText(SaleLineKind).notNull().default('product'),
    /** Null for a service charge and a gift card. */
    productId: uuid(),
    /** What was sold or loaded; else null. */
    giftCardId: uuid(),
    sku: text(),
    name: text().notNull(),
    quantity: quantity().notNull(),
    unitLabel: text(),
    unitPrice: money().notNull(),
    /** Where the unit price came from. */
    price: jsonb().$type<z.infer<typeof PriceSource>>().notNull(),
    gross: money().notNull(),
    discounts: jsonb().$type<z.infer<typeof AppliedDiscount>[]>().notNull(),
    discount: money().notNull(),
    taxes: jsonb().$type<z.infer<typeof AppliedTax>[]>().notNull(),
    net: money().notNull(),
    tax: money().notNull(),
    exemptedTax: money().notNull().default(0),
    total: money().notNull(),
    /** What a bundle has held, over all of its quantity: what of it is tracked was taken from stock. */
    components: jsonb().$type<{ productId: string; name: string; quantity: number }[]>(),
    /** The stock value that left with it; null where the stock of the product is not tracked. */
    cost: money(),
  },
  (table) => [
    unique('sale_lines_position').on(table.saleId, table.position),
    index('sale_lines_product').on(table.productId),
    checkThat('sale_lines_total', sql`${table.total} = ${table.net} + ${table.tax}`),
    checkEnum('sale_lines_kind', table.kind, SaleLineKind),
    checkThat('sale_lines_product', sql`(${table.kind} = 'product') = (${table.productId} IS NOT NULL)`),
    checkThat('sale_lines_gift_card', sql`(${table.kind} = 'gift_card') = (${table.giftCardId} IS NOT NULL)`),
    checkThat('sale_lines_quantity', sql`${table.quantity} > 0`),
  ],
);

/** What somebody should look at. */
export const saleFlags = pgTable(
  'sale_flags',
  {
    id: id(),
    storeId: uuid().notNull(),
    saleId: uuid()
      .notNull()
      .references(() => sales.id),
    kind: enumText(SaleFlagKind).notNull(),
    status: enumText(SaleFlagStatus).notNull(),
    detail: text().notNull(),
    resolution: text(),
    resolvedBy: uuid(),
    createdAt: instant().notNull(),
    resolvedAt: instant(),
  },
  (table) => [
    index('sale_flags_sale').on(table.saleId),
    index('sale_flags_list_created').on(table.storeId, table.createdAt, table.id),
    index('sale_flags_created').on(table.createdAt, table.id),
    index('sale_flags_open')
      .on(table.storeId, table.createdAt, table.id)
      .where(sql`${table.status} = 'open'`),
    checkEnum('sale_flags_kind', table.kind, SaleFlagKind),
    checkEnum('sale_flags_status', table.status, SaleFlagStatus),
    checkThat(
      'sale_flags_resolved',
      sql`(${table.status} = 'resolved') = (${table.resolution} IS NOT NULL AND ${table.resolvedBy} IS NOT NULL
        AND ${table.resolvedAt} IS NOT NULL)`,
    ),
  ],
);
