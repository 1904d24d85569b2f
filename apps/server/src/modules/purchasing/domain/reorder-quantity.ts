import { MAX_QUANTITY } from '@cashwrap/contract';

/** What tells whether and how much to order of one product for one store. Quantities have at most 3 decimals. */
export interface ReorderFacts {
  readonly soldBy: 'unit' | 'measure';
  readonly onHand: number;
  readonly inTransit: number;
  readonly onOrder: number;
  readonly inDraft: number;
  /** In so many days, less what came back. */
  readonly sold: number;
  readonly salesDays: number;
  /** Null where the supplier does not say. */
  readonly leadTimeDays: number | null;
  readonly coverDays: number;
  /** The reorder point and quantity that are set; null: as sales make them. */
  readonly setPoint: number | null;
  readonly setQuantity: number | null;
  /** How the supplier packs it, and how much they take at least; null: nobody says. */
  readonly packSize: number | null;
  readonly minimumOrder: number | null;
}

export interface ReorderAdvice {
  readonly available: number;
  readonly dailySales: number;
  readonly leadTimeDays: number;
  readonly reorderPoint: number;
  readonly suggested: number;
  /** Step by step, so that a person can do the sum again. */
  readonly arithmetic: string[];
}

/** How long a delivery takes where nobody says. */
const USUAL_LEAD_TIME_DAYS = 7;

/**
 * How much to order, and why; `undefined` where there is enough. All of it is worked out in whole numbers and rounded up
 * at its end: who does the sum again comes to the same.
 */
export function adviseReorder(facts: ReorderFacts): ReorderAdvice | undefined {
  const available =
    thousandths(facts.onHand) +
    thousandths(facts.inTransit) +
    thousandths(facts.onOrder) +
    thousandths(facts.inDraft);
  const sales = salesOf(facts);
  const leadTimeDays = facts.leadTimeDays ?? USUAL_LEAD_TIME_DAYS;
  const point = reorderPoint(facts, sales, leadTimeDays);
  if (available > point.quantity || (facts.setPoint === null && sales.sold === 0n)) return undefined;

  const amount = orderAmount(facts, { available, sales, reorderPoint: point.quantity });
  return {
    available: quantity(available),
    dailySales: quantity(sales.daily),
    leadTimeDays,
    reorderPoint: quantity(point.quantity),
    suggested: quantity(amount.quantity),
    arithmetic: [
      `Sold ${facts.sold} in ${facts.salesDays} days: ${dailyText(sales)} a day`,
      point.sentence,
      `Available: ${facts.onHand} on hand + ${facts.inTransit} in transit + ${facts.onOrder} on order + ` +
        `${facts.inDraft} in drafts = ${quantity(available)}`,
      amount.sentence,
    ],
  };
}

/** A quantity in thousandths, and how it came about. */
interface Step {
  readonly quantity: bigint;
  readonly sentence: string;
}

/** How a product sells. */
interface Sales {
  /** In thousandths, in so many days. Zero where more came back than was sold. */
  readonly sold: bigint;
  readonly days: bigint;
  /** To be shown: to the nearest thousandth, a half upwards. Nothing is worked out from it. */
  readonly daily: bigint;
}

function salesOf({ sold: given, salesDays }: ReorderFacts): Sales {
  const days = BigInt(salesDays);
  const net = thousandths(given);
  const sold = net > 0n ? net : 0n;
  return { sold, days, daily: (2n * sold + days) / (2n * days) };
}

function dailyText({ sold, days, daily }: Sales): string {
  return daily * days === sold ? `${quantity(daily)}` : `about ${quantity(daily)}`;
}

function reorderPoint(facts: ReorderFacts, { sold, days }: Sales, leadTimeDays: number): Step {
  const { setPoint, coverDays } = facts;
  if (setPoint !== null) {
    return { quantity: thousandths(setPoint), sentence: `Reorder point: ${setPoint}, as it is set` };
  }
  const demand = { dividend: sold * BigInt(leadTimeDays + coverDays), divisor: days };
  const rounded = atMost(upTo(demand, smallest(facts)), smallest(facts));
  const roundedUp = isExactly(demand, rounded) ? '' : `, rounded up: ${quantity(rounded)}`;
  return {
    quantity: rounded,
    sentence: `Reorder point: ${quantity(sold)} × (${leadTimeDays} + ${coverDays}) ÷ ${days} days = ${exactText(demand)}${roundedUp}`,
  };
}

interface Situation {
  readonly available: bigint;
  readonly sales: Sales;
  readonly reorderPoint: bigint;
}

/** What is ordered: the most of what is wanted and what must be, in whole packs. */
function orderAmount(facts: ReorderFacts, { available, sales, reorderPoint }: Situation): Step {
  const { setQuantity, coverDays, minimumOrder } = facts;
  const { sold, days } = sales;
  const exactly = (value: bigint): Exact => ({ dividend: value * days, divisor: days });
  const target = { dividend: reorderPoint * days + sold * BigInt(coverDays), divisor: days };
  const wanted =
    setQuantity === null
      ? { dividend: target.dividend - available * days, divisor: days }
      : exactly(thousandths(setQuantity));
  const parts = [
    setQuantity === null
      ? `Up to ${quantity(reorderPoint)} + ${quantity(sold)} × ${coverDays} ÷ ${days} = ${exactText(target)}: ${exactText(wanted)} more`
      : `Reorder quantity: ${setQuantity}, as it is set`,
  ];
  const above = exactly(reorderPoint - available + smallest(facts));
  let needed = wanted;
  if (above.dividend > needed.dividend) {
    needed = above;
    parts.push(`at least ${exactText(above)} to come above the reorder point`);
  }
  const minimum = exactly(minimumOrder === null ? 0n : thousandths(minimumOrder));
  if (minimum.dividend > needed.dividend) {
    needed = minimum;
    parts.push(`the supplier takes at least ${exactText(minimum)}`);
  }
  const pack = facts.packSize === null ? smallest(facts) : thousandths(facts.packSize);
  const ordered = atMost(upTo(needed, pack), pack);
  if (pack > smallest(facts)) parts.push(`in packs of ${quantity(pack)}: ${quantity(ordered)}`);
  else if (!isExactly(needed, ordered)) parts.push(`rounded up: ${quantity(ordered)}`);
  return { quantity: ordered, sentence: parts.join(', ') };
}

/** Thousandths that need not be whole. */
interface Exact {
  readonly dividend: bigint;
  readonly divisor: bigint;
}

/** With an ellipsis where three decimals do not say all of it. */
function exactText({ dividend, divisor }: Exact): string {
  const shown = quantity(dividend / divisor);
  return dividend % divisor === 0n ? `${shown}` : `${shown.toFixed(3)}…`;
}

function isExactly({ dividend, divisor }: Exact, value: bigint): boolean {
  return value * divisor === dividend;
}

/** The smallest quantity that there is of a product. */
function smallest({ soldBy }: ReorderFacts): bigint {
  return soldBy === 'unit' ? 1000n : 1n;
}

/** The next multiple of `step`. */
function upTo({ dividend, divisor }: Exact, step: bigint): bigint {
  const unit = divisor * step;
  return ((dividend + unit - 1n) / unit) * step;
}

/** No more than a quantity may be, in whole steps. */
function atMost(value: bigint, step: bigint): bigint {
  const most = (thousandths(MAX_QUANTITY) / step) * step;
  return value < most ? value : most;
}

function thousandths(value: number): bigint {
  return BigInt(Math.round(value * 1000));
}

function quantity(value: bigint): number {
  return Number(value) / 1000;
}
