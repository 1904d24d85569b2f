import type { Transfer, TransferSummary } from '@cashwrap/contract';
import type { Actor } from '../../procedure/actor.ts';
import { seesCosts } from '../catalog/index.ts';
import { costOfArrival } from './domain/carried-cost.ts';
import type { TransferLineRow } from './transfer-lines.repo.ts';
import type { ListedTransferRow, TransferRow } from './transfers.repo.ts';

export function toTransferSummary({
  sentAt,
  createdAt,
  updatedAt,
  ...row
}: ListedTransferRow): TransferSummary {
  return {
    ...row,
    sentAt: sentAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

/** With its cost: who must not see that gets {@link transferSeenBy}. */
export function toTransfer(row: TransferRow, lines: readonly TransferLineRow[]): Transfer {
  return {
    ...toTransferSummary({ ...row, lineCount: lines.length }),
    lines: lines.map(({ soldBy, usualCost, ...line }) => ({ ...line, lostCost: lostCostOf(line) })),
  };
}

/** What is lost leaves the road last, and takes the rest of the cost with it, as if it had arrived. */
function lostCostOf({
  quantity,
  cost,
  lost,
}: Pick<TransferLineRow, 'quantity' | 'cost' | 'lost'>): number | null {
  if (cost === null || lost === 0) return null;
  return costOfArrival({ quantity, inTransit: lost, cost }, { good: lost, damaged: 0 }).good;
}

/** What is left of a transfer for this caller. */
export function transferSeenBy(actor: Actor, transfer: Transfer): Transfer {
  if (seesCost(actor, transfer)) return transfer;
  return { ...transfer, lines: transfer.lines.map((line) => ({ ...line, cost: null, lostCost: null })) };
}

/** The goods carry their cost from the one store to the other: who sees costs in either of them sees it. */
function seesCost(actor: Actor, { fromStoreId, toStoreId }: Transfer): boolean {
  return [fromStoreId, toStoreId].some((storeId) => seesCosts(actor, storeId));
}
