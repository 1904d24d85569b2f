import type { Tx } from '@cashwrap/database';
import { Failure, nameSome } from '../../procedure/failure.ts';
import type { DamagedMovementRow } from './damaged.repo.ts';
import { type MovementRow, readLevels, type StockMove } from './stock.repo.ts';

/** A line that takes something out. */
type Taken = Pick<StockMove, 'productId' | 'name' | 'position' | 'quantity'>;

/** Refuses the whole document where a level would have gone below zero and so was not moved. */
export async function refuseUnmoved(
  tx: Tx,
  storeId: string,
  moves: readonly Taken[],
  moved: readonly MovementRow[],
): Promise<void> {
  await refuseLeft(tx, storeId, 'on hand', moves, moved);
}

/** The same for what was to be taken out of damaged goods. */
export async function refuseUnmovedDamaged(
  tx: Tx,
  storeId: string,
  moves: readonly Taken[],
  moved: readonly DamagedMovementRow[],
): Promise<void> {
  await refuseLeft(tx, storeId, 'damaged', moves, moved);
}

async function refuseLeft(
  tx: Tx,
  storeId: string,
  from: 'on hand' | 'damaged',
  moves: readonly Taken[],
  moved: readonly { readonly product_id: string }[],
): Promise<void> {
  const done = new Set(moved.map((movement) => movement.product_id));
  const left = moves.filter((move) => !done.has(move.productId));
  if (left.length === 0) return;
  const levels = await readLevels(
    tx,
    storeId,
    left.map((move) => move.productId),
  );
  const lines = left.map(({ productId, name, position, quantity }) => {
    const { onHand, damaged } = levels.get(productId) ?? { onHand: 0, damaged: 0 };
    return {
      ...{ productId, name, position, requested: -quantity, onHand },
      ...(from === 'damaged' && { damaged }),
    };
  });
  const short = lines.map(
    ({ name, requested, onHand, damaged = onHand }) => `${name}: ${requested} asked, ${damaged} ${from}`,
  );
  throw new Failure('INSUFFICIENT_STOCK', {
    detail: `There is not enough stock. ${nameSome(short, '; ')}. Nothing was changed.`,
    details: { lines },
  });
}
