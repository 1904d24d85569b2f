import { z } from 'zod';

/** What every list takes beside its filters. */
export const pageFields = {
  limit: z.int().min(1).max(200).default(50).meta({
    description: 'How many items a page holds at most.',
    example: 50,
  }),
  cursor: z.string().min(1).max(1000).optional().meta({
    description: 'The nextCursor of the page before; valid with the same filters and sort only.',
  }),
};

/** One page of a list, and the cursor of the next one: null on the last. */
export function page<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().meta({ description: 'Pass it as cursor to read on; null at the end.' }),
  });
}

/** One page of a list as the SDK and its users see it. */
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}
