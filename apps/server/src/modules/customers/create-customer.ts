import type { CreateCustomerInput, Customer } from '@cashwrap/contract';
import { Failure } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { hashInput } from '../../procedure/idempotency.ts';
import { auditCustomer } from './audit-customer.ts';
import { addToHistory, withConsents } from './consents.ts';
import { addSearchWords } from './customer-search.repo.ts';
import { findStandingCustomer, insertCustomer, lockCustomer, replaceGroups } from './customers.repo.ts';
import { searchTextOf } from './domain/search-text.ts';
import { toCustomer } from './present-customer.ts';
import { refuseTakenReference } from './refuse-taken-reference.ts';
import { refuseUnknownGroups } from './refuse-unknown-groups.ts';

/** Adds a customer. A till may make the id itself, so that it can add one offline and send it again. */
export async function createCustomer(
  call: MutationCall & SignedIn,
  input: CreateCustomerInput,
): Promise<Customer> {
  const { tx, now } = call;
  const inputHash = input.id === undefined ? null : hashInput(input);
  // Locked, as the answer is kept: an erasure under way would not know of it.
  const earlier = input.id === undefined ? undefined : await lockCustomer(tx, input.id);
  if (earlier) {
    if (earlier.inputHash !== inputHash) throw idTaken(earlier.id);
    call.changedNothing();
    return toCustomer((await findStandingCustomer(tx, earlier.id)) ?? earlier);
  }
  await refuseUnknownGroups(tx, input.groupIds);
  const { id = call.newId(), groupIds, consents, ...fields } = input;
  await refuseTakenReference(tx, id, input.reference);
  const row = {
    ...{ id, ...fields, inputHash, consents: withConsents([], consents, now) },
    ...{ status: 'active' as const, saleCount: 0, mergedIntoId: null },
    ...{ version: 1, createdAt: now, updatedAt: now },
  };
  await insertCustomer(tx, { ...row, searchText: searchTextOf(row) });
  await replaceGroups(tx, id, groupIds);
  await addToHistory(call, id, consents);
  await addSearchWords(tx, [row]);
  const customer = { ...row, groupIds: [...groupIds].sort(), lifetime: [], mergedIds: [] };
  auditCustomer(call, undefined, customer);
  return toCustomer(customer);
}

function idTaken(id: string): Failure<'ALREADY_EXISTS'> {
  return new Failure('ALREADY_EXISTS', {
    detail:
      'There is a customer with this id, who was made with other content or has been erased. Make a new id for a new ' +
      'customer.',
    details: { field: 'id', value: id, holderId: id },
  });
}
