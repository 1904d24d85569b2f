import { type Database, transact } from '@cashwrap/database';
import {
  enterConsumer,
  findPosition,
  lockPosition,
  readChanges,
  recompute,
  writePosition,
} from './recompute.repo.ts';

/** What the job needs of the world. */
interface RefreshDeps {
  readonly database: Database;
  readonly clock: () => Date;
}

/** So much that one transaction takes a second or so, and what was done is kept where the next one fails. */
const BATCH = { events: 10_000, days: 31 };

/**
 * Brings the rollups up to what has happened: each day with an event that they do not know is worked out anew from its
 * documents. One at a time in the fleet; where somebody else is at it, there is nothing to do.
 *
 * All of a batch reads one snapshot, so that what is written for a day is what its events up to the new position came to, and
 * maybe more: then there is an event beyond the position, and the day stays dirty.
 */
export async function refreshRollups(
  { database, clock }: RefreshDeps,
  stopped: () => boolean = () => false,
): Promise<void> {
  if ((await findPosition(database.db)) === undefined) {
    await transact(database, (tx) => enterConsumer(tx, clock()));
  }
  while (!stopped() && (await refreshBatch(database, clock())));
}

/** Whether there may be more to do. */
function refreshBatch(database: Database, now: Date): Promise<boolean> {
  return transact(
    database,
    async (tx) => {
      const position = await lockPosition(tx);
      if (position === undefined) return false;
      const changes = await readChanges(tx, position, BATCH);
      if (!changes) return false;
      await recompute(tx, changes.days);
      await writePosition(tx, changes.upTo, now);
      return true;
    },
    { isolation: 'repeatable_read' },
  );
}
