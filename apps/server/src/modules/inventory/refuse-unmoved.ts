import type { Tx } from '@cashwrap/database';
import { Failure, nameSome } from '../../procedure/failure.ts';
import { type MovementRow, readOnHand, type StockMove } from './stock.repo.ts';

/** Refuses the whole document where a level would have gone below zero and so was not moved. */
export async function refuseUnmoved(
  tx: Tx,
  storeId: string,
  moves: readonly StockMove[],
  moved: readonly MovementRow[],
): Promise<void> {
  const done = new Set(moved.map((movement) => movement.product_id));
  const left = moves.filter((move) => !done.has(move.productId));
  if (left.length === 0) return;
  const productIds = left.map((move) => move.productId);
  const onHand = await readOnHand(tx, storeId, productIds);
  const lines = left.map(({ productId, name, position, quantity }) => ({
    ...{ productId, name, position, requested: -quantity },
    onHand: onHand.get(productId) ?? 0,
  }));
  const short = lines.map((line) => `${line.name}: ${line.requested} asked, ${line.onHand} on hand`);
  throw new Failure('INSUFFICIENT_STOCK', {
    detail: `There is not enough stock. ${nameSome(short, '; ')}. Nothing was changed.`,
    details: { lines },
  });
}
