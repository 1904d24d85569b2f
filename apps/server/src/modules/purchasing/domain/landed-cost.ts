import { apportion, mulDiv, quantityToThousandths } from '@cashwrap/pricing';
import { invalidInput } from '../../../procedure/failure.ts';
import { costOfThousandths, totalOf } from './costs.ts';

/** What came of one product, and what a unit of it costs by the order and by the invoice. */
export interface DeliveredGoods {
  /** What came in good condition, and what came damaged beside it. */
  readonly quantity: number;
  readonly damaged: number;
  readonly orderedUnitCost: number;
  readonly unitCost: number;
}

/** What a delivery costs beside the goods, and what the supplier takes off it. */
export interface DeliveryCharges {
  readonly freight: number;
  readonly discount: number;
}

/** What the goods of a line have cost when they are in the store, in minor units. */
export interface LandedCost {
  /** unitCost × all that came, rounded once. */
  readonly goods: number;
  readonly freight: number;
  readonly discount: number;
  /** (unitCost − orderedUnitCost) × all that came, rounded once. */
  readonly variance: number;
  /** The part of goods + freight − discount that the good units have; the damaged ones have the rest. */
  readonly goodCost: number;
  readonly damagedCost: number;
}

/** The amounts of a delivery as a whole. */
export interface DeliveryTotals extends DeliveryCharges {
  readonly goods: number;
  readonly variance: number;
  /** goods + freight − discount. */
  readonly total: number;
}

/**
 * The lines of a delivery with what each has cost, and what all of it has. Halves are rounded away from zero, as
 * PostgreSQL does.
 *
 * Freight is spread over the lines by the value of their goods (by quantity, where no goods cost anything), and the
 * discount likewise, by largest remainder: the parts add up exactly. A discount above all goods takes the goods off
 * whole, and its rest off the freight, so that no line costs less than nothing.
 *
 * @throws Failure `INVALID_INPUT`: the discount is more than goods and freight
 * @throws PricingError where an amount comes to more than can be kept
 */
export function landedCosts<Line extends DeliveredGoods>(
  lines: readonly Line[],
  { freight, discount }: DeliveryCharges,
): { lines: (Line & { readonly cost: LandedCost })[]; totals: DeliveryTotals } {
  const valued = lines.map((line) => {
    const good = quantityToThousandths(line.quantity);
    const all = good + quantityToThousandths(line.damaged);
    const variance = costOfThousandths(line.unitCost - line.orderedUnitCost, all);
    return { line, good, all, goods: costOfThousandths(line.unitCost, all), variance };
  });
  const goods = totalOf(valued.map((each) => each.goods));
  refuseDiscountAbove(goods + freight, discount);

  const weights = valued.map((each) => each.goods);
  const freights = apportion(freight, goods > 0 ? weights : valued.map((each) => each.all));
  const offGoods = Math.min(discount, goods);
  const goodsDiscounts = apportion(offGoods, weights);
  const freightDiscounts = apportion(discount - offGoods, freights);

  const landed = valued.map(({ line, good, all, ...figures }, position) => {
    const freight = freights[position] ?? 0;
    const discount = (goodsDiscounts[position] ?? 0) + (freightDiscounts[position] ?? 0);
    const cost = figures.goods + freight - discount;
    const goodCost = mulDiv(cost, good, all, 'half_up');
    return { ...line, cost: { ...figures, freight, discount, goodCost, damagedCost: cost - goodCost } };
  });
  const variance = totalOf(valued.map((each) => each.variance));
  const total = totalOf([goods, freight, -discount]);
  return { lines: landed, totals: { goods, freight, discount, variance, total } };
}

function refuseDiscountAbove(most: number, discount: number): void {
  if (discount <= most) return;
  const message = `must not be more than ${most}, which is what goods and freight come to`;
  throw invalidInput([{ path: ['discount'], message }]);
}
