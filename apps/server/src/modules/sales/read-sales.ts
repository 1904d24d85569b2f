import type { GetReceiptInput, ListSalesInput, Page, Receipt, Sale, SaleSummary } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { findPointsAfterSale } from '../accounts/index.ts';
import { findSaleNumbers } from '../registers/index.ts';
import { composeReceipt } from './domain/receipt.ts';
import { renderTextReceipt } from './domain/text-receipt.ts';
import { toSale, toSummary } from './present-sale.ts';
import { findReceiptContext, findSale, listSales as listRows } from './sales.repo.ts';

export async function getSale({ db, scope }: QueryCall, { id }: { id: string }): Promise<Sale> {
  const stored = await findSale(db, scope, id);
  if (!stored) throw notFound('sale');
  return toSale(stored);
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

export async function getReceipt({ db, scope }: QueryCall, input: GetReceiptInput): Promise<Receipt> {
  const [stored, context, pointsBalance] = await Promise.all([
    findSale(db, scope, input.id),
    findReceiptContext(db, input.id),
    findPointsAfterSale(db, input.id),
  ]);
  if (!stored || !context) throw notFound('sale');
  const receipt = composeReceipt(toSale(stored), { ...context, pointsBalance });
  if (input.format === 'json') return receipt;
  const content = renderTextReceipt(receipt, input.columns);
  return { format: 'text', mediaType: 'text/plain; charset=utf-8', content };
}
