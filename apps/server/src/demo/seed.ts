import type { AppDeps } from '../app.ts';
import { tellLowStock } from '../modules/inventory/index.ts';
import { businessDateOf } from '../modules/organization/index.ts';
import { lookAfterSales } from './after-sales.ts';
import { createCaller } from './caller.ts';
import { startClub, treatRegulars } from './club.ts';
import { anyRoleIsHeld, findMerchant } from './demo.repo.ts';
import { makeOffers } from './offers.ts';
import { openStores } from './open-stores.ts';
import { HISTORY_DAYS, stockOnShelves, writePast } from './past.ts';
import { actorOf, appointStaff, hireStaff, meetStaff } from './people.ts';
import { TRADING_DAYS } from './plan-trading.ts';
import { byStore } from './shop.ts';
import { addSuppliers, setReorderPoints } from './sourcing.ts';
import { keepStaffRecords } from './staff-records.ts';
import { trade } from './trade.ts';

/** The books are opened before the trading begins, wherever it is what day. */
const PAST_MS = (HISTORY_DAYS + TRADING_DAYS + 2) * 86_400_000;

/** The demo shop could not be made, or not to its end. */
export class DemoSeedError extends Error {
  override readonly name = 'DemoSeedError';

  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `The demo shop could not be finished: ${reason}\n` +
        'Start again to go on from where it stopped. If that does not help, empty the database (by default ' +
        'the folder .data) and start again, with DEMO_SEED=off if you want no demo shop.',
      { cause },
    );
  }
}

/** What was made. */
export interface DemoSummary {
  readonly products: number;
  readonly sales: number;
}

/**
 * Fills an empty database with a shop and a year of its trade, the last days of it through the real use cases; does nothing
 * in a database that has a merchant with staff.
 *
 * A crash in the middle leaves a merchant where nobody holds a role: roles come last, and `auth.setup` writes
 * both at once. The next start finds it so and runs the same plan again, from the same day: every call has
 * its own Idempotency-Key, so what was done answers as it did, and the rest is done. Until then nobody can
 * do anything in the half shop. Two servers that start at once end with one shop in the same way.
 *
 * @throws DemoSeedError
 */
export async function seedDemo(deps: AppDeps): Promise<DemoSummary | undefined> {
  const { db } = deps.database;
  try {
    if ((await findMerchant(db)) === undefined) {
      await hireStaff(deps, new Date(deps.clock().getTime() - PAST_MS));
    }
    const merchant = await findMerchant(db);
    if (!merchant || (await anyRoleIsHeld(db))) return undefined;
    return await makeShop(deps, merchant.createdAt);
  } catch (error) {
    throw new DemoSeedError(error);
  }
}

/**
 * Opens the shop in an empty database, with its staff, and without any trade: what a generated history is written into.
 *
 * @throws Error where there is a merchant already
 */
export async function openDemoShop(deps: AppDeps, openedAt: Date): Promise<void> {
  await hireStaff(deps, openedAt);
  const merchant = await findMerchant(deps.database.db);
  if (merchant?.createdAt.getTime() !== openedAt.getTime()) throw new Error('There is a merchant already.');
  const { people } = await openShop(deps, openedAt);
  await appointStaff(deps, people, openedAt);
}

async function openShop(deps: AppDeps, openedAt: Date) {
  const call = createCaller(deps);
  const owner = actorOf(await meetStaff(deps), 'owner');
  const shop = await openStores(call, owner, openedAt);
  const regulars = await makeOffers(call, owner, openedAt, shop.productIds);
  await startClub(call, owner, openedAt, shop.categoryIds);
  const people = await meetStaff(
    deps,
    byStore((name) => shop.stores[name].id),
  );
  const manager = actorOf(people, 'manager');
  const supplierIds = await addSuppliers(call, manager, openedAt, shop);
  await setReorderPoints(call, manager, openedAt, shop);
  return { call, people, shop, supplierIds, regulars };
}

async function makeShop(deps: AppDeps, openedAt: Date): Promise<DemoSummary> {
  const { call, people, shop, ...open } = await openShop(deps, openedAt);
  const now = new Date(openedAt.getTime() + PAST_MS);
  const today = byStore((name) => businessDateOf(now, shop.stores[name].timeZone, 0));
  const past = await writePast(deps, { people, shop, today });
  const stock = await stockOnShelves(deps, { shop, today });
  const trading = { deps, call, people, shop, ...open, today, stock, now };
  const sales =
    past + (await trade(trading)) + (await treatRegulars(trading)) + (await lookAfterSales(trading));
  await tellLowStock({ ...deps, clock: () => now });
  await keepStaffRecords({ call, people, shop, openedAt, today });
  await appointStaff(deps, people, now);
  return { products: shop.productIds.size, sales };
}
