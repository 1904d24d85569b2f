/** A field that was changed, with both its values. */
export interface FieldChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** The fields of `wanted` that differ from what is; a field that was left out stays as it is. */
export function fieldChanges<T extends object>(
  current: T,
  wanted: { readonly [K in keyof T]?: T[K] | undefined },
): FieldChange[] {
  return Object.entries(wanted).flatMap(([field, after]) => {
    const before: unknown = current[field as keyof T];
    return after === undefined || isSame(before, after) ? [] : [{ field, before, after }];
  });
}

/** The new values of the fields of `wanted` that differ from what is. */
export function changesOf<T extends object>(
  current: T,
  wanted: { readonly [K in keyof T]?: T[K] | undefined },
): Partial<T> {
  return Object.fromEntries(
    fieldChanges(current, wanted).map(({ field, after }) => [field, after]),
  ) as Partial<T>;
}

/** Values of JSON: an object is the same whatever the order of its fields. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [ofA, ofB] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return (
    ofA.size === ofB.size && [...ofA].every(([key, value]) => ofB.has(key) && isSame(value, ofB.get(key)))
  );
}
