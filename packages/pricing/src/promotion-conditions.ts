import type { LineDiscount } from './discounts.ts';
import type { LocalMoment } from './local-moment.ts';
import type {
  Applicability,
  CartGoodsLine,
  Promotion,
  PromotionContext,
  PromotionReason,
} from './promotion.ts';

const MINUTES_OF_DAY = 1440;
const MILLISECONDS_OF_DAY = 86_400_000;

/** Why a promotion is out, and what a minimum lacks. */
export interface Refusal {
  readonly reason: PromotionReason;
  readonly missing: number | null;
}

/** A goods line that promotions may lower, on its way through them. */
export interface OpenLine {
  readonly line: CartGoodsLine;
  /** Before discounts. Minor units. */
  readonly gross: number;
  /** Whole units; 0 for what is sold by measure. */
  readonly units: number;
  /** Those that no promotion has counted yet. Each counts for one buy-X-get-Y. */
  freeUnits: number;
  /** What promotions have given so far. */
  discounts: LineDiscount[];
}

/** Tells whether a line is one of those that something is for. */
export function appliesTo({
  productIds,
  categoryIds,
  excludedProductIds,
  excludedCategoryIds,
}: Applicability): (open: Pick<OpenLine, 'line'>) => boolean {
  const isIn = productIds || categoryIds ? named(productIds, categoryIds) : () => true;
  const isOut = named(excludedProductIds, excludedCategoryIds);
  return ({ line }) => isIn(line) && !isOut(line);
}

function named(productIds?: readonly string[], categoryIds?: readonly string[]) {
  const products = new Set<unknown>(productIds);
  const categories = new Set(categoryIds);
  return (line: CartGoodsLine): boolean =>
    products.has(line.productId) ||
    products.has(line.parentId) ||
    line.categoryIds.some((id) => categories.has(id));
}

/** The code as it is compared: without the blanks around it and without capitals. */
export function normalizeCode(code: string): string {
  return code.trim().toLowerCase();
}

/**
 * Why a promotion cannot be had for a cart, null if it can.
 *
 * @param lines its applicable lines
 * @param codes the codes given, normalized
 */
export function refusalOf(
  { code, conditions, usageLeft, usageLeftForCustomer }: Promotion,
  lines: readonly OpenLine[],
  context: PromotionContext,
  codes: ReadonlySet<string>,
): Refusal | null {
  const because = (reason: PromotionReason, missing: number | null = null) => ({ reason, missing });
  const { customerGroupIds, minimumAmount, minimumQuantityThousandths } = conditions;
  if (code !== null && !codes.has(normalizeCode(code))) return because('CODE_MISSING');

  const day = dayOf(conditions, context);
  if (day.date < (conditions.startsOn ?? day.date)) return because('NOT_STARTED');
  if (day.date > (conditions.endsOn ?? day.date)) return because('ENDED');
  if (conditions.weekdays?.includes(day.weekday) === false) return because('WRONG_DAY');
  if (!day.isInHours) return because('WRONG_HOUR');

  if (customerGroupIds?.some((id) => context.customerGroupIds.includes(id)) === false) {
    return because('CUSTOMER_GROUP');
  }
  if (conditions.firstPurchaseOnly && context.isFirstPurchase !== true) return because('NOT_FIRST_PURCHASE');
  if (Math.min(usageLeft ?? 1, usageLeftForCustomer ?? 1) <= 0) return because('USAGE_LIMIT');

  if (lines.length === 0) return because('NO_APPLICABLE_LINE');
  let amountLacking = minimumAmount ?? 0;
  let quantityLacking = minimumQuantityThousandths ?? 0;
  for (const { gross, line } of lines) {
    amountLacking -= gross;
    quantityLacking -= line.quantityThousandths;
  }
  if (amountLacking > 0) return because('MINIMUM_AMOUNT', amountLacking);
  if (quantityLacking > 0) return because('MINIMUM_QUANTITY', quantityLacking);
  return null;
}

/** The day that a moment counts to: hours past midnight belong to the evening they follow. */
function dayOf(
  { fromMinute, toMinute }: Promotion['conditions'],
  { date, minute, weekday }: LocalMoment,
): { date: string; weekday: number; isInHours: boolean } {
  const from = fromMinute ?? 0;
  const to = toMinute ?? MINUTES_OF_DAY;
  if (from < to) return { date, weekday, isInHours: from <= minute && minute < to };
  if (minute >= to) return { date, weekday, isInHours: minute >= from };
  const dayBefore = new Date(Date.parse(date) - MILLISECONDS_OF_DAY).toISOString().slice(0, 10);
  return { date: dayBefore, weekday: weekday === 1 ? 7 : weekday - 1, isInHours: true };
}
