import type { GetReceiptInput, Receipt, Sale } from '@cashwrap/contract';
import type { Reader } from '@cashwrap/database';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { findPointsAfterSale } from '../accounts/index.ts';
import { findGiftCardsForSale } from '../gift-cards/index.ts';
import { composeReceipt } from './domain/receipt.ts';
import { composeReceiptPage } from './domain/receipt-page.ts';
import { layOutReceipt, renderTextReceipt } from './domain/text-receipt.ts';
import { drawQrCode } from './draw-qr-code.ts';
import { encodeEscPos } from './encode-esc-pos.ts';
import { toSale } from './present-sale.ts';
import { findReceiptContext, findSale } from './sales.repo.ts';

export async function getReceipt(
  { db, scope }: QueryCall,
  { id, format, columns, copy }: GetReceiptInput,
): Promise<Receipt> {
  const [stored, context, pointsBalance] = await Promise.all([
    findSale(db, scope, id),
    findReceiptContext(db, id),
    findPointsAfterSale(db, id),
  ]);
  if (!stored || !context) throw notFound('sale');
  const sale = toSale(stored);
  const giftCardEnds = await findGiftCardEnds(db, sale);
  const receipt = composeReceipt(sale, { ...context, pointsBalance, giftCardEnds, copy });
  switch (format) {
    case 'json':
      return receipt;
    case 'text': {
      const content = renderTextReceipt(receipt, columns);
      return { format, mediaType: 'text/plain; charset=utf-8', content };
    }
    case 'html': {
      const content = composeReceiptPage(receipt, await drawQrCode(id));
      return { format, mediaType: 'text/html; charset=utf-8', content };
    }
    case 'escpos': {
      const bytes = await encodeEscPos(layOutReceipt(receipt, columns), id);
      const content = Buffer.from(bytes).toString('base64');
      return { format, mediaType: 'application/octet-stream', content };
    }
  }
}

/** The last characters of the codes of the gift cards on the lines of a sale, by id. */
async function findGiftCardEnds(db: Reader, { lines }: Sale): Promise<ReadonlyMap<string, string>> {
  const ids = lines.flatMap(({ giftCardId }) => (giftCardId === null ? [] : [giftCardId]));
  if (ids.length === 0) return new Map();
  const cards = await findGiftCardsForSale(db, { codes: [], ids });
  return new Map(cards.map((card) => [card.id, card.codeEnd]));
}
