import type { AccountKind } from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import { Failure } from '../../procedure/failure.ts';
import { findBalance } from './accounts.repo.ts';

const NAMES = { loyalty: 'points', gift_card: 'on the gift card', store_credit: 'of store credit' } as const;

/**
 * The refusal of a debit that the balance did not cover.
 *
 * @param putOnSince what the transaction itself has put on the account after it
 */
export async function insufficientBalance(
  tx: Tx,
  kind: AccountKind,
  accountId: string,
  requested: number,
  putOnSince = 0,
): Promise<Failure<'INSUFFICIENT_BALANCE'>> {
  return notCovered(kind, requested, ((await findBalance(tx, accountId)) ?? 0) - putOnSince);
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
