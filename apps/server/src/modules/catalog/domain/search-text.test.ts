import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wordsOf } from '../../../search/domain/words.ts';
import { searchTextOf, spellableWordsOf } from './search-text.ts';

test('a product is found by name, brand and codes, with and without what stands between', () => {
  const product = {
    name: 'Café beans',
    brand: 'Élan',
    sku: 'COF-250',
    plu: '40',
    barcodes: ['4006381333931'],
  };
  expect(searchTextOf(product)).toBe(' cafe beans elan cof 250 cof250 40 4006381333931 ');
  expect(spellableWordsOf(product)).toEqual(['cafe', 'beans', 'elan']);
});

describe('the text to search', () => {
  const anyProduct = fc.record({
    name: fc.string({ unit: 'grapheme', minLength: 1 }),
    brand: fc.option(fc.string({ unit: 'grapheme' })),
    sku: fc.string({ unit: 'binary' }),
    plu: fc.option(fc.stringMatching(/^[1-9][0-9]{0,5}$/)),
    barcodes: fc.array(fc.stringMatching(/^[!-~]{1,20}$/), { maxLength: 3 }),
  });

  test('has every word of the product, begins with its name, and holds nothing that LIKE reads', () => {
    fc.assert(
      fc.property(anyProduct, (product) => {
        const text = searchTextOf(product);
        expect(text).not.toMatch(/[%_\\]/);
        expect(text.startsWith(['', ...wordsOf(product.name)].join(' '))).toBe(true);
        for (const part of [
          product.name,
          product.brand ?? '',
          product.sku,
          product.plu ?? '',
          ...product.barcodes,
        ]) {
          for (const word of wordsOf(part)) expect(text).toContain(` ${word} `);
        }
      }),
    );
  });
});
