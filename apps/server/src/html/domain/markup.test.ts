import fc from 'fast-check';
import { expect, test } from 'vitest';
import { markup } from './markup.ts';

test('whatever is put in is text: it opens nothing, closes nothing, and reads as it was written', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", ';', '#', '3', 'a', 'é', '😀') }),
      (text) => {
        const { text: written } = markup`<p title="${text}">${text}</p>`;
        const [, title = '', content = ''] = /^<p title="([^"<>]*)">([^"'<>]*)<\/p>$/.exec(written) ?? [];
        expect([title, content].map(unescaped)).toEqual([text, text]);
      },
    ),
  );
});

test('pieces are put in as they are, one after the other, and nothing for null', () => {
  const rows = ['a', '<'].map((each) => markup`<b>${each}</b>`);
  expect(markup`<p>${rows}${null}${7}</p>`.text).toBe('<p><b>a</b><b>&#60;</b>7</p>');
});

const unescaped = (text: string) => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
