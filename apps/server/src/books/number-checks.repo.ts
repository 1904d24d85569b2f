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
