import type { Tx } from '@cashwrap/database';
import { Failure } from '../../procedure/failure.ts';
import { lockStandingCustomer } from '../customers/index.ts';

/**
 * Keeps a customer from being merged or erased until the end of the transaction that gives them an open sale: a merge moves
 * it with them, and an erasure finds it.
 *
 * @throws CUSTOMER_CHANGED where that happened since the sale was priced for them
 */
export async function lockBuyer(tx: Tx, customerId: string | null): Promise<void> {
  if (customerId === null) return;
  const customer = await lockStandingCustomer(tx, customerId);
  if (customer?.id === customerId && customer.status === 'active') return;
  throw new Failure('CUSTOMER_CHANGED', {
    detail: 'The customer has just been merged, erased or put away. Send it again. Nothing was changed.',
  });
}
