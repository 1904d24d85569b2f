import type { DiscountRule, ListDiscountsInput, Page } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { type DiscountRow, findDiscount, listDiscounts as listRows } from './discounts.repo.ts';

export async function getDiscount({ db }: QueryCall, { id }: { id: string }): Promise<DiscountRule> {
  const row = await findDiscount(db, id);
  if (!row) throw notFound('discount');
  return toDiscount(row);
}

/** A code may be given as somebody types it: codes are kept in capitals. */
export function listDiscounts({ db }: QueryCall, input: ListDiscountsInput): Promise<Page<DiscountRule>> {
  const { code, status } = input;
  return readPage(
    'discounts',
    input,
    (page) => listRows(db, { code: code?.toUpperCase(), status }, page),
    (row, column) => (column === 'name' ? row.name : row.createdAt.toISOString()),
    toDiscount,
  );
}

export function toDiscount({ createdAt, updatedAt, ...row }: DiscountRow): DiscountRule {
  return { ...row, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
