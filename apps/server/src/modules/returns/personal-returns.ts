import type { PersonalData } from '@cashwrap/contract';
import type { Reader } from '@cashwrap/database';
import { type BroughtBack, latestReturnsOf, linesOfReturns } from './personal-returns.repo.ts';
import { toSummary } from './present-return.ts';

/** What these customers, who are one person, have brought back, the last return first. */
export async function personalReturns(
  db: Reader,
  customerIds: readonly string[],
  limit: number,
): Promise<PersonalData['returns']> {
  const rows = await latestReturnsOf(db, customerIds, limit);
  const lines = await linesOfReturns(
    db,
    rows.map(({ id }) => id),
  );
  const linesBy = new Map(rows.map(({ id }): [string, BroughtBack[]] => [id, []]));
  for (const line of lines) linesBy.get(line.returnId)?.push(line);
  return rows.map((row) => ({ ...toSummary(row), lines: linesBy.get(row.id) ?? [] }));
}
