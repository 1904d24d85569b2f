import { z } from 'zod';
import { Id, Version } from '../shared/ids.ts';
import { distinctBy } from '../shared/lists.ts';
import { PositiveMoney } from '../shared/numbers.ts';
import { pageFields } from '../shared/page.ts';
import { Address, Currency, Locale } from '../shared/places.ts';
import { line, text } from '../shared/text.ts';
import { Timestamp, TimeZone } from '../shared/time.ts';
import { CashRounding, RoundingMode, TaxRounding } from '../stores/schemas.ts';

/**
 * How one kind of in-store barcode is laid out, as scales and label printers make them: prefix, number of the article
 * (its PLU), a check digit of the price where the layout has one, price or weight, and the check digit of the whole.
 * A UPC-A is read as the EAN-13 that it is with a leading zero.
 */
export const LabelLayout = z
  .strictObject({
    prefix: z
      .string()
      .regex(/^(02|04|2[0-9])[0-9]{0,3}$/, 'must begin with 02, 04 or 20 to 29')
      .meta({ example: '21' }),
    pluDigits: z.int().min(1).max(6),
    priceCheckDigit: z.boolean().default(false).meta({
      description:
        'Whether the check digit that GS1 defines for prices of 4 and 5 digits stands before the price.',
    }),
    value: z.enum(['price', 'weight']),
    valueDigits: z.int().min(3).max(6),
    decimals: z.int().min(0).max(4).meta({
      description:
        'How many of the digits are behind the point: of a price those of the currency or fewer, of a weight 3 or fewer.',
    }),
  })
  .refine(
    ({ prefix, pluDigits, priceCheckDigit, valueDigits }) =>
      prefix.length + pluDigits + Number(priceCheckDigit) + valueDigits === 12,
    { error: 'must make up the 12 digits before the check digit' },
  )
  .refine(({ value, decimals }) => value === 'price' || decimals <= 3, {
    path: ['decimals'],
    error: 'must not be more than 3 of a weight',
  })
  .refine(
    ({ priceCheckDigit, value, valueDigits }) =>
      !priceCheckDigit || (value === 'price' && (valueDigits === 4 || valueDigits === 5)),
    { path: ['priceCheckDigit'], error: 'is for prices of 4 or 5 digits only' },
  );
export type LabelLayout = z.infer<typeof LabelLayout>;

const merchantFields = {
  name: line(200),
  labelLayouts: distinctBy(z.array(LabelLayout).max(20), ({ prefix }) => prefix, 'a prefix').meta({
    description: 'How the labels of scales are read; the longest prefix that fits counts.',
  }),
  registrationEnabled: z.boolean().meta({
    description:
      'Whether people may sign up by themselves, as cashiers of the store that registrationStoreId names. It takes ' +
      'users.manage, and what a cashier may do there: whoever lets them sign up gives them that role.',
  }),
  registrationStoreId: Id.nullable().meta({
    description: 'Where those are cashiers who sign up by themselves; null: nobody can.',
  }),
  loyaltyEnabled: z.boolean().meta({
    description: 'Whether points are earned and spent: false rests the active loyalty programme.',
  }),
  giftCardExpiryMonths: z
    .int()
    .min(60)
    .max(240)
    .nullable()
    .meta({
      description:
        'After how many months a gift card is no longer taken, counted from the last time that it was loaded. Null: never, which ' +
        'many laws ask for; the least is five years, as in the United States. What is on it is owed beyond.',
      example: null,
    }),
};

/** How the whole business is run. */
export const MerchantSettings = z
  .object({ ...merchantFields, currency: Currency, version: Version, updatedAt: Timestamp })
  .meta({ id: 'MerchantSettings' });
export type MerchantSettings = z.infer<typeof MerchantSettings>;

export const UpdateMerchantSettingsInput = z.strictObject({
  version: Version,
  name: merchantFields.name.optional(),
  labelLayouts: merchantFields.labelLayouts.optional(),
  registrationEnabled: merchantFields.registrationEnabled.optional(),
  registrationStoreId: merchantFields.registrationStoreId.optional(),
  loyaltyEnabled: merchantFields.loyaltyEnabled.optional(),
  giftCardExpiryMonths: merchantFields.giftCardExpiryMonths.optional(),
});
export type UpdateMerchantSettingsInput = z.infer<typeof UpdateMerchantSettingsInput>;

const storeFields = {
  name: line(200),
  address: Address,
  phone: line(40).nullable(),
  email: z.email().max(254).nullable(),
  locale: Locale,
  timeZone: TimeZone,
  businessDayCutoffHour: z.int().min(0).max(23),
  pricesIncludeTax: z.boolean(),
  taxRounding: TaxRounding,
  roundingMode: RoundingMode,
  cashRounding: CashRounding,
  receiptHeader: text(500).meta({ description: 'Printed above the receipt.' }),
  receiptFooter: text(500).meta({ description: 'Printed below the receipt.' }),
  allowOversell: z
    .boolean()
    .meta({ description: 'Whether every product may be sold below zero stock here.' }),
  maxDiscountPercentage: z
    .int()
    .min(0)
    .max(100)
    .meta({
      description:
        'How much of a line, or of the whole sale, discounts may take off without sales.give_large_discount, in whole ' +
        'percent. 0: every discount takes it; 100: none does.',
      example: 20,
    }),
  varianceTolerance: PositiveMoney.meta({
    description: 'By how much a counted drawer may differ before a reason is asked for, in minor units.',
  }),
};

/** How one store is run. Its currency is fixed. */
export const StoreSettings = z
  .object({
    storeId: Id,
    ...storeFields,
    currency: Currency,
    currencyDigits: z.int(),
    version: Version,
    updatedAt: Timestamp,
  })
  .meta({ id: 'StoreSettings' });
export type StoreSettings = z.infer<typeof StoreSettings>;

export const UpdateStoreSettingsInput = z.strictObject({
  storeId: Id,
  version: Version,
  ...(Object.fromEntries(Object.entries(storeFields).map(([name, schema]) => [name, schema.optional()])) as {
    [K in keyof typeof storeFields]: z.ZodOptional<(typeof storeFields)[K]>;
  }),
});
export type UpdateStoreSettingsInput = z.infer<typeof UpdateStoreSettingsInput>;

/** One change of settings: what they were, field by field, and what they became. */
export const SettingsChange = z
  .object({
    id: Id,
    storeId: Id.nullable(),
    version: Version.meta({ description: 'The version that the change made.' }),
    changedBy: Id,
    changedAt: Timestamp,
    changes: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
  })
  .meta({ id: 'SettingsChange' });
export type SettingsChange = z.infer<typeof SettingsChange>;

export const ListSettingsChangesInput = z.strictObject({
  storeId: Id.optional().meta({ description: 'A store; left out: the whole business.' }),
  ...pageFields,
  sort: z.enum(['changedAt', '-changedAt']).default('-changedAt'),
});
export type ListSettingsChangesInput = z.infer<typeof ListSettingsChangesInput>;
