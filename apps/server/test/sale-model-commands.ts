import { newId } from '@cashwrap/database';
import fc from 'fast-check';
import { expect } from 'vitest';
import {
  earnedOn,
  exchangedTenders,
  inCoins,
  type Method,
  type ModelPayment,
  type ModelProduct,
  type ModelTender,
  type ModelTill,
  type Owed,
  type Part,
  planReturn,
  type ReturnPlan,
  type SoldLine,
  type SoldModel,
  settle,
} from './sale-model.ts';
import type { Selling } from './selling.ts';
import type { Answer, Json, Shop, TestServer } from './support.ts';

const KINDS = [
  ...(['checkOut', 'checkOut', 'checkOut', 'checkOut', 'checkOut', 'checkOut', 'open', 'open'] as const),
  ...(['addLine', 'addLine', 'updateLine', 'removeLine', 'park', 'resume', 'resume', 'pay', 'pay'] as const),
  ...(['unpay', 'complete', 'complete', 'complete', 'cancel', 'takeBack', 'takeBack', 'exchange'] as const),
  ...(['takeBack', 'takeBack', 'void', 'void', 'withoutReceipt', 'ingest', 'ingest', 'ingestAgain'] as const),
  ...(['openShift', 'openShift', 'closeShift', 'adjust'] as const),
] as const;

/** One command, as far as it is not decided by what there is by then. */
export interface Step {
  readonly kind: (typeof KINDS)[number];
  /** Which of what there is; where it matters, an odd one is the other of two ways. */
  readonly at: number;
  readonly till: number;
  readonly product: number;
  /** In thousandths: what is sold by the unit takes whole ones. */
  readonly quantity: number;
  readonly tender: number;
  /** 0 is wrong on purpose. */
  readonly twist: number;
}

export const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(...KINDS),
  at: fc.nat(11),
  till: fc.nat(1),
  product: fc.nat(2),
  quantity: fc.integer({ min: 1, max: 3500 }),
  tender: fc.nat(9),
  twist: fc.nat(9),
});

/** What came of a command: the codes that it was to be refused with, none where it was to be done, and the one it was. */
export interface Outcome {
  readonly expected: ReadonlySet<string>;
  readonly refused: string | undefined;
}

interface Cart {
  readonly id: string;
  till: ModelTill;
  status: 'open' | 'parked' | 'cancelled' | 'completed';
  version: number;
  readonly ofCustomer: boolean;
  lines: { readonly id: string; readonly product: ModelProduct; quantity: number; discount: number }[];
  payments: (ModelPayment & { readonly id: string })[];
}

/** A line that is to be sold. */
interface Wanted {
  readonly product: ModelProduct;
  readonly quantity: number;
  readonly discount: number;
}

const LOADED = 300;
const DONE: ReadonlySet<string> = new Set();

const grossOf = ({ product, quantity }: Pick<Wanted, 'product' | 'quantity'>) =>
  Math.floor((2 * product.price * quantity + 1000) / 2000);
const totalOf = (line: Wanted) => grossOf(line) - Math.min(line.discount, grossOf(line));
const sum = (figures: readonly number[]) => figures.reduce((all, each) => all + each, 0);
const taxesOf = (line: Json): number[] => line.taxes.map((tax: Json) => tax.amount);

/** A store, its goods and one customer: what was done there over REST, and what that should have come to. */
export class SaleModel {
  readonly #server: TestServer;
  readonly #selling: Selling;
  readonly #shop: Shop;
  readonly #storeId: string;
  readonly #ids: { readonly customer: string; readonly card: string; readonly code: string };
  readonly #accounts: Readonly<Record<keyof Owed, string>>;
  readonly #products: readonly ModelProduct[];
  readonly #tills: readonly ModelTill[];
  readonly #owed: Owed;
  readonly #carts: Cart[] = [];
  readonly #sold: SoldModel[] = [];
  readonly #handedOver: Json[] = [];
  #references = 0;
  #returns = 0;
  /** What the customer has bought and brought back. */
  readonly #bought = { sales: 0, total: 0, returns: 0, returned: 0 };

  private constructor(fields: {
    readonly server: TestServer;
    readonly selling: Selling;
    readonly shop: Shop;
    readonly storeId: string;
    readonly ids: { readonly customer: string; readonly card: string; readonly code: string };
    readonly accounts: Readonly<Record<keyof Owed, string>>;
    readonly products: readonly ModelProduct[];
    readonly tills: readonly ModelTill[];
    readonly owed: Owed;
  }) {
    this.#server = fields.server;
    this.#selling = fields.selling;
    this.#shop = fields.shop;
    this.#storeId = fields.storeId;
    this.#ids = fields.ids;
    this.#accounts = fields.accounts;
    this.#products = fields.products;
    this.#tills = fields.tills;
    this.#owed = fields.owed;
  }

  /** Goods, two tills and a customer of their own, in a store that rounds cash to five cents. */
  static async start(server: TestServer, selling: Selling, shop: Shop, storeId: string): Promise<SaleModel> {
    const product = async (
      fields: object,
      stock: Pick<ModelProduct, 'byUnit' | 'tracked' | 'mayGoBelow'>,
      price: number,
    ) => {
      const id = await selling.newProduct({ price, cost: 37, ...fields });
      return { id, price, ...stock, onHand: stock.tracked ? 8000 : 0, damaged: 0 };
    };
    const products = [
      await product({}, { byUnit: true, tracked: true, mayGoBelow: false }, 249),
      await product(
        { soldBy: 'measure', allowOversell: true, taxCategoryId: shop.taxCategories.reduced.id },
        { byUnit: false, tracked: true, mayGoBelow: true },
        333,
      ),
      await product({ trackStock: false }, { byUnit: true, tracked: false, mayGoBelow: true }, 1250),
    ];
    const tracked = products.filter(({ tracked }) => tracked).map(({ id }) => [id, 8]);
    await selling.stockUp(Object.fromEntries(tracked), { storeId });
    const registers = [
      await selling.create('/registers', { storeId, name: `Till ${newId()}` }),
      await selling.create('/registers', { storeId, name: `Till ${newId()}` }),
    ];
    const tills = registers.map(({ id }): ModelTill => {
      return { id, sales: 0, returns: 0, late: 0, earlier: undefined, shift: undefined };
    });
    const { id: customer } = await selling.create('/customers', { name: 'Ada Lovelace' });
    await selling.create(`/customers/${customer}/loyalty`, {});
    await selling.create(`/customers/${customer}/loyalty/adjustments`, { points: 30, reason: 'Hello' });
    await selling.create(`/customers/${customer}/store-credit/adjustments`, {
      ...{ storeId, amount: 500, reason: 'Sorry' },
    });
    const card = await selling.create('/gift-cards', { storeId, amount: 700, reason: 'A present' });
    const [accounts] = await selling.rows(
      `SELECT $2::text AS "giftCard", max(id::text) FILTER (WHERE kind = 'store_credit') AS "storeCredit",
         max(id::text) FILTER (WHERE kind = 'loyalty') AS points
       FROM accounts WHERE customer_id = $1`,
      [customer, card.id],
    );
    const owed = { giftCard: 700, storeCredit: 500, points: 30 };
    const ids = { customer, card: card.id, code: card.code };
    const model = new SaleModel({ server, selling, shop, storeId, ids, accounts, products, tills, owed });
    await model.make({ kind: 'openShift', at: 0, till: 0, product: 0, quantity: 1, tender: 0, twist: 1 });
    return model;
  }

  /** Makes a step. Undefined: there is nothing to do it with. */
  async make(step: Step): Promise<Outcome | undefined> {
    switch (step.kind) {
      case 'checkOut':
        return this.#checkOut(step);
      case 'open':
        return this.#open(step);
      case 'addLine':
      case 'updateLine':
      case 'removeLine':
        return this.#changeLine(step, step.kind);
      case 'park':
      case 'resume':
        return this.#putAside(step, step.kind);
      case 'pay':
        return this.#pay(step);
      case 'unpay':
        return this.#unpay(step);
      case 'complete':
        return this.#complete(step);
      case 'cancel':
        return this.#cancel(step);
      case 'takeBack':
        return this.#takeBack(step);
      case 'exchange':
        return this.#exchange(step);
      case 'void':
        return this.#void(step);
      case 'withoutReceipt':
        return this.#withoutReceipt(step);
      case 'ingest':
        return this.#ingest(step);
      case 'ingestAgain':
        return this.#ingestAgain(step);
      case 'openShift':
        return this.#openShift(step);
      case 'closeShift':
        return this.#closeShift(step);
      case 'adjust':
        return this.#adjust(step);
    }
  }

  /** What must be stored by now. */
  expected(): Json {
    const tracked = this.#products.filter(({ tracked }) => tracked);
    return {
      stock: Object.fromEntries(tracked.map(({ id, onHand, damaged }) => [id, [onHand, damaged]])),
      tills: Object.fromEntries(this.#tills.map(({ id, sales, returns }) => [id, [sales, returns]])),
      drawers: Object.fromEntries(
        this.#tills.flatMap(({ shift }) => (shift ? [[shift.id, shift.cash]] : [])),
      ),
      owed: { ...this.#owed },
      carts: Object.fromEntries(this.#carts.map(({ id, status, version }) => [id, [status, version]])),
      bought: this.#bought.sales === 0 ? null : { ...this.#bought },
      sales: this.#sold.length,
      returns: this.#returns,
    };
  }

  /** What is stored. */
  async found(): Promise<Json> {
    const [row] = await this.#selling.rows(
      `SELECT
        (SELECT json_object_agg(product_id, json_build_array((on_hand * 1000)::int, (damaged * 1000)::int)) FROM stock_levels
          WHERE store_id = $1 AND product_id = ANY($2::uuid[])) AS stock,
        (SELECT json_object_agg(id, json_build_array(last_sale_number, last_return_number)) FROM registers
          WHERE id = ANY($3::uuid[])) AS tills,
        (SELECT coalesce(json_object_agg(s.id, coalesce((SELECT sum(amount) FROM transactions t
            WHERE t.shift_id = s.id AND t.method = 'cash'), 0)), '{}')
          FROM shifts s WHERE s.register_id = ANY($3::uuid[]) AND s.status = 'open') AS drawers,
        (SELECT json_object_agg(id, balance) FROM accounts WHERE id = ANY($4::uuid[])) AS balances,
        (SELECT coalesce(json_object_agg(id, json_build_array(status, version)), '{}') FROM open_sales
          WHERE register_id = ANY($3::uuid[])) AS carts,
        (SELECT json_build_object('sales', sale_count, 'total', total, 'returns', return_count, 'returned', returned)
          FROM customer_totals WHERE customer_id = $5) AS bought,
        (SELECT count(*) FROM sales WHERE register_id = ANY($3::uuid[])) AS sales,
        (SELECT count(*) FROM returns WHERE register_id = ANY($3::uuid[])) AS returns`,
      [
        ...[this.#storeId, this.#products.map(({ id }) => id), this.#tills.map(({ id }) => id)],
        ...[Object.values(this.#accounts), this.#ids.customer],
      ],
    );
    const { balances, ...rest } = row;
    const owed = Object.entries(this.#accounts).map(([kind, id]) => [kind, balances[id]]);
    return { ...rest, owed: Object.fromEntries(owed) };
  }

  /** What each sale says of itself over REST at the end. */
  async checkSales(): Promise<void> {
    for (const { id, returned, returns, lines } of this.#sold) {
      const sale = await this.#selling.get(`/sales/${id}`);
      const told = sum(sale.returns.map((each: Json) => each.total));
      expect([sale.returns.length, told]).toEqual([returns, returned]);
      expect(sale.lines.map((line: Json) => line.id)).toEqual(lines.map((line) => line.id));
    }
  }

  #post(path: string, body: object): Promise<Answer> {
    return this.#send('POST', path, body);
  }

  #send(method: string, path: string, body?: object): Promise<Answer> {
    const headers = { 'idempotency-key': newId() };
    return this.#server.request(method, `/v1${path}`, { token: this.#shop.owner, headers, body });
  }

  #till({ till }: Step): ModelTill {
    const found = this.#tills[till];
    if (!found) throw new Error('There are two tills.');
    return found;
  }

  #wanted({ product: index, quantity, at }: Step): Wanted {
    const product = this.#products[index];
    if (!product) throw new Error('There are three products.');
    const whole = product.byUnit ? Math.ceil(quantity / 1000) * 1000 : quantity;
    return { product, quantity: whole, discount: at % 3 === 0 ? 7 : 0 };
  }

  /** Payments that come to a total, or that are wrong on purpose, as the model has them. */
  #payments({ tender, twist }: Step, total: number): ModelPayment[] {
    const paid = (method: Method, amount: number, tip = 0, points = 0): ModelPayment => {
      return { method, amount: amount + tip, tip, points };
    };
    if (twist === 0) return [paid('card', tender % 2 === 0 ? total - 1 : total + 1)].filter(isSome);
    const part = Math.min(LOADED, total);
    const rest = total - part;
    const byPoints = Math.min(20, Math.floor(total / 5));
    const all: readonly (() => ModelPayment[])[] = [
      () => [paid('cash', Math.ceil(total / 500) * 500)],
      () => [paid('card', total)],
      () => [paid('card', part), paid('cash', rest + 3)],
      () => [paid('other', part), paid('card', rest)],
      () => [paid('gift_card', part), paid('cash', rest + COIN_MORE)],
      () => [paid('store_credit', part), paid('card', rest)],
      () => [paid('loyalty', byPoints * 5, 0, byPoints), paid('card', total - byPoints * 5)],
      () => [paid('card', total, 50)],
      () => [paid('cash', inCoins(total) + COIN_MORE, 20)],
      () => [paid('other', part), paid('gift_card', Math.min(rest, 100)), paid('cash', rest + COIN_MORE)],
    ];
    return (all[tender]?.() ?? []).filter(isSome);
  }

  #sent({ method, amount, tip, points }: ModelPayment): Json {
    switch (method) {
      case 'cash':
        return { method, tendered: amount, tip };
      case 'card':
        return { method, amount, tip, reference: 'T-1' };
      case 'other':
        return { method, amount, tip, name: 'Town voucher' };
      case 'gift_card':
        return { method, amount, tip, code: this.#ids.code };
      case 'store_credit':
        return { method, amount };
      case 'loyalty':
        return { method, points };
      default:
        throw new Error(`Nobody pays by ${method}.`);
    }
  }

  /** Why goods cannot leave, where they cannot. */
  #lacking(lines: readonly Wanted[]): string[] {
    const products = [...new Set(lines.map(({ product }) => product))];
    const isLacking = products.some((product) => {
      const taken = sum(lines.filter((line) => line.product === product).map(({ quantity }) => quantity));
      return product.tracked && !product.mayGoBelow && product.onHand < taken;
    });
    return isLacking ? ['INSUFFICIENT_STOCK'] : [];
  }

  async #checkOut(step: Step): Promise<Outcome> {
    const till = this.#till(step);
    const ofCustomer = step.at % 2 === 0 || [5, 6].includes(step.tender);
    const first = this.#wanted(step);
    const other = this.#wanted({ ...step, product: (step.product + 1) % 3, at: 1 });
    const lines = step.at % 4 === 0 ? [first, other] : [first];
    const load = step.at % 5 === 0 && step.tender < 4 ? 250 : 0;
    const total = sum(lines.map(totalOf)) + load;
    const payments = this.#payments(step, total);
    const settled = settle({ total, giftCards: load }, payments, { till, owed: this.#owed, ofCustomer });
    const refusals = new Set([...settled.refusals, ...this.#lacking(lines)]);
    const answer = await this.#post('/sales', {
      ...{ storeId: this.#storeId, registerId: till.id, lines: lines.map(toInput) },
      ...(ofCustomer && { customerId: this.#ids.customer }),
      ...(load > 0 && { giftCards: [{ giftCardId: this.#ids.card, amount: load }] }),
      payments: payments.map((payment) => this.#sent(payment)),
    });
    if (refusals.size === 0 && answer.status < 300) {
      expect(answer.body.change).toBe(settled.change);
      this.#recordSold(answer.body, { till, ofCustomer, lines, load, ...settled });
    }
    return outcome(answer, refusals);
  }

  /** Takes a sale that was completed over, and compares it. */
  #recordSold(
    sale: Json,
    sold: {
      readonly till: ModelTill;
      readonly ofCustomer: boolean;
      readonly lines: readonly Wanted[];
      readonly load: number;
      readonly tenders: readonly ModelTender[];
      readonly cashRounding: number;
      readonly tips: number;
      readonly late?: boolean;
      /** Of each line, where a till has shown others. */
      readonly totals?: readonly number[];
    },
  ): void {
    const { till, ofCustomer, lines, load, tenders, cashRounding, tips, late = false } = sold;
    const { totals = lines.map(totalOf) } = sold;
    const total = sum(totals) + load;
    till.sales += 1;
    expect(sale).toMatchObject({
      ...{ status: 'completed', number: till.sales, registerId: till.id, late, due: 0 },
      ...{ total, giftCardTotal: load, cashRounding, tipTotal: tips, payable: total + cashRounding + tips },
      shiftId: late ? null : (till.shift?.id ?? null),
    });
    expect(sale.lines.map((line: Json) => line.total)).toEqual(load > 0 ? [...totals, load] : totals);
    const soldLines = sale.lines.map((line: Json, index: number): SoldLine => {
      const { id, net } = line;
      return {
        id,
        product: lines[index]?.product,
        quantity: Math.round(line.quantity * 1000),
        net,
        taxes: taxesOf(line),
        back: 0,
      };
    });
    for (const { product, quantity } of lines) if (product.tracked) product.onHand -= quantity;
    for (const { method, whole, tip, points, exchanged } of tenders) {
      if (exchanged) continue;
      if (method === 'gift_card') this.#owed.giftCard -= whole + tip;
      if (method === 'store_credit') this.#owed.storeCredit -= whole + tip;
      this.#owed.points -= points;
      if (method === 'cash' && till.shift && !late) till.shift.cash += whole + tip;
    }
    this.#owed.giftCard += load;
    const earned = ofCustomer ? earnedOn(soldLines, tenders) : 0;
    expect(sale.loyalty?.earned ?? 0).toBe(earned);
    this.#owed.points += earned;
    if (ofCustomer) {
      this.#bought.sales += 1;
      this.#bought.total += total - load;
    }
    if (late) till.late += total;
    else if (till.shift) {
      till.shift.cash += cashRounding;
      till.shift.sold += total;
    }
    this.#sold.push({
      ...{ id: sale.id, till, shift: late ? undefined : till.shift, late, ofCustomer, lines: soldLines },
      ...{ tenders, total, earned, cashBack: 0, returned: 0, returns: 0 },
    });
  }

  async #open(step: Step): Promise<Outcome> {
    const till = this.#till(step);
    const ofCustomer = step.at % 2 === 0;
    const lines = step.at % 3 === 0 ? [] : [this.#wanted({ ...step, at: 1 })];
    const answer = await this.#post('/sales', {
      ...{ storeId: this.#storeId, registerId: till.id, lines: lines.map(toInput) },
      ...(ofCustomer && { customerId: this.#ids.customer }),
    });
    if (answer.status < 300) {
      const { id, version } = answer.body;
      const inCart = lines.map((line, index) => ({ ...line, id: answer.body.lines[index].id }));
      const cart: Cart = { id, till, status: 'open', version, ofCustomer, lines: inCart, payments: [] };
      this.#carts.push(cart);
      this.#compareCart(cart, answer.body);
    }
    return outcome(answer, DONE);
  }

  /** The cart that a step is about, of those that are in a status rather than of all; undefined: there is none. */
  #cart({ at, twist }: Step, status: Cart['status']): Cart | undefined {
    const fitting = this.#carts.filter((cart) => cart.status === status);
    const carts = twist === 1 || fitting.length === 0 ? this.#carts : fitting;
    return carts[at % Math.max(1, carts.length)];
  }

  /** What keeps a change of a cart from being made: another status, or a version that is not the last one. */
  #refusalsOf(cart: Cart, allowed: readonly Cart['status'][], { twist }: Step) {
    const refusals = new Set<string>();
    if (!allowed.includes(cart.status)) refusals.add('WRONG_STATUS');
    if (twist === 0) refusals.add('CONFLICT');
    return { refusals, version: twist === 0 ? cart.version + 1 : cart.version };
  }

  #compareCart(cart: Cart, sale: Json): void {
    const total = sum(cart.lines.map(totalOf));
    const paid = sum(cart.payments.map(({ amount, tip }) => amount - tip));
    const due = cart.status === 'cancelled' ? 0 : total - paid;
    expect(sale).toMatchObject({ status: cart.status, total, due, number: null, registerId: cart.till.id });
    expect(sale.version).toBe(cart.version);
    expect(sale.lines.map((line: Json) => [line.id, Math.round(line.quantity * 1000)])).toEqual(
      cart.lines.map(({ id, quantity }) => [id, quantity]),
    );
  }

  /** Takes over what a change of a cart has come to; each is one more version. */
  #changed(cart: Cart, answer: Answer, refusals: ReadonlySet<string>, change: () => void): Outcome {
    if (refusals.size === 0 && answer.status < 300) {
      change();
      cart.version += 1;
      this.#compareCart(cart, answer.body);
    }
    return outcome(answer, refusals);
  }

  async #changeLine(step: Step, kind: 'addLine' | 'updateLine' | 'removeLine'): Promise<Outcome | undefined> {
    const cart = this.#cart(step, 'open');
    if (!cart) return undefined;
    const { refusals, version } = this.#refusalsOf(cart, ['open'], step);
    const wanted = this.#wanted(step);
    if (kind === 'addLine') {
      const id = newId();
      const answer = await this.#post(`/sales/${cart.id}/lines`, { version, lineId: id, ...toInput(wanted) });
      return this.#changed(cart, answer, refusals, () => cart.lines.push({ id, ...wanted }));
    }
    const line = cart.lines[step.at % Math.max(1, cart.lines.length)];
    if (!line) return undefined;
    const path = `/sales/${cart.id}/lines/${line.id}`;
    if (kind === 'removeLine') {
      const answer = await this.#send('DELETE', `${path}?version=${version}`);
      return this.#changed(cart, answer, refusals, () => {
        cart.lines = cart.lines.filter((each) => each !== line);
      });
    }
    const quantity = line.product.byUnit ? Math.ceil(step.quantity / 1000) * 1000 : step.quantity;
    const answer = await this.#send('PATCH', path, { version, quantity: quantity / 1000 });
    return this.#changed(cart, answer, refusals, () => {
      line.quantity = quantity;
    });
  }

  async #putAside(step: Step, kind: 'park' | 'resume'): Promise<Outcome | undefined> {
    const cart = this.#cart(step, kind === 'park' ? 'open' : 'parked');
    if (!cart) return undefined;
    const { refusals, version } = this.#refusalsOf(cart, [kind === 'park' ? 'open' : 'parked'], step);
    const till = this.#till(step);
    if (kind === 'park' && cart.payments.length > 0) refusals.add('PAYMENTS_PRESENT');
    const body = { version, ...(kind === 'resume' && { registerId: till.id }) };
    const answer = await this.#post(`/sales/${cart.id}/${kind}`, body);
    return this.#changed(cart, answer, refusals, () => {
      cart.status = kind === 'park' ? 'parked' : 'open';
      if (kind === 'resume') cart.till = till;
    });
  }

  /** Adds the first payment of those that a step would pay what is due with. */
  async #pay(step: Step): Promise<Outcome | undefined> {
    const cart = this.#cart(step, 'open');
    if (!cart) return undefined;
    const { refusals, version } = this.#refusalsOf(cart, ['open'], step);
    const total = sum(cart.lines.map(totalOf));
    const due = total - sum(cart.payments.map(({ amount, tip }) => amount - tip));
    const [payment] = this.#payments({ ...step, twist: 9 }, Math.max(0, due));
    if (!payment) return undefined;
    const { method, amount } = payment;
    const isOwn = method === 'store_credit' || method === 'loyalty';
    if (method === 'cash' && !cart.till.shift) refusals.add('SHIFT_REQUIRED');
    if (isOwn && !cart.ofCustomer)
      for (const code of ['CUSTOMER_REQUIRED', 'LOYALTY_NOT_AVAILABLE']) refusals.add(code);
    if (isOwn && cart.payments.some((each) => each.method === method)) refusals.add('INVALID_INPUT');
    const same = cart.payments.filter((each) => each.method === method);
    const asked = sum([...same, payment].map((each) => (method === 'loyalty' ? each.points : each.amount)));
    if (asked > this.#balanceFor(method)) refusals.add('INSUFFICIENT_BALANCE');
    if (method === 'loyalty' && amount > total) refusals.add('POINTS_NOT_TAKEN');
    const id = newId();
    const answer = await this.#post(`/sales/${cart.id}/payments`, {
      ...{ version, paymentId: id, payment: this.#sent(payment) },
    });
    return this.#changed(cart, answer, refusals, () => cart.payments.push({ ...payment, id }));
  }

  /** What there is to pay with by a method. */
  #balanceFor(method: Method): number {
    const { giftCard, storeCredit, points } = this.#owed;
    if (method === 'gift_card') return giftCard;
    if (method === 'store_credit') return storeCredit;
    return method === 'loyalty' ? points : Number.POSITIVE_INFINITY;
  }

  async #unpay(step: Step): Promise<Outcome | undefined> {
    const cart = this.#cart(step, 'open');
    const payment = cart?.payments[step.at % cart.payments.length];
    if (!cart || !payment) return undefined;
    const { refusals, version } = this.#refusalsOf(cart, ['open'], step);
    const path = `/sales/${cart.id}/payments/${payment.id}?version=${version}`;
    const answer = await this.#send('DELETE', path);
    return this.#changed(cart, answer, refusals, () => {
      cart.payments = cart.payments.filter((each) => each !== payment);
    });
  }

  async #complete(step: Step): Promise<Outcome | undefined> {
    const cart = this.#cart(step, 'open');
    if (!cart) return undefined;
    const { till, lines, ofCustomer } = cart;
    const { refusals, version } = this.#refusalsOf(cart, ['open'], step);
    const total = sum(lines.map(totalOf));
    // Somebody pays what is left first, but for who has forgotten it.
    const paid = sum(cart.payments.map(({ amount, tip }) => amount - tip));
    if (cart.status === 'open' && step.at % 4 !== 0 && refusals.size === 0 && paid < total) {
      const payment: ModelPayment = { method: 'card', amount: total - paid, tip: 0, points: 0 };
      const id = newId();
      const answer = await this.#post(`/sales/${cart.id}/payments`, {
        ...{ version, paymentId: id, payment: this.#sent(payment) },
      });
      const done = this.#changed(cart, answer, DONE, () => cart.payments.push({ ...payment, id }));
      if (done.refused !== undefined) return done;
    }
    if (lines.length === 0) refusals.add('NO_LINES');
    const settled = settle({ total, giftCards: 0 }, cart.payments, { till, owed: this.#owed, ofCustomer });
    for (const code of [...settled.refusals, ...this.#lacking(lines)]) refusals.add(code);
    const body = { version: step.twist === 0 ? cart.version + 1 : cart.version };
    const answer = await this.#post(`/sales/${cart.id}/complete`, body);
    if (refusals.size === 0 && answer.status < 300) {
      cart.status = 'completed';
      cart.version += 1;
      this.#recordSold(answer.body, { till, ofCustomer, lines, load: 0, ...settled });
    }
    return outcome(answer, refusals);
  }

  async #cancel(step: Step): Promise<Outcome | undefined> {
    const cart = this.#cart(step, step.at % 2 === 0 ? 'open' : 'parked');
    if (!cart) return undefined;
    // Cancelled for the same reason it stays so.
    if (cart.status === 'cancelled') return undefined;
    const { refusals, version } = this.#refusalsOf(cart, ['open', 'parked'], step);
    const answer = await this.#post(`/sales/${cart.id}/cancel`, { version, reason: 'Has left' });
    if (refusals.size === 0 && answer.status < 300 && cart.payments.length > 0) {
      // Its payments are voided first.
      cart.version += 1;
    }
    return this.#changed(cart, answer, refusals, () => {
      cart.status = 'cancelled';
      cart.payments = [];
    });
  }

  /** Some of what is left of the lines of a sale, or more than that. */
  #parts(sale: SoldModel, step: Step): Part[] {
    return sale.lines.flatMap((line, index): Part[] => {
      if (step.product === 0 && index > 0) return [];
      const left = line.quantity - line.back;
      const some = line.product?.byUnit === false ? step.quantity : Math.ceil(step.quantity / 1000) * 1000;
      const quantity = step.twist === 0 ? left + 1000 : Math.min(left, some);
      return quantity > 0 ? [{ line, quantity }] : [];
    });
  }

  async #takeBack(step: Step): Promise<Outcome | undefined> {
    const sale = this.#sold[step.at % Math.max(1, this.#sold.length)];
    const parts = sale ? this.#parts(sale, step) : [];
    if (!sale || parts.length === 0) return undefined;
    const till = this.#till(step);
    const refusals = new Set<string>();
    if (step.twist === 0) refusals.add('QUANTITY_EXCEEDED');
    const plan = step.twist === 0 ? undefined : planReturn(sale, parts);
    if (plan?.refunds.some(({ method }) => method === 'cash') && !till.shift) refusals.add('SHIFT_REQUIRED');
    if (plan && plan.giftCards > this.#owed.giftCard) refusals.add('INSUFFICIENT_BALANCE');
    const disposition = (['restock', 'restock', 'damaged', 'none'] as const)[step.tender % 4] ?? 'restock';
    const answer = await this.#post('/returns', {
      ...{ storeId: this.#storeId, registerId: till.id, saleId: sale.id, reason: 'Too small' },
      lines: parts.map(({ line, quantity }) => ({
        saleLineId: line.id,
        quantity: quantity / 1000,
        disposition,
      })),
    });
    if (plan && refusals.size === 0 && answer.status < 300) {
      this.#recordReturn(answer.body, { sale, till, parts, plan, disposition });
    }
    return outcome(answer, refusals);
  }

  /** For something else, which is paid by card where it costs more. */
  async #exchange(step: Step): Promise<Outcome | undefined> {
    const sale = this.#sold[step.at % Math.max(1, this.#sold.length)];
    const parts = sale ? this.#parts(sale, step) : [];
    if (!sale || parts.length === 0) return undefined;
    const till = this.#till(step);
    const line = this.#wanted({ ...step, at: 1 });
    const total = totalOf(line);
    const refusals = new Set<string>();
    if (step.twist === 0) refusals.add('QUANTITY_EXCEEDED');
    const plan = step.twist === 0 ? undefined : planReturn(sale, parts, { exchangeable: total });
    if (plan?.refunds.some(({ method }) => method === 'cash') && !till.shift) refusals.add('SHIFT_REQUIRED');
    if (plan && plan.giftCards > this.#owed.giftCard) refusals.add('INSUFFICIENT_BALANCE');
    // What comes back can go out again at once.
    const { product, quantity } = line;
    const back = sum(parts.filter((part) => part.line.product === product).map((part) => part.quantity));
    for (const code of this.#lacking([{ ...line, quantity: quantity - back }])) refusals.add(code);
    const exchanged = plan ? exchangedTenders(plan.refunds) : [];
    const due = total - sum(exchanged.map(({ whole }) => whole));
    const payments: ModelPayment[] = [{ method: 'card' as const, amount: due, tip: 0, points: 0 }].filter(
      isSome,
    );
    const answer = await this.#post('/exchanges', {
      ...{ storeId: this.#storeId, registerId: till.id },
      return: {
        ...{ saleId: sale.id, reason: 'Too small' },
        lines: parts.map((part) => ({ saleLineId: part.line.id, quantity: part.quantity / 1000 })),
      },
      sale: { lines: [toInput(line)], payments: payments.map((payment) => this.#sent(payment)) },
    });
    if (plan && refusals.size === 0 && answer.status < 300) {
      expect(answer.body.exchanged).toBe(total - due);
      this.#recordReturn(answer.body.return, { sale, till, parts, plan, disposition: 'restock' });
      const paid = payments.map(({ amount }) => ({
        method: 'card' as const,
        whole: amount,
        tip: 0,
        points: 0,
        back: 0,
      }));
      this.#recordSold(answer.body.sale, {
        ...{ till, ofCustomer: sale.ofCustomer, lines: [line], load: 0, cashRounding: 0, tips: 0 },
        tenders: [...exchanged, ...paid],
      });
    }
    return outcome(answer, refusals);
  }

  #recordReturn(
    document: Json,
    {
      sale,
      till,
      parts,
      plan,
      disposition,
    }: {
      readonly sale: SoldModel;
      readonly till: ModelTill;
      readonly parts: readonly Part[];
      readonly plan: ReturnPlan;
      readonly disposition: 'restock' | 'damaged' | 'none';
    },
  ): void {
    till.returns += 1;
    this.#returns += 1;
    const { total, refunds, giftCards, clawback } = plan;
    const refundTotal = sum(refunds.map(({ amount }) => amount));
    expect(document).toMatchObject({
      ...{ number: till.returns, registerId: till.id, saleId: sale.id, total, refundTotal },
      ...{ giftCardTotal: giftCards, shiftId: till.shift?.id ?? null },
    });
    expect(byMethod(document.refunds)).toEqual(byMethod(refunds));
    for (const { method, amount, counted, points, tender } of refunds) {
      tender.back += counted;
      if (method === 'gift_card') this.#owed.giftCard += amount;
      if (method === 'store_credit') this.#owed.storeCredit += amount;
      if (method === 'loyalty') this.#owed.points += points ?? 0;
      if (method !== 'cash') continue;
      sale.cashBack += counted;
      if (till.shift) till.shift.cash -= amount;
    }
    this.#owed.giftCard -= giftCards;
    // Points that were spent since are not clawed back.
    const clawedBack = Math.min(clawback, this.#owed.points);
    expect(document.loyalty?.clawedBack ?? 0).toBe(clawedBack);
    this.#owed.points -= clawedBack;
    for (const { line, quantity } of parts) {
      line.back += quantity;
      if (!line.product?.tracked) continue;
      if (disposition === 'restock') line.product.onHand += quantity;
      if (disposition === 'damaged') line.product.damaged += quantity;
    }
    sale.returned += total;
    sale.returns += 1;
    if (till.shift) till.shift.returned += total;
    if (!sale.ofCustomer) return;
    this.#bought.returns += 1;
    this.#bought.returned += total - giftCards;
  }

  async #void(step: Step): Promise<Outcome | undefined> {
    const recent = this.#sold.slice(-3);
    const sale = recent[step.at % Math.max(1, recent.length)];
    // Of a late one it depends on the time of day.
    if (!sale || sale.late) return undefined;
    const { till } = sale;
    const refusals = new Set<string>();
    if (sale.returns > 0 || (sale.shift !== undefined && sale.shift !== till.shift)) {
      refusals.add('VOID_NOT_POSSIBLE');
    }
    const parts = sale.lines.map((line) => ({ line, quantity: line.quantity }));
    const plan = refusals.size > 0 ? undefined : planReturn(sale, parts, { withTips: true });
    // Of an exchange without a drawer what had been paid in cash before.
    if (plan?.refunds.some(({ method }) => method === 'cash') && !till.shift) refusals.add('SHIFT_REQUIRED');
    if (plan && plan.giftCards > this.#owed.giftCard) refusals.add('INSUFFICIENT_BALANCE');
    const answer = await this.#post(`/sales/${sale.id}/void`, { reason: 'Rung up twice' });
    if (plan && refusals.size === 0 && answer.status < 300) {
      expect(answer.body).toMatchObject({ kind: 'void', tipTotal: sum(sale.tenders.map(({ tip }) => tip)) });
      this.#recordReturn(answer.body, { sale, till, parts, plan, disposition: 'restock' });
    }
    return outcome(answer, refusals);
  }

  async #withoutReceipt(step: Step): Promise<Outcome> {
    const till = this.#till(step);
    const { product, quantity } = this.#wanted(step);
    const total = grossOf({ product, quantity });
    const answer = await this.#post('/returns/without-receipt', {
      ...{ storeId: this.#storeId, registerId: till.id, customerId: this.#ids.customer, reason: 'A present' },
      lines: [{ productId: product.id, quantity: quantity / 1000 }],
    });
    if (answer.status < 300) {
      till.returns += 1;
      this.#returns += 1;
      expect(answer.body).toMatchObject({ number: till.returns, total, refundTotal: total, saleId: null });
      this.#owed.storeCredit += total;
      if (product.tracked) product.onHand += quantity;
      if (till.shift) till.shift.returned += total;
    }
    return outcome(answer, DONE);
  }

  /** What a till has sold without a connection: as it comes, at another price, or not paid in full; now or a shift ago. */
  async #ingest(step: Step): Promise<Outcome> {
    const till = this.#till(step);
    const line = this.#wanted({ ...step, at: 1 });
    const isLate = till.shift === undefined || (step.at % 3 === 0 && till.earlier !== undefined);
    const occurredAt = step.at % 3 === 0 && till.earlier ? till.earlier : this.#server.clock.now();
    const shown = step.tender === 0 ? Math.max(0, totalOf(line) - 40) : totalOf(line);
    const byCash = step.tender % 2 === 0;
    const isShort = step.twist === 1 && shown > 10;
    const given = isShort ? shown - 10 : shown;
    const payments: ModelPayment[] = [
      ...[
        { method: byCash ? ('cash' as const) : ('card' as const), amount: byCash ? inCoins(given) : given },
      ],
    ]
      .map((payment) => ({ ...payment, tip: 0, points: 0 }))
      .filter(isSome);
    this.#references += 1;
    const sale = {
      ...{ id: newId(), registerId: till.id, tillReference: `T-${this.#references}` },
      ...{ occurredAt: occurredAt.toISOString(), lines: [toInput(line)] },
      payments: payments.map((payment) => this.#sent(payment)),
      shown: { total: shown, lineTotals: [shown] },
    };
    const body = { storeId: this.#storeId, sales: [sale] };
    const answer = await this.#post('/sales/ingest', body);
    if (answer.status >= 300) return outcome(answer, DONE);
    const [{ status, flags, error }] = answer.body.items;
    expect([error, status]).toEqual([null, flags.length > 0 ? 'recorded_with_flags' : 'recorded']);
    const kinds: string[] = flags.map((flag: Json) => flag.kind);
    expect(kinds.includes('price_differs')).toBe(shown !== totalOf(line));
    const { product, quantity } = line;
    const goesBelow = product.tracked && !product.mayGoBelow && product.onHand < quantity;
    expect(kinds.includes('stock_below_zero')).toBe(goesBelow);
    // What cash could not pay, coins being what they are, was not asked for.
    const paid = sum(payments.map(({ amount }) => amount));
    const due = byCash && payments.length > 0 ? inCoins(shown) : shown;
    const missing = paid >= due ? 0 : shown - paid;
    expect(kinds.includes('uncollected')).toBe(missing > 0);
    const tenders: ModelTender[] = [
      ...payments.map(({ method }) => {
        const whole = method === 'cash' ? shown - missing : paid;
        return { method, whole, tip: 0, points: 0, back: 0 };
      }),
      ...(missing > 0
        ? [{ method: 'uncollected' as const, whole: missing, tip: 0, points: 0, back: 0 }]
        : []),
    ];
    const cashRounding = missing === 0 && byCash && payments.length > 0 ? inCoins(shown) - shown : 0;
    this.#recordSold(await this.#selling.get(`/sales/${sale.id}`), {
      ...{ till, ofCustomer: false, lines: [line], load: 0, tenders, cashRounding, tips: 0 },
      ...{ late: isLate, totals: [shown] },
    });
    this.#handedOver.push(body);
    return outcome(answer, DONE);
  }

  async #ingestAgain({ at }: Step): Promise<Outcome | undefined> {
    const body = this.#handedOver[at % Math.max(1, this.#handedOver.length)];
    if (!body) return undefined;
    const answer = await this.#post('/sales/ingest', body);
    if (answer.status < 300) expect(answer.body.items[0].status).toBe('replayed');
    return outcome(answer, DONE);
  }

  async #openShift(step: Step): Promise<Outcome> {
    const till = this.#till(step);
    const refusals = new Set<string>(till.shift ? ['SHIFT_ALREADY_OPEN'] : []);
    const float = 10_000;
    const answer = await this.#post('/shifts', {
      ...{ storeId: this.#storeId, registerId: till.id, openingFloat: { amount: float } },
    });
    if (!till.shift && answer.status < 300) {
      till.shift = { id: answer.body.id, float, sold: 0, returned: 0, cash: 0 };
    }
    return outcome(answer, refusals);
  }

  /** Closes the shift of a till, with what the model says is in the drawer. */
  async #closeShift(step: Step): Promise<Outcome | undefined> {
    const till = this.#till(step);
    const { shift } = till;
    if (!shift) return undefined;
    const cash = shift.float + shift.cash;
    const drawer = { amount: Math.max(0, cash) };
    const body = { version: 1, cash: drawer, varianceReason: 'Counted' };
    const answer = await this.#post(`/shifts/${shift.id}/close`, body);
    if (answer.status < 300) {
      const { totals, grandTotal, grandTotalBefore } = await this.#selling.get(
        `/shifts/${shift.id}/z-report`,
      );
      const turnover = shift.sold - shift.returned + till.late;
      expect(totals).toMatchObject({
        ...{ total: shift.sold, turnover, returns: { total: shift.returned }, late: { total: till.late } },
        drawer: { expected: cash },
      });
      expect(grandTotal - grandTotalBefore).toBe(turnover);
      till.earlier = new Date(answer.body.openedAt);
      till.shift = undefined;
      till.late = 0;
    }
    return outcome(answer, DONE);
  }

  async #adjust(step: Step): Promise<Outcome> {
    const { product, quantity } = this.#wanted({ ...step, product: step.product % 2 });
    const signed = step.at % 2 === 0 ? quantity : -quantity;
    const isLacking = signed < 0 && !product.mayGoBelow && product.onHand + signed < 0;
    const lines = [{ productId: product.id, quantity: signed / 1000 }];
    const body = { storeId: this.#storeId, reason: 'other', lines };
    const answer = await this.#post('/inventory/adjustments', body);
    if (answer.status < 300 && !isLacking) product.onHand += signed;
    return outcome(answer, new Set(isLacking ? ['INSUFFICIENT_STOCK'] : []));
  }
}

/** What is handed over beyond what is due. */
const COIN_MORE = 10;

const isSome = ({ amount, points, method }: ModelPayment) => (method === 'loyalty' ? points > 0 : amount > 0);

const toInput = ({ product, quantity, discount }: Wanted) => ({
  ...{ productId: product.id, quantity: quantity / 1000 },
  ...(discount > 0 && { discounts: [{ type: 'amount', amount: discount }] }),
});

function outcome({ status, body }: Answer, expected: ReadonlySet<string>): Outcome {
  return { expected, refused: status < 300 ? undefined : body.code };
}

/** What refunds come to by each method. */
function byMethod(refunds: readonly { readonly method: string; readonly amount: number }[]): Json {
  const methods = [...new Set(refunds.map(({ method }) => method))].sort();
  return methods.map((method) => [
    method,
    sum(refunds.filter((refund) => refund.method === method).map(({ amount }) => amount)),
  ]);
}
