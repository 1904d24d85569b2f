import type { AppRouter } from '@cashwrap/contract';
import { type Operation, type OperationResultEnvelope, TRPCClientError, type TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import type { Client } from './client.ts';
import { clientOf } from './create-cashwrap.ts';
import type { Cashwrap } from './generated/cashwrap.ts';
import { operations } from './generated/operations.ts';
import type { OperationName } from './operation-info.ts';
import type { MutationOptions } from './options.ts';

/** The options of a call that tRPC has no place for: `context: { cashwrap: { idempotencyKey } }`. */
export type LinkCallOptions = Omit<MutationOptions, 'signal'>;

/**
 * The terminating link of a tRPC client whose calls are made by `cashwrap`: under its session, with its retries and
 * idempotency keys.
 *
 * A call fails with a `TRPCClientError` whose `cause` is the SDK's error, or the reason of its signal. A subscription
 * opens its connection again by itself and tells so as a change of state; it does not hand on messages that say
 * nothing.
 */
export function cashwrapLink(cashwrap: Cashwrap): TRPCLink<AppRouter> {
  const client = clientOf(cashwrap);
  return () =>
    ({ op }) =>
      observable((observer) => {
        const stop = new AbortController();
        const abort = () => stop.abort(op.signal?.reason);
        op.signal?.addEventListener('abort', abort, { once: true });
        if (op.signal?.aborted) abort();
        const run = async () => {
          try {
            for await (const result of resultsOf(client, op, stop.signal)) observer.next({ result });
            observer.complete();
          } catch (error) {
            observer.error(toTrpcError(error));
          }
        };
        void run();
        return () => {
          // Whoever stops listening is told nothing of the call that this breaks off.
          observer.complete();
          op.signal?.removeEventListener('abort', abort);
          stop.abort();
        };
      });
}

type Result = OperationResultEnvelope<unknown, TRPCClientError<AppRouter>>['result'];

async function* resultsOf(
  client: Client,
  op: Operation,
  signal: AbortSignal,
): AsyncGenerator<Result, void, void> {
  const { path, input, type } = op;
  if (!isOperation(path)) throw new TypeError(`Cashwrap has no operation ${path}.`);
  const options = { ...(op.context.cashwrap as LinkCallOptions | undefined), signal };
  if (type !== 'subscription') {
    yield { data: await client.call(path, input, options) };
    return;
  }
  yield { type: 'state', state: 'connecting', error: null };
  for await (const happening of client.subscribe(path, input, options)) {
    switch (happening.type) {
      case 'open':
        yield { type: 'started' };
        yield { type: 'state', state: 'pending', error: null };
        break;
      case 'message': {
        const { id, data } = happening;
        if (data !== null) yield { id, data: { id, data } };
        break;
      }
      case 'broken':
        yield { type: 'state', state: 'connecting', error: toTrpcError(happening.error) };
    }
  }
}

function isOperation(path: string): path is OperationName {
  return Object.hasOwn(operations, path);
}

function toTrpcError(error: unknown): TRPCClientError<AppRouter> {
  // The reason of a signal may be anything.
  return TRPCClientError.from(error instanceof Error ? error : new Error(String(error), { cause: error }));
}
