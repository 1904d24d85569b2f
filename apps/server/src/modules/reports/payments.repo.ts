import { groupedFigures } from './grouped-figures.repo.ts';
import { everyGrouping, methodGrouping } from './groupings.repo.ts';
import { figuresOf } from './rollups/figures.repo.ts';

/** By method, and other payments by what they are called: `other:Town voucher`. */
const groupings = {
  ...everyGrouping,
  payment_method: {
    key: `CASE WHEN f.method = 'other' THEN 'other:' || f.name ELSE f.method END`,
    name: `CASE WHEN g.key LIKE 'other:%' THEN substr(g.key, 7) ELSE ${methodGrouping.name} END`,
  },
};

const read = (name: keyof typeof groupings) =>
  groupedFigures(`report_payments_${name}`, {
    from: figuresOf('rollup_tenders'),
    grouping: groupings[name],
    sums: {
      paymentCount: 'f.payment_count',
      amount: 'f.amount',
      tips: 'f.tips',
      refundCount: 'f.refund_count',
      refunded: 'f.refunded',
      refundedTips: 'f.refunded_tips',
    },
    main: 'g.amount - g.refunded',
  });

/** What was collected and given back, by what payments are grouped by. */
export const readPayments = {
  payment_method: read('payment_method'),
  day: read('day'),
  week: read('week'),
  month: read('month'),
  store: read('store'),
};
