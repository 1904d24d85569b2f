import type { OpenShiftInput, Shift } from '@cashwrap/contract';
import { flush } from '@cashwrap/database';
import { Failure, invalidReference, notFound } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { hashInput } from '../../procedure/idempotency.ts';
import { insertOutboxEvent } from '../../procedure/outbox.repo.ts';
import {
  businessDateOf,
  findTradingPlace,
  lockRegister,
  registerRetired,
  setOpenShift,
} from '../organization/index.ts';
import { countCash } from './domain/count-cash.ts';
import { toShift } from './present-shift.ts';
import { findInputHash, findLastSaleNumber, findShift, insertShift } from './shifts.repo.ts';

/** Opens the drawer of a till with its float. Of many at once, the lock on the register lets one through. */
export async function openShift(call: MutationCall & SignedIn, input: OpenShiftInput): Promise<Shift> {
  const { tx, now, actor, scope } = call;
  const { storeId, registerId, note } = input;
  const openingFloat = countCash(input.openingFloat);
  const [place, register] = await flush(tx, [
    findTradingPlace(tx, storeId, registerId),
    lockRegister(tx, scope, registerId),
  ]);
  if (!place) throw notFound('store');
  if (!register) throw invalidReference('register in this store', ['registerId']);
  const inputHash = hashInput(input);
  const replayed = input.id === undefined ? undefined : await replay(call, input.id, inputHash);
  if (replayed) return replayed;

  if (register.kind === 'virtual') {
    throw new Failure('CASH_NOT_ACCEPTED', {
      detail: 'The virtual register has no cash drawer: open shifts at tills.',
    });
  }
  if (register.retiredAt !== null) throw registerRetired();
  if (register.openShiftId !== null) {
    throw new Failure('SHIFT_ALREADY_OPEN', {
      detail: 'This register has an open shift. Sell in it, or close it first.',
      details: { shiftId: register.openShiftId },
    });
  }
  const id = input.id ?? call.newId();
  const [saleNumberBefore, lateSaleNumberBefore] = await flush(tx, [
    setOpenShift(tx, registerId, id),
    findLastSaleNumber(tx, registerId),
  ]);
  if (saleNumberBefore === undefined) throw new Error('A register got a shift while it was locked.');
  const inserted = insertShift(tx, {
    ...{ id, storeId, registerId, openingFloat, note, inputHash, saleNumberBefore, lateSaleNumberBefore },
    status: 'open',
    businessDate: businessDateOf(now, place.timeZone, place.businessDayCutoffHour),
    ...{ openedBy: actor.userId, openedAt: now, updatedAt: now },
  });
  const told = insertOutboxEvent(tx, {
    id: call.newId(),
    type: 'shift.opened',
    storeId,
    payload: { shiftId: id, storeId, registerId, openingFloat, currency: place.currency },
    createdAt: now,
  });
  const [, , row] = await flush(tx, [inserted, told, findShift(tx, scope, id)]);
  if (!row) throw new Error('A shift vanished while its register was locked.');
  const after = toShift(row);
  call.audit({ storeId, registerId, documentType: 'shift', documentId: id, after });
  return after;
}

/** The id was used before: the same content is the same shift, as it is now; other content is refused. */
async function replay(
  { tx, scope, changedNothing }: MutationCall,
  id: string,
  inputHash: string,
): Promise<Shift | undefined> {
  const earlierHash = await findInputHash(tx, id);
  if (earlierHash === undefined) return undefined;
  const earlier = earlierHash === inputHash ? await findShift(tx, scope, id) : undefined;
  if (!earlier) {
    throw new Failure('ALREADY_EXISTS', {
      detail: 'There is a shift with this id, and it has other content. Make a new id for a new shift.',
      details: { field: 'id', value: id, holderId: id },
    });
  }
  changedNothing();
  return toShift(earlier);
}
