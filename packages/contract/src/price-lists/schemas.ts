import { z } from 'zod';
import { Id, Version } from '../shared/ids.ts';
import { PositiveMoney, Quantity } from '../shared/numbers.ts';
import { pageFields } from '../shared/page.ts';
import { Currency } from '../shared/places.ts';
import { line } from '../shared/text.ts';
import { CalendarDate, Timestamp } from '../shared/time.ts';

export const PriceListStatus = z.enum(['active', 'archived']);

const priceListFields = {
  name: line(100).meta({ example: 'Happy hour' }),
  storeId: Id.nullable().meta({ description: 'Only in this store; null: in every store of its currency.' }),
  customerGroupId: Id.nullable().meta({
    description: 'Only for customers of this group; null: for everyone.',
  }),
  startsOn: CalendarDate.nullable().meta({ description: 'The first business day; null: at once.' }),
  endsOn: CalendarDate.nullable().meta({ description: 'The last one; null: until further notice.' }),
};

const ordered = {
  check: ({
    startsOn,
    endsOn,
  }: {
    startsOn?: string | null | undefined;
    endsOn?: string | null | undefined;
  }) => startsOn == null || endsOn == null || startsOn <= endsOn,
  params: { path: ['endsOn'], error: 'must not be before startsOn' },
};

/**
 * Prices that take the place of the catalogue's, for a store, a customer group and a time. Where several fit, the
 * first of these counts: store and group, store, group, neither; among equals the one that started last.
 */
export const PriceList = z
  .object({
    id: Id,
    ...priceListFields,
    currency: Currency,
    status: PriceListStatus,
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'PriceList' });
export type PriceList = z.infer<typeof PriceList>;

export const CreatePriceListInput = z
  .strictObject({
    name: priceListFields.name,
    currency: Currency.optional().meta({
      description: "The store's, or the merchant's, where it is left out.",
    }),
    storeId: priceListFields.storeId.default(null),
    customerGroupId: priceListFields.customerGroupId.default(null),
    startsOn: priceListFields.startsOn.default(null),
    endsOn: priceListFields.endsOn.default(null),
  })
  .refine(ordered.check, ordered.params);
export type CreatePriceListInput = z.infer<typeof CreatePriceListInput>;

/** For whom and where a list holds is fixed at creation. */
export const UpdatePriceListInput = z.strictObject({
  id: Id,
  version: Version,
  name: priceListFields.name.optional(),
  startsOn: priceListFields.startsOn.optional(),
  endsOn: priceListFields.endsOn.optional(),
  status: PriceListStatus.optional(),
});
export type UpdatePriceListInput = z.infer<typeof UpdatePriceListInput>;

export const ListPriceListsInput = z.strictObject({
  storeId: Id.optional(),
  customerGroupId: Id.optional(),
  status: PriceListStatus.optional(),
  ...pageFields,
  sort: z.enum(['name', '-name', 'createdAt', '-createdAt']).default('name'),
});
export type ListPriceListsInput = z.infer<typeof ListPriceListsInput>;

const minQuantity = Quantity.meta({
  description: 'From how much on the price holds, over all lines of the product in a cart.',
  example: 1,
});

/** What one unit of a product costs by a list, from some quantity on. */
export const PriceListEntry = z
  .object({ productId: Id, sku: z.string(), productName: z.string(), minQuantity, unitPrice: PositiveMoney })
  .meta({ id: 'PriceListEntry' });
export type PriceListEntry = z.infer<typeof PriceListEntry>;

export const ListPriceListEntriesInput = z.strictObject({
  id: Id,
  productId: Id.optional(),
  ...pageFields,
  sort: z.enum(['product', '-product']).default('product').meta({
    description: 'By product, in the order in which products were made, and by minQuantity.',
  }),
});
export type ListPriceListEntriesInput = z.infer<typeof ListPriceListEntriesInput>;

export const SetPricesInput = z.strictObject({
  id: Id,
  prices: z
    .array(
      z.strictObject({
        productId: Id,
        minQuantity: minQuantity.optional().meta({
          description:
            'Left out: any quantity, which is from 1 on of what is sold by the unit, else from 0.001 on.',
        }),
        unitPrice: PositiveMoney.nullable().meta({ description: 'Null takes the price away.' }),
      }),
    )
    .min(1)
    .max(1000),
});
export type SetPricesInput = z.infer<typeof SetPricesInput>;

export const SetPricesResult = z.object({ set: z.int(), removed: z.int(), unchanged: z.int() });
export type SetPricesResult = z.infer<typeof SetPricesResult>;
