import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wordsOf } from './words.ts';

test.each([
  ['Crème Fraîche 200 g', ['creme', 'fraiche', '200', 'g']],
  ['STRASSE Straße Łódź Ærø', ['strasse', 'strasse', 'lodz', 'aero']],
  ['70 % Cacao — "Noir"', ['70', 'cacao', 'noir']],
  ['İstanbul ΣΊΣΥΦΟΣ', ['istanbul', 'σισυφος']],
  ['緑茶 ｶﾀｶﾅ हिन्दी', ['緑茶', 'カタカナ', 'हिन्दी']],
  ['½ l', ['1', '2', 'l']],
  ['٢٥ ۹ ０३ ᱙ 𝟗 \u{116da}\u{116e3}', ['25', '9', '03', '9', '9', '09']],
  ['%%% --- ', []],
])('the words of "%s"', (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

test('a text is made of words that are words of themselves', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const words = wordsOf(text);
      expect(wordsOf(words.join(' '))).toEqual(words);
    }),
  );
});
