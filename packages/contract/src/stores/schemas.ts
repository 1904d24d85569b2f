import { z } from 'zod';
import { Id, Version } from '../shared/ids.ts';
import { pageFields } from '../shared/page.ts';
import { Address, Currency, Locale } from '../shared/places.ts';
import { line } from '../shared/text.ts';
import { Timestamp, TimeZone } from '../shared/time.ts';

/** `line`: each tax of each line is rounded. `document`: each tax is summed exactly and rounded once. */
export const TaxRounding = z.enum(['line', 'document']);

/** What happens to an exact half: away from zero, or to the even neighbour. */
export const RoundingMode = z.enum(['half_up', 'half_even']);

/** How cash totals are rounded: to multiples of `step` minor units, or not at all (null). */
export const CashRounding = z
  .strictObject({
    step: z.int().min(2).max(1000).meta({ description: 'In minor units.', example: 5 }),
    mode: z.enum(['half_up', 'half_even', 'half_down', 'up', 'down']),
  })
  .nullable();

const storeFields = {
  name: line(200).meta({ example: 'High Street' }),
  address: Address,
  phone: line(40).nullable(),
  email: z.email().max(254).nullable(),
  timeZone: TimeZone,
  businessDayCutoffHour: z.int().min(0).max(23).meta({
    description: 'The local hour at which a business day begins; sales before it belong to the day before.',
    example: 4,
  }),
  locale: Locale,
  pricesIncludeTax: z.boolean().meta({ description: 'Whether the prices on the shelf contain the tax.' }),
  taxRounding: TaxRounding,
  roundingMode: RoundingMode,
  cashRounding: CashRounding,
};

/** A place that trades. */
export const Store = z
  .object({
    id: Id,
    ...storeFields,
    currency: Currency,
    currencyDigits: z.int().min(0).max(4).meta({
      description: 'Decimal places of the currency (ISO 4217), fixed when the store was opened.',
      example: 2,
    }),
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'Store' });
export type Store = z.infer<typeof Store>;

export const CreateStoreInput = z.strictObject({
  name: storeFields.name,
  address: storeFields.address.default({}),
  phone: storeFields.phone.default(null),
  email: storeFields.email.default(null),
  currency: Currency.optional().meta({ description: "The merchant's currency when it is left out." }),
  timeZone: storeFields.timeZone,
  businessDayCutoffHour: storeFields.businessDayCutoffHour.default(0),
  locale: storeFields.locale.default('en-US'),
  pricesIncludeTax: storeFields.pricesIncludeTax,
  taxRounding: storeFields.taxRounding.default('line'),
  roundingMode: storeFields.roundingMode.default('half_up'),
  cashRounding: storeFields.cashRounding.default(null),
});
export type CreateStoreInput = z.infer<typeof CreateStoreInput>;

export const ListStoresInput = z.strictObject({
  ...pageFields,
  sort: z.enum(['name', '-name', 'createdAt', '-createdAt']).default('name'),
});
