import { type LocatedDatabase, locateDatabase } from '@cashwrap/database';
import { type Logger, pino } from 'pino';
import { type Config, readConfig } from './config.ts';
import { loadSecrets } from './secrets.ts';

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = pino({ level: config.logLevel, base: undefined });
  const secrets = await loadSecrets(config);

  await using cleanup = new AsyncDisposableStack();
  // PostgreSQL starts in processes of its own: meanwhile this one loads the rest of the program.
  const [located, { serve }] = await Promise.all([locate(config, log), import('./serve.ts')]);
  cleanup.use(located);
  await serve({ config, log, secrets, located });
}

function locate(config: Config, log: Logger): Promise<LocatedDatabase> {
  return locateDatabase(
    {
      DATABASE_URL: config.databaseUrl,
      DATABASE_OWNER_URL: config.databaseOwnerUrl,
      DATABASE_APP_ROLE: config.databaseAppRole,
      DATA_DIR: config.dataDir,
    },
    { log: (message) => log.info(message) },
  );
}

try {
  await main();
} catch (error) {
  // It knows the errors of the whole program.
  const { explainStartFailure } = await import('./start-failure.ts');
  const unexpected = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`Cashwrap cannot start.\n${explainStartFailure(error) ?? unexpected}\n`);
  process.exitCode = 1;
}
