import type { AccountKind, MoneyAccountEntry } from '@cashwrap/contract';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { insertOutboxEvent } from '../../procedure/outbox.repo.ts';
import { insufficientBalance } from './insufficient-balance.ts';
import { type AccountDocument, credit, debit } from './move-account.repo.ts';

/** What a person says shall change on an account of money. */
export interface MoneyAdjustment {
  readonly kind: Exclude<AccountKind, 'loyalty'>;
  readonly accountId: string;
  /** Whose account it is: the log and the event name it. */
  readonly owner: { readonly customerId: string } | { readonly giftCardId: string };
  readonly currency: string;
  /** Null where it is about no store. */
  readonly storeId: string | null;
  /** Minor units, signed, not zero. */
  readonly amount: number;
  readonly reason: string;
}

/**
 * Changes what is on an account by a person's word. The entry is a document of its own: it is audited, and told.
 *
 * @throws INSUFFICIENT_BALANCE where more is taken off than there is
 */
export async function adjustMoney(
  { tx, now, newId, actor, audit }: MutationCall & SignedIn,
  { kind: accountKind, accountId, owner, currency, storeId, amount, reason }: MoneyAdjustment,
): Promise<MoneyAccountEntry> {
  const kind = 'adjust';
  const source = { documentType: 'adjustment', documentId: null, storeId, reason } as const;
  const document: AccountDocument = { ...source, actorId: actor.userId, occurredAt: now, recordedAt: now };
  const written =
    amount > 0
      ? await credit(tx, document, { accountId, kind, amount }, newId)
      : await debit(tx, document, { accountId, kind, amount: -amount }, newId);
  if (!written) throw await insufficientBalance(tx, accountKind, accountId, -amount);
  const { id, number, balanceAfter } = written;
  await insertOutboxEvent(tx, {
    ...{ id: newId(), type: `${accountKind}.adjusted`, payloadVersion: 1, storeId },
    ...{ payload: { ...owner, entryId: id, storeId, amount, currency }, createdAt: now },
  });
  const entry: MoneyAccountEntry = {
    ...{ id, number, kind, ...source, amount, balanceAfter },
    ...{ actorId: actor.userId, occurredAt: now.toISOString() },
  };
  const after = { ...owner, currency, ...entry };
  audit({ storeId, documentType: 'account_adjustment', documentId: id, after });
  return entry;
}
