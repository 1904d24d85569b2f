import type { ManualDiscount } from '@cashwrap/contract';
import { type PlannedPayment, planPayment } from '../history/pay.ts';
import type { Random } from '../history/random.ts';
import type { Article } from './assortment.ts';
import type { Shelf } from './shelf.ts';
import type { Username } from './shop.ts';

export interface PlannedSale {
  readonly kind: 'sale';
  readonly at: Date;
  readonly by: Username;
  /** Which of the store's tills; null: the virtual register, for an order by telephone. */
  readonly till: number | null;
  /** Which of the store's regular customers; null: nobody who is known. */
  readonly regular: number | null;
  readonly lines: readonly PlannedLine[];
  readonly discounts: readonly ManualDiscount[];
  readonly payment: PlannedPayment;
  readonly note: string;
}

interface PlannedLine {
  readonly article: Article;
  readonly quantity: number;
  readonly discounts: readonly ManualDiscount[];
}

/** How many articles a customer buys, and how many such customers there are in a hundred. */
const BASKETS = [
  { articles: 1, share: 26 },
  { articles: 2, share: 28 },
  { articles: 3, share: 18 },
  { articles: 4, share: 11 },
  { articles: 5, share: 7 },
  { articles: 6, share: 5 },
  { articles: 8, share: 3 },
  { articles: 11, share: 2 },
];

const REGISTERS = [
  { till: 0, share: 64 },
  { till: 1, share: 32 },
  { till: null, share: 4 },
];

const SALE_DISCOUNT: ManualDiscount = { type: 'percentage', name: 'Neighbours', percentage: 10 };
const LATE_DISCOUNT: ManualDiscount = { type: 'percentage', name: 'Best before today', percentage: 30 };
const DAMAGE_DISCOUNT = { type: 'amount', name: 'Damaged packaging', amount: 50 } as const;

/** One customer, who buys only what is there; none where nothing of it is. */
export function planSale(at: Date, by: Username, shelf: Shelf, random: Random): PlannedSale[] {
  const { till } = random.pick(REGISTERS, ({ share }) => share);
  const { articles } = random.pick(BASKETS, ({ share }) => share);
  const wanted = new Set<Article>();
  for (let tries = 0; wanted.size < articles && tries < 3 * articles; tries++) {
    wanted.add(random.pick(shelf.articles, ({ demand }) => demand));
  }
  const lines = [...wanted].flatMap((article) => planLine(article, shelf, random));
  const discounts = random.chance(0.05) ? [SALE_DISCOUNT] : [];
  const payment = planPayment(random, till !== null);
  if (lines.length === 0) return [];
  for (const { article, quantity } of lines) shelf.move(article, -quantity);
  const note = till === null ? 'Ordered by telephone' : '';
  return [{ kind: 'sale', at, by, till, regular: null, lines, discounts, payment, note }];
}

function planLine(article: Article, shelf: Shelf, random: Random): PlannedLine[] {
  const quantity =
    article.measure === null
      ? random.pick([1, 2, 3, 4], (count) => 1 / count ** 2)
      : random.int(80, 600) / 1000;
  const discounts = planDiscounts(article, random);
  return quantity <= shelf.onHand(article) ? [{ article, quantity, discounts }] : [];
}

function planDiscounts({ perishable, measure, price }: Article, random: Random): ManualDiscount[] {
  if (perishable && random.chance(0.06)) return [LATE_DISCOUNT];
  const isDear = price >= 6 * DAMAGE_DISCOUNT.amount;
  return measure === null && isDear && random.chance(0.02) ? [DAMAGE_DISCOUNT] : [];
}
