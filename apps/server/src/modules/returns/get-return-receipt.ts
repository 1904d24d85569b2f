import type { GetReturnReceiptInput, Receipt } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { findPointsAfter } from '../accounts/index.ts';
import { findGiftCardEnds, findReceiptContext, renderReceipt } from '../sales/index.ts';
import { composeReturnReceipt } from './compose-return-receipt.ts';
import { toReturn } from './present-return.ts';
import { findReceiptOfSale, findReturn } from './returns.repo.ts';

export async function getReturnReceipt(
  { db, scope }: QueryCall,
  { id, copy, ...paper }: GetReturnReceiptInput,
): Promise<Receipt> {
  const stored = await findReturn(db, scope, id);
  if (!stored) throw notFound('return');
  const returned = toReturn(stored);
  const [context, sold, pointsBalance, giftCardEnds] = await Promise.all([
    findReceiptContext(db, returned),
    returned.saleId === null ? null : findReceiptOfSale(db, returned.saleId),
    findPointsAfter(db, id),
    findGiftCardEnds(db, returned.lines),
  ]);
  const receipt = composeReturnReceipt(returned, sold, { ...context, pointsBalance, giftCardEnds, copy });
  return renderReceipt(receipt, paper);
}
