import { type DemoShop, openDemoShop } from '@cashwrap/server/testing/demo-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkTypes } from './pages/check-types.ts';
import { deadLinks, missingFiles } from './pages/links.ts';
import { programsOf } from './pages/programs.ts';
import { readPages } from './pages/read-page.ts';
import { runPage } from './pages/run-page.ts';

const pages = readPages();
const blocks = pages.flatMap((page) => page.blocks);
const ran = pages.filter(({ blocks }) =>
  blocks.some(({ language, mode }) => isCode(language) && (mode === 'run' || mode === 'alone')),
);

function isCode(language: string): boolean {
  return language === 'sh' || language === 'ts' || language === 'tsx';
}

let shop: DemoShop;
let wrongTypes: readonly string[];

beforeAll(async () => {
  [shop, wrongTypes] = await Promise.all([openDemoShop(), checkTypes(pages.flatMap(programsOf))]);
}, 120_000);
afterAll(() => shop?.[Symbol.asyncDispose]());

describe('the pages', () => {
  it('have no link that leads nowhere', () => {
    expect(deadLinks(pages)).toEqual([]);
  });

  it('speak of no file that is not there', () => {
    expect(missingFiles(pages)).toEqual([]);
  });

  it('say why a block is not run, and it is so of few', () => {
    const all = blocks.filter(({ language }) => isCode(language));
    const kept = all.filter(({ mode }) => mode === 'skip' || mode === 'checked');
    console.log(`${all.length} blocks of code, ${kept.length} of them not run:`);
    for (const { page, line, mode, reason } of kept) console.log(`  ${page}:${line} ${mode}: ${reason}`);
    expect(kept.length / all.length).toBeLessThan(0.25);
  });
});

describe('the blocks of code on the pages', () => {
  it('compile where they are TypeScript', () => {
    expect(wrongTypes).toEqual([]);
  });

  it('parse where they are JSON', () => {
    for (const { page, line, text } of blocks.filter(
      ({ language, mode }) => language === 'json' && mode === 'run',
    )) {
      expect(() => JSON.parse(text), `${page}:${line}`).not.toThrow();
    }
  });

  it.concurrent.each(ran.map((page) => [page.path, page] as const))(
    'of %s do what they say, on a demo shop of their own',
    async (_path, page) => {
      await using server = await shop.serve();
      expect((await runPage(page, server.url)).join('\n\n')).toBe('');
    },
    90_000,
  );
});
