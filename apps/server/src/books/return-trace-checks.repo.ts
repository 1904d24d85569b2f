import type { Check } from './check.ts';
import { tracesOf } from './traces-of-steps.repo.ts';

/** What returns, flags and open sales leave beside them: invariants 15 and 16. */
export const returnTraceChecks: readonly Check[] = tracesOf([
  {
    ...{ name: 'return', of: 'returns', where: 'true' },
    ...{ actor: 'cashier_id', store: 'store_id' },
    audit: "document_type = 'return' AND before IS NULL",
    event: {
      ...{ type: 'return.completed', id: 'returnId' },
      payload:
        "'returnId', id, 'saleId', sale_id, 'storeId', store_id, 'total', total, 'currency', currency, 'kind', kind",
    },
  },
  {
    ...{ name: 'flag that was resolved', of: 'sale_flags', where: "status = 'resolved'" },
    ...{ actor: 'resolved_by', store: 'store_id' },
    audit: "document_type = 'sale_flag' AND action = 'saleFlags.resolve'",
  },
]);
