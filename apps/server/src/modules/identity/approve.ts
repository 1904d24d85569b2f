import {
  type Approval,
  type CreateApprovalInput,
  contract,
  operationsOf,
  type Permission,
} from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import { type Actor, holdsIn, sessionOf } from '../../procedure/actor.ts';
import { Failure, invalidInput, notFound } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn, StepsCall } from '../../procedure/handlers.ts';
import {
  findPermissionsOf,
  findPerson,
  findRegisterStore,
  insertApproval,
  storeExists,
} from './approve.repo.ts';
import { attempt } from './attempts.ts';
import { permissionsOf } from './grants.ts';
import type { Identity } from './identity.ts';
import { findForPinLogin, findPairedRegister } from './pin-login.repo.ts';
import { pinMatches } from './pins.ts';
import { hashRegisterToken } from './register-tokens.ts';

/** How long the approved call may take to come. */
const TTL_MS = 300_000;

type ApproveCall = StepsCall & SignedIn;

/** Who approves whose call. */
interface Pair {
  readonly requesterId: string;
  readonly approverId: string;
  /** The till at which it was done by PIN. */
  readonly registerId?: string;
}

/** The operations that take approvals, each with the permissions that may be approved. */
const approvable: ReadonlyMap<string, readonly Permission[]> = new Map(
  operationsOf(contract).flatMap(({ name, operation }) =>
    operation.kind === 'mutation' && operation.approvals ? [[name, operation.approvals]] : [],
  ),
);

/** A second person's word for one call: by PIN at the requester's till, or by their own session. */
export async function createApproval(
  identity: Identity,
  call: ApproveCall,
  input: CreateApprovalInput,
): Promise<Approval> {
  refuseUnknown(input);
  const { db } = identity.options.database;
  if (!holdsIn(call.actor, 'stores.read', input.storeId) || !(await storeExists(db, input.storeId))) {
    throw notFound('store');
  }
  return input.approver === undefined
    ? approveBySession(identity, call, input)
    : approveByPin(identity, call, input, input.approver);
}

function refuseUnknown({ operation, permissions }: CreateApprovalInput): void {
  const known = approvable.get(operation);
  if (!known) throw invalidInput([{ path: ['operation'], message: 'is no operation that takes approvals' }]);
  const unknown = permissions.findIndex((permission) => !known.includes(permission));
  if (unknown < 0) return;
  const message = `cannot be approved for ${operation}`;
  throw invalidInput([{ path: ['permissions', unknown], message }]);
}

async function approveBySession(
  { options: { database } }: Identity,
  call: ApproveCall,
  input: CreateApprovalInput,
): Promise<Approval> {
  const { actor } = call;
  // An API key is nobody's second person.
  sessionOf(actor);
  const { requesterId } = input;
  if (requesterId === undefined) {
    const message = 'is required where you approve by your own session';
    throw invalidInput([{ path: ['requesterId'], message }]);
  }
  const pair = { requesterId, approverId: actor.userId };
  refuseSelf(pair);
  if (!(await findPerson(database.db, requesterId))) throw notFound('user');
  refuseLacking(actor, input);
  return call.transact((tx, audit) => write(tx, audit, call, input, pair));
}

async function approveByPin(
  identity: Identity,
  call: ApproveCall,
  input: CreateApprovalInput,
  { username, pin }: NonNullable<CreateApprovalInput['approver']>,
): Promise<Approval> {
  const { database, pepper } = identity.options;
  const { actor } = call;
  if (input.requesterId !== undefined && input.requesterId !== actor.userId) {
    const message = 'is you where somebody else approves by PIN: leave it out';
    throw invalidInput([{ path: ['requesterId'], message }]);
  }
  if (username === actor.username) throw selfApproval();
  const registerId = await tillOf(identity, call, input.storeId);
  const approver = await findForPinLogin(database.db, username, input.storeId);
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
      const pair = { requesterId: actor.userId, approverId: approver?.id ?? '', registerId };
      refuseSelf(pair);
      refuseLacking(permissionsOf(await findPermissionsOf(tx, pair.approverId)), input);
      return write(tx, audit, call, input, pair);
    },
  );
}

/** The register at which the requester works: PINs are guessed at a till that can be locked, or not at all. */
async function tillOf(
  { options: { database } }: Identity,
  { actor, device: { registerToken } }: ApproveCall,
  storeId: string,
): Promise<string> {
  const register =
    registerToken !== undefined
      ? await findPairedRegister(database.db, hashRegisterToken(registerToken))
      : actor.registerId === null
        ? undefined
        : await findRegisterStore(database.db, actor.registerId);
  if (register?.storeId === storeId) return register.id;
  throw new Failure('INVALID_REGISTER_TOKEN', {
    detail:
      'A PIN approves at a till of this store only: sign in by PIN there, or send its token as ' +
      '"Register-Token". Without one the second person approves by their own session.',
  });
}

function refuseSelf({ requesterId, approverId }: Pair): void {
  if (requesterId === approverId) throw selfApproval();
}

function selfApproval(): Failure<'SELF_APPROVAL'> {
  return new Failure('SELF_APPROVAL', { detail: 'Nobody approves their own call: ask a second person.' });
}

function refuseLacking(
  approver: Pick<Actor, 'everywhere' | 'byStore'>,
  { storeId, permissions }: CreateApprovalInput,
): void {
  const lacking = permissions.filter((permission) => !holdsIn(approver, permission, storeId));
  if (lacking.length === 0) return;
  throw new Failure('PERMISSION_NOT_HELD', {
    detail: `Whoever approves must hold "${lacking.join('", "')}" in this store.`,
    details: { permissions: lacking },
  });
}

async function write(
  tx: Tx,
  audit: MutationCall['audit'],
  { now, newId, actor }: ApproveCall,
  { storeId, operation, fingerprint, ...input }: CreateApprovalInput,
  { requesterId, approverId, registerId }: Pair,
): Promise<Approval> {
  const id = newId();
  const permissions = [...new Set(input.permissions)];
  const expiresAt = new Date(now.getTime() + TTL_MS);
  const people = { requesterId, approverId };
  await insertApproval(tx, {
    ...{ id, storeId, operation, fingerprint, permissions, ...people },
    ...{ createdAt: now, expiresAt },
  });
  const approval = { id, operation, permissions, ...people, expiresAt: expiresAt.toISOString() };
  audit({
    ...{ storeId, documentType: 'approval', documentId: id, after: { ...approval, fingerprint } },
    actorId: approverId,
    ...(actor.sessionId !== null && { sessionId: actor.sessionId }),
    ...(registerId !== undefined && { registerId }),
  });
  return approval;
}
