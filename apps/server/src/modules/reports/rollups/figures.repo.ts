import { columnsOf, type RollupTable, rollups, rowsOfDays } from './rollups.repo.ts';

/** The consumer of the events that the rollups are. */
export const ROLLUPS_CONSUMER = 'rollups';

/** How far the rollups have come in the events; without a row nothing is rolled up yet. */
const ROLLED_UP = `coalesce((SELECT position FROM event_consumers WHERE name = '${ROLLUPS_CONSUMER}'), 0)`;

/**
 * Selects the days whose documents the rollups may not have yet: those with an event beyond them. That these end with the newest one
 * is said for the planner: it guesses a third of all beyond a position that it does not know, and few between two.
 */
export const DIRTY_DAYS = `
  SELECT store_id, business_date FROM events
  WHERE position > ${ROLLED_UP} AND position <= (SELECT max(position) FROM events) AND business_date IS NOT NULL
  UNION
  SELECT store_id, business_date FROM outbox WHERE business_date IS NOT NULL`;

const ASKED = 'store_id = ANY($1::uuid[]) AND business_date BETWEEN $2::date AND $3::date';

/**
 * The common table expressions `dirty` and `figures`, for what stands behind `WITH`: the rows of a rollup for the stores `$1`
 * (uuid[]) and the business days from `$2` to `$3`. Those of days that the rollup is behind with are worked out from the
 * documents by the same definition, in the same statement: a report is never behind.
 */
export function figuresOf(table: RollupTable): string {
  return `dirty AS MATERIALIZED (SELECT * FROM (${DIRTY_DAYS}) changed WHERE ${ASKED}), ${figuresAs('figures', table)}`;
}

/** The same of one more rollup under another name, behind {@link figuresOf}. */
export function figuresAs(name: string, table: RollupTable): string {
  const rollup = rollups.find((each) => each.table === table);
  if (!rollup) throw new Error(`There is no rollup ${table}.`);
  return `${name} AS (
      SELECT ${columnsOf(rollup).join(', ')} FROM ${table} clean
      WHERE ${ASKED} AND NOT EXISTS (
        SELECT FROM dirty WHERE dirty.store_id = clean.store_id AND dirty.business_date = clean.business_date
      )
      UNION ALL
      ${rowsOfDays(rollup, 'dirty')}
    )`;
}
