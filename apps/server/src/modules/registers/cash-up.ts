import type { CashUp, CashUpInput } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { findTradingPlace } from '../organization/index.ts';
import { addDrawers, addTenders, NOT_COUNTED, tendersOf, thaw, toTotals } from './domain/shift-totals.ts';
import { readShiftFigures } from './shift-totals.repo.ts';
import { listShiftsOfDay } from './shifts.repo.ts';

/** What the shifts of a store have come to that were opened on a business day; open ones with what they have so far. */
export async function cashUp(
  { db, scope }: QueryCall,
  { storeId, businessDate }: CashUpInput,
): Promise<CashUp> {
  const [place, rows] = await Promise.all([
    findTradingPlace(db, storeId, null),
    listShiftsOfDay(db, scope, businessDate),
  ]);
  if (!place) throw notFound('store');
  const open = rows.filter(({ totals }) => totals === null);
  const figures = await readShiftFigures(
    db,
    open.map(({ id }) => id),
  );
  const shifts = rows.map(({ id: shiftId, totals: frozen, tenders, ...row }) => {
    const { registerId, registerName, status, zNumber } = row;
    const soFar = figures.get(shiftId);
    const totals = frozen ? thaw(frozen) : soFar && toTotals(soFar);
    if (!totals) throw new Error('A shift vanished.');
    return {
      ...{ shiftId, registerId, registerName, status, zNumber },
      ...{ saleCount: totals.saleCount, total: totals.total },
      ...{ returnCount: totals.returns.count, returnTotal: totals.returns.total },
      ...{ turnover: totals.turnover, drawer: totals.drawer },
      tenders: tenders ?? tendersOf(totals, NOT_COUNTED),
    };
  });
  return {
    ...{ storeId, businessDate, currency: place.currency, currencyDigits: place.currencyDigits, shifts },
    openShifts: open.length,
    saleCount: shifts.reduce((sum, { saleCount }) => sum + saleCount, 0),
    total: shifts.reduce((sum, { total }) => sum + total, 0),
    returnCount: shifts.reduce((sum, { returnCount }) => sum + returnCount, 0),
    returnTotal: shifts.reduce((sum, { returnTotal }) => sum + returnTotal, 0),
    turnover: shifts.reduce((sum, { turnover }) => sum + turnover, 0),
    drawer: addDrawers(shifts.map(({ drawer }) => drawer)),
    tenders: addTenders(shifts.flatMap(({ tenders }) => tenders)),
  };
}
