import type { Tx } from '@cashwrap/database';
import { alreadyExists } from '../../procedure/failure.ts';
import { findReferenceHolder } from './customers.repo.ts';

/** Refuses a reference that another customer has, naming that customer. */
export async function refuseTakenReference(
  tx: Tx,
  id: string,
  reference: string | null | undefined,
): Promise<void> {
  if (typeof reference !== 'string') return;
  const holderId = await findReferenceHolder(tx, reference, id);
  if (holderId !== undefined) throw alreadyExists('customer', 'reference', reference, holderId);
}
