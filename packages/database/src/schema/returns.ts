import {
  type AppliedTax,
  Disposition,
  type PaymentFailure,
  PaymentMethod,
  RefundStatus,
  ReturnKind,
  type ReturnLoyalty,
  SaleLineKind,
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
import { payments } from './payments.ts';
import { saleLines, sales } from './sales.ts';

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
    /** The hour of the store's clock when it was completed, 0 to 23: reports go by it, whatever zone the store is given later. */
    localHour: smallint().notNull(),
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
    checkThat('returns_local_hour', sql`${table.localHour} BETWEEN 0 AND 23`),
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
