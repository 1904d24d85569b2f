import type { Tx } from '@cashwrap/database';
import { sql } from 'drizzle-orm';
import type { BrokenRow, Check, CheckedTable, CheckResult } from './check.ts';

/**
 * All that follows in the transaction reads one state of the database, however much is sold meanwhile, and
 * cannot write. Only as the transaction's first statement.
 */
export async function readOneSnapshot(tx: Tx): Promise<void> {
  await tx.execute(sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`);
}

export async function countRows(tx: Tx, table: CheckedTable): Promise<number> {
  const { rows } = await tx.execute<{ count: number }>(sql`SELECT count(*) FROM ${sql.identifier(table)}`);
  return rows[0]?.count ?? 0;
}

/** The rows that break a check: how many there are, and the first of them. */
export async function findBroken(
  tx: Tx,
  check: Check,
  limit: number,
): Promise<Pick<CheckResult, 'brokenCount' | 'broken'>> {
  const { rows } = await tx.execute<{ count: number; broken: BrokenRow }>(
    sql`SELECT count(*) OVER () AS count, row_to_json(broken) AS broken
      FROM (${sql.raw(check.broken)}) broken LIMIT ${limit}`,
  );
  return { brokenCount: rows[0]?.count ?? 0, broken: rows.map(({ broken }) => broken) };
}

/** Runs `read` so that its failure, over JSON that is none of ours, say, leaves the transaction usable. */
export async function guarded<T>(tx: Tx, read: () => Promise<T>): Promise<T> {
  await tx.execute(sql`SAVEPOINT guarded`);
  try {
    return await read();
  } catch (error) {
    await tx.execute(sql`ROLLBACK TO SAVEPOINT guarded`);
    throw error;
  }
}
