import type { ReturnKind } from '@cashwrap/contract';
import { businessDateOf, localHourOf, type TradingPlace } from '../organization/index.ts';
import { EXTERNAL_TERMINAL, isConnected } from '../payments/index.ts';
import type { SaleLocks, WritingCall } from '../sales/index.ts';
import type { PlannedRefund } from './domain/plan-refunds.ts';
import { costsOfReturn } from './domain/returned-stock.ts';
import type { ValuedGoods } from './move-returned-stock.ts';
import type { MovedAccounts, PaidBack } from './pay-back.ts';
import type { ReturnPlan } from './plan-return.ts';
import type { RefundRow, ReturnLineRow, ReturnRow } from './returns.repo.ts';
import type { ReturnableSale } from './sale-to-return.repo.ts';

/** A return as it is to be written. */
export interface ReturnDraft {
  readonly id: string;
  readonly kind: ReturnKind;
  /** The store, and the register at which it comes back. */
  readonly place: TradingPlace;
  readonly registerId: string;
  /** Locked; null without a receipt. */
  readonly sale: ReturnableSale | null;
  /** Of the sale; of one that has none, and without a receipt, who gets the store credit. */
  readonly customerId: string | null;
  readonly plan: ReturnPlan;
  /** What the terminal that is not ours calls the refund. */
  readonly cardReference?: string | undefined;
  readonly reason: string;
  readonly note: string;
  /** Of what the client sent. */
  readonly inputHash: string;
  readonly exchangeId?: string;
  /** What the sale locks that is written next, in the same transaction: each kind is locked for both at once. */
  readonly alongside?: SaleLocks;
}

/** The row of a return under its number. */
export function returnOf(
  { now, actor }: WritingCall,
  { id, kind, place, registerId, sale, customerId, plan, reason, note, exchangeId }: ReturnDraft,
  number: number,
  { loyalty }: Pick<MovedAccounts, 'loyalty'>,
): ReturnRow {
  const { storeId, currency, currencyDigits, openShiftId: shiftId } = place;
  const { totals, cashRounding, tipTotal, refundTotal } = plan;
  return {
    ...{ id, storeId, registerId, shiftId, number, kind, customerId, currency, currencyDigits },
    saleId: sale?.id ?? null,
    exchangeId: exchangeId ?? null,
    businessDate: businessDateOf(now, place.timeZone, place.businessDayCutoffHour),
    localHour: localHourOf(now, place.timeZone),
    cashierId: actor.userId,
    // Later sales of the store may be priced otherwise.
    pricesIncludeTax: (sale ?? place).pricesIncludeTax,
    ...totals,
    ...{ cashRounding, tipTotal, refundTotal, loyalty, reason, note, completedAt: now },
  };
}

interface PaidRefund {
  readonly refund: PlannedRefund;
  readonly position: number;
  readonly paidBack: PaidBack | undefined;
}

/** The row of one of its refunds. */
export function refundOf(
  { now, newId }: WritingCall,
  { id: returnId, place: { storeId }, cardReference }: ReturnDraft,
  { refund, position, paidBack }: PaidRefund,
): RefundRow {
  const { tender, method, amount, counted, tip } = refund;
  const way = wayOf(refund, cardReference);
  const isPending = method === 'card' && isConnected(way.provider);
  return {
    ...{ id: newId(), returnId, storeId, position, method, amount, counted, tip },
    paymentId: tender?.paymentId ?? null,
    targetPaymentId: targetOf(refund),
    ...way,
    ...{ status: isPending ? 'pending' : 'completed', askAt: isPending ? now : null, failure: null },
    accountId: paidBack?.accountId ?? null,
    points: paidBack?.points ?? null,
    balanceAfter: paidBack?.balanceAfter ?? null,
    createdAt: now,
    updatedAt: now,
  };
}

/** The payment whose way a refund goes; of the goods of an exchange that was paid by one, what had paid those. */
function targetOf({ tender, method, chosen }: PlannedRefund): string | null {
  if (!tender || chosen) return null;
  return method === 'exchange' && tender.paymentId === tender.target.id ? null : tender.target.id;
}

/** What a refund is called, and who gives it back. */
function wayOf(
  { tender, method, chosen }: PlannedRefund,
  cardReference: string | undefined,
): Pick<RefundRow, 'name' | 'reference' | 'provider'> {
  const nothing = { name: null, reference: null, provider: null };
  switch (method) {
    case 'card': {
      // A refund on a card that somebody has chosen is made by hand, whoever has charged the card.
      if (chosen?.method === 'card') {
        return { ...nothing, provider: EXTERNAL_TERMINAL, reference: chosen.reference };
      }
      const provider = tender?.target.provider ?? EXTERNAL_TERMINAL;
      return { ...nothing, provider, reference: isConnected(provider) ? null : (cardReference ?? null) };
    }
    case 'other':
      if (chosen?.method === 'other') {
        return { ...nothing, name: chosen.name, reference: chosen.reference ?? null };
      }
      return { ...nothing, name: tender?.target.name ?? null };
    case 'gift_card':
      return { ...nothing, reference: tender?.target.reference ?? null };
    default:
      return nothing;
  }
}

/** The entry of a refund in the ledger of money: what goes out is negative. */
export function ledgerEntryOf({ now, newId, actor }: WritingCall, row: ReturnRow, refund: RefundRow) {
  const { id: documentId, storeId, registerId, shiftId, currency, businessDate } = row;
  const { id: refundId, method, amount, tip } = refund;
  return {
    ...{ id: newId(), storeId, registerId, shiftId, method, currency, documentId, refundId, businessDate },
    ...{ kind: 'return' as const, paymentId: null, amount: 0 - amount, tip: 0 - tip },
    ...{ actorId: actor.userId, occurredAt: now, recordedAt: now },
  };
}

/** The rows of its lines, each with what its goods were worth. */
export function linesOfReturn(
  { newId }: WritingCall,
  { id: returnId, place: { storeId }, plan }: ReturnDraft,
  goods: readonly ValuedGoods[],
): ReturnLineRow[] {
  const costs = costsOfReturn(plan.lines.length, goods);
  return plan.lines.map((line, position) => ({
    ...{ id: newId(), returnId, storeId, position },
    ...line,
    cost: costs[position] ?? null,
  }));
}

/** What the audit log says of a return. */
export function auditOfReturn(row: ReturnRow, plan: ReturnPlan) {
  const { id: documentId, storeId, registerId, number, kind, saleId, businessDate, total, refundTotal } = row;
  const chosen = plan.refunds.flatMap(({ method, amount, chosen }) => (chosen ? { method, amount } : []));
  const after = {
    ...{ number, kind, saleId, businessDate, total, refundTotal },
    ...(chosen.length > 0 && { chosenRefunds: chosen }),
  };
  return { storeId, registerId, documentType: 'return', documentId, after };
}
