import type { AccountEntryKind } from '@cashwrap/contract';
import { keyset, type Reader } from '@cashwrap/database';
import { accountEntries } from '@cashwrap/database/schema';
import { and, eq } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

export type StoredEntry = typeof accountEntries.$inferSelect;

/** The ledger of one account, in the order in which it was written. */
export async function listEntries(
  db: Reader,
  accountId: string,
  { kind }: { readonly kind?: AccountEntryKind | undefined },
  page: PageRequest<'number'>,
): Promise<StoredEntry[]> {
  const { after, orderBy } = keyset(page, accountEntries.number, accountEntries.id);
  return db
    .select()
    .from(accountEntries)
    .where(
      and(
        eq(accountEntries.accountId, accountId),
        kind === undefined ? undefined : eq(accountEntries.kind, kind),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}
