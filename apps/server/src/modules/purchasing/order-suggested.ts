import type {
  CreatePurchaseOrderInput,
  OrderSuggestedInput,
  OrderSuggestedResult,
  PurchaseOrder,
} from '@cashwrap/contract';
import { invalidReference } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { findStockedProducts } from '../catalog/index.ts';
import { draftPurchaseOrder } from './draft-purchase-order.ts';
import { findNamedSuppliers, lockOrdering } from './order-suggested.repo.ts';
import { suggestReorder } from './reorder.ts';
import { supplierArchived } from './supplier-archived.ts';

/** How many lines an order may have. */
const MAX_LINES = 500;

type OrderLines = CreatePurchaseOrderInput['lines'];
type Left = OrderSuggestedResult['left'][number];

/**
 * Drafts orders of what is suggested, one for each supplier, all or none. What was drafted counts as available, so that
 * the next call drafts only what has come to be needed since.
 */
export async function orderSuggested(
  call: MutationCall & SignedIn,
  input: OrderSuggestedInput,
): Promise<OrderSuggestedResult> {
  const { tx, now } = call;
  await checkNamed(call, input);
  await lockOrdering(tx, input.storeId);
  const suggestions = await suggestReorder(tx, { ...input, now });

  const left: Left[] = [];
  const bySupplier = new Map<string, OrderLines>();
  for (const { productId, productName, suggested: quantity, supplierId, unitCost } of suggestions) {
    if (supplierId === null || unitCost === null) {
      const reason = supplierId === null ? 'no_supplier' : 'no_cost';
      left.push({ productId, productName, suggested: quantity, reason });
    } else {
      const lines = bySupplier.get(supplierId) ?? [];
      lines.push({ productId, quantity, unitCost });
      bySupplier.set(supplierId, lines);
    }
  }
  const purchaseOrders: PurchaseOrder[] = [];
  // Suppliers are held in one order by everyone.
  for (const [supplierId, lines] of [...bySupplier].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (let first = 0; first < lines.length; first += MAX_LINES) {
      purchaseOrders.push(
        await draftPurchaseOrder(call, {
          ...{ storeId: input.storeId, supplierId, lines: lines.slice(first, first + MAX_LINES) },
          ...{ expectedOn: null, supplierReference: null, note: '' },
        }),
      );
    }
  }
  if (purchaseOrders.length === 0) call.changedNothing();
  return { purchaseOrders, left };
}

/** Refuses suppliers and products that do not exist, naming each of a kind, and suppliers that are archived. */
async function checkNamed(
  { tx }: MutationCall,
  { supplierIds = [], productIds = [] }: OrderSuggestedInput,
): Promise<void> {
  const suppliers = await findNamedSuppliers(tx, supplierIds);
  const products = await findStockedProducts(tx, productIds);
  const named = [
    { noun: 'supplier', field: 'supplierIds', ids: supplierIds, existing: suppliers },
    { noun: 'product', field: 'productIds', ids: productIds, existing: products },
  ];
  for (const { noun, field, ids, existing } of named) {
    const unknown = ids.flatMap((id, position) => (existing.has(id) ? [] : [[field, position]]));
    if (unknown.length > 0) throw invalidReference(noun, ...unknown);
  }
  for (const supplier of suppliers.values()) {
    if (supplier.status === 'archived') throw supplierArchived(supplier);
  }
}
