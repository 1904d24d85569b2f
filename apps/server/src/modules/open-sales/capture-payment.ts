import type { CapturePaymentInput, SalePayment } from '@cashwrap/contract';
import { Failure, invalidInput, notFound } from '../../procedure/failure.ts';
import type { MutationCall, StepsCall } from '../../procedure/handlers.ts';
import {
  type AskedPayment,
  auditedOf,
  changePayment,
  findPayment,
  isConnected,
  type PaymentRow,
  type Providers,
  sendToProvider,
  storeAnswer,
} from '../payments/index.ts';
import { askedOf } from './asked-payment.ts';
import { inStatus, lockSale, storeChange } from './change-open-sale.ts';
import type { OpenSaleRow } from './open-sale.repo.ts';
import { toOpenSalePayment } from './present-open-sale.ts';

/**
 * Takes what a provider has set aside for an open sale, or a part of it. A payment that was captured so already stays so. The tip
 * is what is written on the slip: it holds also where the provider refuses.
 */
export async function capturePayment(
  call: StepsCall,
  providers: Providers,
  input: CapturePaymentInput,
): Promise<SalePayment> {
  const { sale, payment, asked } = await call.transact((tx, audit) =>
    beginCapture({ ...call, tx, audit }, providers, input),
  );
  if (!asked) return toOpenSalePayment(sale, payment);
  const { answer, failure } = await sendToProvider(providers, asked);
  const standing = await call.transact((tx, audit) =>
    storeAnswer({ tx, audit, now: call.now }, asked, answer),
  );
  if (standing.status === 'captured') return toOpenSalePayment(sale, standing);
  throw new Failure('PAYMENT_NOT_CAPTURED', {
    detail: failure
      ? `The provider "${asked.provider}" has not taken the payment: ${failure.message}`
      : `The provider "${asked.provider}" has not answered, and is asked again until it has. Read the payment again in a moment.`,
    details: { failure },
  });
}

interface Begun {
  readonly sale: OpenSaleRow;
  readonly payment: PaymentRow;
  /** What its provider is to be asked for now; undefined where it was captured so before. */
  readonly asked?: AskedPayment;
}

async function beginCapture(
  call: Pick<MutationCall, 'tx' | 'scope' | 'now' | 'audit'>,
  providers: Providers,
  { id, amount, tip }: CapturePaymentInput,
): Promise<Begun> {
  const { tx, now } = call;
  const saleId = (await findPayment(tx, id))?.saleId;
  if (saleId === undefined) throw notFound('payment');
  const locked = inStatus(await lockSale(call, saleId), ['open']);
  const { row: sale, payments } = locked;
  const payment = payments.find((each) => each.id === id);
  if (!payment) throw notFound('payment');
  const asked = { amount: amount ?? payment.amount, tip: tip ?? payment.tip };
  const isSame = asked.amount === payment.amount && asked.tip === payment.tip;
  if (isSame && isConnected(payment.provider)) {
    if (payment.status === 'captured' && payment.asking === null) return { sale, payment };
    // A repeated call: the provider takes it once.
    if (payment.asking === 'capture') return { sale, payment, asked: askedOf(payment, sale) };
  }
  refuseUnauthorized(payment);
  refuseBeyond(payment, asked);

  const capturing = { ...asked, asking: 'capture' as const, askAt: providers.nextAsk(now) };
  const changed = await changePayment(tx, payment, capturing, now);
  if (!changed) throw new Error(`The payment ${id} was not locked.`);
  const before = { payment: { id, ...auditedOf(payment) } };
  await storeChange(call, locked, {}, { before, after: { payment: { id, ...auditedOf(changed) } } });
  return { sale, payment: changed, asked: askedOf(changed, sale) };
}

/** Only what a provider has set aside can be taken, and not while it is being asked for something else. */
function refuseUnauthorized({ status, asking, provider }: PaymentRow): void {
  if (status === 'authorized' && asking === null && isConnected(provider)) return;
  throw new Failure('WRONG_STATUS', {
    detail:
      asking === null
        ? `The payment is ${status}, and no provider has set an amount aside for it.`
        : 'The provider of the payment is being asked for something else. Read the payment again in a moment.',
    details: { status, allowed: ['authorized'] },
  });
}

function refuseBeyond(
  { amount: setAside }: PaymentRow,
  { amount, tip }: Pick<PaymentRow, 'amount' | 'tip'>,
): void {
  if (amount > setAside) {
    throw invalidInput([
      { path: ['amount'], message: `must be at most what was set aside, ${setAside} (minor units)` },
    ]);
  }
  if (tip > amount) throw invalidInput([{ path: ['tip'], message: 'must not be more than the amount' }]);
}
