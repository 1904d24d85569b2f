import type { Customer } from '@cashwrap/contract';
import type { MutationCall } from '../../procedure/handlers.ts';
import { auditCustomer } from './audit-customer.ts';
import { addSearchWords } from './customer-search.repo.ts';
import { type CustomerRow, replaceGroups, updateCustomer } from './customers.repo.ts';
import { searchTextOf, spellableWordsOf } from './domain/search-text.ts';
import { forgetSearchWords } from './forget-search-words.repo.ts';
import { toCustomer } from './present-customer.ts';

/** What may be changed of a customer; the figures follow from sales. */
export type CustomerChanges = Partial<Omit<CustomerRow, 'id' | 'lifetime' | 'mergedIds' | 'version'>>;

/**
 * Stores what has changed of a locked customer, with the text by which search finds them and the audit row; where
 * nothing has, nothing is written.
 */
export async function storeCustomer(
  call: MutationCall,
  before: CustomerRow,
  changes: CustomerChanges,
): Promise<Customer> {
  if (Object.keys(changes).length === 0) {
    call.changedNothing();
    return toCustomer(before);
  }
  const stamped = { ...changes, version: before.version + 1, updatedAt: call.now };
  const { groupIds, ...columns } = stamped;
  const after = { ...before, ...stamped };
  await updateCustomer(call.tx, before.id, { ...columns, searchText: searchTextOf(after) });
  if (groupIds) await replaceGroups(call.tx, before.id, groupIds);
  if (after.name !== before.name || after.company !== before.company) {
    await addSearchWords(call.tx, [after]);
    await forgetSearchWords(call.tx, spellableWordsOf(before));
  }
  auditCustomer(call, before, after);
  return toCustomer(after);
}
