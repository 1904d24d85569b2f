import { addDays, dayIn, weekdayOf } from '../history/local-time.ts';
import { createRandom, type Random } from '../history/random.ts';
import { type Article, assortment } from './assortment.ts';
import {
  type PlannedCancellation,
  type PlannedOrder,
  type PlannedReceipt,
  type PlannedReturn,
  Purchasing,
} from './plan-purchasing.ts';
import { type PlannedSale, planSale } from './plan-sale.ts';
import { type PlannedShiftEvent, planOpenings, planShifts } from './plan-shifts.ts';
import { type PlannedAdjustment, planWriteOff } from './plan-stock.ts';
import { Stockroom } from './plan-stockroom.ts';
import type { PlannedStocktake } from './plan-stocktakes.ts';
import type { PlannedArrival, PlannedTransfer } from './plan-transfers.ts';
import { Shelf } from './shelf.ts';
import { byStore, type StoreName, stores } from './shop.ts';
import { MANAGER, stockKeeperOf, type WorkAt } from './stock-work.ts';
import { suppliers } from './suppliers.ts';

/** What is done with goods before the stores open. */
export type PlannedWork =
  | PlannedOrder
  | PlannedReceipt
  | PlannedCancellation
  | PlannedReturn
  | PlannedTransfer
  | PlannedArrival
  | PlannedStocktake;

export type PlannedEvent = PlannedAdjustment | PlannedSale | PlannedShiftEvent;

/** A day of all stores. */
export interface PlannedDay {
  /** In the order of time. What is numbered for the whole business is done in it, one after the other. */
  readonly morning: readonly PlannedWork[];
  /** The stores share nothing of this. */
  readonly trading: Readonly<Record<StoreName, readonly PlannedEvent[]>>;
}

/** For how many days before today everything is done by calls, as people do it. What was before is generated. */
export const TRADING_DAYS = 12;

/** What is on the shelves of each store. */
export type StockOnShelves = Readonly<Record<StoreName, ReadonlyMap<Article, number>>>;

const SEEDS: Readonly<Record<StoreName, number>> = { dublin: 20_260_101, berlin: 20_260_102 };

const SATURDAY = 6;

/** How busy an hour of the day is, where it is not usual: coffee in the morning, lunch, and the way home. */
const BUSY_HOURS = new Map([
  [8, 3],
  [9, 2],
  [12, 3],
  [13, 2.5],
  [17, 3],
  [18, 2.5],
]);

/** A store while its days are planned. */
interface PlannedStore {
  readonly name: StoreName;
  readonly shelf: Shelf;
  readonly random: Random;
  /** Drawers have a source of their own: what is sold does not depend on them. */
  readonly drawers: Random;
  /** Likewise who buys. */
  readonly buyers: Random;
  readonly purchasing: Purchasing;
}

/**
 * What happens in the stores in the last days until now, by day. It follows from the arguments
 * alone. The plan knows the stock, so that nothing is sold that is not there. The shifts of today stay open, whatever
 * the hour, so that whoever tries the demo can sell for cash.
 *
 * @param today the date in each store, as `YYYY-MM-DD`
 * @param stock what is there when these days begin
 */
export function planTrading(
  today: Readonly<Record<StoreName, string>>,
  now: Date,
  stock: StockOnShelves,
): PlannedDay[] {
  const planned = byStore((name): PlannedStore => {
    const random = createRandom(SEEDS[name]);
    const shelf = new Shelf(assortment, stock[name]);
    const drawers = createRandom(SEEDS[name] + 1);
    const buyers = createRandom(SEEDS[name] + 3);
    return { name, shelf, random, drawers, buyers, purchasing: new Purchasing(shelf, random) };
  });
  const stockroom = new Stockroom(
    byStore((name) => planned[name].shelf),
    today.dublin,
  );
  const past = ({ at }: { readonly at: Date }) => at < now;
  const days: PlannedDay[] = [];
  for (let day = -TRADING_DAYS; day <= 0; day++) {
    const dateIn = (name: StoreName) => addDays(today[name], day);
    const morning = day === -TRADING_DAYS ? [] : planMorning(planned, stockroom, dateIn, day);
    const trading = byStore((name) => {
      const shifts = planShiftsOn(planned[name], dateIn(name), day, now);
      const events = [...shifts, ...planDay(planned[name], dateIn(name), day)];
      return events.sort((a, b) => a.at.getTime() - b.at.getTime()).filter(past);
    });
    days.push({ morning: morning.filter(past), trading });
  }
  return days;
}

/** Deliveries come first, and orders go out last. */
function planMorning(
  planned: Readonly<Record<StoreName, PlannedStore>>,
  stockroom: Stockroom,
  dateIn: (name: StoreName) => string,
  day: number,
): PlannedWork[] {
  const workAt: WorkAt = (store, hour, by = stockKeeperOf(store)) => {
    return { store, at: dayIn(stores[store].input.timeZone, dateIn(store))(hour), by };
  };
  const work: PlannedWork[] = [];
  for (const { name, purchasing } of Object.values(planned)) {
    const weekday = weekdayOf(dateIn(name));
    const come = suppliers.filter(({ deliversOn }) => deliversOn.includes(weekday));
    // What came damaged in Berlin is kept there.
    if (name === 'dublin') work.push(...purchasing.sendBack(workAt(name, 6.25)));
    for (const supplier of come) work.push(...purchasing.receive(supplier, dateIn(name), workAt(name, 6)));
  }
  work.push(...stockroom.plan(day, workAt));
  for (const { name, purchasing } of Object.values(planned)) {
    const date = dateIn(name);
    for (const supplier of suppliers) {
      const comesOn = weekdayOf(addDays(date, supplier.fields.leadTimeDays));
      if (!supplier.deliversOn.includes(comesOn)) continue;
      work.push(...purchasing.order(supplier, date, workAt(name, 7.5, MANAGER)));
    }
  }
  return work.sort((a, b) => a.at.getTime() - b.at.getTime());
}

function planShiftsOn(
  { name, drawers: random }: PlannedStore,
  date: string,
  day: number,
  now: Date,
): PlannedShiftEvent[] {
  const { hours, input, tills } = stores[name];
  const at = dayIn(input.timeZone, date);
  const drawers = { at, by: sellerOn(name, day), tills: tills.length };
  const open = hours[weekdayOf(date)];
  const shifts = open ? planShifts(drawers, open, random) : [];
  if (day < 0) return shifts;
  const lastMoment = new Date(now.getTime() - 1);
  const [opening = lastMoment] = shifts.map((event) => event.at);
  return [
    ...planOpenings({ ...drawers, at: opening < lastMoment ? opening : lastMoment }),
    ...shifts.filter(({ kind }) => kind === 'cash_movement'),
  ];
}

function planDay({ name, shelf, random, buyers }: PlannedStore, date: string, day: number): PlannedEvent[] {
  const { hours, customers, input } = stores[name];
  const at = dayIn(input.timeZone, date);
  const stockAt = (hour: number) => ({ at: at(hour), by: stockKeeperOf(name) });
  const events: PlannedEvent[] = [];
  const weekday = weekdayOf(date);
  const open = hours[weekday];
  if (!open) return events;
  const seller = sellerOn(name, day);
  const count = Math.round((customers[weekday] ?? 0) * (0.85 + 0.3 * random.next()));
  for (const hour of arrivals(open, count, random)) {
    const sales = planSale(at(hour), seller, shelf, random);
    events.push(...sales.map((sale) => ({ ...sale, regular: planRegular(buyers) })));
  }
  if (weekday === SATURDAY) events.push(...planWriteOff(stockAt(open[1] + 0.25), shelf, random));
  return events;
}

/** Who sells in a store, so many days before (negative) today: two people take turns, so nobody is in two towns. */
export function sellerOn(storeName: StoreName, day: number): 'cashier' | 'manager' {
  return (day % 2 === 0) === (storeName === 'dublin') ? 'cashier' : 'manager';
}

/** One in four has a customer card, and comes the more often the earlier it was made out. */
function planRegular(random: Random): number | null {
  return random.chance(0.25) ? random.pick([0, 1, 2, 3], (index) => 4 - index) : null;
}

/** The hours, with fractions, at which customers come, in order. */
function arrivals([opens, closes]: readonly [number, number], count: number, random: Random): number[] {
  const hours = Array.from({ length: closes - opens }, (_, index) => opens + index);
  const times = Array.from({ length: count }, () => {
    return random.pick(hours, (hour) => BUSY_HOURS.get(hour) ?? 1) + random.next();
  });
  return times.sort((a, b) => a - b);
}
