import type { AccountKind } from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import { Failure } from '../../procedure/failure.ts';
import { findBalanceBefore } from './accounts.repo.ts';

const NAMES = { loyalty: 'points', gift_card: 'on the gift card', store_credit: 'of store credit' } as const;

/**
 * The refusal of a debit that the balance did not cover.
 *
 * @param requested by this debit; what the document has taken before is added
 * @param documentId what the debit comes from: what else it has put on the account could not be spent
 */
export async function insufficientBalance(
  tx: Tx,
  kind: AccountKind,
  accountId: string,
  requested: number,
  documentId: string | null = null,
): Promise<Failure<'INSUFFICIENT_BALANCE'>> {
  const { balance, taken } = await findBalanceBefore(tx, accountId, documentId);
  return notCovered(kind, requested + taken, balance);
}

/**
 * Refuses what an account does not have now. What is taken from it later is decided then.
 *
 * @throws INSUFFICIENT_BALANCE
 */
export async function refuseBeyondBalance(
  tx: Tx,
  kind: AccountKind,
  accountId: string,
  requested: number,
): Promise<void> {
  const { balance } = await findBalanceBefore(tx, accountId, null);
  if (balance < requested) throw notCovered(kind, requested, balance);
}

/** The refusal to take more than there is. */
export function notCovered(
  kind: AccountKind,
  requested: number,
  available: number,
): Failure<'INSUFFICIENT_BALANCE'> {
  return new Failure('INSUFFICIENT_BALANCE', {
    detail: `There are ${available} ${NAMES[kind]}, and ${requested} were asked for${kind === 'loyalty' ? '' : ' (minor units)'}.`,
    details: { kind, requested, available },
  });
}
