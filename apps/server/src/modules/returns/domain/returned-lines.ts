import type { Disposition, Return } from '@cashwrap/contract';
import {
  quantityToThousandths,
  type RoundingMode,
  refundShare,
  thousandthsToQuantity,
} from '@cashwrap/pricing';
import type { ReturnableLine } from '../sale-to-return.repo.ts';

type Tax = Return['taxes'][number];

/** A line of a sale of which something comes back. Quantities are in thousandths. */
export interface TakenBack {
  readonly line: ReturnableLine;
  readonly sold: number;
  readonly before: number;
  readonly now: number;
  readonly disposition: Disposition;
}

/** What comes back of one line, or without a receipt, in the words of the contract. */
export interface ReturnedLine
  extends Pick<
    ReturnableLine,
    'kind' | 'productId' | 'giftCardId' | 'sku' | 'name' | 'unitLabel' | 'unitPrice' | 'components'
  > {
  readonly saleLineId: string | null;
  readonly quantity: number;
  readonly gross: number;
  readonly discount: number;
  readonly taxes: Tax[];
  readonly net: number;
  readonly tax: number;
  readonly total: number;
  readonly disposition: Disposition;
}

/**
 * What is given back for a part of a line: of its net and of each of its taxes the cumulative share, see `refundShare`. An
 * exempted tax was not paid, so nothing of it is. Gross and discount are shared likewise, only to be shown.
 */
export function returnedLine(taken: TakenBack, mode: RoundingMode): ReturnedLine {
  const { line, disposition, now } = taken;
  const { kind, productId, giftCardId, sku, name, unitLabel, unitPrice } = line;
  const share = (figure: number) => refundShare(figure, taken, mode);
  const taxes = line.taxes.map(({ exempted, ...tax }) => ({
    ...tax,
    base: share(tax.base),
    amount: share(tax.amount),
  }));
  const net = share(line.net);
  const tax = sumOf(taxes, ({ amount }) => amount);
  return {
    ...{ saleLineId: line.id, kind, productId, giftCardId, sku, name, unitLabel, unitPrice, disposition },
    quantity: thousandthsToQuantity(now),
    gross: share(line.gross),
    discount: share(line.discount),
    ...{ taxes, net, tax, total: net + tax },
    components: line.components && componentsBack(line.components, taken),
  };
}

/** What of a bundle comes back: of so little of it maybe nothing of some. */
function componentsBack(components: NonNullable<ReturnableLine['components']>, taken: TakenBack) {
  return components.flatMap((held) => {
    const back = refundShare(quantityToThousandths(held.quantity), taken, 'half_up');
    return back === 0 ? [] : { ...held, quantity: thousandthsToQuantity(back) };
  });
}

/** How much of a line was sold, and how much of that has come back, in thousandths. */
export function soldOf({ quantity, returnedQuantity }: ReturnableLine): Pick<TakenBack, 'sold' | 'before'> {
  return { sold: quantityToThousandths(quantity), before: quantityToThousandths(returnedQuantity) };
}

/** What lines that come back come to. */
export interface ReturnTotals {
  readonly taxes: Tax[];
  readonly grossTotal: number;
  readonly discountTotal: number;
  readonly netTotal: number;
  readonly taxTotal: number;
  readonly giftCardTotal: number;
  readonly total: number;
}

/** The sums over all lines: gift cards are owed, and no part of what was earned. */
export function totalsOf(lines: readonly ReturnedLine[]): ReturnTotals {
  const earned = lines.filter(({ kind }) => kind !== 'gift_card');
  const giftCardTotal = sumOf(lines, (line) => (line.kind === 'gift_card' ? line.total : 0));
  const netTotal = sumOf(earned, ({ net }) => net);
  const taxTotal = sumOf(earned, ({ tax }) => tax);
  return {
    taxes: taxesOf(lines),
    grossTotal: sumOf(earned, ({ gross }) => gross),
    discountTotal: sumOf(earned, ({ discount }) => discount),
    ...{ netTotal, taxTotal, giftCardTotal },
    total: netTotal + taxTotal + giftCardTotal,
  };
}

/** What each tax comes to, over all lines. */
function taxesOf(lines: readonly ReturnedLine[]): Tax[] {
  const taxes = new Map<string, Tax>();
  for (const tax of lines.flatMap((line) => line.taxes)) {
    const { base, amount } = taxes.get(tax.taxRateId) ?? { base: 0, amount: 0 };
    taxes.set(tax.taxRateId, { ...tax, base: base + tax.base, amount: amount + tax.amount });
  }
  return [...taxes.values()];
}

/** The sum of one figure of each. */
export function sumOf<T>(all: readonly T[], figureOf: (each: T) => number): number {
  return all.reduce((sum, each) => sum + figureOf(each), 0);
}
