import type { CurrentShiftInput, ListShiftsInput, Page, Shift } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { toShift } from './present-shift.ts';
import { findOpenShift, findShift, listShifts as listRows } from './shifts.repo.ts';

export async function getShift({ db, scope }: QueryCall, { id }: { id: string }): Promise<Shift> {
  const row = await findShift(db, scope, id);
  if (!row) throw notFound('shift');
  return toShift(row);
}

/** The open shift of a register. */
export async function getCurrentShift(
  { db, scope }: QueryCall,
  { registerId }: CurrentShiftInput,
): Promise<Shift> {
  const row = await findOpenShift(db, scope, registerId);
  if (!row) throw notFound('open shift of this register');
  return toShift(row);
}

export function listShifts({ db, scope }: QueryCall, input: ListShiftsInput): Promise<Page<Shift>> {
  return readPage(
    'shifts',
    input,
    (page) => listRows(db, scope, input, page),
    (row) => row.openedAt.toISOString(),
    toShift,
  );
}
