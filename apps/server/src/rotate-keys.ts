import { ConfigError, readConfig } from './config.ts';
import { rotatedSigningKeys, rotateKeptKeys } from './secrets.ts';

// `pnpm keys:rotate`: a new key that verifies from the next start on and signs an hour from now; tokens of the one
// before live out their time.
try {
  const config = readConfig(process.env);
  if (config.signingKeys === undefined) {
    const count = await rotateKeptKeys(config.dataDir, new Date());
    process.stdout.write(
      `There is a new signing key; ${count} verify. Restart the server: it signs with the new one an hour from now.\n`,
    );
  } else {
    // The environment is not ours to change: only its next value is printed.
    process.stdout.write(`SIGNING_KEYS='${await rotatedSigningKeys(config.signingKeys, new Date())}'\n`);
  }
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`The keys were not rotated.\n${error.message}\n`);
  process.exitCode = 1;
}
