import type { RefundInput } from '@cashwrap/contract';
import { MAX_MONEY } from '@cashwrap/pricing';
import { Failure } from '../../procedure/failure.ts';
import { clawbackOf, restoreOf } from '../loyalty/index.ts';
import { type PlannedRefund, planRefunds, type Refunding, toBePaidOut } from './domain/plan-refunds.ts';
import { type PointsOfReturn, pointsOfReturn } from './domain/points-of-return.ts';
import {
  type ReturnedLine,
  type ReturnTotals,
  returnedLine,
  sumOf,
  type TakenBack,
  totalsOf,
} from './domain/returned-lines.ts';
import { type ReturnedGoods, returnedGoods } from './domain/returned-stock.ts';
import { tendersOf } from './domain/tenders.ts';
import type { SaleToReturn } from './sale-to-return.repo.ts';

/** A return with all its figures. */
export interface ReturnPlan {
  readonly lines: readonly ReturnedLine[];
  readonly totals: ReturnTotals;
  readonly cashRounding: number;
  readonly tipTotal: number;
  /** What is given back: `totals.total`, the cash rounding and the tips. */
  readonly refundTotal: number;
  readonly refunds: readonly PlannedRefund[];
  readonly goods: readonly ReturnedGoods[];
  readonly points: PointsOfReturn;
}

/** How it is paid out, where not all of it goes back the way it came. */
export interface PayingOut {
  /** What goods that are bought instead may take of it, at most: the total of a sale, without gift cards. */
  readonly exchangeable?: number;
  /** What somebody has chosen. */
  readonly chosen?: readonly RefundInput[] | undefined;
  /** Tips are given back as well: of a void. */
  readonly withTips?: boolean;
}

/**
 * What comes back of a sale, and what is given for it.
 *
 * @throws REFUND_MISMATCH where the refunds that were chosen do not come to it
 */
export function planReturn(
  stored: SaleToReturn,
  takenBack: readonly TakenBack[],
  { exchangeable = 0, chosen, withTips = false }: PayingOut = {},
): ReturnPlan {
  const { sale, earlierRefunds } = stored;
  const lines = takenBack.map((taken) => returnedLine(taken, sale.roundingMode));
  const totals = totalsOf(lines);
  const refunding: Refunding = {
    ...{ tenders: tendersOf(stored), total: totals.total, cashRounding: sale.cashRoundingSetting },
    cashBefore: sumOf(earlierRefunds, ({ method, counted }) => (method === 'cash' ? counted : 0)),
    ...{ exchangeable, chosen, withTips },
  };
  if (chosen) refuseOtherSum(toBePaidOut(refunding), chosen);
  return {
    ...{ lines, totals },
    ...paidOut(totals.total, planRefunds(refunding)),
    goods: returnedGoods(stored.lines, stored.soldStock, takenBack, sale.roundingMode),
    points: pointsOfReturn(stored, takenBack, lines, { clawbackOf, restoreOf }),
  };
}

/** What refunds of a total come to. */
export function paidOut(total: number, refunds: readonly PlannedRefund[]) {
  const refundTotal = sumOf(refunds, ({ amount }) => amount);
  const tipTotal = sumOf(refunds, ({ tip }) => tip);
  return { refunds, tipTotal, cashRounding: refundTotal - tipTotal - total, refundTotal };
}

function refuseOtherSum(refundTotal: number, chosen: readonly RefundInput[]): void {
  // Each is in range; together they may not be.
  const given = Math.min(
    MAX_MONEY,
    sumOf(chosen, ({ amount }) => amount),
  );
  if (given === refundTotal) return;
  throw new Failure('REFUND_MISMATCH', {
    detail:
      `The refunds come to ${given}; ${refundTotal} is to be given back, before cash rounding (minor units). ` +
      'Nothing was taken back.',
    details: { refundTotal, given },
  });
}

/**
 * Refuses a return that gives something else than the till has shown.
 *
 * @throws REFUND_MISMATCH
 */
export function refuseOtherRefund(
  { refundTotal }: ReturnPlan,
  expected: { readonly refundTotal: number } | undefined,
): void {
  if (!expected || expected.refundTotal === refundTotal) return;
  throw new Failure('REFUND_MISMATCH', {
    detail: `The till has shown ${expected.refundTotal}; ${refundTotal} is given back (minor units). Nothing was taken back.`,
    details: { refundTotal, given: expected.refundTotal },
  });
}
