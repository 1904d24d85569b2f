import { execFile } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

const TIMEOUT_MS = 60_000;
/** Most of a short program is compiling: what one has compiled, the next ones take from here. */
const NODE_COMPILE_CACHE = fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url));

/** Runs a program to its end, with the Node of this run as `node` on its path. */
export function run(
  command: string,
  args: readonly string[],
  { cwd, env }: RunOptions = {},
): Promise<Outcome> {
  const PATH = `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH}`;
  const options = {
    ...{ cwd, timeout: TIMEOUT_MS, maxBuffer: 2 ** 24 },
    env: { ...process.env, NODE_OPTIONS: '', NODE_COMPILE_CACHE, ...env, PATH },
  };
  return new Promise((resolve, reject) => {
    execFile(command, args, options, (error, stdout, stderr) => {
      if (error?.code === 'ENOENT') reject(new Error(`The tests need ${command}, which is not on the PATH.`));
      else if (error?.killed) resolve({ code: 1, stdout, stderr: `${stderr}It took too long.\n` });
      else resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
  });
}
