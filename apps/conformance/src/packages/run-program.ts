import { execFile } from 'node:child_process';
import path from 'node:path';

export const repositoryRoot = path.join(import.meta.dirname, '../../../..');

/** A program that could not be run, or ended with a failure; the message has all that it said. */
export class ProgramFailure extends Error {
  readonly stdout: string;

  constructor(command: string, reason: string, { stdout, stderr }: Record<'stdout' | 'stderr', string>) {
    super(`${command}: ${reason}\n${stdout}\n${stderr}`);
    this.stdout = stdout;
  }
}

/**
 * Runs a program to its end and answers what it printed.
 *
 * @throws ProgramFailure
 */
export function runProgram(
  program: string,
  args: readonly string[],
  { cwd, env = process.env }: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd, env, maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new ProgramFailure(path.basename(program), error.message, { stdout, stderr }));
    });
  });
}
