import { rm } from 'node:fs/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { checkTypes, PROGRAMS } from './pages/check-types.ts';
import { deadLinks, missingFiles } from './pages/links.ts';
import { programsOf } from './pages/programs.ts';
import { readPage } from './pages/read-page.ts';
import { runPage } from './pages/run-page.ts';

const NOWHERE = 'http://127.0.0.1:9';
const PLANTED = `${PROGRAMS}-planted`;

afterAll(() => rm(PLANTED, { recursive: true, force: true }));

/** A page with these lines. */
const page = (...lines: string[]) => readPage('docs/planted.md', lines.join('\n'));

describe('a page is refused', () => {
  it.each([
    ['whose block names no language', ['```', 'npm start', '```'], /planted\.md:1: the language is one of/],
    ['whose block names another language', ['', '```bash', '```'], /planted\.md:2: .* not "bash"/],
    ['that does not say why a block is skipped', ['```sh skip', '```'], /says neither "skip: <reason>"/],
    ['that would run a page for a browser', ['```tsx', '```'], /says neither/],
    ['that would only check a script', ['```sh checked: no', '```'], /says neither/],
    ['whose YAML nothing reads', ['```yaml', '```'], /says neither/],
    ['whose block is not closed', ['```sh', 'true'], /is not closed/],
    [
      'whose block is hidden in a list',
      ['1. Start:', '', '    ```sh', '    ```'],
      /planted\.md:3: .* not run/,
    ],
    ['whose block is hidden in a quotation', ['> ```sh', '> ```'], /planted\.md:1: .* not run/],
    ['that shows what nothing prints', ['```text', '```'], /planted\.md:1: no block before it/],
    ['that shows what is not run', ['```sh skip: why', '```', '```text', '```'], /planted\.md:3: no block/],
  ])('%s', (_what, lines, message) => {
    expect(() => page(...lines)).toThrow(message);
  });
});

describe('the run of a page finds', () => {
  it('what fails in a script, at its line', async () => {
    const [wrong = ''] = await runPage(page('# A page', '', '```sh', 'echo begun', 'false', '```'), NOWHERE);
    expect(wrong).toMatch(/^docs\/planted\.md:3: the sh block failed\nbegun\n/);
  });

  it('a variable that no block has set', async () => {
    const [wrong = ''] = await runPage(page('```sh', 'echo $NO_SUCH_VARIABLE', '```'), NOWHERE);
    expect(wrong).toContain('page.sh: line 2: NO_SUCH_VARIABLE: unbound variable');
  });

  it('what is printed other than the page says', async () => {
    const says = (expected: string) =>
      runPage(
        page('```sh', 'echo sale 17', 'echo change 250', '```', '', '```text', expected, '```'),
        NOWHERE,
      );
    expect(await says('sale …\nchange 250')).toEqual([]);
    expect(await says('…\nchange 250')).toEqual([]);
    expect(await says('sale …\nchange 25')).toEqual([
      'docs/planted.md:1: printed\nsale 17\nchange 250\nwhere the page says\nsale …\nchange 25',
    ]);
  });

  it('a field that is not there, and a refusal that the page does not speak of', async () => {
    const refusal = `echo '{"code":"SHIFT''_REQUIRED"}'`;
    const shell = (text: string, ...prose: string[]) =>
      runPage(page('```sh', text, '```', ...prose), NOWHERE);
    expect(await shell('echo undefined')).toHaveLength(1);
    expect(await shell(refusal)).toHaveLength(1);
    expect(await shell(refusal, 'It is `SHIFT_REQUIRED` then.')).toEqual([]);
  });

  it('what a program throws, and which types do not fit, at their lines', async () => {
    const typed = page(
      ...['# A page', '', '```ts', "const name: string = 'till';", '```', ''],
      ...['```ts', 'name.toFixed(2);', '```'],
    );
    expect(await checkTypes(programsOf(typed), PLANTED)).toEqual([
      expect.stringMatching(/^docs\/planted\.md:8:6: error TS\d+: Property 'toFixed' does not exist/),
    ]);
    const thrown = page('```ts', "throw new Error('No such till.');", '```');
    const [wrong = ''] = await runPage(thrown, NOWHERE, PLANTED);
    expect(wrong).toMatch(/^docs\/planted\.md:1: the ts block failed\n[\s\S]*No such till/);
  });

  it('files that are not there', () => {
    const files = page('`packages/pricing` `packages/prizing` `apps/<name>/src` `apps/server/src/new.ts`');
    expect(missingFiles([files])).toEqual([
      'docs/planted.md: packages/prizing',
      'docs/planted.md: apps/server/src/new.ts',
    ]);
  });

  it('links that lead nowhere', () => {
    const linked = page(
      ...[
        '# Two words',
        '[a](#two-words) [b](#three-words) [c](sales.md) [d](no-sales.md) [e](https://x.test)',
      ],
      ...['```sh', '[f](nowhere.md)', '```'],
    );
    expect(deadLinks([linked])).toEqual(['docs/planted.md: #three-words', 'docs/planted.md: no-sales.md']);
  });
});
