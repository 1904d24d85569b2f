import {
  type Consent,
  type ConsentChange,
  ConsentChannel,
  type Customer,
  type ListConsentChangesInput,
  type Page,
  type RecordConsentsInput,
} from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { MutationCall, QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { type ConsentRow, insertConsentChanges, listConsentChanges as listRows } from './consents.repo.ts';
import { findMergedIds } from './customers.repo.ts';
import { lockForChange } from './lock-customer.ts';
import { storeCustomer } from './store-customer.ts';

/** A consent as it is told: given or taken back, and how. */
type Told = Omit<Consent, 'recordedAt'>;

/** Records what of the consents is not so yet. There is no version: who takes a consent back is never told to wait. */
export async function recordConsents(
  call: MutationCall & SignedIn,
  { id, consents: told }: RecordConsentsInput,
): Promise<Customer> {
  const before = await lockForChange(call, id);
  const changed = changedConsents(before.consents, told);
  await addToHistory(call, id, changed);
  const consents = withConsents(before.consents, changed, call.now);
  return storeCustomer(call, before, changed.length === 0 ? {} : { consents });
}

/** What of `told` is not so yet: a channel that nobody has asked for, or that has changed. */
export function changedConsents(stored: readonly Consent[], told: readonly Told[]): Told[] {
  return told.filter(
    ({ channel, granted }) => stored.find((each) => each.channel === channel)?.granted !== granted,
  );
}

/** The consents after a change, in the order of the channels. */
export function withConsents(stored: readonly Consent[], changed: readonly Told[], now: Date): Consent[] {
  const recordedAt = now.toISOString();
  const all = [...changed.map((each) => ({ ...each, recordedAt })), ...stored];
  return ConsentChannel.options.flatMap((channel) => all.find((each) => each.channel === channel) ?? []);
}

/** Keeps each change for good. */
export async function addToHistory(
  { tx, now, newId, actor }: MutationCall & SignedIn,
  customerId: string,
  changed: readonly Told[],
): Promise<void> {
  await insertConsentChanges(
    tx,
    changed.map((each) => ({ ...each, id: newId(), customerId, actorId: actor.userId, recordedAt: now })),
  );
}

/** The history of the consents of a customer, and of those who were merged into them. */
export async function listConsentChanges(
  { db }: QueryCall,
  input: ListConsentChangesInput,
): Promise<Page<ConsentChange>> {
  const customerIds = await findMergedIds(db, input.id);
  if (customerIds.length === 0) throw notFound('customer');
  return readPage(
    'customers.consents',
    input,
    (page) => listRows(db, customerIds, input, page),
    (row) => row.recordedAt.toISOString(),
    toConsentChange,
  );
}

/** A change as callers see it. */
export function toConsentChange({ recordedAt, ...row }: ConsentRow): ConsentChange {
  return { ...row, recordedAt: recordedAt.toISOString() };
}
