import type { PaymentMethod } from '@cashwrap/contract';
import type { SalePayment, SaleToReturn } from '../sale-to-return.repo.ts';
import { sumOf } from './returned-lines.ts';

/** A part of what a sale was paid with, and what of it can still be given back. Amounts are in minor units. */
export interface Tender {
  /** The payment of the sale that it counts against. */
  readonly paymentId: string;
  /** The payment whose way it goes: that one or, of what goods have paid in an exchange, the one that had paid those. */
  readonly target: SalePayment;
  /** What it has paid, without the tip and before cash rounding. */
  readonly whole: number;
  /** What of that was given back before. */
  readonly before: number;
  /** The tip that was given with it. */
  readonly tip: number;
  /** The points that it was paid with; 0 where it was paid otherwise. */
  readonly points: number;
}

/** In which order money is given back; what was never collected is not, so that comes first. */
const ORDER: readonly PaymentMethod[] = [
  'uncollected',
  'card',
  'other',
  'gift_card',
  'store_credit',
  'loyalty',
  'cash',
  'exchange',
];

/** What a sale was paid with, in the order in which it is given back. Together it comes to the total of the sale. */
export function tendersOf({ sale, payments, exchanged, earlierRefunds }: SaleToReturn): Tender[] {
  const exact = exactCash(payments, sale.cashRounding);
  const paid = payments.flatMap((payment): Omit<Tender, 'before'>[] => {
    const { id: paymentId, method, amount, tip } = payment;
    if (method === 'exchange') return exchanged.map((each) => exchangedTender(paymentId, each));
    const whole = exact.get(paymentId) ?? amount - tip;
    return [{ paymentId, target: payment, whole, tip, points: payment.points ?? 0 }];
  });
  const inOrder = paid.sort(
    (one, other) => ORDER.indexOf(one.target.method) - ORDER.indexOf(other.target.method),
  );
  // What an exchange has paid is given back in the order of its parts, so how much of it was says of which.
  const counted = new Map(
    payments.map(({ id }) => [
      id,
      sumOf(earlierRefunds, (refund) => (refund.paymentId === id ? refund.counted : 0)),
    ]),
  );
  return inOrder.map((tender) => {
    const { paymentId, whole } = tender;
    const rest = counted.get(paymentId) ?? 0;
    const before = Math.min(whole, rest);
    counted.set(paymentId, rest - before);
    return { ...tender, before };
  });
}

/** Points pass an exchange whole: a part of one would be given back twice where both sales are returned. */
function exchangedTender(
  paymentId: string,
  { counted, payment }: SaleToReturn['exchanged'][number],
): Omit<Tender, 'before'> {
  const worth = payment.amount - payment.tip;
  const points =
    payment.points === null || worth === 0
      ? 0
      : Number((BigInt(payment.points) * BigInt(counted)) / BigInt(worth));
  return { paymentId, target: payment, whole: counted, tip: 0, points };
}

/** What each cash payment has paid of the total: what it kept but for the rounding, which goes to the last ones. */
function exactCash(payments: readonly SalePayment[], cashRounding: number): Map<string, number> {
  const cash = payments.filter(({ method }) => method === 'cash');
  let rest = sumOf(cash, ({ amount, tip }) => amount - tip) - cashRounding;
  return new Map(
    cash.map(({ id, amount, tip }, index) => {
      const exact = index === cash.length - 1 ? rest : Math.min(rest, amount - tip);
      rest -= exact;
      return [id, exact];
    }),
  );
}
