import type { PersonalData } from '@cashwrap/contract';
import type { Reader } from '@cashwrap/database';
import { latestOpenSalesOf } from './open-sales-of-customers.repo.ts';
import { toSummary } from './present-open-sale.ts';

/** What these customers, who are one person, have left open, parked or cancelled: the last change first. */
export async function personalOpenSales(
  db: Reader,
  customerIds: readonly string[],
  limit: number,
): Promise<PersonalData['openSales']> {
  const rows = await latestOpenSalesOf(db, customerIds, limit);
  return rows.map((row) => ({ ...toSummary(row), lines: row.priced.lines }));
}
