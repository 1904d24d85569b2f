import { Failure } from '../../procedure/failure.ts';
import { isGiven, type PricedCart, toOutcomes } from '../pricing/index.ts';

/** Refuses codes that take nothing off, but for those that a better offer has replaced: the customer must hear of it. */
export function refuseLostCodes(cart: PricedCart): void {
  const lost = toOutcomes(cart).filter(
    (outcome) => outcome.status === 'not_applicable' && isGiven(cart, outcome),
  );
  if (lost.length === 0) return;
  if (lost.every(({ reason }) => reason === 'USAGE_LIMIT')) {
    refuseUsedUp(lost.map(({ discountId }) => discountId));
  }
  throw new Failure('DISCOUNT_NOT_APPLICABLE', {
    detail:
      `${lost.map(({ code, detail }) => `"${code}" takes nothing off: ${detail}`).join(' ')} ` +
      'Leave it out, or send what the till has shown as expected. Nothing was sold.',
    details: {
      discounts: lost.map(({ discountId, code, reason, detail }) => ({ discountId, code, reason, detail })),
    },
  });
}

/** Other sales were faster: what is left is priced without the discount, and the customer must know. */
export function refuseUsedUp(discountIds: readonly string[]): void {
  if (discountIds.length === 0) return;
  throw new Failure('DISCOUNT_USED_UP', {
    detail: 'Other sales have had the last use of a discount. Price the cart again. Nothing was sold.',
    details: { discountIds: [...discountIds] },
  });
}
