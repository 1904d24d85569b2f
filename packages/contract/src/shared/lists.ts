import type { z } from 'zod';

/** A list in which nothing stands twice. */
export function distinct<L extends z.ZodArray<z.ZodType<string | number>>>(list: L, what: string): L {
  return distinctBy(list, (item) => item as string | number, what);
}

/** A list in which no two items have the same key. */
export function distinctBy<L extends z.ZodArray>(
  list: L,
  key: (item: z.output<L>[number]) => unknown,
  what: string,
): L {
  return list.refine((items) => new Set(items.map(key)).size === items.length, {
    error: `must not name ${what} twice`,
  });
}
