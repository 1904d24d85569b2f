import { quantityToThousandths, thousandthsToQuantity } from '@cashwrap/pricing';
import {
  ensureStockLevels,
  lockUnitCosts,
  moveDamaged,
  moveStock,
  type StockDocument,
} from '../inventory/index.ts';
import type { RecordingCall, SaleLocks } from '../sales/index.ts';
import { sumOf } from './domain/returned-lines.ts';
import type { ReturnedGoods } from './domain/returned-stock.ts';

/** Goods whose value is known. */
export type ValuedGoods = ReturnedGoods & { readonly value: number };

/** What brings goods back, and what the sale of an exchange locks as well. */
interface ReturnOfGoods {
  readonly returnId: string;
  readonly storeId: string;
  readonly alongside?: SaleLocks | undefined;
}

/**
 * Puts goods that come back where they go: into stock, to the damaged goods, or nowhere, with what they were worth when they
 * left; without a receipt, with what a unit costs there now. All levels are locked first, in the order of their products.
 */
export async function moveReturnedStock(
  { tx, newId, now, actor }: RecordingCall,
  { returnId: documentId, storeId, alongside }: ReturnOfGoods,
  goods: readonly ReturnedGoods[],
): Promise<ValuedGoods[]> {
  const productIds = [
    ...new Set([...goods.map(({ productId }) => productId), ...(alongside?.productIds ?? [])]),
  ];
  if (productIds.length === 0) return [];
  const document: StockDocument = {
    ...{ kind: 'return', storeId, documentId, actorId: actor.userId },
    ...{ occurredAt: now, recordedAt: now },
  };
  // What comes back without a receipt may never have been in this store.
  await ensureStockLevels(tx, storeId, productIds, now, newId);
  const costs = await lockUnitCosts(tx, storeId, productIds);
  const valued = goods.map((each) => ({ ...each, value: each.value ?? currentValue(each, costs) }));
  const restocked = byProduct(valued.filter(({ disposition }) => disposition === 'restock'));
  if (restocked.length > 0) await moveStock(tx, document, restocked, newId);
  const damaged = byProduct(valued.filter(({ disposition }) => disposition === 'damaged'));
  if (damaged.length > 0) await moveDamaged(tx, { ...document, kind: 'return' }, damaged, newId);
  return valued;
}

function currentValue(
  { productId, quantity, usualCost }: ReturnedGoods,
  costs: ReadonlyMap<string, number>,
): number {
  return Math.round(quantity * (costs.get(productId) ?? usualCost));
}

/** One move for each product, however many lines bring some of it. */
function byProduct(goods: readonly ValuedGoods[]) {
  return [...new Set(goods.map(({ productId }) => productId))].map((productId) => {
    const all = goods.filter((each) => each.productId === productId);
    const [first] = all;
    return {
      ...{
        productId,
        name: first?.name ?? '',
        position: first?.position ?? 0,
        usualCost: 0,
        mayGoBelow: false,
      },
      quantity: thousandthsToQuantity(sumOf(all, ({ quantity }) => quantityToThousandths(quantity))),
      value: sumOf(all, ({ value }) => value),
    };
  });
}
