import { flush, type Reader, readStatement, statement, type Tx } from '@cashwrap/database';
import { findNewestPosition } from '../../events/index.ts';
import { ROLLUPS_CONSUMER } from './figures.repo.ts';
import { columnsOf, rollups, rowsOfDays } from './rollups.repo.ts';

/** A business day of a store. */
export interface StoreDay {
  readonly store_id: string;
  readonly business_date: string;
}

type Days = readonly [storeIds: string[], dates: string[]];

const DAYS = '(SELECT * FROM unnest($1::uuid[], $2::date[]) AS given (store_id, business_date))';

const recomputing = rollups.map((rollup) => ({
  remove: statement<never, Days>(
    `remove_${rollup.table}`,
    `DELETE FROM ${rollup.table} rolled USING ${DAYS} day
     WHERE rolled.store_id = day.store_id AND rolled.business_date = day.business_date`,
  ),
  insert: statement<never, Days>(
    `recompute_${rollup.table}`,
    `INSERT INTO ${rollup.table} (${columnsOf(rollup).join(', ')}) ${rowsOfDays(rollup, DAYS)}`,
  ),
}));

/** Writes the rollups of some days anew, from their documents. */
export async function recompute(tx: Tx, days: readonly StoreDay[]): Promise<void> {
  const given: Days = [days.map(({ store_id }) => store_id), days.map(({ business_date }) => business_date)];
  await flush(
    tx,
    recomputing.flatMap(({ remove, insert }) => [remove(tx, given), insert(tx, given)]),
  );
}

const emptying = rollups.map(({ table }) => statement<never, []>(`empty_${table}`, `DELETE FROM ${table}`));

/** Takes all rollups away. */
export async function removeRollups(tx: Tx): Promise<void> {
  await flush(
    tx,
    emptying.map((empty) => empty(tx, [])),
  );
}

const analyze = statement<never, []>(
  'analyze_rollups',
  `ANALYZE ${rollups.map(({ table }) => table).join(', ')}`,
);

/**
 * Lets the planner know what the rollups are now. PostgreSQL skips it for a role that does not own them: then its autovacuum does it
 * soon.
 */
export async function analyzeRollups(tx: Tx): Promise<void> {
  await analyze(tx, []);
}

const enter = statement<never, [Date]>(
  'enter_rollups',
  `INSERT INTO event_consumers (name, position, updated_at) VALUES ('${ROLLUPS_CONSUMER}', 0, $1) ON CONFLICT DO NOTHING`,
);

/** Makes sure that there is a row to lock; committed before {@link lockPosition} looks for it. */
export async function enterConsumer(tx: Tx, now: Date): Promise<void> {
  await enter(tx, [now]);
}

const findEntered = readStatement<{ position: number }, []>(
  'find_rollups_consumer',
  `SELECT position FROM event_consumers WHERE name = '${ROLLUPS_CONSUMER}'`,
);

/** How far the rollups have come; none where they were never made. */
export async function findPosition(db: Reader): Promise<number | undefined> {
  const { rows } = await findEntered(db, []);
  return rows[0]?.position;
}

const lock = statement<{ position: number }, []>(
  'lock_rollups',
  `SELECT position FROM event_consumers WHERE name = '${ROLLUPS_CONSUMER}' FOR UPDATE SKIP LOCKED`,
);

/** The same, locked until the end of the transaction; none where somebody else is at it. */
export async function lockPosition(tx: Tx): Promise<number | undefined> {
  const { rows } = await lock(tx, []);
  return rows[0]?.position;
}

const waitForLock = statement<{ position: number }, []>(
  'wait_for_rollups',
  `SELECT position FROM event_consumers WHERE name = '${ROLLUPS_CONSUMER}' FOR UPDATE`,
);

/** Locks the same, however long somebody else is at it. */
export async function waitForPosition(tx: Tx): Promise<void> {
  await waitForLock(tx, []);
}

const setPosition = statement<never, [number, Date]>(
  'set_rollups_position',
  `UPDATE event_consumers SET position = $1, updated_at = $2 WHERE name = '${ROLLUPS_CONSUMER}'`,
);

export async function writePosition(tx: Tx, position: number, now: Date): Promise<void> {
  await setPosition(tx, [position, now]);
}

const changed = readStatement<StoreDay & { position: number }, [after: number, upTo: number, days: number]>(
  'changed_days',
  `SELECT store_id, business_date, min(position) AS position FROM events
   WHERE position > $1 AND position <= $2 AND business_date IS NOT NULL
   GROUP BY store_id, business_date ORDER BY min(position) LIMIT $3`,
);

/** What has happened since: the days that it changed, and how far that goes. */
export interface Changes {
  readonly days: readonly StoreDay[];
  readonly upTo: number;
}

/** What has happened after a position, in so many events and on so many days at the most; none where nothing has. */
export async function readChanges(
  db: Reader,
  after: number,
  limits: { readonly events: number; readonly days: number },
): Promise<Changes | undefined> {
  // Positions have no gaps.
  const upTo = Math.min(after + limits.events, await findNewestPosition(db));
  if (upTo === after) return undefined;
  const { rows } = await changed(db, [after, upTo, limits.days + 1]);
  const beyond = rows[limits.days];
  return { days: rows.slice(0, limits.days), upTo: beyond ? beyond.position - 1 : upTo };
}

const allDays = readStatement<StoreDay, []>(
  'days_with_documents',
  `SELECT store_id, business_date FROM sales GROUP BY 1, 2
   UNION SELECT store_id, business_date FROM returns GROUP BY 1, 2
   ORDER BY store_id, business_date`,
);

/** Every day on which something was sold or taken back. */
export async function findDays(db: Reader): Promise<StoreDay[]> {
  const { rows } = await allDays(db, []);
  return rows;
}
