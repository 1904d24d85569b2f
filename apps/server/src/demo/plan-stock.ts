import type { AdjustStockInput } from '@cashwrap/contract';
import type { Article } from './assortment.ts';
import type { Random } from './random.ts';
import type { Shelf } from './shelf.ts';
import type { Username } from './shop.ts';

/** Goods that come in or are written off. */
export interface PlannedAdjustment {
  readonly kind: 'adjustment';
  readonly at: Date;
  readonly by: Username;
  readonly reason: AdjustStockInput['reason'];
  readonly note: string;
  readonly lines: readonly AdjustmentLine[];
}

interface AdjustmentLine {
  readonly article: Article;
  readonly quantity: number;
  readonly unitCost?: number;
}

type Occasion = Pick<PlannedAdjustment, 'at' | 'by'>;

export function planOpeningStock(occasion: Occasion, shelf: Shelf): PlannedAdjustment[] {
  const lines = shelf.tracked.map((article) => {
    return { article, quantity: shelf.target(article), unitCost: article.cost };
  });
  return adjust(occasion, shelf, 'opening_stock', 'Counted when the books were opened', lines);
}

/** What has run low comes in again, at prices that move a little. */
export function planDelivery(occasion: Occasion, shelf: Shelf, random: Random): PlannedAdjustment[] {
  const low = shelf.tracked.filter((article) => shelf.onHand(article) < shelf.target(article) * 0.6);
  const lines = low.map((article) => {
    const missing = shelf.target(article) - shelf.onHand(article);
    const unitCost = Math.round(article.cost * (0.96 + 0.08 * random.next()));
    // Weighed goods come in whole half kilograms.
    return { article, quantity: article.measure === null ? missing : Math.ceil(missing * 2) / 2, unitCost };
  });
  // Until there are purchase orders, a delivery is a correction with a note.
  return adjust(occasion, shelf, 'other', `Delivery note ${random.int(10_000, 99_999)}`, lines);
}

/** What nobody bought in time, at the end of the week. */
export function planWriteOff(occasion: Occasion, shelf: Shelf, random: Random): PlannedAdjustment[] {
  const expired = shelf.tracked.filter((article) => article.perishable && random.chance(0.15));
  const lines = expired.flatMap((article) => {
    const onHand = shelf.onHand(article);
    const quantity = article.measure === null ? Math.min(onHand, random.int(1, 3)) : onHand / 4;
    const rounded = Math.floor(quantity * 1000) / 1000;
    return rounded > 0 ? [{ article, quantity: -rounded }] : [];
  });
  return adjust(occasion, shelf, 'expired', 'Past its date', lines);
}

function adjust(
  occasion: Occasion,
  shelf: Shelf,
  reason: PlannedAdjustment['reason'],
  note: string,
  lines: readonly AdjustmentLine[],
): PlannedAdjustment[] {
  for (const { article, quantity } of lines) shelf.move(article, quantity);
  return lines.length === 0 ? [] : [{ kind: 'adjustment', ...occasion, reason, note, lines }];
}
