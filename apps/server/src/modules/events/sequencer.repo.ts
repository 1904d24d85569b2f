import { type Reader, readStatement, statement, type Tx } from '@cashwrap/database';

const outboxHasRows = readStatement<{ found: boolean }, readonly []>(
  'outbox_has_rows',
  'SELECT EXISTS (SELECT FROM outbox) AS found',
);

export async function hasOutboxEvents(db: Reader): Promise<boolean> {
  const { rows } = await outboxHasRows(db, []);
  return rows[0]?.found ?? false;
}

const tryLock = statement<{ locked: boolean }, readonly [number]>(
  'try_feed_lock',
  'SELECT pg_try_advisory_xact_lock($1, hashtext(current_schema())) AS locked',
);

/** Of all advisory locks, the one of the feed: "feed" in ASCII. */
export const FEED_LOCK = 0x66_65_65_64;

/** Makes this transaction the feed's one writer, unless another server is that just now. */
export async function tryLockFeed(tx: Tx): Promise<boolean> {
  const { rows } = await tryLock(tx, [FEED_LOCK]);
  return rows[0]?.locked ?? false;
}

/** Its snapshot is taken after the lock was, so that it sees the last position of whoever had the lock before. */
const move = statement<never, readonly [limit: number]>(
  'move_outbox_into_events',
  `WITH moved AS (
     DELETE FROM outbox WHERE id IN (SELECT id FROM outbox ORDER BY id LIMIT $1) RETURNING *
   )
   INSERT INTO events (position, id, type, payload_version, store_id, business_date, payload, created_at)
   SELECT (SELECT coalesce(max(position), 0) FROM events) + row_number() OVER (ORDER BY id),
     id, type, payload_version, store_id, business_date, payload, created_at
   FROM moved`,
);

/** Moves the oldest rows of the outbox to the end of the feed; answers how many. Takes the lock of {@link tryLockFeed}. */
export async function moveOutboxEvents(tx: Tx, limit: number): Promise<number> {
  const { rowCount } = await move(tx, [limit]);
  return rowCount;
}
