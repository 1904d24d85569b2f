import { z } from 'zod';
import { Id, Version } from '../shared/ids.ts';
import { distinct, distinctBy } from '../shared/lists.ts';
import { PositiveMoney, Quantity } from '../shared/numbers.ts';
import { pageFields } from '../shared/page.ts';
import { Address, Currency } from '../shared/places.ts';
import { line, text, typed } from '../shared/text.ts';
import { Timestamp } from '../shared/time.ts';

export const SupplierStatus = z.enum(['active', 'archived']);

const days = z.int().min(0).max(730);

/** Somebody to talk to at a supplier. */
export const SupplierContact = z.strictObject({
  name: line(200).meta({ example: 'Grace Hopper' }),
  role: line(100).nullable().default(null).meta({ example: 'Sales' }),
  email: z.email().max(254).nullable().default(null),
  phone: line(40).nullable().default(null),
});
export type SupplierContact = z.infer<typeof SupplierContact>;

const supplierFields = {
  name: line(200).meta({ example: 'Blue Bottle Roasters' }),
  code: line(40).nullable().meta({ description: 'A short name of your own; no two have the same.' }),
  currency: Currency.meta({ description: 'What their prices are in.' }),
  address: Address,
  email: z.email().max(254).nullable().meta({ description: 'Where orders go.' }),
  phone: line(40).nullable(),
  website: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullable(),
  taxNumber: line(40).nullable().meta({ description: 'Their VAT or tax number.' }),
  accountNumber: line(40).nullable().meta({ description: 'Your customer number with them.' }),
  contacts: z.array(SupplierContact).max(20),
  paymentTermDays: days.nullable().meta({ description: 'How many days after the invoice they are paid.' }),
  terms: text(2000).meta({ description: 'Terms of delivery and payment, printed on orders.' }),
  leadTimeDays: days.nullable().meta({
    description: 'From order to delivery, for products that say nothing of their own.',
  }),
  minimumOrderValue: PositiveMoney.nullable().meta({ description: 'They take no smaller orders.' }),
  note: text(2000),
};

/** A business that goods are bought from. */
export const Supplier = z
  .object({
    id: Id,
    ...supplierFields,
    status: SupplierStatus,
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'Supplier' });
export type Supplier = z.infer<typeof Supplier>;

export const CreateSupplierInput = z.strictObject({
  name: supplierFields.name,
  code: supplierFields.code.default(null),
  currency: Currency.optional().meta({ description: 'Left out: that of the catalogue.' }),
  address: supplierFields.address.default({}),
  email: supplierFields.email.default(null),
  phone: supplierFields.phone.default(null),
  website: supplierFields.website.default(null),
  taxNumber: supplierFields.taxNumber.default(null),
  accountNumber: supplierFields.accountNumber.default(null),
  contacts: supplierFields.contacts.default([]),
  paymentTermDays: supplierFields.paymentTermDays.default(null),
  terms: supplierFields.terms.default(''),
  leadTimeDays: supplierFields.leadTimeDays.default(null),
  minimumOrderValue: supplierFields.minimumOrderValue.default(null),
  note: supplierFields.note.default(''),
});
export type CreateSupplierInput = z.infer<typeof CreateSupplierInput>;

/** The currency is fixed: costs that are stored are in it. */
export const UpdateSupplierInput = z.strictObject({
  id: Id,
  version: Version,
  name: supplierFields.name.optional(),
  code: supplierFields.code.optional(),
  address: supplierFields.address.optional(),
  email: supplierFields.email.optional(),
  phone: supplierFields.phone.optional(),
  website: supplierFields.website.optional(),
  taxNumber: supplierFields.taxNumber.optional(),
  accountNumber: supplierFields.accountNumber.optional(),
  contacts: supplierFields.contacts.optional(),
  paymentTermDays: supplierFields.paymentTermDays.optional(),
  terms: supplierFields.terms.optional(),
  leadTimeDays: supplierFields.leadTimeDays.optional(),
  minimumOrderValue: supplierFields.minimumOrderValue.optional(),
  note: supplierFields.note.optional(),
});
export type UpdateSupplierInput = z.infer<typeof UpdateSupplierInput>;

export const ArchiveSupplierInput = z.strictObject({ id: Id, version: Version });

export const ListSuppliersInput = z.strictObject({
  search: typed(100).optional().meta({ description: 'Part of the name or of the code.' }),
  productId: Id.optional().meta({ description: 'Those who deliver this product.' }),
  status: SupplierStatus.optional().meta({ description: 'Only those in this status.' }),
  ...pageFields,
  sort: z.enum(['name', '-name', 'createdAt', '-createdAt']).default('name'),
});
export type ListSuppliersInput = z.infer<typeof ListSuppliersInput>;

const supplierProductFields = {
  supplierSku: line(100).nullable().meta({ description: 'What the supplier calls it, printed on orders.' }),
  packSize: Quantity.meta({ description: 'How much comes in one pack; suggestions are whole packs.' }),
  cost: PositiveMoney.nullable().meta({
    description: 'What one unit (not one pack) costs, without tax, in the currency of the supplier.',
  }),
  leadTimeDays: days.nullable().meta({ description: "Null: the supplier's." }),
  minimumOrder: Quantity.nullable().meta({ description: 'How much must be ordered at least.' }),
  preferred: z.boolean().meta({
    description:
      'Whether suggestions take it from here first. A product has one preferred supplier at most: ' +
      'setting it here ends it at another.',
  }),
};

/** A product that a supplier delivers, on their terms. */
export const SupplierProduct = z
  .object({
    supplierId: Id,
    productId: Id,
    sku: z.string(),
    productName: z.string(),
    ...supplierProductFields,
    updatedAt: Timestamp,
  })
  .meta({ id: 'SupplierProduct' });
export type SupplierProduct = z.infer<typeof SupplierProduct>;

export const ListSupplierProductsInput = z.strictObject({
  id: Id,
  productId: Id.optional().meta({ description: 'Only this product.' }),
  ...pageFields,
  sort: z.enum(['product', '-product']).default('product').meta({
    description: 'By product, in the order in which products were made.',
  }),
});
export type ListSupplierProductsInput = z.infer<typeof ListSupplierProductsInput>;

export const SetSupplierProductsInput = z.strictObject({
  id: Id,
  products: distinctBy(
    z
      .array(
        z.strictObject({
          productId: Id,
          supplierSku: supplierProductFields.supplierSku.default(null),
          packSize: supplierProductFields.packSize.default(1),
          cost: supplierProductFields.cost.default(null),
          leadTimeDays: supplierProductFields.leadTimeDays.default(null),
          minimumOrder: supplierProductFields.minimumOrder.default(null),
          preferred: supplierProductFields.preferred.default(false),
        }),
      )
      .max(1000),
    ({ productId }) => productId,
    'a product',
  ).default([]),
  remove: distinct(z.array(Id).max(1000), 'a product').default([]).meta({
    description: 'Products that the supplier no longer delivers.',
  }),
});
export type SetSupplierProductsInput = z.infer<typeof SetSupplierProductsInput>;

export const SetSupplierProductsResult = z.object({ set: z.int(), removed: z.int(), unchanged: z.int() });
export type SetSupplierProductsResult = z.infer<typeof SetSupplierProductsResult>;
