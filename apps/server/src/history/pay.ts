import type { PaymentInput, SaleQuote } from '@cashwrap/contract';
import type { Random } from './random.ts';

/** How somebody pays, whatever it comes to. */
export type PlannedPayment =
  /** Hands over the next multiple of `step` cents; the change is given back. */
  | { readonly method: 'cash'; readonly step: number }
  | { readonly method: 'card'; readonly reference: string; readonly tipPercent: number }
  /** So many cents in cash, the rest by card. */
  | { readonly method: 'split'; readonly cash: number; readonly reference: string };

/** Exact coins, whole euros, or a note. */
const CASH_STEPS = [1, 100, 500, 1000, 2000, 5000];

export function planPayment(random: Random, cashAccepted: boolean): PlannedPayment {
  const reference = `TX-${random.int(100_000, 999_999)}`;
  const kind = random.next();
  if (cashAccepted && kind < 0.4) {
    return { method: 'cash', step: random.pick(CASH_STEPS, (step) => (step === 1 ? 3 : 2)) };
  }
  if (cashAccepted && kind < 0.45) {
    return { method: 'split', cash: random.pick([500, 1000, 2000], () => 1), reference };
  }
  return { method: 'card', reference, tipPercent: random.chance(0.08) ? random.int(5, 10) : 0 };
}

/** The payments of a sale, now that it is known what it comes to. */
export function pay(plan: PlannedPayment, quote: Pick<SaleQuote, 'total' | 'dueInCash'>): PaymentInput[] {
  const { total, dueInCash } = quote;
  switch (plan.method) {
    case 'cash':
      return [{ method: 'cash', tendered: roundUp(dueInCash, plan.step), tip: 0 }];
    case 'split': {
      // Something must be left for the card, and whole euros in cash need no cash rounding.
      const cash = Math.min(plan.cash, roundUp(total, 100) - 100);
      const card = { method: 'card', amount: total - cash, tip: 0, reference: plan.reference } as const;
      return cash > 0 ? [{ method: 'cash', tendered: cash, tip: 0 }, card] : [card];
    }
    case 'card': {
      const tip = roundUp((total * plan.tipPercent) / 100, 10);
      return [{ method: 'card', amount: total + tip, tip, reference: plan.reference }];
    }
  }
}

function roundUp(amount: number, step: number): number {
  return Math.ceil(amount / step) * step;
}
