import type { ListPaymentsInput, Page, SalePayment } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { toPayment } from '../sales/index.ts';
import { findPayment, listCaptured, listUncaptured, type PaymentOfSaleRow } from './payments.repo.ts';
import { findSpan } from './recorded-span.repo.ts';

/** Payments of sales: those that completed ones have captured, or those in another state. */
export async function listPayments(
  { db, scope }: QueryCall,
  input: ListPaymentsInput,
): Promise<Page<SalePayment>> {
  const { status = 'captured', saleId: documentId } = input;
  if (status !== 'captured') {
    return readPage(
      'payments',
      input,
      (page) => listUncaptured(db, scope, { ...input, status }, page),
      ({ payment }) => payment.createdAt.toISOString(),
      (row) => toSalePayment(row),
    );
  }
  const filter = { ...input, documentId };
  const span = await findSpan(db, scope, filter);
  return readPage(
    'payments',
    input,
    (page) => listCaptured(db, scope, filter, span, page),
    ({ entry }) => entry.recordedAt.toISOString(),
    (row) => toSalePayment(row),
  );
}

export async function getPayment({ db, scope }: QueryCall, { id }: { id: string }): Promise<SalePayment> {
  const row = await findPayment(db, scope, id);
  if (!row) throw notFound('payment');
  return toSalePayment(row);
}

function toSalePayment(row: PaymentOfSaleRow): SalePayment {
  const { payment, entry } = row;
  return {
    ...toPayment(payment),
    saleId: payment.saleId,
    ...saleOf(row),
    transactionId: entry?.id ?? null,
    createdAt: payment.createdAt.toISOString(),
    occurredAt: entry?.occurredAt.toISOString() ?? null,
    recordedAt: entry?.recordedAt.toISOString() ?? null,
  };
}

/** What a payment tells of its sale. */
function saleOf({ completed, open }: PaymentOfSaleRow) {
  if (completed) {
    const { number: saleNumber, ...sale } = completed;
    return { ...sale, saleNumber, saleStatus: 'completed' as const };
  }
  if (!open) throw new Error('A payment is of no sale.');
  const { status: saleStatus, ...sale } = open;
  return { ...sale, saleStatus, saleNumber: null, shiftId: null, businessDate: null };
}
