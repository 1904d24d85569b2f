import type { Shift } from '@cashwrap/contract';
import type { ShiftRow } from './shifts.repo.ts';

/** A shift in the words of the contract. What is expected in the drawer is in no column while it is open. */
export function toShift(row: ShiftRow): Shift {
  const { id, storeId, registerId, status, currency, currencyDigits, businessDate, openingFloat } = row;
  return {
    ...{ id, storeId, registerId, status, currency, currencyDigits, businessDate, openingFloat },
    note: row.note,
    openedBy: row.openedBy,
    openedAt: row.openedAt.toISOString(),
    zNumber: row.zNumber,
    closedBy: row.closedBy,
    closedAt: row.closedAt?.toISOString() ?? null,
    forced: row.forced,
    tenders: row.tenders,
    closingReason: row.closingReason,
    version: row.version,
    updatedAt: row.updatedAt.toISOString(),
  };
}
