import { runProgram } from './run-program.ts';

/** npm itself waits five minutes for a registry that stops in the middle of an answer, and one for one that is not there. */
const PATIENCE = ['--fetch-timeout=30000', '--fetch-retry-mintimeout=500', '--fetch-retry-maxtimeout=3000'];

/**
 * Installs what a folder's package.json names, and the packages given. Needs the registry once; later npm has all of it
 * in its cache. No scripts of the packages are run.
 *
 * @throws ProgramFailure with what npm said
 */
export async function installByNpm(folder: string, ...packages: readonly string[]): Promise<void> {
  const flags = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  await runProgram('npm', ['install', '--prefix', folder, ...flags, ...PATIENCE, ...packages], {
    cwd: folder,
  });
}
