import type { ListPaymentsInput, Page, SalePayment } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { toPayment } from '../sales/index.ts';
import { findPayment, listPayments as listRows, type PaymentEntryRow } from './payments.repo.ts';
import { findSpan } from './recorded-span.repo.ts';

export async function listPayments(
  { db, scope }: QueryCall,
  input: ListPaymentsInput,
): Promise<Page<SalePayment>> {
  const span = await findSpan(db, scope, input);
  return readPage(
    'payments',
    input,
    (page) => listRows(db, scope, input, span, page),
    ({ entry }) => entry.recordedAt.toISOString(),
    toSalePayment,
  );
}

export async function getPayment({ db, scope }: QueryCall, { id }: { id: string }): Promise<SalePayment> {
  const row = await findPayment(db, scope, id);
  if (!row) throw notFound('payment');
  return toSalePayment(row);
}

function toSalePayment({ entry, payment, saleNumber }: PaymentEntryRow): SalePayment {
  const { storeId, registerId, shiftId, businessDate, currency, currencyDigits } = entry;
  return {
    ...toPayment(payment),
    ...{ saleId: payment.saleId, saleNumber, cashierId: entry.actorId, transactionId: entry.id },
    ...{ storeId, registerId, shiftId, businessDate, currency, currencyDigits },
    occurredAt: entry.occurredAt.toISOString(),
    recordedAt: entry.recordedAt.toISOString(),
  };
}
