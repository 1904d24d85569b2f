import { PRICING_VERSION } from '@cashwrap/pricing';
import type { Check } from './check.ts';
import { listsDiffer, sumOf } from './document-lines.repo.ts';
import { gapsOfRegisters } from './number-checks.repo.ts';

const OF_SALES = { documents: 'sales', lines: 'sale_lines', key: 'sale_id' } as const;

/** Completed sales and their lines: invariants 1 to 4 and 14. Returns are documents of their own. */
export const saleChecks: readonly Check[] = [
  {
    name: 'A line comes to its gross less discounts, plus tax where prices exclude it, less exempted tax where they include it',
    of: 'sale_lines',
    broken: `
      SELECT * FROM (
        SELECT l.sale_id, l.id AS line_id,
          l.gross - l.discount + CASE WHEN s.prices_include_tax THEN -l.exempted_tax ELSE l.tax END AS expected,
          l.total AS found
        FROM sale_lines l JOIN sales s ON s.id = l.sale_id
      ) line WHERE expected <> found`,
  },
  {
    name: 'The total of a line is its net and its tax',
    of: 'sale_lines',
    broken: `
      SELECT sale_id, id AS line_id, net + tax AS expected, total AS found
      FROM sale_lines WHERE net + tax <> total`,
  },
  {
    name: 'The discounts of a line add up',
    of: 'sale_lines',
    broken: `
      SELECT * FROM (
        SELECT sale_id, id AS line_id, ${sumOf('discounts')} AS expected, discount AS found FROM sale_lines
      ) line WHERE expected <> found`,
  },
  {
    name: 'The taxes of a line add up, those that are charged and those that are exempted',
    of: 'sale_lines',
    broken: `
      SELECT * FROM (
        SELECT sale_id, id AS line_id,
          jsonb_build_object('tax', ${sumOf('taxes')}, 'exempted', ${sumOf('taxes', 'exempted')}) AS expected,
          jsonb_build_object('tax', tax, 'exempted', exempted_tax) AS found
        FROM sale_lines
      ) line WHERE expected <> found`,
  },
  {
    name: 'No figure of a line is below zero',
    of: 'sale_lines',
    broken: `
      SELECT sale_id, id AS line_id, 'nothing below 0' AS expected, jsonb_build_object('unitPrice', unit_price,
        'gross', gross, 'discount', discount, 'net', net, 'tax', tax, 'exemptedTax', exempted_tax, 'total', total)
        AS found
      FROM sale_lines WHERE least(unit_price, gross, discount, net, tax, exempted_tax, total) < 0`,
  },
  {
    name: 'A sale has lines, and their positions count from 0',
    of: 'sales',
    broken: `
      SELECT s.id AS sale_id, 'positions 0, 1, 2 …' AS expected,
        format('%s lines at positions %s to %s', coalesce(l.lines, 0), l.first, l.last) AS found
      FROM sales s LEFT JOIN (
        SELECT sale_id, count(*) AS lines, count(DISTINCT position) AS positions, min(position) AS first,
          max(position) AS last
        FROM sale_lines GROUP BY sale_id
      ) l ON l.sale_id = s.id
      WHERE (l.first, l.last + 1, l.positions) IS DISTINCT FROM (0, l.lines, l.lines)`,
  },
  {
    name: 'The figures of a sale are the sums of its lines',
    of: 'sales',
    broken: `
      SELECT * FROM (
        SELECT s.id AS sale_id,
          jsonb_build_object('gross', l.gross, 'discount', l.discount, 'net', l.net, 'tax', l.tax,
            'exemptedTax', l.exempted_tax, 'giftCards', l.gift_cards, 'total', l.total) AS expected,
          jsonb_build_object('gross', s.gross_total, 'discount', s.discount_total, 'net', s.net_total,
            'tax', s.tax_total, 'exemptedTax', s.exempted_tax_total, 'giftCards', s.gift_card_total,
            'total', s.total) AS found
        FROM sales s JOIN (
          SELECT sale_id, coalesce(sum(gross) FILTER (WHERE kind <> 'gift_card'), 0) AS gross, sum(discount) AS discount,
            coalesce(sum(net) FILTER (WHERE kind <> 'gift_card'), 0) AS net, sum(tax) AS tax,
            sum(exempted_tax) AS exempted_tax, coalesce(sum(total) FILTER (WHERE kind = 'gift_card'), 0) AS gift_cards,
            sum(total) AS total
          FROM sale_lines GROUP BY sale_id
        ) l ON l.sale_id = s.id
      ) sale WHERE expected <> found`,
  },
  {
    name: 'No discount or tax is on what was put on a gift card',
    of: 'sale_lines',
    broken: `
      SELECT sale_id, id AS line_id, jsonb_build_object('gross', total, 'discount', 0, 'tax', 0) AS expected,
        jsonb_build_object('gross', gross, 'discount', discount, 'tax', tax + exempted_tax) AS found
      FROM sale_lines WHERE kind = 'gift_card' AND (gross <> total OR discount <> 0 OR tax + exempted_tax <> 0)`,
  },
  {
    name: 'The taxes of a sale are those of its lines, rate by rate',
    of: 'sales',
    broken: listsDiffer({
      ...OF_SALES,
      list: 'taxes',
      id: 'taxRateId',
      figures: ['base', 'amount', 'exempted'],
    }),
  },
  {
    name: 'The discounts of a sale are those of its lines, one by one',
    of: 'sales',
    broken: listsDiffer({ ...OF_SALES, list: 'discounts', id: 'id', figures: ['amount'] }),
  },
  {
    name: 'A sale, its lines, payments and ledger entries are in the store of its register',
    of: 'sales',
    broken: `
      SELECT * FROM (
        SELECT s.id AS sale_id, 'sale' AS part, s.id AS part_id, r.store_id AS expected, s.store_id AS found
        FROM sales s JOIN registers r ON r.id = s.register_id
        UNION ALL
        SELECT s.id, 'line', l.id, s.store_id, l.store_id FROM sale_lines l JOIN sales s ON s.id = l.sale_id
        UNION ALL
        SELECT s.id, 'payment', p.id, s.store_id, p.store_id FROM payments p JOIN sales s ON s.id = p.sale_id
        UNION ALL
        SELECT t.document_id, 'ledger entry', t.id, r.store_id, t.store_id
        FROM transactions t JOIN registers r ON r.id = t.register_id
      ) part WHERE expected <> found`,
  },
  {
    name: 'The sale numbers of a register run from 1 to its last one without a gap',
    of: 'registers',
    broken: gapsOfRegisters('sales', 'sale_id', 'last_sale_number'),
  },
  {
    // The moment is when the call came in, and the number is taken later: of sales that one register rings up at
    // once, or that wait for each other, the moments may be the other way round, but not by more than a minute.
    name: 'The sales of a register were recorded in the order of their numbers',
    of: 'sales',
    broken: `
      SELECT register_id, sale_id, number, format('not before %s', latest) AS expected, recorded_at AS found
      FROM (
        SELECT register_id, id AS sale_id, number, recorded_at, max(recorded_at) OVER (
          PARTITION BY register_id ORDER BY number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS latest
        FROM sales
      ) sale WHERE recorded_at < latest - interval '1 minute'`,
  },
  {
    name: 'A sale was recorded when it was completed, but for one of an offline till, which was completed before',
    of: 'sales',
    broken: `
      SELECT id AS sale_id, jsonb_build_object('recordedAt', completed_at) AS expected,
        jsonb_build_object('recordedAt', recorded_at, 'tillReference', till_reference) AS found
      FROM sales
      WHERE recorded_at < completed_at OR (recorded_at <> completed_at AND till_reference IS NULL)`,
  },
  {
    name: 'No sale was priced by a version of the rules that is newer than this code',
    of: 'sales',
    broken: `
      SELECT id AS sale_id, 'up to ${PRICING_VERSION}' AS expected, pricing_version AS found
      FROM sales WHERE pricing_version > ${PRICING_VERSION}`,
  },
];
