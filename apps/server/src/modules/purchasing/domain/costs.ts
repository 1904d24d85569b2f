import { MAX_MONEY, mulDiv, PricingError, quantityToThousandths, WHOLE_THOUSANDTHS } from '@cashwrap/pricing';

/**
 * What so many units cost, in minor units: rounded once, halves away from zero as PostgreSQL does.
 *
 * @throws PricingError where that is more than can be kept
 */
export function costOf(unitCost: number, quantity: number): number {
  return costOfThousandths(unitCost, quantityToThousandths(quantity));
}

/** The same for a quantity in thousandths. */
export function costOfThousandths(unitCost: number, thousandths: number): number {
  return keepable(mulDiv(unitCost, thousandths, WHOLE_THOUSANDTHS, 'half_up'));
}

/**
 * The sum of amounts.
 *
 * @throws PricingError where that is more than can be kept
 */
export function totalOf(amounts: readonly number[]): number {
  return keepable(amounts.reduce((total, amount) => total + amount, 0));
}

function keepable(amount: number): number {
  if (Math.abs(amount) > MAX_MONEY) throw new PricingError(`${amount} passes ${MAX_MONEY}.`);
  return amount;
}
