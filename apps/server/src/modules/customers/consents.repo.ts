import type { Consent, ListConsentChangesInput } from '@cashwrap/contract';
import { keyset, type Reader, type Tx } from '@cashwrap/database';
import { customerConsents } from '@cashwrap/database/schema';
import { and, eq, inArray } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

export type ConsentRow = typeof customerConsents.$inferSelect;

const sortColumns = { recordedAt: customerConsents.recordedAt };

/** The changes of some customers: one with those who were merged into them. */
export async function listConsentChanges(
  db: Reader,
  customerIds: readonly string[],
  { channel }: Pick<ListConsentChangesInput, 'channel'>,
  page: PageRequest<keyof typeof sortColumns>,
): Promise<ConsentRow[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], customerConsents.id);
  return db
    .select()
    .from(customerConsents)
    .where(
      and(
        inArray(customerConsents.customerId, [...customerIds]),
        channel === undefined ? undefined : eq(customerConsents.channel, channel),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}

/** Adds changes to the history. */
export async function insertConsentChanges(
  tx: Tx,
  changes: readonly (Omit<Consent, 'recordedAt'> &
    Pick<ConsentRow, 'id' | 'customerId' | 'actorId' | 'recordedAt'>)[],
): Promise<void> {
  if (changes.length > 0) await tx.insert(customerConsents).values([...changes]);
}
