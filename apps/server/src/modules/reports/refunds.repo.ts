import { groupedFigures } from './grouped-figures.repo.ts';
import { documentGroupings, goodsGroupings, methodGrouping } from './groupings.repo.ts';
import { GOODS_QUANTITY } from './rollups/rollups.repo.ts';

/** The returns of the stores `$1` and the business days from `$2` to `$3`: few enough to be read themselves. */
const RETURNS = 'r.store_id = ANY($1::uuid[]) AND r.business_date BETWEEN $2::date AND $3::date';

const groupings = {
  kind: { key: 'f.kind', name: methodGrouping.name },
  reason: { key: 'f.reason', name: 'g.key' },
  day: documentGroupings.day,
  week: documentGroupings.week,
  month: documentGroupings.month,
  store: documentGroupings.store,
  register: documentGroupings.register,
  employee: documentGroupings.employee,
};

const ofReturns = (name: keyof typeof groupings) =>
  groupedFigures(`report_refunds_${name}`, {
    from: `figures AS (SELECT r.*, r.cashier_id AS employee_id FROM returns r WHERE ${RETURNS})`,
    grouping: groupings[name],
    sums: {
      returnCount: '1',
      net: 'f.net_total',
      tax: 'f.tax_total',
      giftCards: 'f.gift_card_total',
      total: 'f.total',
      cashRounding: 'f.cash_rounding',
      tips: 'f.tip_total',
      refunded: 'f.refund_total',
    },
    main: 'g.refunded',
  });

/** What was returned, by what tells returns apart. */
export const readReturns = {
  kind: ofReturns('kind'),
  reason: ofReturns('reason'),
  day: ofReturns('day'),
  week: ofReturns('week'),
  month: ofReturns('month'),
  store: ofReturns('store'),
  register: ofReturns('register'),
  employee: ofReturns('employee'),
};

/** Which goods were returned, and service charges: gift cards are none. */
export const readReturnedGoods = groupedFigures('report_refunds_product', {
  from: `figures AS (
      SELECT r.store_id, l.product_id, 1 AS return_count, ${GOODS_QUANTITY} AS quantity,
        sum(l.net) AS net, sum(l.tax) AS tax
      FROM returns r JOIN return_lines l ON l.return_id = r.id
      WHERE ${RETURNS} AND l.kind <> 'gift_card' GROUP BY r.id, l.product_id
    )`,
  grouping: goodsGroupings.product,
  sums: {
    returnCount: 'f.return_count',
    quantity: 'f.quantity',
    net: 'f.net',
    tax: 'f.tax',
    total: 'f.net + f.tax',
  },
  main: 'g.total',
});

/** By which methods the money was given back. */
export const readRefundMethods = groupedFigures('report_refunds_payment_method', {
  from: `figures AS (
      SELECT r.store_id, p.method, p.tip, p.amount FROM returns r JOIN refunds p ON p.return_id = r.id WHERE ${RETURNS}
    )`,
  grouping: methodGrouping,
  sums: { tips: 'f.tip', refunded: 'f.amount' },
  main: 'g.refunded',
});
