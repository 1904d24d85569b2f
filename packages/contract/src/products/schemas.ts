import { z } from 'zod';
import { Id, Version } from '../shared/ids.ts';
import { PositiveMoney } from '../shared/numbers.ts';
import { pageFields } from '../shared/page.ts';
import { line, text } from '../shared/text.ts';
import { Timestamp } from '../shared/time.ts';

/** `unit`: sold in whole numbers. `measure`: by weight, length or volume, with up to 3 decimals. */
export const SoldBy = z.enum(['unit', 'measure']);

/** `draft`: not for sale yet. `active`: for sale. `archived`: no longer, kept because documents name it. */
export const ProductStatus = z.enum(['draft', 'active', 'archived']);

const Barcode = z
  .string()
  .regex(/^[\x21-\x7e]{1,64}$/, 'must be 1 to 64 printable characters without spaces')
  .meta({ description: 'What the scanner reads.', example: '4006381333931' });

const productFields = {
  sku: line(64).meta({ description: "The merchant's own article number.", example: 'COF-250' }),
  name: line(200).meta({ example: 'Coffee beans 250 g' }),
  description: text(5000),
  barcodes: z
    .array(Barcode)
    .max(20)
    .refine((codes) => new Set(codes).size === codes.length, { error: 'must not name a barcode twice' }),
  taxCategoryId: Id,
  price: PositiveMoney.meta({ description: "The price of one unit, in the merchant's currency." }),
  cost: PositiveMoney.nullable().meta({
    description:
      'What one unit usually costs; stock that enters without a cost of its own is valued with it.',
  }),
  soldBy: SoldBy,
  unitLabel: line(20).nullable().meta({ description: 'What a measure is counted in.', example: 'kg' }),
  trackStock: z.boolean().meta({ description: 'Whether stock levels are kept.' }),
  allowOversell: z.boolean().meta({ description: 'Whether it may be sold below zero stock.' }),
};

/** Something that is sold. */
export const Product = z
  .object({
    id: Id,
    ...productFields,
    status: ProductStatus,
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'Product' });
export type Product = z.infer<typeof Product>;

/** The statuses that a person may give; archiving has an operation of its own. */
const EditableStatus = ProductStatus.exclude(['archived']);

export const CreateProductInput = z.strictObject({
  sku: productFields.sku,
  name: productFields.name,
  description: productFields.description.default(''),
  barcodes: productFields.barcodes.default([]),
  taxCategoryId: productFields.taxCategoryId,
  price: productFields.price,
  cost: productFields.cost.default(null),
  soldBy: productFields.soldBy.default('unit'),
  unitLabel: productFields.unitLabel.default(null),
  trackStock: productFields.trackStock.default(true),
  allowOversell: productFields.allowOversell.default(false),
  status: EditableStatus.default('active'),
});
export type CreateProductInput = z.infer<typeof CreateProductInput>;

/** What is left out stays as it is. How a product is sold and whether it is tracked are fixed at creation. */
export const UpdateProductInput = z.strictObject({
  id: Id,
  version: Version,
  sku: productFields.sku.optional(),
  name: productFields.name.optional(),
  description: productFields.description.optional(),
  barcodes: productFields.barcodes.optional(),
  taxCategoryId: productFields.taxCategoryId.optional(),
  price: productFields.price.optional(),
  cost: productFields.cost.optional(),
  unitLabel: productFields.unitLabel.optional(),
  allowOversell: productFields.allowOversell.optional(),
  status: EditableStatus.optional(),
});
export type UpdateProductInput = z.infer<typeof UpdateProductInput>;

export const ListProductsInput = z.strictObject({
  search: line(100).optional().meta({
    description: 'A part of the name or SKU, in upper or lower case, or a whole barcode.',
    example: 'coffee',
  }),
  sku: productFields.sku.optional(),
  barcode: Barcode.optional(),
  status: ProductStatus.optional(),
  ...pageFields,
  sort: z.enum(['name', '-name', 'createdAt', '-createdAt']).default('name'),
});
export type ListProductsInput = z.infer<typeof ListProductsInput>;

export const ByBarcodeInput = z.strictObject({ code: Barcode });
