import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Outcome, run } from '../run.ts';
import { checkOutput } from './check-output.ts';
import { PROGRAMS } from './check-types.ts';
import { outputsByLine, programsOf, scriptOf } from './programs.ts';
import type { Page } from './read-page.ts';

/** Where pages say that the server is. */
const WRITTEN_URL = /http:\/\/(?:localhost|127\.0\.0\.1):8000/g;

/** Runs the blocks of a page on a server: its script, then its programs. Answers what is wrong, by place on the page. */
export async function runPage(page: Page, url: string, programs = PROGRAMS): Promise<string[]> {
  const here = (text: string) => text.replaceAll(WRITTEN_URL, url);
  const folder = await mkdtemp(path.join(tmpdir(), 'cashwrap-page-'));
  try {
    const wrong: string[] = [];
    const script = scriptOf(page);
    if (script !== undefined) {
      const file = path.join(folder, 'page.sh');
      await writeFile(file, here(script));
      wrong.push(...told(page, 'sh', await run('bash', [file], { cwd: folder })));
    }
    for (const program of programsOf(page).filter(({ isRun }) => isRun)) {
      // Beside what was compiled, where it finds its dependencies.
      const file = path.join(programs, `run-${program.file}`);
      await writeFile(file, here(program.run));
      wrong.push(
        ...told(
          page,
          'ts',
          await run(process.execPath, ['--conditions=@cashwrap/source', file], { cwd: folder }),
        ),
      );
    }
    return wrong;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function told(page: Page, language: 'sh' | 'ts', { code, stdout, stderr }: Outcome): string[] {
  const outputs = outputsByLine(stdout);
  if (code === 0) return checkOutput(page, language, outputs);
  const [line = 1, output = ''] = [...outputs].at(-1) ?? [];
  return [`${page.path}:${line}: the ${language} block failed\n${output}${stderr}`];
}
