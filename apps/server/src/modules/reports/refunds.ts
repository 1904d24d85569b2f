import { contract, type RefundsReportInput } from '@cashwrap/contract';
import type { QueryCall } from '../../procedure/handlers.ts';
import { answerReport } from './answer-report.ts';
import type { ReadGrouped } from './grouped-figures.repo.ts';
import { besideEachOther, readCompared } from './read-compared.ts';
import { readRefundMethods, readReturnedGoods, readReturns } from './refunds.repo.ts';

/** By what is grouped: how that is read. */
const reads: Readonly<Record<RefundsReportInput['groupBy'], ReadGrouped<RefundSums>>> = {
  ...readReturns,
  product: readReturnedGoods,
  payment_method: readRefundMethods,
};

type RefundSums = Readonly<
  Partial<
    Record<
      | ('returnCount' | 'quantity' | 'net' | 'tax' | 'giftCards' | 'total')
      | ('cashRounding' | 'tips' | 'refunded'),
      number
    >
  >
>;

/** What was returned and given back, by kind, reason, time, place, people, goods or payment method. */
export function readRefundsReport(call: QueryCall, input: RefundsReportInput) {
  const { groupBy } = input;
  return answerReport(call, contract.reports.refunds, input, async (snapshot) => {
    const found = await readCompared(snapshot, call.scope, input, reads[groupBy]);
    return {
      ...found,
      rows: found.rows.map(({ key, name, ...row }) => ({ key, name, ...besideEachOther(row, figuresOf) })),
      totals: found.totals.map((total) =>
        // A return of two products is one return.
        besideEachOther(total, groupBy === 'product' ? withoutCount : figuresOf),
      ),
    };
  });
}

/** The figures of a group, those that can be said of it. */
function figuresOf(sums: RefundSums) {
  return {
    returnCount: sums.returnCount ?? null,
    quantity: sums.quantity ?? null,
    net: sums.net ?? null,
    tax: sums.tax ?? null,
    giftCards: sums.giftCards ?? null,
    total: sums.total ?? null,
    cashRounding: sums.cashRounding ?? null,
    tips: sums.tips ?? null,
    refunded: sums.refunded ?? null,
  };
}

function withoutCount(sums: RefundSums) {
  return { ...figuresOf(sums), returnCount: null };
}
