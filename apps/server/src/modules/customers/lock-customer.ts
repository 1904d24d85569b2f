import { Failure, notFound, refuseStale } from '../../procedure/failure.ts';
import type { MutationCall } from '../../procedure/handlers.ts';
import { type CustomerRow, lockCustomer } from './customers.repo.ts';

/**
 * The customer, locked for a change.
 *
 * @param version the stored one must be this; left out: whichever it is
 * @throws NOT_FOUND, WRONG_STATUS for who was merged or erased, CONFLICT
 */
export async function lockForChange(
  { tx }: Pick<MutationCall, 'tx'>,
  id: string,
  version?: number,
): Promise<CustomerRow> {
  const row = await lockCustomer(tx, id);
  if (!row) throw notFound('customer');
  refuseGone(row);
  if (version !== undefined) refuseStale('customer', version, row.version);
  return row;
}

/** Refuses who was merged or erased: nothing can be changed of them. */
export function refuseGone({ status, mergedIntoId }: CustomerRow): void {
  if (status !== 'merged' && status !== 'erased') return;
  throw new Failure('WRONG_STATUS', {
    detail:
      status === 'merged'
        ? `The customer was merged into the customer ${mergedIntoId}. Change that one.`
        : 'The customer was erased, and nothing is known of them any more.',
    details: { status, allowed: ['active', 'archived'] },
  });
}
