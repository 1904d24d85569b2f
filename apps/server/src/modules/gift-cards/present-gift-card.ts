import type { GiftCard } from '@cashwrap/contract';
import { businessDateOf } from '../organization/index.ts';
import { hasExpired } from './domain/refuse-unusable.ts';
import type { GiftCardRow } from './gift-cards.repo.ts';

/** How much of a code is shown once the card is made. */
const SHOWN = 4;

/** The card as callers see it: of its code the end only. */
export function toGiftCard(
  {
    code,
    inputHash,
    timeZone,
    businessDayCutoffHour,
    activatedAt,
    createdAt,
    updatedAt,
    ...row
  }: GiftCardRow,
  now: Date,
): GiftCard {
  return {
    ...row,
    codeEnd: code.slice(-SHOWN),
    isExpired: hasExpired(row, businessDateOf(now, timeZone, businessDayCutoffHour)),
    activatedAt: activatedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
