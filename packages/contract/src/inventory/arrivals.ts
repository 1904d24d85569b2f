import { z } from 'zod';
import { Id } from '../shared/ids.ts';
import { distinctBy } from '../shared/lists.ts';
import { QuantityOrZero } from '../shared/numbers.ts';

/** What has arrived of one product. */
export const Arrival = z.strictObject({
  productId: Id,
  quantity: QuantityOrZero.meta({
    ...QuantityOrZero.meta(),
    description: 'What arrived in good condition.',
  }),
  damaged: QuantityOrZero.default(0).meta({
    ...QuantityOrZero.meta(),
    description: 'What arrived damaged, beside that: kept apart from what can be sold.',
  }),
});

/** The lines of what has arrived: a product once, and of each something. */
export function arrivals<Line extends z.ZodType<z.output<typeof Arrival>>>(line: Line) {
  const something = line.refine(({ quantity, damaged }) => quantity + damaged > 0, {
    path: ['quantity'],
    error: 'must not be zero, unless something arrived damaged',
  });
  return distinctBy(z.array(something).min(1).max(500), ({ productId }) => productId, 'a product');
}
