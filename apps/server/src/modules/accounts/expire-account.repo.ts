import { statement, type Tx } from '@cashwrap/database';
import { creditsSinceEmpty } from './credits-since-empty.repo.ts';

const expireStatement = statement<
  { amount: number },
  readonly [accountId: string, entryId: string, now: Date]
>(
  'expire_account',
  `WITH due AS (
     SELECT a.id, (a.balance - coalesce((
       SELECT sum(later.amount) FROM (${creditsSinceEmpty('a.id')}) later
       WHERE later.expires_at > $3 OR later.expires_at IS NULL
     ), 0))::bigint AS amount
     FROM accounts a WHERE a.id = $1
   ), moved AS (
     UPDATE accounts a SET
       balance = balance - due.amount, last_entry_number = last_entry_number + 1, updated_at = $3
     FROM due WHERE a.id = due.id AND due.amount > 0
     RETURNING a.id, a.customer_id, a.balance, a.last_entry_number, due.amount
   )
   INSERT INTO account_entries (id, account_id, number, kind, amount, balance_after, document_type, document_id,
     occurred_at, recorded_at)
   SELECT $2, id, last_entry_number, 'expire', -amount, balance, 'customer', customer_id, $3, $3 FROM moved
   RETURNING -amount AS amount`,
);

/**
 * Takes off an account what is past its time: the balance without all that goes later. The account must have been locked
 * by an earlier statement, so that all its entries are seen. Sent at once.
 *
 * @returns what has gone
 */
export async function expireAccount(
  tx: Tx,
  accountId: string,
  now: Date,
  newId: () => string,
): Promise<number> {
  const { rows } = await expireStatement(tx, [accountId, newId(), now]);
  return rows[0]?.amount ?? 0;
}
