/** A category that has to be made, with the names by which it is found. */
export interface PlannedCategory {
  readonly id: string;
  readonly name: string;
  readonly parent_id: string | null;
  /** The ids from the top, its own at the end. */
  readonly path: readonly string[];
}

/** Finds the category that each path of names means, and plans those that are missing, parents first. */
export function planCategories(
  wanted: readonly (readonly string[])[],
  stored: readonly { readonly id: string; readonly names: readonly string[] }[],
  newId: () => string,
): { named: { names: readonly string[]; id: string }[]; missing: PlannedCategory[] } {
  const ids = new Map(stored.map(({ id, names }) => [JSON.stringify(names), id]));
  const missing: PlannedCategory[] = [];
  const idOf = (names: readonly string[]): string[] => {
    const name = names.at(-1);
    if (name === undefined) return [];
    const above = idOf(names.slice(0, -1));
    const key = JSON.stringify(names);
    const known = ids.get(key);
    if (known !== undefined) return [...above, known];
    const id = newId();
    ids.set(key, id);
    missing.push({ id, name, parent_id: above.at(-1) ?? null, path: [...above, id] });
    return [...above, id];
  };
  return { named: wanted.map((names) => ({ names, id: idOf(names).at(-1) ?? '' })), missing };
}
