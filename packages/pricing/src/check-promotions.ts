import { checkDiscount, demand } from './check-input.ts';
import { assertWhole } from './money.ts';
import { MAX_PROMOTIONS, type Promotion } from './promotion.ts';
import { MAX_THOUSANDTHS } from './wire-numbers.ts';

/** @throws PricingError for promotions that cannot be decided. */
export function checkPromotions(promotions: readonly Promotion[]): void {
  assertWhole(promotions.length, 0, MAX_PROMOTIONS, 'The number of promotions');
  const ids = new Set<string>();
  for (const { id, effect, priority } of promotions) {
    demand(!ids.has(id), `Two promotions have the id ${id}.`);
    ids.add(id);
    const whole = (figure: number, least: number) =>
      assertWhole(figure, least, MAX_THOUSANDTHS, `A figure of promotion ${id}`);
    whole(priority, -MAX_THOUSANDTHS);
    const { type } = effect;
    const isOff = (ppm: number) => checkDiscount({ type: 'percentage', id, ppm });
    if (type === 'buy_x_get_y') {
      const { buyQuantity, getQuantity, maxUses, ppm } = effect;
      for (const figure of [buyQuantity, getQuantity, maxUses ?? 1]) whole(figure, 1);
      isOff(ppm);
    } else if (type === 'quantity_tiers') {
      for (const { minQuantityThousandths, ppm } of effect.tiers) {
        whole(minQuantityThousandths, 0);
        isOff(ppm);
      }
    } else checkDiscount({ ...effect, id });
  }
}
