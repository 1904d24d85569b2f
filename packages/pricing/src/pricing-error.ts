/**
 * Input that the pricing engine cannot compute with: a fraction where an integer belongs, a figure out of
 * bounds, two lines with one key. It is a guard against a caller's mistake, not a message for a cashier:
 * callers check what people type before they price it.
 */
export class PricingError extends RangeError {
  override readonly name = 'PricingError';
}
