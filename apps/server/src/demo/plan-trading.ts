import { assortment } from './assortment.ts';
import { addDays, dayIn, weekdayOf } from './local-time.ts';
import { type PlannedSale, planSale } from './plan-sale.ts';
import { type PlannedAdjustment, planDelivery, planOpeningStock, planWriteOff } from './plan-stock.ts';
import { createRandom, type Random } from './random.ts';
import { Shelf } from './shelf.ts';
import { type StoreName, stores } from './shop.ts';

export type PlannedEvent = PlannedAdjustment | PlannedSale;

/** How many days before today the trading begins. */
export const TRADING_DAYS = 21;

const SEEDS: Readonly<Record<StoreName, number>> = { dublin: 20_260_101, berlin: 20_260_102 };

const TUESDAY = 2;
const FRIDAY = 5;
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

/**
 * What happens in a store from the opening of its books until now, in order. It follows from the arguments
 * alone. The plan knows the stock, so that nothing is sold that is not there.
 *
 * @param today the date in the store, as `YYYY-MM-DD`
 */
export function planTrading(storeName: StoreName, today: string, now: Date): PlannedEvent[] {
  const random = createRandom(SEEDS[storeName]);
  const shelf = new Shelf(assortment);
  const events: PlannedEvent[] = [];
  for (let day = -TRADING_DAYS; day <= 0; day++) {
    events.push(...planDay(storeName, addDays(today, day), day, shelf, random));
  }
  return events.filter((event) => event.at < now);
}

function planDay(
  storeName: StoreName,
  date: string,
  day: number,
  shelf: Shelf,
  random: Random,
): PlannedEvent[] {
  const { hours, customers, stockKeeper, input } = stores[storeName];
  const at = dayIn(input.timeZone, date);
  const stockAt = (hour: number) => ({ at: at(hour), by: stockKeeper });
  const weekday = weekdayOf(date);
  const events: PlannedEvent[] = [];
  if (day === -TRADING_DAYS) events.push(...planOpeningStock(stockAt(6), shelf));
  else if (weekday === TUESDAY || weekday === FRIDAY)
    events.push(...planDelivery(stockAt(6.5), shelf, random));

  const open = hours[weekday];
  if (!open) return events;
  const seller = sellerOn(storeName, day);
  const count = Math.round((customers[weekday] ?? 0) * (0.85 + 0.3 * random.next()));
  for (const hour of arrivals(open, count, random)) events.push(...planSale(at(hour), seller, shelf, random));
  if (weekday === SATURDAY) events.push(...planWriteOff(stockAt(open[1] + 0.25), shelf, random));
  return events;
}

/** Who sells in a store, so many days before (negative) today: two people take turns, so nobody is in two towns. */
export function sellerOn(storeName: StoreName, day: number): 'cashier' | 'manager' {
  return (day % 2 === 0) === (storeName === 'dublin') ? 'cashier' : 'manager';
}

/** The hours, with fractions, at which customers come, in order. */
function arrivals([opens, closes]: readonly [number, number], count: number, random: Random): number[] {
  const hours = Array.from({ length: closes - opens }, (_, index) => opens + index);
  const times = Array.from({ length: count }, () => {
    return random.pick(hours, (hour) => BUSY_HOURS.get(hour) ?? 1) + random.next();
  });
  return times.sort((a, b) => a - b);
}
