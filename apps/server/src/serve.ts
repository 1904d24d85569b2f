import type { AddressInfo } from 'node:net';
import {
  assertJobQueueMigrated,
  assertMigrated,
  bringUpToDate,
  connect,
  type LocatedDatabase,
  migrationsFolder,
  newId,
} from '@cashwrap/database';
import type { Logger } from 'pino';
import { announcement } from './announcement.ts';
import { type AppDeps, createApp } from './app.ts';
import type { Config } from './config.ts';
import { seedDemo } from './demo/seed.ts';
import { findAccess } from './demo/sign-in.ts';
import { createHttpServer } from './http/http-server.ts';
import { connectProviders } from './modules/payments/index.ts';
import type { loadSecrets } from './secrets.ts';
import { ListenError } from './start-failure.ts';

/** How long requests in flight may take to finish once the server was told to stop. */
const STOP_MS = 10_000;

/** What the program was started with. */
interface Start {
  readonly config: Config;
  readonly log: Logger;
  readonly secrets: Awaited<ReturnType<typeof loadSecrets>>;
  readonly located: LocatedDatabase;
}

/**
 * Serves the API on a database until the process is told to stop.
 *
 * @throws MigrationError, DemoSeedError or ListenError where it cannot begin
 */
export async function serve({ config, log, secrets, located }: Start): Promise<void> {
  await using cleanup = new AsyncDisposableStack();
  if (config.migrate) await migrate(located, log);
  const database = cleanup.use(
    connect({
      connection: located.connection,
      applicationName: 'cashwrap-server',
      onClientError: () => log.warn('lost a connection to the database'),
    }),
  );

  if (!config.migrate) {
    await assertMigrated(database, { folder: migrationsFolder });
    await assertJobQueueMigrated(database);
  }

  const { corsOrigins, rateLimitPerMinute, trustedProxies, metricsAccess } = config;
  const limits = { corsOrigins, rateLimitPerMinute, trustedProxies, metricsAccess };
  const deps: AppDeps = {
    auditHeadFile: config.auditHeadFile,
    ...secrets,
    ...limits,
    database,
    paymentProviders: connectProviders(config.paymentProviders, config),
    paymentTimeoutMs: config.paymentTimeoutMs,
    clock: () => new Date(),
    newId,
    log,
  };
  if (config.demoSeed) await openDemoShop(deps);
  const app = createApp(deps);
  const server = createHttpServer(app.http);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(new ListenError(error)));
    server.listen(config.port, config.host, resolve);
  });
  app.start();
  // From here on a signal stops it in good order: whoever reads that it is ready may send one.
  const told = untilTold();
  await announce(config, (server.address() as AddressInfo).port, deps);
  app.startFeed();
  app.startJobs();

  const signal = await told;
  log.info({ signal }, 'stopping: requests in flight finish first');
  await app.stop();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    // A connection that is kept alive becomes idle when its last request is answered.
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    const late = setTimeout(() => server.closeAllConnections(), STOP_MS);
    server.once('close', () => {
      clearInterval(idle);
      clearTimeout(late);
    });
  });
}

/** Migrates as the owner of the tables. */
async function migrate(located: LocatedDatabase, log: Logger): Promise<void> {
  await using owner = connect({
    connection: located.ownerConnection,
    max: 1,
    applicationName: 'cashwrap-migrate',
  });
  const applied = await bringUpToDate(owner, located.applicationRole);
  if (applied.length > 0) log.info({ applied }, 'migrated the database');
  if (located.applicationRole === undefined && located.embedded === undefined) {
    log.warn(
      'The application owns its tables. Set DATABASE_OWNER_URL to another role to protect the ledgers.',
    );
  }
}

/** Before the server listens: nobody sees a half shop. */
async function openDemoShop(deps: AppDeps): Promise<void> {
  const startedAt = performance.now();
  const made = await seedDemo(deps);
  if (made) deps.log.info({ ...made, ms: Math.round(performance.now() - startedAt) }, 'opened the demo shop');
}

async function announce(config: Config, port: number, { database, setupToken }: AppDeps): Promise<void> {
  // Who is let into a production system is not for its console, unless it was asked to be a demo. And a
  // server that listens does not end because the database cannot answer just now.
  const tells = !config.production || config.demoSeed;
  const access = tells ? await findAccess(database).catch(() => undefined) : undefined;
  process.stdout.write(
    announcement({
      host: config.host,
      port,
      access,
      setupToken: config.production ? undefined : setupToken,
    }),
  );
}

/** Resolves when the process is told to stop; told twice, it does so at once. */
function untilTold(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(1));
        resolve(signal);
      });
    }
  });
}
