import type { GiftCard } from '@cashwrap/contract';
import type { Reader } from '@cashwrap/database';
import { listGiftCards } from './gift-cards.repo.ts';
import { toGiftCard } from './present-gift-card.ts';

/** The gift cards that are a customer's, the last first. */
export async function latestGiftCardsOf(
  db: Reader,
  customerId: string,
  now: Date,
  limit: number,
): Promise<GiftCard[]> {
  const page = { column: 'createdAt', direction: 'desc', limit } as const;
  const rows = await listGiftCards(db, { customerId }, page);
  return rows.map((row) => toGiftCard(row, now));
}
