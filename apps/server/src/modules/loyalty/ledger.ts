import type { ListPointsEntriesInput, Page, PointsEntry } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { readLedger, type StoredEntry, toEntry } from '../accounts/index.ts';
import { findStandingCustomer } from '../customers/index.ts';
import { findLatestAccount } from './membership.repo.ts';

/** The movements of the points of a customer, or of who stands for them since they were merged. */
export async function listPointsEntries(
  { db }: QueryCall,
  input: ListPointsEntriesInput,
): Promise<Page<PointsEntry>> {
  const customer = await findStandingCustomer(db, input.id);
  if (!customer) throw notFound('customer');
  const accountId = await findLatestAccount(db, customer.id);
  return readLedger(db, 'loyalty.ledger', accountId, input, toPointsEntry);
}

/** An entry of points as callers see it. */
export function toPointsEntry({ amount, balanceAfter, expiresAt, ...row }: StoredEntry): PointsEntry {
  return {
    ...toEntry({ ...row, expiresAt }),
    ...{ points: amount, balanceAfter },
    expiresAt: expiresAt?.toISOString() ?? null,
  };
}
