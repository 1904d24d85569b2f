import type { ListShiftsInput } from '@cashwrap/contract';
import { inScope, keyset, type Reader, type StoreScope, type Tx } from '@cashwrap/database';
import { registers, shifts, stores } from '@cashwrap/database/schema';
import { and, asc, desc, eq, getTableColumns, gt, gte, isNotNull, isNull, lte, or } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

/** A shift with what of its store it depends on. */
export type ShiftRow = typeof shifts.$inferSelect &
  Pick<
    typeof stores.$inferSelect,
    'currency' | 'currencyDigits' | 'timeZone' | 'businessDayCutoffHour' | 'varianceTolerance'
  >;

const sortColumns = { openedAt: shifts.openedAt };

const shiftColumns = {
  ...getTableColumns(shifts),
  currency: stores.currency,
  currencyDigits: stores.currencyDigits,
  timeZone: stores.timeZone,
  businessDayCutoffHour: stores.businessDayCutoffHour,
  varianceTolerance: stores.varianceTolerance,
};

const selectShifts = (db: Reader) =>
  db.select(shiftColumns).from(shifts).innerJoin(stores, eq(stores.id, shifts.storeId));

export async function findShift(db: Reader, scope: StoreScope, id: string): Promise<ShiftRow | undefined> {
  const [row] = await selectShifts(db).where(and(eq(shifts.id, id), inScope(shifts.storeId, scope)));
  return row;
}

/**
 * The shift, locked against a change of its own. `share`: for what happens in it, any number at once; it is not closed
 * meanwhile. Whoever locks the register too does so first.
 */
export async function lockShift(
  tx: Tx,
  scope: StoreScope,
  id: string,
  strength: 'share' | 'no key update',
): Promise<ShiftRow | undefined> {
  const [row] = await selectShifts(tx)
    .where(and(eq(shifts.id, id), inScope(shifts.storeId, scope)))
    .for(strength, { of: shifts });
  return row;
}

export async function findOpenShift(
  db: Reader,
  scope: StoreScope,
  registerId: string,
): Promise<ShiftRow | undefined> {
  const [row] = await selectShifts(db).where(
    and(eq(shifts.registerId, registerId), eq(shifts.status, 'open'), inScope(shifts.storeId, scope)),
  );
  return row;
}

/** The shift that was open at a register at some instant; `undefined` where none was. */
export async function findShiftAt(
  db: Reader,
  registerId: string,
  instant: Date,
): Promise<Pick<ShiftRow, 'id' | 'status'> | undefined> {
  const [row] = await db
    .select({ id: shifts.id, status: shifts.status })
    .from(shifts)
    .where(
      and(
        eq(shifts.registerId, registerId),
        lte(shifts.openedAt, instant),
        or(isNull(shifts.closedAt), gt(shifts.closedAt, instant)),
      ),
    )
    .orderBy(desc(shifts.openedAt))
    .limit(1);
  return row;
}

export async function listShifts(
  db: Reader,
  scope: StoreScope,
  filter: Pick<ListShiftsInput, 'registerId' | 'status' | 'businessDateFrom' | 'businessDateTo'>,
  page: PageRequest<keyof typeof sortColumns>,
): Promise<ShiftRow[]> {
  const { registerId, status, businessDateFrom, businessDateTo } = filter;
  const { after, orderBy } = keyset(page, sortColumns[page.column], shifts.id);
  return selectShifts(db)
    .where(
      and(
        inScope(shifts.storeId, scope),
        registerId === undefined ? undefined : eq(shifts.registerId, registerId),
        status === undefined ? undefined : eq(shifts.status, status),
        businessDateFrom === undefined ? undefined : gte(shifts.businessDate, businessDateFrom),
        businessDateTo === undefined ? undefined : lte(shifts.businessDate, businessDateTo),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}

/** The shifts of a store that were opened on a business day, by register. */
export async function listShiftsOfDay(db: Reader, scope: StoreScope, businessDate: string) {
  return db
    .select({ ...getTableColumns(shifts), registerName: registers.name })
    .from(shifts)
    .innerJoin(registers, eq(registers.id, shifts.registerId))
    .where(and(inScope(shifts.storeId, scope), eq(shifts.businessDate, businessDate)))
    .orderBy(asc(registers.name), asc(shifts.openedAt), asc(shifts.id));
}

/** What an earlier call with this id has sent, as its hash. */
export async function findInputHash(db: Reader, id: string): Promise<string | undefined> {
  const [row] = await db.select({ inputHash: shifts.inputHash }).from(shifts).where(eq(shifts.id, id));
  return row?.inputHash;
}

export async function insertShift(tx: Tx, shift: typeof shifts.$inferInsert): Promise<void> {
  await tx.insert(shifts).values(shift);
}

/** The sale number with which the last closed shift of a register ended; 0 where none was closed yet. */
export async function findLastSaleNumber(db: Reader, registerId: string): Promise<number> {
  const [row] = await db
    .select({ number: shifts.lastSaleNumber })
    .from(shifts)
    .where(and(eq(shifts.registerId, registerId), isNotNull(shifts.zNumber)))
    .orderBy(desc(shifts.zNumber))
    .limit(1);
  return row?.number ?? 0;
}

export async function updateShift(
  tx: Tx,
  id: string,
  changes: Partial<typeof shifts.$inferInsert> & { version: number; updatedAt: Date },
): Promise<void> {
  await tx.update(shifts).set(changes).where(eq(shifts.id, id));
}

/** The store of a shift; none where there is no such shift. */
export async function storesOfShift(db: Reader, id: string): Promise<string[]> {
  const rows = await db.select({ storeId: shifts.storeId }).from(shifts).where(eq(shifts.id, id));
  return rows.map(({ storeId }) => storeId);
}

/** The sale numbers of a register from after one up to another; `last` is null where it goes on. */
export interface NumberRange {
  readonly registerId: string;
  readonly after: number;
  readonly last: number | null;
}

/** The numbers that the sales of a shift have; late ones among them are of none. */
export async function findSaleNumbers(
  db: Reader,
  scope: StoreScope,
  shiftId: string,
): Promise<NumberRange | undefined> {
  const [row] = await db
    .select({
      registerId: shifts.registerId,
      after: shifts.saleNumberBefore,
      last: shifts.lastSaleNumber,
    })
    .from(shifts)
    .where(and(eq(shifts.id, shiftId), inScope(shifts.storeId, scope)));
  return row;
}
