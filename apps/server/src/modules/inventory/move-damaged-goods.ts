import type { MoveDamagedInput, StockAdjustment } from '@cashwrap/contract';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { findStockedProducts } from '../catalog/index.ts';
import { type AdjustmentRow, insertAdjustment } from './adjustments.repo.ts';
import { readAdjustment } from './adjustments.ts';
import { checkStockLines } from './check-stock-lines.ts';
import { type DamagedMovementRow, moveDamaged } from './damaged.repo.ts';
import { refuseUnmoved, refuseUnmovedDamaged } from './refuse-unmoved.ts';
import { type MovementRow, moveStock, type StockMove } from './stock.repo.ts';
import { adjustmentSeenBy } from './stock-seen-by.ts';

/** Sets damaged goods aside, puts them back, or writes them off, with what they have cost: all lines or none. */
export async function moveDamagedGoods(
  call: MutationCall & SignedIn,
  input: MoveDamagedInput,
): Promise<StockAdjustment> {
  const { tx, now, actor, newId } = call;
  const { storeId, action, note, lines } = input;
  const products = await findStockedProducts(
    tx,
    lines.map((line) => line.productId),
  );
  const moves = checkStockLines(lines, products).map(
    ({ line, position, product }): StockMove => ({
      ...{ ...line, position, name: product.name },
      usualCost: product.cost ?? 0,
      mayGoBelow: false,
    }),
  );

  const row: AdjustmentRow = {
    ...{ id: newId(), storeId, reason: action, note },
    ...{ createdBy: actor.userId, createdAt: now },
  };
  await insertAdjustment(tx, row);
  if (action === 'set_aside') await setAside(call, row, moves);
  else await takeOut(call, row, action, moves);

  const adjustment = await readAdjustment(tx, row);
  call.audit({ storeId, documentType: 'stock_adjustment', documentId: row.id, after: adjustment });
  return adjustmentSeenBy(actor, adjustment);
}

/** Takes goods out of stock at their average cost, which stays with them. */
async function setAside(
  { tx, newId }: MutationCall,
  row: AdjustmentRow,
  moves: readonly StockMove[],
): Promise<void> {
  const taken = moves.map((move) => ({ ...move, quantity: -move.quantity }));
  const moved = await moveStock(tx, { ...documentOf(row), kind: 'adjustment' }, taken, newId);
  await refuseUnmoved(tx, row.storeId, taken, moved);
  await moveDamaged(tx, { ...documentOf(row), kind: 'set_aside' }, withCosts(moves, moved), newId);
}

/** Takes damaged goods out with their share of what the damaged ones have cost; restored, they bring it into stock. */
async function takeOut(
  { tx, newId }: MutationCall,
  row: AdjustmentRow,
  kind: 'restore' | 'write_off',
  moves: readonly StockMove[],
): Promise<void> {
  const taken = moves.map((move) => ({ ...move, quantity: -move.quantity, value: 0 }));
  const moved = await moveDamaged(tx, { ...documentOf(row), kind }, taken, newId);
  await refuseUnmovedDamaged(tx, row.storeId, taken, moved);
  if (kind === 'write_off') return;
  await moveStock(tx, { ...documentOf(row), kind: 'adjustment' }, withCosts(moves, moved), newId);
}

/** The lines with what each took along from where it was. */
function withCosts(moves: readonly StockMove[], moved: readonly (MovementRow | DamagedMovementRow)[]) {
  const values = new Map(moved.map((movement) => [movement.product_id, movement.value]));
  return moves.map((move) => {
    const value = values.get(move.productId);
    if (value === undefined) throw new Error(`The product ${move.productId} was not moved.`);
    return { ...move, value: -value };
  });
}

function documentOf({ storeId, id, createdBy, createdAt }: AdjustmentRow) {
  return { storeId, documentId: id, actorId: createdBy, occurredAt: createdAt, recordedAt: createdAt };
}
