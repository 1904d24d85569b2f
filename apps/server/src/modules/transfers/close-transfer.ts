import type { CloseTransferInput, Transfer } from '@cashwrap/contract';
import { refuseStale } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { lockAtSource, ON_THE_ROAD, refuseStatus } from './lock-transfer.ts';
import { storeTransfer } from './store-transfer.ts';
import { takeIntoStock } from './take-into-stock.ts';
import { endTransferLines } from './transfer-lines.repo.ts';

/** Ends a transfer: what is in transit is stock again where it came from, or given up. */
export async function closeTransfer(
  call: MutationCall & SignedIn,
  { id, version, outcome }: CloseTransferInput,
): Promise<Transfer> {
  const before = await lockAtSource(call, id);
  refuseStatus(
    before.row,
    ON_THE_ROAD,
    'Only goods that are on the road can come back or be lost; a draft is cancelled.',
  );
  refuseStale('transfer', version, before.row.version);
  const { fromStoreId } = before.row;
  await endTransferLines(call.tx, id, outcome);
  if (outcome === 'returned') {
    const back = before.lines.flatMap((line, position) =>
      line.inTransit > 0 ? [{ line, position, good: line.inTransit, damaged: 0 }] : [],
    );
    await takeIntoStock(call, id, fromStoreId, back);
  }
  const allBack = outcome === 'returned' && before.row.status === 'in_transit';
  return storeTransfer(call, before, fromStoreId, { status: allBack ? 'cancelled' : 'received' });
}
