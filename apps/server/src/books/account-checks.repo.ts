import type { Check } from './check.ts';

/** What kind of entry an account of a kind may have, and which way it goes: 1 in, −1 out, 0 either. */
const DIRECTIONS = `(VALUES
  ('loyalty', 'earn', 1), ('loyalty', 'redeem', -1), ('loyalty', 'clawback', -1), ('loyalty', 'restore', 1),
  ('loyalty', 'expire', -1), ('loyalty', 'adjust', 0), ('loyalty', 'merge', 0), ('loyalty', 'forfeit', -1),
  ('gift_card', 'load', 1), ('gift_card', 'redeem', -1), ('gift_card', 'refund', 0), ('gift_card', 'adjust', 0),
  ('store_credit', 'refund', 1), ('store_credit', 'redeem', -1), ('store_credit', 'adjust', 0),
  ('store_credit', 'merge', 0), ('store_credit', 'forfeit', -1)
) AS direction (account_kind, entry_kind, sign)`;

/** Points, gift cards and store credit: invariant 12. */
export const accountChecks: readonly Check[] = [
  {
    name: 'The balance of an account is the sum of its entries, of which it counts each',
    of: 'accounts',
    broken: `
      SELECT * FROM (
        SELECT a.id AS account_id,
          jsonb_build_object('balance', coalesce(e.sum, 0), 'entries', coalesce(e.count, 0)) AS expected,
          jsonb_build_object('balance', a.balance, 'entries', a.last_entry_number) AS found
        FROM accounts a
        LEFT JOIN (SELECT account_id, sum(amount) AS sum, count(*) AS count FROM account_entries GROUP BY account_id) e
          ON e.account_id = a.id
      ) account WHERE expected <> found`,
  },
  {
    name: 'The entries of an account are numbered from 1 without a gap, and the balance after each is the running sum',
    of: 'account_entries',
    broken: `
      SELECT * FROM (
        SELECT account_id, id AS entry_id,
          jsonb_build_object('number', row_number() OVER entries, 'balanceAfter', sum(amount) OVER entries) AS expected,
          jsonb_build_object('number', number, 'balanceAfter', balance_after) AS found
        FROM account_entries WINDOW entries AS (PARTITION BY account_id ORDER BY number, id)
      ) entry WHERE expected <> found`,
  },
  {
    name: 'No account was ever below zero, but where points may be clawed back that were spent',
    of: 'account_entries',
    broken: `
      SELECT a.id AS account_id, e.id AS entry_id, 'not below 0' AS expected, e.balance_after AS found
      FROM account_entries e JOIN accounts a ON a.id = e.account_id
      WHERE e.balance_after < 0 AND NOT (a.kind = 'loyalty' AND a.may_be_negative)`,
  },
  {
    name: 'An entry is one that its account can have, and goes the way of its kind',
    of: 'account_entries',
    broken: `
      SELECT e.account_id, e.id AS entry_id, format('%s of %s', e.kind, a.kind) AS expected, e.amount AS found
      FROM account_entries e JOIN accounts a ON a.id = e.account_id
      LEFT JOIN ${DIRECTIONS} ON account_kind = a.kind AND entry_kind = e.kind
      WHERE sign IS NULL OR (sign <> 0 AND sign(e.amount) <> sign)`,
  },
  {
    name: 'What a sale was paid from gift cards and store credit is what it took from them',
    of: 'payments',
    broken: `
      SELECT * FROM (
        SELECT sale_id, account_id, p.amount AS expected, e.amount AS found
        FROM (
          SELECT sale_id, account_id, sum(amount) AS amount FROM payments
          WHERE method IN ('gift_card', 'store_credit') AND status = 'captured' GROUP BY 1, 2
        ) p
        FULL JOIN (
          SELECT e.document_id AS sale_id, e.account_id, -sum(e.amount) AS amount
          FROM account_entries e JOIN accounts a ON a.id = e.account_id
          WHERE e.kind = 'redeem' AND a.kind <> 'loyalty' AND e.document_type = 'sale' GROUP BY 1, 2
        ) e USING (sale_id, account_id)
      ) paid WHERE expected IS DISTINCT FROM found`,
  },
  {
    name: 'An account pays in its own currency, a payment by its own method, and store credit and points for their own customer',
    of: 'payments',
    broken: `
      SELECT * FROM (
        SELECT p.sale_id, p.id AS payment_id,
          jsonb_build_object('kind', p.method, 'currency', s.currency) AS expected,
          jsonb_build_object('kind', a.kind, 'currency', coalesce(a.currency, program.currency)) AS found,
          a.kind = 'gift_card' OR owner.id = coalesce(buyer.merged_into_id, buyer.id) AS own
        FROM payments p JOIN sales s ON s.id = p.sale_id
        LEFT JOIN accounts a ON a.id = p.account_id LEFT JOIN loyalty_programs program ON program.id = a.program_id
        LEFT JOIN customers buyer ON buyer.id = s.customer_id
        LEFT JOIN LATERAL (
          SELECT coalesce(merged_into_id, id) AS id FROM customers WHERE customers.id = a.customer_id
        ) owner ON true
        WHERE p.account_id IS NOT NULL AND p.status = 'captured'
      ) payment WHERE expected <> found OR own IS NOT TRUE`,
  },
  {
    name: 'What a sale put on gift cards is what they were loaded with, in their currency',
    of: 'gift_cards',
    broken: `
      SELECT * FROM (
        SELECT sale_id, gift_card_id, l.loaded AS expected, e.loaded AS found
        FROM (
          SELECT l.sale_id, l.gift_card_id, jsonb_build_object('amount', sum(l.total), 'currency', s.currency) AS loaded
          FROM sale_lines l JOIN sales s ON s.id = l.sale_id
          WHERE l.gift_card_id IS NOT NULL GROUP BY l.sale_id, l.gift_card_id, s.currency
        ) l
        FULL JOIN (
          SELECT e.document_id AS sale_id, e.account_id AS gift_card_id,
            jsonb_build_object('amount', sum(e.amount), 'currency', a.currency) AS loaded
          FROM account_entries e JOIN accounts a ON a.id = e.account_id
          WHERE e.kind = 'load' AND e.document_type = 'sale' GROUP BY 1, 2, a.currency
        ) e USING (sale_id, gift_card_id)
      ) sold WHERE expected IS DISTINCT FROM found`,
  },
  {
    name: 'A gift card and its account are of one currency; what is inactive holds nothing, and what was sold names a sale that loaded it',
    of: 'gift_cards',
    broken: `
      SELECT * FROM (
        SELECT c.id AS gift_card_id,
          jsonb_build_object('kind', 'gift_card', 'currency', c.currency, 'emptyIfInactive', true, 'sold', true) AS expected,
          jsonb_build_object('kind', a.kind, 'currency', a.currency,
            'emptyIfInactive', c.activated_at IS NOT NULL OR a.last_entry_number = 0,
            'sold', c.sold_with_sale_id IS NULL OR EXISTS (SELECT FROM account_entries e
              WHERE e.account_id = c.id AND e.document_id = c.sold_with_sale_id AND e.kind = 'load')) AS found
        FROM gift_cards c LEFT JOIN accounts a ON a.id = c.id
        UNION ALL
        SELECT a.id, '"a gift card"', to_jsonb(a.kind) FROM accounts a
        WHERE a.kind = 'gift_card' AND NOT EXISTS (SELECT FROM gift_cards c WHERE c.id = a.id)
      ) card WHERE expected IS DISTINCT FROM found`,
  },
  {
    name: 'The points of a sale are those that it earned and spent, as a payment and for rewards',
    of: 'sales',
    broken: `
      SELECT * FROM (
        SELECT sale_id, s.points AS expected, e.points AS found
        FROM (
          SELECT s.id AS sale_id, jsonb_build_object('program', s.loyalty->'programId',
            'earned', (s.loyalty->>'earned')::bigint, 'spent', coalesce(paid.points, 0) + (
              SELECT coalesce(sum((reward->>'points')::bigint), 0) FROM jsonb_array_elements(s.loyalty->'rewards') reward
            )) AS points
          FROM sales s LEFT JOIN (
            SELECT sale_id, sum(points) AS points FROM payments
            WHERE method = 'loyalty' AND status = 'captured' GROUP BY sale_id
          ) paid ON paid.sale_id = s.id
          WHERE (s.loyalty->>'earned')::bigint <> 0 OR (s.loyalty->>'spent')::bigint <> 0 OR paid.points IS NOT NULL
        ) s
        FULL JOIN (
          SELECT e.document_id AS sale_id, jsonb_build_object('program', a.program_id,
            'earned', coalesce(sum(e.amount) FILTER (WHERE e.kind = 'earn'), 0),
            'spent', coalesce(-sum(e.amount) FILTER (WHERE e.kind = 'redeem'), 0)) AS points
          FROM account_entries e JOIN accounts a ON a.id = e.account_id
          WHERE a.kind = 'loyalty' AND e.document_type = 'sale' AND e.kind IN ('earn', 'redeem')
          GROUP BY e.document_id, a.program_id
        ) e USING (sale_id)
      ) points WHERE expected IS DISTINCT FROM found`,
  },
  {
    name: 'What a sale says that it spent of points is what its payments and rewards took',
    of: 'sales',
    broken: `
      SELECT * FROM (
        SELECT s.id AS sale_id, coalesce(paid.points, 0) + (
            SELECT coalesce(sum((reward->>'points')::bigint), 0) FROM jsonb_array_elements(s.loyalty->'rewards') reward
          ) AS expected, (s.loyalty->>'spent')::bigint AS found
        FROM sales s LEFT JOIN (
          SELECT sale_id, sum(points) AS points FROM payments
            WHERE method = 'loyalty' AND status = 'captured' GROUP BY sale_id
        ) paid ON paid.sale_id = s.id
        WHERE s.loyalty IS NOT NULL
      ) sale WHERE expected <> found`,
  },
  {
    name: 'A member is the one of their account, in a tier of the programme or in none',
    of: 'loyalty_members',
    broken: `
      SELECT * FROM (
        SELECT a.id AS account_id, jsonb_build_object('program', m.program_id, 'customer', m.customer_id) AS expected,
          jsonb_build_object('program', a.program_id, 'customer', a.customer_id) AS found
        FROM accounts a LEFT JOIN loyalty_members m ON m.account_id = a.id
        WHERE a.kind = 'loyalty'
      ) member WHERE expected IS DISTINCT FROM found`,
  },
  {
    name: 'What a customer has bought and brought back in all is the sum of their sales and of those of whom they stand for',
    of: 'customer_totals',
    broken: `
      SELECT * FROM (
        SELECT customer_id, currency, s.figures AS expected, t.figures AS found
        FROM (
          SELECT coalesce(c.merged_into_id, c.id) AS customer_id, s.currency, jsonb_build_object('saleCount', count(*),
            'total', sum(s.total - s.gift_card_total), 'first', min(s.completed_at), 'last', max(s.completed_at),
            'returnCount', coalesce(sum(r.count), 0), 'returned', coalesce(sum(r.returned), 0)) AS figures
          FROM sales s JOIN customers c ON c.id = s.customer_id
          LEFT JOIN (
            SELECT sale_id, count(*) AS count, sum(total - gift_card_total) AS returned FROM returns GROUP BY sale_id
          ) r ON r.sale_id = s.id
          GROUP BY 1, 2
        ) s
        FULL JOIN (
          SELECT customer_id, currency, jsonb_build_object('saleCount', sale_count, 'total', total,
            'first', first_sale_at, 'last', last_sale_at, 'returnCount', return_count, 'returned', returned) AS figures
          FROM customer_totals
        ) t USING (customer_id, currency)
      ) customer WHERE expected IS DISTINCT FROM found`,
  },
  {
    name: 'A customer counts the sales of all currencies',
    of: 'customers',
    broken: `
      SELECT * FROM (
        SELECT c.id AS customer_id, coalesce(t.sale_count, 0) AS expected, c.sale_count AS found
        FROM customers c
        LEFT JOIN (SELECT customer_id, sum(sale_count) AS sale_count FROM customer_totals GROUP BY customer_id) t
          ON t.customer_id = c.id
      ) customer WHERE expected <> found`,
  },
  {
    name: 'Who stands for a customer who was merged was not merged, and nothing is owed to those who were merged or erased',
    of: 'customers',
    broken: `
      SELECT c.id AS customer_id, 'somebody who was not merged' AS expected,
        format('%s, %s', into_.id, into_.status) AS found
      FROM customers c LEFT JOIN customers into_ ON into_.id = c.merged_into_id
      WHERE c.merged_into_id IS NOT NULL AND (into_.id IS NULL OR into_.status = 'merged')
      UNION ALL
      SELECT c.id, 'nothing on accounts', format('%s: %s %s', c.status, a.balance, a.kind)
      FROM customers c JOIN accounts a ON a.customer_id = c.id
      WHERE c.status IN ('merged', 'erased') AND a.balance <> 0`,
  },
  {
    name: 'Nothing tells any more who a customer was who is erased',
    of: 'customers',
    broken: `
      SELECT c.id AS customer_id, 'nothing personal' AS expected, array_to_string(kept, ', ') AS found
      FROM customers c
      CROSS JOIN LATERAL (SELECT array_remove(ARRAY[
        CASE WHEN coalesce(reference, company, tax_id, email, phone, birthday::text, tax_exempt_reason, input_hash) IS NOT NULL
          OR address <> '{}' OR note <> '' OR tags <> '{}' THEN 'profile' END,
        CASE WHEN EXISTS (SELECT FROM customer_group_members m WHERE m.customer_id = c.id) THEN 'groups' END,
        CASE WHEN EXISTS (SELECT FROM jsonb_array_elements(consents) each WHERE each->>'granted' = 'true') THEN 'consents' END,
        CASE WHEN EXISTS (SELECT FROM gift_cards g WHERE g.customer_id = c.id) THEN 'gift cards' END
      ], NULL) AS kept) what
      WHERE (c.status = 'erased'
          OR EXISTS (SELECT FROM customers i WHERE i.id = c.merged_into_id AND i.status = 'erased'))
        AND cardinality(kept) > 0`,
  },
  {
    // Of who was merged the history alone counts.
    name: 'The consents of a customer are what was last said of each channel',
    of: 'customers',
    broken: `
      SELECT * FROM (
        SELECT c.id AS customer_id, coalesce(said.consents, '{}') AS expected, coalesce((
          SELECT jsonb_object_agg(each->>'channel', each->'granted') FROM jsonb_array_elements(c.consents) each), '{}') AS found
        FROM customers c LEFT JOIN (
          SELECT customer_id, jsonb_object_agg(channel, granted) AS consents FROM (
            SELECT DISTINCT ON (customer_id, channel) customer_id, channel, granted
            FROM customer_consents ORDER BY customer_id, channel, recorded_at DESC, id DESC
          ) last GROUP BY customer_id
        ) said ON said.customer_id = c.id
        WHERE c.status <> 'merged'
      ) customer WHERE expected <> found`,
  },
  {
    name: 'Each adjustment of an account has one audit row, which tells of it as it is',
    of: 'account_entries',
    broken: `
      SELECT * FROM (
        SELECT entry_id, a.id AS audit_id, e.told AS expected, a.told AS found
        FROM (
          SELECT id AS entry_id, 1 AS nth, jsonb_build_object('actor', actor_id, 'amount', amount) AS told
          FROM account_entries WHERE document_type = 'adjustment'
        ) e
        FULL JOIN (
          SELECT id, document_id AS entry_id, row_number() OVER (PARTITION BY document_id ORDER BY id) AS nth,
            jsonb_build_object('actor', actor_id, 'amount', coalesce(after->'amount', after->'points')) AS told
          FROM audit_log WHERE document_type IN ('account_adjustment', 'points_adjustment')
        ) a USING (entry_id, nth)
      ) audit WHERE expected IS DISTINCT FROM found`,
  },
];
