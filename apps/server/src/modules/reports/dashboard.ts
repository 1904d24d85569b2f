import type { Dashboard } from '@cashwrap/contract';
import { inSnapshot, type Reader } from '@cashwrap/database';
import type { QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { businessDateOf, sameTimeLastWeek } from '../organization/index.ts';
import { seesCosts } from './costs.ts';
import {
  countWaiting,
  type DayFigures,
  listHours,
  listMethods,
  listOpenShifts,
  listTopProducts,
  sumUpTo,
} from './dashboard.repo.ts';
import { plusDays } from './domain/period.ts';
import { averageOf, percentOf } from './domain/ratios.ts';
import { countLowStock, listLowest } from './low-stock.repo.ts';
import { listReportStores, type ReportStore } from './report-stores.repo.ts';

const TOP_PRODUCTS = 5;
const LOW_STOCK = 10;
const OPEN_SHIFTS = 100;

/** A store on its business day of now. */
interface StoreToday extends ReportStore {
  readonly today: string;
}

/** How things stand right now, in one snapshot. */
export function readDashboard({ db, scope, now, actor }: QueryCall & SignedIn): Promise<Dashboard> {
  return inSnapshot(db, async (snapshot) => {
    const stores = (await listReportStores(snapshot, scope)).map((store) => ({
      ...store,
      today: businessDateOf(now, store.timeZone, store.cutoffHour),
    }));
    const storeIds = stores.map(({ storeId }) => storeId);
    const [today, shifts, lowStock, lowCounts, waiting] = await Promise.all([
      readToday(snapshot, { stores, now, costs: seesCosts({ scope, actor }) }),
      listOpenShifts(snapshot, storeIds, OPEN_SHIFTS),
      listLowest(snapshot, storeIds, LOW_STOCK),
      countLowStock(snapshot, { storeIds, categoryIds: null }),
      countWaiting(snapshot, storeIds),
    ]);
    return {
      readAt: now.toISOString(),
      stores: stores.map(({ storeId, name, today: businessDate }) => ({ storeId, name, businessDate })),
      today,
      openShifts: shifts.map(({ count, openedAt, ...shift }) => ({
        ...shift,
        openedAt: openedAt.toISOString(),
      })),
      openShiftCount: shifts[0]?.count ?? 0,
      lowStock,
      lowStockCount: lowCounts.reduce((sum, { lowCount }) => sum + lowCount, 0),
      ...waiting,
    };
  });
}

/** What today comes to in each store, and the same day a week ago. */
async function readToday(
  snapshot: Reader,
  { stores, now, costs }: { stores: readonly StoreToday[]; now: Date; costs: boolean },
): Promise<Dashboard['today']> {
  const storeIds = stores.map(({ storeId }) => storeId);
  const today = { storeIds, dates: stores.map((store) => store.today) };
  const weekAgo = { storeIds, dates: stores.map((store) => plusDays(store.today, -7)) };
  const sameTimes = stores.map(({ timeZone }) => sameTimeLastWeek(now, timeZone));
  const [hours, methods, products, hoursWeekAgo, upToSameTime] = await Promise.all([
    listHours(snapshot, today),
    listMethods(snapshot, today),
    listTopProducts(snapshot, today, TOP_PRODUCTS),
    listHours(snapshot, weekAgo),
    sumUpTo(snapshot, weekAgo, sameTimes),
  ]);
  const digits = new Map(stores.map((store) => [store.currency, store.currencyDigits]));
  return [...digits].sort(byCurrency).map(([currency, currencyDigits]) => {
    const ofIt = <Row extends { readonly currency: string }>(rows: readonly Row[]) =>
      rows.filter((row) => row.currency === currency);
    const whole = toDay(ofIt(hoursWeekAgo), costs);
    return {
      ...{ currency, currencyDigits },
      ...toDay(ofIt(hours), costs),
      lastWeek: toDay(ofIt(upToSameTime), costs),
      lastWeekWhole: { saleCount: whole.saleCount, net: whole.net, total: whole.total },
      hours: ofIt(hours).map(({ hour, saleCount, net }) => ({ hour, saleCount, net })),
      payments: sharesOf(ofIt(methods)),
      topProducts: ofIt(products).map(({ currency: _, ...product }) => product),
    };
  });
}

function byCurrency([a]: readonly [string, number], [b]: readonly [string, number]): number {
  return a < b ? -1 : 1;
}

function toDay(parts: readonly DayFigures[], costs: boolean) {
  const sumOf = (figure: keyof DayFigures) => parts.reduce((sum, part) => sum + part[figure], 0);
  const [saleCount, net] = [sumOf('saleCount'), sumOf('net')];
  return {
    ...{ saleCount, returnCount: sumOf('returnCount') },
    ...{ net, total: net + sumOf('tax') },
    averageSale: averageOf(sumOf('sold'), saleCount),
    tips: sumOf('tips'),
    profit: costs ? net - sumOf('cost') : null,
  };
}

function sharesOf(methods: Awaited<ReturnType<typeof listMethods>>) {
  const all = methods.reduce((sum, { collected }) => sum + collected, 0);
  return methods.map(({ method, collected }) => ({
    ...{ method, collected },
    share: all > 0 ? percentOf(collected, all) : null,
  }));
}
