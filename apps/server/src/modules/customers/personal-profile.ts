import type { PersonalData } from '@cashwrap/contract';
import type { Reader } from '@cashwrap/database';
import { notFound } from '../../procedure/failure.ts';
import { listConsentChanges } from './consents.repo.ts';
import { toConsentChange } from './consents.ts';
import { findMergedIds } from './customers.repo.ts';
import { findCustomers, findGroupNames } from './personal-profile.repo.ts';
import { toCustomer } from './present-customer.ts';

/** The profiles of a person, with the ids of all of them. */
export interface PersonalProfile extends Pick<PersonalData, 'customer' | 'merged' | 'groups' | 'consents'> {
  readonly ids: readonly string[];
}

/**
 * Who stands for a customer, those who were merged into them, and what they have agreed to, the latest changes first.
 *
 * @throws NOT_FOUND
 */
export async function personalProfile(db: Reader, id: string, limit: number): Promise<PersonalProfile> {
  const ids = await findMergedIds(db, id);
  const rows = await findCustomers(db, ids);
  const customer = rows.find(({ mergedIntoId }) => mergedIntoId === null);
  if (!customer) throw notFound('customer');
  const changes = await listConsentChanges(db, ids, {}, { column: 'recordedAt', direction: 'desc', limit });
  return {
    ids,
    customer: toCustomer(customer),
    merged: rows.filter((row) => row !== customer).map(toCustomer),
    groups: await findGroupNames(db, customer.groupIds),
    consents: changes.map(toConsentChange),
  };
}
