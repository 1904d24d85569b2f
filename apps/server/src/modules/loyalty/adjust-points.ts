import type { AdjustPointsInput, PointsEntry } from '@cashwrap/contract';
import { Failure, notFound } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { insertOutboxEvent } from '../../procedure/outbox.repo.ts';
import { credit, debit, insufficientBalance } from '../accounts/index.ts';
import { lockStandingCustomer } from '../customers/index.ts';
import { addMonths } from './domain/months.ts';
import { expirePoints } from './expire-points.ts';
import { toPointsEntry } from './ledger.ts';
import { readMembership } from './membership.ts';
import { noteExpiry } from './next-expiry.repo.ts';

/** Gives a customer points, which last as long as earned ones, or takes some away; what is past its time goes before. */
export async function adjustPoints(
  call: MutationCall & SignedIn,
  { id, points, reason }: AdjustPointsInput,
): Promise<PointsEntry> {
  const { tx, now, newId, actor } = call;
  const customer = await lockStandingCustomer(tx, id);
  if (!customer) throw notFound('customer');
  if (customer.status === 'erased') throw erased();
  const { accountId, programId, expiryMonths } = await readMembership(tx, customer.id, now);
  await expirePoints(tx, accountId, now, newId);

  const document = {
    documentType: 'adjustment' as const,
    ...{ documentId: null, storeId: null, reason, actorId: actor.userId, occurredAt: now, recordedAt: now },
  };
  const expiresAt = points > 0 && expiryMonths !== null ? addMonths(now, expiryMonths) : null;
  const move = { accountId, kind: 'adjust', amount: Math.abs(points) } as const;
  const written =
    points > 0
      ? await credit(tx, document, { ...move, expiresAt }, newId)
      : await debit(tx, document, move, newId);
  if (!written) throw await insufficientBalance(tx, 'loyalty', accountId, -points);
  if (expiresAt) await noteExpiry(tx, accountId, expiresAt);

  await insertOutboxEvent(tx, {
    id: newId(),
    type: 'loyalty.points_adjusted',
    storeId: null,
    payload: { customerId: customer.id, programId, entryId: written.id },
    createdAt: now,
  });
  const entry = toPointsEntry({
    ...{ ...written, ...document, accountId, kind: 'adjust', amount: points, expiresAt },
  });
  call.audit({
    ...{ storeId: null, documentType: 'points_adjustment', documentId: entry.id },
    after: { customerId: customer.id, programId, entryId: entry.id, ...entry },
  });
  return entry;
}

function erased(): Failure<'WRONG_STATUS'> {
  return new Failure('WRONG_STATUS', {
    detail: 'The customer was erased: nobody can be given anything under this id.',
    details: { status: 'erased', allowed: ['active', 'archived'] },
  });
}
