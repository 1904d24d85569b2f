import type { Transfer } from '@cashwrap/contract';
import { Failure, refuseStale } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { insertOutboxEvent } from '../../procedure/outbox.repo.ts';
import { moveStock, nextDocumentNumber, refuseUnmoved } from '../inventory/index.ts';
import { type LockedTransfer, lockAtSource, refuseStatus } from './lock-transfer.ts';
import { storeTransfer } from './store-transfer.ts';
import { writeTransferCosts } from './transfer-lines.repo.ts';

/** Sends a draft: all its goods leave the stock, or none. */
export async function sendTransfer(
  call: MutationCall & SignedIn,
  { id, version }: { id: string; version: number },
): Promise<Transfer> {
  const { tx, now, actor } = call;
  const before = await lockAtSource(call, id);
  refuseStatus(before.row, ['draft'], 'Only a draft can be sent.');
  refuseStale('transfer', version, before.row.version);
  if (before.lines.length === 0) {
    throw new Failure('NO_LINES', { detail: 'The transfer has no lines. Add what is to be sent.' });
  }
  const { fromStoreId, toStoreId } = before.row;
  const number = await nextDocumentNumber(tx, 'transfer');
  await takeFromStock(call, before);
  await insertOutboxEvent(tx, {
    id: call.newId(),
    type: 'transfer.sent',
    storeId: fromStoreId,
    payload: { transferId: id, fromStoreId, toStoreId },
    createdAt: now,
  });
  return storeTransfer(call, before, fromStoreId, {
    ...{ number, status: 'in_transit', sentBy: actor.userId, sentAt: now },
  });
}

async function takeFromStock(
  { tx, now, actor, newId }: MutationCall & SignedIn,
  { row, lines }: LockedTransfer,
): Promise<void> {
  const document = {
    ...{ kind: 'transfer_out' as const, storeId: row.fromStoreId, documentId: row.id },
    ...{ actorId: actor.userId, occurredAt: now, recordedAt: now },
  };
  const moves = lines.map(({ productId, productName, quantity, usualCost }, position) => ({
    ...{ productId, name: productName, position, quantity: -quantity, usualCost },
    // What is not there cannot be put on a truck, whatever may be oversold at a till.
    mayGoBelow: false,
  }));
  const moved = await moveStock(tx, document, moves, newId);
  await refuseUnmoved(tx, row.fromStoreId, moves, moved);
  const sent = moved.map(({ product_id, value }) => ({ productId: product_id, cost: -value }));
  await writeTransferCosts(tx, row.id, sent);
}
