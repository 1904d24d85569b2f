import type { SaleLoyalty } from '@cashwrap/contract';
import { earningOf, type PricedCart } from '../pricing/index.ts';
import type { PaymentSource } from './payment-sources.ts';

/** What points have to do with a paid cart; null where its customer is in no programme that is active here. */
export function loyaltyOf(cart: PricedCart, sources: readonly PaymentSource[]): SaleLoyalty | null {
  const byPoints = sources.flatMap(({ tender, points }) =>
    tender.method === 'loyalty' ? { amount: tender.amount, points: points ?? 0 } : [],
  );
  const earning = earningOf(cart, sum(byPoints.map(({ amount }) => amount)));
  if (!earning) return null;
  const rewards = [...cart.rewards];
  return { ...earning, spent: sum([...byPoints, ...rewards].map(({ points }) => points)), rewards };
}

function sum(figures: readonly number[]): number {
  return figures.reduce((total, figure) => total + figure, 0);
}
