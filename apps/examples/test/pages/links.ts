import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Page, repository } from './read-page.ts';

/** The links of pages that lead nowhere: to a file that is not there, or to a heading that its page does not have. */
export function deadLinks(pages: readonly Page[]): string[] {
  const anchors = new Map(pages.map((page) => [page.path, anchorsOf(page)]));
  return pages.flatMap((page) =>
    linksOf(page).flatMap((link) => {
      const [file = '', anchor = ''] = link.split('#');
      const target = file === '' ? page.path : path.join(path.dirname(page.path), file);
      const isThere = file === '' || existsSync(path.join(repository, target));
      const leadsThere = isThere && (anchor === '' || anchors.get(target)?.has(anchor));
      return leadsThere ? [] : [`${page.path}: ${link}`];
    }),
  );
}

/**
 * The files of the repository that pages speak of and that are not there. Those that a block of the page is may be
 * missing, and what tools write into folders that begin with a dot.
 */
export function missingFiles(pages: readonly Page[]): string[] {
  return pages.flatMap((page) => {
    const written = page.blocks.map(({ file }) => file);
    return [...proseOf(page).matchAll(/`((?:apps|deploy|docs|drizzle|packages|scripts)\/[\w./-]+)`/g)]
      .map(([, file = '']) => file)
      .filter(
        (file) => !written.includes(file) && !file.includes('/.') && !existsSync(path.join(repository, file)),
      )
      .map((file) => `${page.path}: ${file}`);
  });
}

function linksOf(page: Page): string[] {
  return [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link));
}

/** The headings, as GitHub names them. */
function anchorsOf(page: Page): Set<string> {
  const headings = [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function proseOf({ text }: Page): string {
  return text.replaceAll(/^(`{3,})[\s\S]*?^\1$/gm, '');
}
