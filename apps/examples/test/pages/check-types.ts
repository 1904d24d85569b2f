import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Program } from './programs.ts';

/** Where the programs are written: below the package, whose dependencies they may import. */
export const PROGRAMS = fileURLToPath(new URL('../../.reports/pages', import.meta.url));

const TSC = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));

/** Compiles programs as a strict project does; answers what the compiler says, by place on the page. */
export async function checkTypes(programs: readonly Program[], folder = PROGRAMS): Promise<string[]> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const config = {
    extends: '../../tsconfig.json',
    // An example shows what there is; what it does with it is the reader's.
    compilerOptions: {
      noUnusedLocals: false,
      noUnusedParameters: false,
      tsBuildInfoFile: null,
      incremental: false,
    },
    files: programs.map(({ file }) => file),
    include: [],
  };
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
  await Promise.all(programs.map(({ file, checked }) => writeFile(path.join(folder, file), checked)));
  const said = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      [TSC, '-p', folder, '--pretty', 'false'],
      { cwd: folder },
      (_error, stdout, stderr) => resolve(stdout + stderr),
    );
  });
  return said
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const program = programs.find(({ file }) => line.startsWith(`${file}(`));
      return program ? line.replace(/^.*?\((\d+),(\d+)\)/, `${program.page}:$1:$2`) : line;
    });
}
