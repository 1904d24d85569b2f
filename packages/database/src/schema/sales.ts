import {
  type AppliedDiscount,
  type AppliedTax,
  PaymentMethod,
  PaymentStatus,
  type PriceSource,
  RoundingMode,
  SaleLineKind,
  type SaleLoyalty,
  type SaleQuote,
  SaleStatus,
  TaxRounding,
  TransactionKind,
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
  uuid,
} from 'drizzle-orm/pg-core';
import type { z } from 'zod';
import { checkEnum, checkThat } from './checks.ts';
import { counter, enumText, id, instant, money, quantity } from './columns.ts';

/**
 * A completed sale never changes.
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
    status: enumText(SaleStatus).notNull(),
    businessDate: date({ mode: 'string' }).notNull(),
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
    completedAt: instant().notNull(),
  },
  (table) => [
    unique('sales_number').on(table.registerId, table.number),
    index('sales_list_completed').on(table.storeId, table.completedAt, table.id),
    index('sales_completed').on(table.completedAt, table.id),
    index('sales_customer')
      .on(table.customerId, table.completedAt, table.id)
      .where(sql`${table.customerId} IS NOT NULL`),
    index('sales_business_date').on(table.storeId, table.businessDate),
    checkEnum('sales_status', table.status, SaleStatus),
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

export const payments = pgTable(
  'payments',
  {
    id: id(),
    saleId: uuid()
      .notNull()
      .references(() => sales.id),
    storeId: uuid().notNull(),
    position: smallint().notNull(),
    method: enumText(PaymentMethod).notNull(),
    status: enumText(PaymentStatus).notNull(),
    /** What was kept, tip included. */
    amount: money().notNull(),
    tendered: money().notNull(),
    change: money().notNull(),
    tip: money().notNull(),
    reference: text(),
    /** What it was taken from: a gift card, store credit, points. */
    accountId: uuid(),
    /** The points that paid it. */
    points: counter(),
    /** What was left there, in the currency of the sale. */
    balanceAfter: money(),
    createdAt: instant().notNull(),
  },
  (table) => [
    unique('payments_position').on(table.saleId, table.position),
    index('payments_reference').on(table.reference).where(sql`${table.reference} IS NOT NULL`),
    checkEnum('payments_method', table.method, PaymentMethod),
    checkEnum('payments_status', table.status, PaymentStatus),
    checkThat('payments_tendered', sql`${table.tendered} = ${table.amount} + ${table.change}`),
    checkThat(
      'payments_change',
      sql`${table.change} = 0 OR (${table.method} = 'cash' AND ${table.change} > 0)`,
    ),
    checkThat(
      'payments_account',
      sql`(${table.method} IN ('gift_card', 'store_credit', 'loyalty')) = (${table.accountId} IS NOT NULL)
        AND (${table.method} = 'loyalty') = (${table.points} IS NOT NULL)`,
    ),
    checkThat('payments_tip', sql`${table.tip} BETWEEN 0 AND ${table.amount}`),
  ],
);

/** Append-only: the ledger of money. Signed: what comes in is positive. Its cash is the drawer. */
export const transactions = pgTable(
  'transactions',
  {
    id: id(),
    storeId: uuid().notNull(),
    registerId: uuid().notNull(),
    shiftId: uuid(),
    kind: enumText(TransactionKind).notNull(),
    method: enumText(PaymentMethod).notNull(),
    currency: text().notNull(),
    amount: money().notNull(),
    /** What of the amount is a tip. */
    tip: money().notNull(),
    /** The sale, or what happened to the drawer beside it. */
    documentId: uuid().notNull(),
    paymentId: uuid().unique('transactions_payment'),
    actorId: uuid().notNull(),
    businessDate: date({ mode: 'string' }).notNull(),
    occurredAt: instant().notNull(),
    recordedAt: instant().notNull(),
  },
  (table) => [
    index('transactions_recorded').on(table.storeId, table.recordedAt, table.id),
    index('transactions_business_date').on(table.storeId, table.businessDate, table.recordedAt, table.id),
    index('transactions_document').on(table.documentId),
    checkEnum('transactions_method', table.method, PaymentMethod),
    checkEnum('transactions_kind', table.kind, TransactionKind),
    checkThat('transactions_paid', sql`(${table.kind} = 'sale') = (${table.paymentId} IS NOT NULL)`),
  ],
);
