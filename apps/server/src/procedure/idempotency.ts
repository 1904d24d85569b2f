import { hash } from 'node:crypto';
import type { Operation } from '@cashwrap/contract';
import { type Database, flushWithCommit, sqlState, type Tx, transact } from '@cashwrap/database';
import type { Actor } from './actor.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Outcome } from './context.ts';
import { Failure } from './failure.ts';
import { claimKey, deleteLapsedKeys, findAnswer, type KeyedCall, storeAnswer } from './idempotency.repo.ts';

/**
 * What a caller may see now of an answer that was kept for them, by operation: they may have lost a permission that
 * guarded single fields of it. An answer without such fields is given again to the letter.
 */
export type KeptAnswers = Readonly<Record<string, (actor: Actor, answer: unknown) => unknown>>;

const KEY = /^[\x21-\x7e]{1,255}$/;
const LOCK_NOT_AVAILABLE = '55P03';

/** The key that this call carries, if any; refuses a missing one where money or stock moves. */
export function idempotencyKeyOf(operation: Operation, header: string | undefined): string | undefined {
  if (operation.kind === 'query' || operation.idempotency === 'none') return undefined;
  if (header === undefined) {
    if (operation.idempotency !== 'required') return undefined;
    throw new Failure('IDEMPOTENCY_KEY_REQUIRED', {
      detail: 'Send an Idempotency-Key header: any unique text, the same one when you retry this call.',
    });
  }
  if (KEY.test(header)) return header;
  throw new Failure('INVALID_INPUT', {
    detail: 'The Idempotency-Key header must be 1 to 255 printable ASCII characters without spaces.',
  });
}

/** SHA-256 of the parsed input, whatever the order in which its fields were written. */
export function hashInput(input: unknown): string {
  return hash('sha256', canonicalJson(input));
}

/**
 * The id that a call under a key gives to what it makes: the same for each repetition, at every server (a UUIDv8). For calls in
 * several steps, of which a repetition has to find what the first one has made.
 */
export function idOfCall({ actorId, operation, key }: KeyedCall): string {
  const digest = hash('sha256', JSON.stringify([actorId, operation, key]), 'buffer').subarray(0, 16);
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x80, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  return digest.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/**
 * Runs `effect` at most once under a key, inside the caller's transaction: the first call claims the key and
 * keeps its answer; a later one with the same input gets that answer.
 */
export async function once(
  tx: Tx,
  call: KeyedCall,
  inputHash: string,
  now: Date,
  effect: () => Promise<unknown>,
): Promise<Outcome> {
  const claimed = await claimKey(tx, call, inputHash, now).catch((error: unknown) => {
    throw sqlState(error) === LOCK_NOT_AVAILABLE ? inProgress() : error;
  });
  if (claimed) {
    const output = await effect();
    flushWithCommit(tx, [storeAnswer(tx, call, output)]);
    return { output, replayed: false };
  }
  const earlier = await findAnswer(tx, call);
  if (!earlier) throw inProgress();
  if (earlier.inputHash !== inputHash) throw mismatch();
  return { output: earlier.answer, replayed: true };
}

/** So few that nobody waits for them. */
const FORGET_BATCH = 1000;

/** Deletes the answers of keys that have lapsed: they hold what the calls answered, personal values too. */
export async function forgetLapsedKeys(
  database: Database,
  now: Date,
  stopped: () => boolean = () => false,
): Promise<void> {
  while (!stopped()) {
    const deleted = await transact(database, (tx) => deleteLapsedKeys(tx, now, FORGET_BATCH));
    if (deleted < FORGET_BATCH) return;
  }
}

/** Calls under a key that are running in this process: a twin waits here, without a connection. */
export class RunningCalls {
  readonly #running = new Map<string, { inputHash: string; outcome: Promise<Outcome> }>();

  async join(call: KeyedCall, inputHash: string, run: () => Promise<Outcome>): Promise<Outcome> {
    const slot = JSON.stringify([call.actorId, call.operation, call.key]);
    const twin = this.#running.get(slot);
    if (twin) {
      if (twin.inputHash !== inputHash) throw mismatch();
      return { output: (await twin.outcome).output, replayed: true };
    }
    const outcome = run();
    this.#running.set(slot, { inputHash, outcome });
    try {
      return await outcome;
    } finally {
      this.#running.delete(slot);
    }
  }
}

function inProgress(): Failure<'IDEMPOTENCY_IN_PROGRESS'> {
  return new Failure('IDEMPOTENCY_IN_PROGRESS', {
    detail: 'A call with this Idempotency-Key is still running. Try again in a moment for its answer.',
  });
}

/** The key was used with another input. */
export function mismatch(): Failure<'IDEMPOTENCY_MISMATCH'> {
  return new Failure('IDEMPOTENCY_MISMATCH', {
    detail: 'This Idempotency-Key was used with another input. Use a new key for a new call.',
  });
}
