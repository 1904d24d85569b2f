import { z } from 'zod';
import { Id } from '../shared/ids.ts';
import { Money, PositiveMoney, SignedQuantity } from '../shared/numbers.ts';
import { pageFields } from '../shared/page.ts';
import { text } from '../shared/text.ts';
import { Timestamp } from '../shared/time.ts';

/** Why stock was corrected. */
export const AdjustmentReason = z.enum([
  'opening_stock',
  'correction',
  'damage',
  'theft',
  'expired',
  'own_use',
  'found',
  'other',
]);

/**
 * Every way in which stock moves. A `revaluation` moves no goods: where stock was below zero, what left had
 * been valued at the last unit cost; it books the difference to the cost of what came in.
 */
export const MovementKind = z.enum(['adjustment', 'sale', 'revaluation']);

/** The stock of one product in one store. */
export const StockLevel = z
  .object({
    storeId: Id,
    productId: Id,
    sku: z.string(),
    productName: z.string(),
    onHand: SignedQuantity.meta({ description: 'What is there; the sum of all movements.' }),
    value: Money.meta({ description: 'What it has cost, by moving average.' }),
    unitCost: PositiveMoney.nullable().meta({
      description:
        'What one unit has cost on average, rounded; at or below zero the last one; null before the first.',
    }),
    updatedAt: Timestamp,
  })
  .meta({ id: 'StockLevel' });
export type StockLevel = z.infer<typeof StockLevel>;

export const ListStockLevelsInput = z.strictObject({
  storeId: Id.optional(),
  productId: Id.optional(),
  ...pageFields,
  sort: z.enum(['createdAt', '-createdAt']).default('createdAt'),
});
export type ListStockLevelsInput = z.infer<typeof ListStockLevelsInput>;

const AdjustmentLine = z.strictObject({
  productId: Id,
  quantity: SignedQuantity.refine((quantity) => quantity !== 0, { error: 'must not be zero' }).meta({
    description: 'What comes in, or (negative) goes out.',
    example: -2,
  }),
  unitCost: PositiveMoney.optional().meta({
    description: 'What one unit cost, for what comes in. Left out: the average so far, else the usual cost.',
  }),
});

export const AdjustStockInput = z.strictObject({
  storeId: Id,
  reason: AdjustmentReason,
  note: text(1000).default(''),
  lines: z
    .array(AdjustmentLine)
    .min(1)
    .max(500)
    .refine((lines) => new Set(lines.map((line) => line.productId)).size === lines.length, {
      error: 'must not name a product twice',
    }),
});
export type AdjustStockInput = z.infer<typeof AdjustStockInput>;

/** One step of the stock of one product in one store. Movements are never changed or deleted. */
export const StockMovement = z
  .object({
    id: Id,
    storeId: Id,
    productId: Id,
    kind: MovementKind,
    quantity: SignedQuantity,
    value: Money.meta({ description: 'What the stock value changed by.' }),
    onHandAfter: SignedQuantity,
    valueAfter: Money,
    recordedAt: Timestamp,
  })
  .meta({ id: 'StockMovement' });
export type StockMovement = z.infer<typeof StockMovement>;

/** A correction of stock levels, with the movement of each line. */
export const StockAdjustment = z
  .object({
    id: Id,
    storeId: Id,
    reason: AdjustmentReason,
    note: z.string(),
    movements: z.array(StockMovement).meta({
      description: 'In the order of the lines; a revaluation stands behind the movement that caused it.',
    }),
    createdBy: Id,
    createdAt: Timestamp,
  })
  .meta({ id: 'StockAdjustment' });
export type StockAdjustment = z.infer<typeof StockAdjustment>;
