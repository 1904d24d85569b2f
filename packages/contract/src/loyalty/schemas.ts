import { z } from 'zod';
import { ledgerFields, Points, PositivePoints } from '../accounts/schemas.ts';
import { ProductSelection, productSelection } from '../discounts/schemas.ts';
import { Id, Version } from '../shared/ids.ts';
import { distinct, distinctBy } from '../shared/lists.ts';
import { MAX_MONEY, Percentage, PositiveMoney } from '../shared/numbers.ts';
import { pageFields } from '../shared/page.ts';
import { Currency } from '../shared/places.ts';
import { line } from '../shared/text.ts';
import { Timestamp } from '../shared/time.ts';

/** `draft` → `active` → `ended`, or a draft ends at once. One is active at a time; points of an ended one are no longer spent. */
export const LoyaltyProgramStatus = z.enum(['draft', 'active', 'ended']);
export type LoyaltyProgramStatus = z.infer<typeof LoyaltyProgramStatus>;

const someMoney = PositiveMoney.refine((value) => value > 0, { error: 'must be more than 0' });
const somePoints = z
  .int()
  .min(1)
  .max(MAX_MONEY)
  .meta({ description: 'A number of points above zero.', example: 100 });
const categoryIds = distinct(z.array(Id).max(100), 'an id').default([]);
const productIds = distinct(z.array(Id).max(500), 'an id').default([]);

/** How points are earned: so many for each full amount, on what goods come to without tax, after discounts. */
export const LoyaltyEarning = z
  .strictObject({
    points: somePoints.max(1_000_000).meta({ example: 1 }),
    perAmount: someMoney.meta({
      description: 'For each full amount of this, in minor units: 1 point per 100 is a point for each 1.00.',
      example: 100,
    }),
    excludedCategoryIds: categoryIds.meta({
      description: 'Products of these categories, and of those below them, earn nothing.',
    }),
    excludedProductIds: productIds,
  })
  .meta({ id: 'LoyaltyEarning' });
export type LoyaltyEarning = z.infer<typeof LoyaltyEarning>;

/** What points are worth as a payment. */
export const LoyaltyRedemption = z
  .strictObject({
    points: somePoints,
    amount: someMoney.meta({
      description: 'What so many points pay, in minor units: 100 points for 500 are 5.00.',
      example: 500,
    }),
    minimumPoints: PositivePoints.default(0).meta({
      description: 'Fewer than this are not taken in one sale.',
    }),
    maximumPercentage: Percentage.default(100).meta({
      description: 'How much of the total of a sale points may pay at most.',
    }),
  })
  .meta({ id: 'LoyaltyRedemption' });
export type LoyaltyRedemption = z.infer<typeof LoyaltyRedemption>;

/** What those are who have earned most. The tier of a sale is the one before it. */
export const LoyaltyTier = z.strictObject({
  id: Id,
  name: line(100).meta({ example: 'Gold' }),
  minimumPoints: somePoints.meta({
    description: 'Points earned in the last 12 months, less those clawed back, from which on one is in it.',
  }),
  multiplier: z
    .number()
    .min(1)
    .max(100)
    .refine((value) => Number(value.toFixed(2)) === value, { error: 'must have at most 2 decimal places' })
    .meta({ description: 'How many times the points one earns.', example: 1.5 }),
});
export type LoyaltyTier = z.infer<typeof LoyaltyTier>;

/** What a reward gives. */
export const LoyaltyRewardEffect = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('percentage'),
    percentage: Percentage.refine((value) => value > 0, { error: 'must be more than 0' }),
    products: productSelection,
  }),
  z.strictObject({
    type: z.literal('amount'),
    amount: someMoney.meta({ description: 'It never takes more than there is.' }),
    products: productSelection,
  }),
  z
    .strictObject({
      type: z.literal('free_product'),
      products: ProductSelection.refine(
        ({ productIds, categoryIds }) => productIds.length > 0 || categoryIds.length > 0,
        { error: 'must name the products, or their categories' },
      ),
    })
    .meta({ description: 'One unit of what is in the cart of these, the dearest.' }),
]);
export type LoyaltyRewardEffect = z.infer<typeof LoyaltyRewardEffect>;

/** Something that points buy: a discount on the sale. */
export const LoyaltyReward = z.strictObject({
  id: Id,
  name: line(100).meta({ description: 'As it is printed on receipts.', example: 'A coffee on us' }),
  points: somePoints,
  effect: LoyaltyRewardEffect,
});
export type LoyaltyReward = z.infer<typeof LoyaltyReward>;

const byId = ({ id }: { id: string }) => id;

const programFields = {
  name: line(100).meta({ example: 'Club' }),
  enrolsAutomatically: z.boolean().meta({
    description: 'Whether every customer is in it from the first sale on; else only who was enrolled.',
  }),
  earning: LoyaltyEarning,
  redemption: LoyaltyRedemption.nullable().meta({
    description: 'Null: points pay nothing, rewards are all.',
  }),
  tiers: distinctBy(
    z.array(LoyaltyTier).max(10),
    ({ minimumPoints }) => minimumPoints,
    'a number of points',
  ).refine((tiers) => new Set(tiers.map(byId)).size === tiers.length, { error: 'must not name an id twice' }),
  rewards: distinctBy(z.array(LoyaltyReward).max(50), byId, 'an id'),
  tierGraceDays: z.int().min(0).max(366).meta({
    description: 'How long somebody stays in a tier after having fallen below it.',
    example: 30,
  }),
  expiryMonths: z.int().min(1).max(120).nullable().meta({
    description: 'After how many months points go that were not spent, the oldest first; null: never.',
    example: 24,
  }),
  allowNegative: z.boolean().meta({
    description:
      'Whether a return may claw back points that were spent already. Without it what is not there stays with the customer.',
  }),
};

/** How customers are thanked for buying. */
export const LoyaltyProgram = z
  .object({
    id: Id,
    ...programFields,
    status: LoyaltyProgramStatus,
    currency: Currency.meta({
      description: 'The merchant’s: in stores of another one points are neither earned nor spent.',
    }),
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'LoyaltyProgram' });
export type LoyaltyProgram = z.infer<typeof LoyaltyProgram>;

export const CreateLoyaltyProgramInput = z.strictObject({
  name: programFields.name,
  enrolsAutomatically: programFields.enrolsAutomatically.default(true),
  earning: programFields.earning,
  redemption: programFields.redemption.default(null),
  tiers: programFields.tiers.default([]),
  rewards: programFields.rewards.default([]),
  tierGraceDays: programFields.tierGraceDays.default(30),
  expiryMonths: programFields.expiryMonths.default(null),
  allowNegative: programFields.allowNegative.default(false),
});
export type CreateLoyaltyProgramInput = z.infer<typeof CreateLoyaltyProgramInput>;

/** What is left out stays as it is; lists are replaced whole. Points that were earned keep the age they were given. */
export const UpdateLoyaltyProgramInput = z.strictObject({
  id: Id,
  version: Version,
  name: programFields.name.optional(),
  enrolsAutomatically: programFields.enrolsAutomatically.optional(),
  earning: programFields.earning.optional(),
  redemption: programFields.redemption.optional(),
  tiers: programFields.tiers.optional(),
  rewards: programFields.rewards.optional(),
  tierGraceDays: programFields.tierGraceDays.optional(),
  expiryMonths: programFields.expiryMonths.optional(),
  allowNegative: programFields.allowNegative.optional(),
});
export type UpdateLoyaltyProgramInput = z.infer<typeof UpdateLoyaltyProgramInput>;

export const LoyaltyProgramStepInput = z.strictObject({ id: Id, version: Version });

export const ListLoyaltyProgramsInput = z.strictObject({
  status: LoyaltyProgramStatus.optional(),
  ...pageFields,
  sort: z.enum(['name', '-name', 'createdAt', '-createdAt']).default('name'),
});
export type ListLoyaltyProgramsInput = z.infer<typeof ListLoyaltyProgramsInput>;

const TierSummary = z.object({ id: Id, name: z.string(), multiplier: z.number() });

/** What a customer has in the active programme. */
export const LoyaltyMembership = z
  .object({
    customerId: Id,
    programId: Id,
    programName: z.string(),
    balance: Points,
    worth: PositiveMoney.nullable().meta({
      description:
        'What the balance pays, in the minor unit of `currency`; null where points are no payment.',
    }),
    currency: Currency,
    tier: TierSummary.nullable(),
    tierGraceUntil: Timestamp.nullable().meta({
      description: 'Until when the tier stays though its points are no longer there; null: they are.',
    }),
    qualifyingPoints: Points.meta({ description: 'Earned in the last 12 months, less clawed back.' }),
    nextTier: TierSummary.extend({
      missingPoints: PositivePoints.meta({ description: 'What has yet to be earned for it.' }),
    }).nullable(),
    nextExpiry: z
      .object({ points: PositivePoints, at: Timestamp })
      .nullable()
      .meta({ description: 'What goes next if it is not spent.' }),
    rewards: z
      .array(z.object({ id: Id, name: z.string(), points: PositivePoints, affordable: z.boolean() }))
      .meta({ description: 'The cheapest first.' }),
    enrolledAt: Timestamp,
  })
  .meta({ id: 'LoyaltyMembership' });
export type LoyaltyMembership = z.infer<typeof LoyaltyMembership>;

export const EnrolCustomerInput = z.strictObject({ id: Id });

export const AdjustPointsInput = z.strictObject({
  id: Id,
  points: Points.refine((points) => points !== 0, { error: 'must not be zero' }).meta({
    description: 'What is added, or (negative) taken away.',
    example: 50,
  }),
  reason: line(500).meta({ example: 'For the long wait' }),
});
export type AdjustPointsInput = z.infer<typeof AdjustPointsInput>;

export const ListPointsEntriesInput = z.strictObject(ledgerFields);
export type ListPointsEntriesInput = z.infer<typeof ListPointsEntriesInput>;

/** What points had to do with a sale. */
export const SaleLoyalty = z
  .object({
    programId: Id,
    earned: PositivePoints.meta({
      description: 'For what the goods came to without tax, less what points paid.',
    }),
    tierId: Id.nullable(),
    multiplier: z.number(),
    base: PositiveMoney.meta({ description: 'What they were earned on.' }),
    spent: PositivePoints.meta({ description: 'As a payment and for rewards.' }),
    rewards: z.array(
      z.object({ id: Id, name: z.string(), points: PositivePoints, amount: PositiveMoney }).meta({
        description: 'What each reward took off, and what it cost.',
      }),
    ),
  })
  .meta({ id: 'SaleLoyalty' });
export type SaleLoyalty = z.infer<typeof SaleLoyalty>;
