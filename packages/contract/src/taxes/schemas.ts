import { z } from 'zod';
import { Id, Version } from '../shared/ids.ts';
import { Percentage } from '../shared/numbers.ts';
import { pageFields } from '../shared/page.ts';
import { line } from '../shared/text.ts';
import { CalendarDate, Timestamp } from '../shared/time.ts';

const categoryName = line(100).meta({ example: 'Standard' });
const rateName = line(100).meta({ description: 'As it is printed on receipts.', example: 'VAT 20 %' });

/** What products that are taxed alike have in common: standard, reduced, exempt. */
export const TaxCategory = z
  .object({
    id: Id,
    name: categoryName,
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'TaxCategory' });
export type TaxCategory = z.infer<typeof TaxCategory>;

export const CreateTaxCategoryInput = z.strictObject({ name: categoryName });
export type CreateTaxCategoryInput = z.infer<typeof CreateTaxCategoryInput>;

export const UpdateTaxCategoryInput = z.strictObject({ id: Id, version: Version, name: categoryName });
export type UpdateTaxCategoryInput = z.infer<typeof UpdateTaxCategoryInput>;

export const ListTaxCategoriesInput = z.strictObject({
  ...pageFields,
  sort: z.enum(['name', '-name', 'createdAt', '-createdAt']).default('name'),
});

/**
 * What one store charges on one tax category, from one date on. Zero is a rate; none at all is an error when
 * a product is sold. Several rates with different names may apply at once; they do not compound.
 */
export const TaxRate = z
  .object({
    id: Id,
    storeId: Id,
    taxCategoryId: Id,
    name: rateName,
    percentage: Percentage,
    validFrom: CalendarDate.meta({ description: 'The first business day on which it applies.' }),
    validTo: CalendarDate.nullable().meta({ description: 'The last one; null: until further notice.' }),
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'TaxRate' });
export type TaxRate = z.infer<typeof TaxRate>;

export const CreateTaxRateInput = z
  .strictObject({
    storeId: Id,
    taxCategoryId: Id,
    name: rateName,
    percentage: Percentage,
    validFrom: CalendarDate,
    validTo: CalendarDate.nullable().default(null),
  })
  .refine((rate) => rate.validTo === null || rate.validFrom <= rate.validTo, {
    path: ['validTo'],
    error: 'must not be before validFrom',
  });
export type CreateTaxRateInput = z.infer<typeof CreateTaxRateInput>;

/** What is left out stays as it is. Sales keep the rates that they were made with. */
export const UpdateTaxRateInput = z.strictObject({
  id: Id,
  version: Version,
  name: rateName.optional(),
  percentage: Percentage.optional(),
  validFrom: CalendarDate.optional(),
  validTo: CalendarDate.nullable().optional(),
});
export type UpdateTaxRateInput = z.infer<typeof UpdateTaxRateInput>;

export const ListTaxRatesInput = z.strictObject({
  storeId: Id.optional(),
  taxCategoryId: Id.optional(),
  validOn: CalendarDate.optional().meta({ description: 'Only the rates that apply on this business day.' }),
  ...pageFields,
  sort: z.enum(['createdAt', '-createdAt']).default('createdAt'),
});
