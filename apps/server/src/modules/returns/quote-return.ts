import type { QuoteReturnInput, ReturnLoyalty, ReturnQuote } from '@cashwrap/contract';
import { thousandthsToQuantity } from '@cashwrap/pricing';
import { invalidReference } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { findStandingCustomer } from '../customers/index.ts';
import { clawedBack, findPointsAccount, restoreOf } from '../loyalty/index.ts';
import type { PlannedRefund } from './domain/plan-refunds.ts';
import { pointsOfRefund } from './domain/points-of-return.ts';
import { soldOf, sumOf } from './domain/returned-lines.ts';
import { planReturn, type ReturnPlan } from './plan-return.ts';
import { linesTakenBack } from './refuse-lines.ts';
import { findSaleToReturn, type ReturnableLine, type ReturnableSale } from './sale-to-return.repo.ts';

/** What goods of a sale would give back right now, and what of it can be returned. */
export async function quoteReturn(
  { db, scope }: QueryCall,
  { saleId, lines }: QuoteReturnInput,
): Promise<ReturnQuote> {
  const stored = await findSaleToReturn(db, scope, saleId);
  if (!stored) throw invalidReference('completed sale in this store', ['saleId']);
  const { sale } = stored;
  const plan = planReturn(stored, linesTakenBack(stored.lines, lines));
  return {
    ...toQuote(plan, sale),
    saleId,
    loyalty: await loyaltyOf({ db }, sale, plan),
    returnable: stored.lines.map(toReturnable),
  };
}

/** The figures of a planned return, in the words of the contract. */
export function toQuote(
  { lines, totals, cashRounding, tipTotal, refundTotal, refunds }: ReturnPlan,
  {
    currency,
    currencyDigits,
    pricesIncludeTax,
  }: Pick<ReturnableSale, 'currency' | 'currencyDigits' | 'pricesIncludeTax'>,
): Omit<ReturnQuote, 'saleId' | 'loyalty' | 'returnable'> {
  return {
    lines: [...lines],
    ...totals,
    ...{ currency, currencyDigits, pricesIncludeTax, cashRounding, tipTotal, refundTotal },
    refunds: refunds.map(toRefund),
  };
}

function toRefund(refund: PlannedRefund): ReturnQuote['refunds'][number] {
  const { tender, method, amount, tip } = refund;
  const target = tender?.target;
  return {
    ...{ paymentId: tender?.paymentId ?? null, method, amount, tip },
    name: method === 'other' ? (target?.name ?? null) : null,
    provider: method === 'card' ? (target?.provider ?? null) : null,
    points: pointsOfRefund(refund, restoreOf),
    giftCardId: method === 'gift_card' ? (target?.accountId ?? null) : null,
  };
}

/** The points that would move, as far as those that were earned are still there. */
async function loyaltyOf(
  { db }: Pick<QueryCall, 'db'>,
  { customerId, loyalty }: ReturnableSale,
  { points, refunds }: ReturnPlan,
): Promise<ReturnLoyalty | null> {
  const customer = customerId === null ? undefined : await findStandingCustomer(db, customerId);
  const account =
    customer && loyalty ? await findPointsAccount(db, customer.id, loyalty.programId) : undefined;
  if (!account || customer?.status === 'erased') return null;
  const restored = points.rewards + sumOf(refunds, (refund) => pointsOfRefund(refund, restoreOf) ?? 0);
  if (restored === 0 && points.clawback === 0) return null;
  const after = { ...account, balance: account.balance + restored };
  return { programId: account.programId, clawedBack: clawedBack(points.clawback, after), restored };
}

function toReturnable(line: ReturnableLine): ReturnQuote['returnable'][number] {
  const { sold, before } = soldOf(line);
  return {
    saleLineId: line.id,
    name: line.name,
    sold: line.quantity,
    returned: line.returnedQuantity,
    returnable: thousandthsToQuantity(sold - before),
  };
}
