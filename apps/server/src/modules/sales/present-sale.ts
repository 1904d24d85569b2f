import type { Sale, SaleSummary } from '@cashwrap/contract';
import type { PaymentRow, SaleLineRow, SaleRow, StoredSale } from './sales.repo.ts';

/** A stored sale in the words of the contract. */
export function toSale({ sale, lines, payments }: StoredSale): Sale {
  return {
    ...sale,
    completedAt: sale.completedAt.toISOString(),
    lines: lines.map(toSaleLine),
    payments: payments.map(toPayment),
  };
}

/** The columns that only we look at are left out by the contract's output schema. */
export function toSummary(sale: SaleRow): SaleSummary {
  return { ...sale, completedAt: sale.completedAt.toISOString() };
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
  accountId,
  ...payment
}: PaymentRow): Sale['payments'][number] {
  return { ...payment, giftCardId: payment.method === 'gift_card' ? accountId : null };
}
