import { describe, expect, test } from 'vitest';
import { type EmbeddedLayout, hasValidCheckDigit, parseEmbedded } from './barcodes.ts';

const weight: EmbeddedLayout = { prefix: '26', itemDigits: 4, valueDigits: 6, kind: 'weight' };

/** The code with the check digit that it needs. */
function completed(digits: string): string {
  const code = [...'0123456789'].map((digit) => digits + digit).find(hasValidCheckDigit);
  if (code === undefined) throw new Error(digits);
  return code;
}

describe('parseEmbedded', () => {
  test('reads a weight in grams of a kilogram, or with fewer decimals', () => {
    const code = completed('262357000150');
    expect(parseEmbedded(code, weight)).toEqual({ item: '2357', kind: 'weight', quantityThousandths: 150 });
    expect(parseEmbedded(code, { ...weight, weightDecimals: 2 })).toMatchObject({
      quantityThousandths: 1500,
    });
  });

  test("holds a price to GS1's check digits of four and five digits", () => {
    const four = {
      prefix: '2',
      itemDigits: 5,
      hasPriceCheckDigit: true,
      valueDigits: 4,
      kind: 'price',
    } as const;
    expect(parseEmbedded(completed('20000180754'), four)).toEqual({
      item: '00001',
      kind: 'price',
      price: 754,
    });
    expect(parseEmbedded(completed('20000170754'), four)).toBeNull();
    const five = { ...four, prefix: '20', itemDigits: 4, valueDigits: 5 };
    expect(parseEmbedded(completed('201234614685'), five)).toMatchObject({ item: '1234', price: 14_685 });
    expect(parseEmbedded(completed('201234514685'), five)).toBeNull();
  });

  test.each([
    ['another prefix', completed('272357000150')],
    ['another length', completed('26235700015')],
    ['a wrong check digit', '2623570001506'],
    ['letters', '26235700015O5'],
  ])('passes over %s', (_, code) => {
    expect(parseEmbedded(code, weight)).toBeNull();
  });
});

test.each(['', '7351353', '12345678901', '735135370'])('%j is no barcode', (code) => {
  expect(hasValidCheckDigit(code)).toBe(false);
});
