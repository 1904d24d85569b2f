import type { GetReceiptInput, Receipt } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { findPointsAfter } from '../accounts/index.ts';
import { composeReceipt } from './domain/receipt.ts';
import { toSale } from './present-sale.ts';
import { findGiftCardEnds, renderReceipt } from './render-receipt.ts';
import { findReceiptContext, findSale } from './sales.repo.ts';

export async function getReceipt(
  { db, scope }: QueryCall,
  { id, copy, ...paper }: GetReceiptInput,
): Promise<Receipt> {
  const stored = await findSale(db, scope, id);
  if (!stored) throw notFound('sale');
  const sale = toSale(stored);
  const [context, pointsBalance, giftCardEnds] = await Promise.all([
    findReceiptContext(db, sale),
    findPointsAfter(db, id),
    findGiftCardEnds(db, sale.lines),
  ]);
  return renderReceipt(composeReceipt(sale, { ...context, pointsBalance, giftCardEnds, copy }), paper);
}
