import { refundShare } from '@cashwrap/pricing';
import type { SaleToReturn } from '../sale-to-return.repo.ts';
import type { PlannedRefund } from './plan-refunds.ts';
import { type ReturnedLine, soldOf, sumOf, type TakenBack } from './returned-lines.ts';

/** The points that a return moves. */
export interface PointsOfReturn {
  /** Of those that the sale has earned: what is to be clawed back, if it is still there. */
  readonly clawback: number;
  /** Of those that rewards have cost. */
  readonly rewards: number;
}

/** How much of something returns take back: of all of it, before this one, and with it. */
interface Taken {
  readonly whole: number;
  readonly before: number;
  readonly now: number;
}

/** The share of points that goes with a part of what they came from, or were spent on. */
export type ShareOfPoints = (points: number, taken: Taken) => number;

/**
 * What a return claws back of the points that the sale has earned, and restores of those that rewards have cost.
 *
 * Points are earned on the goods of a sale together, so they go back with the part of the net of all goods that is
 * returned; those of a reward with the part of what it took off. After all is returned, all of both is.
 *
 * @param clawbackOf, restoreOf see the loyalty module
 */
export function pointsOfReturn(
  { sale: { loyalty }, lines }: SaleToReturn,
  takenBack: readonly TakenBack[],
  returned: readonly ReturnedLine[],
  { clawbackOf, restoreOf }: { readonly clawbackOf: ShareOfPoints; readonly restoreOf: ShareOfPoints },
): PointsOfReturn {
  if (!loyalty) return { clawback: 0, rewards: 0 };
  const goods = lines.filter(({ kind }) => kind === 'product');
  const clawback = clawbackOf(loyalty.earned, {
    whole: sumOf(goods, ({ net }) => net),
    before: sumOf(goods, ({ returnedNet }) => returnedNet),
    now: sumOf(returned, ({ kind, net }) => (kind === 'product' ? net : 0)),
  });
  const rewards = sumOf(loyalty.rewards, ({ id, points, amount }) => {
    const takenOff = lines.map((line) => ({
      line,
      amount: sumOf(line.discounts, (discount) => (discount.id === id ? discount.amount : 0)),
    }));
    return restoreOf(points, {
      whole: amount,
      before: sumOf(takenOff, (each) => shareBefore(each.amount, each.line)),
      now: sumOf(takenBack, (taken) => {
        const off = takenOff.find(({ line }) => line === taken.line)?.amount ?? 0;
        return refundShare(off, taken, 'half_up');
      }),
    });
  });
  return { clawback, rewards };
}

/** What of a discount on a line earlier returns have taken back. */
function shareBefore(amount: number, line: SaleToReturn['lines'][number]): number {
  const { sold, before } = soldOf(line);
  return refundShare(amount, { sold, before: 0, now: before }, 'half_up');
}

/** The points that a refund by points restores: the share of those that had paid it; null of any other refund. */
export function pointsOfRefund(
  { tender, method, counted }: PlannedRefund,
  restoreOf: ShareOfPoints,
): number | null {
  if (method !== 'loyalty' || !tender) return null;
  return restoreOf(tender.points, { whole: tender.whole, before: tender.before, now: counted });
}
