import { MAX_MONEY, PricingError } from '@cashwrap/pricing';
import { Failure } from '../../../procedure/failure.ts';

/** Computes money; refuses what comes to more than can be kept. */
export function withinRange<T>(compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof PricingError)) throw error;
    throw new Failure('AMOUNT_OUT_OF_RANGE', {
      detail: `An amount comes to more than ${MAX_MONEY} (minor units), which is more than can be kept: check prices and quantities.`,
    });
  }
}
