import type { AppDeps } from '../app.ts';
import { generateHistory } from '../history/generate.ts';
import { addDays, dayIn } from '../history/local-time.ts';
import type { Actor } from '../procedure/actor.ts';
import { assortment } from './assortment.ts';
import { findStockAt } from './demo.repo.ts';
import type { OpenShop } from './open-stores.ts';
import { actorOf } from './people.ts';
import { type StockOnShelves, TRADING_DAYS } from './plan-trading.ts';
import { type StoreName, storeNames, stores, type Username } from './shop.ts';

/** For how many days the past is generated. */
export const HISTORY_DAYS = 365;
const SEED = 20_260_103;
/** A season is as busy as another, on average. */
const WEEKS = HISTORY_DAYS / 7;
/** How many of the customers of busy weeks came in that year: each takes its time to be made. */
const BUSY = 0.5;

interface Shop {
  readonly shop: OpenShop;
  /** The date of today, as `YYYY-MM-DD`, in each store. */
  readonly today: Readonly<Record<StoreName, string>>;
}

/**
 * Writes the year before the days that are made by calls, for which these would take minutes. Answers how many sales there
 * were; none where it was there already.
 */
export async function writePast(
  { database }: AppDeps,
  { people, today }: Shop & { readonly people: ReadonlyMap<Username, Actor> },
): Promise<number> {
  const to = addDays(today.dublin, -TRADING_DAYS - 1);
  const customers = storeNames.flatMap((name) => stores[name].customers);
  const made = await generateHistory(database, {
    ...{ seed: SEED, from: addDays(to, 1 - HISTORY_DAYS), to },
    sales: Math.round(BUSY * WEEKS * customers.reduce((sum, count) => sum + count, 0)),
    weeks: new Map(
      Object.values(stores).map(({ input, hours, customers }) => [input.name, { hours, customers }]),
    ),
    sellers: (['cashier', 'manager'] as const).map((username) => actorOf(people, username).userId),
    demand: new Map(assortment.map(({ sku, demand }) => [sku, demand])),
  });
  // What reports read of it is added up by the job: until then they read its days live.
  return made?.sales ?? 0;
}

/** What that has left on the shelves: a seed that goes on after a crash has to find it as it was. */
export async function stockOnShelves({ database }: AppDeps, { shop, today }: Shop): Promise<StockOnShelves> {
  const left = async (name: StoreName) => {
    const { id, timeZone } = shop.stores[name];
    const firstDay = dayIn(timeZone, addDays(today[name], -TRADING_DAYS));
    const onHand = await findStockAt(database.db, id, firstDay(0));
    return new Map(
      assortment.map((article) => [article, onHand.get(shop.productIds.get(article) ?? '') ?? 0] as const),
    );
  };
  const [dublin, berlin] = await Promise.all([left('dublin'), left('berlin')]);
  return { dublin, berlin };
}
