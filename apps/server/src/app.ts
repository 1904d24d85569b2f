import { contract } from '@cashwrap/contract';
import type { Database } from '@cashwrap/database';
import type { Express } from 'express';
import type { Logger } from 'pino';
import type { MetricsAccess } from './http/metrics.ts';
import { createServerApp } from './http/server-app.ts';
import { createTrpcRouter } from './http/trpc-router.ts';
import { UploadGate } from './http/upload-gate.ts';
import { version } from './http/version.ts';
import { createJobs, type JobName } from './jobs/all-jobs.ts';
import { JobQueue } from './jobs/job-queue.ts';
import { JobRuns } from './jobs/job-runs.ts';
import { repeat } from './jobs/repeat.ts';
import { ServerMetrics } from './metrics/server-metrics.ts';
import { createAuditTrail } from './modules/audit/index.ts';
import { sequenceEvents } from './modules/events/index.ts';
import { createHandlers } from './modules/handlers.ts';
import { createIdentity, type SigningKeys } from './modules/identity/index.ts';
import { keptAnswers } from './modules/kept-answers.ts';
import { createStoreExists } from './modules/organization/index.ts';
import { type PaymentProvider, Providers } from './modules/payments/index.ts';
import { storesOfDocument } from './modules/stores-of-document.ts';
import { implement, implementSubscriptions } from './procedure/handlers.ts';
import { createProcedures } from './procedure/operate.ts';
import { createSubscriptions } from './procedure/subscribe.ts';

/** What the application needs of the world. */
export interface AppDeps {
  readonly database: Database;
  readonly signingKeys: SigningKeys;
  /** 32 secret bytes from outside the database. */
  readonly pepper: Buffer;
  /** What the first owner must know to set up an empty system. */
  readonly setupToken: string | undefined;
  /** Where the signed head of the audit chain is kept, outside the database; without it there is none. */
  readonly auditHeadFile?: string | undefined;
  readonly clock: () => Date;
  readonly newId: () => string;
  readonly log: Logger;
  /** Who can charge cards, beside a terminal that is not connected. Default: nobody. */
  readonly paymentProviders?: readonly PaymentProvider[];
  /** How long an answer of theirs is waited for. Default: 20 seconds. */
  readonly paymentTimeoutMs?: number | undefined;
  /** The origins whose pages may call the API. Default: none. */
  readonly corsOrigins?: readonly string[];
  /** Calls per minute of each caller. Default: any number. */
  readonly rateLimitPerMinute?: number;
  /** How many proxies stand before the server. Default: none. */
  readonly trustedProxies?: number;
  /** Who may read `/metrics`. Default: nobody. */
  readonly metricsAccess?: MetricsAccess;
}

/** The application: what answers over HTTP, and what runs beside it. */
export interface App {
  readonly http: Express;
  /** Starts what requests need beside them. */
  start(): void;
  /** Starts to move what has happened into the feed of events. Left out: it is moved when it is asked to be, below. */
  startFeed(): void;
  /** Starts the jobs, with those of the other servers on the database. Left out: they run when they are asked to, below. */
  startJobs(): void;
  /** Moves what is committed in the outbox into the feed of events, as is done all the time, once and now. */
  sequenceEvents(): Promise<void>;
  /** Runs one job now, in this process, and throws what it throws. */
  chainAuditLog(): Promise<void>;
  verifyAuditLog(): Promise<void>;
  applyStocktakes(): Promise<void>;
  tellLowStock(): Promise<void>;
  tendMembers(): Promise<void>;
  settlePayments(): Promise<void>;
  refreshRollups(): Promise<void>;
  /** Stops that again; readiness turns false at once. */
  stop(): Promise<void>;
}

/** How soon what has happened is in the feed, or a little later. */
const SEQUENCE_EVENTS_MS = 200;

/** Puts the whole application together and starts nothing. */
export function createApp(deps: AppDeps): App {
  const { database } = deps;
  const identity = createIdentity(deps);
  const auditTrail = createAuditTrail(deps);
  const uploadGate = new UploadGate();
  const providers = new Providers(deps);
  const handlers = createHandlers(identity, auditTrail, providers);
  const stopping = new AbortController();
  const runtime = {
    ...deps,
    authenticate: identity.authority.authenticate,
    storeExists: createStoreExists(database.db),
    storesOfDocument,
    keptAnswers,
    stopping: stopping.signal,
  };
  const procedures = createProcedures(implement(contract, handlers), runtime).map(uploadGate.watch);
  const subscriptions = createSubscriptions(implementSubscriptions(contract, handlers), runtime);
  const sequencing = repeat(
    {
      name: 'sequence events',
      everyMs: SEQUENCE_EVENTS_MS,
      run: (stopped) => sequenceEvents(deps, stopped),
    },
    deps.log,
  );
  const jobs = createJobs({ ...deps, identity, auditTrail, providers });
  const metrics = new ServerMetrics();
  const runs = new JobRuns<JobName>(jobs, (run) => metrics.onJobRun(run));
  const queue = new JobQueue({ database, jobs, runs, log: deps.log });
  const http = createServerApp({
    contract,
    procedures,
    trpcRouter: createTrpcRouter(procedures, subscriptions),
    subscriptions,
    stopping: stopping.signal,
    uploadGate,
    jwks: deps.signingKeys.jwks,
    health: {
      ready: async () => !stopping.signal.aborted && (await answers(database)),
      jobs: () => queue.states(),
    },
    metrics: {
      access: deps.metricsAccess ?? 'closed',
      onRequest: (operation, status, seconds) => metrics.onRequest(operation, status, seconds),
      render: () => metrics.render({ database, version: version.version, jobStates: () => queue.states() }),
    },
    log: deps.log,
    corsOrigins: deps.corsOrigins ?? [],
    rateLimitPerMinute: deps.rateLimitPerMinute ?? 0,
    trustedProxies: deps.trustedProxies ?? 0,
    identify: async (authorization) => {
      if (authorization === undefined) return undefined;
      const actor = await identity.authority.authenticate(authorization).catch(() => undefined);
      return actor && (actor.sessionId ?? actor.userId);
    },
  });
  return {
    http,
    start: () => identity.authority.start(),
    startFeed: () => sequencing.start(),
    startJobs: () => queue.start(),
    sequenceEvents: sequencing.runOnce,
    chainAuditLog: () => runs.run('chain-audit-log'),
    verifyAuditLog: () => runs.run('verify-audit-log'),
    applyStocktakes: () => runs.run('apply-stocktakes'),
    settlePayments: () => runs.run('settle-payments'),
    tellLowStock: () => runs.run('tell-low-stock'),
    tendMembers: () => runs.run('tend-members'),
    refreshRollups: () => runs.run('refresh-rollups'),
    stop: async () => {
      stopping.abort();
      await Promise.all([identity.authority.stop(), queue.stop(), runs.stop(), sequencing.stop()]);
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
