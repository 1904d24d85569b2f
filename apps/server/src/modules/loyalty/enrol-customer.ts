import type { LoyaltyMembership } from '@cashwrap/contract';
import { Failure, notFound } from '../../procedure/failure.ts';
import type { MutationCall } from '../../procedure/handlers.ts';
import { lockStandingCustomer } from '../customers/index.ts';
import { addMember } from './add-member.ts';
import { findMembership } from './membership.repo.ts';
import { noProgram, readMembership, toMembership } from './membership.ts';
import { findActiveProgram } from './programs.repo.ts';
import { earnedSince } from './review-tiers.ts';

/** Makes a customer a member of the active programme; who is one already stays one. */
export async function enrolCustomer(call: MutationCall, { id }: { id: string }): Promise<LoyaltyMembership> {
  const { tx, now, newId } = call;
  const customer = await lockStandingCustomer(tx, id);
  if (!customer) throw notFound('customer');
  const already = await findMembership(tx, customer.id, earnedSince(now));
  if (already) {
    call.changedNothing();
    return toMembership(already);
  }
  if (customer.status !== 'active') {
    throw new Failure('WRONG_STATUS', {
      detail: `The customer is ${customer.status}: only an active one can be made a member.`,
      details: { status: customer.status, allowed: ['active'] },
    });
  }
  const program = await findActiveProgram(tx);
  if (!program) throw noProgram();
  const member = { accountId: newId(), customerId: customer.id, programId: program.id, enrolledAt: now };
  await addMember(tx, member, newId);
  const after = toMembership(await readMembership(tx, customer.id, now));
  call.audit({ storeId: null, documentType: 'customer', documentId: customer.id, after });
  return after;
}
