import type { Block, Page } from './read-page.ts';

/**
 * What is wrong with what the blocks of a language have printed: other than the `text` block behind each says, or a sign
 * that it did not do what the page is about. `…` in an expected text stands for anything within its line; alone in a line,
 * for any lines.
 */
export function checkOutput(
  page: Page,
  language: 'sh' | 'ts',
  outputs: ReadonlyMap<number, string>,
): string[] {
  return page.blocks.flatMap((block, index) => {
    const output = outputs.get(block.line);
    if (block.language !== language || output === undefined) return [];
    const place = `${page.path}:${block.line}`;
    const next = page.blocks[index + 1];
    const wrong = next === undefined ? undefined : differsFrom(next, output);
    return [...signsOfFailure(page, output), ...(wrong === undefined ? [] : [wrong])].map(
      (sign) => `${place}: ${sign}`,
    );
  });
}

function differsFrom({ language, mode, text }: Block, output: string): string | undefined {
  if (language !== 'text' || mode !== 'run' || matches(text, output)) return undefined;
  return `printed\n${output.trimEnd()}\nwhere the page says\n${text}`;
}

function matches(expected: string, output: string): boolean {
  const lines = (text: string) => text.trimEnd().replaceAll(/[ \t]+$/gm, '');
  const pattern = lines(expected)
    .split('\n')
    .map((line) => (line.trim() === '…' ? '(?:.*\\n)*?.*' : line.split('…').map(escaped).join('.*')))
    .join('\\n');
  return new RegExp(`^${pattern}$`).test(lines(output));
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** A field that is not there, and a refusal that the page does not speak of. */
function signsOfFailure({ text }: Page, output: string): string[] {
  const missing = /^undefined$/m.test(output) ? ['printed "undefined": a field that is not there'] : [];
  const refused = [...output.matchAll(/"code": ?"([A-Z_]+)"/g)]
    .map(([, code = '']) => code)
    .filter((code) => !text.includes(code));
  return [...missing, ...refused.map((code) => `was refused with ${code}, which the page does not mention`)];
}
