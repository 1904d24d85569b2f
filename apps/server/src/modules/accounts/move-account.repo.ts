import type { AccountDocumentType, AccountEntryKind } from '@cashwrap/contract';
import { statement, type Tx } from '@cashwrap/database';
import type { z } from 'zod';

/** What an entry of an account comes from. */
export interface AccountDocument {
  readonly documentType: z.infer<typeof AccountDocumentType>;
  /** Null for an adjustment, which is its own document. */
  readonly documentId: string | null;
  /** Null where it came about in no store. */
  readonly storeId: string | null;
  /** Null: the system, by a rule. */
  readonly actorId: string | null;
  readonly reason?: string | null;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
}

/** One movement of one account; the amount is above zero, in minor units or points. */
export interface AccountMove {
  readonly accountId: string;
  readonly kind: AccountEntryKind;
  readonly amount: number;
}

/** An entry as written. */
export interface AccountEntryRow {
  readonly id: string;
  readonly number: number;
  readonly balanceAfter: number;
}

/**
 * Moves the balance and writes the entry, in one statement: without enough on the account, and where it may not go
 * below zero, neither happens. The row of the account is locked until the end of the transaction, so that the
 * balance after each entry is the running sum. (PostgreSQL reads the condition first, and would take the amount for an
 * integer of 32 bits, as the 0 is.)
 */
const moveStatement = statement<AccountEntryRow, readonly unknown[]>(
  'move_account',
  `WITH moved AS (
     UPDATE accounts SET
       balance = balance + $2, last_entry_number = last_entry_number + 1,
       may_be_negative = may_be_negative OR $3, updated_at = $4
     WHERE id = $1 AND ($2::bigint > 0 OR balance + $2 >= 0 OR $3)
     RETURNING id, balance, last_entry_number
   )
   INSERT INTO account_entries (id, account_id, number, kind, amount, balance_after, document_type, document_id,
     store_id, reason, actor_id, expires_at, occurred_at, recorded_at)
   SELECT $5, moved.id, moved.last_entry_number, $6, $2, moved.balance, $7, $8, $9, $10, $11, $12, $13, $4
   FROM moved
   RETURNING id, number, balance_after AS "balanceAfter"`,
);

/**
 * Puts something on an account.
 *
 * @param expiresAt when what is left of points goes; null: never
 * @throws a check violation, answered as AMOUNT_OUT_OF_RANGE, beyond 10^12
 */
export async function credit(
  tx: Tx,
  document: AccountDocument,
  { accountId, kind, amount, expiresAt = null }: AccountMove & { readonly expiresAt?: Date | null },
  newId: () => string,
): Promise<AccountEntryRow> {
  const row = await move(tx, document, { accountId, kind, amount }, { expiresAt, mayGoBelow: false }, newId);
  if (!row) throw new Error('An account vanished while something was put on it.');
  return row;
}

/**
 * Takes something off an account; `undefined` where there is not so much, and nothing was written: see
 * `insufficientBalance`. Of parallel debits exactly those succeed that the balance covers.
 *
 * @param mayGoBelow only for points that a return claws back, where the programme allows it
 */
export function debit(
  tx: Tx,
  document: AccountDocument,
  { accountId, kind, amount, mayGoBelow = false }: AccountMove & { readonly mayGoBelow?: boolean },
  newId: () => string,
): Promise<AccountEntryRow | undefined> {
  return move(tx, document, { accountId, kind, amount: -amount }, { expiresAt: null, mayGoBelow }, newId);
}

async function move(
  tx: Tx,
  document: AccountDocument,
  { accountId, kind, amount }: AccountMove,
  { expiresAt, mayGoBelow }: { readonly expiresAt: Date | null; readonly mayGoBelow: boolean },
  newId: () => string,
): Promise<AccountEntryRow | undefined> {
  const { documentType, documentId, storeId, reason = null, actorId, occurredAt, recordedAt } = document;
  const { rows } = await moveStatement(tx, [
    ...[accountId, amount, mayGoBelow, recordedAt, newId(), kind, documentType, documentId],
    ...[storeId, reason, actorId, expiresAt, occurredAt],
  ]);
  return rows[0];
}
