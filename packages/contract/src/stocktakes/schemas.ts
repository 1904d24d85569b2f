import { z } from 'zod';
import { Id, Version } from '../shared/ids.ts';
import { distinct, distinctBy } from '../shared/lists.ts';
import { Money, QuantityOrZero, SignedQuantity } from '../shared/numbers.ts';
import { pageFields } from '../shared/page.ts';
import { line, text, typed } from '../shared/text.ts';
import { Timestamp } from '../shared/time.ts';

/** `draft` → `counting` ⇄ `review` → `applying` → `applied`; `cancelled` before it is applied. */
export const StocktakeStatus = z.enum(['draft', 'counting', 'review', 'applying', 'applied', 'cancelled']);
export type StocktakeStatus = z.infer<typeof StocktakeStatus>;

const stocktakeFields = {
  name: line(200).meta({ example: 'Year end 2026' }),
  categoryIds: distinct(z.array(Id).min(1).max(100), 'a category').nullable().meta({
    description: 'Only the products of these categories and of those below them; null: all of the store.',
  }),
  blind: z.boolean().meta({
    description:
      'Whether those who count do not see what is expected, until it is reviewed. It is hidden in the stocktake alone: whoever ' +
      'holds inventory.read still sees stock levels. Give those who count a role with stocktakes.read, stocktakes.count and products.read, and ' +
      'without inventory.read.',
  }),
  note: text(2000),
};

/** What a count of the stock of a store has come to. */
export const StocktakeTotals = z.object({
  products: z.int().meta({ description: 'How many products are to be counted.' }),
  counted: z.int().meta({ description: 'How many of them are.' }),
  different: z.int().nullable().meta({ description: 'How many differ from what was expected.' }),
  surplus: Money.nullable().meta({
    description: 'What more is there than was expected, at its cost; null where that is beyond all amounts.',
  }),
  shortage: Money.nullable().meta({
    description: 'What less is there, at its cost: zero or below; null where that is beyond all amounts.',
  }),
  uncertain: z.int().nullable().meta({
    description:
      'How many lines have goods that moved between the counts of their areas: see `movedBetween`.',
  }),
  applied: z.int().meta({ description: 'How many lines have been applied.' }),
  corrected: z.int().meta({
    description:
      'How many of those have changed the stock. Fewer than differ, where another stocktake had corrected the same products.',
  }),
  correctedValue: Money.nullable().meta({
    description:
      'What its corrections have added to the stock, less what they have taken out, at cost. Null until all is applied, without ' +
      'products.read_cost, and where it is beyond all amounts.',
  }),
});

const summary = {
  id: Id,
  number: z.int().meta({ description: 'Counts all stocktakes of the business.' }),
  storeId: Id,
  status: StocktakeStatus.meta({
    description:
      'draft → counting ⇄ review → applying → applied; cancelled: before it is applied. While it is applying, its lines correct ' +
      'the stock, a thousand at a time.',
  }),
  ...stocktakeFields,
  version: Version,
  createdBy: Id,
  createdAt: Timestamp,
  updatedAt: Timestamp,
  startedAt: Timestamp.nullable(),
  appliedBy: Id.nullable(),
  appliedAt: Timestamp.nullable(),
};

export const StocktakeSummary = z.object(summary).meta({ id: 'StocktakeSummary' });
export type StocktakeSummary = z.infer<typeof StocktakeSummary>;

/** A count of the stock of a store, while trading goes on. */
export const Stocktake = z
  .object({
    ...summary,
    totals: StocktakeTotals.meta({
      description:
        'What differs is null while a blind count goes on, for those without stocktakes.manage; its worth without ' +
        'products.read_cost too.',
    }),
  })
  .meta({ id: 'Stocktake' });
export type Stocktake = z.infer<typeof Stocktake>;

export const CreateStocktakeInput = z.strictObject({
  storeId: Id,
  name: stocktakeFields.name,
  categoryIds: stocktakeFields.categoryIds.default(null),
  blind: stocktakeFields.blind.default(true),
  note: stocktakeFields.note.default(''),
});
export type CreateStocktakeInput = z.infer<typeof CreateStocktakeInput>;

/** What is counted is fixed when counting starts. */
export const UpdateStocktakeInput = z.strictObject({
  id: Id,
  version: Version,
  name: stocktakeFields.name.optional(),
  categoryIds: stocktakeFields.categoryIds.optional(),
  blind: stocktakeFields.blind.optional(),
  note: stocktakeFields.note.optional(),
});
export type UpdateStocktakeInput = z.infer<typeof UpdateStocktakeInput>;

export const StocktakeAction = z.strictObject({ id: Id, version: Version });

export const ListStocktakesInput = z.strictObject({
  storeId: Id.optional(),
  status: StocktakeStatus.optional(),
  ...pageFields,
  sort: z.enum(['createdAt', '-createdAt']).default('-createdAt'),
});
export type ListStocktakesInput = z.infer<typeof ListStocktakesInput>;

const area = line(100).meta({
  description:
    'Where it was counted. The counts of one product in several areas add up; another count in the same area takes the place ' +
    'of the one before: of your own at once, of somebody else with `replace`. The latest stands, whichever is entered first.',
  example: 'Shelf 3',
});

export const CountStocktakeInput = z.strictObject({
  id: Id,
  area: area.default('Store'),
  countedAt: Timestamp.optional().meta({
    description:
      'When it was counted, for a device that sends it later: what has moved since is kept on top. Left out: now.',
  }),
  replace: z.boolean().default(false).meta({
    description: 'Whether it may take the place of what somebody else has counted in the area.',
  }),
  lines: distinctBy(
    z
      .array(z.strictObject({ productId: Id, quantity: QuantityOrZero }))
      .min(1)
      .max(1000),
    ({ productId }) => productId,
    'a product',
  ),
});
export type CountStocktakeInput = z.infer<typeof CountStocktakeInput>;

const expected = SignedQuantity.nullable().meta({
  description:
    'What was on hand at the time of the latest count. Null while a blind count goes on, for those without stocktakes.manage.',
});

/** What was counted of one product. */
export const StocktakeLine = z
  .object({
    productId: Id,
    sku: z.string(),
    productName: z.string(),
    counted: QuantityOrZero.meta({ description: 'Of all areas.' }),
    countedAt: Timestamp,
    expected,
    difference: SignedQuantity.nullable().meta({
      description: 'counted − expected: by what the stock will be corrected, whatever has moved since.',
    }),
    differenceValue: Money.nullable().meta({
      description:
        'The difference at the average cost of the time. Null where the difference is, and without products.read_cost.',
    }),
    movedBetween: SignedQuantity.nullable().meta({
      description:
        'What moved in the store between the counts of its areas, first to last: nobody knows from which area it was, so the ' +
        'difference is uncertain by that much. Count the areas again, soon after one another. Null where the difference is.',
    }),
    areas: z.array(
      z.object({ area: z.string(), quantity: QuantityOrZero, countedBy: Id, countedAt: Timestamp }),
    ),
    applied: SignedQuantity.nullable().meta({
      description:
        'By what the stock was corrected; null before. It differs from the difference where another stocktake has corrected ' +
        'the same product since.',
    }),
    appliedAt: Timestamp.nullable(),
  })
  .meta({ id: 'StocktakeLine' });
export type StocktakeLine = z.infer<typeof StocktakeLine>;

export const CountResult = z.object({ lines: z.array(StocktakeLine) });
export type CountResult = z.infer<typeof CountResult>;

export const UncountInput = z.strictObject({
  id: Id,
  productIds: distinct(z.array(Id).min(1).max(1000), 'a product'),
});
export type UncountInput = z.infer<typeof UncountInput>;

export const UncountResult = z.object({ removed: z.int() });
export type UncountResult = z.infer<typeof UncountResult>;

export const ListStocktakeLinesInput = z.strictObject({
  id: Id,
  productId: Id.optional(),
  difference: z.enum(['any', 'surplus', 'shortage', 'none', 'uncertain']).optional().meta({
    description:
      'uncertain: goods moved between the counts of its areas. Takes stocktakes.manage while a blind count goes on.',
  }),
  ...pageFields,
  sort: z
    .enum(['product', '-product', 'differenceValue', '-differenceValue'])
    .default('product')
    .meta({
      description:
        'product: in the order in which products were made. differenceValue: the dearest shortage first; takes what seeing it ' +
        'takes.',
    }),
});
export type ListStocktakeLinesInput = z.infer<typeof ListStocktakeLinesInput>;

/** A product that is to be counted and was not. */
export const UncountedProduct = z
  .object({ productId: Id, sku: z.string(), productName: z.string(), expected })
  .meta({ id: 'UncountedProduct' });
export type UncountedProduct = z.infer<typeof UncountedProduct>;

export const ListUncountedInput = z.strictObject({
  id: Id,
  search: typed(100).optional().meta({ description: 'The beginning of the name or of the SKU.' }),
  ...pageFields,
  sort: z.enum(['name', '-name']).default('name'),
});
export type ListUncountedInput = z.infer<typeof ListUncountedInput>;
