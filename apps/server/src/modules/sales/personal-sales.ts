import type { PersonalData } from '@cashwrap/contract';
import type { Reader } from '@cashwrap/database';
import { countSalesOf, latestSalesOf, paymentsOf, soldLinesOf } from './personal-sales.repo.ts';
import { toSummary } from './present-sale.ts';

/** What these customers, who are one person, have bought: how often, and the latest sales with what they were of and how they were paid. */
export async function personalSales(
  db: Reader,
  customerIds: readonly string[],
  limit: number,
): Promise<Pick<PersonalData, 'saleCount' | 'sales'>> {
  const [saleCount, rows] = await Promise.all([
    countSalesOf(db, customerIds),
    latestSalesOf(db, customerIds, limit),
  ]);
  const saleIds = rows.map(({ id }) => id);
  const [lines, payments] = await Promise.all([soldLinesOf(db, saleIds), paymentsOf(db, saleIds)]);
  const linesBy = bySale(lines);
  const paymentsBy = bySale(payments);
  return {
    saleCount,
    sales: rows.map((row) => ({
      ...toSummary(row),
      ...{ taxExemptReason: row.taxExemptReason, note: row.note },
      ...{ payments: paymentsBy.get(row.id) ?? [], lines: linesBy.get(row.id) ?? [] },
    })),
  };
}

function bySale<Row extends { readonly saleId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const grouped = new Map<string, Row[]>();
  for (const row of rows) {
    const others = grouped.get(row.saleId);
    if (others) others.push(row);
    else grouped.set(row.saleId, [row]);
  }
  return grouped;
}
