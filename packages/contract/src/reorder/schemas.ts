import { z } from 'zod';
import { PurchaseOrder } from '../purchase-orders/schemas.ts';
import { Id } from '../shared/ids.ts';
import { distinct, distinctBy } from '../shared/lists.ts';
import { PositiveMoney, Quantity, QuantityOrZero, QuantityTotal, SignedQuantity } from '../shared/numbers.ts';
import { pageFields } from '../shared/page.ts';
import { Currency } from '../shared/places.ts';

export const SetReorderPointsInput = z.strictObject({
  storeId: Id,
  points: distinctBy(
    z
      .array(
        z.strictObject({
          productId: Id,
          point: QuantityOrZero.nullable().meta({
            description: 'At this stock or below it is time to order; null takes it away.',
          }),
          quantity: Quantity.nullable().default(null).meta({
            description: 'How much is ordered then; null: as much as sales suggest.',
          }),
        }),
      )
      .min(1)
      .max(1000),
    ({ productId }) => productId,
    'a product',
  ),
});
export type SetReorderPointsInput = z.infer<typeof SetReorderPointsInput>;

export const SetReorderPointsResult = z.object({ set: z.int(), removed: z.int(), unchanged: z.int() });
export type SetReorderPointsResult = z.infer<typeof SetReorderPointsResult>;

/** How demand is estimated. */
const estimate = {
  salesDays: z.int().min(1).max(365).default(28).meta({
    description: 'How many days of sales, up to now, tell how fast a product sells.',
    example: 28,
  }),
  coverDays: z.int().min(0).max(365).default(7).meta({
    description: 'For how many days of sales an order should last, beyond the time until it comes.',
    example: 7,
  }),
};

/** What should be ordered of one product for one store, and why. */
export const ReorderSuggestion = z
  .object({
    storeId: Id,
    productId: Id,
    sku: z.string(),
    productName: z.string(),
    onHand: SignedQuantity,
    inTransit: QuantityTotal.meta({ description: 'On its way from other stores.' }),
    onOrder: QuantityTotal.meta({ description: 'Outstanding of purchase orders.' }),
    inDraft: QuantityTotal.meta({
      description: 'In purchase orders that are not ordered yet, but for those from archived suppliers.',
    }),
    available: QuantityTotal.meta({ description: 'onHand + inTransit + onOrder + inDraft.' }),
    sold: QuantityTotal.meta({ description: 'In the days that salesDays says, less what came back.' }),
    dailySales: z.number().meta({
      description:
        'sold ÷ salesDays, zero or more, rounded to 3 decimals to be shown: nothing is worked out from it.',
    }),
    leadTimeDays: z
      .int()
      .meta({ description: 'Of the product at the supplier, else of the supplier, else 7.' }),
    reorderPoint: QuantityOrZero.meta({
      description:
        'The one that is set; else sold × (leadTimeDays + coverDays) ÷ salesDays, rounded up once.',
    }),
    reorderPointSet: z.boolean(),
    suggested: Quantity.meta({
      description:
        'The reorder quantity that is set, else what lifts what is available to the reorder point and coverDays of sales; ' +
        'not less than what lifts it above the reorder point, nor than the minimum of the supplier; in whole packs.',
    }),
    arithmetic: z.array(z.string()).meta({
      description: 'How that came about, step by step, for people.',
      example: ['Sold 84 in 28 days: 3 a day'],
    }),
    supplierId: Id.nullable().meta({
      description:
        'The preferred supplier of the product, else the cheapest in this currency, else the first; null: none.',
    }),
    supplierName: z.string().nullable(),
    unitCost: PositiveMoney.nullable().meta({
      description: 'Null where it is not known, and without products.read_cost.',
    }),
    currency: Currency,
  })
  .meta({ id: 'ReorderSuggestion' });
export type ReorderSuggestion = z.infer<typeof ReorderSuggestion>;

export const ReorderInput = z.strictObject({
  storeId: Id,
  supplierId: Id.optional().meta({ description: 'Only what would be ordered from this supplier.' }),
  ...estimate,
  ...pageFields,
  sort: z.enum(['product', '-product']).default('product').meta({
    description: 'By product, in the order in which products were made.',
  }),
});
export type ReorderInput = z.infer<typeof ReorderInput>;

export const OrderSuggestedInput = z.strictObject({
  storeId: Id,
  supplierIds: distinct(z.array(Id).min(1).max(200), 'a supplier').optional().meta({
    description: 'Only from these; left out: from all.',
  }),
  productIds: distinct(z.array(Id).min(1).max(1000), 'a product').optional().meta({
    description: 'Only these; left out: all that are suggested.',
  }),
  ...estimate,
});
export type OrderSuggestedInput = z.infer<typeof OrderSuggestedInput>;

export const OrderSuggestedResult = z.object({
  purchaseOrders: z
    .array(PurchaseOrder)
    .meta({ description: 'Drafts, one or more a supplier, of up to 500 lines.' }),
  left: z
    .array(
      z.object({
        productId: Id,
        productName: z.string(),
        suggested: Quantity,
        reason: z.enum(['no_supplier', 'no_cost']),
      }),
    )
    .meta({ description: 'Suggested, but not put into an order.' }),
});
export type OrderSuggestedResult = z.infer<typeof OrderSuggestedResult>;
