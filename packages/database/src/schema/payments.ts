import { type PaymentFailure, PaymentMethod, PaymentStatus, TransactionKind } from '@cashwrap/contract';
import { sql } from 'drizzle-orm';
import {
  boolean,
  date,
  index,
  jsonb,
  pgTable,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { checkEnum, checkThat } from './checks.ts';
import { counter, enumText, id, instant, money } from './columns.ts';

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
