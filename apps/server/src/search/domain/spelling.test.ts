import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { corrections, errorsInBeginning } from './spelling.ts';

describe('typing errors', () => {
  test.each([
    ['coffee', 'coffee', 0],
    ['cofee', 'coffee', 1],
    ['coffeee', 'coffee', 1],
    ['cuffee', 'coffee', 1],
    ['ocffee', 'coffee', 1],
    ['mlik', 'milk', 1],
    ['suger', 'sugar', 1],
    // Whoever has not typed all of it yet has made no error by that.
    ['capp', 'cappuccino', 0],
    ['capuc', 'cappuccino', 1],
    ['sphagetti', 'spaghetti', 2],
    ['tea', 'milk', 3],
  ])('in "%s" for "%s" are %i', (typed, word, errors) => {
    expect(errorsInBeginning(typed, word)).toBe(errors);
  });

  test('are at most the letters that were typed, and none in any beginning', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (typed, word) => {
        expect(errorsInBeginning(typed, word)).toBeLessThanOrEqual(typed.length);
        expect(errorsInBeginning(word.slice(0, typed.length), word)).toBe(0);
      }),
    );
  });
});

describe('corrections', () => {
  const known = ['coffee', 'coffeemaker', 'toffee', 'milk', 'mild', 'spaghetti', 'tea'];

  test('are the likeliest first', () => {
    expect(corrections('cofee', known)).toEqual(['coffee', 'coffeemaker']);
    expect(corrections('mlik', known)).toEqual(['milk']);
    expect(corrections('milx', known)).toEqual(['mild', 'milk']);
    expect(corrections('sphagetti', known)).toEqual(['spaghetti']);
  });

  test('are not made of short words, digits and nonsense', () => {
    for (const word of ['ta', 't3a', '250', 'qwxzjk']) expect(corrections(word, known)).toEqual([]);
  });
});
