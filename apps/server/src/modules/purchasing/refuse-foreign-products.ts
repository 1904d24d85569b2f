import { invalidReference } from '../../procedure/failure.ts';

/** Refuses lines about products that a document does not have, naming all of them. */
export function refuseForeignProducts(
  lines: readonly { readonly productId: string }[],
  ofDocument: ReadonlyMap<string, unknown>,
  document: 'order' | 'receipt',
): void {
  const foreign = lines.flatMap(({ productId }, position) => (ofDocument.has(productId) ? [] : [position]));
  if (foreign.length === 0) return;
  throw invalidReference(
    `product in the ${document}`,
    ...foreign.map((position) => ['lines', position, 'productId']),
  );
}
