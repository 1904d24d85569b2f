import { readdirSync, readFileSync } from 'node:fs';

/** How far a release moves a version, as changesets call it. */
export type Bump = 'major' | 'minor' | 'patch' | 'none';

const BUMP = /^\s*(["']?)(?<name>[^"':\s]+)\1\s*:\s*(?<bump>major|minor|patch|none)\s*$/;

/**
 * The front matter of a changeset: which package moves how far.
 *
 * @throws Error where it has none, or a line of it says something else.
 */
export function readChangeset(file: string, text: string): ReadonlyMap<string, Bump> {
  const [, front] = /^---\n([\s\S]*?)\n?---(?:\n|$)/.exec(text.replaceAll('\r\n', '\n')) ?? [];
  if (front === undefined)
    throw new Error(`${file}: a changeset starts with its packages between two lines of ---`);
  const lines = front.split('\n').filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  return new Map(
    lines.map((line): [string, Bump] => {
      const { name, bump } = BUMP.exec(line)?.groups ?? {};
      if (name === undefined || !isBump(bump)) {
        throw new Error(`${file}: "${line}" is not like "@cashwrap/contract": major`);
      }
      return [name, bump];
    }),
  );
}

function isBump(text: string | undefined): text is Bump {
  return text === 'major' || text === 'minor' || text === 'patch' || text === 'none';
}

/** Whether one of the changesets of a folder announces a major version of a package. */
export function announcesMajor(folder: URL, packageName: string): boolean {
  const files = readdirSync(folder).filter((file) => file.endsWith('.md') && file !== 'README.md');
  return files.some(
    (file) => readChangeset(file, readFileSync(new URL(file, folder), 'utf8')).get(packageName) === 'major',
  );
}
