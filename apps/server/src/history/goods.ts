import {
  type CartSources,
  resolveCart,
  type SellableProduct,
  type StockedItem,
} from '../modules/pricing/index.ts';
import { Failure } from '../procedure/failure.ts';
import type { Random } from './random.ts';
import { HistoryRefusal } from './refusal.ts';

/** A product, with how often it is bought: its share of all lines. */
export interface Article {
  readonly product: SellableProduct;
  readonly share: number;
}

/** How many different articles a customer buys, and how many such customers there are in a hundred: three on average. */
const BASKETS = [
  { articles: 1, share: 26 },
  { articles: 2, share: 24 },
  { articles: 3, share: 19 },
  { articles: 4, share: 12 },
  { articles: 5, share: 8 },
  { articles: 6, share: 5 },
  { articles: 8, share: 4 },
  { articles: 12, share: 2 },
];
const RANKS = 200;
/** Lines of a sale, on average. */
export const USUAL_LINES = 3.05;
/** Of what is sold by the piece: so many at once. */
const PIECES = [1, 2, 3, 4];
/** What is sold by measure, in thousandths. */
const MEASURE = [80, 1_200] as const;

/**
 * What a store sells, with how popular it is. Left out is what cannot be sold all the time: what has no price or no tax rate in
 * the beginning or in the end.
 *
 * @throws HistoryRefusal where that is everything
 */
export function articlesOf(
  storeName: string,
  sources: CartSources,
  [first, last]: readonly [Date, Date],
  demandOf: (product: SellableProduct) => number,
): Article[] {
  let why = 'There are no active products.';
  const sold = [...sources.products.values()].filter((product) => {
    try {
      const lines = [{ productId: product.id, quantity: 1, discounts: [] }];
      const cart = { lines, discounts: [], codes: [], serviceCharges: [], giftCards: [], rewardIds: [] };
      for (const day of [first, last]) resolveCart(sources, cart, day);
      return true;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      why = error.message;
      return false;
    }
  });
  if (sold.length === 0) throw new HistoryRefusal(`"${storeName}" has nothing to sell in that time. ${why}`);
  const all = sold.reduce((sum, product) => sum + demandOf(product), 0);
  return sold.map((product) => ({ product, share: demandOf(product) / all }));
}

/** How much of a product is bought where nothing else is known: by rank, as Zipf found it, and chance gives the ranks. */
export function demandByRank(random: Random): (product: SellableProduct) => number {
  const demand = new Map<string, number>();
  return ({ sku }) => {
    let known = demand.get(sku);
    if (known === undefined) {
      // Ranks that are drawn from many: 1 is as likely as the last one.
      known = 1 / (4 + random.next() * RANKS) ** 0.9;
      demand.set(sku, known);
    }
    return known;
  };
}

/** Picks by share: a search in the sums, however many there are. */
export class Popularity {
  readonly #articles: readonly Article[];
  readonly #sums: readonly number[];

  constructor(articles: readonly Article[]) {
    this.#articles = articles;
    let sum = 0;
    this.#sums = articles.map(({ share }) => {
      sum += share;
      return sum;
    });
  }

  pick(random: Random): Article {
    const wanted = random.next();
    let low = 0;
    let high = this.#sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sums[middle] ?? 1) > wanted) high = middle;
      else low = middle + 1;
    }
    const article = this.#articles[low];
    if (!article) throw new Error('There is nothing to pick from.');
    return article;
  }
}

/** Something that a customer wants. */
export interface Wanted {
  readonly product: SellableProduct;
  readonly thousandths: number;
}

/** What a customer wants, each article once. */
export function planBasket(popularity: Popularity, random: Random): Wanted[] {
  const { articles } = random.pick(BASKETS, ({ share }) => share);
  const wanted = new Map<SellableProduct, number>();
  for (let tries = 0; wanted.size < articles && tries < 3 * articles; tries++) {
    const { product } = popularity.pick(random);
    wanted.set(product, quantityOf(product, random));
  }
  return [...wanted].map(([product, thousandths]) => ({ product, thousandths }));
}

function quantityOf({ soldBy }: SellableProduct, random: Random): number {
  if (soldBy === 'measure') return random.int(...MEASURE);
  return 1_000 * random.pick(PIECES, (count) => 1 / count ** 2.2);
}

/** What is sold of an article at once, on average, in thousandths. */
export function usualQuantity({ soldBy }: SellableProduct): number {
  if (soldBy === 'measure') return (MEASURE[0] + MEASURE[1]) / 2;
  const weights = PIECES.map((count) => 1 / count ** 2.2);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return 1_000 * PIECES.reduce((sum, count, index) => sum + (count * (weights[index] ?? 0)) / all, 0);
}

/** What stock is taken from when so much of a product is sold: its own, or that of what a bundle holds. In thousandths. */
export function heldIn(
  product: SellableProduct,
  thousandths: number,
): { item: StockedItem; thousandths: number }[] {
  const held =
    product.kind === 'bundle'
      ? product.components.map((item) => ({ item, thousandths: Math.round(thousandths * item.quantity) }))
      : [{ item: product, thousandths }];
  return held.filter(({ item }) => item.trackStock);
}
