import type { MoneyAccountEntry } from '@cashwrap/contract';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { insertOutboxEvent, type OutboxEvent } from '../../procedure/outbox.repo.ts';
import { insufficientBalance } from './insufficient-balance.ts';
import { type AccountDocument, credit, debit } from './move-account.repo.ts';

/** What a person says shall change on an account of money, and whose it is: the log and the event name it. */
export type MoneyAdjustment = Adjustment &
  (
    | { readonly kind: 'store_credit'; readonly owner: { readonly customerId: string } }
    | { readonly kind: 'gift_card'; readonly owner: { readonly giftCardId: string } }
  );

interface Adjustment {
  readonly accountId: string;
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
  adjustment: MoneyAdjustment,
): Promise<MoneyAccountEntry> {
  const { accountId, currency, storeId, amount, reason } = adjustment;
  const kind = 'adjust';
  const source = { documentType: 'adjustment', documentId: null, storeId, reason } as const;
  const document: AccountDocument = { ...source, actorId: actor.userId, occurredAt: now, recordedAt: now };
  const written =
    amount > 0
      ? await credit(tx, document, { accountId, kind, amount }, newId)
      : await debit(tx, document, { accountId, kind, amount: -amount }, newId);
  if (!written) throw await insufficientBalance(tx, adjustment.kind, accountId, -amount);
  const { id, number, balanceAfter } = written;
  await insertOutboxEvent(tx, toEvent(adjustment, id, now, newId()));
  const entry: MoneyAccountEntry = {
    ...{ id, number, kind, ...source, amount, balanceAfter },
    ...{ actorId: actor.userId, occurredAt: now.toISOString() },
  };
  const after = { ...adjustment.owner, currency, ...entry };
  audit({ storeId, documentType: 'account_adjustment', documentId: id, after });
  return entry;
}

function toEvent(adjustment: MoneyAdjustment, entryId: string, createdAt: Date, id: string): OutboxEvent {
  const { storeId, amount, currency } = adjustment;
  const event = { id, storeId, createdAt };
  const told = { entryId, storeId, amount, currency };
  return adjustment.kind === 'gift_card'
    ? { ...event, type: 'gift_card.adjusted', payload: { ...adjustment.owner, ...told } }
    : { ...event, type: 'store_credit.adjusted', payload: { ...adjustment.owner, ...told } };
}
