import type { Article } from './assortment.ts';
import type { Shelf } from './shelf.ts';
import type { StockWork } from './stock-work.ts';

/** A department is counted: by `by`, for the manager. */
export interface PlannedStocktake extends StockWork {
  readonly kind: 'stocktake';
  readonly department: string;
  /** What was counted in each place. */
  readonly areas: readonly {
    readonly area: string;
    readonly lines: readonly { readonly article: Article; readonly quantity: number }[];
  }[];
  /** Whether it is applied the same morning, or goes on. */
  readonly applied: boolean;
}

/** By what the first articles of a department differ from what should be there. */
const DIFFERENCES = [-1, 0, 1, -2];

/** All of a department is counted in two places, and the stock is corrected by what differs. */
export function planStocktake(work: StockWork, department: string, shelf: Shelf): PlannedStocktake {
  const counted = count(department, shelf);
  for (const { article, quantity } of counted) shelf.move(article, quantity - shelf.onHand(article));
  const inCellar = ({ quantity }: { quantity: number }) => Math.floor(quantity / 3);
  const areas = [
    {
      area: 'Shop floor',
      lines: counted.map((line) => ({ ...line, quantity: line.quantity - inCellar(line) })),
    },
    { area: 'Cellar', lines: counted.map((line) => ({ ...line, quantity: inCellar(line) })) },
  ];
  return { kind: 'stocktake', ...work, department, areas, applied: true };
}

/** The first shelf of a department is counted, the others are not yet. */
export function planCount(work: StockWork, department: string, shelf: Shelf): PlannedStocktake {
  const lines = count(department, shelf).slice(0, DIFFERENCES.length);
  const areas = [{ area: 'Shelf 1', lines }];
  return { kind: 'stocktake', ...work, department, areas, applied: false };
}

function count(department: string, shelf: Shelf): { article: Article; quantity: number }[] {
  return shelf.tracked
    .filter((article) => article.department === department)
    .map((article, index) => {
      const quantity = Math.max(0, shelf.onHand(article) + (DIFFERENCES[index] ?? 0));
      return { article, quantity };
    });
}
