import { inStore, mutation, query } from '../operation.ts';
import { page } from '../shared/page.ts';
import {
  OrderSuggestedInput,
  OrderSuggestedResult,
  ReorderInput,
  ReorderSuggestion,
  SetReorderPointsInput,
  SetReorderPointsResult,
} from './schemas.ts';

/** Ordering in time: they join the operations on stock. */
export const reorderOperations = {
  setReorderPoints: mutation({
    rest: { method: 'PUT', path: '/inventory/reorder-points' },
    permission: 'inventory.manage_reorder',
    scope: inStore(),
    summary: 'Set at which stock products are ordered again, and how much; the others stay',
    description: 'inventory.levels shows them.',
    input: SetReorderPointsInput,
    output: SetReorderPointsResult,
    errors: ['NOT_FOUND', 'INVALID_REFERENCE', 'PRODUCT_NOT_TRACKED'],
  }),
  reorder: query({
    rest: { method: 'GET', path: '/inventory/reorder' },
    permission: 'inventory.read',
    scope: inStore(),
    summary: 'List what should be ordered, with the arithmetic',
    description:
      'Products whose stock, with all that is on its way, is at the reorder point or below: the one that is set, or the one that ' +
      'follows from their sales and the time until a delivery comes.',
    input: ReorderInput,
    output: page(ReorderSuggestion),
    errors: ['NOT_FOUND', 'INVALID_CURSOR'],
  }),
  orderSuggested: mutation({
    rest: { method: 'POST', path: '/inventory/reorder/purchase-orders' },
    permission: 'purchase_orders.manage',
    scope: inStore(),
    summary: 'Draft purchase orders of what is suggested, one for each supplier',
    description: 'What is in a draft counts as available: a second call drafts nothing twice.',
    input: OrderSuggestedInput,
    output: OrderSuggestedResult,
    errors: ['NOT_FOUND', 'INVALID_REFERENCE', 'SUPPLIER_ARCHIVED', 'AMOUNT_OUT_OF_RANGE'],
    idempotency: 'required',
  }),
};
