import type { Tx } from '@cashwrap/database';
import { addMonths } from './domain/months.ts';
import { updateTiers } from './tiers.repo.ts';

/** Points count for a tier for so long. */
const QUALIFYING_MONTHS = 12;

/** From when on points count for the tiers of now. */
export function earnedSince(now: Date): Date {
  return addMonths(now, -QUALIFYING_MONTHS);
}

/** Puts members into the tiers that they have earned. Its statement is sent at once: what was sent before it counts. */
export function reviewTiers(tx: Tx, accountIds: readonly string[], now: Date): Promise<void> {
  return updateTiers(tx, accountIds, earnedSince(now), now);
}
