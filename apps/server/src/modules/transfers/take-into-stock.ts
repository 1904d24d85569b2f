import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import {
  type DamagedMove,
  ensureStockLevels,
  moveDamaged,
  moveStock,
  type StockMove,
} from '../inventory/index.ts';
import { costOfArrival } from './domain/carried-cost.ts';
import type { TransferLineRow } from './transfer-lines.repo.ts';

/** What arrives of a line that is on the road, or comes back. */
export interface ArrivingLine {
  /** As it was before. */
  readonly line: TransferLineRow;
  /** Which line of the input, or of the transfer, it is. */
  readonly position: number;
  readonly good: number;
  readonly damaged: number;
}

/** Brings goods of a transfer, with the cost that they carry, into the stock of the store where they arrive. */
export async function takeIntoStock(
  { tx, now, actor, newId }: MutationCall & SignedIn,
  transferId: string,
  storeId: string,
  arriving: readonly ArrivingLine[],
): Promise<void> {
  const document = {
    ...{ kind: 'transfer_in' as const, storeId, documentId: transferId, actorId: actor.userId },
    ...{ occurredAt: now, recordedAt: now },
  };
  const goods: StockMove[] = [];
  const damages: DamagedMove[] = [];
  for (const { line, position, good, damaged } of arriving) {
    const { productId, productName: name, usualCost, quantity, inTransit, cost } = line;
    if (cost === null) throw new Error(`Product ${productId} of transfer ${transferId} was not sent.`);
    const value = costOfArrival({ quantity, inTransit, cost }, { good, damaged });
    const move = { productId, name, position, usualCost, mayGoBelow: false };
    if (good > 0) goods.push({ ...move, quantity: good, value: value.good });
    if (damaged > 0) damages.push({ productId, quantity: damaged, value: value.damaged });
  }
  const productIds = arriving.map(({ line }) => line.productId);
  await ensureStockLevels(tx, storeId, productIds, now, newId);
  if (goods.length > 0) await moveStock(tx, document, goods, newId);
  if (damages.length > 0) await moveDamaged(tx, document, damages, newId);
}
