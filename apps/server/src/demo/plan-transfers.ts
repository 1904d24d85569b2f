import type { Article } from './assortment.ts';
import type { Shelf } from './shelf.ts';
import type { StoreName } from './shop.ts';
import type { StockWork } from './stock-work.ts';

export interface PlannedTransfer extends StockWork {
  readonly kind: 'transfer';
  readonly to: StoreName;
  readonly note: string;
  readonly lines: readonly { readonly article: Article; readonly quantity: number }[];
}

/** All of a transfer arrives, one piece of it damaged. */
export interface PlannedArrival extends StockWork {
  readonly kind: 'arrival';
  readonly transfer: PlannedTransfer;
  readonly damaged: Article | undefined;
}

const EACH = 2;
const MOST_LINES = 3;

/** Sends some of what there is plenty of in a department. */
export function planTransfer(
  work: StockWork,
  { to, note, department }: { readonly to: StoreName; readonly note: string; readonly department: string },
  shelf: Shelf,
): PlannedTransfer {
  const plenty = shelf.tracked.filter((article) => {
    return article.department === department && shelf.onHand(article) > EACH;
  });
  const lines = plenty.slice(0, MOST_LINES).map((article) => ({ article, quantity: EACH }));
  for (const { article, quantity } of lines) shelf.move(article, -quantity);
  return { kind: 'transfer', ...work, to, note, lines };
}

export function planArrival(work: StockWork, transfer: PlannedTransfer, shelf: Shelf): PlannedArrival {
  const damaged = transfer.lines[0]?.article;
  for (const { article, quantity } of transfer.lines) {
    shelf.move(article, article === damaged ? quantity - 1 : quantity);
  }
  return { kind: 'arrival', ...work, transfer, damaged };
}
