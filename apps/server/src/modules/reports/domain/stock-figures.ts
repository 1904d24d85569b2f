import { WHOLE_THOUSANDTHS } from '@cashwrap/pricing';
import { averageOf, percentOf, ratioOf } from './ratios.ts';

/** What one unit on hand has cost, rounded half away from zero; none where nothing is there. */
export function unitCostOf(value: number, onHand: number): number | null {
  return ratioOf(value, thousandthsOf(onHand), { times: WHOLE_THOUSANDTHS, decimals: 0 });
}

/** What was there when a period began and ended, and what of it was sold. */
export interface StockMoved {
  readonly openingQuantity: number;
  readonly openingValue: number;
  readonly closingQuantity: number;
  readonly closingValue: number;
  readonly soldQuantity: number;
  readonly costOfGoods: number;
}

/** How fast stock goes. @param days how many the period has */
export function turnoverOf(moved: StockMoved, days: number) {
  const { openingValue, closingValue, soldQuantity, closingQuantity, costOfGoods } = moved;
  const averageValue = averageOf(openingValue + closingValue, 2) ?? 0;
  const sold = thousandthsOf(soldQuantity);
  const available = sold + thousandthsOf(closingQuantity);
  return {
    ...moved,
    averageValue,
    turnover: averageValue > 0 ? ratioOf(costOfGoods, averageValue, { decimals: 2 }) : null,
    daysOfStock:
      costOfGoods > 0 && averageValue >= 0
        ? ratioOf(averageValue, costOfGoods, { times: days, decimals: 1 })
        : null,
    sellThrough: available > 0 ? percentOf(sold, available) : null,
  };
}

/** A sum of quantities as a whole number. */
function thousandthsOf(quantity: number): number {
  return Math.round(quantity * WHOLE_THOUSANDTHS);
}
