import type { Check } from './check.ts';

/** Sales that offline tills have handed over, and what somebody should look at of them. */
export const offlineSaleChecks: readonly Check[] = [
  {
    name: 'A sale is late where an offline till handed it over and it is in no shift; the server itself rings up none late',
    of: 'sales',
    broken: `
      SELECT id AS sale_id, till_reference IS NOT NULL AND shift_id IS NULL AS expected, late AS found
      FROM sales WHERE late <> (till_reference IS NOT NULL AND shift_id IS NULL)`,
  },
  {
    name: 'Only a sale of an offline till is uncollected, and it is flagged so',
    of: 'payments',
    broken: `
      SELECT p.sale_id, p.id AS payment_id, 'a flag, and the reference of a till' AS expected,
        jsonb_build_object('tillReference', s.till_reference, 'flag', f.id) AS found
      FROM payments p
      LEFT JOIN sales s ON s.id = p.sale_id
      LEFT JOIN sale_flags f ON f.sale_id = p.sale_id AND f.kind = 'uncollected'
      WHERE p.method = 'uncollected' AND (s.till_reference IS NULL OR f.id IS NULL)`,
  },
  {
    name: 'A flag is of a sale of an offline till, in its store, and each kind is there once',
    of: 'sale_flags',
    broken: `
      SELECT * FROM (
        SELECT f.sale_id, f.id AS flag_id,
          jsonb_build_object('store', s.store_id, 'offline', true, 'nth', 1) AS expected,
          jsonb_build_object('store', f.store_id, 'offline', s.till_reference IS NOT NULL,
            'nth', row_number() OVER (PARTITION BY f.sale_id, f.kind ORDER BY f.id)) AS found
        FROM sale_flags f JOIN sales s ON s.id = f.sale_id
      ) flag WHERE expected <> found`,
  },
];
