import type { Approval, ApprovalRequest, ListApprovalRequestsInput, Page } from '@cashwrap/contract';
import { transact } from '@cashwrap/database';
import { holdsIn } from '../../procedure/actor.ts';
import { toldToRequester } from '../../procedure/approvals.ts';
import { Failure, notFound } from '../../procedure/failure.ts';
import type { QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import {
  type ApprovalRequestRow,
  type ApprovalRow,
  deleteExpiredQuestions,
  findApproval,
  findOpenQuestion,
  listQuestionsFor,
} from './approve.repo.ts';
import type { Identity } from './identity.ts';

/** The calls of others that wait for an approval which the caller could give. */
export function listApprovalRequests(
  { db, actor, now }: QueryCall & SignedIn,
  input: ListApprovalRequestsInput,
): Promise<Page<ApprovalRequest>> {
  return readPage(
    'approval-requests',
    input,
    (page) => listQuestionsFor(db, actor, now, page),
    (row) => row.askedAt.toISOString(),
    toRequest,
  );
}

/** What a refused call asks: for its requester, who waits for the approval, and for who could give it. */
export async function getApprovalRequest(
  { db, actor, now }: QueryCall & SignedIn,
  { id }: { id: string },
): Promise<ApprovalRequest> {
  const row = await findOpenQuestion(db, id, now);
  if (!row) throw unknownQuestion();
  const mayApprove = (['stores.read', ...row.permissions] as const).every((permission) =>
    holdsIn(actor, permission, row.storeId),
  );
  if (row.requesterId === actor.userId) return toldToRequester(toRequest(row));
  if (!mayApprove) throw unknownQuestion();
  return toRequest(row);
}

/** An approval, for the two people whose it is. */
export async function getApproval(
  { db, actor }: QueryCall & SignedIn,
  { id }: { id: string },
): Promise<Approval> {
  const row = await findApproval(db, id);
  if (!row || ![row.requesterId, row.approverId].includes(actor.userId)) throw notFound('approval');
  return toApproval(row);
}

/** Clears away the questions that nobody can answer any more. */
export async function forgetQuestions({ options: { database, clock } }: Identity): Promise<void> {
  await transact(database, (tx) => deleteExpiredQuestions(tx, clock()));
}

export function toApproval({ fingerprint, permissions, createdAt, ...row }: ApprovalRow): Approval {
  return {
    ...row,
    expiresAt: row.expiresAt.toISOString(),
    usedAt: row.usedAt?.toISOString() ?? null,
  };
}

function toRequest({ permissions, ...row }: ApprovalRequestRow): ApprovalRequest {
  return { ...row, askedAt: row.askedAt.toISOString(), expiresAt: row.expiresAt.toISOString() };
}

/** Expired, answered by somebody else, or none that the caller may see: all answer alike. */
export function unknownQuestion(): Failure<'NOT_FOUND'> {
  return new Failure('NOT_FOUND', {
    detail:
      'There is no such approval request, or it has expired or was answered. Repeat the refused call: its answer ' +
      'names the request to approve.',
  });
}
