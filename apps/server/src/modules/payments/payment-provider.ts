import type { PaymentFailure, PaymentProviderInfo } from '@cashwrap/contract';

/** A payment as its provider is told of it: the same with each call about it, but for what is said below. */
export interface ProviderPayment {
  /** Ours, a UUID: what the provider shall know the payment by. */
  readonly id: string;
  /** The sale that it pays. */
  readonly saleId: string;
  readonly storeId: string;
  /** In minor units, tip included, more than 0. To `authorize`: what is charged. To `capture`: what is taken. */
  readonly amount: number;
  /** What of it is a tip. */
  readonly tip: number;
  /** ISO 4217. */
  readonly currency: string;
  /** How many digits its minor unit has. */
  readonly currencyDigits: number;
  /** Whether to take the amount at once, or only to set it aside. */
  readonly capture: boolean;
  /** What the provider has called it, see {@link Charged}; null until it has said so. */
  readonly reference: string | null;
  /** What the till has sent for the provider, by names that the provider's description tells. */
  readonly data: Readonly<Record<string, string>>;
}

/** Money that is to be given back of a payment that was captured. */
export interface ProviderRefund {
  /** Ours, a UUID: what the provider shall know the refund by. */
  readonly id: string;
  /** In minor units, more than 0. All refunds of a payment together never ask for more than it has captured. */
  readonly amount: number;
  readonly payment: ProviderPayment;
}

/** The amount is taken (`captured`), or set aside (`authorized`). */
export interface Charged {
  readonly outcome: 'captured' | 'authorized';
  /** How much of it, in minor units: less than was asked for where only a part was approved. */
  readonly amount: number;
  /** What the provider calls the payment, to be found again there. At most 100 characters. */
  readonly reference: string;
}

/** It was not done, and will not be. */
export interface Refused {
  readonly outcome: 'failed';
  readonly failure: PaymentFailure;
}

/** Nothing is charged any more, nor ever will be. */
export interface Voided {
  readonly outcome: 'voided';
}

/** The money goes back to the customer. */
export interface Refunded {
  readonly outcome: 'refunded';
  /** What the provider calls the refund. At most 100 characters. */
  readonly reference: string;
}

/** Nobody knows yet. */
export interface Unknown {
  readonly outcome: 'unknown';
}

export type ProviderAnswer = Charged | Refused | Voided | Refunded | Unknown;

/**
 * Who charges cards: a terminal that is connected, or a service. What an implementation must promise:
 *
 * - **Idempotent by our id.** The same call about the same payment or refund has its effect once, however often and however
 *   long after it is repeated, also by several servers at a time, and answers how it stands. Where the provider forgets its
 *   idempotency keys, look the payment up by our id before sending again.
 * - **Calls about one payment may overlap**, and have their effects as if they came one after the other.
 * - **What is not certain is `unknown`**, or is thrown, which is the same. `failed`, `voided` and `refunded` are final
 *   but where it says otherwise below: never answer `failed` because of a broken connection.
 * - **Stop waiting when the signal aborts.** An answer after that is not heard; the payment is asked about later.
 *
 * No call is made inside a database transaction, and none of them is retried at once. A payment stays `pending` until
 * its outcome is known: nobody is charged a second time to find it out.
 */
export interface PaymentProvider {
  /** What tills are told of it. `name` is stored with each payment, so it never changes. */
  readonly info: PaymentProviderInfo;

  /**
   * Charges a card, or sets the amount aside where `capture` is false. Called once for a payment, at the most.
   *
   * Where the payment was voided before this arrives, it must not charge any more: answer `failed`.
   */
  authorize(payment: ProviderPayment, signal: AbortSignal): Promise<Charged | Refused | Unknown>;

  /**
   * Takes `payment.amount` of what was set aside, and sets the rest free. Repeated until the answer is known. One that
   * was refused may be asked for again, also with another amount: it is a new attempt.
   */
  capture(payment: ProviderPayment, signal: AbortSignal): Promise<Charged | Refused | Unknown>;

  /**
   * Undoes a payment, whole, whatever has become of it: sets free what was set aside, and cancels what was captured or, where
   * it is too late for that, gives it back (`refunded`). Also of a payment that the provider has not heard of: it must not
   * charge any more when that arrives. Where that cannot be promised yet, answer `unknown`: it is repeated until the answer is
   * known. One that was refused may be asked for again.
   */
  void(payment: ProviderPayment, signal: AbortSignal): Promise<Voided | Refunded | Refused | Unknown>;

  /**
   * Gives a part of a captured payment back, or all of it. Repeated until the answer is known. One that was refused may be
   * asked for again under the same id: it is a new attempt.
   */
  refund(refund: ProviderRefund, signal: AbortSignal): Promise<Refunded | Refused | Unknown>;

  /**
   * Tells how a payment stands, and changes nothing. `unknown` where it is under way, or the provider has not heard of it:
   * when that lasts, the payment is voided.
   */
  status(payment: ProviderPayment, signal: AbortSignal): Promise<Charged | Refused | Voided | Unknown>;
}
