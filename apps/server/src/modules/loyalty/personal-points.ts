import type { PointsEntry } from '@cashwrap/contract';
import type { Reader } from '@cashwrap/database';
import { latestEntriesOf } from '../accounts/index.ts';
import { toPointsEntry } from './ledger.ts';

/** The latest movements of the points that these customers have, in every programme, the last first. */
export async function latestPointsOf(
  db: Reader,
  customerIds: readonly string[],
  limit: number,
): Promise<PointsEntry[]> {
  const rows = await latestEntriesOf(db, customerIds, 'loyalty', limit);
  return rows.map(toPointsEntry);
}
