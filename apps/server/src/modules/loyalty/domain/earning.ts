import type { LoyaltyEarning, LoyaltyTier } from '@cashwrap/contract';
import { wholeShare } from './whole-share.ts';

/** A line of goods as far as it earns points. */
export interface EarningLine {
  readonly productId: string;
  /** Of a variant: its product, which excludes it as well. */
  readonly parentId: string | null;
  /** Its category and all above. */
  readonly categoryIds: readonly string[];
  /** Without tax, after discounts; minor units. */
  readonly net: number;
}

/**
 * What points are earned on, in minor units: what the goods came to without tax, but for those that earn nothing, less what
 * points paid. Service charges and gift cards are no goods.
 */
export function earningBase(
  { excludedProductIds, excludedCategoryIds }: LoyaltyEarning,
  lines: readonly EarningLine[],
  paidByPoints: number,
): number {
  const products = new Set(excludedProductIds);
  const categories = new Set(excludedCategoryIds);
  const earning = lines.filter(
    ({ productId, parentId, categoryIds }) =>
      !products.has(productId) &&
      !(parentId !== null && products.has(parentId)) &&
      !categoryIds.some((categoryId) => categories.has(categoryId)),
  );
  const net = earning.reduce((sum, line) => sum + line.net, 0);
  return Math.max(0, net - paidByPoints);
}

/** Multipliers have two decimals at most. */
const HUNDREDTHS = 100;

/**
 * The points of a sale, rounded down once.
 *
 * @param base minor units: see `earningBase`
 * @param multiplier of the tier before the sale: see `multiplierOf`
 */
export function pointsEarned(
  { points, perAmount }: LoyaltyEarning,
  base: number,
  multiplier: number,
): number {
  return wholeShare(base, points * Math.round(multiplier * HUNDREDTHS), perAmount * HUNDREDTHS);
}

/** How many times the points somebody earns; once without a tier, and in one that the programme no longer has. */
export function multiplierOf(
  { tiers }: { readonly tiers: readonly LoyaltyTier[] },
  tierId: string | null,
): number {
  return tiers.find(({ id }) => id === tierId)?.multiplier ?? 1;
}
