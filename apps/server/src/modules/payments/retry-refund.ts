import type { Tx } from '@cashwrap/database';
import { changeRefund, type RefundRow } from './refunds.repo.ts';

/**
 * Has a refund made again that its provider has refused: it is pending, and sent within moments. Undefined where it is not, or
 * no longer, a refused one.
 */
export function retryRefund(
  tx: Tx,
  { id }: Pick<RefundRow, 'id'>,
  now: Date,
): Promise<RefundRow | undefined> {
  return changeRefund(tx, { id, status: 'failed' }, { status: 'pending', failure: null, askAt: now }, now);
}
