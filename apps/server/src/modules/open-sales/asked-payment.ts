import type { AskedPayment, PaymentRow } from '../payments/index.ts';
import type { OpenSaleRow } from './open-sale.repo.ts';

/** A payment whose provider is to be asked for something, with the currency of its sale. */
export function askedOf(
  { asking, provider, ...payment }: PaymentRow,
  { currency, currencyDigits }: OpenSaleRow,
): AskedPayment {
  if (asking === null || provider === null) throw new Error(`Nobody is asked about payment ${payment.id}.`);
  return { ...payment, asking, provider, currency, currencyDigits };
}
