import type { Transfer } from '@cashwrap/contract';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import type { LockedTransfer } from './lock-transfer.ts';
import { toTransfer, transferSeenBy } from './present-transfer.ts';
import { listTransferLines } from './transfer-lines.repo.ts';
import { type TransferRow, updateTransfer } from './transfers.repo.ts';

/** Stores what was changed of a transfer beside its lines, with its audit row in the store where it was done. */
export async function storeTransfer(
  { tx, now, actor, audit }: MutationCall & SignedIn,
  { row: stored, lines }: LockedTransfer,
  storeId: string,
  changes: Partial<TransferRow>,
): Promise<Transfer> {
  const row = { ...stored, ...changes, version: stored.version + 1, updatedAt: now };
  await updateTransfer(tx, row);
  const after = toTransfer(row, await listTransferLines(tx, row.id));
  audit({
    ...{ storeId, documentType: 'transfer', documentId: row.id },
    ...{ before: toTransfer(stored, lines), after },
  });
  return transferSeenBy(actor, after);
}
