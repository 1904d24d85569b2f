import fc from 'fast-check';
import type {
  CashRounding,
  CashRoundingMode,
  Discount,
  PriceSaleInput,
  PricingSettings,
  RoundingMode,
  SaleDiscount,
  SaleLineInput,
  TaxRate,
} from '../src/index.ts';

export const roundingMode: fc.Arbitrary<RoundingMode> = fc.constantFrom('half_up', 'half_even');

export const cashRoundingMode: fc.Arbitrary<CashRoundingMode> = fc.constantFrom(
  'half_up',
  'half_even',
  'half_down',
  'up',
  'down',
);

export const cashRounding: fc.Arbitrary<CashRounding> = fc.record({
  step: fc.constantFrom(1, 2, 5, 10, 50, 100),
  mode: cashRoundingMode,
});

export const settings: fc.Arbitrary<PricingSettings> = fc.record({
  pricesIncludeTax: fc.boolean(),
  taxRounding: fc.constantFrom('line' as const, 'document' as const),
  roundingMode,
  taxExempt: fc.oneof(
    { arbitrary: fc.constant(false), weight: 3 },
    { arbitrary: fc.constant(true), weight: 1 },
  ),
  cashRounding: fc.option(cashRounding),
});

/** Rates that meet exact halves often, and odd ones. */
const ppm = fc.oneof(
  fc.constantFrom(0, 50_000, 55_000, 60_000, 88_750, 99_750, 100_000, 125_000, 200_000, 250_000, 500_000),
  fc.integer({ min: 0, max: 300_000 }),
);

const percentage = fc.oneof(
  fc.constantFrom(0, 50_000, 100_000, 125_000, 333_333, 500_000, 1_000_000),
  fc.integer({ min: 0, max: 1_000_000 }),
);

/** Small figures make ties and halves frequent; large ones lead through BigInt. */
const unitPrice = fc.oneof(
  fc.integer({ min: 0, max: 40 }),
  fc.integer({ min: 0, max: 20_000 }),
  fc.integer({ min: 0, max: 10_000_000_000 }),
);

const quantity = fc.oneof(
  fc.integer({ min: 1, max: 5 }).map((units) => units * 1000),
  fc.integer({ min: 0, max: 20_000 }),
);

function discount(id: string): fc.Arbitrary<Discount> {
  return fc.oneof(
    percentage.map((ppm): Discount => ({ type: 'percentage', id, name: `Discount ${id}`, ppm })),
    fc
      .oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 100_000 }))
      .map((amount): Discount => ({ type: 'amount', id, name: `Discount ${id}`, amount })),
  );
}

export interface SaleShape {
  /** Whether lines may be goods taken back. */
  readonly takenBack?: boolean;
  readonly saleDiscounts?: boolean;
}

/** A valid sale of 0 to 6 lines, with up to three taxes and two discounts on a line and three on the sale. */
export function sale({
  takenBack = false,
  saleDiscounts = true,
}: SaleShape = {}): fc.Arbitrary<PriceSaleInput> {
  const rates: fc.Arbitrary<TaxRate[]> = fc
    .array(ppm, { minLength: 3, maxLength: 3 })
    .map((all) => all.map((ppm, i) => ({ id: `r${i}`, name: `Tax ${i}`, ppm })));
  return rates.chain((pool) => {
    const line = fc.record({
      unitPrice,
      quantityThousandths: takenBack
        ? fc.tuple(quantity, fc.boolean()).map(([q, back]) => (back && q !== 0 ? -q : q))
        : quantity,
      discounts: fc.tuple(fc.option(discount('l1')), fc.option(discount('l2'))).map(present),
      taxRates: fc.subarray(pool),
    });
    return fc.array(line, { maxLength: 6 }).chain((lines) => {
      const keyed: SaleLineInput[] = lines.map((one, i) => ({ key: `line-${i}`, ...one }));
      const keys = keyed.map(({ key }) => key);
      const ofSale = (id: string): fc.Arbitrary<SaleDiscount> =>
        fc
          .tuple(discount(id), fc.option(fc.subarray(keys)))
          .map(([one, eligibleLines]) => (eligibleLines === null ? one : { ...one, eligibleLines }));
      return fc.record({
        settings,
        lines: fc.constant(keyed),
        discounts: saleDiscounts
          ? fc.tuple(fc.option(ofSale('s1')), fc.option(ofSale('s2')), fc.option(ofSale('s3'))).map(present)
          : fc.constant([]),
      });
    });
  });
}

function present<T>(values: readonly (T | null)[]): T[] {
  return values.filter((value): value is T & {} => value !== null);
}
