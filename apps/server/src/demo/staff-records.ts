import { addDays, dayIn, weekdayOf } from '../history/local-time.ts';
import type { Actor } from '../procedure/actor.ts';
import type { Call } from './caller.ts';
import type { OpenShop } from './open-stores.ts';
import { actorOf } from './people.ts';
import { sellerOn, TRADING_DAYS } from './plan-trading.ts';
import { type StoreName, staff, storeNames, stores, type Username, usernames } from './shop.ts';

/** How many of the last days, up to yesterday, have timecards. */
const CLOCKED_DAYS = 7;
const QUARTER = 0.25;
const LUNCH = { from: 13, to: 13.75 };

interface Staffing {
  readonly call: Call;
  readonly people: ReadonlyMap<Username, Actor>;
  readonly shop: OpenShop;
  readonly openedAt: Date;
  /** The date of today, as `YYYY-MM-DD`, in each store. */
  readonly today: Readonly<Record<StoreName, string>>;
}

/** Gives everyone a staff record, and those who sold in the last days their timecards. */
export async function keepStaffRecords(staffing: Staffing): Promise<void> {
  await addEmployees(staffing);
  // One day after the other: who sells in one store today sells in the other tomorrow.
  for (let day = -Math.min(CLOCKED_DAYS, TRADING_DAYS); day < 0; day++) {
    for (const storeName of storeNames) await clock(staffing, storeName, day);
  }
}

async function addEmployees({ call, people, shop, openedAt }: Staffing): Promise<void> {
  const owner = actorOf(people, 'owner');
  for (const username of usernames) {
    const { name, at, position, hiredOn, hourlyRate } = staff[username];
    const storeIds = (at === 'everywhere' ? storeNames : at).map((store) => shop.stores[store].id);
    const { userId } = actorOf(people, username);
    const email = `${username}@figandfern.example`;
    await call({ actor: owner, at: openedAt, name: `demo-staff-${username}` }, ({ employees }) =>
      employees.create({ userId, name, position, storeIds, email, hiredOn, hourlyRate }),
    );
  }
}

/** A day at work of whoever sold in a store: from a quarter of an hour before it opened until one after it closed. */
async function clock({ call, people, shop, today }: Staffing, storeName: StoreName, day: number) {
  const date = addDays(today[storeName], day);
  const open = stores[storeName].hours[weekdayOf(date)];
  if (!open) return;
  const [opens, closes] = open;
  const { id: storeId, timeZone } = shop.stores[storeName];
  const hour = dayIn(timeZone, date);
  const actor = actorOf(people, sellerOn(storeName, day));
  const at = (when: number, what: string) => ({
    ...{ actor, at: hour(when) },
    name: `demo-${storeName}-${date}-${what}`,
  });
  await call(at(opens - QUARTER, 'in'), ({ timecards }) => timecards.clockIn({ storeId }));
  await call(at(LUNCH.from, 'lunch'), ({ timecards }) => timecards.startBreak({}));
  await call(at(LUNCH.to, 'back'), ({ timecards }) => timecards.endBreak({}));
  await call(at(closes + QUARTER, 'out'), ({ timecards }) => timecards.clockOut({}));
}
