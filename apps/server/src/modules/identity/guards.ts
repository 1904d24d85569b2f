import type { Reader } from '@cashwrap/database';
import type { AttemptsRow, Guard } from './attempts.repo.ts';
import { hasSignedInFrom } from './sessions.repo.ts';

/** Wrong attempts that cost nothing but the answer: people mistype. */
export const FREE_ATTEMPTS = {
  password: 5,
  own_password: 5,
  pin: 5,
  device: 10,
  // Many people may share an address, and a name is tried from many only by somebody who guesses.
  address: 100,
  account: 100,
  // The staff of a shop behind one address; of each sign-up it counts that there was one.
  registration: 10,
  // A typing error is no guess; a code has some 10^14 others around it.
  gift_card: 20,
} as const satisfies Record<Guard['guard'], number>;

const FIRST_DELAY_SECONDS = 30;
const MAX_DELAY_SECONDS = 900;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/**
 * How long it takes to forget one wrong attempt, where a right one does not start anew: whoever knows one password
 * or PIN could otherwise go on guessing those of all others, and who waits for its owner to sign in, theirs.
 */
const FORGETS_ONE_MS: Partial<Record<Guard['guard'], number>> = {
  device: MINUTE_MS,
  address: MINUTE_MS,
  account: 15 * MINUTE_MS,
  registration: 15 * MINUTE_MS,
  gift_card: MINUTE_MS,
};
/** How long an address is known from which somebody has signed in. */
const KNOWN_MS = 90 * DAY_MS;

/**
 * What guards a sign-in by password. A name is guarded at each address by itself, so that nobody is shut out by
 * what a stranger tries elsewhere. Where the user has not signed in before, guesses from ever other addresses are
 * bounded too, by the name; and those at ever other names, by the address.
 */
export async function guardsOfPassword(
  db: Reader,
  username: string,
  address: string,
  now: Date,
): Promise<Guard[]> {
  const here: Guard = { guard: 'password', subject: username, address };
  const known = await hasSignedInFrom(db, username, address, new Date(now.getTime() - KNOWN_MS));
  if (known) return [here];
  return [here, { guard: 'address', subject: '', address }, { guard: 'account', subject: username }];
}

/** Whether a right attempt starts it anew. */
export function startsAnew({ guard }: Guard): boolean {
  return FORGETS_ONE_MS[guard] === undefined;
}

/** Failures that still count: they fade away one by one, or all of them a day after the last. */
export function remembered({ guard, failures, lastFailedAt }: AttemptsRow, now: Date): number {
  // Of attempts at once one that began earlier may be counted later.
  const quietMs = Math.max(0, now.getTime() - lastFailedAt.getTime());
  const forgetsOneMs = FORGETS_ONE_MS[guard];
  if (forgetsOneMs !== undefined) return Math.max(0, failures - Math.floor(quietMs / forgetsOneMs));
  return quietMs > DAY_MS ? 0 : failures;
}

/** Until when a guard is locked after so many failures; null: not at all. */
export function lockedAfter({ guard }: Guard, failures: number, now: Date): Date | null {
  const seconds = delaySeconds(failures - FREE_ATTEMPTS[guard]);
  return seconds === 0 ? null : new Date(now.getTime() + seconds * 1000);
}

/** How long after the last free attempt (0) and each one beyond it: 30 s, 1 min, 2 min … 15 min. */
export function delaySeconds(beyond: number): number {
  return beyond < 0 ? 0 : Math.min(FIRST_DELAY_SECONDS * 2 ** beyond, MAX_DELAY_SECONDS);
}

export function isLocked({ lockedUntil }: AttemptsRow, now: Date): boolean {
  return lockedUntil !== null && lockedUntil > now;
}
