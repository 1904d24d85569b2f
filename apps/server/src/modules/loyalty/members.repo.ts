import { statement, type Tx } from '@cashwrap/database';

/** A membership to be, with the account of its points. */
export interface NewMember {
  readonly accountId: string;
  readonly customerId: string;
  readonly programId: string;
  readonly enrolledAt: Date;
}

const enrolStatement = statement<
  never,
  readonly [accountId: string, customerId: string, programId: string, enrolledAt: Date]
>(
  'enrol_loyalty_member',
  `WITH account AS (
     INSERT INTO accounts (id, kind, customer_id, program_id, balance, last_entry_number, created_at, updated_at)
     VALUES ($1, 'loyalty', $2, $3, 0, 0, $4, $4)
   )
   INSERT INTO loyalty_members (account_id, customer_id, program_id, enrolled_at) VALUES ($1, $2, $3, $4)`,
);

/**
 * Makes a customer a member, with an empty account. Sent at once.
 *
 * @throws a unique violation where another transaction has just done the same: the call is then run again, and finds the
 *   member
 */
export async function insertMember(
  tx: Tx,
  { accountId, customerId, programId, enrolledAt }: NewMember,
): Promise<void> {
  await enrolStatement(tx, [accountId, customerId, programId, enrolledAt]);
}
