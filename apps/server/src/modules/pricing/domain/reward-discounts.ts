import type { LoyaltyReward } from '@cashwrap/contract';
import {
  type LineDiscount,
  percentToPpm,
  type SaleDiscount,
  WHOLE_PPM,
  WHOLE_THOUSANDTHS,
} from '@cashwrap/pricing';
import { appliesTo, type CartGoodsLine } from '@cashwrap/pricing/promotions';
import { toApplicability } from '@cashwrap/pricing/wire';

/** A cart's goods and discounts with what rewards give: as if staff had given it, so it goes with every promotion. */
export interface Rewarded {
  readonly goods: readonly CartGoodsLine[];
  readonly discounts: readonly SaleDiscount[];
}

/**
 * Turns rewards into discounts: of the sale over the lines that they are for, or of one unit, which is free then: the dearest
 * that no other reward has. What finds no line takes nothing off.
 */
export function withRewards(rewards: readonly LoyaltyReward[], goods: readonly CartGoodsLine[]): Rewarded {
  return rewards.reduce(withReward, { goods, discounts: [] });
}

function withReward({ goods, discounts }: Rewarded, { id, name, effect }: LoyaltyReward): Rewarded {
  const isFor = appliesTo(toApplicability(effect.products));
  const eligible = goods.filter((line) => isFor({ line }));
  const eligibleLines = eligible.map(({ key }) => key);
  switch (effect.type) {
    case 'percentage': {
      const ppm = percentToPpm(effect.percentage);
      return { goods, discounts: [...discounts, { type: 'percentage', id, name, ppm, eligibleLines }] };
    }
    case 'amount': {
      const { amount } = effect;
      return { goods, discounts: [...discounts, { type: 'amount', id, name, amount, eligibleLines }] };
    }
    case 'free_product': {
      const dearest = dearestUnit(eligible);
      const free: LineDiscount = {
        ...{ type: 'percentage', id, name, ppm: WHOLE_PPM },
        quantityThousandths: WHOLE_THOUSANDTHS,
      };
      return {
        goods: goods.map((line) =>
          line === dearest ? { ...line, discounts: [...(line.discounts ?? []), free] } : line,
        ),
        discounts,
      };
    }
  }
}

/** The line with the dearest unit that is not free yet, the earlier one among equals. */
function dearestUnit(lines: readonly CartGoodsLine[]): CartGoodsLine | undefined {
  return lines
    .filter((line) => line.soldBy === 'unit' && unitsLeft(line) > 0)
    .reduce<CartGoodsLine | undefined>(
      (dearest, line) => (dearest && dearest.unitPrice >= line.unitPrice ? dearest : line),
      undefined,
    );
}

function unitsLeft({ quantityThousandths, discounts = [] }: CartGoodsLine): number {
  const free = discounts.filter((discount) => discount.quantityThousandths !== undefined);
  return quantityThousandths / WHOLE_THOUSANDTHS - free.length;
}
