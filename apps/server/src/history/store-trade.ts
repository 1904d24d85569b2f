import type { CartInput, ManualDiscount } from '@cashwrap/contract';
import { quantityToThousandths, thousandthsToQuantity } from '@cashwrap/pricing';
import type { TradingPlace } from '../modules/organization/index.ts';
import { type CartSources, type PricedCart, resolveCart } from '../modules/pricing/index.ts';
import {
  allLinesOf,
  auditOfReturn,
  ledgerEntryOf,
  linesOfReturn,
  linesTakenBack,
  planReturn,
  type ReturnableLine,
  refundOf,
  returnOf,
  type SaleToReturn,
} from '../modules/returns/index.ts';
import {
  auditOfSale,
  documentOfSale,
  linesOfSale,
  sourcesOf,
  type Taking,
  takePayments,
  takingsOf,
} from '../modules/sales/index.ts';
import { hashInput } from '../procedure/idempotency.ts';
import type { Buyers } from './buyers.ts';
import type { Drawer } from './drawer.ts';
import { type Article, heldIn, Popularity, planBasket, type Wanted } from './goods.ts';
import type { Deed, Journal } from './journal.ts';
import { pay, planPayment } from './pay.ts';
import type { Random } from './random.ts';
import type { Register } from './register.ts';
import type { Stock } from './stock.ts';

/** Small enough that nobody has to ask for it where the settings are as usual. */
const MANUAL_DISCOUNTS: readonly ManualDiscount[] = [
  { type: 'percentage', name: 'Neighbours', percentage: 10 },
  { type: 'percentage', name: 'Display item', percentage: 15 },
];
/** Nobody pays with what is owed to them: cash and cards only. */
const NO_ACCOUNTS = { giftCards: [], codeLockout: undefined, storeCreditId: undefined };
const RETURN_REASONS = ['Too many', 'Does not fit', 'Broken', 'Bought by mistake', 'A gift'];
const VOID_REASONS = ['Rung up twice', 'Wrong customer', 'Customer has no money with them'];
/** How often a basket is planned before one of what is left is taken. */
const TRIES = 20;

/** Where something is sold, and by whom. */
export interface Till {
  readonly register: Register;
  /** The store with this register. */
  readonly place: TradingPlace;
  /** Null: the virtual register. */
  readonly drawer: Drawer | null;
}

export interface StoreGoods {
  readonly sources: CartSources;
  readonly articles: readonly Article[];
}

/** Sells in a store, and takes back: prices, totals, lines and payments come from where real sales have them from. */
export class StoreTrade {
  readonly #journal: Journal;
  readonly #stock: Stock;
  readonly #buyers: Buyers;
  readonly #random: Random;
  readonly #goods: StoreGoods;
  readonly #popularity: Popularity;

  constructor(
    { journal, stock, buyers, random }: { journal: Journal; stock: Stock; buyers: Buyers; random: Random },
    goods: StoreGoods,
  ) {
    this.#journal = journal;
    this.#stock = stock;
    this.#buyers = buyers;
    this.#random = random;
    this.#goods = goods;
    this.#popularity = new Popularity(goods.articles);
  }

  /** One customer. Answers what may come back of it. */
  sell(deed: Deed, { register, place: ofTill, drawer }: Till): SaleToReturn {
    const customer = this.#buyers.next(deed);
    const place = { ...ofTill, openShiftId: drawer?.shiftId ?? null };
    const input = this.#cartOf(place, customer?.id);
    const cart = resolveCart({ ...this.#goods.sources, place, customer }, input, deed.now);
    const payments = pay(planPayment(this.#random, drawer !== null), {
      ...{ total: cart.priced.total, dueInCash: cart.priced.inCash.due },
    });
    const paymentSources = sourcesOf(cart, NO_ACCOUNTS, payments);
    const settled = takePayments(
      cart,
      paymentSources.map(({ tender }) => tender),
    );
    const id = deed.newId();
    const registerId = register.id;
    const draft = {
      ...{ id, registerId, cart, giftCards: [], paymentSources, settled },
      ...{ note: '', inputHash: hashInput({ ...input, id, registerId, payments }) },
    };
    const { sale, ...document } = documentOfSale(deed, draft);
    register.lastSaleNumber += 1;
    const row = { ...sale, number: register.lastSaleNumber };
    const takings = takingsOf(cart);
    const values = this.#stock.takeOut(deed, 'sale', id, byProduct(takings));
    const lines = linesOfSale(deed, row, draft, takings, values);
    const paid = document.payments.map((payment) => ({ ...payment, balanceAfter: null }));

    this.#journal.write('sales', row);
    for (const line of lines) this.#journal.write('saleLines', line);
    for (const payment of paid) this.#journal.write('payments', payment);
    for (const entry of document.transactions) this.#journal.write('transactions', entry);
    this.#journal.audit(deed, auditOfSale(row, cart));
    const { storeId, businessDate, total, currency } = row;
    const payload = { saleId: id, storeId, registerId, total, currency };
    this.#journal.tell(deed, { type: 'sale.completed', storeId, businessDate, payload });
    drawer?.countSale(row, paid);
    this.#buyers.countSale(row);
    return {
      sale: { ...row, cashRoundingSetting: place.cashRounding },
      lines: lines.map((line) => ({
        ...{ ...line, returnedQuantity: 0, returnedNet: 0 },
        isByUnit: this.#goods.sources.products.get(line.productId ?? '')?.soldBy === 'unit',
      })),
      ...{ payments: paid, earlierRefunds: [], exchanged: [], returnCount: 0 },
      soldStock: [...values].map(([productId, value]) => ({ productId, value })),
    };
  }

  /** Takes a whole sale back that was made a moment before, with its tips. */
  voidSale(deed: Deed, till: Till, sold: SaleToReturn): void {
    const reason = this.#random.pick(VOID_REASONS, () => 1);
    const plan = planReturn(sold, allLinesOf(sold.lines), { withTips: true });
    this.#takeBack(deed, till, sold, { kind: 'void', plan, reason });
  }

  /** Takes some of a sale back, or all of it. */
  takeBack(deed: Deed, till: Till, sold: SaleToReturn): void {
    const random = this.#random;
    const reason = random.pick(RETURN_REASONS, () => 1);
    const all = sold.lines.length === 1 || random.chance(0.3);
    const lines = all ? sold.lines : [random.pick(sold.lines, () => 1)];
    const disposition = reason === 'Broken' ? ('none' as const) : ('restock' as const);
    const given = lines.map((line) => {
      return { saleLineId: line.id, quantity: returnedOf(line, all, random), disposition };
    });
    const plan = planReturn(sold, linesTakenBack(sold.lines, given));
    this.#takeBack(deed, till, sold, { kind: 'return', plan, reason });
  }

  #takeBack(
    deed: Deed,
    { register, place: ofTill, drawer }: Till,
    { sale }: SaleToReturn,
    { kind, plan, reason }: { kind: 'void' | 'return'; plan: ReturnType<typeof planReturn>; reason: string },
  ): void {
    const id = deed.newId();
    const registerId = register.id;
    const place = { ...ofTill, openShiftId: drawer?.shiftId ?? null };
    const inputHash = hashInput({ id, saleId: sale.id, registerId, lines: plan.lines, reason });
    const draft = {
      ...{
        id,
        kind,
        place,
        registerId,
        sale,
        customerId: sale.customerId,
        plan,
        reason,
        note: '',
        inputHash,
      },
    };
    register.lastReturnNumber += 1;
    const row = returnOf(deed, draft, register.lastReturnNumber, { loyalty: null });
    const refunds = plan.refunds.map((refund, position) =>
      refundOf(deed, draft, { refund, position, paidBack: undefined }),
    );
    const goods = plan.goods.map((each) => ({ ...each, value: each.value ?? 0 }));
    const back = new Map<string, { productId: string; thousandths: number; value: number }>();
    for (const { productId, quantity, value } of goods.filter((each) => each.disposition === 'restock')) {
      const before = back.get(productId) ?? { productId, thousandths: 0, value: 0 };
      const thousandths = before.thousandths + quantityToThousandths(quantity);
      back.set(productId, { productId, thousandths, value: before.value + value });
    }
    this.#stock.bringIn(deed, 'return', id, [...back.values()]);

    this.#journal.write('returns', { ...row, inputHash });
    for (const line of linesOfReturn(deed, draft, goods)) this.#journal.write('returnLines', line);
    for (const refund of refunds) {
      this.#journal.write('refunds', refund);
      this.#journal.write('transactions', ledgerEntryOf(deed, row, refund));
    }
    this.#journal.audit(deed, auditOfReturn(row, plan));
    const { storeId, businessDate, total, currency, saleId } = row;
    const payload = { returnId: id, saleId, storeId, total, currency, kind };
    this.#journal.tell(deed, { type: 'return.completed', storeId, businessDate, payload });
    drawer?.countReturn({ ...row, inputHash }, refunds);
    this.#buyers.countReturn({ ...row, inputHash });
  }

  /** What a customer buys of what is there. */
  #cartOf(
    { storeId, maxDiscountPercentage }: PricedCart['place'],
    customerId: string | undefined,
  ): CartInput {
    const random = this.#random;
    const [onSale, onLine] = MANUAL_DISCOUNTS.map((discount) =>
      'percentage' in discount && discount.percentage <= maxDiscountPercentage ? [discount] : [],
    );
    const lines = this.#choose().map(({ product, thousandths }) => ({
      ...{ productId: product.id, quantity: thousandthsToQuantity(thousandths) },
      discounts: random.chance(0.015) ? (onLine ?? []) : [],
    }));
    const discounts = random.chance(0.04) ? (onSale ?? []) : [];
    return {
      ...{ storeId, lines, discounts, codes: [], serviceCharges: [], giftCards: [], rewardIds: [] },
      ...(customerId !== undefined && { customerId }),
    };
  }

  #choose(): Wanted[] {
    for (let tries = 0; tries < TRIES; tries++) {
      const there = this.#thereOf(planBasket(this.#popularity, this.#random));
      if (there.length > 0) return there;
    }
    for (const { product } of this.#goods.articles) {
      const there = this.#thereOf([{ product, thousandths: 1_000 }]);
      if (there.length > 0) return there;
    }
    throw new Error('A history has sold everything that there was.');
  }

  /** What of it is there, one after the other: bundles and pieces may want the same. */
  #thereOf(basket: readonly Wanted[]): Wanted[] {
    const taken = new Map<string, number>();
    return basket.filter(({ product, thousandths }) => {
      const held = heldIn(product, thousandths).map(({ item, thousandths: more }) => {
        return [item.id, (taken.get(item.id) ?? 0) + more] as const;
      });
      if (held.some(([id, wanted]) => wanted > this.#stock.onHand(id))) return false;
      for (const [id, wanted] of held) taken.set(id, wanted);
      return true;
    });
  }
}

function byProduct(takings: readonly Taking[]): Map<string, number> {
  const taken = new Map<string, number>();
  for (const { item, thousandths } of takings) {
    taken.set(item.id, (taken.get(item.id) ?? 0) + thousandths);
  }
  return taken;
}

/** Of several pieces maybe only some come back. */
function returnedOf({ quantity, isByUnit }: ReturnableLine, all: boolean, random: Random): number {
  return all || !isByUnit ? quantity : random.int(1, quantity);
}
