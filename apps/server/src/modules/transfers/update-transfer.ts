import type { Transfer, UpdateTransferInput } from '@cashwrap/contract';
import { refuseStale } from '../../procedure/failure.ts';
import { changesOf } from '../../procedure/field-changes.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { checkDraftLines } from './create-transfer.ts';
import { lockAtSource, ON_THE_ROAD, refuseStatus } from './lock-transfer.ts';
import { toTransfer, transferSeenBy } from './present-transfer.ts';
import { storeTransfer } from './store-transfer.ts';
import { deleteTransferLines, insertTransferLines } from './transfer-lines.repo.ts';

/** Changes what is given and leaves the rest; refuses a version other than the stored one. */
export async function updateTransfer(
  call: MutationCall & SignedIn,
  { id, version, ...given }: UpdateTransferInput,
): Promise<Transfer> {
  const { tx } = call;
  const before = await lockAtSource(call, id);
  if (given.lines) refuseStatus(before.row, ['draft'], 'Its lines are changed in a draft only.');
  else refuseStatus(before.row, ['draft', ...ON_THE_ROAD], 'It is not changed any more.');
  refuseStale('transfer', version, before.row.version);

  const drafted = before.lines.map(({ productId, quantity }) => ({ productId, quantity }));
  const { lines, ...fields } = changesOf({ ...before.row, lines: drafted }, given);
  if (!lines && Object.keys(fields).length === 0) {
    call.changedNothing();
    return transferSeenBy(call.actor, toTransfer(before.row, before.lines));
  }
  if (lines) {
    await checkDraftLines(tx, lines);
    await deleteTransferLines(tx, id);
    await insertTransferLines(tx, id, lines);
  }
  return storeTransfer(call, before, before.row.fromStoreId, fields);
}
