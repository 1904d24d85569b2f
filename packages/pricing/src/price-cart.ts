import { checkInput } from './check-input.ts';
import { checkPromotions } from './check-promotions.ts';
import type { SaleDiscount } from './discounts.ts';
import { type RoundingMode, WHOLE_THOUSANDTHS } from './money.ts';
import { grossOf, type PricedLines, priceLines, totalled } from './price-sale.ts';
import type { Cart, CartLine, PricedCart, Promotion, PromotionOutcome } from './promotion.ts';
import { appliesTo, normalizeCode, type OpenLine, type Refusal, refusalOf } from './promotion-conditions.ts';
import { applyEffect, isByQuantity } from './promotion-effects.ts';
import type { PricedSale, PriceSaleInput, SaleLineInput } from './sale.ts';

/** What came of some promotions together. */
interface Effects {
  readonly ids: ReadonlySet<string>;
  /** Those that lower a line. */
  readonly giving: ReadonlySet<string>;
  /** Why others give nothing, where more would have to be bought; by promotion id. */
  readonly refusals: ReadonlyMap<string, Refusal>;
}

/** The cart priced with some of its promotions. Of all but the best only the effects are kept. */
interface Candidate {
  readonly effects: Effects;
  readonly input: PriceSaleInput;
  readonly priced: PricedLines;
  readonly total: number;
}

/** A promotion whose conditions hold, with its applicable lines. */
interface FulfilledPromotion {
  readonly promotion: Promotion;
  readonly lines: readonly OpenLine[];
}

/** A line of the cart: as a sale takes it, and open to promotions if they may lower it. */
interface LineOfCart {
  readonly line: SaleLineInput;
  readonly open: OpenLine | null;
}

/**
 * Decides which promotions a cart gets, and prices it with them.
 *
 * - A promotion is asked for its conditions in the order of `PromotionReason`, and sees only the goods lines it
 *   is for that are discountable and not taken back.
 * - The cheapest sale is taken among all combinable promotions together and each exclusive one alone; among
 *   equals the combinable ones, then the exclusive one of the higher priority, then of the lower id. Discounts
 *   that were given, by staff or for points, are in each of them, and after the promotions in their phase.
 * - Buy-X-get-Y comes before all other discounts, then tiers; the others in the phases of `applyDiscounts`. Within
 *   each the higher priority comes first, then the lower id.
 * - A unit counts for one buy-X-get-Y only, be it as bought or as given, and for none if a discount was given on it
 *   alone. Whatever else is given on it is of what that has left.
 *
 * The order of the promotions does not matter. The lines are priced once for the combinable and once for each
 * exclusive promotion, so that the work is at most lines × promotions.
 *
 * @throws PricingError as `priceSale` does, and for more than 200 promotions
 */
export function priceCart(cart: Cart): PricedCart {
  checkInput(cart);
  checkPromotions(cart.promotions);
  const lines = cart.lines.map((line) => openLine(line, cart.settings.roundingMode));
  const open = lines.flatMap((line) => line.open ?? []).sort(byPrice);
  const codes = new Set(cart.context.codes.map(normalizeCode));
  const refusals = new Map<string, Refusal>();
  const fulfilled: FulfilledPromotion[] = [];
  for (const promotion of cart.promotions) {
    const applicable = open.filter(appliesTo(promotion.applicability));
    const refusal = refusalOf(promotion, applicable, cart.context, codes);
    if (refusal) refusals.set(promotion.id, refusal);
    else fulfilled.push({ promotion, lines: applicable });
  }
  fulfilled.sort(byRank);
  const isExclusive = ({ promotion }: FulfilledPromotion) => promotion.stacking === 'exclusive';
  const combinable = fulfilled.filter((one) => !isExclusive(one));
  let best = priceWith(combinable, lines, cart);
  const effects = [best.effects];
  for (const one of fulfilled.filter(isExclusive)) {
    const next = priceWith([one], lines, cart);
    effects.push(next.effects);
    if (next.total < best.total) best = next;
  }

  const known = new Set(cart.promotions.flatMap(({ code }) => (code === null ? [] : normalizeCode(code))));
  const sale = totalled(best.priced);
  return {
    input: best.input,
    sale,
    promotions: cart.promotions.map((promotion) => outcomeOf(promotion, refusals, effects, best, sale)),
    unknownCodes: cart.context.codes.filter((code) => !known.has(normalizeCode(code))),
  };
}

function openLine(given: CartLine, mode: RoundingMode): LineOfCart {
  if (!('unitPrice' in given)) return { line: given, open: null };
  const { productId: _product, parentId: _parent, categoryIds: _categories, soldBy, ...line } = given;
  if (line.discountable === false || line.quantityThousandths <= 0) return { line, open: null };
  const ofParts = (line.discounts ?? []).map(({ quantityThousandths = 0 }) => quantityThousandths);
  const left = ofParts.reduce((rest, part) => rest - part, line.quantityThousandths);
  const units = soldBy === 'unit' ? Math.floor(left / WHOLE_THOUSANDTHS) : 0;
  return {
    line,
    open: { line: given, gross: grossOf(line, mode), units, freeUnits: units, discounts: [] },
  };
}

function byPrice(one: OpenLine, other: OpenLine): number {
  return one.line.unitPrice - other.line.unitPrice;
}

function byRank({ promotion: one }: FulfilledPromotion, { promotion: other }: FulfilledPromotion): number {
  const phase = Number(isByQuantity(other)) - Number(isByQuantity(one));
  return phase || other.priority - one.priority || (one.id < other.id ? -1 : 1);
}

function priceWith(
  fulfilled: readonly FulfilledPromotion[],
  lines: readonly LineOfCart[],
  { settings, discounts = [] }: Cart,
): Candidate {
  for (const { open } of lines) {
    if (open === null) continue;
    open.freeUnits = open.units;
    open.discounts = [];
  }
  const onSale: SaleDiscount[] = [];
  const refusals = new Map<string, Refusal>();
  for (const { promotion, lines: applicable } of fulfilled) {
    const refusal = applyEffect(promotion, applicable, onSale);
    if (refusal) refusals.set(promotion.id, refusal);
  }
  const resolved = lines.map(({ line, open }): SaleLineInput => {
    if (open === null || open.discounts.length === 0) return line;
    return { ...line, discounts: [...open.discounts, ...(open.line.discounts ?? [])] };
  });
  const input = { settings, lines: resolved, discounts: [...onSale, ...discounts] };
  const priced = priceLines(input);
  const giving = new Set<string>();
  let total = 0;
  for (const line of priced.lines) {
    total += line.total;
    for (const { id, amount } of line.discounts) if (amount > 0) giving.add(id);
  }
  const ids = new Set(fulfilled.map(({ promotion }) => promotion.id));
  return { effects: { ids, giving, refusals }, input, priced, total };
}

function outcomeOf(
  { id, name, code }: Promotion,
  refusals: ReadonlyMap<string, Refusal>,
  effects: readonly Effects[],
  best: Candidate,
  sale: PricedSale,
): PromotionOutcome {
  const mine = effects.find(({ ids }) => ids.has(id));
  const outcome = { id, name, code, amount: 0, missing: null };
  const refusal = refusals.get(id) ?? mine?.refusals.get(id);
  if (refusal || !mine?.giving.has(id)) {
    return { ...outcome, status: 'not_applicable', reason: 'NOTHING_TO_DISCOUNT', ...refusal };
  }
  if (mine !== best.effects) return { ...outcome, status: 'outbid', reason: 'BETTER_OFFER' };
  const given = sale.discountSummary.find((discount) => discount.id === id)?.amount ?? 0;
  return { ...outcome, status: 'applied', amount: given, reason: null };
}
