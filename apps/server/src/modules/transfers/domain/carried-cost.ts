import { mulDiv, quantityToThousandths } from '@cashwrap/pricing';

/** Goods of one product that were sent, some of which may have left the road already. */
export interface SentGoods {
  /** How much was sent. */
  readonly quantity: number;
  /** How much of it is on the road still. */
  readonly inTransit: number;
  /** What all that was sent has cost, in minor units. */
  readonly cost: number;
}

/** What leaves the road at once: in good condition, and damaged. */
export interface Arrival {
  readonly good: number;
  readonly damaged: number;
}

/**
 * What the goods of an arrival have cost, in minor units.
 *
 * Once `a` of `Q` have left the road, round(cost · a / Q) has left it with them, and an arrival brings the difference:
 * however the goods are split over arrivals, all of them together bring the whole cost. The good ones of an arrival take
 * their share of it, the damaged ones the rest.
 *
 * The arrival must not be empty, nor more than is in transit.
 */
export function costOfArrival(
  { quantity, inTransit, cost }: SentGoods,
  arrival: Arrival,
): { good: number; damaged: number } {
  const [sent, onRoad] = [quantityToThousandths(quantity), quantityToThousandths(inTransit)];
  const [good, damaged] = [quantityToThousandths(arrival.good), quantityToThousandths(arrival.damaged)];
  const carriedAfter = (left: number) => mulDiv(cost, left, sent, 'half_up');
  const before = sent - onRoad;
  const arrived = good + damaged;
  const brought = carriedAfter(before + arrived) - carriedAfter(before);
  const ofGood = mulDiv(brought, good, arrived, 'half_up');
  return { good: ofGood, damaged: brought - ofGood };
}
