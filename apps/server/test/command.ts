import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { ConnectionOptions } from '@cashwrap/database';

/** A third of a start is compiling: what one has compiled, the next ones take from here. */
const NODE_COMPILE_CACHE = fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url));

const LOAD_DRIZZLE = new URL('../../../scripts/load-drizzle.mjs', import.meta.url).href;

/** A program that was started, with what it prints. */
export type Program = ChildProcessByStdio<null, Readable, Readable>;

/** Starts a program of `src/` under this Node, with this environment and the PATH. */
export function startProgram(file: string, env: NodeJS.ProcessEnv, args: readonly string[] = []): Program {
  const main = fileURLToPath(new URL(`../src/${file}`, import.meta.url));
  return spawn(process.execPath, ['--conditions=@cashwrap/source', '--import', LOAD_DRIZZLE, main, ...args], {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Waits for the end of a program; answers its exit code and what it printed. */
export async function endOf(program: Program): Promise<{ code: number; output: string }> {
  let output = '';
  for (const stream of [program.stdout, program.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const [code] = await once(program, 'close');
  return { code, output };
}

/** Runs a command of `src/` on a test database, in production; answers its exit code and what it printed. */
export async function runCommand(
  file: string,
  connection: ConnectionOptions,
  env: Record<string, string>,
  args: readonly string[] = [],
): Promise<{ code: number; output: string }> {
  const url = databaseUrlOf(connection);
  return endOf(startProgram(file, { NODE_ENV: 'production', DATABASE_URL: url, ...env }, args));
}

/** A test database as a program of its own is told of it. */
export function databaseUrlOf(connection: ConnectionOptions): string {
  if (!('host' in connection)) throw new Error('The embedded server is reached by its socket.');
  const { host, port = 5432, user, database } = connection;
  return `postgresql://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
}
