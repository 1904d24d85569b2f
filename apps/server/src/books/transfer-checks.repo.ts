import type { Check } from './check.ts';

/** Transfers between stores: invariant 9. */
export const transferChecks: readonly Check[] = [
  {
    name: 'What a transfer sent has left the stock of its store, at its cost',
    of: 'transfer_lines',
    broken: `
      SELECT * FROM (
        SELECT transfer_id, product_id, l.figures AS expected, m.figures AS found
        FROM (
          SELECT transfer_id, product_id, jsonb_build_object('quantity', quantity, 'cost', cost) AS figures
          FROM transfer_lines WHERE cost IS NOT NULL
        ) l
        FULL JOIN (
          SELECT document_id AS transfer_id, product_id,
            jsonb_build_object('quantity', -sum(quantity), 'cost', -sum(value)) AS figures
          FROM stock_movements WHERE kind = 'transfer_out' GROUP BY 1, 2
        ) m USING (transfer_id, product_id)
      ) line WHERE expected IS DISTINCT FROM found`,
  },
  {
    // What is lost is the last that happens to a line: everything else has arrived before it.
    name: 'What a transfer brought or brought back has come into stock, the damaged apart, with its part of the cost',
    of: 'transfer_lines',
    broken: `
      SELECT * FROM (
        SELECT transfer_id, product_id, l.figures AS expected,
          coalesce(m.figures, '{"received": 0, "damaged": 0, "returned": 0, "cost": 0}') AS found
        FROM (
          SELECT transfer_id, product_id, jsonb_build_object('received', received, 'damaged', damaged,
            'returned', returned, 'cost', coalesce(div(2 * cost * (received + damaged + returned) + quantity, 2 * quantity), 0)) AS figures
          FROM transfer_lines
        ) l
        FULL JOIN (
          SELECT transfer_id, product_id, jsonb_build_object('received', sum(received), 'damaged', sum(damaged),
            'returned', sum(returned), 'cost', sum(value)) AS figures
          FROM (
            SELECT m.document_id AS transfer_id, m.product_id, 0::numeric(14,3) AS damaged, m.value,
              CASE WHEN m.store_id = t.from_store_id THEN 0 ELSE m.quantity END AS received,
              CASE WHEN m.store_id = t.from_store_id THEN m.quantity ELSE 0 END AS returned
            FROM stock_movements m LEFT JOIN transfers t ON t.id = m.document_id WHERE m.kind = 'transfer_in'
            UNION ALL
            SELECT document_id, product_id, quantity, value, 0, 0 FROM damaged_movements WHERE kind = 'transfer_in'
          ) moved GROUP BY 1, 2
        ) m USING (transfer_id, product_id)
      ) line WHERE expected IS DISTINCT FROM found`,
  },
  {
    name: 'No more of a transfer has arrived than was sent',
    of: 'transfer_lines',
    broken: `
      SELECT transfer_id, product_id, quantity AS expected, received + damaged + returned + lost AS found
      FROM transfer_lines
      WHERE received + damaged + returned + lost > CASE WHEN cost IS NULL THEN 0 ELSE quantity END`,
  },
  {
    name: 'The status of a transfer is what its lines make it',
    of: 'transfers',
    broken: `
      SELECT * FROM (
        SELECT t.id AS transfer_id, t.status AS found,
          CASE
            WHEN sent = 0 THEN CASE WHEN t.status = 'draft' THEN 'draft' ELSE 'cancelled' END
            WHEN in_transit > 0 THEN CASE WHEN arrived > 0 THEN 'partially_received' ELSE 'in_transit' END
            WHEN arrived + lost > 0 THEN 'received'
            ELSE 'cancelled'
          END AS expected
        FROM transfers t CROSS JOIN LATERAL (
          SELECT count(cost) AS sent, coalesce(sum(l.in_transit), 0) AS in_transit, coalesce(sum(lost), 0) AS lost,
            coalesce(sum(received + damaged), 0) AS arrived
          FROM transfer_lines l WHERE l.transfer_id = t.id
        ) l
      ) transfer WHERE expected <> found`,
  },
];
