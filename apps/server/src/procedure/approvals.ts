import { createHash } from 'node:crypto';
import {
  type ApprovalRequest,
  Id,
  type Mutation,
  type Permission,
  permissions,
  type SensitiveAction,
} from '@cashwrap/contract';
import { type Database, type Tx, transact } from '@cashwrap/database';
import { type Actor, holdsIn } from './actor.ts';
import { consumeApproval, keepQuestion, type OpenQuestion, permissionsOf } from './approvals.repo.ts';
import { canonicalJson } from './canonical-json.ts';
import { Failure } from './failure.ts';

/** All sensitive actions of one call, each described in a sentence for the second person, with the amounts. */
export interface ApprovalQuestion {
  readonly storeId: string;
  /** Left out: the register at which the caller is signed in, if any. */
  readonly registerId?: string;
  /** What the approval is bound to beside the actions: the document and its amounts, and no more. */
  readonly subject: unknown;
  readonly actions: readonly SensitiveAction[];
}

/**
 * Lets a call go on whose sensitive actions its caller may decide, or a second person has approved; otherwise it ends
 * with APPROVAL_REQUIRED or INVALID_APPROVAL. Asked once, with all of them: one approval covers them.
 */
export type Approve = (question: ApprovalQuestion) => Promise<void>;

/** Ends a call that must be approved: its transaction is rolled back before the question can be kept. */
class ApprovalNeeded extends Error {
  override readonly name = 'ApprovalNeeded';
  readonly question: OpenQuestion;

  constructor(question: OpenQuestion) {
    super(`${question.operation} must be approved.`);
    this.question = question;
  }
}

interface ApprovedCall {
  readonly name: string;
  readonly operation: Mutation;
  readonly actor: Actor;
  readonly tx: Tx;
  readonly now: Date;
  /** The header `Approval`. */
  readonly header: string | undefined;
  /** Told who approved, for the audit rows of the call. */
  readonly onApproved: (approverId: string) => void;
}

export function createApprove(call: ApprovedCall): Approve {
  let asked = false;
  return async ({ storeId, registerId, subject, actions }) => {
    if (asked) throw new Error(`${call.name} asks for an approval twice: ask once, with all actions.`);
    asked = true;
    refuseUndeclared(call, actions);
    const lacking = actions.filter(({ permission }) => !holdsIn(call.actor, permission, storeId));
    if (lacking.length === 0) return;
    const fingerprint = fingerprintOf(call.name, storeId, subject, actions);
    const requesterId = call.actor.userId;
    const question = { storeId, operation: call.name, fingerprint, requesterId };
    if (call.header === undefined) {
      throw new ApprovalNeeded({
        ...question,
        registerId: registerId ?? call.actor.registerId,
        actions: lacking,
      });
    }
    const approverId = Id.safeParse(call.header).success
      ? await consumeApproval(call.tx, {
          ...question,
          id: call.header,
          permissions: permissionsOf(lacking),
          now: call.now,
        })
      : undefined;
    if (approverId === undefined) throw invalidApproval();
    call.onApproved(approverId);
  };
}

/** The contract says which approvals an operation may ask for: callers and tills prepare for these only. */
function refuseUndeclared({ name, operation }: ApprovedCall, actions: readonly SensitiveAction[]): void {
  const undeclared = actions.find(({ permission }) => !operation.approvals?.includes(permission));
  if (undeclared) {
    throw new Error(
      `The contract does not say that ${name} may need an approval of ${undeclared.permission}.`,
    );
  }
}

/** SHA-256 of what was approved: with another product, price or amount it is another call. */
function fingerprintOf(
  operation: string,
  storeId: string,
  subject: unknown,
  actions: readonly SensitiveAction[],
): string {
  const text = canonicalJson({ operation, storeId, subject, actions });
  return createHash('sha256').update(text).digest('hex');
}

interface Asking {
  readonly database: Database;
  readonly newId: () => string;
  readonly now: Date;
}

/**
 * Runs a call, and keeps what it must ask a second person: in a transaction of its own, since that of the call is
 * rolled back. Throws APPROVAL_REQUIRED then.
 */
export async function keepingQuestion<T>(
  { database, newId, now }: Asking,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof ApprovalNeeded)) throw error;
    const kept = await transact(database, (tx) => keepQuestion(tx, error.question, newId(), now));
    throw approvalRequired(toldToRequester(kept));
  }
}

/** Whoever asks for these must not be led to the figures: the second person has them, and both once it is approved. */
const BLIND: ReadonlySet<Permission> = new Set(['shifts.accept_variance']);

/** A question as its requester is told it: without the figures of what is done blind. */
export function toldToRequester(request: ApprovalRequest): ApprovalRequest {
  const actions = request.actions.map((action) =>
    BLIND.has(action.permission)
      ? { ...action, description: permissions[action.permission], amounts: null }
      : action,
  );
  return { ...request, actions };
}

function approvalRequired(details: ApprovalRequest): Failure<'APPROVAL_REQUIRED'> {
  const [first] = details.actions;
  const others = details.actions.length > 1 ? ` (and ${details.actions.length - 1} more)` : '';
  return new Failure('APPROVAL_REQUIRED', {
    detail: `A second person must approve this${others}: ${first?.description}. Send the approval's id in the Approval header.`,
    details,
  });
}

function invalidApproval(): Failure<'INVALID_APPROVAL'> {
  return new Failure('INVALID_APPROVAL', {
    detail:
      'The approval is unknown, used, expired, or for another call. Repeat the call without it to see what ' +
      'must be approved.',
  });
}
