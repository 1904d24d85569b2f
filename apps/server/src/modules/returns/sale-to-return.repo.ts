import type { CashRounding } from '@cashwrap/contract';
import { inScope, type Reader, type StoreScope, type Tx } from '@cashwrap/database';
import {
  openSales,
  payments,
  products,
  refunds,
  returnLines,
  returns,
  saleLines,
  sales,
  stockMovements,
} from '@cashwrap/database/schema';
import type { RoundingMode } from '@cashwrap/pricing';
import { and, asc, eq, getTableColumns, sql } from 'drizzle-orm';
import type { z } from 'zod';

type StoredSale = Pick<
  typeof sales.$inferSelect,
  | 'id'
  | 'storeId'
  | 'registerId'
  | 'shiftId'
  | 'number'
  | 'businessDate'
  | 'customerId'
  | 'currency'
  | 'currencyDigits'
  | 'pricesIncludeTax'
  | 'giftCardTotal'
  | 'total'
  | 'cashRounding'
  | 'loyalty'
>;

/** A sale as far as what comes back of it depends on it. */
export interface ReturnableSale extends StoredSale {
  /** With which its figures were rounded, and are shared out. */
  readonly roundingMode: RoundingMode;
  /** How its cash was rounded: what is given back in cash is as well. */
  readonly cashRoundingSetting: z.infer<typeof CashRounding>;
}

/** A line of it, with what has come back of it so far. */
export type ReturnableLine = typeof saleLines.$inferSelect & {
  readonly returnedQuantity: number;
  readonly returnedNet: number;
  /** Whether the product is sold by the piece: then it comes back whole. */
  readonly isByUnit: boolean;
};

export type SalePayment = typeof payments.$inferSelect;

/** What was given back before, against which payment. */
export type EarlierRefund = Pick<typeof refunds.$inferSelect, 'paymentId' | 'method' | 'counted'>;

/** What of an exchange's payment was paid, before the exchange, by which payment. */
export interface ExchangedPayment {
  readonly counted: number;
  readonly payment: SalePayment;
}

/** What left the stock with a sale, of one product. */
export interface SoldStock {
  readonly productId: string;
  /** What it was worth. */
  readonly value: number;
}

/** A sale with all that decides what its returns give. */
export interface SaleToReturn {
  readonly sale: ReturnableSale;
  /** In the order of their positions. */
  readonly lines: readonly ReturnableLine[];
  readonly payments: readonly SalePayment[];
  readonly earlierRefunds: readonly EarlierRefund[];
  readonly exchanged: readonly ExchangedPayment[];
  readonly soldStock: readonly SoldStock[];
  /** How many returns there are of it. */
  readonly returnCount: number;
}

/** Locks a completed sale until the end of the transaction, so that its returns are written one after the other. */
export async function lockSale(tx: Tx, scope: StoreScope, id: string): Promise<boolean> {
  const locked = await tx
    .select({ id: sales.id })
    .from(sales)
    .where(and(eq(sales.id, id), inScope(sales.storeId, scope)))
    .for('update');
  return locked.length === 1;
}

/** What became of a sale that was opened and is not completed. */
export async function findOpenStatus(db: Reader, scope: StoreScope, id: string) {
  const [row] = await db
    .select({ status: openSales.status })
    .from(openSales)
    .where(and(eq(openSales.id, id), inScope(openSales.storeId, scope)));
  return row?.status;
}

const returned = (column: 'quantity' | 'net') =>
  sql<number>`coalesce((SELECT sum(r.${sql.raw(column)}) FROM ${returnLines} r WHERE r.sale_line_id = ${saleLines.id}), 0)::float8`;

/** Reads a completed sale; `undefined` where there is none that can be seen. */
export async function findSaleToReturn(
  db: Reader,
  scope: StoreScope,
  id: string,
): Promise<SaleToReturn | undefined> {
  const [[sale], lines, paid, earlierRefunds, exchanged, soldStock, [returnsOfSale]] = await Promise.all([
    findReturnableSale(db, scope, id),
    findReturnableLines(db, id),
    db
      .select()
      .from(payments)
      .where(and(eq(payments.saleId, id), eq(payments.status, 'captured')))
      .orderBy(asc(payments.position)),
    db
      .select({ paymentId: refunds.paymentId, method: refunds.method, counted: refunds.counted })
      .from(refunds)
      .innerJoin(returns, eq(returns.id, refunds.returnId))
      .where(eq(returns.saleId, id)),
    findExchangedPayments(db, id),
    db
      .select({ productId: stockMovements.productId, value: sql`-${stockMovements.value}`.mapWith(Number) })
      .from(stockMovements)
      .where(and(eq(stockMovements.documentId, id), eq(stockMovements.kind, 'sale'))),
    db.select({ count: sql<number>`count(*)::int` }).from(returns).where(eq(returns.saleId, id)),
  ]);
  const returnCount = returnsOfSale?.count ?? 0;
  return sale && { sale, lines, payments: paid, earlierRefunds, exchanged, soldStock, returnCount };
}

function findReturnableSale(db: Reader, scope: StoreScope, id: string) {
  const { pricingInput, inputHash, ...columns } = getTableColumns(sales);
  return db
    .select({
      ...columns,
      cashRoundingSetting: sql<z.infer<typeof CashRounding>>`${pricingInput} -> 'settings' -> 'cashRounding'`,
    })
    .from(sales)
    .where(and(eq(sales.id, id), inScope(sales.storeId, scope)));
}

function findReturnableLines(db: Reader, saleId: string): Promise<ReturnableLine[]> {
  return db
    .select({
      ...getTableColumns(saleLines),
      returnedQuantity: returned('quantity'),
      returnedNet: returned('net'),
      isByUnit: sql<boolean>`coalesce(${products.soldBy} = 'unit', true)`,
    })
    .from(saleLines)
    .leftJoin(products, eq(products.id, saleLines.productId))
    .where(eq(saleLines.saleId, saleId))
    .orderBy(asc(saleLines.position));
}

/** What goods of an earlier sale have paid of this one, by the payments that those were paid with. */
function findExchangedPayments(db: Reader, saleId: string): Promise<ExchangedPayment[]> {
  return db
    .select({ counted: refunds.counted, payment: getTableColumns(payments) })
    .from(sales)
    .innerJoin(returns, eq(returns.exchangeId, sales.exchangeId))
    .innerJoin(refunds, and(eq(refunds.returnId, returns.id), eq(refunds.method, 'exchange')))
    .innerJoin(payments, eq(payments.id, sql`coalesce(${refunds.targetPaymentId}, ${refunds.paymentId})`))
    .where(eq(sales.id, saleId))
    .orderBy(asc(refunds.position));
}
