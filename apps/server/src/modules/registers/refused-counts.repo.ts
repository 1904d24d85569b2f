import { type Reader, readStatement } from '@cashwrap/database';

/** What the audit log calls a count that was refused; its document is the shift. */
export const REFUSED_COUNT = 'refused_count';

const refusedAmounts = readStatement<
  { count: number },
  readonly [documentType: string, shiftId: string, counted: number | null]
>(
  'refused_amounts',
  `SELECT count(DISTINCT after->>'counted') AS count FROM audit_log
   WHERE document_type = $1 AND document_id = $2 AND (after->>'counted')::bigint IS DISTINCT FROM $3`,
);

/** How many other amounts than this one were counted in a shift, and refused. The same one, sent with a reason, is none. */
export async function countRefused(db: Reader, shiftId: string, counted: number | null): Promise<number> {
  const { rows } = await refusedAmounts(db, [REFUSED_COUNT, shiftId, counted]);
  return rows[0]?.count ?? 0;
}
