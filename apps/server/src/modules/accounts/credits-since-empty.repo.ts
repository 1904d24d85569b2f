/**
 * The text of a query of what came in on an account since it was last empty: `amount` and `expires_at`. What is there is the
 * newest of it, for what goes out uses up what goes first.
 *
 * @param accountId an SQL expression
 */
export const creditsSinceEmpty = (accountId: string): string => `
  SELECT credit.amount, credit.expires_at FROM account_entries credit
  WHERE credit.account_id = ${accountId} AND credit.amount > 0 AND credit.number > coalesce((
    SELECT max(entry.number) FROM account_entries entry
    WHERE entry.account_id = ${accountId} AND entry.balance_after <= 0), 0)`;
