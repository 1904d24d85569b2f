import type { AdjustStockInput } from '@cashwrap/contract';
import type { Article } from './assortment.ts';
import type { Random } from './random.ts';
import { Shelf } from './shelf.ts';
import type { Username } from './shop.ts';

/** Goods that are there when the books are opened, or are written off. */
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
    return { article, quantity: Shelf.target(article), unitCost: article.cost };
  });
  return adjust(occasion, shelf, 'opening_stock', 'Counted when the books were opened', lines);
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
