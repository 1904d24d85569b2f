import { type Reader, readStatement } from '@cashwrap/database';
import type { ShiftFigures } from './domain/shift-totals.ts';

/**
 * Its sales are those that its register numbered meanwhile: the index on register and number finds them, and sales
 * need none on the shift. What came in late is of none, wherever its number is. All figures are of one moment.
 */
const ITS_SALES = `sales sale WHERE sale.register_id = shift.register_id AND NOT sale.late
  AND sale.number > shift.sale_number_before
  AND (shift.last_sale_number IS NULL OR sale.number <= shift.last_sale_number)`;

/** What came in late since the shift before it ended. */
const LATE_SALES = `sales sale WHERE sale.register_id = shift.register_id AND sale.late
  AND sale.number > shift.late_sale_number_before
  AND (shift.last_sale_number IS NULL OR sale.number <= shift.last_sale_number)`;

/** What has paid some of them, by method. */
const tendersOf = (sales: string) => `
  SELECT coalesce(json_agg(tender ORDER BY method), '[]') AS tenders FROM (
    SELECT payment.method, count(*) AS count, sum(payment.amount) AS amount, sum(payment.tip) AS tips
    FROM (SELECT id FROM ${sales}) its JOIN payments payment ON payment.sale_id = its.id
    WHERE payment.status = 'captured' GROUP BY payment.method
  ) tender`;

/** What each tax of some sales or returns comes to. */
const taxesOf = (documents: string) => `
  SELECT coalesce(json_agg(rate ORDER BY percentage DESC, name), '[]') AS taxes FROM (
    SELECT tax.name, tax.percentage, sum(tax.base) AS base, sum(tax.amount) AS amount
    FROM (SELECT taxes FROM ${documents}) its
    CROSS JOIN jsonb_to_recordset(its.taxes) AS tax (name text, percentage numeric, base bigint, amount bigint)
    GROUP BY tax.name, tax.percentage
  ) rate`;

const shiftFigures = readStatement<
  ShiftFigures & { shiftId: string },
  readonly [shiftIds: readonly string[]]
>(
  'shift_figures',
  `SELECT shift.id AS "shiftId", shift.opening_float AS "openingFloat", sold.*, taxed.*, paid.*, moved.*,
     json_build_object('count', returned.count, 'net', returned.net, 'tax', returned.tax,
       'giftCards', returned.gift_cards, 'total', returned.total, 'cashRounding', returned.cash_rounding,
       'tips', returned.tips, 'taxes', returned_taxes.taxes, 'refunds', refunded.refunds) AS returns,
     json_build_object('count', late.count, 'total', late.total, 'cashRounding', late.cash_rounding,
       'tips', late.tips, 'taxes', late_taxes.taxes, 'tenders', late_paid.tenders) AS late
   FROM shifts shift
   CROSS JOIN LATERAL (
     SELECT count(*) AS "saleCount", min(number) AS "firstSaleNumber", max(number) AS "lastSaleNumber",
       coalesce(sum(gross_total), 0)::bigint AS gross, coalesce(sum(discount_total), 0)::bigint AS discounts,
       coalesce(sum(net_total), 0)::bigint AS net, coalesce(sum(tax_total), 0)::bigint AS tax,
       coalesce(sum(gift_card_total), 0)::bigint AS "giftCards",
       coalesce(sum(total), 0)::bigint AS total, coalesce(sum(cash_rounding), 0)::bigint AS "cashRounding",
       coalesce(sum(tip_total), 0)::bigint AS tips
     FROM ${ITS_SALES}
   ) sold
   CROSS JOIN LATERAL (${taxesOf(ITS_SALES)}) taxed
   CROSS JOIN LATERAL (${tendersOf(ITS_SALES)}) paid
   CROSS JOIN LATERAL (
     SELECT count(*) AS count, coalesce(sum(net_total), 0) AS net, coalesce(sum(tax_total), 0) AS tax,
       coalesce(sum(gift_card_total), 0) AS gift_cards, coalesce(sum(total), 0) AS total,
       coalesce(sum(cash_rounding), 0) AS cash_rounding, coalesce(sum(tip_total), 0) AS tips
     FROM returns WHERE shift_id = shift.id
   ) returned
   CROSS JOIN LATERAL (${taxesOf('returns WHERE shift_id = shift.id')}) returned_taxes
   CROSS JOIN LATERAL (
     SELECT coalesce(json_agg(refund ORDER BY method), '[]') AS refunds FROM (
       SELECT refund.method, count(*) AS count, sum(refund.amount) AS amount, sum(refund.tip) AS tips
       FROM returns its JOIN refunds refund ON refund.return_id = its.id
       WHERE its.shift_id = shift.id GROUP BY refund.method
     ) refund
   ) refunded
   CROSS JOIN LATERAL (
     SELECT count(*) AS count, coalesce(sum(total), 0) AS total, coalesce(sum(cash_rounding), 0) AS cash_rounding,
       coalesce(sum(tip_total), 0) AS tips
     FROM ${LATE_SALES}
   ) late
   CROSS JOIN LATERAL (${taxesOf(LATE_SALES)}) late_taxes
   CROSS JOIN LATERAL (${tendersOf(LATE_SALES)}) late_paid
   CROSS JOIN LATERAL (
     SELECT coalesce(sum(amount) FILTER (WHERE kind = 'paid_in'), 0)::bigint AS "paidIn",
       coalesce(sum(amount) FILTER (WHERE kind = 'paid_out'), 0)::bigint AS "paidOut",
       coalesce(sum(amount) FILTER (WHERE kind = 'drop'), 0)::bigint AS drops,
       count(*) FILTER (WHERE kind = 'no_sale') AS "noSaleCount"
     FROM cash_movements WHERE shift_id = shift.id
   ) moved
   WHERE shift.id = ANY($1::uuid[])`,
);

/** What shifts have come to up to now, by their ids: one statement, so all of it is of one moment. */
export async function readShiftFigures(
  db: Reader,
  shiftIds: readonly string[],
): Promise<Map<string, ShiftFigures>> {
  const { rows } = await shiftFigures(db, [shiftIds]);
  return new Map(rows.map(({ shiftId, ...figures }) => [shiftId, figures]));
}
