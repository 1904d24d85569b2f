import { flush } from '@cashwrap/database';
import { nameSome } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import {
  type AdjustmentRow,
  insertAdjustment,
  type MovementRow,
  moveStock,
  readAdjustment,
  type StockDocument,
} from '../inventory/index.ts';
import type { PricedCart, StockedItem } from '../pricing/index.ts';
import type { RecordedSale } from '../sales/index.ts';
import { findCountedSince } from '../stocktakes/index.ts';
import type { Remark } from './domain/remark.ts';

type Call = Pick<MutationCall & SignedIn, 'tx' | 'now' | 'newId' | 'actor' | 'audit'>;

/**
 * Looks at what a recorded sale has left in stock: what a count has seen gone already is put back, and what is below zero
 * without permission is remarked on. The levels are locked by the sale.
 */
export async function reviewStock(
  call: Call,
  { place, products }: PricedCart,
  { sale, movements }: RecordedSale,
): Promise<Remark[]> {
  if (movements.length === 0) return [];
  const items = new Map(
    products.flatMap((product) => [product, ...product.components]).map((item) => [item.id, item]),
  );
  const productIds = movements.map((movement) => movement.product_id);
  const counted = await findCountedSince(call.tx, sale.storeId, productIds, sale.completedAt);
  const again = movements.filter((movement) => counted.has(movement.product_id));
  const restored = await putBack(call, sale, again, items);
  const onHand = new Map(
    [...movements, ...restored].map((row) => [row.product_id, Number(row.on_hand_after)]),
  );
  const below = [...onHand].flatMap(([productId, left]) => {
    const item = items.get(productId);
    return left < 0 && item && !item.allowOversell && !place.allowOversell ? `"${item.name}" (${left})` : [];
  });
  return [
    ...remark(
      'counted_since',
      'Counted since, and put right',
      again.map((movement) => `"${nameOf(items, movement)}" (${-Number(movement.quantity)})`),
    ),
    ...remark('stock_below_zero', 'Less than nothing is left', below),
  ];
}

/** Books what left before a count, and was missing in it, back in: the count has taken it out already. */
async function putBack(
  { tx, now, newId, actor, audit }: Call,
  { storeId, completedAt, tillReference }: RecordedSale['sale'],
  movements: readonly MovementRow[],
  items: ReadonlyMap<string, StockedItem>,
): Promise<MovementRow[]> {
  if (movements.length === 0) return [];
  const row: AdjustmentRow = {
    ...{ id: newId(), storeId, reason: 'correction', createdBy: actor.userId, createdAt: now },
    note: `Offline sale ${tillReference}: counted since`,
  };
  const document: StockDocument = {
    ...{ kind: 'adjustment', storeId, documentId: row.id, actorId: actor.userId },
    // As the sale: a count that is not applied yet leaves out both or neither.
    ...{ occurredAt: completedAt, recordedAt: now },
  };
  const moves = movements.map((movement, position) => ({
    ...{ productId: movement.product_id, name: nameOf(items, movement), position },
    ...{ quantity: -Number(movement.quantity), value: -movement.value },
    ...{ usualCost: items.get(movement.product_id)?.cost ?? 0, mayGoBelow: true },
  }));
  const [, moved] = await flush(tx, [insertAdjustment(tx, row), moveStock(tx, document, moves, newId)]);
  const after = await readAdjustment(tx, row);
  audit({ storeId, documentType: 'stock_adjustment', documentId: row.id, after });
  return moved;
}

function nameOf(items: ReadonlyMap<string, StockedItem>, movement: MovementRow): string {
  return items.get(movement.product_id)?.name ?? '';
}

function remark(kind: Remark['kind'], what: string, names: readonly string[]): Remark[] {
  return names.length === 0 ? [] : [{ kind, detail: `${what}: ${nameSome(names, ', ')}.` }];
}
