import type { Reader, Tx } from '@cashwrap/database';
import { openSales, payments } from '@cashwrap/database/schema';
import { and, asc, eq, getTableColumns, inArray, lte, sql } from 'drizzle-orm';
import type { AskedPayment, Decision } from './domain/decide-payment.ts';
import { nextAskAt } from './next-ask-at.repo.ts';

export type PaymentRow = typeof payments.$inferSelect;

/** The store of a payment; none where there is no such payment. */
export async function storesOfPayment(db: Reader, id: string): Promise<string[]> {
  const rows = await db.select({ storeId: payments.storeId }).from(payments).where(eq(payments.id, id));
  return rows.map(({ storeId }) => storeId);
}

export async function findPayment(db: Reader, id: string): Promise<PaymentRow | undefined> {
  const [row] = await db.select().from(payments).where(eq(payments.id, id));
  return row;
}

export async function insertPayment(tx: Tx, payment: PaymentRow): Promise<void> {
  await tx.insert(payments).values(payment);
}

/**
 * Takes a payment from one state to the next: the way of every change of a payment of an open sale. Undefined where it is no
 * longer in the state in which it was read: then nothing is changed.
 */
export async function changePayment(
  tx: Tx,
  { id, status, asking }: Pick<PaymentRow, 'id' | 'status' | 'asking'>,
  changes: Partial<Decision>,
  now: Date,
): Promise<PaymentRow | undefined> {
  const { amount } = changes;
  const [row] = await tx
    .update(payments)
    // Change is given out of cash only, which no provider is asked about.
    .set({ ...changes, ...(amount !== undefined && { tendered: amount }), updatedAt: now })
    .where(
      and(
        eq(payments.id, id),
        eq(payments.status, status),
        sql`${payments.asking} IS NOT DISTINCT FROM ${asking}`,
      ),
    )
    .returning();
  return row;
}

/**
 * Takes payments that it is time to ask about, for one server to do so: those that another one takes are passed over, and it
 * is not time again before the interval is over, which grows the longer nobody answers.
 */
export async function takeDuePayments(
  tx: Tx,
  providers: readonly string[],
  now: Date,
  limit: number,
): Promise<AskedPayment[]> {
  const { currency, currencyDigits } = openSales;
  const rows = await tx
    .select({ ...getTableColumns(payments), currency, currencyDigits })
    .from(payments)
    .innerJoin(openSales, eq(openSales.id, payments.saleId))
    .where(and(lte(payments.askAt, now), inArray(payments.provider, [...providers])))
    .orderBy(asc(payments.askAt))
    .limit(limit)
    .for('no key update', { of: payments, skipLocked: true });
  const due = rows.flatMap(({ asking, provider, ...row }) =>
    asking === null || provider === null ? [] : [{ ...row, asking, provider }],
  );
  if (due.length === 0) return [];
  await tx
    .update(payments)
    .set({ askAt: nextAskAt(payments.updatedAt, now) })
    .where(
      inArray(
        payments.id,
        due.map(({ id }) => id),
      ),
    );
  return due;
}
