import type { CreateCustomerInput, Customer } from '@cashwrap/contract';
import { Failure } from '../../procedure/failure.ts';
import type { MutationCall } from '../../procedure/handlers.ts';
import { hashInput } from '../../procedure/idempotency.ts';
import { auditCustomer } from './audit-customer.ts';
import { findCustomer, insertCustomer, replaceGroups } from './customers.repo.ts';
import { toCustomer } from './customers.ts';
import { refuseUnknownGroups } from './refuse-unknown-groups.ts';

/** Adds a customer. A till may make the id itself, so that it can add one offline and send it again. */
export async function createCustomer(call: MutationCall, input: CreateCustomerInput): Promise<Customer> {
  const { tx, now } = call;
  const inputHash = input.id === undefined ? null : hashInput(input);
  const earlier = input.id === undefined ? undefined : await findCustomer(tx, input.id);
  if (earlier) {
    if (earlier.inputHash !== inputHash) throw idTaken(earlier.id);
    call.changedNothing();
    return toCustomer(earlier);
  }
  await refuseUnknownGroups(tx, input.groupIds);
  const { id = call.newId(), groupIds, ...fields } = input;
  const stamps = { version: 1, createdAt: now, updatedAt: now };
  const row = { id, ...fields, inputHash, status: 'active' as const, saleCount: 0, ...stamps };
  await insertCustomer(tx, row);
  await replaceGroups(tx, id, groupIds);
  const customer = { ...row, groupIds: [...groupIds].sort() };
  auditCustomer(call, undefined, customer);
  return toCustomer(customer);
}

function idTaken(id: string): Failure<'ALREADY_EXISTS'> {
  return new Failure('ALREADY_EXISTS', {
    detail:
      'There is a customer with this id, who was made with other content. Make a new id for a new customer.',
    details: { field: 'id', value: id, holderId: id },
  });
}
