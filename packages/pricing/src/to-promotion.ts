import type { Applicability, Promotion, PromotionEffect } from './promotion.ts';
import { percentToPpm, quantityToThousandths } from './wire-numbers.ts';

/** Which products a rule is about, as it goes over the wire: empty lists leave all in and none out. */
export interface ProductSelection {
  readonly productIds: readonly string[];
  readonly categoryIds: readonly string[];
  readonly excludedProductIds: readonly string[];
  readonly excludedCategoryIds: readonly string[];
}

type RuleEffect =
  | { readonly type: 'percentage'; readonly target: 'line' | 'sale'; readonly percentage: number }
  | { readonly type: 'amount'; readonly target: 'line' | 'sale'; readonly amount: number }
  | {
      readonly type: 'buy_x_get_y';
      readonly buyQuantity: number;
      readonly buy: ProductSelection;
      readonly getQuantity: number;
      readonly get: ProductSelection;
      readonly percentage: number;
      readonly maxUses: number | null;
    }
  | {
      readonly type: 'quantity_tiers';
      readonly tiers: readonly { readonly minQuantity: number; readonly percentage: number }[];
    };

/** A discount rule as it goes over the wire, as far as it decides figures. */
export interface PromotionRule extends Pick<Promotion, 'id' | 'name' | 'code' | 'stacking' | 'priority'> {
  readonly effect: RuleEffect;
  readonly products: ProductSelection;
  readonly conditions: {
    readonly startsOn: string | null;
    readonly endsOn: string | null;
    readonly weekdays: readonly number[];
    /** `HH:MM` on the store's clock. */
    readonly fromTime: string | null;
    readonly toTime: string | null;
    readonly minimumAmount: number | null;
    readonly minimumQuantity: number | null;
    readonly customerGroupIds: readonly string[];
    readonly firstPurchaseOnly: boolean;
  };
}

/** A discount rule as the engine takes it, with what is left of its limits. */
export function toPromotion(
  rule: PromotionRule,
  left: Pick<Promotion, 'usageLeft' | 'usageLeftForCustomer'>,
): Promotion {
  const { id, name, code, effect, products, conditions, stacking, priority } = rule;
  const { minimumQuantity, weekdays, customerGroupIds, fromTime, toTime } = conditions;
  return {
    ...{ id, name, code, stacking, priority },
    effect: toEffect(effect),
    applicability: toApplicability(products),
    conditions: {
      startsOn: conditions.startsOn,
      endsOn: conditions.endsOn,
      weekdays: noneIfEmpty(weekdays),
      fromMinute: fromTime === null ? null : toMinute(fromTime),
      toMinute: toTime === null ? null : toMinute(toTime),
      minimumAmount: conditions.minimumAmount,
      minimumQuantityThousandths: minimumQuantity === null ? null : quantityToThousandths(minimumQuantity),
      customerGroupIds: noneIfEmpty(customerGroupIds),
      firstPurchaseOnly: conditions.firstPurchaseOnly,
    },
    usageLeft: left.usageLeft,
    usageLeftForCustomer: left.usageLeftForCustomer,
  };
}

/** What is left of a limit; null where there is none. */
export function usesLeft(limit: number | null, used: number): number | null {
  return limit === null ? null : Math.max(limit - used, 0);
}

function toEffect(effect: RuleEffect): PromotionEffect {
  switch (effect.type) {
    case 'percentage':
      return { type: effect.type, target: effect.target, ppm: percentToPpm(effect.percentage) };
    case 'buy_x_get_y': {
      const { percentage, buy, get, ...counts } = effect;
      return {
        ...counts,
        ppm: percentToPpm(percentage),
        buy: toApplicability(buy),
        get: toApplicability(get),
      };
    }
    case 'quantity_tiers':
      return {
        type: effect.type,
        tiers: effect.tiers.map(({ minQuantity, percentage }) => ({
          minQuantityThousandths: quantityToThousandths(minQuantity),
          ppm: percentToPpm(percentage),
        })),
      };
    default:
      return effect;
  }
}

/** Empty lists over the wire are no condition; the engine's are lists that name nothing. */
export function toApplicability({
  productIds,
  categoryIds,
  excludedProductIds,
  excludedCategoryIds,
}: ProductSelection): Applicability {
  return {
    ...(productIds.length > 0 && { productIds }),
    ...(categoryIds.length > 0 && { categoryIds }),
    excludedProductIds,
    excludedCategoryIds,
  };
}

function noneIfEmpty<T>(list: readonly T[]): readonly T[] | null {
  return list.length === 0 ? null : list;
}

function toMinute(time: string): number {
  const [hours, minutes] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}
