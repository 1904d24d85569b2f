import { z } from 'zod';
import { Id } from '../shared/ids.ts';
import { pageFields } from '../shared/page.ts';
import { line } from '../shared/text.ts';
import { Timestamp } from '../shared/time.ts';

/**
 * Why somebody should look at a sale that an offline till has handed over.
 *
 * - `price_differs`: the till has asked for something else than the sale comes to here.
 * - `not_approved`: a price was typed in or a large discount given without whom it takes.
 * - `stock_below_zero`: more was handed over than there was.
 * - `counted_since`: a count has been applied since, which has seen the goods gone already; the stock was put right.
 * - `uncollected`: a part was not paid, or could not be collected.
 * - `implausible_time`: it is said to have been sold at a time that cannot be.
 * - `no_shift`: cash was taken while no shift was open.
 * - `not_for_sale`: a product, or the register, was out of use.
 * - `not_priceable`: it has no price or no tax rate here.
 * - `customer_unavailable`: the customer is archived, erased or unknown: it is recorded without.
 */
export const SaleFlagKind = z.enum([
  'price_differs',
  'not_approved',
  'stock_below_zero',
  'counted_since',
  'uncollected',
  'implausible_time',
  'no_shift',
  'not_for_sale',
  'not_priceable',
  'customer_unavailable',
]);
export type SaleFlagKind = z.infer<typeof SaleFlagKind>;

export const SaleFlagStatus = z.enum(['open', 'resolved']);
export type SaleFlagStatus = z.infer<typeof SaleFlagStatus>;

/** Something about a sale that somebody should look at. */
export const SaleFlag = z
  .object({
    id: Id,
    storeId: Id,
    saleId: Id,
    kind: SaleFlagKind,
    status: SaleFlagStatus,
    detail: z.string().meta({
      description: 'What it is about, with its figures, for a person.',
      example: 'The till has asked for 9.98; the sale comes to 10.98 here.',
    }),
    createdAt: Timestamp,
    resolution: z.string().nullable().meta({ description: 'What came of it; null while it is open.' }),
    resolvedBy: Id.nullable(),
    resolvedAt: Timestamp.nullable(),
  })
  .meta({ id: 'SaleFlag' });
export type SaleFlag = z.infer<typeof SaleFlag>;

export const ListSaleFlagsInput = z.strictObject({
  storeId: Id.optional(),
  saleId: Id.optional(),
  kind: SaleFlagKind.optional(),
  status: SaleFlagStatus.optional(),
  ...pageFields,
  sort: z.enum(['createdAt', '-createdAt']).default('-createdAt'),
});
export type ListSaleFlagsInput = z.infer<typeof ListSaleFlagsInput>;

export const ResolveSaleFlagInput = z.strictObject({
  id: Id,
  resolution: line(500).meta({
    description: 'What came of it.',
    example: 'Price label was old; accepted',
  }),
});
export type ResolveSaleFlagInput = z.infer<typeof ResolveSaleFlagInput>;
