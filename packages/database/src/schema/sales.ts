import {
  type AppliedDiscount,
  type AppliedTax,
  Disposition,
  type OpenCart,
  type PaymentFailure,
  PaymentMethod,
  PaymentStatus,
  type PriceSource,
  RefundStatus,
  ReturnKind,
  type ReturnLoyalty,
  RoundingMode,
  type Sale,
  SaleFlagKind,
  SaleFlagStatus,
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
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { z } from 'zod';
import { checkEnum, checkThat } from './checks.ts';
import { counter, enumText, id, instant, money, quantity } from './columns.ts';
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
>;

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
      .on(table.registerId, table.tillReference)
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

/**
 * Payments of open sales, by guarded transitions, and of completed ones, which never change. Their sale is in `open_sales`, in
 * `sales`, or in both.
 */
export const payments = pgTable(
  'payments',
  {
    id: id(),
    saleId: uuid().notNull(),
    storeId: uuid().notNull(),
    position: smallint().notNull(),
    method: enumText(PaymentMethod).notNull(),
    status: enumText(PaymentStatus).notNull(),
    /** What was kept, tip included. */
    amount: money().notNull(),
    tendered: money().notNull(),
    change: money().notNull(),
    tip: money().notNull(),
    /** What an other payment is called. */
    name: text(),
    reference: text(),
    /** Who charges a card. */
    provider: text(),
    /** What the provider was told beside the amount. */
    providerData: jsonb().$type<Record<string, string>>(),
    /** Whether the provider shall take the amount at once, or set it aside. */
    capture: boolean().notNull().default(true),
    failure: jsonb().$type<PaymentFailure>(),
    /** What the provider is being asked for while its answer is open. */
    asking: text({ enum: ['authorize', 'capture', 'void'] }),
    /** When it is asked what became of that. */
    askAt: instant(),
    /** SHA-256 of what the client sent, where it was added to an open sale. */
    inputHash: text(),
    /** What it was taken from: a gift card, store credit, points. */
    accountId: uuid(),
    /** The points that paid it. */
    points: counter(),
    /** What was left there, in the currency of the sale. */
    balanceAfter: money(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    index('payments_ask').on(table.askAt).where(sql`${table.askAt} IS NOT NULL`),
    index('payments_undecided')
      .on(table.storeId, table.createdAt, table.id)
      .where(sql`${table.status} <> 'captured'`),
    checkThat('payments_asking', sql`(${table.asking} IS NULL) = (${table.askAt} IS NULL)`),
    checkThat('payments_pending', sql`${table.status} <> 'pending' OR ${table.asking} IS NOT NULL`),
    checkThat('payments_failure', sql`(${table.status} = 'failed') = (${table.failure} IS NOT NULL)`),
    checkThat('payments_name', sql`(${table.method} = 'other') = (${table.name} IS NOT NULL)`),
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

/** Goods that came back. Nothing of it changes, but for what providers answer of the refunds. */
export const returns = pgTable(
  'returns',
  {
    id: id(),
    storeId: uuid().notNull(),
    registerId: uuid().notNull(),
    shiftId: uuid(),
    /** Per register, gapless, in the order of recording. */
    number: counter().notNull(),
    kind: enumText(ReturnKind).notNull(),
    /** Null without a receipt. */
    saleId: uuid().references(() => sales.id),
    exchangeId: uuid(),
    customerId: uuid(),
    businessDate: date({ mode: 'string' }).notNull(),
    cashierId: uuid().notNull(),
    currency: text().notNull(),
    currencyDigits: smallint().notNull(),
    pricesIncludeTax: boolean().notNull(),
    taxes: jsonb().$type<z.infer<typeof AppliedTax>[]>().notNull(),
    grossTotal: money().notNull(),
    discountTotal: money().notNull(),
    netTotal: money().notNull(),
    taxTotal: money().notNull(),
    giftCardTotal: money().notNull(),
    total: money().notNull(),
    cashRounding: money().notNull(),
    tipTotal: money().notNull(),
    refundTotal: money().notNull(),
    loyalty: jsonb().$type<ReturnLoyalty>(),
    reason: text().notNull(),
    note: text().notNull(),
    inputHash: text().notNull(),
    completedAt: instant().notNull(),
  },
  (table) => [
    unique('returns_number').on(table.registerId, table.number),
    index('returns_sale').on(table.saleId),
    index('returns_shift').on(table.shiftId),
    index('returns_list_completed').on(table.storeId, table.completedAt, table.id),
    index('returns_completed').on(table.completedAt, table.id),
    index('returns_customer').on(table.customerId).where(sql`${table.customerId} IS NOT NULL`),
    index('returns_business_date').on(table.storeId, table.businessDate),
    uniqueIndex('returns_exchange').on(table.exchangeId).where(sql`${table.exchangeId} IS NOT NULL`),
    uniqueIndex('returns_void').on(table.saleId).where(sql`${table.kind} = 'void'`),
    checkEnum('returns_kind', table.kind, ReturnKind),
    checkThat('returns_receipt', sql`(${table.kind} = 'without_receipt') = (${table.saleId} IS NULL)`),
    checkThat(
      'returns_total',
      sql`${table.total} = ${table.netTotal} + ${table.taxTotal} + ${table.giftCardTotal} AND ${table.total} >= 0`,
    ),
    checkThat(
      'returns_refund_total',
      sql`${table.refundTotal} = ${table.total} + ${table.cashRounding} + ${table.tipTotal}`,
    ),
  ],
);

export const returnLines = pgTable(
  'return_lines',
  {
    id: id(),
    returnId: uuid()
      .notNull()
      .references(() => returns.id),
    storeId: uuid().notNull(),
    position: integer().notNull(),
    /** Null without a receipt. */
    saleLineId: uuid().references(() => saleLines.id),
    kind: enumText(SaleLineKind).notNull(),
    productId: uuid(),
    giftCardId: uuid(),
    sku: text(),
    name: text().notNull(),
    quantity: quantity().notNull(),
    unitLabel: text(),
    unitPrice: money().notNull(),
    gross: money().notNull(),
    discount: money().notNull(),
    taxes: jsonb().$type<z.infer<typeof AppliedTax>[]>().notNull(),
    net: money().notNull(),
    tax: money().notNull(),
    total: money().notNull(),
    disposition: enumText(Disposition).notNull(),
    components: jsonb().$type<{ productId: string; name: string; quantity: number }[]>(),
    /** Its share of the cost of the line, wherever the goods went; null where nothing of it is tracked. */
    cost: money(),
  },
  (table) => [
    unique('return_lines_position').on(table.returnId, table.position),
    index('return_lines_sale_line').on(table.saleLineId),
    index('return_lines_product').on(table.productId),
    checkEnum('return_lines_kind', table.kind, SaleLineKind),
    checkEnum('return_lines_disposition', table.disposition, Disposition),
    checkThat('return_lines_quantity', sql`${table.quantity} > 0`),
    checkThat('return_lines_total', sql`${table.total} = ${table.net} + ${table.tax}`),
  ],
);

/** How returns are paid out. */
export const refunds = pgTable(
  'refunds',
  {
    id: id(),
    returnId: uuid()
      .notNull()
      .references(() => returns.id),
    storeId: uuid().notNull(),
    position: smallint().notNull(),
    /** What it counts against: a payment of the sale; null without a receipt. */
    paymentId: uuid().references(() => payments.id),
    /**
     * The payment whose way it goes: that one, but for one by an exchange, which goes back the way of what had paid the goods
     * exchanged before. Null where somebody chose another way, and for the part that pays the goods of an exchange, unless an
     * exchange had paid for those as well: later returns must know what of.
     */
    targetPaymentId: uuid().references(() => payments.id),
    method: enumText(PaymentMethod).notNull(),
    status: enumText(RefundStatus).notNull(),
    /** What is given back, tip included; above 0. */
    amount: money().notNull(),
    /** What it counts against the payment, before cash rounding and without the tip. */
    counted: money().notNull(),
    tip: money().notNull(),
    name: text(),
    reference: text(),
    provider: text(),
    failure: jsonb().$type<PaymentFailure>(),
    accountId: uuid(),
    points: counter(),
    balanceAfter: money(),
    /** When the provider is asked next. */
    askAt: instant(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    unique('refunds_position').on(table.returnId, table.position),
    index('refunds_payment').on(table.paymentId).where(sql`${table.paymentId} IS NOT NULL`),
    index('refunds_ask').on(table.askAt).where(sql`${table.status} = 'pending'`),
    index('refunds_failed').on(table.returnId).where(sql`${table.status} <> 'completed'`),
    checkEnum('refunds_method', table.method, PaymentMethod),
    checkEnum('refunds_status', table.status, RefundStatus),
    checkThat('refunds_pending', sql`(${table.status} = 'pending') = (${table.askAt} IS NOT NULL)`),
    checkThat('refunds_failure', sql`(${table.status} = 'failed') = (${table.failure} IS NOT NULL)`),
    checkThat('refunds_amount', sql`${table.amount} >= 0 AND ${table.tip} BETWEEN 0 AND ${table.amount}`),
    checkThat(
      'refunds_account',
      sql`(${table.method} IN ('gift_card', 'store_credit', 'loyalty')) = (${table.accountId} IS NOT NULL)
        AND (${table.method} = 'loyalty') = (${table.points} IS NOT NULL)`,
    ),
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
    refundId: uuid(),
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
    uniqueIndex('transactions_refund').on(table.refundId).where(sql`${table.refundId} IS NOT NULL`),
    checkThat(
      'transactions_paid',
      sql`(${table.kind} = 'sale') = (${table.paymentId} IS NOT NULL)
        AND (${table.kind} = 'return') = (${table.refundId} IS NOT NULL)`,
    ),
  ],
);
