import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  appendOnlyTables,
  connect,
  grantApplicationRole,
  type LocatedDatabase,
  locateDatabase,
  migrate,
  migrationsFolder,
  newId,
} from '@cashwrap/database';
import { type Logger, pino } from 'pino';
import { createApp } from './app.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { loadSecrets } from './secrets.ts';

/** How long requests in flight may take to finish once the server was told to stop. */
const STOP_MS = 10_000;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = pino({ level: config.logLevel, base: undefined });
  const secrets = await loadSecrets(config);

  await using cleanup = new AsyncDisposableStack();
  const located = cleanup.use(await locate(config, log));
  if (config.migrate) await bringUpToDate(located, log);
  const database = cleanup.use(
    connect({
      connection: located.connection,
      applicationName: 'cashwrap-server',
      onClientError: () => log.warn('lost a connection to the database'),
    }),
  );

  const app = createApp({ ...secrets, database, clock: () => new Date(), newId, log });
  const server = createServer(app.http);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
  app.start();
  announce(config, (server.address() as AddressInfo).port);

  const signal = await untilTold();
  log.info({ signal }, 'stopping: requests in flight finish first');
  await app.stop();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), STOP_MS).unref();
  });
}

function locate(config: Config, log: Logger): Promise<LocatedDatabase> {
  return locateDatabase(
    {
      DATABASE_URL: config.databaseUrl,
      DATABASE_OWNER_URL: config.databaseOwnerUrl,
      DATA_DIR: config.dataDir,
    },
    (message) => log.info(message),
  );
}

/** Migrates as the owner of the tables, and grants the application what it needs where it is another role. */
async function bringUpToDate(located: LocatedDatabase, log: Logger): Promise<void> {
  await using owner = connect({
    connection: located.ownerConnection,
    max: 1,
    applicationName: 'cashwrap-migrate',
  });
  const applied = await migrate(owner, { folder: migrationsFolder });
  if (applied.length > 0) log.info({ applied }, 'migrated the database');
  if (located.applicationRole !== undefined) {
    await grantApplicationRole(owner, located.applicationRole, { appendOnlyTables });
  } else if (located.embedded === undefined) {
    log.warn(
      'The application owns its tables. Set DATABASE_OWNER_URL to another role to protect the ledgers.',
    );
  }
}

function announce(config: Config, port: number): void {
  const host = ['0.0.0.0', '::'].includes(config.host) ? 'localhost' : config.host;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  process.stdout.write(
    `\nCashwrap is ready at ${url}\n  Reference  ${url}/docs\n  REST       ${url}/v1\n  tRPC       ${url}/trpc\n\n`,
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

try {
  await main();
} catch (error) {
  const expected =
    error instanceof ConfigError ||
    (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE');
  process.stderr.write(`Cashwrap cannot start.\n${expected ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}
