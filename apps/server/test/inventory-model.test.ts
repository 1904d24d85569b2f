import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Counting, countingAt } from './counting.ts';
import { type Purchasing, purchasingAt } from './purchasing.ts';
import { brokenBooks, card, type Place } from './selling.ts';
import { type Answer, countDeadlocks, type Json, startTestServer, type TestServer } from './support.ts';
import { between, linesOf, type Transferring, transferringAt } from './transferring.ts';

let server: TestServer;
let buying: Purchasing;
let transferring: Transferring;
let counting: Counting;
let supplierId: string;

beforeAll(async () => {
  server = await startTestServer();
  const shop = await server.seedShop();
  buying = purchasingAt(server, shop);
  transferring = transferringAt(server, shop.owner, buying);
  counting = countingAt(server, shop);
  supplierId = await buying.newSupplier();
});
afterAll(async () => {
  try {
    expect(await countDeadlocks(server.database)).toBe(0);
  } finally {
    await server[Symbol.asyncDispose]();
  }
});

const KINDS = [
  ...['sell', 'sell', 'adjust', 'set_aside', 'restore', 'write_off', 'order', 'receive', 'receive'],
  ...['send_back', 'send', 'send', 'arrive', 'arrive', 'close', 'count'],
] as const;

interface Step {
  readonly kind: (typeof KINDS)[number];
  readonly product: number;
  readonly place: 'here' | 'there';
  /** Which of what is open; where it matters, an odd one is the other of two ways. */
  readonly at: number;
  /** In thousandths: a product that is sold by the unit takes whole ones. */
  readonly good: number;
  readonly damaged: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(...KINDS),
  product: fc.nat(2),
  place: fc.constantFrom('here', 'there'),
  at: fc.nat(5),
  good: fc.integer({ min: 1, max: 4000 }),
  damaged: fc.constantFrom(0, 0, 1, 700),
});

/** What there is of a product in a store, in thousandths. */
interface Cell {
  onHand: number;
  damaged: number;
  inTransit: number;
  onOrder: number;
}

/** Goods that are to come; `left` of them. */
interface Coming {
  readonly productId: string;
  readonly byUnit: boolean;
  readonly from: Cell;
  readonly to: Cell;
  document: Json;
  left: number;
}

interface Product {
  readonly id: string;
  readonly byUnit: boolean;
  readonly mayGoBelow: boolean;
  readonly cells: Readonly<Record<Step['place'], Cell>>;
}

const SOME = 3000;

async function newProduct(byUnit: boolean, allowOversell: boolean): Promise<Product> {
  const soldBy = byUnit ? 'unit' : 'measure';
  const id = await buying.newProduct({ soldBy, allowOversell, cost: 37, price: 1000 });
  for (const { store } of [buying.here, buying.there]) {
    await buying.stockUp({ [id]: SOME / 1000 }, { storeId: store.id });
  }
  const cell = () => ({ onHand: SOME, damaged: 0, inTransit: 0, onOrder: 0 });
  return { id, byUnit, mayGoBelow: allowOversell, cells: { here: cell(), there: cell() } };
}

/** The quantities that a step is about: in thousandths, and as they are sent. */
function quantitiesOf({ good, damaged }: Step, byUnit: boolean) {
  const whole = (thousandths: number) => (byUnit ? Math.ceil(thousandths / 1000) * 1000 : thousandths);
  return { good: whole(good), damaged: whole(damaged), all: whole(good) + whole(damaged) };
}

/** Three products in two stores: what was done with them over REST, and what that should have come to. */
class Model {
  readonly products: readonly Product[];
  readonly #orders: Coming[] = [];
  readonly #transfers: Coming[] = [];

  constructor(products: readonly Product[]) {
    this.products = products;
  }

  /** Makes a step; answers whether it was to be refused, and whether it was. Undefined: there is nothing to do it with. */
  async make(step: Step): Promise<{ expected: boolean; done: boolean } | undefined> {
    const product = this.products[step.product];
    if (!product) throw new Error('There are three products.');
    const place = buying[step.place];
    switch (step.kind) {
      case 'order':
        return this.#order(step, product, place);
      case 'receive':
        return this.#receive(step);
      case 'send':
        return this.#send(step, product);
      case 'arrive':
        return this.#arrive(step);
      case 'close':
        return this.#close(step);
      case 'count':
        return this.#count(step, product, place);
      default:
        return this.#move(step, product, place);
    }
  }

  /** What leaves the stock of a store, or changes places in it. */
  async #move(step: Step, { id, byUnit, mayGoBelow, cells }: Product, place: Place) {
    const cell = cells[step.place];
    const { good } = quantitiesOf(step, byUnit);
    const odd = step.at % 2 === 1;
    const [storeId, line] = [place.store.id, { productId: id, quantity: good / 1000 }];
    const after = { ...cell };
    let answer: Answer;
    switch (step.kind) {
      case 'sell':
        after.onHand -= good;
        answer = await sell(place, id, good);
        break;
      case 'adjust': {
        const quantity = odd ? good : -good;
        after.onHand += quantity;
        const lines = linesOf({ [id]: quantity / 1000 });
        answer = await transferring.post('/inventory/adjustments', { storeId, reason: 'other', lines });
        break;
      }
      case 'send_back':
        after[odd ? 'damaged' : 'onHand'] -= good;
        answer = await buying.returnGoods({
          ...{ storeId, supplierId, lines: [{ ...line, from: odd ? 'damaged' : 'on_hand' }] },
        });
        break;
      default:
        if (step.kind !== 'write_off') after.onHand += step.kind === 'restore' ? good : -good;
        after.damaged += step.kind === 'set_aside' ? good : -good;
        answer = await transferring.post('/inventory/damaged', { storeId, action: step.kind, lines: [line] });
    }
    const mayBe = mayGoBelow && (step.kind === 'sell' || step.kind === 'adjust');
    const expected = (after.onHand >= Math.min(0, cell.onHand) || mayBe) && after.damaged >= 0;
    if (expected) Object.assign(cell, after);
    return outcome(answer, expected);
  }

  async #order(step: Step, { id, byUnit, cells }: Product, { store }: Place) {
    const { good } = quantitiesOf(step, byUnit);
    const to = cells[step.place];
    const lines = [{ productId: id, quantity: good / 1000, unitCost: 11 + step.at }];
    const document = { id: await buying.order(supplierId, lines, { storeId: store.id }) };
    this.#orders.push({ productId: id, byUnit, document, from: to, to, left: good });
    to.onOrder += good;
    return { expected: true, done: true };
  }

  /** More than was ordered may come, as long as something is outstanding. */
  async #receive(step: Step) {
    const order = this.#orders[step.at % this.#orders.length];
    if (!order) return undefined;
    const { good, damaged, all } = quantitiesOf(step, order.byUnit);
    const expected = order.left > 0;
    const lines = [{ productId: order.productId, quantity: good / 1000, damaged: damaged / 1000 }];
    const answer = await buying.receive(order.document.id, { lines, freight: step.at });
    if (expected) {
      const expectedNow = Math.min(all, order.left);
      order.left -= expectedNow;
      order.to.onOrder -= expectedNow;
      order.to.onHand += good;
      order.to.damaged += damaged;
    }
    return outcome(answer, expected);
  }

  async #send(step: Step, { id, byUnit, cells }: Product) {
    const { good } = quantitiesOf(step, byUnit);
    const [source, target] =
      step.place === 'here' ? (['here', 'there'] as const) : (['there', 'here'] as const);
    const [from, to] = [cells[source], cells[target]];
    const expected = from.onHand >= good;
    const stores = between(buying[source], buying[target]);
    const answer = await transferring.act('send', await transferring.draft({ [id]: good / 1000 }, stores));
    if (expected) {
      from.onHand -= good;
      to.inTransit += good;
      this.#transfers.push({ productId: id, byUnit, document: answer.body, from, to, left: good });
    }
    return outcome(answer, expected);
  }

  async #arrive(step: Step) {
    const transfer = this.#transfers[step.at % this.#transfers.length];
    if (!transfer) return undefined;
    const { good, damaged, all } = quantitiesOf(step, transfer.byUnit);
    const expected = all <= transfer.left;
    const lines = [{ productId: transfer.productId, quantity: good / 1000, damaged: damaged / 1000 }];
    const answer = await transferring.receive(transfer.document, lines);
    if (expected) {
      transfer.document = answer.body;
      transfer.left -= all;
      transfer.to.inTransit -= all;
      transfer.to.onHand += good;
      transfer.to.damaged += damaged;
    }
    return outcome(answer, expected);
  }

  async #close(step: Step) {
    const transfer = this.#transfers[step.at % this.#transfers.length];
    if (!transfer) return undefined;
    const how = step.good % 2 === 0 ? 'returned' : 'lost';
    const expected = transfer.left > 0;
    const answer = await transferring.close(transfer.document, how);
    if (expected) {
      transfer.to.inTransit -= transfer.left;
      if (how === 'returned') transfer.from.onHand += transfer.left;
      transfer.left = 0;
    }
    return outcome(answer, expected);
  }

  /** Counts, and sells before that is applied. */
  async #count(step: Step, { id, byUnit, mayGoBelow, cells }: Product, place: Place) {
    const cell = cells[step.place];
    const { good } = quantitiesOf(step, byUnit);
    const stocktakeId = await counting.open({ storeId: place.store.id });
    await counting.count(stocktakeId, { [id]: good / 1000 });
    const expected = mayGoBelow || cell.onHand >= good;
    const answer = await sell(place, id, good);
    await counting.finish(stocktakeId);
    cell.onHand = expected ? 0 : good;
    return outcome(answer, expected);
  }
}

const outcome = ({ status }: Answer, expected: boolean) => ({ expected, done: status < 300 });

const sell = ({ store, register }: Place, productId: string, thousandths: number) =>
  buying.checkout({
    ...{ storeId: store.id, registerId: register.id },
    lines: [{ productId, quantity: thousandths / 1000 }],
    payments: [card(thousandths)],
  });

/** The level of a product as it is answered, in thousandths. */
async function levelOf(productId: string, { store }: Place): Promise<Cell> {
  const path = `/inventory/stock-levels?storeId=${store.id}&productId=${productId}`;
  const { onHand, damaged, inTransit, onOrder } = (await buying.get(path)).items[0];
  const thousandths = (quantity: number) => Math.round(quantity * 1000);
  return {
    ...{ onHand: thousandths(onHand), damaged: thousandths(damaged) },
    ...{ inTransit: thousandths(inTransit), onOrder: thousandths(onOrder) },
  };
}

test('whatever is sold, bought, sent, counted and refused, the levels are as a model of quantities says', async () => {
  const outcomes = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 18 }), async (steps) => {
      const model = new Model([
        await newProduct(true, false),
        await newProduct(false, false),
        await newProduct(false, true),
      ]);
      for (const step of steps) {
        const result = await model.make(step);
        if (result === undefined) continue;
        expect([step.kind, result.done]).toEqual([step.kind, result.expected]);
        outcomes.add(result.done ? 'done' : 'refused');
      }
      for (const { id, cells } of model.products) {
        expect(await levelOf(id, buying.here)).toEqual(cells.here);
        expect(await levelOf(id, buying.there)).toEqual(cells.there);
      }
      expect(await brokenBooks(server)).toEqual([]);
    }),
    // Every run is a second: of a failure the seed is told, and it is not made smaller.
    { numRuns: 6, endOnFailure: true },
  );
  expect(outcomes).toEqual(new Set(['done', 'refused']));
});
