import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ListPrice, type PriceCandidates, selectPrice } from './prices.ts';
import { selectTaxRates } from './tax-rates.ts';

const list: ListPrice = {
  listId: 'a',
  name: 'General',
  storeSpecific: false,
  groupSpecific: false,
  startsOn: null,
  endsOn: null,
  minQuantityThousandths: 0,
  unitPrice: 900,
};
const base: PriceCandidates = {
  lists: [],
  productPrice: 1000,
  quantityThousandths: 1000,
  date: '2026-03-02',
};

describe('selectPrice', () => {
  const store = { ...list, listId: 's', storeSpecific: true, unitPrice: 800 };
  const group = { ...list, listId: 'g', groupSpecific: true, unitPrice: 850 };
  const both = { ...list, listId: 'b', storeSpecific: true, groupSpecific: true, unitPrice: 999 };

  test.each<[string, Partial<PriceCandidates>, number | undefined]>([
    ['an override', { override: 0, lists: [both], variantPrice: 950 }, 0],
    ['a list of store and group', { lists: [list, group, store, both], variantPrice: 950 }, 999],
    ['a list of the store', { lists: [list, group, store] }, 800],
    ['a list of the group', { lists: [list, group] }, 850],
    ['a list for all', { lists: [list], variantPrice: 950 }, 900],
    ['the variant', { variantPrice: 950 }, 950],
    ['the product', { variantPrice: null }, 1000],
    ['nothing', { productPrice: null }, undefined],
  ])('takes %s', (_, candidates, unitPrice) => {
    expect(selectPrice({ ...base, ...candidates })?.unitPrice).toBe(unitPrice);
  });

  test('takes the latest start among lists of a rank, then the lower id', () => {
    const january = { ...list, startsOn: '2026-01-01', unitPrice: 1 };
    const march = { ...list, listId: 'm', startsOn: '2026-03-02', unitPrice: 2 };
    const alsoMarch = { ...march, listId: 'n', unitPrice: 3 };
    expect(selectPrice({ ...base, lists: [list, alsoMarch, march, january] })?.unitPrice).toBe(2);
  });

  test('takes a list on its first and last date only', () => {
    const week = { ...list, startsOn: '2026-03-02', endsOn: '2026-03-08' };
    const on = (date: string) => selectPrice({ ...base, lists: [week], date })?.unitPrice;
    expect(['2026-03-01', '2026-03-02', '2026-03-08', '2026-03-09'].map(on)).toEqual([1000, 900, 900, 1000]);
  });

  test('takes the highest tier that the quantity reaches', () => {
    const lists = [list, { ...list, minQuantityThousandths: 10_000, unitPrice: 700 }];
    const of = (quantityThousandths: number) => selectPrice({ ...base, lists, quantityThousandths });
    expect(of(9999)?.unitPrice).toBe(900);
    expect(of(10_000)).toEqual({
      unitPrice: 700,
      price: {
        source: 'price_list',
        id: 'a',
        name: 'General',
        minQuantityThousandths: 10_000,
        listPrice: 1000,
      },
    });
  });

  test('says what an override replaced', () => {
    expect(selectPrice({ ...base, override: 500, lists: [list] })).toEqual({
      unitPrice: 500,
      price: { source: 'override', listPrice: 900 },
    });
    expect(selectPrice(base)).toEqual({ unitPrice: 1000, price: { source: 'product' } });
  });

  test('does not depend on the order of the lists', () => {
    const some = fc.record({
      listId: fc.constantFrom('a', 'b', 'c'),
      name: fc.constant('List'),
      storeSpecific: fc.boolean(),
      groupSpecific: fc.boolean(),
      startsOn: fc.constantFrom(null, '2026-01-01', '2026-03-01', '2026-04-01'),
      endsOn: fc.constantFrom(null, '2026-02-01', '2026-12-31'),
      minQuantityThousandths: fc.constantFrom(0, 1000, 2000),
      unitPrice: fc.nat(9),
    });
    const shuffled = fc
      .array(some, { maxLength: 6 })
      .chain((lists) =>
        fc.tuple(fc.constant(lists), fc.shuffledSubarray(lists, { minLength: lists.length })),
      );
    fc.assert(
      fc.property(shuffled, ([lists, others]) => {
        expect(selectPrice({ ...base, lists })).toEqual(selectPrice({ ...base, lists: others }));
      }),
      { numRuns: 1000 },
    );
  });
});

test('selectTaxRates takes the rates of the date', () => {
  const gst = { id: 'gst', name: 'GST', ppm: 50_000 };
  const rates = [
    { ...gst, id: 'old', validFrom: null, validTo: '2026-03-01' },
    { ...gst, validFrom: '2026-03-02', validTo: null },
    { ...gst, id: 'zero', ppm: 0, validFrom: null, validTo: null },
  ];
  expect(selectTaxRates(rates, '2026-03-02')).toEqual([gst, { id: 'zero', name: 'GST', ppm: 0 }]);
  expect(selectTaxRates(rates, '2026-03-01').map(({ id }) => id)).toEqual(['old', 'zero']);
});
