import { type Reader, readStatement } from '@cashwrap/database';
import { returns } from '@cashwrap/database/schema';
import { desc, inArray } from 'drizzle-orm';
import type { ReturnLineRow, ReturnRow } from './returns.repo.ts';

/** The latest returns of these customers, in all stores, the last first. */
export function latestReturnsOf(
  db: Reader,
  customerIds: readonly string[],
  limit: number,
): Promise<ReturnRow[]> {
  return db
    .select()
    .from(returns)
    .where(inArray(returns.customerId, [...customerIds]))
    .orderBy(desc(returns.completedAt), desc(returns.id))
    .limit(limit);
}

/** A line as far as it tells what came back. */
export type BroughtBack = Pick<ReturnLineRow, 'returnId' | 'name' | 'quantity' | 'total'>;

const broughtBack = readStatement<BroughtBack, readonly [returnIds: readonly string[]]>(
  'lines_of_returns',
  `SELECT return_id AS "returnId", name, quantity::float8 AS quantity, total
   FROM return_lines WHERE return_id = ANY($1::uuid[]) ORDER BY return_id, position`,
);

export async function linesOfReturns(db: Reader, returnIds: readonly string[]): Promise<BroughtBack[]> {
  const { rows } = await broughtBack(db, [returnIds]);
  return rows;
}
