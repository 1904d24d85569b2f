import type { PaymentFailure } from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import type { MutationCall } from '../../procedure/handlers.ts';
import { type AskedPayment, decidePayment } from './domain/decide-payment.ts';
import type { ProviderAnswer, ProviderPayment } from './payment-provider.ts';
import { changePayment, findPayment, type PaymentRow } from './payments.repo.ts';
import type { Providers } from './providers.ts';

/** How long a payment may be unknown to its provider before it is voided: nobody waits at the till any more. */
const GIVE_UP_MS = 120_000;

/** What a provider has said of a payment. */
interface Said {
  readonly answer: ProviderAnswer;
  /** Why it has not done what it was asked for; null where it has, or where nobody knows. */
  readonly failure: PaymentFailure | null;
}

/** Sends a provider what is asked of it. Outside of any transaction; never throws. */
export async function sendToProvider(providers: Providers, payment: AskedPayment): Promise<Said> {
  const { provider: name, asking } = payment;
  const sent = toProviderPayment(payment);
  const answer = await providers.ask<ProviderAnswer>(name, (provider, signal) =>
    provider[asking](sent, signal),
  );
  if (answer.outcome !== 'failed') return { answer, failure: null };
  const { failure } = answer;
  if (asking !== 'capture') return { answer, failure };
  // What was set aside may still be, or not: its provider knows.
  return { answer: await providers.ask(name, (provider, signal) => provider.status(sent, signal)), failure };
}

/**
 * Finds out what became of a payment whose provider has not answered. A charge is asked about and never sent again; when the
 * provider does not know of it for long, it is voided there. What has the same effect once or twice is sent again.
 */
export async function lookIntoPayment(
  providers: Providers,
  payment: AskedPayment,
  now: Date,
): Promise<ProviderAnswer> {
  if (payment.asking !== 'authorize') return (await sendToProvider(providers, payment)).answer;
  const sent = toProviderPayment(payment);
  const answer = await providers.ask<ProviderAnswer>(payment.provider, (provider, signal) =>
    provider.status(sent, signal),
  );
  const isOld = now.getTime() - payment.updatedAt.getTime() >= GIVE_UP_MS;
  if (answer.outcome !== 'unknown' || !isOld) return answer;
  const voided = await providers.ask<ProviderAnswer>(payment.provider, (provider, signal) =>
    provider.void(sent, signal),
  );
  // Why it cannot be voided does not tell whether it is charged.
  return voided.outcome === 'failed' ? { outcome: 'unknown' } : voided;
}

/**
 * Stores what a provider has answered, and says so in the audit log, unless the payment was decided or asked for something
 * else meanwhile: then the answer comes too late. Answers how the payment stands.
 */
export async function storeAnswer(
  { tx, audit, now }: { readonly tx: Tx; readonly audit: MutationCall['audit']; readonly now: Date },
  payment: AskedPayment,
  answer: ProviderAnswer,
): Promise<PaymentRow> {
  const decision = decidePayment(payment, answer, now);
  const decided = decision && (await changePayment(tx, payment, decision, now));
  if (decided) {
    const { id: documentId, storeId } = payment;
    audit({
      ...{ storeId, documentType: 'payment', documentId },
      ...{ before: auditedOf(payment), after: auditedOf(decided) },
    });
    return decided;
  }
  const standing = await findPayment(tx, payment.id);
  if (!standing) throw new Error(`The payment ${payment.id} is gone.`);
  return standing;
}

/** What each audit row tells of a payment of an open sale. */
export function auditedOf({ saleId, method, status, asking, amount, tip, provider, failure }: PaymentRow) {
  return { saleId, method, status, asking, amount, tip, provider, failure };
}

/** A stored payment as its provider is told of it. */
export function toProviderPayment(
  payment: PaymentRow & Pick<AskedPayment, 'currency' | 'currencyDigits'>,
): ProviderPayment {
  const { id, saleId, storeId, amount, tip, currency, currencyDigits, capture, reference } = payment;
  const data = payment.providerData ?? {};
  return { id, saleId, storeId, amount, tip, currency, currencyDigits, capture, reference, data };
}
