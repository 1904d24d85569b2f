import type { OfflineSale } from '@cashwrap/contract';
import { type CashRounding, type Settled, settle, type Tender } from '@cashwrap/pricing';
import { EXTERNAL_TERMINAL } from '../payments/index.ts';
import { moneyText, type PricedCart, withinRange } from '../pricing/index.ts';
import { type PaymentSource, settleTenders } from '../sales/index.ts';
import type { Remark } from './domain/remark.ts';

type OfflinePayment = OfflineSale['payments'][number];

/** How what was handed over is paid. */
export interface PaidOfflineSale {
  readonly paymentSources: readonly PaymentSource[];
  readonly settled: Settled;
  readonly remarks: readonly Remark[];
}

/**
 * Pays what was handed over with what was taken for it. What is missing, or could not be collected, is `uncollected`.
 *
 * @throws PAYMENT_MISMATCH where payments other than cash come to more than the total, AMOUNT_OUT_OF_RANGE
 */
export function payOfflineSale(cart: PricedCart, payments: OfflineSale['payments']): PaidOfflineSale {
  const given = payments.flatMap(toSource);
  const missing = missingOf(
    cart.priced.total,
    cart.place.cashRounding,
    given.map(({ tender }) => tender),
  );
  const paymentSources = missing === 0 ? given : [...given, uncollected(missing, null)];
  const settled = settleTenders(
    cart,
    paymentSources.map(({ tender }) => tender),
  );
  return { paymentSources, settled, remarks: remarkUncollected(cart, payments, missing) };
}

/** None for a payment that was all tip and could not be collected: nothing of the sale was to be paid by it. */
function toSource(payment: OfflinePayment): PaymentSource[] {
  const nothing = { accountId: null, points: null, name: null, reference: null, provider: null };
  const { method, tip } = payment;
  if (method === 'cash') {
    return [{ ...nothing, method, tender: { method, tendered: payment.tendered, tip } }];
  }
  const { amount, collected, reference = null } = payment;
  if (!collected) return amount === tip ? [] : [uncollected(amount - tip, reference)];
  const tender: Tender = { method, amount, tip };
  if (method === 'other') return [{ ...nothing, method, tender, name: payment.name, reference }];
  return [{ ...nothing, method, tender, reference, provider: EXTERNAL_TERMINAL }];
}

function uncollected(amount: number, reference: string | null): PaymentSource {
  const method = 'uncollected';
  const nothing = { accountId: null, points: null, name: null, provider: null };
  return { ...nothing, method, tender: { method, amount }, reference };
}

/** What payments fall short of a total; 0 where they do not. */
function missingOf(total: number, rounding: CashRounding | null, tenders: readonly Tender[]): number {
  const settlement = withinRange(() => settle(total, rounding, tenders));
  if (settlement.ok || settlement.code !== 'PAYMENT_SHORT') return 0;
  let cash = 0;
  let other = 0;
  for (const tender of tenders) {
    const { tip = 0 } = tender;
    if (tender.method === 'cash') cash += tender.tendered - tip;
    else other += tender.amount - tip;
  }
  // Cash pays what can be paid with the coins there are: to round that would ask for more than was handed over.
  const step = rounding?.step ?? 1;
  return total - other - Math.floor(cash / step) * step;
}

function remarkUncollected(
  { place }: PricedCart,
  payments: readonly OfflinePayment[],
  missing: number,
): Remark[] {
  const money = moneyText(place.currencyDigits);
  const lost = payments.flatMap((payment) => {
    if (payment.method === 'cash' || payment.collected) return [];
    const by = payment.method === 'other' ? payment.name : 'card';
    const { amount, reference } = payment;
    return `${money(amount)} by ${by}${reference === undefined ? '' : ` (${reference})`} could not be collected`;
  });
  const said = missing === 0 ? lost : [...lost, `${money(missing)} was not paid`];
  return said.length === 0 ? [] : [{ kind: 'uncollected', detail: `${said.join('; ')}.` }];
}
