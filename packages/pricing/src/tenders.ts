import { type CashRounding, cashRoundingOn } from './cash-rounding.ts';
import { assertMoney, assertWhole, MAX_MONEY } from './money.ts';
import { PricingError } from './pricing-error.ts';

/** A payment as it is handed over. All figures are minor units, 0 or more. */
export type Tender = CashTender | NonCashTender;

export interface CashTender {
  readonly method: 'cash';
  /** The money handed over, tip included. */
  readonly tendered: number;
  /** What of it is a tip. */
  readonly tip?: number;
}

/** How else a sale is paid. `exchange` is the goods of a return, `uncollected` what an offline till lost. */
export type NonCashMethod =
  | 'card'
  | 'gift_card'
  | 'store_credit'
  | 'loyalty'
  | 'other'
  | 'exchange'
  | 'uncollected';

export interface NonCashTender {
  readonly method: NonCashMethod;
  /** What is charged and kept, tip included. */
  readonly amount: number;
  readonly tip?: number;
  /** Given only where a terminal reports it; more than `amount` would be change, which is refused. */
  readonly tendered?: number;
}

/** A payment as it is kept: tendered = amount + change. Minor units. */
export interface SettledPayment {
  readonly method: Tender['method'];
  /** Kept, tip included. */
  readonly amount: number;
  readonly tendered: number;
  /** Given back; 0 but for cash. */
  readonly change: number;
  readonly tip: number;
}

/** The payments pay the sale: Σ (amount − tip) = total + cash rounding. */
export interface Settled {
  readonly ok: true;
  readonly payments: readonly SettledPayment[];
  /** Signed; 0 without a cash payment. */
  readonly cashRounding: number;
  readonly tips: number;
  /** total + cash rounding + tips. */
  readonly payable: number;
  /** All change to give. */
  readonly change: number;
}

/** The payments fall short. */
export interface PaymentShort {
  readonly ok: false;
  readonly code: 'PAYMENT_SHORT';
  /** What is missing, rounded as cash if a payment is cash. Above 0. */
  readonly shortfall: number;
  /** What is missing if the rest is paid in cash; 0 where it rounds away. */
  readonly shortfallInCash: number;
}

/** Payments other than cash come to more than the total, and change is given out of cash only. */
export interface NonCashOver {
  readonly ok: false;
  readonly code: 'NON_CASH_OVER';
  readonly excess: number;
}

/** A payment other than cash was tendered for more than its amount. */
export interface ChangeOnNonCash {
  readonly ok: false;
  readonly code: 'CHANGE_ON_NON_CASH';
  /** The position among the payments. */
  readonly position: number;
  readonly change: number;
}

export type Settlement = Settled | PaymentShort | NonCashOver | ChangeOnNonCash;

/**
 * Pays a total with payments, in their order.
 *
 * Payments other than cash are kept whole and may not pass the total. Cash pays the rest: total − Σ non-cash,
 * rounded to the store's coin if there is a cash payment at all. Each cash payment keeps what is still due
 * and its tip, and gives back the rest. Tips are outside the total and the rounding.
 *
 * @param total minor units, 0 or more: what is owed to the customer is a return, not a sale
 * @throws PricingError for figures that are no money, or a tip above its payment
 */
export function settle(total: number, setting: CashRounding | null, tenders: readonly Tender[]): Settlement {
  assertAmount(total, 'A total to settle');
  let nonCash = 0;
  let cash = 0;
  let hasCash = false;
  for (const [position, tender] of tenders.entries()) {
    const kept = withoutTip(tender);
    if (tender.method === 'cash') {
      hasCash = true;
      cash += kept;
      continue;
    }
    nonCash += kept;
    const change = (tender.tendered ?? tender.amount) - tender.amount;
    if (change > 0) return { ok: false, code: 'CHANGE_ON_NON_CASH', position, change };
    if (change < 0) throw new PricingError(`Payment ${position} keeps more than was tendered.`);
  }
  if (nonCash > total) return { ok: false, code: 'NON_CASH_OVER', excess: nonCash - total };

  const rest = total - nonCash;
  const roundingInCash = cashRoundingOn(rest, setting);
  const cashRounding = hasCash ? roundingInCash : 0;
  const due = rest + cashRounding;
  if (cash < due) {
    const shortfallInCash = rest + roundingInCash - cash;
    return { ok: false, code: 'PAYMENT_SHORT', shortfall: due - cash, shortfallInCash };
  }
  return settled(total, cashRounding, keep(tenders, due));
}

/** The payments as kept, the cash ones paying `due` in their order. */
function keep(tenders: readonly Tender[], due: number): SettledPayment[] {
  let left = due;
  return tenders.map((tender) => {
    const tip = tender.tip ?? 0;
    if (tender.method !== 'cash') {
      return { method: tender.method, amount: tender.amount, tendered: tender.amount, change: 0, tip };
    }
    const paid = Math.min(withoutTip(tender), left);
    left -= paid;
    const amount = paid + tip;
    return { method: 'cash', amount, tendered: tender.tendered, change: tender.tendered - amount, tip };
  });
}

function settled(total: number, cashRounding: number, payments: SettledPayment[]): Settled {
  let tips = 0;
  let change = 0;
  for (const payment of payments) {
    tips += payment.tip;
    change += payment.change;
  }
  const payable = total + cashRounding + tips;
  assertMoney(payable, 'What is payable');
  return { ok: true, payments, cashRounding, tips, payable, change };
}

function withoutTip(tender: Tender): number {
  const given = tender.method === 'cash' ? tender.tendered : tender.amount;
  const tip = tender.tip ?? 0;
  assertAmount(given, `A payment by ${tender.method}`);
  assertAmount(tip, 'A tip');
  if (tip > given) throw new PricingError(`A tip of ${tip} is more than its payment of ${given}.`);
  return given - tip;
}

function assertAmount(amount: number, what: string): void {
  assertWhole(amount, 0, MAX_MONEY, what);
}
