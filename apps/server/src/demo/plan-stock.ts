import type { AdjustStockInput } from '@cashwrap/contract';
import type { Random } from '../history/random.ts';
import type { Article } from './assortment.ts';
import type { Shelf } from './shelf.ts';
import type { Username } from './shop.ts';

/** Goods that are written off. */
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
}

type Occasion = Pick<PlannedAdjustment, 'at' | 'by'>;

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
