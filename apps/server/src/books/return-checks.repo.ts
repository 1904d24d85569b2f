import type { Check } from './check.ts';
import { listsDiffer, sumOf } from './document-lines.repo.ts';
import { gapsOfRegisters } from './number-checks.repo.ts';

/**
 * After `quantity` of `l.quantity` of the line `l` of a sale `s`, the part of a figure of it that was given back, as the sale
 * rounds; exact, whatever the figures.
 */
const partOf = (figure: string, quantity = 'b.quantity') => {
  const [twice, whole] = [`(2 * ${figure} * ${quantity} + l.quantity)`, '(2 * l.quantity)'];
  const halfUp = `div(${twice}, ${whole})`;
  return `(${halfUp} - CASE WHEN s.rounding_mode = 'half_even' AND mod(${twice}, ${whole}) = 0 THEN mod(${halfUp}, 2) ELSE 0 END)`;
};

/** Returns and their lines: invariants 6 and 7. How they are paid out is in the checks of refunds. */
export const returnChecks: readonly Check[] = [
  {
    name: 'A line of a return comes to its net and its tax, which is that of its rates',
    of: 'return_lines',
    broken: `
      SELECT * FROM (
        SELECT return_id, id AS line_id,
          jsonb_build_object('total', net + tax, 'tax', ${sumOf('taxes')}) AS expected,
          jsonb_build_object('total', total, 'tax', tax) AS found
        FROM return_lines
      ) line WHERE expected <> found`,
  },
  {
    name: 'No figure of a line of a return is below zero',
    of: 'return_lines',
    broken: `
      SELECT return_id, id AS line_id, 'nothing below 0' AS expected, jsonb_build_object('unitPrice', unit_price,
        'gross', gross, 'discount', discount, 'net', net, 'tax', tax, 'total', total) AS found
      FROM return_lines WHERE least(unit_price, gross, discount, net, tax, total) < 0`,
  },
  {
    name: 'A return has lines, and their positions count from 0',
    of: 'returns',
    broken: `
      SELECT r.id AS return_id, 'positions 0, 1, 2 …' AS expected,
        format('%s lines at positions %s to %s', coalesce(l.lines, 0), l.first, l.last) AS found
      FROM returns r LEFT JOIN (
        SELECT return_id, count(*) AS lines, count(DISTINCT position) AS positions, min(position) AS first,
          max(position) AS last
        FROM return_lines GROUP BY return_id
      ) l ON l.return_id = r.id
      WHERE (l.first, l.last + 1, l.positions) IS DISTINCT FROM (0, l.lines, l.lines)`,
  },
  {
    name: 'The figures of a return are the sums of its lines',
    of: 'returns',
    broken: `
      SELECT * FROM (
        SELECT r.id AS return_id,
          jsonb_build_object('gross', l.gross, 'discount', l.discount, 'net', l.net, 'tax', l.tax,
            'giftCards', l.gift_cards, 'total', l.total) AS expected,
          jsonb_build_object('gross', r.gross_total, 'discount', r.discount_total, 'net', r.net_total,
            'tax', r.tax_total, 'giftCards', r.gift_card_total, 'total', r.total) AS found
        FROM returns r JOIN (
          SELECT return_id, coalesce(sum(gross) FILTER (WHERE kind <> 'gift_card'), 0) AS gross, sum(discount) AS discount,
            coalesce(sum(net) FILTER (WHERE kind <> 'gift_card'), 0) AS net, sum(tax) AS tax,
            coalesce(sum(total) FILTER (WHERE kind = 'gift_card'), 0) AS gift_cards, sum(total) AS total
          FROM return_lines GROUP BY return_id
        ) l ON l.return_id = r.id
      ) document WHERE expected <> found`,
  },
  {
    name: 'The taxes of a return are those of its lines, rate by rate',
    of: 'returns',
    broken: listsDiffer({
      ...{ documents: 'returns', lines: 'return_lines', key: 'return_id' },
      ...{ list: 'taxes', id: 'taxRateId', figures: ['base', 'amount'] },
    }),
  },
  {
    name: 'A return is in the store of its sale, in its currency and for its customer, if it has one, and after it',
    of: 'returns',
    broken: `
      SELECT * FROM (
        SELECT r.id AS return_id,
          jsonb_build_object('store', s.store_id, 'currency', s.currency, 'digits', s.currency_digits,
            'pricesIncludeTax', s.prices_include_tax, 'customer', coalesce(buyer.merged_into_id, buyer.id, bringer.merged_into_id, bringer.id), 'after', true)
            AS expected,
          jsonb_build_object('store', r.store_id, 'currency', r.currency, 'digits', r.currency_digits,
            'pricesIncludeTax', r.prices_include_tax, 'customer', coalesce(bringer.merged_into_id, bringer.id),
            'after', r.completed_at >= s.completed_at) AS found
        FROM returns r JOIN sales s ON s.id = r.sale_id
        LEFT JOIN customers buyer ON buyer.id = s.customer_id
        LEFT JOIN customers bringer ON bringer.id = r.customer_id
      ) document WHERE expected <> found`,
  },
  {
    name: 'A return, its lines and its refunds are in the store of its register',
    of: 'returns',
    broken: `
      SELECT * FROM (
        SELECT r.id AS return_id, 'return' AS part, r.id AS part_id, register.store_id AS expected, r.store_id AS found
        FROM returns r JOIN registers register ON register.id = r.register_id
        UNION ALL
        SELECT r.id, 'line', l.id, r.store_id, l.store_id FROM return_lines l JOIN returns r ON r.id = l.return_id
        UNION ALL
        SELECT r.id, 'refund', f.id, r.store_id, f.store_id FROM refunds f JOIN returns r ON r.id = f.return_id
      ) part WHERE expected <> found`,
  },
  {
    name: 'The return numbers of a register run from 1 to its last one without a gap',
    of: 'registers',
    broken: gapsOfRegisters('returns', 'return_id', 'last_return_number'),
  },
  {
    name: 'A line of a return is one of its sale, as it was sold there; without a receipt it is a product',
    of: 'return_lines',
    broken: `
      SELECT * FROM (
        SELECT l.return_id, l.id AS line_id,
          CASE WHEN r.sale_id IS NULL THEN jsonb_build_object('sale', NULL, 'kind', 'product', 'product', l.product_id)
            ELSE jsonb_build_object('sale', r.sale_id, 'kind', sold.kind, 'product', sold.product_id,
              'giftCard', sold.gift_card_id, 'unitPrice', sold.unit_price) END AS expected,
          CASE WHEN r.sale_id IS NULL THEN jsonb_build_object('sale', sold.sale_id, 'kind', l.kind, 'product', l.product_id)
            ELSE jsonb_build_object('sale', sold.sale_id, 'kind', l.kind, 'product', l.product_id,
              'giftCard', l.gift_card_id, 'unitPrice', l.unit_price) END AS found
        FROM return_lines l JOIN returns r ON r.id = l.return_id
        LEFT JOIN sale_lines sold ON sold.id = l.sale_line_id
      ) line WHERE expected <> found`,
  },
  {
    name: 'No more of a line came back than was sold',
    of: 'return_lines',
    broken: `
      SELECT l.sale_id, l.id AS line_id, format('up to %s', l.quantity) AS expected, b.quantity AS found
      FROM (SELECT sale_line_id, sum(quantity) AS quantity FROM return_lines GROUP BY sale_line_id) b
      JOIN sale_lines l ON l.id = b.sale_line_id
      WHERE b.quantity > l.quantity`,
  },
  {
    name: 'After a part of a line has come back, that part of its figures was given back in all, rounded once',
    of: 'return_lines',
    broken: `
      SELECT * FROM (
        SELECT l.sale_id, l.id AS line_id,
          jsonb_build_object('gross', ${partOf('l.gross')}, 'discount', ${partOf('l.discount')},
            'net', ${partOf('l.net')}) AS expected,
          jsonb_build_object('gross', b.gross, 'discount', b.discount, 'net', b.net) AS found
        FROM (
          SELECT sale_line_id, sum(quantity) AS quantity, sum(gross) AS gross, sum(discount) AS discount,
            sum(net) AS net
          FROM return_lines WHERE sale_line_id IS NOT NULL GROUP BY sale_line_id
        ) b
        JOIN sale_lines l ON l.id = b.sale_line_id JOIN sales s ON s.id = l.sale_id
      ) line WHERE expected <> found`,
  },
  {
    name: 'After a part of a line has come back, that part of each of its taxes was given back in all, rounded once',
    of: 'return_lines',
    broken: `
      WITH given AS (
        SELECT sale_line_id, each->>'taxRateId' AS rate, sum((each->>'amount')::bigint) AS amount
        FROM return_lines, jsonb_array_elements(taxes) each WHERE sale_line_id IS NOT NULL GROUP BY 1, 2
      ), due AS (
        SELECT l.sale_id, l.id AS sale_line_id, each->>'taxRateId' AS rate,
          ${partOf("(each->>'amount')::bigint")} AS amount
        FROM (
          SELECT sale_line_id, sum(quantity) AS quantity FROM return_lines WHERE sale_line_id IS NOT NULL GROUP BY 1
        ) b
        JOIN sale_lines l ON l.id = b.sale_line_id JOIN sales s ON s.id = l.sale_id, jsonb_array_elements(l.taxes) each
      )
      SELECT sale_id, sale_line_id AS line_id, rate, due.amount AS expected, given.amount AS found
      FROM due FULL JOIN given USING (sale_line_id, rate)
      WHERE coalesce(due.amount, 0) <> coalesce(given.amount, 0)`,
  },
  {
    // A bundle has the costs of several products, each of which is rounded for itself.
    name: 'With a part of a line that part of its cost has come back, rounded once; of a bundle all with all of it',
    of: 'return_lines',
    broken: `
      SELECT l.sale_id, l.id AS line_id, div(2 * l.cost * b.quantity + l.quantity, 2 * l.quantity) AS expected,
        coalesce(b.cost, 0) AS found
      FROM (
        SELECT sale_line_id, sum(quantity) AS quantity, sum(cost) AS cost
        FROM return_lines WHERE sale_line_id IS NOT NULL GROUP BY sale_line_id
      ) b
      JOIN sale_lines l ON l.id = b.sale_line_id
      WHERE (l.components IS NULL OR b.quantity = l.quantity)
        AND coalesce(div(2 * l.cost * b.quantity + l.quantity, 2 * l.quantity), 0) <> coalesce(b.cost, 0)`,
  },
  {
    name: 'A void takes back all of its sale, with its tips, in the shift of the sale or on its business day; others give no tips back',
    of: 'returns',
    broken: `
      SELECT * FROM (
        SELECT r.id AS return_id, CASE r.kind
            WHEN 'void' THEN jsonb_build_object('total', s.total, 'tips', s.tip_total, 'register', s.register_id,
              'shift', coalesce(s.shift_id, r.shift_id), 'businessDate', s.business_date, 'returns', 1)
            ELSE '{"tips": 0}' END AS expected,
          CASE r.kind
            WHEN 'void' THEN jsonb_build_object('total', r.total, 'tips', r.tip_total, 'register', r.register_id,
              'shift', r.shift_id, 'businessDate', CASE WHEN s.shift_id IS NULL THEN r.business_date ELSE s.business_date END,
              'returns', (SELECT count(*) FROM returns each WHERE each.sale_id = r.sale_id))
            ELSE jsonb_build_object('tips', r.tip_total) END AS found
        FROM returns r LEFT JOIN sales s ON s.id = r.sale_id
      ) document WHERE expected <> found`,
  },
  {
    name: 'What a return put into stock, and to the damaged goods, is what its lines say',
    of: 'return_lines',
    broken: `
      WITH brought AS (
        SELECT l.return_id, l.store_id, l.disposition, l.product_id, l.quantity
        FROM return_lines l JOIN products p ON p.id = l.product_id
        WHERE l.components IS NULL AND p.track_stock
        UNION ALL
        SELECT l.return_id, l.store_id, l.disposition, (c->>'productId')::uuid, (c->>'quantity')::numeric
        FROM return_lines l, jsonb_array_elements(l.components) c
        JOIN products p ON p.id = (c->>'productId')::uuid AND p.track_stock
      )
      SELECT return_id, store_id, product_id, disposition, b.quantity AS expected, m.quantity AS found
      FROM (
        SELECT return_id, store_id, disposition, product_id, sum(quantity) AS quantity
        FROM brought WHERE disposition <> 'none' GROUP BY 1, 2, 3, 4
      ) b
      FULL JOIN (
        SELECT document_id AS return_id, store_id, 'restock' AS disposition, product_id, sum(quantity) AS quantity
        FROM stock_movements WHERE kind = 'return' GROUP BY 1, 2, 4
        UNION ALL
        SELECT document_id, store_id, 'damaged', product_id, sum(quantity)
        FROM damaged_movements WHERE kind = 'return' GROUP BY 1, 2, 4
      ) m USING (return_id, store_id, disposition, product_id)
      WHERE b.quantity IS DISTINCT FROM m.quantity`,
  },
  {
    name: 'What a return put into stock, and to the damaged goods, is worth there what it has cost',
    of: 'return_lines',
    broken: `
      SELECT return_id, disposition, coalesce(l.cost, 0) AS expected, coalesce(m.value, 0) AS found
      FROM (
        SELECT return_id, disposition, sum(cost) AS cost FROM return_lines WHERE disposition <> 'none' GROUP BY 1, 2
      ) l
      FULL JOIN (
        SELECT document_id AS return_id, 'restock' AS disposition, sum(value) AS value
        FROM stock_movements WHERE kind = 'return' GROUP BY 1
        UNION ALL
        SELECT document_id, 'damaged', sum(value) FROM damaged_movements WHERE kind = 'return' GROUP BY 1
      ) m USING (return_id, disposition)
      WHERE coalesce(l.cost, 0) <> coalesce(m.value, 0)`,
  },
];
