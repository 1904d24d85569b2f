import { createHash } from 'node:crypto';
import type { Mutation, Permission } from '@cashwrap/contract';
import { Id } from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import { type Actor, holdsIn } from './actor.ts';
import { consumeApproval } from './approvals.repo.ts';
import { canonicalJson } from './canonical-json.ts';
import { Failure } from './failure.ts';

/** Something in a call that not everyone who may make the call may decide alone. */
export interface SensitiveAction {
  readonly permission: Permission;
  /** A sentence for the second person, with the amounts. */
  readonly description: string;
}

/** All sensitive actions of one call. */
export interface ApprovalQuestion {
  readonly storeId: string;
  /** What the approval is bound to beside the actions: the document and its amounts, and no more. */
  readonly subject: unknown;
  readonly actions: readonly SensitiveAction[];
}

/**
 * Lets a call go on whose sensitive actions its caller may decide, or a second person has approved; throws
 * APPROVAL_REQUIRED or INVALID_APPROVAL otherwise. Asked once, with all of them: one approval covers them.
 */
export type Approve = (question: ApprovalQuestion) => Promise<void>;

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
  return async ({ storeId, subject, actions }) => {
    if (asked) throw new Error(`${call.name} asks for an approval twice: ask once, with all actions.`);
    asked = true;
    refuseUndeclared(call, actions);
    const lacking = actions.filter(({ permission }) => !holdsIn(call.actor, permission, storeId));
    if (lacking.length === 0) return;
    const fingerprint = fingerprintOf(call.name, storeId, subject, actions);
    if (call.header === undefined) {
      throw approvalRequired({ storeId, operation: call.name, fingerprint, actions: lacking });
    }
    const approverId = Id.safeParse(call.header).success
      ? await consumeApproval(call.tx, {
          id: call.header,
          ...{ storeId, operation: call.name, fingerprint, now: call.now },
          requesterId: call.actor.userId,
          permissions: [...new Set(lacking.map(({ permission }) => permission))],
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

function approvalRequired(
  details: NonNullable<Failure<'APPROVAL_REQUIRED'>['details']>,
): Failure<'APPROVAL_REQUIRED'> {
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
