// Child processes: run one, pass signals on, keep what it said.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './workspace.mjs';

/** A failure whose message is meant for the person at the terminal. */
export class Failure extends Error {}

export function say(line) {
  console.error(`cashwrap: ${line}`);
}

/** What a failed download or install said, and the sentence that helps. The first match counts. */
const HINTS = [
  [/ENOSPC|no space left/i, 'The disk is full: make room and run it again.'],
  [
    /EACCES|EPERM|EROFS|permission denied|read-only file system/i,
    'A folder cannot be written: check who owns this project and the npm cache.',
  ],
  [
    /OUTDATED_LOCKFILE|LOCKFILE_CONFIG_MISMATCH/,
    'package.json and pnpm-lock.yaml disagree: run `pnpm install` and commit the lockfile.',
  ],
  [
    /\bE?40[13]\b|unauthorized|forbidden/i,
    'The package registry refused the request: check the registry and its credentials in .npmrc.',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET|FETCH_FAIL|error sending request|network/i,
    'The package registry cannot be reached: check the connection, the proxy and the npm registry setting.',
  ],
];

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** Ctrl-C reaches this process twice, from the terminal and from npm: one press is one signal. */
const SAME_PRESS_MS = 1000;

/**
 * Runs a program to its end and answers its exit code.
 *
 * - `quiet`: nothing is shown; `output` holds what it printed.
 * - `ownGroup`: the terminal's Ctrl-C does not reach it directly, only once and through here; in return it
 *   gets an IPC channel, whose end tells it that this process is gone.
 */
export function run(command, args, { quiet = false, ownGroup = false, env = process.env, cwd = root } = {}) {
  const printed = quiet ? 'pipe' : 'inherit';
  const child = spawn(command, args, {
    cwd,
    env,
    detached: ownGroup,
    stdio: ownGroup ? ['ignore', printed, printed, 'ipc'] : ['ignore', printed, printed],
  });

  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }

  let lastForwarded = Number.NEGATIVE_INFINITY;
  const forward = (signal) => {
    const now = performance.now();
    if (now - lastForwarded < SAME_PRESS_MS) return;
    lastForwarded = now;
    child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
  };
  for (const signal of FORWARDED) process.on(signal, forward);

  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      for (const name of FORWARDED) process.off(name, forward);
      resolve({ code: code ?? 128 + constants.signals[signal], output });
    });
  });
}

/** Runs a program without showing it; if it fails, throws a Failure with the end of its output and what helps. */
export async function runOrFail(command, args, options) {
  const { code, output } = await run(command, args, { ...options, quiet: true }).catch((error) => ({
    code: 1,
    output: error.message,
  }));
  if (code === 0) return;
  const hint = HINTS.find(([pattern]) => pattern.test(output))?.[1] ?? 'Its last lines are above.';
  const tail = output.trimEnd().split('\n').slice(-20).join('\n');
  throw new Failure(`${tail}\n\ncashwrap: \`${command} ${args[0]}\` failed. ${hint}`);
}
