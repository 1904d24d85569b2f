import type { PaymentMethod, RefundInput } from '@cashwrap/contract';
import { type CashRounding, cashRefundShare } from '@cashwrap/pricing';
import { sumOf } from './returned-lines.ts';
import type { Tender } from './tenders.ts';

/** How a part of what comes back is paid out. Amounts are in minor units. */
export interface PlannedRefund {
  /** Null without a receipt. */
  readonly tender: Tender | null;
  readonly method: PaymentMethod;
  /** What is given back: `counted` with the rounding of cash, and the tip. */
  readonly amount: number;
  /** What it counts against the tender. */
  readonly counted: number;
  readonly tip: number;
  /** Where somebody has chosen this way; else it goes the way of the tender. */
  readonly chosen: RefundInput | null;
}

/** What is to be paid out, and in which way. */
export interface Refunding {
  /** In the order in which they are given back, see `tendersOf`. */
  readonly tenders: readonly Tender[];
  readonly total: number;
  readonly cashRounding: CashRounding | null;
  /** What earlier returns of the sale gave back in cash, before rounding. */
  readonly cashBefore: number;
  /** What of it goods that are bought instead may take, at most. */
  readonly exchangeable: number;
  /** Left out: each part goes back the way it came. */
  readonly chosen?: readonly RefundInput[] | undefined;
  /** Whether the tips are given back as well: a void. */
  readonly withTips: boolean;
}

/** A part of a refund before cash is rounded. */
type Part = Omit<PlannedRefund, 'amount' | 'tip'> & { readonly tender: Tender };

/**
 * Shares what a return gives out over what the sale was paid with, each up to what it still holds: first what was never
 * collected, then what pays for the goods of an exchange, then what somebody has chosen, or else each the way it came.
 * Cash is rounded over all returns of the sale, so that parts come to what all at once does.
 *
 * @throws Error where the tenders hold less: together they hold what was not returned yet
 */
export function planRefunds(refunding: Refunding): PlannedRefund[] {
  const { tenders, total, exchangeable, chosen, withTips } = refunding;
  const holdings = new Holdings(tenders);
  const uncollected = holdings.take(total, (tender) => tender.target.method === 'uncollected');
  const afterUncollected = total - countedOf(uncollected);
  const exchanged = holdings
    .take(Math.min(exchangeable, afterUncollected))
    .map((part) => ({ ...part, method: 'exchange' as const }));
  const rest = afterUncollected - countedOf(exchanged);
  const paidOut = chosen ? asChosen(holdings, chosen) : holdings.take(rest);
  const parts = [...uncollected, ...exchanged, ...paidOut];
  if (countedOf(parts) !== total) {
    throw new Error(`The payments hold ${countedOf(parts)} of the ${total} that are to be given back.`);
  }
  return rounded(
    withTips ? withTipsOf(tenders, parts) : parts.map((part) => ({ ...part, tip: 0 })),
    refunding,
  );
}

/** What is left to be paid out once what was not collected and what is exchanged is off, before cash is rounded. */
export function toBePaidOut({ tenders, total, exchangeable }: Refunding): number {
  const uncollected = new Holdings(tenders).take(total, ({ target }) => target.method === 'uncollected');
  const rest = total - countedOf(uncollected);
  return rest - Math.min(exchangeable, rest);
}

/** What each tender still holds, while it is being given out. */
class Holdings {
  readonly #tenders: readonly Tender[];
  readonly #held: Map<Tender, number>;

  constructor(tenders: readonly Tender[]) {
    this.#tenders = tenders;
    this.#held = new Map(tenders.map((tender) => [tender, tender.whole - tender.before]));
  }

  /** Takes up to an amount out of the tenders that are asked for, in their order. */
  take(amount: number, isAsked: (tender: Tender) => boolean = () => true): Part[] {
    let rest = amount;
    return this.#tenders.filter(isAsked).flatMap((tender) => {
      const held = this.#held.get(tender) ?? 0;
      const counted = Math.min(held, rest);
      if (counted <= 0) return [];
      rest -= counted;
      this.#held.set(tender, held - counted);
      return [{ tender, method: tender.target.method, counted, chosen: null }];
    });
  }
}

/** Each chosen refund counts against what was paid in the same way first; what is left, in the order of all. */
function asChosen(holdings: Holdings, chosen: readonly RefundInput[]): Part[] {
  const same = chosen.map((refund) => holdings.take(refund.amount, (tender) => isSameWay(tender, refund)));
  return chosen.flatMap((refund, index) => {
    const first = same[index] ?? [];
    const others = holdings.take(refund.amount - countedOf(first));
    return [...first, ...others].map((part) => ({ ...part, method: refund.method, chosen: refund }));
  });
}

function isSameWay({ paymentId, target }: Tender, refund: RefundInput): boolean {
  // What an exchange has paid is given back in its order.
  if (paymentId !== target.id || target.method !== refund.method) return false;
  return refund.method !== 'other' || target.name === refund.name;
}

/** All is given back the way it came, so each tender has one part at most: a tip goes with it, or alone. */
function withTipsOf(tenders: readonly Tender[], parts: readonly Part[]): Omit<PlannedRefund, 'amount'>[] {
  return tenders.flatMap((tender) => {
    const part = parts.find((each) => each.tender === tender);
    if (!part && tender.tip === 0) return [];
    const nothing = { tender, method: tender.target.method, counted: 0, chosen: null };
    return [{ ...nothing, ...part, tip: tender.tip }];
  });
}

function rounded(
  parts: readonly Omit<PlannedRefund, 'amount'>[],
  { cashRounding, cashBefore }: Refunding,
): PlannedRefund[] {
  let before = cashBefore;
  return parts.map((part) => {
    const { method, counted, tip } = part;
    if (method !== 'cash') return { ...part, amount: counted + tip };
    const amount = cashRefundShare(counted, before, cashRounding);
    before += counted;
    return { ...part, amount: amount + tip };
  });
}

function countedOf(parts: readonly { readonly counted: number }[]): number {
  return sumOf(parts, ({ counted }) => counted);
}
