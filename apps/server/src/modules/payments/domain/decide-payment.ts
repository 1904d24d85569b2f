import type { ProviderAnswer } from '../payment-provider.ts';
import type { PaymentRow } from '../payments.repo.ts';

/** A payment of an open sale whose provider is being asked for something. */
export type AskedPayment = PaymentRow & {
  readonly provider: string;
  readonly asking: NonNullable<PaymentRow['asking']>;
  /** Of the sale. */
  readonly currency: string;
  readonly currencyDigits: number;
};

/** What an answer can change of a payment. */
export type Decision = Pick<
  PaymentRow,
  'status' | 'amount' | 'tip' | 'reference' | 'failure' | 'asking' | 'askAt'
>;

/** Nothing was charged, or all of it was given back, though nobody has asked for that: the sale is simply not paid by it. */
const NOT_CHARGED = {
  code: 'not_charged',
  message: 'The provider has not charged it, and no longer will.',
};

/**
 * What becomes of a payment by what its provider has answered, or by how it stands there; undefined where that decides nothing.
 */
export function decidePayment(payment: PaymentRow, answer: ProviderAnswer, now: Date): Decision | undefined {
  const { status, amount, tip, reference, failure, asking } = payment;
  const decided = { status, amount, tip, reference, failure, asking: null, askAt: null };
  switch (answer.outcome) {
    case 'unknown':
      return undefined;
    case 'captured':
    case 'authorized': {
      const { outcome, amount, reference } = answer;
      return { ...decided, status: outcome, amount, tip: Math.min(tip, amount), reference };
    }
    case 'voided':
    case 'refunded':
      return asking === 'void'
        ? { ...decided, status: 'voided' }
        : { ...decided, status: 'failed', failure: NOT_CHARGED };
    case 'failed':
      if (asking !== 'void') return { ...decided, status: 'failed', failure: answer.failure };
      // It stands as before, and where that was not known it is asked again.
      return status === 'pending' ? { ...decided, asking: 'authorize', askAt: now } : decided;
  }
}
