import { flush, type Tx } from '@cashwrap/database';
import { insertOutboxEvent } from '../../procedure/outbox.repo.ts';
import { insertMember, type NewMember } from './members.repo.ts';

/** Makes a customer a member, and tells so. Its statements are sent at once; see `insertMember`. */
export async function addMember(tx: Tx, member: NewMember, newId: () => string): Promise<void> {
  const { customerId, programId, enrolledAt: createdAt } = member;
  await flush(tx, [
    insertMember(tx, member),
    insertOutboxEvent(tx, {
      id: newId(),
      type: 'loyalty.enrolled',
      storeId: null,
      payload: { customerId, programId },
      createdAt,
    }),
  ]);
}
