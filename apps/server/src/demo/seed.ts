import type { AppDeps } from '../app.ts';
import { businessDateOf } from '../modules/organization/index.ts';
import { createCaller } from './caller.ts';
import { anyRoleIsHeld, findMerchant } from './demo.repo.ts';
import { makeOffers } from './offers.ts';
import { openStores } from './open-stores.ts';
import { appointStaff, hireStaff, meetStaff, type StoreIds } from './people.ts';
import { TRADING_DAYS } from './plan-trading.ts';
import { type StoreName, storeNames } from './shop.ts';
import { keepStaffRecords } from './staff-records.ts';
import { trade } from './trade.ts';

/** The books are opened a day before the trading begins. */
const HISTORY_MS = (TRADING_DAYS + 1) * 86_400_000;

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
 * Fills an empty database with a shop and some weeks of its trade, through the real use cases; does nothing
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
      await hireStaff(deps, new Date(deps.clock().getTime() - HISTORY_MS));
    }
    const merchant = await findMerchant(db);
    if (!merchant || (await anyRoleIsHeld(db))) return undefined;
    return await makeShop(deps, merchant.createdAt);
  } catch (error) {
    throw new DemoSeedError(error);
  }
}

async function makeShop(deps: AppDeps, openedAt: Date): Promise<DemoSummary> {
  const call = createCaller(deps);
  const owner = (await meetStaff(deps)).get('owner');
  if (!owner) throw new Error('The demo shop has no owner.');
  const shop = await openStores(call, owner, openedAt);
  await makeOffers(call, owner, openedAt, shop.productIds);
  const storeIds = Object.fromEntries(storeNames.map((name) => [name, shop.stores[name].id])) as StoreIds;
  const people = await meetStaff(deps, storeIds);

  // The stores share nothing, so they trade at the same time; where one fails, the other stops.
  const now = new Date(openedAt.getTime() + HISTORY_MS);
  const failed = new AbortController();
  const trading = { call, people, shop, now, signal: failed.signal };
  const results = await Promise.allSettled(
    storeNames.map((name) =>
      trade(trading, name).catch((error: unknown) => {
        failed.abort(error);
        throw error;
      }),
    ),
  );
  failed.signal.throwIfAborted();
  const today = Object.fromEntries(
    storeNames.map((name) => [name, businessDateOf(now, shop.stores[name].timeZone, 0)]),
  ) as Record<StoreName, string>;
  await keepStaffRecords({ call, people, shop, openedAt, today });
  await appointStaff(deps, people, now);
  const sales = results.reduce((sum, result) => sum + (result.status === 'fulfilled' ? result.value : 0), 0);
  return { products: shop.productIds.size, sales };
}
