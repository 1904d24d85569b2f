import type { CartInput, LoyaltyReward, SaleLoyalty } from '@cashwrap/contract';
import type { PricedSale } from '@cashwrap/pricing';
import { Failure, invalidReference } from '../../procedure/failure.ts';
import { notCovered } from '../accounts/index.ts';
import type { CustomerForSale } from '../customers/index.ts';
import {
  earningBase,
  type LoyaltyForSale,
  type MemberForSale,
  multiplierOf,
  pointsEarned,
} from '../loyalty/index.ts';
import type { SellableProduct } from './sellable-products.repo.ts';

/** Who buys, as far as points go with it. */
export interface Buyer {
  readonly customer: CustomerForSale | undefined;
  /** The active programme; undefined: there is none, or nobody is known to buy. */
  readonly loyalty: LoyaltyForSale | undefined;
  readonly place: { readonly currency: string };
}

/** A member whose points can be spent in this sale. */
export interface Spender {
  readonly loyalty: LoyaltyForSale;
  readonly member: MemberForSale;
}

/**
 * The member who spends points, as a payment or for rewards.
 *
 * @throws CUSTOMER_REQUIRED, LOYALTY_NOT_AVAILABLE
 */
export function spenderOf({ customer, loyalty, place }: Buyer): Spender {
  if (!customer) {
    throw new Failure('CUSTOMER_REQUIRED', {
      detail: 'Points and rewards are those of a customer: say who buys. Nothing was sold.',
    });
  }
  if (!loyalty) throw notAvailable('no_program', 'No loyalty programme is active, or the settings rest it.');
  if (loyalty.currency !== place.currency) {
    throw notAvailable(
      'other_currency',
      `The loyalty programme is in ${loyalty.currency}, and the store sells in ${place.currency}.`,
    );
  }
  if (!loyalty.member) throw notAvailable('not_a_member', 'The customer is not in the loyalty programme.');
  return { loyalty, member: loyalty.member };
}

/** Points cannot be used here, and why. */
export function notAvailable(
  reason: 'no_program' | 'other_currency' | 'not_a_member' | 'no_payment',
  detail: string,
): Failure<'LOYALTY_NOT_AVAILABLE'> {
  return new Failure('LOYALTY_NOT_AVAILABLE', { detail, details: { reason } });
}

/**
 * The rewards that a cart asks for.
 *
 * @throws CUSTOMER_REQUIRED, LOYALTY_NOT_AVAILABLE, INVALID_REFERENCE, and INSUFFICIENT_BALANCE where they cost more than
 *   there is
 */
export function chosenRewards({ rewardIds }: Pick<CartInput, 'rewardIds'>, buyer: Buyer): LoyaltyReward[] {
  if (rewardIds.length === 0) return [];
  const { loyalty, member } = spenderOf(buyer);
  const rewards = rewardIds.map((rewardId, index) => {
    const reward = loyalty.rewards.find(({ id }) => id === rewardId);
    if (!reward) throw invalidReference('reward of the active loyalty programme', ['rewardIds', index]);
    return reward;
  });
  const points = rewards.reduce((sum, reward) => sum + reward.points, 0);
  if (points > member.balance) throw notCovered('loyalty', points, Math.max(0, member.balance));
  return rewards;
}

/** What rewards took off a priced cart; refuses those that took nothing: they would cost points for it. */
export function givenRewards(
  rewards: readonly LoyaltyReward[],
  { discountSummary }: PricedSale,
): SaleLoyalty['rewards'] {
  const given = rewards.map(({ id, name, points }) => {
    const amount = discountSummary.find((discount) => discount.id === id)?.amount ?? 0;
    return { id, name, points, amount };
  });
  const lost = given.filter(({ amount }) => amount === 0);
  if (lost.length === 0) return given;
  throw new Failure('REWARD_NOT_APPLICABLE', {
    detail: `Nothing is taken off this cart by ${lost.map(({ name }) => `"${name}"`).join(', nor by ')}. Leave it out.`,
    details: { rewardIds: lost.map(({ id }) => id) },
  });
}

/** What a sale earns. */
export type Earning = Pick<SaleLoyalty, 'programId' | 'earned' | 'tierId' | 'multiplier' | 'base'>;

/**
 * What a priced cart earns; null where nobody earns points with it.
 *
 * @param paidByPoints what points pay of it, in minor units
 */
export function earningOf(
  {
    customer,
    loyalty,
    place,
    products,
    priced,
  }: Buyer & { readonly products: readonly SellableProduct[]; readonly priced: PricedSale },
  paidByPoints: number,
): Earning | null {
  if (!customer || !loyalty || loyalty.currency !== place.currency) return null;
  const { programId, member, earning } = loyalty;
  if (!member && !loyalty.enrolsAutomatically) return null;
  const goods = products.map(({ id: productId, parentId, categoryIds }, position) => {
    return { productId, parentId, categoryIds, net: priced.lines[position]?.net ?? 0 };
  });
  const base = earningBase(earning, goods, paidByPoints);
  const tierId = member?.tierId ?? null;
  const multiplier = multiplierOf(loyalty, tierId);
  return { programId, earned: pointsEarned(earning, base, multiplier), tierId, multiplier, base };
}
