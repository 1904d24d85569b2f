import type { Message } from '@cashwrap/contract';
import type { Database, StoreScope } from '@cashwrap/database';
import type { Actor, Authenticate } from './actor.ts';
import type { RequestContext } from './context.ts';
import { Failure } from './failure.ts';
import type { ImplementedSubscription, SubscriptionCall } from './handlers.ts';
import { parseInput } from './input.ts';
import { OpenSubscriptions } from './open-subscriptions.ts';
import { authorize, resolveScope, type ScopeRuntime } from './scope.ts';

/** What subscriptions need of the world. */
export interface SubscriptionRuntime extends ScopeRuntime {
  readonly database: Database;
  readonly authenticate: Authenticate;
  /** Aborted when the server stops: whoever listens is sent away, to come again. */
  readonly stopping: AbortSignal;
}

/** One subscription, ready to be listened to by any face. Throws what `toFailure` understands. */
export interface SubscriptionProcedure extends ImplementedSubscription {
  /** Ends when `signal` is aborted, else only by what it throws. */
  readonly listen: (
    context: RequestContext,
    raw: unknown,
    signal: AbortSignal,
  ) => AsyncGenerator<Message<unknown>, void>;
}

/** How old the last look at who listens may be. It adds to the age of what is cached of callers. */
const LOOK_AGAIN_MS = 250;

/** The way of every subscription: as of a call, but who listens is looked at again as long as it goes on. */
export function createSubscriptions(
  implementations: readonly ImplementedSubscription[],
  runtime: SubscriptionRuntime,
): SubscriptionProcedure[] {
  const open = new OpenSubscriptions();
  return implementations.map((implementation) => ({
    ...implementation,
    listen: (context, raw, signal) => listen(implementation, runtime, open, { context, raw, signal }),
  }));
}

interface Listener {
  readonly context: RequestContext;
  readonly raw: unknown;
  readonly signal: AbortSignal;
}

async function* listen(
  { name, subscription, handler }: ImplementedSubscription,
  runtime: SubscriptionRuntime,
  open: OpenSubscriptions,
  { context, raw, signal }: Listener,
): AsyncGenerator<Message<unknown>, void> {
  const admit = async () => {
    const actor = await runtime.authenticate(context.authorization);
    authorize(name, subscription, actor);
    return actor;
  };
  const actor = await admit();
  const input = parseInput(subscription, raw);
  const { db } = runtime.database;
  const scopeOf = (listener: Actor) => resolveScope(subscription, listener, input, runtime, db);
  const call: SubscriptionCall = {
    requestId: context.requestId,
    log: context.log,
    db,
    scope: lookingAgain(runtime.stopping, admit, scopeOf, { actor, scope: await scopeOf(actor) }),
    isOver: () => signal.aborted,
  };
  using _place = open.enter(actor.userId, signal);
  for await (const { id, data } of handler(call as never, input as never)) {
    yield { id, data: subscription.output.parse(data) };
  }
}

/** Where the caller may read: as it was found last, where that was just now. */
function lookingAgain(
  stopping: AbortSignal,
  admit: () => Promise<Actor>,
  scopeOf: (actor: Actor) => Promise<StoreScope>,
  found: { actor: Actor; scope: StoreScope },
): () => Promise<StoreScope> {
  let foundAt = performance.now();
  return async () => {
    if (stopping.aborted) throw stopped();
    if (performance.now() - foundAt < LOOK_AGAIN_MS) return found.scope;
    const actor = await admit();
    // Callers are cached: the same object is the same person with the same permissions.
    if (actor !== found.actor) found = { actor, scope: await scopeOf(actor) };
    foundAt = performance.now();
    return found.scope;
  };
}

function stopped(): Failure<'UNAVAILABLE'> {
  return new Failure('UNAVAILABLE', { detail: 'The server stops. Subscribe again, from where you are.' });
}
