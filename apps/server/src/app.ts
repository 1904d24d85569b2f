import { contract } from '@cashwrap/contract';
import type { Database } from '@cashwrap/database';
import type { Express } from 'express';
import type { Logger } from 'pino';
import { createServerApp } from './http/server-app.ts';
import { createTrpcRouter } from './http/trpc-router.ts';
import { createHandlers } from './modules/handlers.ts';
import { createIdentity, type SigningKeys } from './modules/identity/index.ts';
import { createStoreExists } from './modules/organization/index.ts';
import { implement } from './procedure/handlers.ts';
import { createProcedures } from './procedure/operate.ts';

/** What the application needs of the world. */
export interface AppDeps {
  readonly database: Database;
  readonly signingKeys: SigningKeys;
  /** 32 secret bytes from outside the database. */
  readonly pepper: Buffer;
  /** What the first owner must know to set up an empty system. */
  readonly setupToken: string | undefined;
  readonly clock: () => Date;
  readonly newId: () => string;
  readonly log: Logger;
}

/** The application: what answers over HTTP, and what runs beside it. */
export interface App {
  readonly http: Express;
  /** Starts what runs beside the requests. */
  start(): void;
  /** Stops that again; readiness turns false at once. */
  stop(): Promise<void>;
}

/** Puts the whole application together and starts nothing. */
export function createApp(deps: AppDeps): App {
  const { database } = deps;
  const identity = createIdentity(deps);
  const procedures = createProcedures(implement(contract, createHandlers(identity)), {
    ...deps,
    authenticate: identity.authority.authenticate,
    storeExists: createStoreExists(database.db),
  });
  let stopping = false;
  const http = createServerApp({
    contract,
    procedures,
    trpcRouter: createTrpcRouter(procedures),
    jwks: deps.signingKeys.jwks,
    ready: async () => !stopping && (await answers(database)),
    log: deps.log,
  });
  return {
    http,
    start: () => identity.authority.start(),
    stop: async () => {
      stopping = true;
      await identity.authority.stop();
    },
  };
}

async function answers(database: Database): Promise<boolean> {
  try {
    await database.ping();
    return true;
  } catch {
    return false;
  }
}
