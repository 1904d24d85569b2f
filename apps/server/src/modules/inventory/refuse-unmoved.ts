import type { Tx } from '@cashwrap/database';
import { Failure } from '../../procedure/failure.ts';
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
  throw new Failure('INSUFFICIENT_STOCK', {
    detail: 'There is not as much on hand as should go out. Nothing was changed.',
    details: {
      lines: left.map(({ productId, quantity }) => ({
        productId,
        requested: -quantity,
        onHand: onHand.get(productId) ?? 0,
      })),
    },
  });
}
