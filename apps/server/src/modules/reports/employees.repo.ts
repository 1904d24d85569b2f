import { type Reader, readStatement } from '@cashwrap/database';
import type { BusinessSpan } from './business-days.ts';
import { groupedFigures } from './grouped-figures.repo.ts';
import { documentGroupings } from './groupings.repo.ts';
import { figuresOf } from './rollups/figures.repo.ts';

/** What everybody has sold, discounted and taken back. */
export const readSold = groupedFigures('report_employees', {
  from: figuresOf('rollup_sales'),
  grouping: documentGroupings.employee,
  sums: {
    saleCount: 'f.sale_count',
    gross: 'f.gross',
    discounts: 'f.discount',
    sold: 'f.net',
    returnCount: 'f.return_count',
    voidCount: 'f.void_count',
    returned: 'f.returned_net',
    tips: 'f.tips - f.returned_tips',
  },
  main: 'g.sold - g.returned',
});

/** A stay at work that has ended, in the currency of its store. */
export type StayRow = {
  /** The user; of somebody who is none, their staff record. */
  readonly key: string;
  readonly name: string;
  readonly currency: string;
  readonly currencyDigits: number;
  readonly clockedInAt: Date;
  readonly clockedOutAt: Date;
  readonly breaks: readonly { readonly startedAt: string; readonly endedAt: string | null }[];
};

const stays = readStatement<
  StayRow,
  readonly [storeIds: readonly string[], starts: readonly Date[], ends: readonly Date[]]
>(
  'report_stays',
  `SELECT coalesce(e.user_id, e.id)::text AS key, coalesce(u.name, e.name) AS name,
     s.currency, s.currency_digits AS "currencyDigits",
     t.clocked_in_at AS "clockedInAt", t.clocked_out_at AS "clockedOutAt", t.breaks
   FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) AS span (store_id, starts, ends)
   JOIN timecards t ON t.store_id = span.store_id AND t.clocked_in_at >= span.starts AND t.clocked_in_at < span.ends
   JOIN stores s ON s.id = t.store_id
   JOIN employees e ON e.id = t.employee_id
   LEFT JOIN users u ON u.id = e.user_id
   WHERE t.clocked_out_at IS NOT NULL`,
);

/** The stays that began within the spans, and have ended. */
export async function readStays(db: Reader, spans: readonly BusinessSpan[]): Promise<StayRow[]> {
  const { rows } = await stays(db, [
    spans.map(({ storeId }) => storeId),
    spans.map(({ start }) => start),
    spans.map(({ end }) => end),
  ]);
  return rows;
}

const staff = readStatement<
  { userId: string | null; id: string },
  readonly [keys: readonly (string | null)[]]
>(
  'report_staff_records',
  `SELECT user_id AS "userId", id FROM employees
   WHERE user_id = ANY($1::uuid[]) OR user_id IS NULL AND id = ANY($1::uuid[])`,
);

/** The staff records of people, by the user or, without one, by themselves. */
export async function readStaffRecords(
  db: Reader,
  keys: readonly (string | null)[],
): Promise<ReadonlyMap<string, { readonly userId: string | null; readonly employeeId: string }>> {
  const { rows } = await staff(db, [keys]);
  return new Map(rows.map(({ userId, id }) => [userId ?? id, { userId, employeeId: id }]));
}
