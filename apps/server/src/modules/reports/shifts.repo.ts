import type { Reader } from '@cashwrap/database';
import { registers, shifts, stores, users } from '@cashwrap/database/schema';
import { and, asc, between, eq, inArray } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Period } from './domain/period.ts';

export type ShiftRow = Awaited<ReturnType<typeof listShifts>>[number];

const opener = alias(users, 'opener');
const closer = alias(users, 'closer');

/** The shifts that were opened on some business days, in the order in which they were. */
export async function listShifts(db: Reader, storeIds: readonly string[], { from, to }: Period) {
  return db
    .select({
      shiftId: shifts.id,
      storeId: shifts.storeId,
      storeName: stores.name,
      registerId: shifts.registerId,
      registerName: registers.name,
      status: shifts.status,
      zNumber: shifts.zNumber,
      businessDate: shifts.businessDate,
      openedBy: shifts.openedBy,
      openedByName: opener.name,
      openedAt: shifts.openedAt,
      closedBy: shifts.closedBy,
      closedByName: closer.name,
      closedAt: shifts.closedAt,
      forced: shifts.forced,
      reason: shifts.closingReason,
      currency: stores.currency,
      currencyDigits: stores.currencyDigits,
      tenders: shifts.tenders,
      totals: shifts.totals,
    })
    .from(shifts)
    .innerJoin(stores, eq(stores.id, shifts.storeId))
    .innerJoin(registers, eq(registers.id, shifts.registerId))
    .innerJoin(opener, eq(opener.id, shifts.openedBy))
    .leftJoin(closer, eq(closer.id, shifts.closedBy))
    .where(and(inArray(shifts.storeId, [...storeIds]), between(shifts.businessDate, from, to)))
    .orderBy(asc(shifts.openedAt), asc(shifts.id));
}
