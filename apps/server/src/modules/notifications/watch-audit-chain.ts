import { type Database, transact } from '@cashwrap/database';
import {
  BrokenChainError,
  findLastLink,
  HeadError,
  type SignedHead,
  verifyAuditLog,
} from '../audit/index.ts';
import { hasUnmended, insertNotifications, lockTelling, markMended } from './notifications.repo.ts';

/** What watching the chain needs of the world. */
interface WatchDeps {
  readonly database: Database;
  readonly clock: () => Date;
  readonly newId: () => string;
}

/** A log of more entries is gone through once a day, at this hour of UTC, instead of each hour: it takes minutes. */
const LONG_LOG = 100_000;
const QUIET_HOUR = 2;

/** Runs what adds to the chain; where it finds that the chain is not the signed one, people are told, and it throws. */
export async function tellingBrokenChain(deps: WatchDeps, chain: () => Promise<void>): Promise<void> {
  try {
    await chain();
  } catch (error) {
    if (error instanceof BrokenChainError || error instanceof HeadError)
      await tell(deps, `${error.message}.`);
    throw error;
  }
}

/** Verifies the whole audit log, and tells people of what is wrong with it, or that it is whole again. */
export async function watchAuditChain(
  deps: WatchDeps,
  head: SignedHead,
  stopped: () => boolean = () => false,
): Promise<void> {
  const { database, clock } = deps;
  const now = clock();
  const last = await findLastLink(database.db);
  if (last && last.position > LONG_LOG && now.getUTCHours() !== QUIET_HOUR) return;
  const { firstBroken } = await verifyAuditLog(database.db, head, now, [], stopped);
  if (firstBroken) await tell(deps, firstBroken.problem);
  else await transact(database, (tx) => markMended(tx, now));
}

/** Tells of a break once, until the chain was found whole: several processes may find it, each again and again. */
function tell({ database, clock, newId }: WatchDeps, problem: string): Promise<void> {
  return transact(database, async (tx) => {
    await lockTelling(tx);
    if (await hasUnmended(tx)) return;
    const createdAt = clock();
    await insertNotifications(tx, [
      { id: newId(), kind: 'audit_chain_broken', facts: { problem }, createdAt },
    ]);
  });
}
