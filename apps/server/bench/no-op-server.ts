import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { merchant, operationsOf, query } from '@cashwrap/contract';
import { connect, newId } from '@cashwrap/database';
import express, { type Express } from 'express';
import { pino } from 'pino';
import { z } from 'zod';
import { readConfig } from '../src/config.ts';
import { createServerApp } from '../src/http/server-app.ts';
import { createTrpcRouter } from '../src/http/trpc-router.ts';
import { createIdentity } from '../src/modules/identity/index.ts';
import { storesOfDocument } from '../src/modules/stores-of-document.ts';
import { implement } from '../src/procedure/handlers.ts';
import { createProcedures } from '../src/procedure/operate.ts';
import { loadSecrets } from '../src/secrets.ts';

// A server of 160 operations that do nothing, through everything that real ones go through; and, under /bare, an
// Express application of its own with one route that has the same answer.

const GROUPS = 20;
const IN_GROUP = 8;

const Item = z.object({
  id: z.uuid(),
  name: z.string(),
  price: z.int(),
  tags: z.array(z.string()),
  available: z.boolean(),
});
const answer = (id: string) => ({ id, name: 'Coffee', price: 349, tags: ['hot', 'drink'], available: true });

function noOpContract() {
  const operation = (group: number, index: number) =>
    query({
      rest: { method: 'GET', path: `/group-${group}/{id}/part-${index}` },
      permission: 'products.read',
      scope: merchant,
      summary: 'Does nothing',
      input: z.strictObject({ id: z.uuid(), limit: z.int().min(1).max(100).default(20) }),
      output: Item,
    });
  const groups = Array.from({ length: GROUPS }, (_, group) => {
    const names = Array.from({ length: IN_GROUP }, (_, index) => [`part${index}`, operation(group, index)]);
    return [`group${group}`, Object.fromEntries(names)] as const;
  });
  return Object.fromEntries(groups) as Record<string, Record<string, ReturnType<typeof operation>>>;
}

async function createNoOpApp(): Promise<Express> {
  const config = readConfig(process.env);
  const { signingKeys, pepper } = await loadSecrets(config);
  const log = pino({ level: config.logLevel });
  const database = connect({ connection: { url: config.databaseUrl ?? '' }, max: 2 });
  const clock = () => new Date();
  const identity = createIdentity({ database, signingKeys, pepper, clock, setupToken: undefined });
  const contract = noOpContract();
  const handlers = Object.fromEntries(
    Object.entries(contract).map(([group, operations]) => [
      group,
      Object.fromEntries(
        Object.keys(operations).map((name) => [
          name,
          async (_: unknown, { id }: { id: string }) => answer(id),
        ]),
      ),
    ]),
  );
  const procedures = createProcedures(implement(contract, handlers), {
    database,
    clock,
    newId,
    authenticate: identity.authority.authenticate,
    storeExists: async () => true,
    storesOfDocument,
    keptAnswers: {},
  });
  if (operationsOf(contract).length < 150) throw new Error('Too few operations to be like the real thing.');
  identity.authority.start();
  return createServerApp({
    contract,
    procedures,
    trpcRouter: createTrpcRouter(procedures),
    jwks: signingKeys.jwks,
    health: { ready: async () => true, jobs: async () => [] },
    log,
    corsOrigins: [],
    rateLimitPerMinute: 0,
    trustedProxies: 0,
    identify: async () => undefined,
  });
}

function createBareApp(): Express {
  const app = express();
  // As in ours: what Express adds unasked is not what is compared.
  app.disable('x-powered-by');
  app.disable('etag');
  app.get('/bare/:id', (request, response) => void response.json(answer(request.params.id)));
  return app;
}

process.once('SIGTERM', () => process.exit());
const bare = createBareApp();
const app = await createNoOpApp();
const server = createServer((request, response) =>
  request.url?.startsWith('/bare/') ? bare(request, response) : app(request, response),
);
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`ready at http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
