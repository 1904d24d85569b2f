import type { Tx } from '@cashwrap/database';
import { invalidReference } from '../../procedure/failure.ts';
import { findCustomerGroupIds } from './groups.repo.ts';

/** Refuses groups that do not exist, naming each. */
export async function refuseUnknownGroups(tx: Tx, groupIds: readonly string[]): Promise<void> {
  if (groupIds.length === 0) return;
  const known = await findCustomerGroupIds(tx, groupIds);
  const unknown = groupIds.flatMap((id, position) => (known.has(id) ? [] : [position]));
  if (unknown.length > 0) {
    throw invalidReference('customer group', ...unknown.map((position) => ['groupIds', position]));
  }
}
