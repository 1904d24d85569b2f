import type { Check } from './check.ts';
import { recordedBeforeTheLast } from './stock-checks.repo.ts';

/**
 * The document of a movement `m`, found by its `cause`: in which store it may have moved something, and by whom it was
 * made. What arrives of a transfer comes in where it went to, or where it came from, and by the hand of anybody.
 */
const documentOfMovement = `
  SELECT store_id, created_by AS actor_id FROM stock_adjustments d
  WHERE m.cause = 'adjustment' AND d.id = m.document_id AND d.reason NOT IN ('write_off', 'revaluation')
  UNION ALL
  SELECT store_id, created_by FROM stock_adjustments d
  WHERE m.cause IN ('set_aside', 'restore', 'write_off', 'revaluation') AND d.id = m.document_id AND d.reason = m.cause
  UNION ALL
  SELECT store_id, cashier_id FROM sales d WHERE m.cause = 'sale' AND d.id = m.document_id
  UNION ALL
  SELECT store_id, cashier_id FROM returns d WHERE m.cause = 'return' AND d.id = m.document_id
  UNION ALL
  SELECT store_id, received_by FROM goods_receipts d WHERE m.cause = 'receipt' AND d.id = m.document_id
  UNION ALL
  SELECT store_id, created_by FROM supplier_returns d WHERE m.cause = 'supplier_return' AND d.id = m.document_id
  UNION ALL
  SELECT from_store_id, sent_by FROM transfers d WHERE m.cause = 'transfer_out' AND d.id = m.document_id
  UNION ALL
  SELECT m.store_id, m.actor_id FROM transfers d
  WHERE m.cause = 'transfer_in' AND d.id = m.document_id AND m.store_id IN (d.from_store_id, d.to_store_id)
  UNION ALL
  SELECT store_id, applied_by FROM stocktakes d WHERE m.cause = 'count' AND d.id = m.document_id`;

/** The movements, with their `cause`, that have no such document. */
const withoutDocument = (movements: string) => `
  SELECT m.id AS movement_id, m.document_id,
    CASE WHEN d.store_id IS NULL THEN '"its document"' ELSE jsonb_build_object('store', d.store_id, 'actor', d.actor_id) END
      AS expected,
    jsonb_build_object('store', m.store_id, 'actor', m.actor_id) AS found
  FROM (${movements}) m LEFT JOIN LATERAL (${documentOfMovement}) d ON true
  WHERE (m.store_id, m.actor_id) IS DISTINCT FROM (d.store_id, d.actor_id)`;

/** What has moved stock and damaged goods, and that nothing else has. */
export const stockDocumentChecks: readonly Check[] = [
  {
    name: 'Each movement of stock has its document, in the same store and by the same person',
    of: 'stock_movements',
    // A revaluation belongs to the document of the movement before it, or to one of its own.
    broken: withoutDocument(`
      SELECT id, document_id, store_id, actor_id,
        CASE WHEN kind <> 'revaluation' THEN kind
          WHEN lag(document_id) OVER numbers = document_id THEN lag(kind) OVER numbers ELSE kind END AS cause
      FROM stock_movements WINDOW numbers AS (PARTITION BY store_id, product_id ORDER BY number)`),
  },
  {
    name: 'Each movement of damaged goods has its document, in the same store and by the same person',
    of: 'damaged_movements',
    broken: withoutDocument(
      'SELECT id, document_id, store_id, actor_id, kind AS cause FROM damaged_movements',
    ),
  },
  {
    name: 'Each correction of stock has moved something',
    of: 'stock_adjustments',
    broken: `
      SELECT a.id AS adjustment_id, 'movements' AS expected, 'none' AS found
      FROM stock_adjustments a
      WHERE (reason <> 'write_off' AND NOT EXISTS (SELECT FROM stock_movements m WHERE m.document_id = a.id))
        OR (reason IN ('set_aside', 'restore', 'write_off')
          AND NOT EXISTS (SELECT FROM damaged_movements d WHERE d.document_id = a.id))`,
  },
  {
    name: 'Damaged goods that were set aside or put back have moved in stock too, with the same value',
    of: 'damaged_movements',
    broken: `
      SELECT * FROM (
        SELECT document_id AS adjustment_id, store_id, product_id,
          CASE WHEN d.quantity IS NOT NULL THEN jsonb_build_object('quantity', -d.quantity, 'value', -d.value) END AS expected,
          CASE WHEN m.quantity IS NOT NULL THEN jsonb_build_object('quantity', m.quantity, 'value', m.value) END AS found
        FROM (SELECT document_id, store_id, product_id, quantity, value FROM damaged_movements
          WHERE kind IN ('set_aside', 'restore')) d
        FULL JOIN (
          SELECT m.document_id, m.store_id, m.product_id, m.quantity, m.value
          FROM stock_movements m JOIN stock_adjustments a ON a.id = m.document_id AND a.reason IN ('set_aside', 'restore')
          WHERE m.kind = 'adjustment'
        ) m USING (document_id, store_id, product_id)
      ) product WHERE expected IS DISTINCT FROM found`,
  },
  {
    name: 'What is damaged, and its value, is the sum of its movements',
    of: 'stock_levels',
    broken: `
      SELECT * FROM (
        SELECT store_id, product_id,
          jsonb_build_object('damaged', coalesce(m.damaged, 0), 'value', coalesce(m.value, 0),
            'movements', coalesce(m.movements, 0)) AS expected,
          CASE WHEN l.id IS NOT NULL THEN jsonb_build_object('damaged', l.damaged, 'value', l.damaged_value,
            'movements', l.last_damaged_number) END AS found
        FROM stock_levels l FULL JOIN (
          SELECT store_id, product_id, sum(quantity) AS damaged, sum(value) AS value, count(*) AS movements
          FROM damaged_movements GROUP BY store_id, product_id
        ) m USING (store_id, product_id)
      ) level WHERE expected IS DISTINCT FROM found`,
  },
  {
    name: 'The movements of damaged goods are recorded in the order of their numbers',
    of: 'damaged_movements',
    broken: recordedBeforeTheLast('damaged_movements'),
  },
  {
    name: 'The movements of damaged goods are numbered from 1 without a gap, each with the running sum',
    of: 'damaged_movements',
    broken: `
      SELECT * FROM (
        SELECT store_id, product_id, id AS movement_id,
          jsonb_build_object('number', row_number() OVER numbers, 'damaged', sum(quantity) OVER numbers,
            'value', sum(value) OVER numbers) AS expected,
          jsonb_build_object('number', number, 'damaged', damaged_after, 'value', value_after) AS found
        FROM damaged_movements
        WINDOW numbers AS (PARTITION BY store_id, product_id ORDER BY number ROWS UNBOUNDED PRECEDING)
      ) movement WHERE expected <> found`,
  },
];
