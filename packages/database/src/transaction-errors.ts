/**
 * COMMIT was answered with ROLLBACK: a statement had failed, and the function given to `transact()` returned
 * as if none had. Nothing was stored.
 */
export class TransactionRolledBackError extends Error {
  override readonly name = 'TransactionRolledBackError';
  constructor() {
    super('COMMIT was answered with ROLLBACK: a statement of the transaction had failed unnoticed');
  }
}

/**
 * The connection was lost after COMMIT had been sent and before its answer: the transaction may be stored or not.
 * It may be run again only under an idempotency key.
 */
export class CommitUnknownError extends Error {
  override readonly name = 'CommitUnknownError';
  constructor(cause: unknown) {
    super('The connection was lost during COMMIT: the transaction may be stored or not', { cause });
  }
}
