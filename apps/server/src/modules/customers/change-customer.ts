import type { Customer, UpdateCustomerInput } from '@cashwrap/contract';
import { invalidInput, notFound, refuseStale } from '../../procedure/failure.ts';
import { changesOf } from '../../procedure/field-changes.ts';
import type { MutationCall } from '../../procedure/handlers.ts';
import { auditCustomer } from './audit-customer.ts';
import {
  type CustomerRow,
  lockCustomer,
  replaceGroups,
  updateCustomer as updateRow,
} from './customers.repo.ts';
import { toCustomer } from './customers.ts';
import { refuseUnknownGroups } from './refuse-unknown-groups.ts';

/** Changes what is given and leaves the rest; refuses a version other than the stored one. */
export async function updateCustomer(
  call: MutationCall,
  { id, version, ...given }: UpdateCustomerInput,
): Promise<Customer> {
  const before = await lockAt(call, id, version);
  const { groupIds } = given;
  if (groupIds) await refuseUnknownGroups(call.tx, groupIds);
  const changes = changesOf(before, { ...given, ...(groupIds && { groupIds: [...groupIds].sort() }) });
  const { taxExempt, taxExemptReason } = { ...before, ...changes };
  if (taxExempt && taxExemptReason === null) {
    throw invalidInput([
      { path: ['taxExemptReason'], message: 'must be given for a customer who is tax-exempt' },
    ]);
  }
  return store(call, before, changes);
}

/** Puts a customer away: nothing new is sold to them, and documents keep them. */
export async function archiveCustomer(
  call: MutationCall,
  { id, version }: { id: string; version: number },
): Promise<Customer> {
  const before = await lockAt(call, id, version);
  return store(call, before, changesOf(before, { status: 'archived' }));
}

async function lockAt({ tx }: MutationCall, id: string, version: number): Promise<CustomerRow> {
  const row = await lockCustomer(tx, id);
  if (!row) throw notFound('customer');
  refuseStale('customer', version, row.version);
  return row;
}

async function store(
  call: MutationCall,
  before: CustomerRow,
  changes: Partial<CustomerRow>,
): Promise<Customer> {
  if (Object.keys(changes).length === 0) {
    call.changedNothing();
    return toCustomer(before);
  }
  const stamped = { ...changes, version: before.version + 1, updatedAt: call.now };
  const { groupIds, ...columns } = stamped;
  await updateRow(call.tx, before.id, columns);
  if (groupIds) await replaceGroups(call.tx, before.id, groupIds);
  const after = { ...before, ...stamped };
  auditCustomer(call, before, after);
  return toCustomer(after);
}
