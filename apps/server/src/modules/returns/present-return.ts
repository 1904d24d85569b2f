import type { Refund, Return, ReturnSummary } from '@cashwrap/contract';
import type { RefundRow, ReturnLineRow, ReturnRow, StoredReturn } from './returns.repo.ts';

/** A stored return in the words of the contract. */
export function toReturn({ row, lines, refunds }: StoredReturn): Return {
  return { ...row, ...toSummary(row), lines: lines.map(toLine), refunds: refunds.map(toRefund) };
}

/** The columns that only we look at are left out by the contract's output schema. */
export function toSummary(row: ReturnRow): ReturnSummary {
  return { ...row, completedAt: row.completedAt.toISOString() };
}

function toLine({ returnId, storeId, cost, ...line }: ReturnLineRow): Return['lines'][number] {
  return line;
}

function toRefund({
  returnId,
  storeId,
  position,
  targetPaymentId,
  counted,
  accountId,
  askAt,
  createdAt,
  updatedAt,
  ...refund
}: RefundRow): Refund {
  return { ...refund, giftCardId: refund.method === 'gift_card' ? accountId : null };
}
