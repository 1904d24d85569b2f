import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../../../..', import.meta.url));

/** The pages whose blocks of code are run. */
const PAGES = ['*.md', 'docs/**/*.md', '{apps,packages}/**/README.md', 'packages/pricing/cases/*.md'];

/** `json` is parsed. `text` is what the block before it prints. Nothing here reads `yaml`: its blocks say what does. */
const LANGUAGES = ['sh', 'ts', 'tsx', 'json', 'text', 'yaml'] as const;
type Language = (typeof LANGUAGES)[number];
const RUN_LANGUAGES: ReadonlySet<Language> = new Set(['sh', 'ts']);

/**
 * What stands behind the language of a block:
 *
 * - nothing (not tsx, not yaml): it is run, after the blocks of its language that come before it on the page, as one program with them.
 * - `alone`: a program of its own. (ts)
 * - `file=<path>`: it is type-checked as that file of the repository, and not run. (ts)
 * - `checked: <reason>`: it is type-checked, and not run. (ts, and tsx, which is for browsers and never run)
 * - `skip: <reason>`: nothing is done with it.
 */
export interface Block {
  readonly page: string;
  readonly language: Language;
  readonly mode: 'run' | 'alone' | 'checked' | 'skip';
  /** Why it is not run; empty where it is. */
  readonly reason: string;
  /** The file of the repository that it is meant to be, or to become. */
  readonly file: string | undefined;
  /** Of the fence that opens it, from 1. */
  readonly line: number;
  readonly text: string;
}

export interface Page {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** A block that nobody could run as it is marked. */
export class PageError extends Error {
  override readonly name = 'PageError';
}

export function readPages(): Page[] {
  return globSync(PAGES, { cwd: repository, exclude: ['**/node_modules/**'] })
    .sort()
    .map((file) => readPage(file, readFileSync(path.join(repository, file), 'utf8')));
}

/** A fence where a page of ours has none: a reader sees a block of code, and nothing would look at it. */
const HIDDEN_FENCE = /^[\s>*+-]*(?:\d+[.)]\s+)?(?:`{3,}|~{3,})/;

/** @throws PageError which names the line that is wrong */
export function readPage(file: string, text: string): Page {
  const blocks: Block[] = [];
  const lines = text.split('\n');
  let open: { readonly fence: string; readonly info: string; readonly line: number } | undefined;
  lines.forEach((content, index) => {
    const [, fence = '', info = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(content) ?? [];
    if (open === undefined) {
      if (fence !== '') open = { fence, info: info.trim(), line: index + 1 };
      else if (HIDDEN_FENCE.test(content))
        throw new PageError(`${file}:${index + 1}: a block within a list or a quotation is not run`);
    } else if (fence === open.fence && info.trim() === '') {
      const block: Block = {
        ...{ page: file, line: open.line, text: lines.slice(open.line, index).join('\n') },
        ...readInfo(open.info, `${file}:${open.line}`),
      };
      if (block.language === 'text' && block.mode === 'run' && !prints(blocks.at(-1)))
        throw new PageError(`${file}:${open.line}: no block before it prints this`);
      blocks.push(block);
      open = undefined;
    }
  });
  if (open !== undefined) throw new PageError(`${file}:${open.line}: the block is not closed`);
  return { path: file, text, blocks };
}

function readInfo(info: string, place: string): Pick<Block, 'language' | 'mode' | 'reason' | 'file'> {
  const [, word = '', rest = ''] = /^(\S*)\s*(.*)$/.exec(info) ?? [];
  const language = LANGUAGES.find((known) => known === word);
  if (!language)
    throw new PageError(`${place}: the language is one of ${LANGUAGES.join(', ')}, not "${word}"`);
  const [, how = '', reason = ''] = /^(skip|checked):\s*(.+)$/.exec(rest) ?? [];
  const file = /^file=(\S+)$/.exec(rest)?.[1];
  const read = { language, reason, file };
  if (how === 'skip') return { ...read, mode: how };
  if (how === 'checked' && (language === 'ts' || language === 'tsx')) return { ...read, mode: how };
  if (file !== undefined && language === 'ts') {
    return { ...read, mode: 'checked', reason: `is ${file}` };
  }
  if (rest === 'alone' && language === 'ts') return { ...read, mode: rest };
  if (rest === '' && language !== 'tsx' && language !== 'yaml') return { ...read, mode: 'run' };
  throw new PageError(`${place}: "${rest}" says neither "skip: <reason>" nor anything else that is known`);
}

/** Whether a block is run, so that what it prints can be compared. */
function prints(block: Block | undefined): boolean {
  return (
    block !== undefined &&
    RUN_LANGUAGES.has(block.language) &&
    (block.mode === 'run' || block.mode === 'alone')
  );
}
