import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ConnectionOptions } from '@cashwrap/database';

/** Runs a command of `src/` on a test database, in production; answers its exit code and what it printed. */
export async function runCommand(
  file: string,
  connection: ConnectionOptions,
  env: Record<string, string>,
  args: readonly string[] = [],
): Promise<{ code: number; output: string }> {
  if (!('host' in connection)) throw new Error('The embedded server is reached by its socket.');
  const { host, port = 5432, user, database } = connection;
  const url = `postgresql://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
  const main = fileURLToPath(new URL(`../src/${file}`, import.meta.url));
  const child = spawn(process.execPath, ['--conditions=@cashwrap/source', main, ...args], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', DATABASE_URL: url, ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const [code] = await once(child, 'close');
  return { code, output };
}
