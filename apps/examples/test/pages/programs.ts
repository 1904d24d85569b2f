import path from 'node:path';
import type { Block, Page } from './read-page.ts';

/** What tells in the output of a program which block printed what follows. */
const MARK = '\u001e';

/**
 * The blocks of a page as one text, each line where it is on the page, so that what a shell, a compiler or Node says of a
 * line is true of the page. In the place of a fence stands what prints the mark of its block.
 */
function atTheirLines(blocks: readonly Block[], mark: (line: number) => string): string {
  const lines: string[] = [];
  for (const { line, text } of blocks) {
    while (lines.length < line - 1) lines.push('');
    lines.push(mark(line), ...text.split('\n'));
  }
  return `${lines.join('\n')}\n`;
}

const TYPED: ReadonlySet<string> = new Set(['ts', 'tsx']);

/** The shell blocks of a page as one script; undefined where there are none. */
export function scriptOf({ blocks }: Page): string | undefined {
  const run = blocks.filter(({ language, mode }) => language === 'sh' && mode === 'run');
  if (run.length === 0) return undefined;
  return `set -euo pipefail; ${atTheirLines(run, (line) => `printf '${MARK}%s\\n' ${line}`).trimStart()}`;
}

/** A TypeScript program of a page. */
export interface Program {
  /** A name of its own among all programs. */
  readonly file: string;
  /** The page, for messages. */
  readonly page: string;
  readonly isRun: boolean;
  /** What is compiled, and what of it is run. */
  readonly checked: string;
  readonly run: string;
}

/** The TypeScript programs of a page: the blocks that belong together, and each that stands alone. */
export function programsOf({ path: page, blocks }: Page): Program[] {
  const typed = blocks.filter(({ language, mode }) => TYPED.has(language) && mode !== 'skip');
  const alone = typed.filter(
    ({ language, mode, file }) => language === 'tsx' || mode === 'alone' || file !== undefined,
  );
  const together = typed.filter((block) => !alone.includes(block));
  const written = new Map(alone.map((block) => [block.file, fileOf(block)]));
  return [
    ...(together.length > 0 ? [programOf(`${flat(page)}.ts`, page, together, written)] : []),
    ...alone.map((block) => programOf(fileOf(block), page, [block], written)),
  ];
}

function programOf(
  file: string,
  page: string,
  blocks: readonly Block[],
  written: ReadonlyMap<string | undefined, string>,
): Program {
  const run = blocks.filter(({ mode }) => mode !== 'checked');
  const text = (of: readonly Block[]) => atTheirLines(of, (line) => `console.log('${MARK}${line}');`);
  const placed = blocks.map((block) => ({ ...block, text: fromItsPlace(block, written) }));
  // Whatever else is there, it is a module: else the programs would share their names.
  return { file, page, isRun: run.length > 0, checked: `${text(placed)}export {};\n`, run: text(run) };
}

function fileOf({ page, language, line, file }: Block): string {
  return `${flat(page)}-${file === undefined ? line : flat(file)}.${language}`;
}

function flat(file: string): string {
  return file.replace(/\.\w+$/, '').replaceAll('/', '-');
}

/** Lets a block import what is around the file that it is meant to be: other files of the page, or of the repository. */
function fromItsPlace({ file, text }: Block, written: ReadonlyMap<string | undefined, string>): string {
  if (file === undefined) return text;
  return text.replaceAll(/ from '(\.[^']+)'/g, (_, target: string) => {
    const there = path.posix.join(path.posix.dirname(file), target);
    const onPage = written.get(there);
    return onPage === undefined ? ` from '../../../../${there}'` : ` from './${onPage}'`;
  });
}

/** What each block has printed, by its line. */
export function outputsByLine(output: string): Map<number, string> {
  const parts = output.split(MARK).slice(1);
  return new Map(parts.map((part) => [Number.parseInt(part, 10), part.slice(part.indexOf('\n') + 1)]));
}
