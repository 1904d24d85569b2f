import { BEFORE_ALL_IDS } from './before-all-ids.ts';

/** Writes page after page of so many rows, in the order of their ids, until one is not full. */
export async function inPages(
  size: number,
  write: (after: string) => Promise<{ rows: readonly { id: string }[] }>,
): Promise<void> {
  for (let after = BEFORE_ALL_IDS; ; ) {
    const { rows } = await write(after);
    if (rows.length < size) return;
    after =
      rows
        .map(({ id }) => id)
        .sort()
        .at(-1) ?? after;
  }
}
