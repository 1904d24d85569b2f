import type { Check } from './check.ts';
import { TOLD } from './told-events.repo.ts';

/** Sales that offline tills have handed over, and what somebody should look at of them. */
export const offlineSaleChecks: readonly Check[] = [
  {
    name: 'A sale is late where an offline till handed it over and its till had no shift for it; the server itself rings up none late',
    of: 'sales',
    broken: `
      SELECT * FROM (
        SELECT sale.id AS sale_id, late AS found,
          till_reference IS NOT NULL AND shift_id IS NULL AND register.kind <> 'virtual' AS expected
        FROM sales sale JOIN registers register ON register.id = sale.register_id
      ) sale WHERE found <> expected`,
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
  {
    name: 'A flag is as the audit log has told of it last, and one outbox event of its opening',
    of: 'sale_flags',
    broken: `
      SELECT * FROM (
        SELECT flag_id, a.told AS expected, f.told AS found
        FROM (
          SELECT id AS flag_id, jsonb_build_object('sale', sale_id, 'store', store_id, 'kind', kind, 'status', status,
            'detail', detail, 'resolution', resolution, 'resolvedBy', resolved_by, 'createdAt', created_at,
            'resolvedAt', resolved_at) AS told
          FROM sale_flags
        ) f
        FULL JOIN (
          SELECT DISTINCT ON (document_id) document_id AS flag_id, jsonb_build_object('sale', after->'saleId',
            'store', after->'storeId', 'kind', after->'kind', 'status', after->'status', 'detail', after->'detail',
            'resolution', after->'resolution', 'resolvedBy', after->'resolvedBy',
            'createdAt', (after->>'createdAt')::timestamptz, 'resolvedAt', (after->>'resolvedAt')::timestamptz) AS told
          FROM audit_log WHERE document_type = 'sale_flag' ORDER BY document_id, recorded_at DESC, id DESC
        ) a USING (flag_id)
        UNION ALL
        SELECT f.id, e.told, jsonb_build_array(jsonb_build_object('saleFlagId', f.id, 'saleId', f.sale_id,
          'storeId', f.store_id, 'kind', f.kind))
        FROM sale_flags f LEFT JOIN (
          SELECT payload->>'saleFlagId' AS flag_id, jsonb_agg(payload) AS told
          FROM ${TOLD} WHERE type = 'sale_flag.opened' GROUP BY 1
        ) e ON e.flag_id = f.id::text
      ) flag WHERE expected IS DISTINCT FROM found`,
  },
];
