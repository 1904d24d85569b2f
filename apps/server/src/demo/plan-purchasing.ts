import { addDays } from '../history/local-time.ts';
import type { Random } from '../history/random.ts';
import type { Article } from './assortment.ts';
import { Shelf } from './shelf.ts';
import { MANAGER, type StockWork } from './stock-work.ts';
import { type DemoSupplier, packSizeOf } from './suppliers.ts';

export interface PlannedOrder extends StockWork {
  readonly kind: 'order';
  readonly supplier: DemoSupplier;
  readonly expectedOn: string;
  readonly lines: readonly { readonly article: Article; readonly quantity: number }[];
}

export interface PlannedReceipt extends StockWork {
  readonly kind: 'receipt';
  readonly order: PlannedOrder;
  readonly deliveryNote: string;
  readonly freight: number;
  readonly lines: readonly DeliveredLine[];
}

/** What is outstanding of an order will not come. */
export interface PlannedCancellation extends StockWork {
  readonly kind: 'cancel_rest';
  readonly order: PlannedOrder;
}

/** What came damaged goes back. */
export interface PlannedReturn extends StockWork {
  readonly kind: 'return';
  readonly receipt: PlannedReceipt;
}

export interface DeliveredLine {
  readonly article: Article;
  readonly quantity: number;
  readonly damaged: number;
  readonly unitCost: number;
}

/** An order of which something is to come. */
interface OpenOrder {
  readonly order: PlannedOrder;
  readonly outstanding: Map<Article, number>;
}

/** Of a full shelf, below which part it is filled up again. */
const ORDER_BELOW = 0.75;

/** What a store buys: it knows what is on the shelf and what is on its way. */
export class Purchasing {
  readonly #shelf: Shelf;
  readonly #random: Random;
  #open: OpenOrder[] = [];
  #returned = false;
  #damaged: PlannedReceipt | undefined;

  constructor(shelf: Shelf, random: Random) {
    this.#shelf = shelf;
    this.#random = random;
  }

  /** Orders whole packs of what will have run low. */
  order(supplier: DemoSupplier, date: string, work: StockWork): PlannedOrder[] {
    const lines = this.#shelf.tracked.flatMap((article) => {
      if (!supplier.departments.includes(article.department)) return [];
      const target = Shelf.target(article);
      const available = this.#shelf.onHand(article) + this.#onOrder(article);
      const packSize = packSizeOf(article);
      const quantity = Math.ceil((target - available) / packSize) * packSize;
      return available < target * ORDER_BELOW ? [{ article, quantity }] : [];
    });
    if (lines.length === 0) return [];
    const expectedOn = addDays(date, supplier.fields.leadTimeDays);
    const order: PlannedOrder = { kind: 'order', ...work, supplier, expectedOn, lines };
    const outstanding = new Map(lines.map(({ article, quantity }) => [article, quantity]));
    this.#open.push({ order, outstanding });
    return [order];
  }

  /** A delivery brings all that is outstanding, but for a little; of what is late, some never comes. */
  receive(supplier: DemoSupplier, date: string, work: StockWork): (PlannedReceipt | PlannedCancellation)[] {
    const due = this.#open.filter(({ order }) => order.supplier === supplier && order.expectedOn <= date);
    const events = due.flatMap((open): (PlannedReceipt | PlannedCancellation)[] => {
      const late = open.order.expectedOn < date;
      if (late && this.#random.chance(0.7)) {
        open.outstanding.clear();
        return [{ kind: 'cancel_rest', ...work, by: MANAGER, order: open.order }];
      }
      return this.#unload(open, late, work);
    });
    this.#open = this.#open.filter(({ outstanding }) => outstanding.size > 0);
    return events;
  }

  /** Sends back, once, what came damaged in the first delivery that had such. */
  sendBack(work: StockWork): PlannedReturn[] {
    if (!this.#damaged || this.#returned) return [];
    this.#returned = true;
    return [{ kind: 'return', ...work, receipt: this.#damaged }];
  }

  #unload({ order, outstanding }: OpenOrder, late: boolean, work: StockWork): PlannedReceipt[] {
    const lines = [...outstanding].flatMap(([article, expected]) => {
      const line = this.#deliver(article, expected, late);
      const came = line.quantity + line.damaged;
      if (came < expected) outstanding.set(article, expected - came);
      else outstanding.delete(article);
      this.#shelf.move(article, line.quantity);
      return came > 0 ? [line] : [];
    });
    const deliveryNote = `${order.supplier.fields.code}-${this.#random.int(10_000, 99_999)}`;
    if (lines.length === 0) return [];
    const goods = lines.reduce(
      (sum, { quantity, damaged, unitCost }) => sum + (quantity + damaged) * unitCost,
      0,
    );
    const freight = goods < order.supplier.fields.minimumOrderValue ? order.supplier.freight : 0;
    const receipt: PlannedReceipt = { kind: 'receipt', ...work, order, deliveryNote, freight, lines };
    if (lines.some(({ damaged }) => damaged > 0)) this.#damaged ??= receipt;
    return [receipt];
  }

  /** Now and then one pack is missing, a piece is broken, or the price has moved a little. */
  #deliver(article: Article, expected: number, late: boolean): DeliveredLine {
    const missing = !late && this.#random.chance(0.3) ? packSizeOf(article) : 0;
    const came = expected - missing;
    const damaged = article.measure === null && came > 1 && this.#random.chance(0.15) ? 1 : 0;
    const moved = this.#random.chance(0.2) ? 0.96 + 0.08 * this.#random.next() : 1;
    return { article, quantity: came - damaged, damaged, unitCost: Math.round(article.cost * moved) };
  }

  #onOrder(article: Article): number {
    return this.#open.reduce((sum, { outstanding }) => sum + (outstanding.get(article) ?? 0), 0);
  }
}
