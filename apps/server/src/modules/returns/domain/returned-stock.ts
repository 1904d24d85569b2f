import type { Disposition } from '@cashwrap/contract';
import {
  apportion,
  quantityToThousandths,
  type RoundingMode,
  refundShare,
  thousandthsToQuantity,
} from '@cashwrap/pricing';
import type { ReturnableLine, SoldStock } from '../sale-to-return.repo.ts';
import { sumOf, type TakenBack } from './returned-lines.ts';

/** What one line has taken from the stock of one product. */
interface StockTaken {
  readonly lineId: string;
  readonly productId: string;
  readonly name: string;
  readonly thousandths: number;
  /** What it was worth. */
  readonly value: number;
}

/** What comes back of one product with one line. */
export interface ReturnedGoods {
  /** Of the line of the return. */
  readonly position: number;
  readonly productId: string;
  readonly name: string;
  /** Above zero. */
  readonly quantity: number;
  /** What it was worth when it left; null, without a receipt: as much as what is there now. */
  readonly value: number | null;
  /** What a unit costs where the stock knows no cost; 0 where the value is known. */
  readonly usualCost: number;
  readonly disposition: Disposition;
}

/**
 * What each line has taken from stock, with its share of what left of the product, as the costs of the lines were shared
 * out. What moved no stock when it was sold moves none now.
 */
function stockTakenBy(lines: readonly ReturnableLine[], sold: readonly SoldStock[]): StockTaken[] {
  const all = lines.flatMap(({ id: lineId, productId, name, quantity, components }) => {
    const held = components ?? (productId === null ? [] : [{ productId, name, quantity }]);
    return held.map((item) => ({
      ...{ lineId, productId: item.productId, name: item.name },
      thousandths: quantityToThousandths(item.quantity),
    }));
  });
  return sold.flatMap(({ productId, value }) => {
    const takers = all.filter((taken) => taken.productId === productId && taken.thousandths > 0);
    const values = apportion(
      value,
      takers.map(({ thousandths }) => thousandths),
    );
    return takers.map((taken, index) => ({ ...taken, value: values[index] ?? 0 }));
  });
}

/**
 * The goods that come back. Of the cost of a line the cumulative share comes back with them, as of its other figures, so that
 * any parts that bring all back bring all of it; what is in a bundle shares that by what it was worth when it left.
 */
export function returnedGoods(
  lines: readonly ReturnableLine[],
  sold: readonly SoldStock[],
  takenBack: readonly TakenBack[],
  mode: RoundingMode,
): ReturnedGoods[] {
  const stock = stockTakenBy(lines, sold);
  return takenBack.flatMap((taken, position) => {
    const { line, disposition } = taken;
    const back = stock.flatMap((item) => {
      const now = item.lineId === line.id ? refundShare(item.thousandths, taken, 'half_up') : 0;
      // Of so little of a bundle maybe nothing of some.
      return now === 0 ? [] : { ...item, quantity: thousandthsToQuantity(now) };
    });
    const costs = apportion(
      refundShare(line.cost ?? 0, taken, mode),
      back.map(({ value }) => value),
    );
    return back.map(({ productId, name, quantity }, index) => ({
      ...{ position, productId, name, quantity, disposition },
      ...{ value: costs[index] ?? 0, usualCost: 0 },
    }));
  });
}

/** The cost of the goods of each line; null where it moves no stock. */
export function costsOfReturn(
  lineCount: number,
  goods: readonly (ReturnedGoods & { readonly value: number })[],
): (number | null)[] {
  return Array.from({ length: lineCount }, (_, position) => {
    const ofLine = goods.filter((each) => each.position === position);
    return ofLine.length === 0 ? null : sumOf(ofLine, ({ value }) => value);
  });
}
