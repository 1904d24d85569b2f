import { mulDiv, thousandthsToQuantity, WHOLE_THOUSANDTHS } from '@cashwrap/pricing';
import type { StockedItem } from '../modules/pricing/index.ts';
import { hashInput } from '../procedure/idempotency.ts';
import { type Article, heldIn, USUAL_LINES, usualQuantity } from './goods.ts';
import type { Deed, Journal } from './journal.ts';
import type { Random } from './random.ts';
import type { RowOf } from './rows.repo.ts';
import type { Stock } from './stock.ts';

/** For so many days there is enough after goods have come, and so few are left when they are ordered again. */
const FULL_DAYS = 24;
const LOW_DAYS = 15;
/** In thousandths: of what hardly anybody buys there are some all the same. */
const LEAST = 6_000;

/** A stocked item that is bought from a supplier. */
interface Supply {
  readonly item: StockedItem;
  readonly supplierId: string;
  readonly unitCost: number;
  /** In thousandths. */
  readonly full: number;
  readonly low: number;
}

interface Ordered {
  readonly supply: Supply;
  readonly thousandths: number;
  readonly unitCost: number;
}

/** An order that was sent, until it comes. */
interface PurchaseOrder {
  readonly order: RowOf<'purchaseOrders'>;
  readonly lines: readonly Ordered[];
}

/** The last numbers of documents that are numbered over the whole business. */
export interface DocumentNumbers {
  purchaseOrder: number;
  goodsReceipt: number;
}

export interface SuppliesOf {
  readonly storeId: string;
  readonly articles: readonly Article[];
  /** How many sales there are on a day, about. */
  readonly salesPerDay: number;
  /** Who delivers a product: the preferred supplier, by product; of others whoever comes first. */
  readonly supplierOf: (productId: string) => string;
}

/** What a store has bought and buys: opening stock, then an order to each supplier a week. */
export class Supplies {
  readonly #journal: Journal;
  readonly #stock: Stock;
  readonly #numbers: DocumentNumbers;
  readonly #random: Random;
  readonly #storeId: string;
  readonly #supplies: readonly Supply[];
  #awaited: PurchaseOrder[] = [];

  constructor(
    {
      journal,
      stock,
      numbers,
      random,
    }: { journal: Journal; stock: Stock; numbers: DocumentNumbers; random: Random },
    { storeId, articles, salesPerDay, supplierOf }: SuppliesOf,
  ) {
    this.#journal = journal;
    this.#stock = stock;
    this.#numbers = numbers;
    this.#random = random;
    this.#storeId = storeId;
    const perDay = new Map<StockedItem, { thousandths: number; price: number }>();
    const byId = new Map<string, StockedItem>();
    for (const { product, share } of articles) {
      const sold = share * salesPerDay * USUAL_LINES * usualQuantity(product);
      for (const { item, thousandths } of heldIn(product, sold)) {
        const known = byId.get(item.id) ?? item;
        byId.set(item.id, known);
        const before = perDay.get(known);
        const price = before?.price ?? product.price ?? product.parentPrice ?? 0;
        perDay.set(known, { price, thousandths: (before?.thousandths ?? 0) + thousandths });
      }
    }
    this.#supplies = [...perDay].map(([item, { thousandths, price }]) => ({
      ...{ item, supplierId: supplierOf(item.id), unitCost: item.cost ?? Math.round(price * 0.6) },
      full: wholeUnits(thousandths * FULL_DAYS + LEAST),
      low: thousandths * LOW_DAYS + LEAST / 2,
    }));
  }

  /** What is there when the books are opened. */
  open(deed: Deed): void {
    const missing = this.#supplies.flatMap(({ item, full, unitCost }) => {
      const thousandths = full - this.#stock.onHand(item.id);
      const value = costOf(unitCost, thousandths);
      return thousandths > 0 ? [{ productId: item.id, thousandths, unitCost, value }] : [];
    });
    if (missing.length === 0) return;
    const { now, newId, actor } = deed;
    const id = newId();
    const note = 'Counted when the books were opened';
    const row = { id, storeId: this.#storeId, reason: 'opening_stock' as const, note };
    this.#journal.write('stockAdjustments', { ...row, createdBy: actor.userId, createdAt: now });
    this.#stock.bringIn(deed, 'adjustment', id, missing);
    const lines = missing.map(({ productId, thousandths, unitCost }) => {
      return { productId, quantity: thousandthsToQuantity(thousandths), unitCost };
    });
    this.#journal.audit(deed, {
      ...{ storeId: this.#storeId, documentType: 'stock_adjustment', documentId: id },
      after: { ...row, createdBy: actor.userId, createdAt: now.toISOString(), lines },
    });
  }

  /** Orders what has run low, from each supplier. */
  order(deed: Deed): void {
    const low = this.#supplies.filter(({ item, low }) => this.#stock.onHand(item.id) < low);
    for (const supplierId of new Set(low.map((supply) => supply.supplierId))) {
      const lines = low
        .filter((supply) => supply.supplierId === supplierId)
        .map((supply): Ordered => {
          const missing = supply.full - this.#stock.onHand(supply.item.id);
          // Prices move a little from one order to the next.
          const unitCost = Math.round(supply.unitCost * (0.97 + 0.06 * this.#random.next()));
          return { supply, thousandths: wholeUnits(missing), unitCost };
        });
      this.#send(deed, supplierId, lines);
    }
  }

  /** Takes in what was ordered. */
  receive(deed: Deed): void {
    for (const awaited of this.#awaited) this.#takeIn(deed, awaited);
    this.#awaited = [];
  }

  /** Writes the orders of which nothing has come. */
  close(): void {
    for (const awaited of this.#awaited) this.#writeOrder(awaited, false);
  }

  #send(deed: Deed, supplierId: string, lines: readonly Ordered[]): void {
    const { now, newId, actor } = deed;
    const storeId = this.#storeId;
    const id = newId();
    this.#numbers.purchaseOrder += 1;
    const order = {
      ...{ id, number: this.#numbers.purchaseOrder, storeId, supplierId, status: 'ordered' as const },
      ...{ expectedOn: null, supplierReference: null, note: '', createdBy: actor.userId },
      ...{ orderedBy: actor.userId, orderedAt: now, version: 2, createdAt: now, updatedAt: now },
    };
    this.#awaited.push({ order, lines });
    const shown = { id, storeId, supplierId, lines: lines.map(shownLine) };
    this.#journal.audit(deed, {
      ...{ storeId, documentType: 'purchase_order', documentId: id },
      before: { ...shown, status: 'draft', number: null },
      after: { ...shown, status: order.status, number: order.number },
    });
    const payload = { purchaseOrderId: id, storeId, supplierId };
    this.#journal.tell(deed, { type: 'purchase_order.ordered', storeId, payload });
  }

  #writeOrder({ order, lines }: PurchaseOrder, hasCome: boolean): void {
    this.#journal.write('purchaseOrders', order);
    for (const [position, { supply, thousandths, unitCost }] of lines.entries()) {
      const quantity = thousandthsToQuantity(thousandths);
      this.#journal.write('purchaseOrderLines', {
        ...{ purchaseOrderId: order.id, productId: supply.item.id, position, quantity, unitCost },
        ...{ supplierSku: null, packSize: null, received: hasCome ? quantity : 0, damaged: 0, cancelled: 0 },
      });
    }
  }

  #takeIn(deed: Deed, { order, lines }: PurchaseOrder): void {
    const { now, newId, actor } = deed;
    const { id: purchaseOrderId, storeId, supplierId } = order;
    const received = { ...order, status: 'received' as const, version: 3, updatedAt: now };
    this.#writeOrder({ order: received, lines }, true);
    const id = newId();
    this.#numbers.goodsReceipt += 1;
    const valued = lines.map((line) => ({ ...line, goods: costOf(line.unitCost, line.thousandths) }));
    const goods = valued.reduce((sum, line) => sum + line.goods, 0);
    const content = { lines: lines.map(shownLine), freight: 0, discount: 0 };
    const row = {
      ...{ id, number: this.#numbers.goodsReceipt, purchaseOrderId, storeId, supplierId },
      ...{ deliveryNote: `L-${order.number}`, goods, freight: 0, discount: 0, variance: 0, note: '' },
    };
    const receipt = { ...row, inputHash: hashInput(content), receivedBy: actor.userId, receivedAt: now };
    this.#journal.write('goodsReceipts', receipt);
    for (const [position, { supply, thousandths, unitCost, goods }] of valued.entries()) {
      this.#journal.write('goodsReceiptLines', {
        ...{ goodsReceiptId: id, productId: supply.item.id, position, unitCost, orderedUnitCost: unitCost },
        ...{ quantity: thousandthsToQuantity(thousandths), damaged: 0, over: 0, goods },
        ...{ variance: 0, freight: 0, discount: 0 },
      });
    }
    const incoming = valued.map(({ supply, thousandths, goods }) => {
      return { productId: supply.item.id, thousandths, value: goods };
    });
    this.#stock.bringIn(deed, 'receipt', id, incoming);
    this.#journal.audit(deed, {
      ...{ storeId, documentType: 'goods_receipt', documentId: id },
      before: { orderStatus: order.status },
      after: { ...row, lines: content.lines, receivedAt: now.toISOString(), orderStatus: received.status },
    });
    const payload = { goodsReceiptId: id, purchaseOrderId, storeId };
    this.#journal.tell(deed, { type: 'goods_receipt.created', storeId, payload });
  }
}

function shownLine({ supply, thousandths, unitCost }: Ordered) {
  return { productId: supply.item.id, quantity: thousandthsToQuantity(thousandths), unitCost };
}

function costOf(unitCost: number, thousandths: number): number {
  return mulDiv(unitCost, thousandths, WHOLE_THOUSANDTHS, 'half_up');
}

function wholeUnits(thousandths: number): number {
  return Math.ceil(thousandths / WHOLE_THOUSANDTHS) * WHOLE_THOUSANDTHS;
}
