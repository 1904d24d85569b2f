import type { MutationCall } from '../../procedure/handlers.ts';
import { insertOutboxEvent } from '../../procedure/outbox.repo.ts';
import type { GiftCardRow } from './gift-cards.repo.ts';
import { toGiftCard } from './present-gift-card.ts';

/** Writes down a change of a card, and tells it: without its code, and of its note, which is about people, only that it changed. */
export async function recordGiftCard(
  { tx, now, newId, audit }: MutationCall,
  event: `gift_card.${'issued' | 'updated' | 'blocked' | 'unblocked'}`,
  before: GiftCardRow | undefined,
  after: GiftCardRow,
): Promise<void> {
  const { id, storeId } = after;
  const shown = (row: GiftCardRow) => {
    const { note, ...card } = toGiftCard(row, now);
    return card;
  };
  const changedFields = after.note === (before?.note ?? '') ? [] : ['note'];
  audit({
    ...{ storeId, documentType: 'gift_card', documentId: id },
    ...(before && { before: shown(before) }),
    after: { ...shown(after), changedFields },
  });
  await insertOutboxEvent(tx, {
    id: newId(),
    type: event,
    storeId,
    payload: { giftCardId: id, storeId },
    createdAt: now,
  });
}
