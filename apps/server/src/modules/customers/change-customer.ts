import type { ArchiveCustomerInput, Customer, UpdateCustomerInput } from '@cashwrap/contract';
import { invalidInput } from '../../procedure/failure.ts';
import { changesOf } from '../../procedure/field-changes.ts';
import type { MutationCall } from '../../procedure/handlers.ts';
import { lockForChange } from './lock-customer.ts';
import { refuseTakenReference } from './refuse-taken-reference.ts';
import { refuseUnknownGroups } from './refuse-unknown-groups.ts';
import { storeCustomer } from './store-customer.ts';

/** Changes what is given and leaves the rest; refuses a version other than the stored one. */
export async function updateCustomer(
  call: MutationCall,
  { id, version, ...given }: UpdateCustomerInput,
): Promise<Customer> {
  const before = await lockForChange(call, id, version);
  const { groupIds } = given;
  if (groupIds) await refuseUnknownGroups(call.tx, groupIds);
  const changes = changesOf(before, { ...given, ...(groupIds && { groupIds: [...groupIds].sort() }) });
  const { taxExempt, taxExemptReason } = { ...before, ...changes };
  if (taxExempt && taxExemptReason === null) {
    throw invalidInput([
      { path: ['taxExemptReason'], message: 'must be given for a customer who is tax-exempt' },
    ]);
  }
  await refuseTakenReference(call.tx, id, changes.reference);
  return storeCustomer(call, before, changes);
}

/** Puts a customer away: nothing new is sold to them, and documents keep them. */
export async function archiveCustomer(
  call: MutationCall,
  { id, version }: ArchiveCustomerInput,
): Promise<Customer> {
  const before = await lockForChange(call, id, version);
  return storeCustomer(call, before, changesOf(before, { status: 'archived' }));
}

/** Brings a customer back who was put away. */
export async function unarchiveCustomer(
  call: MutationCall,
  { id, version }: ArchiveCustomerInput,
): Promise<Customer> {
  const before = await lockForChange(call, id, version);
  return storeCustomer(call, before, changesOf(before, { status: 'active' }));
}
