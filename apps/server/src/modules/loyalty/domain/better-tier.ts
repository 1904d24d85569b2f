import type { LoyaltyTier } from '@cashwrap/contract';

/** The tier that a member is in, and until when it stays though its points are no longer there. */
export interface HeldTier {
  readonly tierId: string | null;
  /** Null: the points are there. */
  readonly tierGraceUntil: Date | null;
}

/** Of two tiers the one that takes more points; of the same one the one that stays longer. */
export function betterTier(tiers: readonly LoyaltyTier[], one: HeldTier, other: HeldTier): HeldTier {
  const pointsOf = ({ tierId }: HeldTier) => tiers.find(({ id }) => id === tierId)?.minimumPoints ?? 0;
  const difference = pointsOf(one) - pointsOf(other);
  if (difference !== 0) return difference > 0 ? one : other;
  if (one.tierGraceUntil === null || other.tierGraceUntil === null) return { ...one, tierGraceUntil: null };
  return one.tierGraceUntil > other.tierGraceUntil ? one : other;
}
