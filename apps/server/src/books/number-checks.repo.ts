import type { Check, CheckedTable } from './check.ts';

/** The documents that are numbered over the whole business, with the tables that they are in. */
const NUMBERED = {
  purchase_order: 'purchase_orders',
  goods_receipt: 'goods_receipts',
  supplier_return: 'supplier_returns',
  transfer: 'transfers',
  stocktake: 'stocktakes',
} as const satisfies Readonly<Record<string, CheckedTable>>;

/** Document numbers run without gaps. */
export const numberChecks: readonly Check[] = Object.entries(NUMBERED).map(([kind, of]) => ({
  name: `The numbers of ${of.replace('_', ' ')} run from 1 to the last one without a gap`,
  of,
  broken: `
    SELECT * FROM (
      SELECT '${kind}' AS kind,
        jsonb_build_object('count', n.last, 'first', least(n.last, 1), 'last', n.last) AS expected,
        jsonb_build_object('count', d.count, 'first', d.first, 'last', d.last) AS found
      FROM (
        SELECT count(DISTINCT number) AS count, coalesce(min(number), 0) AS first, coalesce(max(number), 0) AS last FROM ${of}
      ) d, (SELECT coalesce(max(last_number), 0) AS last FROM document_numbers WHERE kind = '${kind}') n
    ) numbers WHERE expected <> found`,
}));

/** Each document of a register whose number is not the one after that before it, and each register that says another last one. */
export const gapsOfRegisters = (
  documents: 'sales' | 'returns',
  id: 'sale_id' | 'return_id',
  last: 'last_sale_number' | 'last_return_number',
) => `
  SELECT register_id, ${id}, expected, found FROM (
    SELECT register_id, id AS ${id}, 1 + lag(number, 1, 0) OVER numbers AS expected, number AS found
    FROM ${documents} WINDOW numbers AS (PARTITION BY register_id ORDER BY number, id)
  ) document WHERE expected <> found
  UNION ALL
  SELECT r.id, NULL, coalesce(d.last, 0), r.${last}
  FROM registers r
  LEFT JOIN (SELECT register_id, max(number) AS last FROM ${documents} GROUP BY register_id) d ON d.register_id = r.id
  WHERE r.${last} <> coalesce(d.last, 0)`;
