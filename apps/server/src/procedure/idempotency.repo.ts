import { type Reader, readStatement, statement, type Tx } from '@cashwrap/database';

/** How long an answer is kept: long enough for any retry, a weekend without network included. */
const KEPT_DAYS = 7;

/** One call under an Idempotency-Key. */
export interface KeyedCall {
  readonly actorId: string;
  readonly operation: string;
  readonly key: string;
}

type CallParams = readonly [actorId: string, operation: string, key: string];

const claim = statement<
  { key: string },
  readonly [...CallParams, inputHash: string, now: Date, lapsed: Date]
>(
  'claim_idempotency_key',
  `INSERT INTO idempotency_keys AS kept (actor_id, operation, key, input_hash, created_at)
   VALUES ($1, $2, $3, $4, $5)
   ON CONFLICT (actor_id, operation, key) DO UPDATE
     SET input_hash = excluded.input_hash, answer = NULL, created_at = excluded.created_at
     WHERE kept.created_at < $6
   RETURNING key`,
);

/**
 * Takes the key for the running transaction. While another transaction has it, waits for that one (at most
 * lock_timeout). False where an earlier call has committed under it.
 */
export async function claimKey(tx: Tx, call: KeyedCall, inputHash: string, now: Date): Promise<boolean> {
  const { rowCount } = await claim(tx, [...paramsOf(call), inputHash, now, lapsedAt(now)]);
  return rowCount === 1;
}

const answerOf = readStatement<{ inputHash: string; answer: unknown }, CallParams>(
  'idempotency_answer',
  `SELECT input_hash AS "inputHash", answer FROM idempotency_keys
   WHERE actor_id = $1 AND operation = $2 AND key = $3`,
);

export async function findAnswer(
  db: Reader,
  call: KeyedCall,
): Promise<{ inputHash: string; answer: unknown } | undefined> {
  const { rows } = await answerOf(db, paramsOf(call));
  return rows[0];
}

const keepAnswer = statement<never, readonly [...CallParams, answer: string]>(
  'keep_idempotency_answer',
  `UPDATE idempotency_keys SET answer = $4 WHERE actor_id = $1 AND operation = $2 AND key = $3`,
);

/** Keeps the answer of the call that holds the key; commits together with its effect. Sent at once. */
export function storeAnswer(tx: Tx, call: KeyedCall, answer: unknown): Promise<unknown> {
  return keepAnswer(tx, [...paramsOf(call), JSON.stringify(answer)]);
}

const deleteLapsed = statement<never, readonly [lapsed: Date, limit: number]>(
  'delete_lapsed_idempotency_keys',
  `DELETE FROM idempotency_keys WHERE (actor_id, operation, key) IN (
     SELECT actor_id, operation, key FROM idempotency_keys WHERE created_at < $1
     ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
);

/** Deletes answers that are not kept any longer, `limit` at the most; answers how many. */
export async function deleteLapsedKeys(tx: Tx, now: Date, limit: number): Promise<number> {
  const { rowCount } = await deleteLapsed(tx, [lapsedAt(now), limit]);
  return rowCount ?? 0;
}

function lapsedAt(now: Date): Date {
  return new Date(now.getTime() - KEPT_DAYS * 86_400_000);
}

function paramsOf({ actorId, operation, key }: KeyedCall): CallParams {
  return [actorId, operation, key];
}
