import { statement, type Tx } from '@cashwrap/database';

const replace = statement<never, readonly [operations: string, ids: readonly string[], answer: string]>(
  'replace_kept_answers',
  `UPDATE idempotency_keys SET answer = $3
   WHERE (actor_id, operation, key) IN (
     SELECT actor_id, operation, key FROM idempotency_keys
     WHERE operation LIKE $1 AND answer ->> 'id' = ANY($2) FOR UPDATE SKIP LOCKED)`,
);

/**
 * Puts another answer in the place of those that were kept of a group of operations about these documents: what they hold
 * is gone, and a repeat still has no second effect. One that is being replaced by its own call is passed over.
 *
 * @param group of the contract, such as `customers`
 */
export async function replaceAnswers(
  tx: Tx,
  group: string,
  documentIds: readonly string[],
  answer: unknown,
): Promise<void> {
  await replace(tx, [`${group}.%`, documentIds, JSON.stringify(answer)]);
}

const amend = statement<never, readonly [operations: string, ids: readonly string[], fields: string]>(
  'amend_kept_answers',
  `UPDATE idempotency_keys SET answer = (answer::jsonb || $3::jsonb)::json
   WHERE (actor_id, operation, key) IN (
     SELECT actor_id, operation, key FROM idempotency_keys
     WHERE operation LIKE $1 AND answer ->> 'id' = ANY($2) FOR UPDATE SKIP LOCKED)`,
);

/** Puts other fields into the answers that were kept of a group of operations about these documents. */
export async function amendAnswers(
  tx: Tx,
  group: string,
  documentIds: readonly string[],
  fields: object,
): Promise<void> {
  await amend(tx, [`${group}.%`, documentIds, JSON.stringify(fields)]);
}

const emptyErrors = statement<never, readonly [operation: string]>(
  'forget_import_errors',
  `UPDATE idempotency_keys SET answer = (answer::jsonb || '{"errors": []}')::json
   WHERE (actor_id, operation, key) IN (
     SELECT actor_id, operation, key FROM idempotency_keys WHERE operation = $1 FOR UPDATE SKIP LOCKED)`,
);

/** Takes out of the kept answers of an import what its wrong cells held. */
export async function forgetImportErrors(tx: Tx, operation: string): Promise<void> {
  await emptyErrors(tx, [operation]);
}
