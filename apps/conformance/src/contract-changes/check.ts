import { existsSync, readFileSync } from 'node:fs';
import type { Change } from './change.ts';
import { announcesMajor } from './changesets.ts';
import { contractChanges } from './contract-changes.ts';
import type { Json } from './json.ts';

const ROOT = new URL('../../../../', import.meta.url);
/** The package whose version tells callers of the REST and the tRPC face alike what to expect. */
const PACKAGE = '@cashwrap/contract';

/** The document that was released last, and the one of this working copy. */
export const RELEASED = new URL('packages/contract/released/openapi.json', ROOT);
export const PRESENT = new URL('openapi.json', ROOT);

/** What changed since the last release, and whether it may be released as it is announced. */
export interface Check {
  readonly changes: readonly Change[];
  /** Whether a changeset announces a major version of the contract. */
  readonly major: boolean;
  /** Nothing breaks, or it is announced. */
  readonly ok: boolean;
}

/** Holds the contract of this working copy against the released one and against the changesets. */
export function checkContract(): Check {
  const changes = contractChanges(read(RELEASED), read(PRESENT));
  const changesets = new URL('.changeset/', ROOT);
  return checkOf(changes, existsSync(changesets) && announcesMajor(changesets, PACKAGE));
}

/** Whether these changes may be released with a major version, or without. */
export function checkOf(changes: readonly Change[], major: boolean): Check {
  return { changes, major, ok: major || changes.every((change) => change.class !== 'breaking') };
}

function read(file: URL): Json {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** The result of a check as a person reads it. */
export function reportOf({ changes, major, ok }: Check): string {
  const of = (kind: Change['class']) => changes.filter((change) => change.class === kind);
  const listed = [...of('breaking'), ...of('additive')];
  const lines = listed.map((change) => `${change.class.padEnd(9)} ${change.at} ${change.what}`);
  const figures = `${of('breaking').length} breaking, ${of('additive').length} additive, ${of('none').length} of words only`;
  const verdict = ok
    ? major
      ? [`A changeset announces a major version of ${PACKAGE}.`]
      : []
    : [
        `Breaking changes need a changeset that announces a major version: "${PACKAGE}": major, by "npx changeset".`,
      ];
  return ['Changes since the last released contract:', ...lines, figures, ...verdict].join('\n');
}
