import { z } from 'zod';
import { Arrival, arrivals } from '../inventory/arrivals.ts';
import { Id, Version } from '../shared/ids.ts';
import { distinct, distinctBy } from '../shared/lists.ts';
import { Money, PositiveMoney, Quantity, QuantityOrZero } from '../shared/numbers.ts';
import { pageFields } from '../shared/page.ts';
import { Currency } from '../shared/places.ts';
import { line, text } from '../shared/text.ts';
import { CalendarDate, Timestamp } from '../shared/time.ts';

/** How many lines an order, a receipt or a return may have. */
const MAX_LINES = 500;

/**
 * `draft` → `ordered` → `partially_received` → `received`; `cancelled` from draft or ordered. An order of which a part
 * has come and the rest was cancelled is received.
 */
export const PurchaseOrderStatus = z.enum([
  'draft',
  'ordered',
  'partially_received',
  'received',
  'cancelled',
]);
export type PurchaseOrderStatus = z.infer<typeof PurchaseOrderStatus>;

const unitCost = PositiveMoney.meta({
  description: 'What one unit costs, without tax, in the currency of the store.',
});

const GIVEN_COST = 'Giving it takes the permission products.read_cost in the store.';

/** What is ordered of one product. ordered = received + damaged + cancelled + outstanding, unless more came. */
export const PurchaseOrderLine = z.object({
  productId: Id,
  sku: z.string(),
  productName: z.string(),
  supplierSku: z.string().nullable(),
  packSize: Quantity.nullable().meta({ description: 'How much is in a pack of theirs, where it is known.' }),
  quantity: Quantity,
  unitCost,
  total: PositiveMoney.meta({ description: 'unitCost × quantity, rounded.' }),
  received: QuantityOrZero.meta({ description: 'What has come in good condition.' }),
  damaged: QuantityOrZero.meta({ description: 'What has come damaged.' }),
  cancelled: QuantityOrZero,
  outstanding: QuantityOrZero.meta({ description: 'What is still to come (the back-order).' }),
});
export type PurchaseOrderLine = z.infer<typeof PurchaseOrderLine>;

const orderFields = {
  expectedOn: CalendarDate.nullable().meta({ description: 'When it should come.' }),
  supplierReference: line(100).nullable().meta({ description: 'The number of their confirmation.' }),
  note: text(2000).meta({ description: 'Printed on the order.' }),
};

const summary = {
  id: Id,
  number: z.int().nullable().meta({
    description: 'Counts all orders of the business as they are ordered; null for one that was not.',
  }),
  storeId: Id,
  supplierId: Id,
  supplierName: z.string(),
  status: PurchaseOrderStatus.meta({
    description:
      'draft → ordered → partially_received → received. cancelled: from draft or ordered. An order of which a part has come and ' +
      'the rest was cancelled is received.',
  }),
  ...orderFields,
  currency: Currency,
  currencyDigits: z.int(),
  total: PositiveMoney.meta({ description: 'Of all lines, as ordered.' }),
  lineCount: z.int(),
  version: Version,
  createdBy: Id,
  createdAt: Timestamp,
  updatedAt: Timestamp,
  orderedBy: Id.nullable(),
  orderedAt: Timestamp.nullable(),
};

export const PurchaseOrderSummary = z.object(summary).meta({ id: 'PurchaseOrderSummary' });
export type PurchaseOrderSummary = z.infer<typeof PurchaseOrderSummary>;

/** Goods that are ordered from a supplier, for one store. */
export const PurchaseOrder = z
  .object({ ...summary, lines: z.array(PurchaseOrderLine) })
  .meta({ id: 'PurchaseOrder' });
export type PurchaseOrder = z.infer<typeof PurchaseOrder>;

const lines = distinctBy(
  z
    .array(
      z.strictObject({
        productId: Id,
        quantity: Quantity,
        unitCost: unitCost.optional().meta({
          ...unitCost.meta(),
          description:
            "Left out: what the supplier asks for it, where that is in the store's currency, else the usual cost of the product. " +
            GIVEN_COST,
        }),
      }),
    )
    .max(MAX_LINES),
  ({ productId }) => productId,
  'a product',
);

export const CreatePurchaseOrderInput = z.strictObject({
  storeId: Id,
  supplierId: Id,
  expectedOn: orderFields.expectedOn.default(null),
  supplierReference: orderFields.supplierReference.default(null),
  note: orderFields.note.default(''),
  lines: lines.default([]),
});
export type CreatePurchaseOrderInput = z.infer<typeof CreatePurchaseOrderInput>;

/** Lines can be changed in a draft only, the other fields until all has come. */
export const UpdatePurchaseOrderInput = z.strictObject({
  id: Id,
  version: Version,
  expectedOn: orderFields.expectedOn.optional(),
  supplierReference: orderFields.supplierReference.optional(),
  note: orderFields.note.optional(),
  lines: lines.optional().meta({ description: 'All lines: what is not among them is taken away.' }),
});
export type UpdatePurchaseOrderInput = z.infer<typeof UpdatePurchaseOrderInput>;

export const PurchaseOrderAction = z.strictObject({ id: Id, version: Version });

export const CancelPurchaseOrderRestInput = z.strictObject({
  id: Id,
  version: Version,
  productIds: distinct(z.array(Id).min(1).max(MAX_LINES), 'a product').optional().meta({
    description: 'Only what is outstanding of these; left out: all that is.',
  }),
});
export type CancelPurchaseOrderRestInput = z.infer<typeof CancelPurchaseOrderRestInput>;

export const ListPurchaseOrdersInput = z.strictObject({
  storeId: Id.optional().meta({
    description: 'Only those of this store; left out: of all stores that you may see.',
  }),
  supplierId: Id.optional().meta({ description: 'Only those from this supplier.' }),
  productId: Id.optional().meta({ description: 'Only those with a line of this product.' }),
  number: z.int().min(1).optional().meta({ description: 'Only the one with this number.' }),
  status: PurchaseOrderStatus.optional().meta({ description: 'Only those in this status.' }),
  open: z.boolean().optional().meta({
    description:
      'true: only those of which something is to come, ordered or partially_received; false: only the others.',
  }),
  overdue: z.boolean().optional().meta({
    description:
      'true: only the open ones that were expected on a day before today, by the clock of the store; false: only the others.',
  }),
  orderedFrom: CalendarDate.optional().meta({
    description: 'Only those ordered on this day or later, by the clock of the store.',
  }),
  orderedTo: CalendarDate.optional().meta({
    description: 'Only those ordered on this day or before, by the clock of the store.',
  }),
  ...pageFields,
  sort: z.enum(['createdAt', '-createdAt']).default('-createdAt'),
});
export type ListPurchaseOrdersInput = z.infer<typeof ListPurchaseOrdersInput>;

/** An order as it is sent to the supplier. */
export const PurchaseOrderDocument = z
  .object({ mediaType: z.enum(['text/html']), content: z.string() })
  .meta({ id: 'PurchaseOrderDocument' });
export type PurchaseOrderDocument = z.infer<typeof PurchaseOrderDocument>;

export const ReceivePurchaseOrderInput = z.strictObject({
  id: Id,
  deliveryNote: line(100).meta({
    description:
      'The number of the delivery note. The same one for the same order, in upper or lower case, is the same receipt, however ' +
      'often it is sent: with other lines, costs, freight or discount it is refused. The order of the lines and the note may ' +
      'differ.',
    example: 'LS-20931',
  }),
  lines: arrivals(
    Arrival.extend({
      unitCost: unitCost.optional().meta({
        ...unitCost.meta(),
        description: `What one unit costs by the invoice. Left out: as ordered. ${GIVEN_COST}`,
      }),
    }),
  ),
  freight: PositiveMoney.default(0).meta({
    description: `Freight and other costs of the delivery, spread over the lines by their value. ${GIVEN_COST}`,
    example: 0,
  }),
  discount: PositiveMoney.default(0).meta({
    description: `What the supplier takes off the whole delivery, spread the same way. ${GIVEN_COST}`,
    example: 0,
  }),
  note: text(2000).default(''),
});
export type ReceivePurchaseOrderInput = z.infer<typeof ReceivePurchaseOrderInput>;

/** What came of one product, and what it has cost. */
export const GoodsReceiptLine = z.object({
  productId: Id,
  sku: z.string(),
  productName: z.string(),
  quantity: QuantityOrZero.meta({ description: 'What came in good condition.' }),
  damaged: QuantityOrZero,
  over: QuantityOrZero.meta({
    description: 'What of all that came was more than was outstanding when it came.',
  }),
  orderedUnitCost: PositiveMoney,
  unitCost: PositiveMoney,
  variance: Money.meta({
    description:
      '(unitCost − orderedUnitCost) × all that came, rounded: above zero it was dearer than ordered.',
  }),
  goods: PositiveMoney.meta({ description: 'unitCost × all that came, rounded.' }),
  freight: PositiveMoney.meta({ description: 'Its part of the freight.' }),
  discount: PositiveMoney.meta({ description: 'Its part of the discount.' }),
  cost: PositiveMoney.meta({
    description:
      'goods + freight − discount: what stock is worth more by, that of the damaged ones included, which take their part ' +
      'by quantity.',
  }),
  returned: QuantityOrZero.meta({ description: 'What has gone back to the supplier since.' }),
});
export type GoodsReceiptLine = z.infer<typeof GoodsReceiptLine>;

/** A delivery as it came in. It never changes. */
export const GoodsReceipt = z
  .object({
    id: Id,
    number: z.int().meta({ description: 'Counts all receipts of the business.' }),
    purchaseOrderId: Id,
    storeId: Id,
    supplierId: Id,
    supplierName: z.string(),
    deliveryNote: z.string(),
    currency: Currency,
    currencyDigits: z.int(),
    goods: PositiveMoney.meta({ description: 'Of all lines.' }),
    freight: PositiveMoney,
    discount: PositiveMoney,
    total: PositiveMoney.meta({ description: 'goods + freight − discount.' }),
    variance: Money.meta({ description: 'Of all lines.' }),
    note: z.string(),
    lines: z.array(GoodsReceiptLine),
    receivedBy: Id,
    receivedAt: Timestamp,
  })
  .meta({ id: 'GoodsReceipt' });
export type GoodsReceipt = z.infer<typeof GoodsReceipt>;

export const ListGoodsReceiptsInput = z.strictObject({
  storeId: Id.optional().meta({
    description: 'Only those of this store; left out: of all stores that you may see.',
  }),
  supplierId: Id.optional().meta({ description: 'Only what this supplier has delivered.' }),
  purchaseOrderId: Id.optional().meta({ description: 'Only what came of this order.' }),
  deliveryNote: line(100).optional().meta({
    description: 'Only what came with a delivery note of this number, in upper or lower case.',
  }),
  receivedFrom: Timestamp.optional().meta({
    description: 'Only what was received then or later.',
  }),
  receivedTo: Timestamp.optional().meta({
    description: 'Only what was received before.',
  }),
  ...pageFields,
  sort: z.enum(['receivedAt', '-receivedAt']).default('-receivedAt'),
});
export type ListGoodsReceiptsInput = z.infer<typeof ListGoodsReceiptsInput>;

export const SupplierReturnReason = z.enum([
  'damaged',
  'wrong_item',
  'not_ordered',
  'quality',
  'recall',
  'other',
]);

const UNSEEN_COST = 'Null without the permission products.read_cost in the store.';

const returnedFrom = z.enum(['on_hand', 'damaged']).meta({
  description: 'Which stock goes back: what could be sold, or what is damaged.',
});

/** What goes back of one product. */
export const SupplierReturnLine = z.object({
  productId: Id,
  sku: z.string(),
  productName: z.string(),
  quantity: Quantity,
  from: returnedFrom,
  unitCredit: PositiveMoney.meta({ description: 'What the supplier gives back for one unit.' }),
  credit: PositiveMoney.meta({ description: 'unitCredit × quantity, rounded.' }),
  cost: PositiveMoney.nullable().meta({
    description: `What it was worth in stock, by moving average. ${UNSEEN_COST}`,
  }),
});
export type SupplierReturnLine = z.infer<typeof SupplierReturnLine>;

/** Goods that have gone back to a supplier. It never changes. */
export const SupplierReturn = z
  .object({
    id: Id,
    number: z.int().meta({ description: 'Counts all such returns of the business.' }),
    storeId: Id,
    supplierId: Id,
    supplierName: z.string(),
    goodsReceiptId: Id.nullable(),
    reason: SupplierReturnReason,
    reference: z.string().nullable(),
    note: z.string(),
    currency: Currency,
    currencyDigits: z.int(),
    credit: PositiveMoney.meta({ description: 'Of all lines: what the supplier should give back.' }),
    cost: PositiveMoney.nullable().meta({
      description: `Of all lines: what has left the stock. ${UNSEEN_COST}`,
    }),
    lines: z.array(SupplierReturnLine),
    createdBy: Id,
    createdAt: Timestamp,
  })
  .meta({ id: 'SupplierReturn' });
export type SupplierReturn = z.infer<typeof SupplierReturn>;

export const CreateSupplierReturnInput = z.strictObject({
  storeId: Id,
  supplierId: Id,
  goodsReceiptId: Id.nullable().default(null).meta({
    description:
      'What it came with: no more can go back than came, and its cost is the credit that is expected.',
  }),
  reason: SupplierReturnReason,
  reference: line(100).nullable().default(null).meta({ description: 'Their number for the return.' }),
  note: text(2000).default(''),
  lines: distinctBy(
    z
      .array(
        z.strictObject({
          productId: Id,
          quantity: Quantity,
          from: returnedFrom.default('on_hand'),
          unitCredit: PositiveMoney.optional().meta({
            description:
              'What the supplier gives back for one unit. Left out: the unit cost of the receipt, else what the supplier asks for it, ' +
              'else the average.',
          }),
        }),
      )
      .min(1)
      .max(MAX_LINES),
    ({ productId, from }) => `${productId} ${from}`,
    'a product',
  ),
});
export type CreateSupplierReturnInput = z.infer<typeof CreateSupplierReturnInput>;

export const ListSupplierReturnsInput = z.strictObject({
  storeId: Id.optional().meta({
    description: 'Only those of this store; left out: of all stores that you may see.',
  }),
  supplierId: Id.optional().meta({ description: 'Only what went back to this supplier.' }),
  goodsReceiptId: Id.optional().meta({ description: 'Only what had come with this receipt.' }),
  ...pageFields,
  sort: z.enum(['createdAt', '-createdAt']).default('-createdAt'),
});
export type ListSupplierReturnsInput = z.infer<typeof ListSupplierReturnsInput>;
