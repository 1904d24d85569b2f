import type { Mutation } from '@cashwrap/contract';
import {
  CommitUnknownError,
  type Database,
  flushWithCommit,
  isConnectionError,
  sqlState,
  type Tx,
  transact,
} from '@cashwrap/database';
import type { Actor, Authenticate } from './actor.ts';
import { type Approve, createApprove, keepingQuestion } from './approvals.ts';
import { type AuditEntry, insertAuditRows } from './audit.repo.ts';
import type { Outcome, RequestContext } from './context.ts';
import { Download } from './download.ts';
import { Failure } from './failure.ts';
import type {
  Implementation,
  KeepRefusal,
  MutationCall,
  QueryCall,
  SignedIn,
  StepsCall,
} from './handlers.ts';
import type { KeyedCall } from './idempotency.repo.ts';
import {
  hashInput,
  idempotencyKeyOf,
  idOfCall,
  type KeptAnswers,
  once,
  RunningCalls,
} from './idempotency.ts';
import { parseInput } from './input.ts';
import { authorize, resolveScope, type ScopeRuntime } from './scope.ts';

/** What the pipeline needs of the world. */
export interface Runtime extends ScopeRuntime {
  readonly database: Database;
  readonly keptAnswers: KeptAnswers;
  readonly authenticate: Authenticate;
  readonly clock: () => Date;
  readonly newId: () => string;
}

/** One operation, ready to be called by any face. Throws what `toFailure` understands. */
export interface Procedure extends Implementation {
  /** Refuses, as the call would, who may not make it: for what should be known before a large body is read. */
  readonly admit: (context: RequestContext) => Promise<void>;
  readonly call: (context: RequestContext, raw: unknown) => Promise<Outcome>;
}

/** Unique or exclusion violation: somebody else has what only one can have. */
const TAKEN = new Set<string | undefined>(['23505', '23P01']);

/**
 * The way of every call, whichever face it came through: who → may they at all → input → where → (for a
 * mutation) one transaction with its idempotency answer and its audit rows → output.
 */
export function createProcedures(implementations: readonly Implementation[], runtime: Runtime): Procedure[] {
  const running = new RunningCalls();
  return implementations.map((implementation) => ({
    ...implementation,
    admit: async (context) => void (await actorOf(implementation, runtime, context)),
    call: (context, raw) => operate(implementation, runtime, running, context, raw),
  }));
}

/** Who is calling, where that may call at all. */
async function actorOf(
  { name, operation }: Implementation,
  runtime: Runtime,
  { authorization }: RequestContext,
): Promise<Actor | undefined> {
  if (operation.permission === 'public') return undefined;
  const actor = await runtime.authenticate(authorization);
  authorize(name, operation, actor);
  return actor;
}

async function operate(
  implementation: Implementation,
  runtime: Runtime,
  running: RunningCalls,
  context: RequestContext,
  raw: unknown,
): Promise<Outcome> {
  const { operation } = implementation;
  const actor = await actorOf(implementation, runtime, context);
  const input = parseInput(operation, raw);
  const scope = await resolveScope(operation, actor, input, runtime, runtime.database.db);
  let keep: KeepRefusal | undefined;
  const call: Call = {
    ...(actor && { actor }),
    scope,
    input,
    now: runtime.clock(),
    newId: runtime.newId,
    requestId: context.requestId,
    log: context.log,
    device: context.device,
    approval: context.approval,
    onRefusal: (onRefusal) => {
      keep = onRefusal;
    },
  };
  if (operation.kind === 'query') {
    return fresh(await invoke(implementation, { ...call, db: runtime.database.db }));
  }
  const { database, newId } = runtime;
  try {
    return await keepingQuestion({ database, newId, now: call.now }, () =>
      mutate({ implementation, operation, runtime, running }, call, context.idempotencyKey),
    );
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw (await keepRefusal(implementation, call, database, keep)) ?? error;
  }
}

/** Keeps what a refused call wants kept, if anything: its own transaction was rolled back. */
async function keepRefusal(
  implementation: Implementation,
  call: Call,
  database: Database,
  keep: KeepRefusal | undefined,
): Promise<Failure | undefined> {
  if (!keep) return undefined;
  return transact(database, async (tx) => {
    const entries: AuditEntry[] = [];
    const instead = await keep(tx, (entry) => void entries.push(entry));
    writeAudit(implementation, call, tx, entries, null);
    return instead;
  });
}

interface Mutating {
  readonly implementation: Implementation;
  readonly operation: Mutation;
  readonly runtime: Runtime;
  readonly running: RunningCalls;
}

async function mutate(
  { implementation, operation, runtime: { database, keptAnswers }, running }: Mutating,
  call: Call,
  idempotencyHeader: string | undefined,
): Promise<Outcome> {
  const { actor, input } = call;
  const key = idempotencyKeyOf(operation, idempotencyHeader);
  const keyed: KeyedCall | undefined =
    key === undefined || !actor ? undefined : { actorId: actor.userId, operation: implementation.name, key };
  if (operation.tx === 'steps') {
    const keyedId = keyed && idOfCall(keyed);
    const steps = { ...call, keyedId, transact: ownTransactions(database, implementation, call) };
    const run = async () => fresh(await invoke(implementation, steps));
    return keyed ? running.join(keyed, hashInput(input), run) : run();
  }
  if (!keyed || !actor) {
    return againAfterUniqueRace(() =>
      transact(database, async (tx) => fresh(await change(implementation, call, tx))),
    );
  }
  const inputHash = hashInput(input);
  const run = () =>
    transact(database, (tx) => once(tx, keyed, inputHash, call.now, () => change(implementation, call, tx)));
  const { output, replayed } = await running.join(keyed, inputHash, () =>
    againAfterUniqueRace(() => againAfterLostCommit(run)),
  );
  const seenNow = replayed ? keptAnswers[implementation.name] : undefined;
  return { output: seenNow ? seenNow(actor, output) : output, replayed };
}

/** The transactions that a mutation in steps opens. Who approved in one is in the audit rows of all that follow. */
function ownTransactions(
  database: Database,
  implementation: Implementation,
  call: Call,
): StepsCall['transact'] {
  let approvedBy: string | null = null;
  return async (work) => {
    // An attempt that is rolled back has used no approval up.
    const { result, approver } = await againAfterUniqueRace(() =>
      transact(database, async (tx) => {
        const entries: AuditEntry[] = [];
        let approver = approvedBy;
        const approve = approveOf(implementation, call, tx, (approverId) => {
          approver = approverId;
        });
        const result = await work(tx, (entry) => void entries.push(entry), approve);
        writeAudit(implementation, call, tx, entries, approver);
        return { result, approver };
      }),
    );
    approvedBy = approver;
    return result;
  };
}

/** What the pipeline has gathered when it calls a handler. */
interface Call extends Omit<QueryCall, 'db'>, Partial<SignedIn>, Pick<MutationCall, 'onRefusal'> {
  readonly input: Record<string, unknown>;
  /** The header `Approval`. */
  readonly approval: string | undefined;
}

/** The effect of a mutation inside `tx`: what it changed with its audit rows, and the checked output. */
async function change(implementation: Implementation, call: Call, tx: Tx): Promise<unknown> {
  const entries: AuditEntry[] = [];
  let unchanged = false;
  let approvedBy: string | null = null;
  const output = await invoke(implementation, {
    ...call,
    tx,
    approve: approveOf(implementation, call, tx, (approverId) => {
      approvedBy = approverId;
    }),
    audit: (entry) => void entries.push(entry),
    changedNothing: () => {
      unchanged = true;
    },
  });
  if (unchanged) return output;
  if (entries.length === 0) throw new Error(`${implementation.name} did not say what it changed.`);
  writeAudit(implementation, call, tx, entries, approvedBy);
  return output;
}

function approveOf(
  { name, operation }: Implementation,
  { actor, approval, now }: Call,
  tx: Tx,
  onApproved: (approverId: string) => void,
): Approve {
  if (operation.kind !== 'mutation' || !actor) {
    return () => Promise.reject(new Error(`${name} has nobody who could ask for an approval.`));
  }
  return createApprove({ name, operation, actor, tx, now, header: approval, onApproved });
}

/** The audit rows of what a mutation said that it changed: they travel with COMMIT. */
function writeAudit(
  implementation: Implementation,
  call: Call,
  tx: Tx,
  entries: readonly AuditEntry[],
  approvedBy: string | null,
): void {
  if (entries.length === 0) return;
  const rows = entries.map((entry) => ({
    actorId: call.actor?.userId ?? null,
    sessionId: call.actor?.sessionId ?? null,
    registerId: call.actor?.registerId ?? null,
    ...entry,
    approvedBy,
    id: call.newId(),
    action: implementation.name,
    requestId: call.requestId,
    recordedAt: call.now,
  }));
  flushWithCommit(tx, [insertAuditRows(tx, rows)]);
}

/** Calls the handler and checks what it answers: nothing leaves that the contract does not name. */
async function invoke(
  { operation, handler }: Implementation,
  call: Call &
    (
      | Pick<QueryCall, 'db'>
      | Pick<MutationCall, 'tx' | 'audit' | 'approve' | 'changedNothing'>
      | Pick<StepsCall, 'transact' | 'keyedId'>
    ),
): Promise<unknown> {
  // `Handlers` has checked that this handler takes what its operation's kind, tx and permission give it.
  const { input, approval, ...rest } = call;
  const output = await handler(rest as never, input as never);
  // It is not made yet: the face reads it, and knows its form.
  return output instanceof Download ? output : operation.output.parse(output);
}

function fresh(output: unknown): Outcome {
  return { output, replayed: false };
}

/**
 * Use cases look for the holder of a unique value before they write it. Where two of them race, one gets a
 * unique or exclusion violation: run again, it finds the other's row and says so.
 */
async function againAfterUniqueRace<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!TAKEN.has(sqlState(error))) throw error;
    return run();
  }
}

/** A connection lost at COMMIT leaves the outcome open; run again under its key, the key decides. */
async function againAfterLostCommit<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof CommitUnknownError)) throw error;
    return run().catch((again: unknown) => {
      // The database is still away: whether the first run was stored stays open, and the answer must say so.
      throw isConnectionError(again) ? error : again;
    });
  }
}
