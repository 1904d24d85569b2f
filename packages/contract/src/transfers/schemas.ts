import { z } from 'zod';
import { Arrival, arrivals } from '../inventory/arrivals.ts';
import { Id, Version } from '../shared/ids.ts';
import { distinctBy } from '../shared/lists.ts';
import { PositiveMoney, Quantity, QuantityOrZero } from '../shared/numbers.ts';
import { pageFields } from '../shared/page.ts';
import { text } from '../shared/text.ts';
import { CalendarDate, Timestamp } from '../shared/time.ts';

const MAX_LINES = 500;

/**
 * `draft` → `in_transit` → `partially_received` → `received`; `cancelled` from draft, or where all that was sent has come
 * back.
 */
export const TransferStatus = z.enum(['draft', 'in_transit', 'partially_received', 'received', 'cancelled']);
export type TransferStatus = z.infer<typeof TransferStatus>;

/** What is moved of one product. Once sent: quantity = received + damaged + returned + lost + inTransit. */
export const TransferLine = z.object({
  productId: Id,
  sku: z.string(),
  productName: z.string(),
  quantity: Quantity,
  received: QuantityOrZero.meta({ description: 'What arrived in good condition.' }),
  damaged: QuantityOrZero.meta({ description: 'What arrived damaged.' }),
  returned: QuantityOrZero.meta({ description: 'What came back to the store that sent it.' }),
  lost: QuantityOrZero.meta({ description: 'What was given up.' }),
  inTransit: QuantityOrZero,
  cost: PositiveMoney.nullable().meta({
    description:
      'What it was worth when it left; it carries its cost with it. Null before, and without products.read_cost.',
  }),
  lostCost: PositiveMoney.nullable().meta({
    description:
      'The part of the cost that was given up with what is lost: what neither arrived nor came back. Null where nothing is ' +
      'lost, and without products.read_cost.',
  }),
});
export type TransferLine = z.infer<typeof TransferLine>;

const transferFields = {
  expectedOn: CalendarDate.nullable().meta({ description: 'When it should arrive.' }),
  note: text(2000),
};

const summary = {
  id: Id,
  number: z.int().nullable().meta({
    description: 'Counts all transfers of the business as they are sent; null for one that was not.',
  }),
  fromStoreId: Id,
  toStoreId: Id,
  status: TransferStatus.meta({
    description:
      'draft → in_transit → partially_received → received. cancelled: from draft, or where all that was sent has come back.',
  }),
  ...transferFields,
  lineCount: z.int(),
  version: Version,
  createdBy: Id,
  createdAt: Timestamp,
  updatedAt: Timestamp,
  sentBy: Id.nullable(),
  sentAt: Timestamp.nullable(),
};

export const TransferSummary = z.object(summary).meta({ id: 'TransferSummary' });
export type TransferSummary = z.infer<typeof TransferSummary>;

/** Goods that are moved from one store to another. */
export const Transfer = z.object({ ...summary, lines: z.array(TransferLine) }).meta({ id: 'Transfer' });
export type Transfer = z.infer<typeof Transfer>;

const lines = distinctBy(
  z.array(z.strictObject({ productId: Id, quantity: Quantity })).max(MAX_LINES),
  ({ productId }) => productId,
  'a product',
);

export const CreateTransferInput = z
  .strictObject({
    fromStoreId: Id,
    toStoreId: Id,
    expectedOn: transferFields.expectedOn.default(null),
    note: transferFields.note.default(''),
    lines: lines.default([]),
  })
  .refine(({ fromStoreId, toStoreId }) => fromStoreId !== toStoreId, {
    path: ['toStoreId'],
    error: 'must be another store than the one that sends',
  });
export type CreateTransferInput = z.infer<typeof CreateTransferInput>;

/** Lines can be changed in a draft only, the other fields until all has arrived. */
export const UpdateTransferInput = z.strictObject({
  id: Id,
  version: Version,
  expectedOn: transferFields.expectedOn.optional(),
  note: transferFields.note.optional(),
  lines: lines.optional().meta({ description: 'All lines: what is not among them is taken away.' }),
});
export type UpdateTransferInput = z.infer<typeof UpdateTransferInput>;

export const TransferAction = z.strictObject({ id: Id, version: Version });

export const ReceiveTransferInput = z.strictObject({ id: Id, lines: arrivals(Arrival) });
export type ReceiveTransferInput = z.infer<typeof ReceiveTransferInput>;

export const CloseTransferInput = z.strictObject({
  id: Id,
  version: Version,
  outcome: z.enum(['returned', 'lost']).meta({
    description:
      'returned: all that is in transit came back to the store that sent it, and is stock there again. lost: it is given up.',
  }),
});
export type CloseTransferInput = z.infer<typeof CloseTransferInput>;

/** A store that goods can be sent to. */
export const TransferDestination = z.object({ id: Id, name: z.string() }).meta({ id: 'TransferDestination' });
export type TransferDestination = z.infer<typeof TransferDestination>;

export const ListDestinationsInput = z.strictObject({
  storeId: Id.meta({ description: 'The store that sends.' }),
  ...pageFields,
  sort: z.enum(['name', '-name']).default('name'),
});
export type ListDestinationsInput = z.infer<typeof ListDestinationsInput>;

export const ListTransfersInput = z.strictObject({
  storeId: Id.optional().meta({ description: 'From or to this store.' }),
  direction: z.enum(['in', 'out']).optional().meta({
    description: 'Of the store, or of the stores that you may see: what comes to it, or what leaves it.',
  }),
  productId: Id.optional(),
  number: z.int().min(1).optional(),
  status: TransferStatus.optional(),
  ...pageFields,
  sort: z.enum(['createdAt', '-createdAt']).default('-createdAt'),
});
export type ListTransfersInput = z.infer<typeof ListTransfersInput>;
