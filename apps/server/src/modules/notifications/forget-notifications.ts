import { type Database, transact } from '@cashwrap/database';
import { deleteNotifications } from './notifications.repo.ts';

/** By then it was read or does not matter any more. */
const KEPT_DAYS = 90;
const DAY_MS = 86_400_000;
/** So few that nobody waits for them. */
const BATCH = 1000;

/** Deletes notifications that are older than 90 days, with who has read them. */
export async function forgetNotifications(
  database: Database,
  now: Date,
  stopped: () => boolean = () => false,
): Promise<void> {
  const before = new Date(now.getTime() - KEPT_DAYS * DAY_MS);
  while (!stopped()) {
    const deleted = await transact(database, (tx) => deleteNotifications(tx, before, BATCH));
    if (deleted < BATCH) return;
  }
}
