import type { AccountEntryKind } from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import type { OwnedAccount } from './accounts-of-customers.repo.ts';
import { type AccountDocument, credit, debit } from './move-account.repo.ts';

/** Brings a locked account to zero by one entry, from above or from below; none where it is there already. */
export async function settleAccount(
  tx: Tx,
  document: AccountDocument,
  { id: accountId, balance }: OwnedAccount,
  kind: AccountEntryKind,
  newId: () => string,
): Promise<void> {
  if (balance < 0) await credit(tx, document, { accountId, kind, amount: -balance }, newId);
  if (balance <= 0) return;
  const entry = await debit(tx, document, { accountId, kind, amount: balance }, newId);
  if (!entry) throw new Error('The balance of a locked account has changed.');
}
