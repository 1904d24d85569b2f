import { runProgram } from './run-program.ts';

/** A registry that stops in the middle of an answer is asked again after that long; npm itself waits five minutes. */
const FETCH_TIMEOUT_MS = 30_000;

/**
 * Installs what a folder's package.json names, and the packages given. Needs the registry once; later npm has all of it
 * in its cache. No scripts of the packages are run.
 *
 * @throws ProgramFailure with what npm said
 */
export async function installByNpm(folder: string, ...packages: readonly string[]): Promise<void> {
  const flags = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  await runProgram(
    'npm',
    ['install', '--prefix', folder, ...flags, `--fetch-timeout=${FETCH_TIMEOUT_MS}`, ...packages],
    { cwd: folder },
  );
}
