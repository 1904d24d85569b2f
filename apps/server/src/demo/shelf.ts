import type { Article } from './assortment.ts';

/** What a planned store has on its shelves. In thousandths, so that the sums are exact. */
export class Shelf {
  readonly articles: readonly Article[];
  readonly #thousandths = new Map<Article, number>();

  /** @param onHand what is there already */
  constructor(articles: readonly Article[], onHand: ReadonlyMap<Article, number>) {
    this.articles = articles;
    for (const [article, quantity] of onHand) this.move(article, quantity);
  }

  /** What a full shelf holds. */
  static target({ measure, demand }: Article): number {
    return measure === null ? 4 + demand : 1.5 + demand / 2;
  }

  get tracked(): readonly Article[] {
    return this.articles.filter((article) => article.tracked);
  }

  onHand(article: Article): number {
    return article.tracked ? (this.#thousandths.get(article) ?? 0) / 1000 : Number.POSITIVE_INFINITY;
  }

  /** Puts `quantity` there; a negative one takes it away. */
  move(article: Article, quantity: number): void {
    if (!article.tracked) return;
    const thousandths = (this.#thousandths.get(article) ?? 0) + Math.round(quantity * 1000);
    if (thousandths < 0) throw new Error(`The plan takes more of "${article.name}" than is there.`);
    this.#thousandths.set(article, thousandths);
  }
}
