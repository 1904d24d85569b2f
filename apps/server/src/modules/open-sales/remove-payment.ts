import type { RemovePaymentInput, Sale, SalePayment } from '@cashwrap/contract';
import { Failure, notFound, refuseStale } from '../../procedure/failure.ts';
import type { StepsCall } from '../../procedure/handlers.ts';
import { type AskedPayment, findPayment, type PaymentRow, type Providers } from '../payments/index.ts';
import { askedOf } from './asked-payment.ts';
import { inStatus, lockSale } from './change-open-sale.ts';
import { findSaleOfAnyStatus } from './get-sale.ts';
import { toOpenSalePayment } from './present-open-sale.ts';
import { beginVoiding, finishVoiding } from './void-payments.ts';

/** Takes a payment of an open sale back; one that was taken back already stays so. */
export async function removePayment(
  call: StepsCall,
  providers: Providers,
  { id, version, paymentId }: RemovePaymentInput,
): Promise<Sale> {
  await voidOne(call, providers, { saleId: id, paymentId, version });
  const sale = await call.transact((tx) => findSaleOfAnyStatus(tx, call.scope, id));
  if (!sale) throw notFound('sale');
  return sale;
}

/** The same, by the payment alone. */
export async function voidPayment(
  call: StepsCall,
  providers: Providers,
  { id }: { id: string },
): Promise<SalePayment> {
  const payment = await call.transact((tx) => findPayment(tx, id));
  if (!payment) throw notFound('payment');
  const { saleId } = payment;
  await voidOne(call, providers, { saleId, paymentId: id });
  return call.transact(async (tx) => {
    const { row, payments } = inStatus(await lockSale({ ...call, tx }, saleId), ['open', 'cancelled']);
    return toOpenSalePayment(row, findOf(payments, id));
  });
}

interface VoidedPayment {
  readonly saleId: string;
  readonly paymentId: string;
  /** Of the sale as the caller has read it, where they have. */
  readonly version?: number;
}

async function voidOne(call: StepsCall, providers: Providers, voided: VoidedPayment): Promise<void> {
  const { saleId, paymentId, version } = voided;
  const asked = await call.transact(async (tx, audit): Promise<AskedPayment[]> => {
    const sale = await lockSale({ ...call, tx }, saleId);
    const payment = findOf(sale?.payments ?? [], paymentId);
    if (payment.status === 'voided') return [];
    const locked = inStatus(sale, ['open']);
    // A repeated call: the provider voids it once.
    if (payment.asking === 'void') return [askedOf(payment, locked.row)];
    if (version !== undefined) refuseStale('sale', version, locked.row.version);
    refuseFailed(payment);
    return beginVoiding({ ...call, tx, audit }, providers, locked, [payment]);
  });
  await finishVoiding(call, providers, asked);
}

function findOf(payments: readonly PaymentRow[], id: string): PaymentRow {
  const payment = payments.find((each) => each.id === id);
  if (!payment) throw notFound('payment of the sale');
  return payment;
}

function refuseFailed({ status }: PaymentRow): void {
  if (status !== 'failed') return;
  throw new Failure('WRONG_STATUS', {
    detail: 'The payment has failed: nothing was charged that could be given back.',
    details: { status, allowed: ['pending', 'authorized', 'captured'] },
  });
}
