import { type Reader, type Tx, transact } from '@cashwrap/database';
import { Failure } from '../../procedure/failure.ts';
import type { MutationCall, StepsCall } from '../../procedure/handlers.ts';
import {
  type AttemptsRow,
  deleteAttempts,
  findLockedUntil,
  findLocks,
  type Guard,
  lockAttempts,
  lockOrCreateAttempts,
  resetAttempts,
  updateAttempts,
} from './attempts.repo.ts';
import { isLocked, lockedAfter, remembered, startsAnew } from './guards.ts';
import type { Identity } from './identity.ts';
import { reportAttempts } from './report-attempts.ts';

const DAY_MS = 86_400_000;

/**
 * Tries a secret that a person typed, against all `guards`. `matches` says whether it was right; the answer of
 * `whenRight` is given where it was and nothing is locked. Otherwise the attempt counts, that is kept, and
 * what `wrong` makes (INVALID_CREDENTIALS) or LOCKED_OUT is thrown.
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
  wrong: () => Failure = wrongCredentials,
): Promise<T> {
  const { now } = call;
  const locks = await findLocks(identity.options.database.db, guards, now);
  if (locks.length > 0) throw lockedOut(locks, now);
  const right = await matches();
  const result = await call.transact<Decision<T>>(async (tx, audit) => {
    if (right) {
      const locked = await resetUnlessLocked(tx, guards, now);
      return locked.length > 0 ? { failure: lockedOut(locked, now) } : { value: await whenRight(tx, audit) };
    }
    return { failure: await countWrong(tx, call, audit, guards, wrong()) };
  });
  if (result.failure) throw result.failure;
  return result.value;
}

/**
 * What a call is to be refused with that tries a guarded secret within its own transaction, right or wrong; `undefined`
 * where the guard is not locked. Where the secret is wrong, {@link countWrong} follows. Sent at once.
 */
export async function findLockout(
  db: Reader,
  guard: Guard,
  now: Date,
): Promise<Failure<'LOCKED_OUT'> | undefined> {
  const lockedUntil = await findLockedUntil(db, guard, now);
  return lockedUntil && lockedOut([{ lockedUntil }], now);
}

/** Counts a wrong attempt at all guards; answers what to refuse it with: `wrong`, or LOCKED_OUT where one was locked. */
export async function countWrong(
  tx: Tx,
  { now, log }: Pick<StepsCall, 'now' | 'log'>,
  audit: MutationCall['audit'],
  guards: readonly Guard[],
  wrong: Failure,
): Promise<Failure> {
  const { locked, counted } = await countFailure(tx, guards, now);
  await reportAttempts(tx, audit, log, counted);
  return locked.length > 0 ? lockedOut(locked, now) : wrong;
}

/** Counts a call against a guard whatever comes of it, before it costs any work; throws LOCKED_OUT beyond the free ones. */
export async function countCall(call: StepsCall, guard: Guard): Promise<void> {
  const { now } = call;
  const { locked } = await call.transact((tx) => countFailure(tx, [guard], now));
  if (locked.length > 0) throw lockedOut(locked, now);
}

/** Clears away what no longer counts: names that somebody made up would stay for good. */
export async function forgetAttempts({ options: { database, clock } }: Identity): Promise<void> {
  const before = new Date(clock().getTime() - DAY_MS);
  await transact(database, (tx) => deleteAttempts(tx, before));
}

/** What is committed either way: a wrong attempt counts. */
type Decision<T> = { readonly failure: Failure } | { readonly failure?: undefined; readonly value: T };

/** The guards that are locked; where none is, those start anew that a right attempt resets. */
async function resetUnlessLocked(tx: Tx, guards: readonly Guard[], now: Date): Promise<AttemptsRow[]> {
  const locked: AttemptsRow[] = [];
  for (const guard of inLockOrder(guards)) {
    const row = await lockAttempts(tx, guard);
    if (row && isLocked(row, now)) locked.push(row);
  }
  if (locked.length > 0) return locked;
  for (const guard of guards.filter(startsAnew)) await resetAttempts(tx, guard);
  return [];
}

/** The guards that were locked already; where none was, the failure is counted at each, in their order. */
async function countFailure(
  tx: Tx,
  guards: readonly Guard[],
  now: Date,
): Promise<{ locked: readonly AttemptsRow[]; counted: readonly AttemptsRow[] }> {
  const rows: AttemptsRow[] = [];
  for (const guard of inLockOrder(guards)) rows.push(await lockOrCreateAttempts(tx, guard, now));
  const locked = rows.filter((row) => isLocked(row, now));
  if (locked.length > 0) return { locked, counted: [] };
  const counted = rows.map((row) => {
    const failures = remembered(row, now) + 1;
    return { ...row, failures, lockedUntil: lockedAfter(row, failures, now), lastFailedAt: now };
  });
  for (const row of counted) await updateAttempts(tx, row);
  return { locked, counted };
}

/** One order for everybody, so that two attempts never wait for each other. */
function inLockOrder(guards: readonly Guard[]): Guard[] {
  return [...guards].sort((a, b) => (a.guard < b.guard ? -1 : 1));
}

/** Whichever part was wrong: a name that does not exist answers as a wrong secret does. */
export function wrongCredentials(): Failure<'INVALID_CREDENTIALS'> {
  return new Failure('INVALID_CREDENTIALS', { detail: 'The user name or what proves it is wrong.' });
}

function lockedOut(locked: readonly Pick<AttemptsRow, 'lockedUntil'>[], now: Date): Failure<'LOCKED_OUT'> {
  const until = Math.max(...locked.map(({ lockedUntil }) => lockedUntil?.getTime() ?? 0));
  const retryAfterSeconds = Math.max(1, Math.ceil((until - now.getTime()) / 1000));
  return new Failure('LOCKED_OUT', {
    detail: `There were too many attempts. Try again in ${retryAfterSeconds} seconds.`,
    details: { retryAfterSeconds },
  });
}
