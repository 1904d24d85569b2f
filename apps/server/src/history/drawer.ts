import type { CashMovementKind, ShiftTotals } from '@cashwrap/contract';
import { businessDateOf, type TradingPlace } from '../modules/organization/index.ts';
import {
  type ShiftFigures,
  type ShiftRow,
  tendersOf,
  toCashMovement,
  toShift,
  toTotals,
} from '../modules/registers/index.ts';
import { hashInput } from '../procedure/idempotency.ts';
import type { Deed, Journal } from './journal.ts';
import type { Register } from './register.ts';
import type { RowOf } from './rows.repo.ts';

type SaleRow = RowOf<'sales'>;
type ReturnRow = RowOf<'returns'>;
type TaxTotals = ShiftTotals['taxes'];
type TenderTotals = ShiftTotals['tenders'];
/** What of a payment or a refund a shift counts. */
type Paid = Pick<RowOf<'payments'>, 'method' | 'amount' | 'tip'>;

/** What a shift comes to, while it is counted. */
type Counted = { -readonly [Figure in keyof ShiftFigures]: ShiftFigures[Figure] };

const TOTAL_OF = { paid_in: 'paidIn', paid_out: 'paidOut', drop: 'drops' } as const;

/** How a drawer ends: what was counted differs from what should be there. */
export interface Miscount {
  readonly variance: number;
  readonly reason: string | null;
}

/** One session of the drawer of a till, with what it comes to. */
export class Drawer {
  readonly #journal: Journal;
  readonly #place: TradingPlace;
  readonly #register: Register;
  readonly #shift: ShiftRow;
  readonly #movements: RowOf<'cashMovements'>[] = [];
  readonly #figures: Counted;

  /** Opens it. */
  constructor(journal: Journal, place: TradingPlace, register: Register, deed: Deed, openingFloat: number) {
    const { now, newId, actor } = deed;
    const { storeId, currency, currencyDigits, timeZone, businessDayCutoffHour } = place;
    const id = newId();
    const { id: registerId, lastSaleNumber } = register;
    this.#journal = journal;
    this.#place = place;
    this.#register = register;
    this.#shift = {
      ...{ id, storeId, registerId, status: 'open', openingFloat, note: '' },
      businessDate: businessDateOf(now, timeZone, businessDayCutoffHour),
      ...{
        openedBy: actor.userId,
        openedAt: now,
        inputHash: hashInput({ storeId, registerId, openingFloat }),
      },
      ...{ saleNumberBefore: lastSaleNumber, lateSaleNumberBefore: lastSaleNumber, lastSaleNumber: null },
      ...{ zNumber: null, tenders: null, totals: null, grandTotalBefore: null, grandTotal: null },
      ...{ closingReason: null, forced: false, closedBy: null, closedAt: null, version: 1, updatedAt: now },
      // A history knows no tolerance: each miscount has its reason.
      ...{ currency, currencyDigits, timeZone, businessDayCutoffHour, varianceTolerance: 0 },
    };
    this.#figures = { openingFloat, ...nothingYet() };
    journal.audit(deed, this.#traceOf({ after: toShift(this.#shift) }));
    const payload = { shiftId: id, storeId, registerId, openingFloat, currency };
    journal.tell(deed, { type: 'shift.opened', storeId, payload });
  }

  get shiftId(): string {
    return this.#shift.id;
  }

  /** What should be in it now. */
  get expected(): number {
    return toTotals(this.#figures).drawer.expected;
  }

  countSale(sale: SaleRow, payments: readonly Paid[]): void {
    const figures = this.#figures;
    figures.saleCount += 1;
    figures.firstSaleNumber ??= sale.number;
    figures.lastSaleNumber = sale.number;
    figures.gross += sale.grossTotal;
    figures.discounts += sale.discountTotal;
    figures.net += sale.netTotal;
    figures.tax += sale.taxTotal;
    figures.total += sale.total;
    figures.cashRounding += sale.cashRounding;
    figures.tips += sale.tipTotal;
    addTaxes(figures.taxes, sale.taxes);
    addTenders(figures.tenders, payments);
  }

  countReturn(row: ReturnRow, refunds: readonly Paid[]): void {
    const { returns } = this.#figures;
    returns.count += 1;
    returns.net += row.netTotal;
    returns.tax += row.taxTotal;
    returns.total += row.total;
    returns.cashRounding += row.cashRounding;
    returns.tips += row.tipTotal;
    addTaxes(returns.taxes, row.taxes);
    addTenders(returns.refunds, refunds);
  }

  /** Cash goes in or out beside sales. */
  move(deed: Deed, kind: Exclude<CashMovementKind, 'no_sale'>, amount: number, reason: string): void {
    const { now, newId, actor } = deed;
    const { id: shiftId, storeId, registerId } = this.#shift;
    const id = newId();
    const row = {
      id,
      shiftId,
      storeId,
      registerId,
      kind,
      amount,
      reason,
      actorId: actor.userId,
      createdAt: now,
    };
    this.#figures[TOTAL_OF[kind]] += amount;
    // The row of the shift, which it names, is written at its end.
    this.#movements.push(row);
    const { currency, timeZone, businessDayCutoffHour } = this.#place;
    this.#journal.write('transactions', {
      ...{
        id: newId(),
        storeId,
        registerId,
        shiftId,
        kind,
        method: 'cash',
        currency,
        tip: 0,
        documentId: id,
      },
      ...{ amount: kind === 'paid_in' ? amount : 0 - amount, actorId: actor.userId },
      businessDate: businessDateOf(now, timeZone, businessDayCutoffHour),
      ...{ occurredAt: now, recordedAt: now, paymentId: null, refundId: null },
    });
    this.#journal.audit(deed, {
      ...{ storeId, registerId, documentType: 'cash_movement', documentId: id },
      after: toCashMovement(row),
    });
  }

  /** Counts it, and freezes what the shift has come to under the next Z number. */
  close(deed: Deed, { variance, reason }: Miscount): void {
    const { now, actor } = deed;
    const { id, storeId, registerId } = this.#shift;
    const register = this.#register;
    const totals = toTotals(sorted(this.#figures));
    const tenders = tendersOf(totals, { cash: totals.drawer.expected + variance, card: null });
    const grandTotalBefore = register.grandTotal;
    register.grandTotal += totals.turnover;
    register.lastZNumber += 1;
    const { grandTotal, lastZNumber: zNumber, lastSaleNumber } = register;
    const { currency, currencyDigits, timeZone, businessDayCutoffHour, varianceTolerance, ...open } =
      this.#shift;
    const closed = {
      ...{ ...open, status: 'closed' as const, totals, tenders, lastSaleNumber, zNumber },
      ...{ grandTotalBefore, grandTotal, closingReason: reason, closedBy: actor.userId },
      ...{ closedAt: now, updatedAt: now, version: open.version + 1 },
    };
    this.#journal.write('shifts', closed);
    for (const movement of this.#movements) this.#journal.write('cashMovements', movement);
    this.#journal.audit(
      deed,
      this.#traceOf({ before: toShift(this.#shift), after: toShift({ ...this.#shift, ...closed }) }),
    );
    this.#journal.tell(deed, {
      ...{ type: 'shift.closed', storeId },
      payload: {
        ...{ shiftId: id, storeId, registerId, zNumber, currency, forced: false },
        ...{ saleCount: totals.saleCount, total: totals.total, turnover: totals.turnover, grandTotal },
        cashVariance: variance,
      },
    });
  }

  #traceOf(change: { before?: unknown; after: unknown }) {
    const { id: documentId, storeId, registerId } = this.#shift;
    return { storeId, registerId, documentType: 'shift', documentId, ...change };
  }
}

function nothingYet() {
  return {
    ...{ saleCount: 0, firstSaleNumber: null, lastSaleNumber: null, gross: 0, discounts: 0, net: 0, tax: 0 },
    ...{ giftCards: 0, total: 0, cashRounding: 0, tips: 0, taxes: [], tenders: [] },
    returns: {
      ...{ count: 0, net: 0, tax: 0, giftCards: 0, total: 0, cashRounding: 0, tips: 0 },
      ...{ taxes: [], refunds: [] },
    },
    late: { count: 0, total: 0, cashRounding: 0, tips: 0, taxes: [], tenders: [] },
    ...{ noSaleCount: 0, paidIn: 0, paidOut: 0, drops: 0 },
  };
}

function addTaxes(totals: TaxTotals, taxes: SaleRow['taxes']): void {
  for (const { name, percentage, base, amount } of taxes) {
    const total = totals.find((each) => each.name === name && each.percentage === percentage);
    if (total) {
      total.base += base;
      total.amount += amount;
    } else totals.push({ name, percentage, base, amount });
  }
}

function addTenders(totals: TenderTotals, paid: readonly Paid[]): void {
  for (const { method, amount, tip } of paid) {
    const total = totals.find((each) => each.method === method);
    if (total) {
      total.count += 1;
      total.amount += amount;
      total.tips += tip;
    } else totals.push({ method, count: 1, amount, tips: tip });
  }
}

/** As they are when they are added up from what is stored. */
function sorted(figures: ShiftFigures): ShiftFigures {
  const taxes = (all: TaxTotals) =>
    all.toSorted((a, b) => b.percentage - a.percentage || (a.name < b.name ? -1 : 1));
  const tenders = (all: TenderTotals) => all.toSorted((a, b) => (a.method < b.method ? -1 : 1));
  const { returns } = figures;
  return {
    ...figures,
    taxes: taxes(figures.taxes),
    tenders: tenders(figures.tenders),
    returns: { ...returns, taxes: taxes(returns.taxes), refunds: tenders(returns.refunds) },
  };
}
