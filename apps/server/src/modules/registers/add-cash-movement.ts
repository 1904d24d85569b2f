import type { AddCashMovementInput, CashMovement, CashMovementKind } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { businessDateOf } from '../organization/index.ts';
import { insertCashMovement, insertLedgerEntry } from './cash-movements.repo.ts';
import { toCashMovement } from './cash-movements.ts';
import { refuseClosed } from './refuse-closed.ts';
import { lockShift, type ShiftRow } from './shifts.repo.ts';

/** How each kind changes what is in the drawer. */
const SIGNS = { paid_in: 1, paid_out: -1, drop: -1 } as const satisfies Partial<
  Record<CashMovementKind, number>
>;

/**
 * Notes what happens to the drawer beside sales. The shared lock on the shift keeps it open until this is written, so
 * that its Z report has it; several at once do not wait for each other, nor sales for them.
 */
export async function addCashMovement(
  call: MutationCall & SignedIn,
  { id: shiftId, kind, amount, reason }: AddCashMovementInput,
): Promise<CashMovement> {
  const { tx, now, newId, actor } = call;
  const shift = await lockShift(tx, call.scope, shiftId, 'share');
  if (!shift) throw notFound('shift');
  refuseClosed(shift);
  if (kind === 'no_sale') await approveOpening(call, shift, reason);

  const { storeId, registerId } = shift;
  const id = newId();
  const row = {
    id,
    shiftId,
    storeId,
    registerId,
    kind,
    amount,
    reason,
    actorId: actor.userId,
    createdAt: now,
  };
  await insertCashMovement(tx, row);
  if (kind !== 'no_sale') {
    await insertLedgerEntry(tx, {
      ...{ id: newId(), storeId, registerId, shiftId, kind, documentId: id, actorId: actor.userId },
      ...{ method: 'cash', currency: shift.currency, amount: SIGNS[kind] * amount, tip: 0 },
      businessDate: businessDateOf(now, shift.timeZone, shift.businessDayCutoffHour),
      ...{ occurredAt: now, recordedAt: now },
    });
  }
  const after = toCashMovement(row);
  call.audit({ storeId, registerId, documentType: 'cash_movement', documentId: id, after });
  return after;
}

async function approveOpening(
  { approve }: MutationCall,
  { id, storeId, registerId }: ShiftRow,
  reason: string,
): Promise<void> {
  await approve({
    ...{ storeId, registerId },
    subject: { shiftId: id, reason },
    actions: [
      {
        permission: 'shifts.open_drawer',
        description: `Open the drawer without a sale: ${reason}`,
        amounts: null,
      },
    ],
  });
}
