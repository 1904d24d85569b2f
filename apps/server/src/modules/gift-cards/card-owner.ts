import type { Tx } from '@cashwrap/database';
import { invalidReference } from '../../procedure/failure.ts';
import { lockStandingCustomer } from '../customers/index.ts';

/**
 * Whose a card shall be: the one who stands for them since they were merged. They are locked, so that a merge moves the
 * card with them; accounts are locked after them.
 */
export async function lockOwner(tx: Tx, customerId: string | null): Promise<string | null> {
  if (customerId === null) return null;
  const customer = await lockStandingCustomer(tx, customerId);
  if (!customer || customer.status === 'erased') throw invalidReference('customer', ['customerId']);
  return customer.id;
}
