import type { Sale, SaleSummary } from '@cashwrap/contract';
import type { PaymentRow, SaleLineRow, SaleRow, StoredSale } from './sales.repo.ts';

/** A sale of which is known that it is completed. */
export type CompletedSale = Sale & {
  readonly number: number;
  readonly businessDate: string;
  readonly completedAt: string;
};

/** A stored sale in the words of the contract. */
export function toSale({ sale, lines, payments, returns }: StoredSale): CompletedSale {
  return {
    ...sale,
    ...{ status: 'completed', version: 1, name: null, cart: null, cancelReason: null, due: 0, dueInCash: 0 },
    ...datesOf(sale),
    openedAt: sale.openedAt.toISOString(),
    updatedAt: sale.recordedAt.toISOString(),
    lines: lines.map(toSaleLine),
    payments: payments.map(toPayment),
    returns: returns.map((each) => ({ ...each, completedAt: each.completedAt.toISOString() })),
    isVoided: returns.some(({ kind }) => kind === 'void'),
  };
}

function datesOf({ completedAt, recordedAt }: SaleRow) {
  return { completedAt: completedAt.toISOString(), recordedAt: recordedAt.toISOString() };
}

/** The columns that only we look at are left out by the contract's output schema. */
export function toSummary(sale: SaleRow): SaleSummary {
  return { ...sale, status: 'completed', ...datesOf(sale) };
}

function toSaleLine({ saleId, storeId, cost, ...line }: SaleLineRow): Sale['lines'][number] {
  return line;
}

/** A stored payment in the words of the contract. */
export function toPayment({
  saleId,
  storeId,
  position,
  createdAt,
  updatedAt,
  accountId,
  providerData,
  capture,
  asking,
  askAt,
  inputHash,
  ...payment
}: PaymentRow): Sale['payments'][number] {
  return { ...payment, giftCardId: payment.method === 'gift_card' ? accountId : null };
}
