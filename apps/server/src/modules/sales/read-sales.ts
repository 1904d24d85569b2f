import type { ListSalesInput, Page, Sale, SaleByNumberInput, SaleSummary } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { findSaleNumbers } from '../registers/index.ts';
import { toSale, toSummary } from './present-sale.ts';
import { findSale, findSaleId, listSales as listRows } from './sales.repo.ts';

export async function getSale({ db, scope }: QueryCall, { id }: { id: string }): Promise<Sale> {
  const stored = await findSale(db, scope, id);
  if (!stored) throw notFound('sale');
  return toSale(stored);
}

/** The completed sale with a number, or with what an offline till has printed. */
export async function getSaleByNumber(call: QueryCall, input: SaleByNumberInput): Promise<Sale> {
  const id = await findSaleId(call.db, input);
  if (id === undefined) throw notFound('sale');
  return getSale(call, { id });
}

export async function listSales({ db, scope }: QueryCall, input: ListSalesInput): Promise<Page<SaleSummary>> {
  const { shiftId } = input;
  const numbers = shiftId === undefined ? undefined : await findSaleNumbers(db, scope, shiftId);
  // What cannot be seen has no sales that can.
  if (shiftId !== undefined && numbers === undefined) return { items: [], nextCursor: null };
  return readPage(
    'sales',
    input,
    (page) => listRows(db, scope, { ...input, numbers }, page),
    (row) => row.completedAt.toISOString(),
    toSummary,
  );
}
