import type { Tx } from '@cashwrap/database';
import { Failure } from '../../procedure/failure.ts';
import { type CountedSale, countSale } from './customer-in-sale.repo.ts';

/**
 * Counts a sale that the customer completes and locks the customer until the end of the transaction. Answers how many
 * sales that makes: only 1 is a first purchase, also where two were begun at once. Sent at once, by one statement, so
 * that it may share a flush.
 *
 * @throws CUSTOMER_CHANGED where the customer was merged, erased or archived since the sale has read them: read again,
 *   it goes to who stands for them or is refused
 */
export async function countCustomerSale(tx: Tx, customerId: string, sale: CountedSale): Promise<number> {
  const saleCount = await countSale(tx, customerId, sale);
  if (saleCount !== undefined) return saleCount;
  throw new Failure('CUSTOMER_CHANGED', {
    detail: 'The customer has just been merged, erased or put away. Send the sale again. Nothing was sold.',
  });
}
