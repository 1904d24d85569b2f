import { z } from 'zod';
import { Id } from '../shared/ids.ts';
import { distinctBy } from '../shared/lists.ts';
import {
  Money,
  PositiveMoney,
  Quantity,
  QuantityOrZero,
  QuantityTotal,
  SignedQuantity,
} from '../shared/numbers.ts';
import { pageFields } from '../shared/page.ts';
import { text, typed } from '../shared/text.ts';
import { Timestamp } from '../shared/time.ts';

/** Why stock was corrected. */
export const AdjustmentReason = z
  .enum(['opening_stock', 'correction', 'damage', 'theft', 'expired', 'own_use', 'found', 'other'])
  .meta({
    description:
      'damage, theft, expired and own_use only take away; found and opening_stock only bring; correction and other go ' +
      'both ways. opening_stock is a label here: a product that has had stock takes it too.',
  });

/** Which way stock moves for a reason that has but one. */
const DIRECTIONS: Partial<Record<z.infer<typeof AdjustmentReason>, 'in' | 'out'>> = {
  ...({ opening_stock: 'in', found: 'in' } as const),
  ...({ damage: 'out', theft: 'out', expired: 'out', own_use: 'out' } as const),
};

/**
 * What is done with damaged goods: taken out of what can be sold, put back into it, or thrown away. Damaged goods are
 * kept apart with what they have cost, until they are thrown away or go back to the supplier.
 */
export const DamagedAction = z.enum(['set_aside', 'restore', 'write_off']);
export type DamagedAction = z.infer<typeof DamagedAction>;

/**
 * Every way in which stock moves. A `revaluation` moves no goods. It corrects what stock has cost by a person's word; or
 * stands behind what came in where stock was below zero: what left had been valued at the last unit cost, and it books the
 * difference to the cost of what came in.
 */
export const MovementKind = z.enum([
  'adjustment',
  'sale',
  'return',
  'receipt',
  'supplier_return',
  'transfer_out',
  'transfer_in',
  'count',
  'revaluation',
]);
export type MovementKind = z.infer<typeof MovementKind>;

/** The documents that move stock. */
export const StockDocumentType = z.enum([
  'stock_adjustment',
  'sale',
  'return',
  'goods_receipt',
  'supplier_return',
  'transfer',
  'stocktake',
]);
export type StockDocumentType = z.infer<typeof StockDocumentType>;

/** Every way in which damaged goods move. */
export const DamagedMovementKind = z.enum([
  'receipt',
  'transfer_in',
  'set_aside',
  'restore',
  'write_off',
  'supplier_return',
  'return',
]);
export type DamagedMovementKind = z.infer<typeof DamagedMovementKind>;

const UNSEEN_COST = 'Null without the permission products.read_cost in the store.';

/** The stock of one product in one store. */
export const StockLevel = z
  .object({
    storeId: Id,
    productId: Id,
    sku: z.string(),
    productName: z.string(),
    onHand: SignedQuantity.meta({ description: 'What is there; the sum of all movements.' }),
    damaged: QuantityOrZero.meta({ description: 'What is there beside that, damaged.' }),
    inTransit: QuantityTotal.meta({ description: 'What is on its way here from other stores.' }),
    onOrder: QuantityTotal.meta({ description: 'What is outstanding of purchase orders.' }),
    reorderPoint: QuantityOrZero.nullable(),
    reorderQuantity: Quantity.nullable(),
    lowSince: Timestamp.nullable().meta({
      description: 'When it was noticed that what is on hand is at the reorder point or below.',
    }),
    value: Money.nullable().meta({
      description: `What is on hand has cost, by moving average. ${UNSEEN_COST}`,
    }),
    unitCost: PositiveMoney.nullable().meta({
      description:
        'What one unit has cost on average, rounded; at or below zero the last one; null before the first. ' +
        UNSEEN_COST,
    }),
    damagedValue: PositiveMoney.nullable().meta({
      description: `What the damaged goods have cost. ${UNSEEN_COST}`,
    }),
    updatedAt: Timestamp,
  })
  .meta({ id: 'StockLevel' });
export type StockLevel = z.infer<typeof StockLevel>;

export const ListStockLevelsInput = z.strictObject({
  storeId: Id.optional(),
  productId: Id.optional(),
  categoryId: Id.optional().meta({ description: 'Of this category and of those below it.' }),
  supplierId: Id.optional().meta({ description: 'What this supplier delivers.' }),
  search: typed(100)
    .optional()
    .meta({ description: 'Words that the name, the SKU or a barcode begin with.' }),
  stock: z
    .enum(['in_stock', 'out', 'negative', 'low', 'damaged'])
    .optional()
    .meta({
      description:
        'in_stock: above zero. out: zero or below. negative: below zero. low: at the reorder point or below. ' +
        'damaged: with damaged goods.',
    }),
  ...pageFields,
  sort: z.enum(['createdAt', '-createdAt']).default('createdAt').meta({
    description: 'By when the product first had stock in the store.',
  }),
});
export type ListStockLevelsInput = z.infer<typeof ListStockLevelsInput>;

const AdjustmentLine = z
  .strictObject({
    productId: Id,
    quantity: SignedQuantity.refine((quantity) => quantity !== 0, { error: 'must not be zero' }).meta({
      description: 'What comes in, or (negative) goes out.',
      example: -2,
    }),
    unitCost: PositiveMoney.optional().meta({
      description:
        'What one unit cost, for what comes in alone: what goes out takes the average. Left out: the average so far, ' +
        'else the usual cost. Takes the permission products.read_cost in the store.',
    }),
  })
  .refine(({ quantity, unitCost }) => quantity > 0 || unitCost === undefined, {
    path: ['unitCost'],
    error: 'must be left out where something goes out: that costs the average',
  });

export const AdjustStockInput = z
  .strictObject({
    storeId: Id,
    reason: AdjustmentReason,
    note: text(1000).default(''),
    lines: distinctBy(z.array(AdjustmentLine).min(1).max(500), ({ productId }) => productId, 'a product'),
  })
  .superRefine(({ reason, lines }, { addIssue }) => {
    const direction = DIRECTIONS[reason];
    if (direction === undefined) return;
    for (const [position, { quantity }] of lines.entries()) {
      if ((direction === 'in') === quantity > 0) continue;
      const message =
        direction === 'in'
          ? `must be above zero: the reason "${reason}" only brings stock`
          : `must be below zero: the reason "${reason}" only takes stock away`;
      addIssue({ code: 'custom', path: ['lines', position, 'quantity'], message });
    }
  });
export type AdjustStockInput = z.infer<typeof AdjustStockInput>;

export const MoveDamagedInput = z.strictObject({
  storeId: Id,
  action: DamagedAction,
  note: text(1000).default(''),
  lines: distinctBy(
    z
      .array(z.strictObject({ productId: Id, quantity: Quantity }))
      .min(1)
      .max(500),
    ({ productId }) => productId,
    'a product',
  ),
});
export type MoveDamagedInput = z.infer<typeof MoveDamagedInput>;

export const RevalueStockInput = z.strictObject({
  storeId: Id,
  note: text(1000).default(''),
  lines: distinctBy(
    z
      .array(
        z.strictObject({
          productId: Id,
          unitCost: PositiveMoney.meta({ description: 'What one unit on hand has cost.' }),
        }),
      )
      .min(1)
      .max(500),
    ({ productId }) => productId,
    'a product',
  ),
});
export type RevalueStockInput = z.infer<typeof RevalueStockInput>;

/** One step of the stock of one product in one store. Movements are never changed or deleted. */
export const StockMovement = z
  .object({
    id: Id,
    storeId: Id,
    productId: Id,
    number: z.int().meta({ description: 'Counts the movements of the product in the store, without gaps.' }),
    kind: MovementKind,
    quantity: SignedQuantity,
    value: Money.nullable().meta({ description: `What the stock value changed by. ${UNSEEN_COST}` }),
    unitCost: PositiveMoney.nullable().meta({
      description: `value ÷ quantity, rounded; null for a revaluation. ${UNSEEN_COST}`,
    }),
    onHandAfter: SignedQuantity,
    valueAfter: Money.nullable().meta({ description: UNSEEN_COST }),
    documentType: StockDocumentType,
    documentId: Id.meta({ description: 'What moved it.' }),
    actorId: Id,
    occurredAt: Timestamp,
    recordedAt: Timestamp,
  })
  .meta({ id: 'StockMovement' });
export type StockMovement = z.infer<typeof StockMovement>;

/** The filters of a ledger by when its movements were recorded. */
const recordedFields = {
  recordedFrom: Timestamp.optional().meta({ description: 'What was recorded at this instant or after it.' }),
  recordedTo: Timestamp.optional().meta({ description: 'What was recorded before this instant.' }),
};

export const ListMovementsInput = z.strictObject({
  storeId: Id.optional(),
  productId: Id.optional(),
  kind: MovementKind.optional().meta({ description: 'What moved in this way.' }),
  documentId: Id.optional().meta({ description: 'What this document moved.' }),
  ...recordedFields,
  ...pageFields,
  sort: z.enum(['recordedAt', '-recordedAt']).default('-recordedAt'),
});
export type ListMovementsInput = z.infer<typeof ListMovementsInput>;

/** One step of the damaged goods of one product in one store. They are never changed or deleted. */
export const DamagedMovement = z
  .object({
    id: Id,
    storeId: Id,
    productId: Id,
    number: z.int(),
    kind: DamagedMovementKind,
    quantity: SignedQuantity,
    value: Money.nullable().meta({ description: `What their value changed by. ${UNSEEN_COST}` }),
    damagedAfter: QuantityOrZero,
    valueAfter: PositiveMoney.nullable().meta({ description: UNSEEN_COST }),
    documentType: StockDocumentType,
    documentId: Id,
    actorId: Id,
    recordedAt: Timestamp,
  })
  .meta({ id: 'DamagedMovement' });
export type DamagedMovement = z.infer<typeof DamagedMovement>;

export const ListDamagedMovementsInput = z.strictObject({
  storeId: Id.optional(),
  productId: Id.optional(),
  documentId: Id.optional().meta({ description: 'What this document moved.' }),
  ...recordedFields,
  ...pageFields,
  sort: z.enum(['recordedAt', '-recordedAt']).default('-recordedAt'),
});
export type ListDamagedMovementsInput = z.infer<typeof ListDamagedMovementsInput>;

const adjustmentSummary = {
  id: Id,
  storeId: Id,
  reason: z.enum([...AdjustmentReason.options, ...DamagedAction.options, 'revaluation']),
  note: z.string(),
  createdBy: Id,
  createdAt: Timestamp,
};

/** A correction as lists show it: one has up to 500 lines. */
export const StockAdjustmentSummary = z.object(adjustmentSummary).meta({ id: 'StockAdjustmentSummary' });
export type StockAdjustmentSummary = z.infer<typeof StockAdjustmentSummary>;

/** A correction of stock levels or of their value, or what was done with damaged goods, with the movement of each line. */
export const StockAdjustment = z
  .object({
    ...adjustmentSummary,
    movements: z.array(StockMovement).meta({
      description:
        'In the order of the lines. A revaluation stands behind the movement that caused it, or, of a document with ' +
        'that reason, alone.',
    }),
    damagedMovements: z.array(DamagedMovement).meta({ description: 'In the order of the lines.' }),
  })
  .meta({ id: 'StockAdjustment' });
export type StockAdjustment = z.infer<typeof StockAdjustment>;

export const ListAdjustmentsInput = z.strictObject({
  storeId: Id.optional(),
  reason: StockAdjustment.shape.reason.optional().meta({ description: 'Those with this reason.' }),
  createdFrom: Timestamp.optional().meta({ description: 'What was done at this instant or after it.' }),
  createdTo: Timestamp.optional().meta({ description: 'What was done before this instant.' }),
  ...pageFields,
  sort: z.enum(['createdAt', '-createdAt']).default('-createdAt'),
});
export type ListAdjustmentsInput = z.infer<typeof ListAdjustmentsInput>;
