import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** An API process on a port of its own. Disposing stops it. */
export interface ServerProcess extends AsyncDisposable {
  readonly pid: number;
  readonly port: number;
  /** From the start of the process to its word that it is ready. */
  readonly readyAfterMs: number;
  /** Its resident memory now; NaN where the system has no /proc. */
  residentMegabytes(): Promise<number>;
}

/** The built server, as `npm start` and the image run it. */
export const SERVER = ['--enable-source-maps', '--max-semi-space-size=4', 'dist/main.js'] as const;

const READY = /ready at http:\/\/[^:]+:(\d+)/;
const READY_WITHIN_MS = 60_000;
/** The folder of the server package. */
const cwd = fileURLToPath(new URL('..', import.meta.url));

/** Starts a program that says "ready at http://…" on its output. */
export async function startServerProcess(
  program: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, program, {
    cwd,
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    const port = await readyPort(child);
    const pid = child.pid ?? 0;
    return {
      pid,
      port,
      readyAfterMs: performance.now() - startedAt,
      residentMegabytes: () => residentMegabytes(pid),
      [Symbol.asyncDispose]: () => stop(child),
    };
  } catch (error) {
    await stop(child);
    throw error;
  }
}

function readyPort(child: ChildProcess): Promise<number> {
  let output = '';
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`Not ready in time:\n${output}`)), READY_WITHIN_MS);
    const end = (code: number | null) => reject(new Error(`Ended with code ${code}:\n${output}`));
    child.once('error', reject).once('close', end);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        // Read on when it is ready, too: a full pipe would stop it.
        output = (output + text).slice(-10_000);
        const port = READY.exec(output)?.[1];
        if (port === undefined) return;
        clearTimeout(late);
        child.off('close', end);
        resolve(Number(port));
      });
    }
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'close');
  child.kill('SIGTERM');
  await ended;
}

async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
}
