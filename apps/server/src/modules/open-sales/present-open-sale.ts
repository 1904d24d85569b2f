import type { OpenSaleSummary, Sale, SalePayment } from '@cashwrap/contract';
import { cashRoundingOn } from '@cashwrap/pricing';
import { type PaymentRow, toPayment } from '../sales/index.ts';
import type { OpenSaleRow } from './open-sale.repo.ts';

/** Whether a payment counts: it is taken, set aside, or asked for. */
export function isLive({ status }: Pick<PaymentRow, 'status'>): boolean {
  return status === 'pending' || status === 'authorized' || status === 'captured';
}

/** A sale that is not completed, in the words of the contract. */
export function toOpenSale(row: OpenSaleRow, payments: readonly PaymentRow[]): Sale {
  const { cashRoundingSetting, ...priced } = row.priced;
  const { total } = row;
  const isOver = row.status === 'cancelled';
  const live = payments.filter(isLive);
  const tipTotal = live.reduce((sum, { tip }) => sum + tip, 0);
  const isCash = ({ method }: PaymentRow) => method === 'cash';
  const inCash = paidBy(live.filter(isCash));
  const rest = total - paidBy(live.filter((payment) => !isCash(payment)));
  return {
    ...priced,
    ...toSummary(row),
    ...{ shiftId: null, number: null, businessDate: null },
    ...{ cashRounding: 0, tipTotal, payable: total + tipTotal, change: 0 },
    payments: payments.map(toPayment),
    due: isOver ? 0 : rest - inCash,
    dueInCash: isOver ? 0 : rest + cashRoundingOn(rest, cashRoundingSetting) - inCash,
    cart: isOver ? null : row.cart,
    ...{ loyalty: null, exchangeId: null, returns: [], isVoided: false, tillReference: null, late: false },
    ...{ completedAt: null, recordedAt: null },
  };
}

/** What payments pay of the total: without their tips. */
function paidBy(payments: readonly PaymentRow[]): number {
  return payments.reduce((sum, { amount, tip }) => sum + amount - tip, 0);
}

/** The columns that only we look at are left out by the contract's output schema. */
export function toSummary(row: OpenSaleRow): OpenSaleSummary {
  return { ...row, openedAt: row.openedAt.toISOString(), updatedAt: row.updatedAt.toISOString() };
}

/** A payment with its sale, which is not completed. */
export function toOpenSalePayment(row: OpenSaleRow, payment: PaymentRow): SalePayment {
  const { storeId, registerId, cashierId, currency, currencyDigits, status } = row;
  return {
    ...toPayment(payment),
    ...{ saleId: row.id, saleStatus: status, saleNumber: null, shiftId: null, businessDate: null },
    ...{ storeId, registerId, cashierId, currency, currencyDigits },
    ...{ transactionId: null, occurredAt: null, recordedAt: null },
    createdAt: payment.createdAt.toISOString(),
  };
}
