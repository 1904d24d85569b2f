import { type Database, transact } from '@cashwrap/database';
import { findNewestPosition } from '../../events/index.ts';
import {
  analyzeRollups,
  enterConsumer,
  findDays,
  recompute,
  removeRollups,
  waitForPosition,
  writePosition,
} from './recompute.repo.ts';

/** Days that are worked out in one statement. */
const CHUNK = 31;

/** Told while the rollups are rebuilt. */
export interface RebuildListener {
  readonly onProgress?: (done: number, of: number) => void;
}

/**
 * Throws all rollups away and works them out again from all documents, as the job does for the days that changed: the same
 * rows. One transaction, and reports read the old rows until it commits. Answers how many days they are of.
 *
 * @param database Its locks should be waited for as long as a run of the job takes.
 */
export async function rebuildRollups(
  database: Pick<Database, 'pool'>,
  now: Date,
  { onProgress = () => {} }: RebuildListener = {},
): Promise<number> {
  await transact(database, (tx) => enterConsumer(tx, now));
  return transact(
    database,
    async (tx) => {
      await waitForPosition(tx);
      const upTo = await findNewestPosition(tx);
      const days = await findDays(tx);
      await removeRollups(tx);
      for (let done = 0; done < days.length; done += CHUNK) {
        await recompute(tx, days.slice(done, done + CHUNK));
        onProgress(Math.min(done + CHUNK, days.length), days.length);
      }
      await writePosition(tx, upTo, now);
      await analyzeRollups(tx);
      return days.length;
    },
    { isolation: 'repeatable_read' },
  );
}
