import type { RetryRefundInput, Return } from '@cashwrap/contract';
import { Failure, notFound } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { retryRefund as askAgain } from '../payments/index.ts';
import { toReturn } from './present-return.ts';
import { findReturn } from './returns.repo.ts';

/** Asks the provider again for a refund that it has refused. */
export async function retryRefund(
  call: MutationCall & SignedIn,
  { id, refundId }: RetryRefundInput,
): Promise<Return> {
  const { tx, scope, now } = call;
  const stored = await findReturn(tx, scope, id);
  const refund = stored?.refunds.find((each) => each.id === refundId);
  if (!stored || !refund) throw notFound(stored ? 'refund of this return' : 'return');
  const again = await askAgain(tx, refund, now);
  if (!again) {
    throw new Failure('WRONG_STATUS', {
      detail:
        'Only a refund that the provider has refused can be asked for again. Read the return for what it is now.',
      details: { status: refund.status, allowed: ['failed'] },
    });
  }
  const { storeId } = stored.row;
  call.audit({
    ...{ storeId, documentType: 'return', documentId: id },
    before: { refundId, status: refund.status },
    after: { refundId, status: again.status },
  });
  const refunds = stored.refunds.map((each) => (each.id === refundId ? again : each));
  return toReturn({ ...stored, refunds });
}
