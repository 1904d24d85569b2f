import type { PersonalData } from '@cashwrap/contract';
import type { Reader } from '@cashwrap/database';
import { countSalesOf, latestSalesOf, type SoldLine, soldLinesOf } from './personal-sales.repo.ts';
import { toSummary } from './present-sale.ts';

/** What these customers, who are one person, have bought: how often, and the latest sales with their lines. */
export async function personalSales(
  db: Reader,
  customerIds: readonly string[],
  limit: number,
): Promise<Pick<PersonalData, 'saleCount' | 'sales'>> {
  const [saleCount, rows] = await Promise.all([
    countSalesOf(db, customerIds),
    latestSalesOf(db, customerIds, limit),
  ]);
  const lines = await soldLinesOf(
    db,
    rows.map(({ id }) => id),
  );
  const bySale = new Map<string, SoldLine[]>(rows.map(({ id }) => [id, []]));
  for (const line of lines) bySale.get(line.saleId)?.push(line);
  return {
    saleCount,
    sales: rows.map((row) => ({ ...toSummary(row), lines: bySale.get(row.id) ?? [] })),
  };
}
