import { Failure } from '../../procedure/failure.ts';
import type { ShiftRow } from './shifts.repo.ts';

/** Refuses what takes an open shift. */
export function refuseClosed({ status }: Pick<ShiftRow, 'status'>): void {
  if (status === 'open') return;
  throw new Failure('SHIFT_CLOSED', {
    detail: 'This shift is closed: what it has come to is in its Z report. Open a new one.',
  });
}
