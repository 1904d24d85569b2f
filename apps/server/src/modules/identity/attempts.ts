import { type Tx, transact } from '@cashwrap/database';
import { Failure } from '../../procedure/failure.ts';
import type { MutationCall, StepsCall } from '../../procedure/handlers.ts';
import {
  type AttemptsRow,
  deleteAttempts,
  findLocks,
  type Guard,
  lockAttempts,
  lockOrCreateAttempts,
  resetAttempts,
  updateAttempts,
} from './attempts.repo.ts';
import type { Identity } from './identity.ts';

/** Wrong attempts that cost nothing but the answer: people mistype. */
const FREE_ATTEMPTS = { password: 5, pin: 5, device: 10 } as const;
const FIRST_DELAY_SECONDS = 30;
const MAX_DELAY_SECONDS = 900;
const DAY_MS = 86_400_000;
/** A register forgets one wrong PIN a minute: several people mistype at it, and none of them resets it. */
const DEVICE_FORGETS_MS = 60_000;

/**
 * Tries a secret that a person typed, against all `guards`. `matches` says whether it was right; the answer of
 * `whenRight` is given where it was and nothing is locked. Otherwise the attempt counts, that is kept, and
 * INVALID_CREDENTIALS or LOCKED_OUT is thrown.
 *
 * The secret is compared outside any transaction, because hashing takes milliseconds on purpose. What comes
 * of it is decided one attempt after another, under a lock: of many guesses at once only the free ones are
 * told whether they were right.
 */
export async function attempt<T>(
  identity: Identity,
  call: StepsCall,
  guards: readonly Guard[],
  matches: () => Promise<boolean>,
  whenRight: (tx: Tx, audit: MutationCall['audit']) => Promise<T>,
): Promise<T> {
  const { now } = call;
  const locks = await findLocks(identity.options.database.db, guards, now);
  if (locks.length > 0) throw lockedOut(locks, now);
  const right = await matches();
  const result = await call.transact<Decision<T>>(async (tx, audit) => {
    const locked = right ? await resetUnlessLocked(tx, guards, now) : await countFailure(tx, guards, now);
    if (locked.length > 0) return { failure: lockedOut(locked, now) };
    return right ? { value: await whenRight(tx, audit) } : { failure: wrongCredentials() };
  });
  if (result.failure) throw result.failure;
  return result.value;
}

/** Clears away what no longer counts: names that somebody made up would stay for good. */
export async function forgetAttempts({ options: { database, clock } }: Identity): Promise<void> {
  const before = new Date(clock().getTime() - DAY_MS);
  await transact(database, (tx) => deleteAttempts(tx, before));
}

/** What is committed either way: a wrong attempt counts. */
type Decision<T> = { readonly failure: Failure } | { readonly failure?: undefined; readonly value: T };

/** The guards that are locked; where none is, those of the person start anew. */
async function resetUnlessLocked(tx: Tx, guards: readonly Guard[], now: Date): Promise<AttemptsRow[]> {
  const locked: AttemptsRow[] = [];
  for (const guard of inLockOrder(guards)) {
    const row = await lockAttempts(tx, guard);
    if (row && isLocked(row, now)) locked.push(row);
  }
  if (locked.length > 0) return locked;
  for (const guard of guards) {
    // Not the device: who knows one PIN could go on guessing those of all others with it.
    if (guard.guard !== 'device') await resetAttempts(tx, guard);
  }
  return [];
}

/** The guards that were locked already; where none was, the failure is counted at each. */
async function countFailure(tx: Tx, guards: readonly Guard[], now: Date): Promise<AttemptsRow[]> {
  const rows: AttemptsRow[] = [];
  for (const guard of inLockOrder(guards)) rows.push(await lockOrCreateAttempts(tx, guard, now));
  const locked = rows.filter((row) => isLocked(row, now));
  if (locked.length > 0) return locked;
  for (const row of rows) {
    const failures = remembered(row, now) + 1;
    await updateAttempts(tx, row, {
      failures,
      lockedUntil: lockAfter(row, failures, now),
      lastFailedAt: now,
    });
  }
  return [];
}

/** Failures that still count: those of a user for a day after the last one, those of a device fade away. */
function remembered({ guard, failures, lastFailedAt }: AttemptsRow, now: Date): number {
  const quietMs = now.getTime() - lastFailedAt.getTime();
  if (guard === 'device') return Math.max(0, failures - Math.floor(quietMs / DEVICE_FORGETS_MS));
  return quietMs > DAY_MS ? 0 : failures;
}

function lockAfter({ guard }: AttemptsRow, failures: number, now: Date): Date | null {
  const seconds = delaySeconds(failures - FREE_ATTEMPTS[guard]);
  return seconds === 0 ? null : new Date(now.getTime() + seconds * 1000);
}

/** How long after the last free attempt (0) and each one beyond it: 30 s, 1 min, 2 min … 15 min. */
export function delaySeconds(beyond: number): number {
  return beyond < 0 ? 0 : Math.min(FIRST_DELAY_SECONDS * 2 ** beyond, MAX_DELAY_SECONDS);
}

function isLocked({ lockedUntil }: AttemptsRow, now: Date): boolean {
  return lockedUntil !== null && lockedUntil > now;
}

/** One order for everybody, so that two attempts never wait for each other. */
function inLockOrder(guards: readonly Guard[]): Guard[] {
  return [...guards].sort((a, b) => (a.guard < b.guard ? -1 : 1));
}

/** Whichever part was wrong: a name that does not exist answers as a wrong secret does. */
export function wrongCredentials(): Failure<'INVALID_CREDENTIALS'> {
  return new Failure('INVALID_CREDENTIALS', { detail: 'The user name or what proves it is wrong.' });
}

function lockedOut(locked: readonly AttemptsRow[], now: Date): Failure<'LOCKED_OUT'> {
  const until = Math.max(...locked.map(({ lockedUntil }) => lockedUntil?.getTime() ?? 0));
  const retryAfterSeconds = Math.max(1, Math.ceil((until - now.getTime()) / 1000));
  return new Failure('LOCKED_OUT', {
    detail: `There were too many wrong attempts. Try again in ${retryAfterSeconds} seconds.`,
    details: { retryAfterSeconds },
  });
}
