import type { AppRouter, Contract } from '@cashwrap/contract';
import express, { type Express } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import type { Procedure } from '../procedure/operate.ts';
import type { SubscriptionProcedure } from '../procedure/subscribe.ts';
import { apiHeaders } from './api-headers.ts';
import { answerHeadAsGet, compressReads } from './compression.ts';
import { allowOrigins } from './cors.ts';
import { createDocsRouter } from './docs.ts';
import { answerErrors, answerNotFound } from './errors.ts';
import { createHealthRouter, type Health } from './health.ts';
import { home } from './home.ts';
import { type Identify, limitRate } from './limits.ts';
import { getOnly } from './methods.ts';
import { type MetricsAccess, measureRequests, type OnRequest, serveMetrics } from './metrics.ts';
import { createOpenApiDocument } from './openapi.ts';
import { identifyRequests } from './request.ts';
import { createRestRouter, REST_BASE } from './rest.ts';
import { sendTagged, type TaggedJson, tagJson } from './tagged.ts';
import { createTrpcHandler } from './trpc.ts';
import { UploadGate } from './upload-gate.ts';
import { version } from './version.ts';

/** What the faces serve. */
export interface ServerAppOptions {
  readonly contract: Contract;
  readonly procedures: readonly Procedure[];
  readonly trpcRouter: AppRouter;
  /** What `trpcRouter` serves of subscriptions, and what is aborted when the server stops. */
  readonly subscriptions?: readonly SubscriptionProcedure[];
  readonly stopping?: AbortSignal;
  /** What watches `procedures`. Left out: nothing else shares it. */
  readonly uploadGate?: UploadGate;
  /** The public keys of access tokens. */
  readonly jwks: object;
  readonly health: Health;
  /** Left out: nothing is measured, and there is nothing to read. */
  readonly metrics?: {
    readonly access: MetricsAccess;
    readonly onRequest: OnRequest;
    readonly render: () => Promise<string>;
  };
  readonly log: Logger;
  /** The origins whose pages may call; see {@link allowOrigins}. */
  readonly corsOrigins: readonly string[];
  /** Calls per minute of each caller; 0: any number. */
  readonly rateLimitPerMinute: number;
  readonly identify: Identify;
  /** How many proxies stand before the server: that many addresses of X-Forwarded-For are believed. */
  readonly trustedProxies: number;
}

/** Everything that answers over HTTP, mounted; nothing listens yet. */
export function createServerApp(options: ServerAppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', options.trustedProxies);
  app.use(identifyRequests(options.log));
  const uploads = options.uploadGate ?? new UploadGate();
  const api = ['/trpc', REST_BASE];
  app.use(api, apiHeaders);
  const { metrics, procedures, subscriptions = [] } = options;
  if (metrics) app.use(api, measureRequests(procedures, subscriptions, metrics.onRequest));
  if (options.corsOrigins.length > 0) app.use(allowOrigins(options.corsOrigins));
  if (options.rateLimitPerMinute > 0) app.use(api, limitRate(options.rateLimitPerMinute, options.identify));
  app.use('/trpc', compressReads, createTrpcHandler(options.trpcRouter, { ...options, uploads }));
  app.use(answerHeadAsGet, compressReads);
  app.use(REST_BASE, createRestRouter(procedures, uploads));
  app.use(helmet());
  getOnly(app, '/', home);
  getOnly(app, '/version', (_request, response) => void response.json(version));
  getOnly(app, '/openapi.json', serveOpenApi(options.contract));
  getOnly(app, '/.well-known/jwks.json', (_request, response) => {
    response.setHeader('Cache-Control', 'public, max-age=300');
    response.json(options.jwks);
  });
  app.use('/docs', createDocsRouter());
  app.use('/health', createHealthRouter(options.health));
  if (metrics && metrics.access !== 'closed') {
    getOnly(app, '/metrics', serveMetrics(metrics.access, metrics.render));
  }
  app.use(answerNotFound);
  app.use(answerErrors);
  return app;
}

/** The document takes a moment to make and never changes: made when it is first asked for. */
function serveOpenApi(contract: Contract): express.RequestHandler {
  let document: TaggedJson | undefined;
  return (_request, response) => {
    document ??= tagJson(createOpenApiDocument(contract));
    sendTagged(response, document, 'public, no-cache');
  };
}
