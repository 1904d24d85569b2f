import { type Database, transact } from '@cashwrap/database';
import { hasOutboxEvents, moveOutboxEvents, tryLockFeed } from './sequencer.repo.ts';

/** So few that a run is short, and that whoever reads the feed gets the first of many soon. */
const BATCH = 1000;

/**
 * Moves what is committed in the outbox into the feed, and gives it positions: 1, 2, 3 … without gaps. They are given after the
 * COMMIT of what happened, by one server at a time, and seen by all at once: nobody who has read up to a position can find
 * something new before it later, however long a transaction took and whichever committed first. Leaves it to another server
 * that is at it.
 */
export async function sequenceEvents(
  { database }: { readonly database: Database },
  stopped: () => boolean = () => false,
): Promise<void> {
  if (!(await hasOutboxEvents(database.db))) return;
  while (!stopped()) {
    const moved = await transact(database, async (tx) =>
      (await tryLockFeed(tx)) ? await moveOutboxEvents(tx, BATCH) : 0,
    );
    if (moved < BATCH) return;
  }
}
