import type { Transfer } from '@cashwrap/contract';
import { refuseStale } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { lockAtSource, refuseStatus } from './lock-transfer.ts';
import { storeTransfer } from './store-transfer.ts';

/** Gives a draft up. */
export async function cancelTransfer(
  call: MutationCall & SignedIn,
  { id, version }: { id: string; version: number },
): Promise<Transfer> {
  const before = await lockAtSource(call, id);
  refuseStatus(before.row, ['draft'], 'Only a draft is cancelled: close what was sent, as returned or lost.');
  refuseStale('transfer', version, before.row.version);
  return storeTransfer(call, before, before.row.fromStoreId, { status: 'cancelled' });
}
