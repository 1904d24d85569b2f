import { z } from 'zod';
import { PositivePoints } from '../accounts/schemas.ts';
import { SensitiveAction } from '../approvals/schemas.ts';
import { Barcode } from '../products/barcode.ts';
import { Id } from '../shared/ids.ts';
import { distinct, distinctBy } from '../shared/lists.ts';
import { Money, Percentage, PositiveMoney, Quantity } from '../shared/numbers.ts';
import { Currency } from '../shared/places.ts';
import { line } from '../shared/text.ts';
import { CashRounding, RoundingMode, TaxRounding } from '../stores/schemas.ts';

/** What can keep a cart from being priced. */
export const pricingErrors = [
  'NOT_FOUND',
  'INVALID_REFERENCE',
  'INVALID_BARCODE',
  'PRODUCT_NOT_FOR_SALE',
  'PRICE_MISSING',
  'TAX_RATE_MISSING',
  'DISCOUNT_CODE_INVALID',
  'AMOUNT_OUT_OF_RANGE',
  'GIFT_CARD_NOT_TAKEN',
  'CURRENCY_MISMATCH',
  'CUSTOMER_REQUIRED',
  'LOYALTY_NOT_AVAILABLE',
  'REWARD_NOT_APPLICABLE',
  'INSUFFICIENT_BALANCE',
] as const;

/** How many lines one sale may have. */
export const MAX_SALE_LINES = 1000;

/** A discount that a person gives at the till, with what the receipt calls it. */
export const ManualDiscount = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('percentage'),
    name: line(100).default('Discount'),
    percentage: Percentage.refine((value) => value > 0, { error: 'must be more than 0' }),
  }),
  z.strictObject({
    type: z.literal('amount'),
    name: line(100).default('Discount'),
    amount: PositiveMoney.refine((value) => value > 0, { error: 'must be more than 0' }).meta({
      description: 'For the whole line or sale, in minor units; it never takes more than there is.',
    }),
  }),
]);
export type ManualDiscount = z.infer<typeof ManualDiscount>;

const discounts = z.array(ManualDiscount).max(10).default([]);

/** What a discount takes, wherever it is given. */
const LARGE = 'More than the store’s maxDiscountPercentage takes sales.give_large_discount, or an approval.';

export const cartLineFields = {
  productId: Id,
  quantity: Quantity,
  unitPrice: PositiveMoney.optional().meta({
    description:
      'Another price than the catalogue’s: takes sales.override_price, or an approval. Of a product whose price is ' +
      'open it is the price.',
  }),
  barcode: Barcode.optional().meta({
    description: 'The label of a scale as it was scanned: the piece is sold at the price or weight on it.',
  }),
  discounts: discounts.meta({ description: LARGE }),
};

const CartLine = z.strictObject(cartLineFields);
export type CartLine = z.infer<typeof CartLine>;

const chargeFields = { name: line(100).default('Service charge'), taxCategoryId: Id };

/** Something charged on top of the goods, for service or delivery. It is taxed, and no discount lowers it. */
export const ServiceCharge = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('percentage'),
    ...chargeFields,
    percentage: Percentage.refine((value) => value > 0, { error: 'must be more than 0' }).meta({
      description: 'Of what the goods come to after discounts.',
    }),
  }),
  z.strictObject({
    type: z.literal('amount'),
    ...chargeFields,
    amount: PositiveMoney.refine((value) => value > 0, { error: 'must be more than 0' }),
  }),
]);
export type ServiceCharge = z.infer<typeof ServiceCharge>;

/** A gift card that is sold, or loaded again. */
export const GiftCardOfCart = z.strictObject({
  giftCardId: Id.meta({ description: 'From giftCards.issue or giftCards.lookup.' }),
  amount: PositiveMoney.refine((value) => value > 0, { error: 'must be more than 0' }).meta({
    description: 'What is put on it and paid for it.',
    example: 5000,
  }),
});
export type GiftCardOfCart = z.infer<typeof GiftCardOfCart>;

/** What is being bought, before it is paid. */
export const cartFields = {
  storeId: Id,
  customerId: Id.optional().meta({
    description: 'Who buys: decides group prices, discounts and tax exemption.',
  }),
  lines: z.array(CartLine).max(MAX_SALE_LINES),
  discounts: discounts.meta({
    description: `Discounts on the whole sale, shared out over its lines. ${LARGE}`,
  }),
  codes: distinct(z.array(z.string().min(1).max(40)).max(20), 'a code')
    .default([])
    .meta({
      description:
        'The discount codes that the customer shows, in either case; blanks around them do not count.',
      example: ['SUMMER15'],
    }),
  serviceCharges: z.array(ServiceCharge).max(10).default([]),
  giftCards: distinctBy(z.array(GiftCardOfCart).max(20), ({ giftCardId }) => giftCardId, 'a gift card')
    .default([])
    .meta({
      description:
        'Gift cards that are sold, or loaded again. What is put on them is owed, not earned: no discount, tax or points.',
    }),
  rewardIds: distinct(z.array(Id).max(5), 'a reward')
    .default([])
    .meta({ description: 'What the customer has for points of the active loyalty programme.' }),
};

/** Ids as examples have them; the reference page puts real ones in their place. */
export const exampleId = '01936f5e-7c3a-7b1e-9d0a-4f2b8c6d1e00';
export const exampleLine = { productId: exampleId, quantity: 1 };

/** Something must be bought: goods, or gift cards. */
export function isNotEmpty({ lines, giftCards }: { lines: unknown[]; giftCards: unknown[] }): boolean {
  return lines.length + giftCards.length > 0;
}

export const EMPTY_CART = { path: ['lines'], error: 'must hold something, unless gift cards are sold' };

export const CartInput = z
  .strictObject(cartFields)
  .refine(isNotEmpty, EMPTY_CART)
  .meta({
    example: { storeId: exampleId, lines: [exampleLine] },
  });
export type CartInput = z.infer<typeof CartInput>;

/** What is in an open sale, as it was put in; each line under the id that the lines of the sale have too. */
export const OpenCart = z
  .object({
    lines: z.array(z.object({ id: Id, ...cartLineFields })),
    discounts: cartFields.discounts,
    codes: cartFields.codes,
    serviceCharges: cartFields.serviceCharges,
    giftCards: cartFields.giftCards,
    rewardIds: cartFields.rewardIds,
  })
  .meta({ id: 'OpenCart' });
export type OpenCart = z.infer<typeof OpenCart>;

/** A discount as it was applied to one line. */
export const AppliedDiscount = z
  .object({
    id: z.string(),
    name: z.string(),
    scope: z
      .enum(['line', 'sale'])
      .meta({ description: 'Given on the line, or its share of one on the sale.' }),
    type: z.enum(['percentage', 'amount']),
    percentage: Percentage.nullable(),
    quantity: Quantity.optional().meta({
      description:
        'How much of the line it is on, where not on all: one of three, as of buy two, get one free.',
    }),
    base: Money.meta({
      description:
        'What it was taken of: what earlier discounts had left of the line; with `quantity` the price of that much of it.',
    }),
    amount: Money.meta({ description: 'What it took off.' }),
  })
  .meta({ id: 'AppliedDiscount' });

/** What one discount took off the whole sale. */
const DiscountSummary = z.object({
  id: z
    .string()
    .meta({ description: 'Of the discount rule; `sale-0` or `line-2-0` for one given at the till.' }),
  name: z.string(),
  amount: Money,
});

/** One tax, of a line or of the whole sale. */
export const AppliedTax = z
  .object({
    taxRateId: Id,
    name: z.string(),
    percentage: Percentage,
    base: Money.meta({ description: 'The amount without tax that it was charged on.' }),
    amount: Money,
    exempted: Money.optional().meta({
      description: 'What it would have come to, but for the exemption of the customer.',
    }),
  })
  .meta({ id: 'AppliedTax' });

export const SaleLineKind = z.enum(['product', 'service_charge', 'gift_card']);

/** Where a unit price came from. */
export const PriceSource = z.object({
  source: z
    .enum(['product', 'price_list', 'override', 'open', 'label', 'shown', 'charge', 'gift_card'])
    .meta({
      description:
        'product: the catalogue; price_list; override: given in the call; ' +
        'open: typed in; label: read off the label of a scale; shown: what an offline till has asked for; ' +
        'charge: a service charge; gift_card: what is put on it.',
    }),
  priceListId: Id.nullable(),
  name: z.string().nullable().meta({ description: 'What the price list is called.' }),
  cataloguePrice: PositiveMoney.nullable().meta({ description: 'The price that it took the place of.' }),
});

export const pricedLine = {
  kind: SaleLineKind,
  productId: Id.nullable().meta({ description: 'Null for a service charge and a gift card.' }),
  giftCardId: Id.nullable().meta({ description: 'The gift card that was sold or loaded; else null.' }),
  sku: z.string().nullable(),
  name: z.string(),
  quantity: Quantity,
  unitLabel: z.string().nullable(),
  unitPrice: PositiveMoney,
  price: PriceSource,
  gross: Money.meta({
    description: 'unitPrice × quantity, rounded once; of a piece with a price on its label that price.',
  }),
  discounts: z.array(AppliedDiscount),
  discount: Money.meta({ description: 'The sum of the discounts.' }),
  taxes: z.array(AppliedTax),
  net: Money.meta({ description: 'Without tax.' }),
  tax: Money.meta({ description: 'The sum of the taxes.' }),
  exemptedTax: Money.meta({
    description:
      'The tax that a tax-exempt customer does not pay: where prices include tax, gross − discount − exemptedTax is the total.',
  }),
  total: Money.meta({ description: 'net + tax: what the customer pays for the line.' }),
};

export const pricedTotals = {
  currency: Currency,
  currencyDigits: z.int().min(0).max(4),
  pricesIncludeTax: z.boolean(),
  taxRounding: TaxRounding,
  roundingMode: RoundingMode,
  customerId: Id.nullable(),
  taxExempt: z.boolean().meta({ description: 'Whether the customer pays no tax.' }),
  taxExemptReason: z.string().nullable().meta({
    description: 'Why they pay none, as it was when they bought: a certificate, say.',
    example: 'EX-4711',
  }),
  discounts: z.array(DiscountSummary).meta({ description: 'What each discount took off the whole sale.' }),
  taxes: z.array(AppliedTax),
  grossTotal: Money.meta({ description: 'Goods and service charges before discounts, without gift cards.' }),
  discountTotal: Money,
  netTotal: Money.meta({ description: 'What was earned: without tax and without gift cards.' }),
  taxTotal: Money,
  exemptedTaxTotal: Money,
  giftCardTotal: PositiveMoney.meta({
    description: 'What was put on gift cards: it is owed, and no part of what was earned.',
  }),
  total: Money.meta({
    description:
      'The sum of the line totals, before cash rounding and tips: netTotal + taxTotal + giftCardTotal.',
  }),
};

/** What came of one discount for a cart, and why. */
export const DiscountOutcome = z
  .object({
    discountId: Id,
    name: z.string(),
    code: z.string().nullable(),
    status: z.enum(['applied', 'outbid', 'not_applicable']).meta({
      description: 'outbid: other discounts make the cart cheaper.',
    }),
    amount: Money.meta({ description: 'What it takes off the cart; 0 unless applied.' }),
    reason: z.string().nullable().meta({
      description: 'Why it is not applied, for a program; null where it is.',
      example: 'MINIMUM_AMOUNT',
    }),
    detail: z.string().nullable().meta({
      description: 'Why it is not applied, for the cashier.',
      example: 'Another 8.00 of the products it is for are needed.',
    }),
  })
  .meta({ id: 'DiscountOutcome' });
export type DiscountOutcome = z.infer<typeof DiscountOutcome>;

/** What a cart costs right now, with every figure that leads to the total. Nothing is stored. */
export const SaleQuote = z
  .object({
    storeId: Id,
    lines: z.array(z.object(pricedLine)),
    ...pricedTotals,
    cashRounding: CashRounding.meta({ description: 'How the store rounds cash totals.' }),
    dueInCash: Money.meta({ description: 'What is due where all of it is paid in cash.' }),
    discountOutcomes: z.array(DiscountOutcome).meta({
      description: 'What came of the discounts that apply, and of each code.',
    }),
    explanation: z.array(z.string()).meta({
      description: 'Every step from the prices to the total, in words.',
      example: ['Coffee beans 250 g: 2 × 9.90 = 19.80', 'discount SUMMER, 15 % of 19.80 = 2.97'],
    }),
    pointsToEarn: PositivePoints.nullable().meta({
      description: 'What the customer earns if points pay nothing of it; null without loyalty.',
    }),
    rewards: z
      .array(z.object({ id: Id, name: z.string(), points: PositivePoints, amount: PositiveMoney }))
      .meta({ description: 'What each reward takes off, and what it costs.' }),
    pricingVersion: z.int(),
    sensitiveActions: z.array(SensitiveAction).meta({
      description: 'What of it takes an approval, where the cashier lacks the permission.',
    }),
  })
  .meta({ id: 'SaleQuote' });
export type SaleQuote = z.infer<typeof SaleQuote>;
