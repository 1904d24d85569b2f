import type {
  AdjustGiftCardInput,
  BlockGiftCardInput,
  GiftCard,
  GiftCardStatus,
  MoneyAccountEntry,
  UpdateGiftCardInput,
} from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import { Failure, invalidInput, notFound, refuseStale } from '../../procedure/failure.ts';
import { changesOf } from '../../procedure/field-changes.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { adjustMoney } from '../accounts/index.ts';
import { lockOwner } from './card-owner.ts';
import { type GiftCardRow, lockGiftCard, updateGiftCard as updateRow } from './gift-cards.repo.ts';
import { toGiftCard } from './present-gift-card.ts';
import { recordGiftCard } from './record-gift-card.ts';

/** Changes what is given and leaves the rest; refuses a version other than the stored one. */
export async function updateGiftCard(
  call: MutationCall,
  { id, version, customerId, ...given }: UpdateGiftCardInput,
): Promise<GiftCard> {
  const owner = customerId === undefined ? undefined : await lockOwner(call.tx, customerId);
  const before = await lockAt(call.tx, id, version);
  refuseEarlier(before, given);
  return store(call, 'gift_card.updated', before, changesOf(before, { ...given, customerId: owner }));
}

/** Stops a card: sales that wait for it find it blocked. */
export async function blockGiftCard(
  call: MutationCall,
  { id, version, reason }: BlockGiftCardInput,
): Promise<GiftCard> {
  const before = await lockAt(call.tx, id, version);
  refuseStatus(before, 'active');
  return store(call, 'gift_card.blocked', before, { status: 'blocked', blockedReason: reason });
}

export async function unblockGiftCard(
  call: MutationCall,
  { id, version }: { id: string; version: number },
): Promise<GiftCard> {
  const before = await lockAt(call.tx, id, version);
  refuseStatus(before, 'blocked');
  return store(call, 'gift_card.unblocked', before, { status: 'active', blockedReason: null });
}

/** Corrects what is on a card, also on one that has expired: what is on it is owed still. */
export async function adjustGiftCard(
  call: MutationCall & SignedIn,
  { id, amount, reason }: AdjustGiftCardInput,
): Promise<MoneyAccountEntry> {
  const card = await lockGiftCard(call.tx, id);
  if (!card) throw notFound('gift card');
  refuseStatus(card, 'active');
  const account = { kind: 'gift_card', accountId: id, owner: { giftCardId: id } } as const;
  return adjustMoney(call, { ...account, currency: card.currency, storeId: null, amount, reason });
}

async function lockAt(tx: Tx, id: string, version: number): Promise<GiftCardRow> {
  const row = await lockGiftCard(tx, id);
  if (!row) throw notFound('gift card');
  refuseStale('gift card', version, row.version);
  return row;
}

async function store(
  call: MutationCall,
  event: Parameters<typeof recordGiftCard>[1],
  before: GiftCardRow,
  changes: Partial<GiftCardRow>,
): Promise<GiftCard> {
  const { now } = call;
  if (Object.keys(changes).length === 0) {
    call.changedNothing();
    return toGiftCard(before, now);
  }
  const stamped = { ...changes, version: before.version + 1, updatedAt: now };
  await updateRow(call.tx, before.id, stamped);
  const after = { ...before, ...stamped };
  await recordGiftCard(call, event, before, after);
  return toGiftCard(after, now);
}

function refuseStatus({ status }: GiftCardRow, allowed: GiftCardStatus): void {
  if (status === allowed) return;
  throw new Failure('WRONG_STATUS', {
    detail: `The gift card is ${status}; this takes one that is ${allowed}.`,
    details: { status, allowed: [allowed] },
  });
}

/** Law and customers let a card be taken for longer, not for less long, than was said when it was sold. */
function refuseEarlier(
  { expiresOn: before }: GiftCardRow,
  { expiresOn }: Pick<UpdateGiftCardInput, 'expiresOn'>,
): void {
  if (expiresOn === undefined || expiresOn === null) return;
  if (before !== null && before <= expiresOn) return;
  const message =
    before === null
      ? 'must be null: this card never expires'
      : `must not be before ${before}, the day so far`;
  throw invalidInput([{ path: ['expiresOn'], message }]);
}
