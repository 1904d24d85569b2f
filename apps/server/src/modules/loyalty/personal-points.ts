import type { PersonalData, PointsEntry } from '@cashwrap/contract';
import type { Reader } from '@cashwrap/database';
import { latestEntriesOf } from '../accounts/index.ts';
import { toPointsEntry } from './ledger.ts';
import { findMemberships } from './memberships-of-customer.repo.ts';

/** The latest movements of the points that these customers have, in every programme, the last first. */
export async function latestPointsOf(
  db: Reader,
  customerIds: readonly string[],
  limit: number,
): Promise<PointsEntry[]> {
  const rows = await latestEntriesOf(db, customerIds, 'loyalty', limit);
  return rows.map(toPointsEntry);
}

/** What a customer is a member of, ended programmes too, the first one first. */
export async function personalMemberships(
  db: Reader,
  customerId: string,
): Promise<PersonalData['memberships']> {
  const rows = await findMemberships(db, customerId);
  return rows.map(({ enrolledAt, ...row }) => ({ ...row, enrolledAt: enrolledAt.toISOString() }));
}
