import type { Permission, Transfer, TransferStatus } from '@cashwrap/contract';
import { type Actor, holdsIn } from '../../procedure/actor.ts';
import { Failure, notFound } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { listTransferLines, type TransferLineRow } from './transfer-lines.repo.ts';
import { lockTransfer, type TransferRow } from './transfers.repo.ts';

/** A transfer that nobody else changes meanwhile, with its lines. */
export interface LockedTransfer {
  readonly row: TransferRow;
  readonly lines: readonly TransferLineRow[];
}

/** Locks a transfer for what is done where the goods come from; throws NOT_FOUND or FORBIDDEN. */
export async function lockAtSource(call: MutationCall & SignedIn, id: string): Promise<LockedTransfer> {
  const locked = await lock(call, id);
  refuseElsewhere(call.actor, 'transfers.manage', locked.row.fromStoreId, 'come from');
  return locked;
}

/** Locks a transfer for what is done where the goods arrive; throws NOT_FOUND or FORBIDDEN. */
export async function lockAtDestination(call: MutationCall & SignedIn, id: string): Promise<LockedTransfer> {
  const locked = await lock(call, id);
  refuseElsewhere(call.actor, 'transfers.receive', locked.row.toStoreId, 'are sent to');
  return locked;
}

async function lock({ tx, scope }: MutationCall, id: string): Promise<LockedTransfer> {
  const row = await lockTransfer(tx, scope, id);
  if (!row) throw notFound('transfer');
  // Read after the lock was got: a statement sees what was committed before it began.
  return { row, lines: await listTransferLines(tx, id) };
}

/** The scope of a call has both stores of a transfer; each thing is done in one of them. */
function refuseElsewhere(actor: Actor, permission: Permission, storeId: string, place: string): void {
  if (holdsIn(actor, permission, storeId)) return;
  throw new Failure('FORBIDDEN', {
    detail: `This takes the permission "${permission}" in the store that the goods ${place}, where you do not hold it.`,
  });
}

const said: Readonly<Record<Transfer['status'], string>> = {
  draft: 'is a draft',
  in_transit: 'is in transit',
  partially_received: 'has arrived in part',
  received: 'is ended: its goods were received, came back or were lost',
  cancelled: 'is cancelled',
};

/** Throws WRONG_STATUS, with what to do instead, where a transfer is in none of these. */
export function refuseStatus(
  { status }: TransferRow,
  allowed: readonly TransferStatus[],
  advice: string,
): void {
  if (allowed.includes(status)) return;
  throw new Failure('WRONG_STATUS', {
    detail: `The transfer ${said[status]}. ${advice}`,
    details: { status, allowed: [...allowed] },
  });
}

/** The goods are on the road, all or some of them. */
export const ON_THE_ROAD = ['in_transit', 'partially_received'] as const satisfies TransferStatus[];
