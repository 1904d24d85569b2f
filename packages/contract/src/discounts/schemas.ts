import { z } from 'zod';
import { CartInput, DiscountOutcome, SaleQuote } from '../sales/cart.ts';
import { Id, Version } from '../shared/ids.ts';
import { distinct, distinctBy } from '../shared/lists.ts';
import { Percentage, PositiveMoney, Quantity } from '../shared/numbers.ts';
import { pageFields } from '../shared/page.ts';
import { line } from '../shared/text.ts';
import { CalendarDate, Timestamp } from '../shared/time.ts';

/** How many discounts may be active at once: each cart is held against all of them. */
export const MAX_ACTIVE_DISCOUNTS = 200;

export const DiscountStatus = z.enum(['active', 'archived']);

/** `exclusive`: never beside another one. `combinable`: together with every other combinable one. */
export const DiscountStacking = z.enum(['combinable', 'exclusive']);

/** `line`: off each line by itself. `sale`: once off all of them together, and shared out over them. */
export const DiscountTarget = z.enum(['line', 'sale']);

const ids = (max: number) => distinct(z.array(Id).max(max), 'an id');

/** Which products a discount is about. Empty lists leave all in and none out; a category holds those below it. */
export const ProductSelection = z.strictObject({
  productIds: ids(500).default([]),
  categoryIds: ids(100).default([]),
  excludedProductIds: ids(500).default([]),
  excludedCategoryIds: ids(100).default([]),
});
export type ProductSelection = z.infer<typeof ProductSelection>;

const everything = { productIds: [], categoryIds: [], excludedProductIds: [], excludedCategoryIds: [] };
/** Left out: every product. */
export const productSelection = ProductSelection.default(everything);

const somePercentage = Percentage.refine((value) => value > 0, { error: 'must be more than 0' });
const someMoney = PositiveMoney.refine((value) => value > 0, { error: 'must be more than 0' });
const count = z.int().min(1).max(10_000);

/** What a discount does. Amounts are in the merchant's currency: in a store with another, such a discount is not given. */
export const DiscountEffect = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('percentage'), percentage: somePercentage, target: DiscountTarget }),
  z
    .strictObject({ type: z.literal('amount'), amount: someMoney, target: DiscountTarget })
    .meta({ description: 'An amount off; it never takes more than there is.' }),
  z
    .strictObject({
      type: z.literal('buy_x_get_y'),
      buyQuantity: count,
      buy: productSelection,
      getQuantity: count,
      get: productSelection,
      percentage: somePercentage.default(100).meta({ description: 'Off what is got: 100 is free.' }),
      maxUses: count
        .nullable()
        .default(null)
        .meta({ description: 'How often in one sale; null: without limit.' }),
    })
    .meta({ description: 'For every so many bought, so many others for less: the cheapest that fit.' }),
  z
    .strictObject({
      type: z.literal('quantity_tiers'),
      tiers: distinctBy(
        z
          .array(z.strictObject({ minQuantity: Quantity, percentage: somePercentage }))
          .min(1)
          .max(20),
        ({ minQuantity }) => minQuantity,
        'a quantity',
      ),
    })
    .meta({
      description:
        'A percentage off each product by how much of it is bought on all its lines together: the highest tier ' +
        'reached. Other products, and other variants, do not count. Another discount on it is of what this one left.',
    }),
]);
export type DiscountEffect = z.infer<typeof DiscountEffect>;

const TimeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, such as 17:30')
  .meta({ example: '17:30' });

/** All of these must hold. */
export const DiscountConditions = z.strictObject({
  startsOn: CalendarDate.nullable().default(null),
  endsOn: CalendarDate.nullable().default(null).meta({ description: 'The last day.' }),
  weekdays: distinct(z.array(z.int().min(1).max(7)).max(7), 'a day')
    .default([])
    .meta({
      description: '1 is Monday, 7 is Sunday; empty: every day.',
      example: [1, 2, 3, 4, 5],
    }),
  fromTime: TimeOfDay.nullable().default(null).meta({ description: "In the store's time zone." }),
  toTime: TimeOfDay.nullable().default(null).meta({
    description: 'The first minute at which it no longer holds; not after fromTime: on the next day.',
  }),
  minimumAmount: someMoney.nullable().default(null).meta({
    description: 'What the products it is about must come to, before discounts.',
  }),
  minimumQuantity: Quantity.nullable().default(null),
  customerGroupIds: ids(50).default([]).meta({ description: 'Only for customers of one of these groups.' }),
  firstPurchaseOnly: z.boolean().default(false),
  storeIds: ids(500).default([]).meta({ description: 'Only in these stores; empty: in all.' }),
});
export type DiscountConditions = z.infer<typeof DiscountConditions>;

const discountFields = {
  name: line(100).meta({ description: 'As it is printed on receipts.', example: 'Summer sale' }),
  code: z
    .string()
    .regex(/^[A-Z0-9][A-Z0-9_-]{0,39}$/, 'must be capital letters, digits, - and _')
    .nullable()
    .meta({
      description: 'What a customer shows to have it, in either case; null: it is given by itself.',
      example: 'SUMMER15',
    }),
  effect: DiscountEffect,
  products: ProductSelection,
  conditions: DiscountConditions,
  stacking: DiscountStacking,
  priority: z.int().min(-1000).max(1000).meta({ description: 'Higher ones are taken first.', example: 0 }),
  usageLimit: count.nullable().meta({ description: 'How many sales may have it; null: without limit.' }),
  usageLimitPerCustomer: count.nullable().meta({
    description: 'How many sales of one customer may have it; then it needs a customer.',
  }),
};

/**
 * A rule that makes sales cheaper, by itself or with a code. Of all that hold for a cart the customer gets the
 * cheapest: one exclusive discount, or all combinable ones together.
 */
export const DiscountRule = z
  .object({
    id: Id,
    ...discountFields,
    status: DiscountStatus,
    usedCount: z
      .int()
      .meta({ description: 'How many sales have had it since it has a usage limit; 0 without one.' }),
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'DiscountRule' });
export type DiscountRule = z.infer<typeof DiscountRule>;

const orderedDays = ({ startsOn, endsOn }: DiscountConditions) =>
  startsOn === null || endsOn === null || startsOn <= endsOn;
const bothTimes = ({ fromTime, toTime }: DiscountConditions) => (fromTime === null) === (toTime === null);

const conditions = DiscountConditions.refine(orderedDays, {
  path: ['endsOn'],
  error: 'must not be before startsOn',
}).refine(bothTimes, { path: ['toTime'], error: 'must be given together with fromTime' });

export const CreateDiscountInput = z.strictObject({
  name: discountFields.name,
  code: discountFields.code.default(null),
  effect: discountFields.effect,
  products: productSelection,
  conditions: conditions.default(DiscountConditions.parse({})),
  stacking: discountFields.stacking.default('combinable'),
  priority: discountFields.priority.default(0),
  usageLimit: discountFields.usageLimit.default(null),
  usageLimitPerCustomer: discountFields.usageLimitPerCustomer.default(null),
});
export type CreateDiscountInput = z.infer<typeof CreateDiscountInput>;

/** What is left out stays as it is; `effect`, `products` and `conditions` are replaced whole. */
export const UpdateDiscountInput = z.strictObject({
  id: Id,
  version: Version,
  name: discountFields.name.optional(),
  code: discountFields.code.optional(),
  effect: discountFields.effect.optional(),
  products: ProductSelection.optional(),
  conditions: conditions.optional(),
  stacking: discountFields.stacking.optional(),
  priority: discountFields.priority.optional(),
  usageLimit: discountFields.usageLimit.optional(),
  usageLimitPerCustomer: discountFields.usageLimitPerCustomer.optional(),
});
export type UpdateDiscountInput = z.infer<typeof UpdateDiscountInput>;

export const ArchiveDiscountInput = z.strictObject({ id: Id, version: Version });

export const ListDiscountsInput = z.strictObject({
  code: z.string().min(1).max(40).optional(),
  status: DiscountStatus.optional(),
  ...pageFields,
  sort: z.enum(['name', '-name', 'createdAt', '-createdAt']).default('name'),
});
export type ListDiscountsInput = z.infer<typeof ListDiscountsInput>;

export const EvaluateDiscountsInput = CartInput;

/** What each active discount does for a cart, and what the cart comes to. Nothing is stored. */
export const DiscountEvaluation = z
  .object({
    outcomes: z.array(DiscountOutcome),
    quote: SaleQuote,
  })
  .meta({ id: 'DiscountEvaluation' });
export type DiscountEvaluation = z.infer<typeof DiscountEvaluation>;
