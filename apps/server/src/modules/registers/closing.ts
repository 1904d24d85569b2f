import type { Shift, TenderCount } from '@cashwrap/contract';
import { flush, flushWithCommit } from '@cashwrap/database';
import { notFound, refuseStale } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { insertOutboxEvent } from '../../procedure/outbox.repo.ts';
import { insertNotifications } from '../notifications/index.ts';
import { endOpenShift, lockRegister } from '../organization/index.ts';
import { type Counted, type Reckoned, tendersOf } from './domain/shift-totals.ts';
import { toShift } from './present-shift.ts';
import { readTotals } from './read-totals.ts';
import { refuseClosed } from './refuse-closed.ts';
import { countRefused } from './refused-counts.repo.ts';
import { findShift, lockShift, type ShiftRow, updateShift } from './shifts.repo.ts';

/**
 * Locks an open shift in order to close it: first its register, so that no sale is numbered meanwhile, then the shift,
 * so that no cash is moved.
 */
export async function lockForClosing(
  { tx, scope }: MutationCall,
  { id, version }: { id: string; version: number },
): Promise<ShiftRow> {
  const seen = await findShift(tx, scope, id);
  if (!seen) throw notFound('shift');
  await lockRegister(tx, scope, seen.registerId);
  const shift = await lockShift(tx, scope, id, 'no key update');
  if (!shift) throw notFound('shift');
  refuseClosed(shift);
  refuseStale('shift', version, shift.version);
  return shift;
}

/** What a locked shift has come to, and how the counts compare with it. */
export interface Reckoning {
  readonly totals: Reckoned;
  readonly tenders: TenderCount[];
}

export async function reckon({ tx }: MutationCall, { id }: ShiftRow, counted: Counted): Promise<Reckoning> {
  const [totals, refusedCounts] = await flush(tx, [readTotals(tx, id), countRefused(tx, id, counted.cash)]);
  return { totals, tenders: tendersOf(totals, { ...counted, refusedCounts }) };
}

/** Freezes a locked shift under the next Z number of its register. */
export async function freeze(
  call: MutationCall & SignedIn,
  shift: ShiftRow,
  { totals, tenders, ...how }: Reckoning & Pick<ShiftRow, 'forced' | 'closingReason'>,
): Promise<Shift> {
  const { tx, now, actor } = call;
  const { id, storeId, registerId, currency } = shift;
  const register = await endOpenShift(tx, { registerId, shiftId: id, turnover: totals.turnover });
  if (!register) throw new Error('An open shift was not that of its register.');
  const { name: registerName, lastSaleNumber, lastZNumber: zNumber, grandTotal } = register;
  const changes = {
    status: 'closed' as const,
    ...{ totals, tenders, ...how, lastSaleNumber, zNumber, grandTotal },
    grandTotalBefore: grandTotal - totals.turnover,
    ...{ closedBy: actor.userId, closedAt: now, updatedAt: now, version: shift.version + 1 },
  };
  const variance = tenders.find(({ method }) => method === 'cash')?.variance ?? null;
  const told = insertOutboxEvent(tx, {
    id: call.newId(),
    type: 'shift.closed',
    storeId,
    payload: {
      ...{ shiftId: id, storeId, registerId, zNumber, currency, forced: how.forced },
      ...{ saleCount: totals.saleCount, total: totals.total, turnover: totals.turnover, grandTotal },
      cashVariance: variance,
    },
    createdAt: now,
  });
  const statements = [updateShift(tx, id, changes), told];
  // What the store puts up with is told to nobody, unless nobody of the shift was there.
  if (variance !== null && Math.abs(variance) > (how.forced ? 0 : shift.varianceTolerance)) {
    const { currencyDigits } = shift;
    const facts = { registerName, zNumber, variance, currency, currencyDigits, reason: how.closingReason };
    statements.push(
      insertNotifications(tx, [
        {
          ...{ id: call.newId(), kind: 'drawer_variance', storeId, documentId: id },
          ...{ facts, createdAt: now },
        },
      ]),
    );
  }
  flushWithCommit(tx, statements);
  const after = toShift({ ...shift, ...changes });
  call.audit({
    ...{ storeId, registerId, documentType: 'shift', documentId: id },
    ...{ before: toShift(shift), after },
  });
  return after;
}
