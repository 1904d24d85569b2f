import type { XReport, ZReport } from '@cashwrap/contract';
import { Failure, notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { thaw } from './domain/shift-totals.ts';
import { toShift } from './present-shift.ts';
import { readTotals } from './read-totals.ts';
import { refuseClosed } from './refuse-closed.ts';
import { findShift } from './shifts.repo.ts';

/** What an open shift has come to so far. */
export async function getXReport({ db, scope, now }: QueryCall, { id }: { id: string }): Promise<XReport> {
  const row = await findShift(db, scope, id);
  if (!row) throw notFound('shift');
  refuseClosed(row);
  return { shift: toShift(row), totals: await readTotals(db, id), readAt: now.toISOString() };
}

/** What a closed shift had come to, as it was frozen: nothing is added up again. */
export async function getZReport({ db, scope }: QueryCall, { id }: { id: string }): Promise<ZReport> {
  const row = await findShift(db, scope, id);
  if (!row) throw notFound('shift');
  const { totals, zNumber, grandTotalBefore, grandTotal, closedAt } = row;
  const isFrozen = totals && zNumber !== null && grandTotalBefore !== null && grandTotal !== null && closedAt;
  if (!isFrozen) {
    throw new Failure('SHIFT_OPEN', {
      detail: 'This shift is still open: it has an X report, and gets its Z report when it is closed.',
    });
  }
  return {
    ...{ shift: toShift(row), totals: thaw(totals), zNumber, grandTotalBefore, grandTotal },
    closedAt: closedAt.toISOString(),
  };
}
