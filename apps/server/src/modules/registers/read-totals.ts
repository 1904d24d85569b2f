import type { Reader } from '@cashwrap/database';
import { type Reckoned, toTotals } from './domain/shift-totals.ts';
import { readShiftFigures } from './shift-totals.repo.ts';

/** What a shift comes to now, added up from its sales, returns and movements. */
export async function readTotals(db: Reader, shiftId: string): Promise<Reckoned> {
  const figures = (await readShiftFigures(db, [shiftId])).get(shiftId);
  if (!figures) throw new Error('A shift vanished.');
  return toTotals(figures);
}
