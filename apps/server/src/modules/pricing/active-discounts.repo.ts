import { type Reader, readStatement } from '@cashwrap/database';
import type { DiscountRow } from './discounts.repo.ts';

/** A discount as far as the pricing of a cart depends on it. */
export type ActiveDiscount = Pick<
  DiscountRow,
  | ('id' | 'name' | 'code' | 'effect' | 'products' | 'conditions' | 'stacking' | 'priority')
  | ('usageLimit' | 'usageLimitPerCustomer' | 'usedCount')
>;

type Rule = Omit<ActiveDiscount, 'usedCount'>;

/** The rules that were read last, under the ids and versions that they had. */
let known: { readonly versions: string; readonly rules: readonly Rule[] } = { versions: '', rules: [] };

interface ReadDiscounts {
  readonly versions: string;
  /** Null where `versions` are those that are known. */
  readonly rules: readonly Rule[] | null;
  /** How often those were used that have a limit, by id. */
  readonly used: Readonly<Record<string, number>>;
}

// Hundreds of rules with hundreds of products each are most of what a cart is priced from, and hardly ever change: they
// are sent and parsed when they have. A rule changes only together with its version.
const activeDiscounts = readStatement<ReadDiscounts, readonly [known: string]>(
  'active_discounts',
  `WITH now AS (
     SELECT coalesce(md5(string_agg(id || ' ' || version, ' ' ORDER BY id)), '') AS versions,
       coalesce(json_object_agg(id, used_count) FILTER (WHERE usage_limit IS NOT NULL), '{}') AS used
     FROM discounts WHERE status = 'active'
   )
   SELECT versions, used, CASE WHEN versions <> $1 THEN (
     SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'code', code, 'effect', effect,
       'products', products, 'conditions', conditions, 'stacking', stacking, 'priority', priority,
       'usageLimit', usage_limit, 'usageLimitPerCustomer', usage_limit_per_customer) ORDER BY id), '[]')
     FROM discounts WHERE status = 'active'
   ) END AS rules
   FROM now`,
);

/** All active discounts, whatever else they take: those of other stores and used-up ones are among them. */
export async function findActiveDiscounts(db: Reader): Promise<ActiveDiscount[]> {
  const last = known;
  const { rows } = await activeDiscounts(db, [last.versions]);
  return rows.flatMap(({ versions, rules, used }) => {
    const current = rules ?? last.rules;
    if (rules !== null) known = { versions, rules };
    return current.map((rule) => ({ ...rule, usedCount: used[rule.id] ?? 0 }));
  });
}
