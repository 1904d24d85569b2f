import type { GetReceiptInput, JsonReceipt, Receipt } from '@cashwrap/contract';
import type { Reader } from '@cashwrap/database';
import { findGiftCardsForSale } from '../gift-cards/index.ts';
import { composeReceiptPage } from './domain/receipt-page.ts';
import { layOutReceipt, renderTextReceipt } from './domain/text-receipt.ts';
import { drawQrCode } from './draw-qr-code.ts';
import { encodeEscPos } from './encode-esc-pos.ts';

/** Writes a receipt on the paper that is asked for. */
export async function renderReceipt(
  receipt: JsonReceipt,
  { format, columns }: Pick<GetReceiptInput, 'format' | 'columns'>,
): Promise<Receipt> {
  switch (format) {
    case 'json':
      return receipt;
    case 'text': {
      const content = renderTextReceipt(receipt, columns);
      return { format, mediaType: 'text/plain; charset=utf-8', content };
    }
    case 'html': {
      const content = composeReceiptPage(receipt, await drawQrCode(receipt.documentId));
      return { format, mediaType: 'text/html; charset=utf-8', content };
    }
    case 'escpos': {
      const bytes = await encodeEscPos(layOutReceipt(receipt, columns), receipt.documentId);
      const content = Buffer.from(bytes).toString('base64');
      return { format, mediaType: 'application/octet-stream', content };
    }
  }
}

/** The last characters of the codes of the gift cards on some lines, by id. */
export async function findGiftCardEnds(
  db: Reader,
  lines: readonly { readonly giftCardId: string | null }[],
): Promise<ReadonlyMap<string, string>> {
  const ids = lines.flatMap(({ giftCardId }) => (giftCardId === null ? [] : [giftCardId]));
  if (ids.length === 0) return new Map();
  const cards = await findGiftCardsForSale(db, { codes: [], ids });
  return new Map(cards.map((card) => [card.id, card.codeEnd]));
}
