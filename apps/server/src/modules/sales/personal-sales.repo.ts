import { type Reader, readStatement } from '@cashwrap/database';
import { sales } from '@cashwrap/database/schema';
import { count, desc, inArray } from 'drizzle-orm';
import type { PaymentRow, SaleLineRow, SaleRow } from './sales.repo.ts';

/** How many sales these customers have, in all stores. */
export async function countSalesOf(db: Reader, customerIds: readonly string[]): Promise<number> {
  const [row] = await db
    .select({ sales: count() })
    .from(sales)
    .where(inArray(sales.customerId, [...customerIds]));
  return row?.sales ?? 0;
}

/** The latest sales of these customers, in all stores, the last first. */
export function latestSalesOf(db: Reader, customerIds: readonly string[], limit: number): Promise<SaleRow[]> {
  return db
    .select()
    .from(sales)
    .where(inArray(sales.customerId, [...customerIds]))
    .orderBy(desc(sales.completedAt), desc(sales.id))
    .limit(limit);
}

const soldLines = readStatement<SoldLine, readonly [saleIds: readonly string[]]>(
  'sold_lines',
  `SELECT sale_id AS "saleId", name, quantity::float8 AS quantity, total
   FROM sale_lines WHERE sale_id = ANY($1::uuid[]) ORDER BY sale_id, position`,
);

/** A line as far as it tells what was bought. */
export type SoldLine = Pick<SaleLineRow, 'saleId' | 'name' | 'quantity' | 'total'>;

export async function soldLinesOf(db: Reader, saleIds: readonly string[]): Promise<SoldLine[]> {
  const { rows } = await soldLines(db, [saleIds]);
  return rows;
}

const paidWith = readStatement<SalePayment, readonly [saleIds: readonly string[]]>(
  'payments_of_sales',
  `SELECT sale_id AS "saleId", method, amount, reference
   FROM payments WHERE sale_id = ANY($1::uuid[]) AND status = 'captured' ORDER BY sale_id, position`,
);

/** A payment as far as it tells how somebody paid. */
export type SalePayment = Pick<PaymentRow, 'saleId' | 'method' | 'amount' | 'reference'>;

export async function paymentsOf(db: Reader, saleIds: readonly string[]): Promise<SalePayment[]> {
  const { rows } = await paidWith(db, [saleIds]);
  return rows;
}
