import { Failure } from '../../procedure/failure.ts';
import type { MutationCall, StepsCall } from '../../procedure/handlers.ts';
import {
  type AskedPayment,
  auditedOf,
  changePayment,
  isConnected,
  type PaymentRow,
  type Providers,
  sendToProvider,
  storeAnswer,
} from '../payments/index.ts';
import { askedOf } from './asked-payment.ts';
import { type LockedSale, storeChange } from './change-open-sale.ts';

/**
 * Voids live payments of a sale that is locked, as far as nobody else has to: what was beside the drawer, on accounts or on a
 * terminal that is not ours. The others are marked as being voided, and answered: `finishVoiding` follows when that is committed.
 *
 * @throws PAYMENT_UNDECIDED for one that is being captured
 */
export async function beginVoiding(
  call: Pick<MutationCall, 'tx' | 'now' | 'audit'>,
  providers: Providers,
  locked: LockedSale,
  payments: readonly PaymentRow[],
): Promise<AskedPayment[]> {
  const { tx, now } = call;
  const capturing = payments.filter(({ asking }) => asking === 'capture');
  if (capturing.length > 0) throw undecided(capturing);
  const voided: PaymentRow[] = [];
  for (const payment of payments) {
    const changes = isConnected(payment.provider)
      ? { asking: 'void' as const, askAt: providers.nextAsk(now) }
      : { status: 'voided' as const };
    const changed = await changePayment(tx, payment, changes, now);
    if (!changed) throw new Error(`The payment ${payment.id} was not locked.`);
    voided.push(changed);
  }
  await storeChange(call, locked, {}, { before: said(payments), after: said(voided) });
  return voided.filter(({ asking }) => asking !== null).map((payment) => askedOf(payment, locked.row));
}

/** What the audit log keeps of the payments. */
function said(payments: readonly PaymentRow[]) {
  return { payments: payments.map((payment) => ({ id: payment.id, ...auditedOf(payment) })) };
}

/**
 * Has providers void payments, and stores what they answer.
 *
 * @throws PAYMENT_NOT_VOIDED where one refuses that, PAYMENT_UNDECIDED where one does not answer
 */
export async function finishVoiding(
  call: StepsCall,
  providers: Providers,
  payments: readonly AskedPayment[],
): Promise<void> {
  const outcomes = await Promise.all(
    payments.map(async (payment) => {
      const { answer, failure } = await sendToProvider(providers, payment);
      const standing = await call.transact((tx, audit) =>
        storeAnswer({ tx, audit, now: call.now }, payment, answer),
      );
      return { standing, failure };
    }),
  );
  for (const { standing, failure } of outcomes) {
    if (failure === null || standing.status === 'voided') continue;
    throw new Failure('PAYMENT_NOT_VOIDED', {
      detail: `The provider "${standing.provider}" has not given the payment back: ${failure.message}`,
      details: { paymentId: standing.id, failure },
    });
  }
  const open = outcomes.flatMap(({ standing }) => (standing.asking === null ? [] : standing));
  if (open.length > 0) throw undecided(open);
}

function undecided(payments: readonly PaymentRow[]): Failure<'PAYMENT_UNDECIDED'> {
  return new Failure('PAYMENT_UNDECIDED', {
    detail:
      'The provider has not answered what it was asked for, and is asked again until it has. Read the sale again in a moment.',
    details: { payments: payments.map(({ id, status }) => ({ id, status })) },
  });
}
