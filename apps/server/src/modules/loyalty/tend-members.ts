import { type Database, flush, type Tx, transact } from '@cashwrap/database';
import { lockAccounts } from '../accounts/index.ts';
import { findDueExpiries, findDueReviews } from './due-members.repo.ts';
import { expirePoints } from './expire-points.ts';
import { reviewTiers } from './review-tiers.ts';

/** What the job needs of the world. */
interface TendingDeps {
  readonly database: Database;
  readonly clock: () => Date;
  readonly newId: () => string;
}

/** So few that sales to these members do not wait for long. */
const BATCH = 100;

/** Takes off the points that are past their time, and looks at the tiers whose time has come: each member by itself. */
export async function tendMembers(deps: TendingDeps, stopped: () => boolean = () => false): Promise<void> {
  await inBatches(deps, stopped, expireDuePoints);
  await inBatches(deps, stopped, reviewDueTiers);
}

type Work = (tx: Tx, now: Date, newId: () => string) => Promise<number>;

/** Does the work for a batch after the other, until one is not full. */
async function inBatches(
  { database, clock, newId }: TendingDeps,
  stopped: () => boolean,
  work: Work,
): Promise<void> {
  while (!stopped()) {
    if ((await transact(database, (tx) => work(tx, clock(), newId))) < BATCH) return;
  }
}

async function expireDuePoints(tx: Tx, now: Date, newId: () => string): Promise<number> {
  const accountIds = await findDueExpiries(tx, now, BATCH);
  if (accountIds.length === 0) return 0;
  await flush(tx, [
    lockAccounts(tx, accountIds),
    // Members are changed in the order in which a review locks them.
    ...accountIds.toSorted().map((accountId) => expirePoints(tx, accountId, now, newId)),
  ]);
  return accountIds.length;
}

async function reviewDueTiers(tx: Tx, now: Date): Promise<number> {
  const accountIds = await findDueReviews(tx, now, BATCH);
  if (accountIds.length > 0) await reviewTiers(tx, accountIds, now);
  return accountIds.length;
}
