import { AsyncLocalStorage } from 'node:async_hooks';
import { type AppRouter, contract } from '@cashwrap/contract';
import type { AppDeps } from '../app.ts';
import { createTrpcRouter, type TrpcContext } from '../http/trpc-router.ts';
import { createAuditTrail } from '../modules/audit/index.ts';
import { createHandlers } from '../modules/handlers.ts';
import { createIdentity } from '../modules/identity/index.ts';
import { keptAnswers } from '../modules/kept-answers.ts';
import { createStoreExists } from '../modules/organization/index.ts';
import { Providers } from '../modules/payments/index.ts';
import { storesOfDocument } from '../modules/stores-of-document.ts';
import type { Actor } from '../procedure/actor.ts';
import { implement } from '../procedure/handlers.ts';
import { createProcedures } from '../procedure/operate.ts';

/** One call in the demo's past. */
interface Occasion {
  readonly actor: Actor;
  readonly at: Date;
  /** The Idempotency-Key and the request id: under one name, the same call is made once. */
  readonly name: string;
}

type Operations = ReturnType<AppRouter['createCaller']>;

/** Makes a call: `call({ actor, at, name }, (operations) => operations.sales.create(input))`. */
export type Call = <T>(occasion: Occasion, use: (operations: Operations) => Promise<T>) => Promise<T>;

/**
 * Calls operations as the faces do, with all that stands before a use case, but inside this process, as
 * anybody and at any time.
 */
export function createCaller(deps: AppDeps): Call {
  const occasions = new AsyncLocalStorage<Occasion>();
  const current = () => {
    const occasion = occasions.getStore();
    if (!occasion) throw new Error('This is no call of the demo.');
    return occasion;
  };
  const procedures = createProcedures(
    implement(contract, createHandlers(createIdentity(deps), createAuditTrail(deps), new Providers(deps))),
    {
      ...deps,
      clock: () => current().at,
      authenticate: async () => current().actor,
      storeExists: createStoreExists(deps.database.db),
      storesOfDocument,
      keptAnswers,
    },
  );
  const router = createTrpcRouter(procedures);
  return (occasion, use) => {
    const context: TrpcContext = {
      requestId: occasion.name,
      authorization: undefined,
      idempotencyKey: occasion.name,
      approval: undefined,
      device: { registerToken: undefined, userAgent: undefined, address: '' },
      log: deps.log,
      onOutcome: () => {},
    };
    return occasions.run(occasion, () => use(router.createCaller(context)));
  };
}
