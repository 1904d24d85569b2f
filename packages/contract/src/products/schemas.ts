import { z } from 'zod';
import { expandUpcE, hasValidCheckDigit } from '../shared/gtin.ts';
import { Id, Version } from '../shared/ids.ts';
import { distinct, distinctBy } from '../shared/lists.ts';
import { PositiveMoney, Quantity } from '../shared/numbers.ts';
import { pageFields } from '../shared/page.ts';
import { Locale } from '../shared/places.ts';
import { line, text, typed } from '../shared/text.ts';
import { Timestamp } from '../shared/time.ts';
import { Barcode } from './barcode.ts';

/**
 * `standard`: an article with its own stock. `open_price`: a department whose price is typed in at the till.
 * `bundle`: sold as one, its stock taken from its components.
 */
export const ProductKind = z.enum(['standard', 'open_price', 'bundle']);

/** `unit`: sold in whole numbers. `measure`: by weight, length or volume, with up to 3 decimals. */
export const SoldBy = z.enum(['unit', 'measure']);

/** `draft`: not for sale yet. `active`: for sale. `archived`: no longer, kept because documents name it. */
export const ProductStatus = z.enum(['draft', 'active', 'archived']);

/** A barcode that a product is given. What looks like a GTIN (8, 12, 13 or 14 digits) must be one; a UPC-E is its UPC-A. */
const ProductBarcode = Barcode.refine(
  (code) => !/^(\d{8}|\d{12,14})$/.test(code) || hasValidCheckDigit(code) || expandUpcE(code) !== undefined,
  {
    error: 'has a wrong check digit: 8, 12, 13 or 14 digits are read as EAN, UPC or GTIN',
  },
);

/** A name of an option and the values that variants may have, in the order in which they are shown. */
const ProductOption = z.strictObject({
  name: line(50).meta({ example: 'Size' }),
  values: distinct(z.array(line(50)).min(1).max(100), 'a value'),
});

/** What a bundle holds of one product. */
const BundleComponent = z.strictObject({ productId: Id, quantity: Quantity });

/** A value of an attribute that a merchant has made up. */
const AttributeValue = z.union([line(500), z.number().min(-1e15).max(1e15), z.boolean()]);

const attributes = z
  .record(
    z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be a name such as country_of_origin'),
    AttributeValue,
  )
  .refine((record) => Object.keys(record).length <= 50, { error: 'must not have more than 50 attributes' })
  .meta({
    description: "The merchant's own fields, by name.",
    example: { country_of_origin: 'IT', organic: true },
  });

const productFields = {
  sku: line(64).meta({ description: "The merchant's own article number.", example: 'COF-250' }),
  name: line(200).meta({ example: 'Coffee beans 250 g' }),
  description: text(5000),
  barcodes: distinct(z.array(ProductBarcode).max(20), 'a barcode'),
  plu: z
    .string()
    .regex(/^[1-9][0-9]{0,5}$/, 'must be 1 to 6 digits without zeros in front')
    .nullable()
    .meta({
      description:
        'The number that scales print into the barcodes of their labels, without the zeros that fill it up.',
      example: '35040',
    }),
  taxCategoryId: Id,
  categoryId: Id.nullable(),
  brand: line(100).nullable(),
  imageUrl: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullable(),
  attributes,
  price: PositiveMoney.meta({
    description: "The price of one unit, in the merchant's currency. 0 where it is typed in at the till.",
  }),
  cost: PositiveMoney.nullable().meta({
    description:
      'What one unit usually costs; stock that enters without a cost of its own is valued with it. Null where it ' +
      'is not known, or without the permission products.read_cost, which it also takes to set it.',
  }),
  soldBy: SoldBy,
  unitLabel: line(20).nullable().meta({ description: 'What a measure is counted in.', example: 'kg' }),
  trackStock: z.boolean().meta({ description: 'Whether stock levels are kept.' }),
  allowOversell: z.boolean().meta({ description: 'Whether it may be sold below zero stock.' }),
};

/** What a product is, fixed at creation. */
const structureFields = {
  kind: ProductKind,
  parentId: Id.nullable().meta({ description: 'The product that this one is a variant of.' }),
  optionValues: z
    .record(line(50), line(50))
    .refine((values) => Object.keys(values).length <= 3, { error: 'must not have more than 3 options' })
    .meta({
      description: 'Which variant it is: a value for each option of the parent.',
      example: { Size: 'M' },
    }),
  components: distinctBy(z.array(BundleComponent).max(50), ({ productId }) => productId, 'a product').meta({
    description: 'What a bundle holds.',
  }),
};

const options = distinctBy(z.array(ProductOption).max(3), ({ name }) => name, 'an option').meta({
  description: 'What variants differ in. A product with options is not sold itself: its variants are.',
});

/** Something that is sold. */
export const Product = z
  .object({
    id: Id,
    ...structureFields,
    options,
    ...productFields,
    barcodes: z.array(z.string()),
    inheritsPrice: z.boolean().meta({ description: "Whether a variant has its parent's price." }),
    status: ProductStatus,
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'Product' });
export type Product = z.infer<typeof Product>;

/** The statuses that a person may give; archiving has an operation of its own. */
const EditableStatus = ProductStatus.exclude(['archived']);

/**
 * A variant takes what it leaves out from its parent: tax category, category, brand, how it is sold, and its price
 * for as long as it has none of its own.
 */
export const CreateProductInput = z.strictObject({
  kind: structureFields.kind.default('standard'),
  parentId: structureFields.parentId.default(null),
  optionValues: structureFields.optionValues.default({}),
  options: options.default([]),
  components: structureFields.components.default([]),
  sku: productFields.sku,
  name: productFields.name,
  description: productFields.description.default(''),
  barcodes: productFields.barcodes.default([]),
  plu: productFields.plu.default(null),
  taxCategoryId: productFields.taxCategoryId.optional().meta({ description: 'Required but for a variant.' }),
  categoryId: productFields.categoryId.optional(),
  brand: productFields.brand.optional(),
  imageUrl: productFields.imageUrl.default(null),
  attributes: productFields.attributes.default({}),
  price: productFields.price.optional().meta({
    description: 'Required but for a variant, and for a price that is typed in at the till.',
  }),
  cost: productFields.cost.default(null),
  soldBy: productFields.soldBy
    .optional()
    .meta({ description: "unit, or the parent's, where it is left out." }),
  unitLabel: productFields.unitLabel.optional(),
  trackStock: productFields.trackStock.optional().meta({
    description:
      'Left out: true, but for bundles, open prices and products with options, which have no stock.',
  }),
  allowOversell: productFields.allowOversell.default(false),
  status: EditableStatus.default('active'),
});
export type CreateProductInput = z.infer<typeof CreateProductInput>;

/**
 * What is left out stays as it is. What kind of product it is, how it is sold and whether it is tracked are fixed
 * at creation. A variant with `price: null` has its parent's price again.
 */
export const UpdateProductInput = z.strictObject({
  id: Id,
  version: Version,
  sku: productFields.sku.optional(),
  name: productFields.name.optional(),
  description: productFields.description.optional(),
  barcodes: productFields.barcodes.optional(),
  plu: productFields.plu.optional(),
  taxCategoryId: productFields.taxCategoryId.optional(),
  categoryId: productFields.categoryId.optional(),
  brand: productFields.brand.optional(),
  imageUrl: productFields.imageUrl.optional(),
  attributes: productFields.attributes.optional(),
  options: options.optional().meta({ description: 'Values may be added; one that a variant has must stay.' }),
  components: structureFields.components.optional(),
  price: productFields.price.nullable().optional(),
  cost: productFields.cost.optional(),
  unitLabel: productFields.unitLabel.optional(),
  allowOversell: productFields.allowOversell.optional(),
  status: EditableStatus.optional(),
});
export type UpdateProductInput = z.infer<typeof UpdateProductInput>;

export const ListProductsInput = z.strictObject({
  search: typed(100)
    .optional()
    .meta({
      description:
        'What a cashier types: parts of name, brand, SKU, PLU and barcode in any order, whatever the case and the ' +
        'accents; one or two letters count as the beginning of a word. Typing errors are forgiven where nothing is ' +
        'found as it is typed. The best matches come first, whatever the sort, and there is one page of them. Archived ' +
        'products are found where `status` asks for them. Left empty: all products, as without a search.',
      example: 'coffee',
    }),
  sku: productFields.sku.optional(),
  barcode: Barcode.optional(),
  categoryId: Id.optional().meta({ description: 'In this category or one below it.' }),
  parentId: Id.optional().meta({ description: 'The variants of this product.' }),
  kind: ProductKind.optional(),
  status: ProductStatus.optional(),
  ...pageFields,
  sort: z.enum(['name', '-name', 'createdAt', '-createdAt', 'updatedAt', '-updatedAt']).default('name'),
});
export type ListProductsInput = z.infer<typeof ListProductsInput>;

export const ByBarcodeInput = z.strictObject({ code: Barcode });

/** A product and what its label said beside it. */
export const ScannedProduct = Product.extend({
  scanned: z
    .object({
      code: z.string(),
      price: PositiveMoney.nullable().meta({
        description: 'The price of the whole piece, from its label, in the merchant’s currency.',
      }),
      quantity: Quantity.nullable().meta({ description: 'The weight or count, from its label.' }),
    })
    .meta({
      description: 'Send the code as `barcode` of the cart line to sell the piece as it is labelled.',
    }),
}).meta({ id: 'ScannedProduct' });
export type ScannedProduct = z.infer<typeof ScannedProduct>;

export const ArchiveProductInput = z.strictObject({ id: Id, version: Version });
export type ArchiveProductInput = z.infer<typeof ArchiveProductInput>;

export const ProductHistoryInput = z.strictObject({
  id: Id,
  ...pageFields,
  sort: z.enum(['changedAt', '-changedAt']).default('-changedAt'),
});
export type ProductHistoryInput = z.infer<typeof ProductHistoryInput>;

/** One change of what a product costs, in the catalogue or in a price list. */
export const PriceChange = z
  .object({
    id: Id,
    productId: Id,
    field: z.enum(['price', 'cost']),
    priceListId: Id.nullable().meta({ description: "Null for the catalogue's own price." }),
    minQuantity: Quantity.nullable().meta({ description: 'The tier of a price list.' }),
    before: PositiveMoney.nullable().meta({ description: 'Null where there was none.' }),
    after: PositiveMoney.nullable().meta({ description: 'Null where it was taken away.' }),
    changedBy: Id,
    changedAt: Timestamp,
  })
  .meta({ id: 'PriceChange' });
export type PriceChange = z.infer<typeof PriceChange>;

export const ProductLabelInput = z.strictObject({
  id: Id,
  format: z.enum(['svg', 'png']).default('svg'),
  barcode: Barcode.optional().meta({ description: "One of the product's barcodes; left out: the first." }),
  locale: Locale.optional().meta({
    description: "How the price is written; left out: as the merchant's first store writes it.",
  }),
});
export type ProductLabelInput = z.infer<typeof ProductLabelInput>;

/** A label: the barcode with the name and the price beneath. Over REST the picture itself is answered. */
export const ProductLabel = z
  .object({
    mediaType: z.enum(['image/svg+xml', 'image/png']),
    content: z.string().meta({ description: 'The text of an SVG; a PNG in Base64.' }),
  })
  .meta({ id: 'ProductLabel' });
export type ProductLabel = z.infer<typeof ProductLabel>;
