import { connect, locateDatabase, newId } from '@cashwrap/database';
import { ConfigError, readConfig } from './config.ts';
import { resetPasswordByCommand } from './modules/identity/index.ts';
import { explainStartFailure } from './start-failure.ts';

// `pnpm users:reset-password <username>`: gives a person a password for once, where nobody who is signed in can: the
// sole owner is locked out or has forgotten theirs. It clears every lockout of the password and ends every session.
// The server may be running. Ends with 0 where that is done, 1 where there is no such person, 2 where it cannot be.

const USAGE = 'Say whose: pnpm users:reset-password <username>';

async function main(username: string): Promise<boolean> {
  const config = readConfig(process.env);
  await using cleanup = new AsyncDisposableStack();
  const located = cleanup.use(
    await locateDatabase({ ...process.env, DATA_DIR: config.dataDir }, { create: false }),
  );
  const database = cleanup.use(
    connect({ connection: located.connection, max: 1, applicationName: 'cashwrap-reset-password' }),
  );
  const result = await resetPasswordByCommand({ database, now: new Date(), newId }, username);
  if (result.outcome === 'reset') {
    process.stdout.write(`The password of ${username} is now: ${result.password}\n`);
    process.stdout.write('It is shown this once, and works until they choose another after signing in.\n');
    return true;
  }
  process.stderr.write(
    result.outcome === 'unknown'
      ? `Nobody signs in as "${username}". Nothing was changed.\n`
      : `"${username}" is deactivated, and would not be let in. An owner can reactivate them. Nothing was changed.\n`,
  );
  return false;
}

try {
  const [username, ...more] = process.argv.slice(2);
  if (username === undefined || more.length > 0) throw new ConfigError(USAGE);
  process.exitCode = (await main(username)) ? 0 : 1;
} catch (error) {
  const text = explainStartFailure(error) ?? (error instanceof Error ? error.stack : String(error));
  process.stderr.write(`The password was not reset.\n${text}\n`);
  process.exitCode = 2;
}
