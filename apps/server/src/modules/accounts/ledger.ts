import type { AccountEntryKind, MoneyAccountEntry, Page } from '@cashwrap/contract';
import type { Reader } from '@cashwrap/database';
import { readPage } from '../../procedure/page.ts';
import { listEntries, type StoredEntry } from './entries.repo.ts';

/** What the ledger of every kind of account takes. */
interface LedgerInput {
  readonly kind?: AccountEntryKind | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly sort: 'number' | '-number';
}

/**
 * One page of the ledger of an account, by the rules of the list named `list`.
 *
 * @param accountId `undefined` for an owner who never had one: their ledger is empty
 */
export function readLedger<Item>(
  db: Reader,
  list: string,
  accountId: string | undefined,
  input: LedgerInput,
  toItem: (row: StoredEntry) => Item,
): Promise<Page<Item>> {
  return readPage(
    list,
    input,
    async (page) => (accountId === undefined ? [] : listEntries(db, accountId, input, page)),
    (row) => String(row.number),
    toItem,
  );
}

/** An entry of an account of money as callers see it. */
export function toMoneyEntry({ amount, balanceAfter, ...row }: StoredEntry): MoneyAccountEntry {
  return { ...toEntry(row), amount, balanceAfter };
}

/** What the entries of money and of points have in common. */
export function toEntry({
  id,
  number,
  kind,
  documentType,
  documentId,
  storeId,
  reason,
  actorId,
  occurredAt,
}: Omit<StoredEntry, 'amount' | 'balanceAfter'>): Omit<MoneyAccountEntry, 'amount' | 'balanceAfter'> {
  return {
    ...{ id, number, kind, documentType, documentId, storeId, reason, actorId },
    occurredAt: occurredAt.toISOString(),
  };
}
