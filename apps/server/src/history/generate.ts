import { setImmediate } from 'node:timers/promises';
import { type Database, openForCopy, type Tx, transact } from '@cashwrap/database';
import { addSearchWords } from '../modules/customers/index.ts';
import { findTradingPlace, type TradingPlace } from '../modules/organization/index.ts';
import {
  type CartSources,
  findActiveDiscounts,
  findSellableProducts,
  type SellableProduct,
} from '../modules/pricing/index.ts';
import { Buyers } from './buyers.ts';
import { datesBetween, salesByDay, usualWeek, type Week } from './calendar.ts';
import { articlesOf, demandByRank } from './goods.ts';
import { createIds } from './ids.ts';
import { Journal } from './journal.ts';
import { dayIn } from './local-time.ts';
import { createRandom } from './random.ts';
import { HistoryRefusal } from './refusal.ts';
import { Rows } from './rows.repo.ts';
import {
  findDocumentNumbers,
  findLastPosition,
  findLevels,
  findProductIds,
  findSellers,
  findStores,
  findSuppliers,
  hasTraded,
  lockTrade,
  saveDocumentNumbers,
  saveLevel,
  saveRegister,
} from './shop.repo.ts';
import { type Level, Stock } from './stock.ts';
import { type Store, StoreDays, type StoreRegister } from './store-days.ts';
import { StoreTrade } from './store-trade.ts';
import { Supplies } from './supplies.ts';

/** What history there shall be. */
export interface HistoryPlan {
  readonly sales: number;
  /** The first and the last day of trade, both inclusive, as `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  /** Another seed, another history: a whole number from 0 to 2^32 − 1. */
  readonly seed: number;
  /** The names of the stores that it is of; left out: of all. */
  readonly stores?: readonly string[] | undefined;
  /** How stores trade in a week, by name; others as usual. */
  readonly weeks?: ReadonlyMap<string, Week>;
  /** Who sells, in every store; left out: whoever may. */
  readonly sellers?: readonly string[];
  /** How much is bought of each product, beside others, by SKU; left out: as chance has it. */
  readonly demand?: ReadonlyMap<string, number>;
}

/** What was written. */
export interface History {
  readonly sales: number;
  readonly returns: number;
  readonly customers: number;
  readonly rows: number;
}

/** Rows that are sent together, about. */
const BATCH = 20_000;
/** After so many things that have happened, what was sent before goes on its way. */
const SLICE = 16;

/**
 * Writes a history of trade into a shop that has none: sales, returns and voids, with their payments, ledgers, stock, shifts,
 * purchases, customers, audit rows and events, as the use cases would have written them. In one transaction: all of it or
 * nothing. The same plan in the same shop gives the same rows, ids included. Memory stays the same however long it is.
 *
 * Nothing of it is paid by or put on gift cards, store credit or points: customers are in no loyalty programme yet.
 *
 * @param onDay is told of each day that is done, and how many sales there are so far
 * @returns undefined where the shop has traded already: nothing was written
 * @throws HistoryRefusal where the shop lacks what it takes to trade
 */
export async function generateHistory(
  database: Pick<Database, 'pool'>,
  plan: HistoryPlan,
  onDay: (date: string, sales: number) => void = () => {},
): Promise<History | undefined> {
  await using copying = openForCopy(database);
  // Awaited here: the connection is closed behind it.
  return await transact(copying, async (tx) => {
    await lockTrade(tx);
    return (await hasTraded(tx, firstInstantOf(plan.from))) ? undefined : writeHistory(tx, plan, onDay);
  });
}

async function writeHistory(
  tx: Tx,
  plan: HistoryPlan,
  onDay: (date: string, sales: number) => void,
): Promise<History> {
  const { sales, from, to, seed } = plan;
  const rows = new Rows();
  const journal = new Journal(rows, createIds(createRandom(seed)), await findLastPosition(tx));
  const buyers = new Buyers(journal, createRandom(seed + 1), sales);
  const dates = datesBetween(from, to);
  const found = await findTraders(tx, plan);
  const shares = salesByDay(
    ...([found.map(({ week }) => week), dates, sales] as const),
    createRandom(seed + 2),
  );
  const numbers = await findDocumentNumbers(tx);
  const { ids, preferred } = await findSuppliers(tx);
  const [anySupplier] = ids;
  if (anySupplier === undefined) throw new HistoryRefusal('There is no supplier to buy goods from. Add one.');

  const { demand } = plan;
  const demandOf = demand
    ? ({ sku }: SellableProduct) => demand.get(sku) ?? 1
    : demandByRank(createRandom(seed + 3));
  const stores = found.map(({ name, place, week, registers, sellers, sources, levels }, position) => {
    const random = createRandom(seed + 10 + position);
    const noon = (date: string) => dayIn(place.timeZone, date)(12);
    const articles = articlesOf(name, sources, [noon(from), noon(to)], demandOf);
    const stock = new Stock(journal, place.storeId, levels);
    const salesPerDay = shares.reduce((sum, ofDay) => sum + (ofDay[position] ?? 0), 0) / dates.length;
    const supplierOf = (productId: string) => preferred.get(productId) ?? anySupplier;
    const supplies = new Supplies(
      { journal, stock, numbers, random: createRandom(seed + 1_000 + position) },
      { storeId: place.storeId, articles, salesPerDay, supplierOf },
    );
    const trade = new StoreTrade({ journal, stock, buyers, random }, { sources, articles });
    const store: Store = { week, registers, sellers, position, trade, supplies, journal, random };
    return { ...store, stock, days: new StoreDays(store, place.timeZone) };
  });

  const written = new Sender(tx, rows);
  let done = 0;
  for (const [index, date] of dates.entries()) {
    for (const [position, { days }] of stores.entries()) {
      const count = shares[index]?.[position] ?? 0;
      for (const _ of days.trade(date, count)) await written.go();
      done += count;
    }
    onDay(date, done);
  }
  for (const { supplies } of stores) supplies.close();
  const known = buyers.close();
  const changed = stores.flatMap(({ stock }) => stock.close());
  await written.end();
  for (const level of changed) await saveLevel(tx, level);

  for (const { registers } of stores) for (const { register } of registers) await saveRegister(tx, register);
  await saveDocumentNumbers(tx, numbers);
  await addSearchWords(
    tx,
    known.map(({ name }) => ({ name, company: null })),
  );
  const returns = stores.reduce((sum, { days }) => sum + days.returns, 0);
  return { sales: done, returns, customers: known.length, rows: written.rows };
}

/** Where it is that day first, the world over. */
function firstInstantOf(date: string): Date {
  return new Date(Date.parse(date) - 14 * 3_600_000);
}

/** A store with all that trade in it depends on. */
interface Trader {
  readonly name: string;
  readonly place: TradingPlace;
  readonly week: Week;
  readonly registers: readonly StoreRegister[];
  readonly sellers: readonly string[];
  readonly sources: CartSources;
  /** What is on hand already. */
  readonly levels: ReadonlyMap<string, Level>;
}

async function findTraders(
  tx: Tx,
  { stores: wanted, weeks, sellers: given }: HistoryPlan,
): Promise<Trader[]> {
  const all = await findStores(tx);
  const unknown = wanted?.find((name) => !all.some((store) => store.name === name));
  if (unknown !== undefined) {
    const names = all.map(({ name }) => `"${name}"`).join(', ');
    throw new HistoryRefusal(`There is no store "${unknown}"; there are: ${names}.`);
  }
  const chosen = wanted ? all.filter(({ name }) => wanted.includes(name)) : all;
  if (chosen.length === 0) throw new HistoryRefusal('The shop has no store.');
  const holders = given ? [] : await findSellers(tx);
  const discounts = (await findActiveDiscounts(tx)).filter(
    // Their uses are counted, and belong to those who buy from now on.
    ({ usageLimit, usageLimitPerCustomer }) => usageLimit === null && usageLimitPerCustomer === null,
  );
  const productIds = await findProductIds(tx);
  const traders: Trader[] = [];
  // One after the other: this connection sends nothing ahead.
  for (const { id, name, registers: inUse } of chosen) {
    const holding = holders.filter(({ storeId }) => storeId === null || storeId === id);
    const sellers = given ?? [...new Set(holding.map(({ userId }) => userId))];
    if (sellers.length === 0) {
      throw new HistoryRefusal(`Nobody may sell in "${name}". Give somebody a role there.`);
    }
    const place = await findTradingPlace(tx, id, null);
    if (!place || inUse.length === 0) throw new HistoryRefusal(`"${name}" has no register that is in use.`);
    const registers: StoreRegister[] = [];
    for (const { id: registerId } of inUse) {
      const ofRegister = await findTradingPlace(tx, id, registerId);
      const numbers = { lastSaleNumber: 0, lastReturnNumber: 0, lastZNumber: 0, grandTotal: 0 };
      registers.push({ register: { id: registerId, ...numbers }, place: ofRegister ?? place });
    }
    const products = await findSellableProducts(tx, id, productIds, undefined);
    const none = { chargeRates: new Map(), customer: undefined, loyalty: undefined, soldCards: [] };
    traders.push({
      ...{ name, place, registers, sellers, levels: await findLevels(tx, id) },
      week: weeks?.get(name) ?? usualWeek(place),
      sources: { place, products: inOrder(products, productIds), discounts, ...none },
    });
  }
  return traders;
}

/** A query may answer in any order; a history follows from this one. */
function inOrder<T>(byId: ReadonlyMap<string, T>, ids: readonly string[]): Map<string, T> {
  return new Map(
    ids.flatMap((id) => {
      const value = byId.get(id);
      return value === undefined ? [] : [[id, value]];
    }),
  );
}

/** Sends rows while others are made. */
class Sender {
  readonly #tx: Tx;
  readonly #rows: Rows;
  #sending: Promise<void> = Promise.resolve();
  #steps = 0;
  /** How many were sent. */
  rows = 0;

  constructor(tx: Tx, rows: Rows) {
    this.#tx = tx;
    this.#rows = rows;
  }

  async go(): Promise<void> {
    if (this.#rows.size >= BATCH) await this.#send();
    this.#steps += 1;
    if (this.#steps % SLICE === 0) await setImmediate();
  }

  async end(): Promise<void> {
    await this.#send();
    await this.#sending;
  }

  async #send(): Promise<void> {
    await this.#sending;
    this.rows += this.#rows.size;
    this.#sending = this.#rows.send(this.#tx);
    // It is awaited before the next ones: until then nobody else hears of its failure.
    this.#sending.catch(() => {});
  }
}
