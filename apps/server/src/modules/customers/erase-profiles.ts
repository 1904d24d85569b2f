import type { Customer } from '@cashwrap/contract';
import { notFound, refuseStale } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { addToHistory, withConsents } from './consents.ts';
import type { CustomerRow } from './customers.repo.ts';
import { refuseGone } from './lock-customer.ts';
import { lockWithMerged } from './merge-customers.repo.ts';
import { type CustomerChanges, storeCustomer } from './store-customer.ts';

/** What is left of a profile: see docs/decisions/0024. */
const FORGOTTEN = {
  name: 'Erased customer',
  reference: null,
  company: null,
  taxId: null,
  email: null,
  phone: null,
  address: {},
  birthday: null,
  groupIds: [],
  tags: [],
  note: '',
  taxExempt: false,
  taxExemptReason: null,
  inputHash: null,
} satisfies CustomerChanges;

/** A customer with those who were merged into them, locked. */
export interface Person {
  readonly customer: CustomerRow;
  readonly merged: readonly CustomerRow[];
  /** Of all of them. */
  readonly ids: readonly string[];
}

/**
 * Locks all that stands for one person, to erase it.
 *
 * @throws NOT_FOUND, WRONG_STATUS for who was merged or erased, CONFLICT
 */
export async function lockPerson(
  { tx }: Pick<MutationCall, 'tx'>,
  { id, version }: { id: string; version: number },
): Promise<Person> {
  const rows = await lockWithMerged(tx, [id]);
  const customer = rows.find((row) => row.id === id);
  if (!customer) throw notFound('customer');
  refuseGone(customer);
  refuseStale('customer', version, customer.version);
  return { customer, merged: rows.filter((row) => row !== customer), ids: rows.map((row) => row.id) };
}

/** Forgets who a locked person is: the ids stay, for the sales. What they have agreed to is taken back. */
export async function eraseProfiles(
  call: MutationCall & SignedIn,
  { customer, merged }: Person,
): Promise<Customer> {
  for (const row of merged) await storeCustomer(call, row, { ...FORGOTTEN, consents: [] });
  const revoked = customer.consents.flatMap(({ channel, granted }) =>
    granted ? { channel, granted: false, source: 'erasure' as const } : [],
  );
  await addToHistory(call, customer.id, revoked);
  return storeCustomer(call, customer, {
    ...FORGOTTEN,
    consents: withConsents(customer.consents, revoked, call.now),
    status: 'erased',
  });
}
