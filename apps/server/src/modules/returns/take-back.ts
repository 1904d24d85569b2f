import type { ReturnKind } from '@cashwrap/contract';
import { flush, flushWithCommit } from '@cashwrap/database';
import { insertOutboxEvent } from '../../procedure/outbox.repo.ts';
import { businessDateOf, localHourOf, type TradingPlace, takeReturnNumber } from '../organization/index.ts';
import { EXTERNAL_TERMINAL, isConnected } from '../payments/index.ts';
import {
  insertTransactions,
  type RecordingCall,
  refuseRegister,
  refuseWithoutDrawer,
  type SaleLocks,
} from '../sales/index.ts';
import type { PlannedRefund } from './domain/plan-refunds.ts';
import { costsOfReturn } from './domain/returned-stock.ts';
import { moveReturnedStock, type ValuedGoods } from './move-returned-stock.ts';
import { type MovedAccounts, moveAccounts, type PaidBack } from './pay-back.ts';
import type { ReturnPlan } from './plan-return.ts';
import {
  insertRefunds,
  insertReturnLines,
  insertReturns,
  type RefundRow,
  type ReturnLineRow,
  type ReturnRow,
  type StoredReturn,
} from './returns.repo.ts';
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

/**
 * Writes a return with all that follows from it, in one transaction: the way of every return, however it came about. Whoever
 * calls has locked the sale. The other locks are taken here, in the order that holds everywhere: the register, the customers,
 * the limited discounts of an exchange, the accounts by their ids, the stock levels by product.
 *
 * What a provider has charged is written as pending: it is paid out after the commit, and its entry in the ledger is of now.
 *
 * @throws REGISTER_RETIRED, SHIFT_CHANGED, CASH_NOT_ACCEPTED, SHIFT_REQUIRED, CUSTOMER_REQUIRED, INSUFFICIENT_BALANCE
 */
export async function takeBack(call: RecordingCall, draft: ReturnDraft): Promise<StoredReturn> {
  const { tx, now, newId } = call;
  const { id, place, registerId, kind, plan } = draft;
  const { storeId, openShiftId: shiftId } = place;
  refuseRegister(place);
  if (plan.refunds.some(({ method }) => method === 'cash')) refuseWithoutDrawer(place);

  const number = await takeReturnNumber(tx, { storeId, registerId, shiftId });
  const { currency } = place;
  const moved = await moveAccounts(call, { returnId: id, storeId, currency, ...draft });
  const row = rowOf(call, draft, number, moved);
  const refunds = plan.refunds.map((refund, position) =>
    refundRowOf(call, draft, { refund, position, paidBack: moved.paidBack[position] }),
  );
  await flush(tx, [
    insertReturns(tx, [{ ...row, inputHash: draft.inputHash }]),
    ...(refunds.length === 0 ? [] : [insertRefunds(tx, refunds)]),
    ...(refunds.length === 0
      ? []
      : [
          insertTransactions(
            tx,
            refunds.map((each) => entryOf(call, row, each)),
          ),
        ]),
    insertOutboxEvent(tx, {
      ...{ id: newId(), type: 'return.completed', payloadVersion: 1, storeId, createdAt: now },
      businessDate: row.businessDate,
      payload: { returnId: id, saleId: row.saleId, storeId, total: row.total, currency, kind },
    }),
  ]);
  const goods = await moveReturnedStock(
    call,
    { returnId: id, storeId, alongside: draft.alongside },
    plan.goods,
  );
  const lines = linesOf(call, draft, goods);
  flushWithCommit(tx, [insertReturnLines(tx, lines)]);

  const { saleId, businessDate, total, refundTotal } = row;
  const chosen = plan.refunds.flatMap(({ method, amount, chosen }) => (chosen ? { method, amount } : []));
  const after = {
    ...{ number, kind, saleId, businessDate, total, refundTotal },
    ...(chosen.length > 0 && { chosenRefunds: chosen }),
  };
  call.audit({ storeId, registerId, documentType: 'return', documentId: id, after });
  return { row, lines, refunds };
}

function rowOf(
  { now, actor }: RecordingCall,
  { id, kind, place, registerId, sale, customerId, plan, reason, note, exchangeId }: ReturnDraft,
  number: number,
  { loyalty }: MovedAccounts,
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

function refundRowOf(
  { now, newId }: RecordingCall,
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
function entryOf({ now, newId, actor }: RecordingCall, row: ReturnRow, refund: RefundRow) {
  const { id: documentId, storeId, registerId, shiftId, currency, businessDate } = row;
  const { id: refundId, method, amount, tip } = refund;
  return {
    ...{ id: newId(), storeId, registerId, shiftId, method, currency, documentId, refundId, businessDate },
    ...{ kind: 'return' as const, paymentId: null, amount: 0 - amount, tip: 0 - tip },
    ...{ actorId: actor.userId, occurredAt: now, recordedAt: now },
  };
}

function linesOf(
  { newId }: RecordingCall,
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
