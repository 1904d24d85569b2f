import { z } from 'zod';
import { Id, Version } from '../shared/ids.ts';
import { PositiveMoney } from '../shared/numbers.ts';
import { pageFields } from '../shared/page.ts';
import { Address, Currency, Locale } from '../shared/places.ts';
import { line, text } from '../shared/text.ts';
import { Timestamp, TimeZone } from '../shared/time.ts';
import { CashRounding, RoundingMode, TaxRounding } from '../stores/schemas.ts';

const merchantFields = {
  name: line(200),
  registrationEnabled: z.boolean().meta({
    description:
      'Whether people may sign up by themselves; they hold no role, until whoever manages users gives one.',
  }),
  loyaltyEnabled: z.boolean(),
};

/** How the whole business is run. */
export const MerchantSettings = z
  .object({ ...merchantFields, currency: Currency, version: Version, updatedAt: Timestamp })
  .meta({ id: 'MerchantSettings' });
export type MerchantSettings = z.infer<typeof MerchantSettings>;

export const UpdateMerchantSettingsInput = z.strictObject({
  version: Version,
  name: merchantFields.name.optional(),
  registrationEnabled: merchantFields.registrationEnabled.optional(),
  loyaltyEnabled: merchantFields.loyaltyEnabled.optional(),
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
