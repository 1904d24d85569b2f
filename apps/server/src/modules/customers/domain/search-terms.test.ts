import { expect, test } from 'vitest';
import { searchTermsOf } from './search-terms.ts';

test.each([
  ['Ada Lovelace', ['ada', 'lovelace'], []],
  ['ada 0170 12 34', ['ada'], ['1701234']],
  ['0170-1234 ada', ['ada'], ['1701234']],
  ['K-10023', ['k'], ['10023']],
  ['k10023', ['k10023'], []],
  ['ada2024@mail.example', ['ada2024', 'mail', 'example'], []],
  ['bakery 54', ['bakery', '54'], []],
  ['4711 ada 4711', ['ada'], ['4711']],
  ['+', [], []],
])('what "%s" is taken apart to', (search, words, numbers) => {
  expect(searchTermsOf(search)).toEqual({ words, numbers });
});
