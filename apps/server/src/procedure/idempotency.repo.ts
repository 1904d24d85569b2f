import type { Tx } from '@cashwrap/database';
import { idempotencyKeys } from '@cashwrap/database/schema';
import { and, eq, lt } from 'drizzle-orm';

/** How long an answer is kept: long enough for any retry, a weekend without network included. */
const KEPT_DAYS = 7;

/** One call under an Idempotency-Key. */
export interface KeyedCall {
  readonly actorId: string;
  readonly operation: string;
  readonly key: string;
}

/**
 * Takes the key for the running transaction. While another transaction has it, waits for that one (at most
 * lock_timeout). False where an earlier call has committed under it.
 */
export async function claimKey(tx: Tx, call: KeyedCall, inputHash: string, now: Date): Promise<boolean> {
  const lapsed = new Date(now.getTime() - KEPT_DAYS * 86_400_000);
  const claimed = await tx
    .insert(idempotencyKeys)
    .values({ ...call, inputHash, answer: null, createdAt: now })
    .onConflictDoUpdate({
      target: [idempotencyKeys.actorId, idempotencyKeys.operation, idempotencyKeys.key],
      set: { inputHash, answer: null, createdAt: now },
      setWhere: lt(idempotencyKeys.createdAt, lapsed),
    })
    .returning({ key: idempotencyKeys.key });
  return claimed.length === 1;
}

export async function findAnswer(
  tx: Tx,
  call: KeyedCall,
): Promise<{ inputHash: string; answer: unknown } | undefined> {
  const [row] = await tx
    .select({ inputHash: idempotencyKeys.inputHash, answer: idempotencyKeys.answer })
    .from(idempotencyKeys)
    .where(isCall(call));
  return row;
}

/** Keeps the answer of the call that holds the key; commits together with its effect. */
export async function storeAnswer(tx: Tx, call: KeyedCall, answer: unknown): Promise<void> {
  await tx.update(idempotencyKeys).set({ answer }).where(isCall(call));
}

function isCall(call: KeyedCall) {
  return and(
    eq(idempotencyKeys.actorId, call.actorId),
    eq(idempotencyKeys.operation, call.operation),
    eq(idempotencyKeys.key, call.key),
  );
}
