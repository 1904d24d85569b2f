import { contract } from '@cashwrap/contract';
import type { Database } from '@cashwrap/database';
import type { Express } from 'express';
import type { Logger } from 'pino';
import { createServerApp } from './http/server-app.ts';
import { createTrpcRouter } from './http/trpc-router.ts';
import { UploadGate } from './http/upload-gate.ts';
import { repeat } from './jobs/repeat.ts';
import { createAuditTrail } from './modules/audit/index.ts';
import { createHandlers } from './modules/handlers.ts';
import {
  createIdentity,
  forgetAttempts,
  forgetQuestions,
  type SigningKeys,
} from './modules/identity/index.ts';
import { tellLowStock } from './modules/inventory/index.ts';
import { keptAnswers } from './modules/kept-answers.ts';
import { tendMembers } from './modules/loyalty/index.ts';
import { forgetNotifications } from './modules/notifications/index.ts';
import { createStoreExists } from './modules/organization/index.ts';
import { type PaymentProvider, Providers, settleUndecided } from './modules/payments/index.ts';
import { applyStocktakes } from './modules/stocktakes/index.ts';
import { storesOfDocument } from './modules/stores-of-document.ts';
import { implement } from './procedure/handlers.ts';
import { forgetLapsedKeys } from './procedure/idempotency.ts';
import { createProcedures } from './procedure/operate.ts';

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
}

/** The application: what answers over HTTP, and what runs beside it. */
export interface App {
  readonly http: Express;
  /** Starts what runs beside the requests. */
  start(): void;
  /** Chains the audit log, as the job does each second, once and now. */
  chainAuditLog(): Promise<void>;
  /** Applies stocktakes that wait for it, as the job does each second, once and now. */
  applyStocktakes(): Promise<void>;
  /** Tells of stock that is low, as the job does twice a minute, once and now. */
  tellLowStock(): Promise<void>;
  /** Takes off points that are past their time and looks at tiers, as the job does each minute, once and now. */
  tendMembers(): Promise<void>;
  /** Asks payment providers what they have not answered, and for refunds, as the job does each second, once and now. */
  settlePayments(): Promise<void>;
  /** Stops that again; readiness turns false at once. */
  stop(): Promise<void>;
}

/** How long an audit row waits for the hash chain at the most, or a little more. */
const CHAIN_AUDIT_MS = 1_000;
const APPLY_STOCKTAKES_MS = 1_000;
const SETTLE_PAYMENTS_MS = 1_000;
const FORGET_ATTEMPTS_MS = 3_600_000;
const FORGET_QUESTIONS_MS = 600_000;
const FORGET_KEYS_MS = 3_600_000;
/** How soon people are told of low stock. */
const LOW_STOCK_MS = 30_000;
const FORGET_NOTIFICATIONS_MS = 3_600_000;
/** How long points are seen that are past their time. */
const TEND_MEMBERS_MS = 60_000;

/** Puts the whole application together and starts nothing. */
export function createApp(deps: AppDeps): App {
  const { database } = deps;
  const identity = createIdentity(deps);
  const auditTrail = createAuditTrail(deps);
  const uploadGate = new UploadGate();
  const providers = new Providers(deps);
  const procedures = createProcedures(implement(contract, createHandlers(identity, auditTrail, providers)), {
    ...deps,
    authenticate: identity.authority.authenticate,
    storeExists: createStoreExists(database.db),
    storesOfDocument,
    keptAnswers,
  }).map(uploadGate.watch);
  const { chainer } = auditTrail;
  const chaining = repeat(
    { name: 'chain the audit log', everyMs: CHAIN_AUDIT_MS, run: (stopped) => chainer.run(stopped) },
    deps.log,
  );
  const applying = repeat(
    {
      name: 'apply stocktakes',
      everyMs: APPLY_STOCKTAKES_MS,
      run: (stopped) => applyStocktakes(deps, stopped),
    },
    deps.log,
  );
  const settling = repeat(
    {
      name: 'settle payments',
      everyMs: SETTLE_PAYMENTS_MS,
      run: (stopped) => settleUndecided({ ...deps, providers }, stopped),
    },
    deps.log,
  );
  const forgetting = repeat(
    { name: 'forget sign-in attempts', everyMs: FORGET_ATTEMPTS_MS, run: () => forgetAttempts(identity) },
    deps.log,
  );
  const forgettingQuestions = repeat(
    { name: 'forget approval requests', everyMs: FORGET_QUESTIONS_MS, run: () => forgetQuestions(identity) },
    deps.log,
  );
  const forgettingKeys = repeat(
    {
      name: 'forget lapsed idempotency keys',
      everyMs: FORGET_KEYS_MS,
      run: (stopped) => forgetLapsedKeys(database, deps.clock(), stopped),
    },
    deps.log,
  );
  const watchingStock = repeat(
    { name: 'tell of low stock', everyMs: LOW_STOCK_MS, run: (stopped) => tellLowStock(deps, stopped) },
    deps.log,
  );
  const forgettingNotifications = repeat(
    {
      name: 'forget notifications',
      everyMs: FORGET_NOTIFICATIONS_MS,
      run: (stopped) => forgetNotifications(database, deps.clock(), stopped),
    },
    deps.log,
  );
  const tendingMembers = repeat(
    {
      name: 'expire points and review tiers',
      everyMs: TEND_MEMBERS_MS,
      run: (stopped) => tendMembers(deps, stopped),
    },
    deps.log,
  );
  const jobs = [
    ...[chaining, applying, settling, watchingStock, tendingMembers],
    ...[forgetting, forgettingQuestions, forgettingKeys, forgettingNotifications],
  ];
  let stopping = false;
  const http = createServerApp({
    contract,
    procedures,
    trpcRouter: createTrpcRouter(procedures),
    uploadGate,
    jwks: deps.signingKeys.jwks,
    health: {
      ready: async () => !stopping && (await answers(database)),
      auditChainRuns: () => !chaining.isFailing(),
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
    start: () => {
      identity.authority.start();
      for (const job of jobs) job.start();
    },
    chainAuditLog: chaining.runOnce,
    applyStocktakes: applying.runOnce,
    settlePayments: settling.runOnce,
    tellLowStock: watchingStock.runOnce,
    tendMembers: tendingMembers.runOnce,
    stop: async () => {
      stopping = true;
      await Promise.all([identity.authority.stop(), ...jobs.map((job) => job.stop())]);
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
