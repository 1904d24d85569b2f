import { PricingError } from '@cashwrap/pricing';
import { Failure } from '../../../procedure/failure.ts';

/** Computes money; refuses what comes to more than can be kept. */
export function withinRange<T>(compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof PricingError)) throw error;
    throw new Failure('AMOUNT_OUT_OF_RANGE', { detail: error.message });
  }
}
