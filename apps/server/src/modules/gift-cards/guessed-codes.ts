import type { Reader } from '@cashwrap/database';
import type { Actor } from '../../procedure/actor.ts';
import type { Failure } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { countWrong, findLockout, type Guard } from '../identity/index.ts';

/** Whether a code exists is a secret: how often somebody is told that is counted, by whichever call they find out. */
export function guardOfCodes({ userId }: Actor): Guard {
  return { guard: 'gift_card', subject: userId };
}

/** What a call with a code is refused with where its caller has guessed too many, be the code right or not. Sent at once. */
export function findCodeLockout(
  db: Reader,
  { actor, now }: Pick<MutationCall & SignedIn, 'actor' | 'now'>,
): Promise<Failure<'LOCKED_OUT'> | undefined> {
  return findLockout(db, guardOfCodes(actor), now);
}

/** Counts a guess of a call that is about to be refused with `guess`; answers that, to be thrown. */
export function countGuess(
  call: Pick<MutationCall & SignedIn, 'actor' | 'now' | 'log' | 'onRefusal'>,
  guess: Failure,
): Failure {
  call.onRefusal((tx, audit) => countWrong(tx, call, audit, [guardOfCodes(call.actor)], guess));
  return guess;
}
