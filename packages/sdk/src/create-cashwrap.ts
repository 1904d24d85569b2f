import { captureCallSite, placeAt } from './call-site.ts';
import { Client } from './client.ts';
import type { Cashwrap } from './generated/cashwrap.ts';
import { operations } from './generated/operations.ts';
import type { OperationName } from './operation-info.ts';
import type { CashwrapOptions, MutationOptions, SubscriptionOptions } from './options.ts';
import { createPages, type PageOf } from './pages.ts';
import { type Runtime, systemRuntime } from './runtime.ts';

/**
 * Makes a client of a Cashwrap server. Sign in with `auth.login`, or give the tokens that `onTokens` was told
 * earlier; the client sends them, refreshes them, and repeats calls where that is safe.
 *
 * Every method rejects with a {@link CashwrapApiError}, {@link CashwrapConnectionError} or
 * {@link CashwrapTimeoutError}; tell them apart with {@link isCashwrapError}.
 *
 * @example
 * ```ts
 * const cashwrap = createCashwrap({ baseUrl: 'http://localhost:8000' });
 * await cashwrap.auth.login({ username: 'cashier', password: 'cashwrap-demo' });
 * const product = await cashwrap.products.byBarcode({ code: '4006381333931' });
 * ```
 */
export function createCashwrap(options: CashwrapOptions): Cashwrap {
  return createCashwrapWith(options, systemRuntime);
}

/** For tests, which bring their own clock, randomness and sleep. */
export function createCashwrapWith(options: CashwrapOptions, runtime: Runtime): Cashwrap {
  const client = new Client(options, runtime);
  const root: MethodTree = {};
  for (const name of Object.keys(operations) as OperationName[]) {
    const path = name.split('.');
    const last = path.pop() ?? '';
    let group = root;
    for (const step of path) {
      group[step] ??= {};
      group = group[step] as MethodTree;
    }
    group[last] =
      operations[name].kind === 'subscription'
        ? createSubscription(client, name)
        : createMethod(client, name);
  }
  // Both follow from the contract, the table by `pnpm gen` and the type by its mapping; a test compares them.
  const cashwrap = root as unknown as Cashwrap;
  clients.set(cashwrap, client);
  return cashwrap;
}

/** What makes the calls of each `Cashwrap`. Not a property of it: the methods are all there is to see. */
const clients = new WeakMap<Cashwrap, Client>();

/** What makes the calls of a `Cashwrap`, for a face of another kind such as tRPC's. */
export function clientOf(cashwrap: Cashwrap): Client {
  const client = clients.get(cashwrap);
  if (!client) throw new TypeError('This is not what createCashwrap of this copy of @cashwrap/sdk made.');
  return client;
}

type Method = (input?: unknown, options?: MutationOptions) => Promise<unknown>;
type SubscriptionMethod = (
  input?: unknown,
  options?: SubscriptionOptions,
) => AsyncGenerator<unknown, void, void>;

interface MethodTree {
  [name: string]: Method | SubscriptionMethod | MethodTree;
}

function createMethod(client: Client, name: OperationName): Method {
  const method: Method = (input, options) => {
    const site = captureCallSite(method);
    const call = (given: unknown) =>
      client.call(name, given, options).catch((error: unknown) => {
        throw placeAt(site, error);
      });
    if (!operations[name].paged) return call(input);
    return createPages((cursor) => {
      const page = cursor === undefined ? call(input) : call({ ...(input as object), cursor });
      return page as Promise<PageOf<unknown>>;
    }, options?.signal);
  };
  return Object.defineProperty(method, 'name', { value: name });
}

function createSubscription(client: Client, name: OperationName): SubscriptionMethod {
  const method: SubscriptionMethod = (input, options) => {
    const site = captureCallSite(method);
    async function* messages() {
      try {
        for await (const happening of client.subscribe(name, input, options)) {
          if (happening.type === 'message' && happening.data !== null) yield happening.data;
        }
      } catch (error) {
        throw placeAt(site, error);
      }
    }
    return messages();
  };
  return Object.defineProperty(method, 'name', { value: name });
}
