import type { Tx } from '@cashwrap/database';
import { payments, refunds, returns } from '@cashwrap/database/schema';
import { and, asc, eq, getTableColumns, inArray, lte, sql } from 'drizzle-orm';
import { nextAskAt } from './next-ask-at.repo.ts';
import type { PaymentRow } from './payments.repo.ts';

export type RefundRow = typeof refunds.$inferSelect;

/** A refund that a provider is to make, with the payment that it gives back. */
export interface DueRefund {
  readonly refund: RefundRow & { readonly provider: string };
  readonly payment: PaymentRow;
  readonly registerId: string;
  readonly currency: string;
  readonly currencyDigits: number;
}

/** Takes refunds that it is time to make or to ask about, as {@link takeDuePayments} does. */
export async function takeDueRefunds(
  tx: Tx,
  providers: readonly string[],
  now: Date,
  limit: number,
): Promise<DueRefund[]> {
  const { registerId, currency, currencyDigits } = returns;
  const rows = await tx
    .select({
      refund: getTableColumns(refunds),
      payment: getTableColumns(payments),
      ...{ registerId, currency, currencyDigits },
    })
    .from(refunds)
    .innerJoin(returns, eq(returns.id, refunds.returnId))
    .innerJoin(payments, eq(payments.id, sql`coalesce(${refunds.targetPaymentId}, ${refunds.paymentId})`))
    .where(
      and(eq(refunds.status, 'pending'), lte(refunds.askAt, now), inArray(refunds.provider, [...providers])),
    )
    .orderBy(asc(refunds.askAt))
    .limit(limit)
    .for('no key update', { of: refunds, skipLocked: true });
  const due = rows.flatMap(({ refund, ...row }) =>
    refund.provider === null ? [] : [{ ...row, refund: { ...refund, provider: refund.provider } }],
  );
  if (due.length === 0) return [];
  await tx
    .update(refunds)
    .set({ askAt: nextAskAt(refunds.updatedAt, now) })
    .where(
      inArray(
        refunds.id,
        due.map(({ refund }) => refund.id),
      ),
    );
  return due;
}

/** Takes a refund from one status to the next; undefined where it no longer has the status, and nothing is changed. */
export async function changeRefund(
  tx: Tx,
  { id, status }: Pick<RefundRow, 'id' | 'status'>,
  changes: Partial<Pick<RefundRow, 'status' | 'reference' | 'failure' | 'askAt'>>,
  now: Date,
): Promise<RefundRow | undefined> {
  const [row] = await tx
    .update(refunds)
    .set({ ...changes, updatedAt: now })
    .where(and(eq(refunds.id, id), eq(refunds.status, status)))
    .returning();
  return row;
}
