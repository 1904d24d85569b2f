import type { Approval, CreateApprovalInput } from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import { type Actor, holdsIn, sessionOf } from '../../procedure/actor.ts';
import { APPROVAL_TTL_MS } from '../../procedure/approvals.repo.ts';
import { Failure } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn, StepsCall } from '../../procedure/handlers.ts';
import { toApproval, unknownQuestion } from './approval-requests.ts';
import {
  type ApprovalRequestRow,
  type ApprovalRow,
  answerQuestion,
  findApiKeyMaker,
  findApproval,
  findOpenQuestion,
  findPermissionsOf,
  findRegisterInUse,
  insertApproval,
  lockOpenQuestion,
} from './approve.repo.ts';
import { attempt } from './attempts.ts';
import { permissionsOf } from './grants.ts';
import type { Identity } from './identity.ts';
import { findForPinLogin, findPairedRegister } from './pin-login.repo.ts';
import { pinMatches } from './pins.ts';
import { hashRegisterToken } from './register-tokens.ts';

type ApproveCall = StepsCall & SignedIn;

/** Whoever approves, with what they hold. */
interface Approver extends Pick<Actor, 'everywhere' | 'byStore'> {
  readonly id: string;
  /** The till at which it was done by PIN. */
  readonly registerId?: string;
}

/** A second person's word for one call: by PIN at the requester's till, or by their own session. */
export async function createApproval(
  identity: Identity,
  call: ApproveCall,
  { approvalRequestId, approver }: CreateApprovalInput,
): Promise<Approval> {
  const { actor, now } = call;
  const question = await findOpenQuestion(identity.options.database.db, approvalRequestId, now);
  if (!question || !holdsIn(actor, 'stores.read', question.storeId)) throw unknownQuestion();
  if (approver === undefined) {
    // An API key is nobody's second person.
    sessionOf(actor);
    const { userId: id, everywhere, byStore } = actor;
    return call.transact((tx, audit) => approve(tx, audit, call, question.id, { id, everywhere, byStore }));
  }
  if (question.requesterId !== actor.userId) throw unknownQuestion();
  if (approver.username === actor.username) throw selfApproval();
  return approveByPin(identity, call, question, approver);
}

async function approveByPin(
  identity: Identity,
  call: ApproveCall,
  question: ApprovalRequestRow,
  { username, pin }: NonNullable<CreateApprovalInput['approver']>,
): Promise<Approval> {
  const { database, pepper } = identity.options;
  const { id, storeId } = question;
  const registerId = await tillOf(identity, call, question);
  const approver = await findForPinLogin(database.db, username, storeId);
  return attempt(
    identity,
    call,
    [
      { guard: 'device', subject: registerId },
      { guard: 'pin', subject: username },
    ],
    () => pinMatches(pin, approver, pepper),
    async (tx, audit) => {
      // A name without a user matches no PIN.
      const approverId = approver?.id ?? '';
      const held = permissionsOf(await findPermissionsOf(tx, approverId));
      return approve(tx, audit, call, id, { id: approverId, registerId, ...held });
    },
  );
}

/**
 * The till of the question, at which the requester works: PINs are guessed at one that can be locked, or not at all.
 * What is asked without a till, as about the virtual register, is answered at any of the store.
 */
async function tillOf(
  { options: { database } }: Identity,
  { actor, device: { registerToken } }: ApproveCall,
  question: ApprovalRequestRow,
): Promise<string> {
  const register =
    registerToken !== undefined
      ? await findPairedRegister(database.db, hashRegisterToken(registerToken))
      : actor.registerId === null
        ? undefined
        : await findRegisterInUse(database.db, actor.registerId);
  const asked =
    question.registerId === null ? undefined : await findRegisterInUse(database.db, question.registerId);
  const isThere = asked?.kind === 'till' ? register?.id === asked.id : register?.storeId === question.storeId;
  if (register && isThere) return register.id;
  throw new Failure('INVALID_REGISTER_TOKEN', {
    detail:
      'A PIN approves at the till that the call is about only: sign in by PIN there, or send its token as ' +
      '"Register-Token". Without one the second person approves by their own session.',
  });
}

/** Approves the question as it is now. One that the same person has approved already answers that approval again. */
async function approve(
  tx: Tx,
  audit: MutationCall['audit'],
  { now, newId, actor }: ApproveCall,
  questionId: string,
  approver: Approver,
): Promise<Approval> {
  const question = await lockOpenQuestion(tx, questionId, now);
  if (!question) throw unknownQuestion();
  if (await isOwnCall(tx, question, approver)) throw selfApproval();
  refuseLacking(approver, question);
  if (question.approvalId !== null) return givenBefore(tx, question.approvalId, approver.id, now);
  const { storeId, operation, fingerprint, permissions, actions, requesterId } = question;
  const row: ApprovalRow = {
    ...{ id: newId(), storeId, operation, fingerprint, permissions, actions, requesterId },
    ...{ approverId: approver.id, createdAt: now },
    expiresAt: new Date(now.getTime() + APPROVAL_TTL_MS),
    usedAt: null,
  };
  await insertApproval(tx, row);
  await answerQuestion(tx, questionId, row);
  const approval = toApproval(row);
  audit({
    ...{ storeId, documentType: 'approval', documentId: row.id, after: { ...approval, fingerprint } },
    actorId: approver.id,
    ...(actor.sessionId !== null && { sessionId: actor.sessionId }),
    ...(approver.registerId !== undefined && { registerId: approver.registerId }),
  });
  return approval;
}

async function givenBefore(tx: Tx, id: string, approverId: string, now: Date): Promise<Approval> {
  const approval = await findApproval(tx, id);
  const isOpen = approval?.usedAt === null && approval.expiresAt > now;
  if (!isOpen || approval.approverId !== approverId) throw unknownQuestion();
  return toApproval(approval);
}

/** Made by the approver, or with an API key of their making: a key is nobody else. */
async function isOwnCall(tx: Tx, { requesterId }: ApprovalRequestRow, { id }: Approver): Promise<boolean> {
  return requesterId === id || (await findApiKeyMaker(tx, requesterId)) === id;
}

function selfApproval(): Failure<'SELF_APPROVAL'> {
  return new Failure('SELF_APPROVAL', { detail: 'Nobody approves their own call: ask a second person.' });
}

function refuseLacking(approver: Approver, { storeId, permissions }: ApprovalRequestRow): void {
  const lacking = permissions.filter((permission) => !holdsIn(approver, permission, storeId));
  if (lacking.length === 0) return;
  throw new Failure('PERMISSION_NOT_HELD', {
    detail: `Whoever approves must hold "${lacking.join('", "')}" in this store.`,
    details: { permissions: lacking },
  });
}
