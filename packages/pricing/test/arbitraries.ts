import fc from 'fast-check';
import type {
  CashRounding,
  CashRoundingMode,
  Discount,
  GoodsLineInput,
  LineDiscount,
  PriceSaleInput,
  PricingSettings,
  RoundingMode,
  SaleDiscount,
  SaleLineInput,
  ServiceCharge,
  TaxRate,
} from '../src/index.ts';
import type {
  Applicability,
  Cart,
  CartLine,
  Promotion,
  PromotionConditions,
  PromotionContext,
  PromotionEffect,
} from '../src/promotions.ts';

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
  fc.integer({ min: 0, max: 3 }),
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

/** A sale of goods only. */
export interface SaleOfGoods extends PriceSaleInput {
  readonly lines: readonly GoodsLineInput[];
}

const ratePool: fc.Arbitrary<TaxRate[]> = fc
  .array(ppm, { minLength: 3, maxLength: 3 })
  .map((all) => all.map((ppm, i) => ({ id: `r${i}`, name: `Tax ${i}`, ppm })));

/** Up to two discounts of a line, on parts of its quantity that are not the same units, or on all of it. */
function lineDiscounts(quantityThousandths: number): fc.Arbitrary<LineDiscount[]> {
  const first = fc.option(lineDiscount('l1', quantityThousandths));
  return first.chain((one) => {
    const left = quantityThousandths - (one?.quantityThousandths ?? 0);
    return fc.option(lineDiscount('l2', left)).map((other) => present([one, other]));
  });
}

function lineDiscount(id: string, most: number): fc.Arbitrary<LineDiscount> {
  if (most === 0) return discount(id);
  return fc
    .tuple(discount(id), fc.option(fc.integer({ min: 1, max: most })))
    .map(([one, part]) => (part === null ? one : { ...one, quantityThousandths: part }));
}

function goodsLine(pool: readonly TaxRate[], takenBack: boolean): fc.Arbitrary<Omit<GoodsLineInput, 'key'>> {
  const signed = takenBack
    ? fc.tuple(quantity, fc.nat(3)).map(([q, sign]) => (sign === 0 ? 0 - q : q))
    : quantity;
  return signed
    .chain((quantityThousandths) =>
      fc.record({
        unitPrice,
        quantityThousandths: fc.constant(quantityThousandths),
        label: mostlyNull(unitPrice),
        discounts: lineDiscounts(Math.abs(quantityThousandths)),
        taxRates: fc.subarray([...pool]),
      }),
    )
    .map(({ label, ...line }) => (label === null ? line : { ...line, labelPrice: label }));
}

/** A valid sale of 0 to 6 lines, with up to three taxes and two discounts on a line and three on the sale. */
export function sale({ takenBack = false, saleDiscounts = true }: SaleShape = {}): fc.Arbitrary<SaleOfGoods> {
  return ratePool.chain((pool) =>
    fc
      .array(
        fc.oneof(
          { arbitrary: goodsLine(pool, takenBack), weight: 5 },
          { arbitrary: goodsLine(pool, takenBack).map(undiscountable), weight: 1 },
        ),
        {
          maxLength: 6,
        },
      )
      .chain((lines) => {
        const keyed: GoodsLineInput[] = lines.map((one, i) => ({ key: `line-${i}`, ...one }));
        return fc.record({
          settings,
          lines: fc.constant(keyed),
          discounts: saleDiscounts ? discountsOf(keyed.map(({ key }) => key)) : fc.constant([]),
        });
      }),
  );
}

/** Many lines of one or two minor units that bear the same included rates: their odd units meet on the first ones. */
export const saleOfPennies: fc.Arbitrary<SaleOfGoods> = ratePool.chain((pool) => {
  const line = fc.record({
    unitPrice: fc.constantFrom(1, 1, 1, 2),
    quantityThousandths: fc.constantFrom(1000, 1000, 1000, 1000, -1000),
    taxRates: fc.constantFrom(pool, pool.slice(0, 2), pool.slice(0, 2), pool.slice(1)),
  });
  return fc.record({
    settings: settings.map(
      (one): PricingSettings => ({ ...one, pricesIncludeTax: true, taxRounding: 'document' }),
    ),
    lines: fc
      .array(line, { minLength: 8, maxLength: 30 })
      .map((lines) => lines.map((one, i) => ({ key: `line-${i}`, ...one }))),
  });
});

/** A sale with up to two service charges and a gift card among its lines. */
export function saleWithCharges(shape: SaleShape = {}): fc.Arbitrary<PriceSaleInput> {
  return sale(shape).chain((goods) => {
    const keys = goods.lines.map(({ key }) => key);
    const rates = goods.lines[0]?.taxRates ?? [];
    return fc
      .record({
        charges: fc.array(fc.record({ charge: serviceCharge(keys), at: fc.nat(keys.length) }), {
          maxLength: 2,
        }),
        giftCard: mostlyNull(fc.record({ giftCardAmount: unitPrice, at: fc.nat(keys.length) })),
      })
      .map(({ charges, giftCard }) => {
        const lines: SaleLineInput[] = [...goods.lines];
        if (giftCard) {
          const { at, giftCardAmount } = giftCard;
          lines.splice(at, 0, { key: 'gift-card', giftCardAmount });
        }
        charges.forEach(({ charge, at }, i) => {
          lines.splice(at, 0, {
            key: `charge-${i}`,
            name: 'Service',
            serviceCharge: charge,
            taxRates: rates,
          });
        });
        return { ...goods, lines };
      });
  });
}

function serviceCharge(keys: readonly string[]): fc.Arbitrary<ServiceCharge> {
  return fc.oneof(
    fc
      .tuple(fc.integer({ min: 0, max: 250_000 }), fc.option(fc.subarray([...keys])))
      .map(([ppm, of]): ServiceCharge => ({ type: 'percentage', ppm, ...(of && { of }) })),
    fc.integer({ min: 0, max: 5000 }).map((amount): ServiceCharge => ({ type: 'amount', amount })),
  );
}

/** Up to three discounts of a sale. */
function discountsOf(keys: readonly string[]): fc.Arbitrary<SaleDiscount[]> {
  const ofSale = (id: string): fc.Arbitrary<SaleDiscount> =>
    fc
      .tuple(discount(id), fc.option(fc.subarray([...keys])))
      .map(([one, eligibleLines]) => (eligibleLines === null ? one : { ...one, eligibleLines }));
  return fc.tuple(fc.option(ofSale('s1')), fc.option(ofSale('s2')), fc.option(ofSale('s3'))).map(present);
}

function undiscountable<Line extends Omit<GoodsLineInput, 'key'>>(line: Line): Line {
  return { ...line, discounts: [], discountable: false };
}

function present<T>(values: readonly (T | null)[]): T[] {
  return values.filter((value): value is T & {} => value !== null);
}

const PRODUCTS = ['p0', 'p1', 'p2', 'p3'];
const CATEGORIES = ['c0', 'c1', 'c2'];
const GROUPS = ['g0', 'g1'];
const CODES = ['SUMMER', 'Staff'];

const applicability: fc.Arbitrary<Applicability> = fc.oneof(
  { arbitrary: fc.constant({}), weight: 2 },
  {
    arbitrary: fc.record(
      {
        productIds: fc.subarray(PRODUCTS, { minLength: 1 }),
        categoryIds: fc.subarray(CATEGORIES),
        excludedProductIds: fc.subarray(PRODUCTS, { maxLength: 1 }),
        excludedCategoryIds: fc.subarray(CATEGORIES, { maxLength: 1 }),
      },
      { requiredKeys: [] },
    ),
    weight: 1,
  },
);

const thousandths = fc.oneof(
  fc.integer({ min: 0, max: 6 }).map((units) => units * 1000),
  fc.integer({ min: 0, max: 8000 }),
);
const someMoney = fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 30_000 }));
const target = fc.constantFrom('line' as const, 'sale' as const);

const effect: fc.Arbitrary<PromotionEffect> = fc.oneof(
  fc.record({ type: fc.constant('percentage' as const), target, ppm: percentage }),
  fc.record({ type: fc.constant('amount' as const), target, amount: someMoney }),
  fc.record({
    type: fc.constant('buy_x_get_y' as const),
    buyQuantity: fc.integer({ min: 1, max: 3 }),
    buy: applicability,
    getQuantity: fc.integer({ min: 1, max: 3 }),
    get: applicability,
    ppm: percentage,
    maxUses: fc.option(fc.integer({ min: 1, max: 2 })),
  }),
  fc.record({
    type: fc.constant('quantity_tiers' as const),
    tiers: fc.uniqueArray(fc.record({ minQuantityThousandths: thousandths, ppm: percentage }), {
      minLength: 1,
      maxLength: 3,
      selector: (tier) => tier.minQuantityThousandths,
    }),
  }),
);

function mostlyNull<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof({ arbitrary: fc.constant(null), weight: 6 }, { arbitrary: value, weight: 1 });
}

const date = fc.constantFrom('2026-02-28', '2026-03-01', '2026-03-02', '2026-03-03');
const minute = fc.integer({ min: 0, max: 1440 });

const conditions: fc.Arbitrary<PromotionConditions> = fc
  .record({
    startsOn: mostlyNull(date),
    endsOn: mostlyNull(date),
    weekdays: mostlyNull(fc.subarray([1, 2, 3, 4, 5, 6, 7])),
    hours: mostlyNull(fc.tuple(minute, minute)),
    minimumAmount: mostlyNull(fc.integer({ min: 0, max: 100_000_000 })),
    minimumQuantityThousandths: mostlyNull(thousandths),
    customerGroupIds: mostlyNull(fc.subarray(GROUPS)),
    firstPurchaseOnly: mostlyNull(fc.constant(true)).map((only) => only ?? false),
  })
  .map(({ hours, ...rest }) => ({ ...rest, fromMinute: hours?.[0] ?? null, toMinute: hours?.[1] ?? null }));

function promotion(id: string): fc.Arbitrary<Promotion> {
  return fc.record({
    id: fc.constant(id),
    name: fc.constant(`Promotion ${id}`),
    code: mostlyNull(fc.constantFrom(...CODES)),
    effect,
    applicability,
    conditions: fc.oneof({ arbitrary: fc.constant(ALWAYS), weight: 1 }, { arbitrary: conditions, weight: 1 }),
    stacking: fc.constantFrom('combinable' as const, 'combinable' as const, 'exclusive' as const),
    priority: fc.integer({ min: -1, max: 1 }),
    usageLeft: mostlyNull(fc.constantFrom(0, 1)),
    usageLeftForCustomer: mostlyNull(fc.constantFrom(0, 1)),
  });
}

/** Conditions that every sale fulfils. */
export const ALWAYS: PromotionConditions = {
  startsOn: null,
  endsOn: null,
  weekdays: null,
  fromMinute: null,
  toMinute: null,
  minimumAmount: null,
  minimumQuantityThousandths: null,
  customerGroupIds: null,
  firstPurchaseOnly: false,
};

const context: fc.Arbitrary<PromotionContext> = fc.record({
  date,
  minute: fc.integer({ min: 0, max: 1439 }),
  weekday: fc.integer({ min: 1, max: 7 }),
  customerGroupIds: fc.subarray(GROUPS),
  isFirstPurchase: fc.constantFrom(null, true, false),
  codes: fc.subarray(['summer ', 'STAFF', 'nothing']),
});

/** A cart of a sale's lines with up to five promotions. */
export const cart: fc.Arbitrary<Cart> = saleWithCharges({ takenBack: true }).chain((input) =>
  fc.record({
    settings: fc.constant(input.settings),
    lines: fc.tuple(...input.lines.map((line) => cartLine(line))),
    discounts: fc.constant(input.discounts ?? []),
    promotions: fc
      .subarray(['a', 'b', 'c', 'd', 'e'], { minLength: 1 })
      .chain((ids) => fc.tuple(...ids.map(promotion))),
    context,
  }),
);

function cartLine(line: SaleLineInput): fc.Arbitrary<CartLine> {
  if (!('unitPrice' in line)) return fc.constant(line);
  return fc
    .record({
      productId: fc.option(fc.constantFrom(...PRODUCTS), { freq: 5 }),
      parentId: fc.option(fc.constantFrom(...PRODUCTS)),
      categoryIds: fc.subarray(CATEGORIES),
      soldBy: fc.constantFrom('unit' as const, 'unit' as const, 'measure' as const),
    })
    .map((about) => ({ ...line, ...about }));
}
