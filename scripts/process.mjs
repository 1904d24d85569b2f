// Child processes: run one, pass signals on, keep what it said.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './workspace.mjs';

/** A failure whose message is meant for the person at the terminal. */
export class Failure extends Error {}

export function say(line) {
  console.error(`cashwrap: ${line}`);
}

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
