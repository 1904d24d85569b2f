import type { FieldError } from '@cashwrap/contract';
import { Failure, invalidInput, invalidReference, nameSome, someFields } from '../../procedure/failure.ts';
import type { StockedProduct } from '../catalog/index.ts';

/** A line of a document about stock, as the input has it. */
interface ProductLine {
  readonly productId: string;
  /** Left out where a document is about a product and not about how much of it. */
  readonly quantity?: number;
  /** What is damaged beside it, where the document tells it apart. */
  readonly damaged?: number;
}

/** A line whose stock can be moved or counted. */
export interface CheckedLine<Line extends ProductLine> {
  readonly line: Line;
  /** Which line of the input it is, from 0. */
  readonly position: number;
  readonly product: StockedProduct;
}

/**
 * Pairs each line with its product. `path` is where the lines stand in the input.
 *
 * @throws Failure naming all lines that are wrong in the same way: `INVALID_REFERENCE` (no such product),
 * `PRODUCT_NOT_TRACKED`, or `INVALID_INPUT` (a part of what is sold by the unit).
 */
export function checkStockLines<Line extends ProductLine>(
  lines: readonly Line[],
  products: ReadonlyMap<string, StockedProduct>,
  path: FieldError['path'] = ['lines'],
): CheckedLine<Line>[] {
  const unknown = lines.flatMap(({ productId }, position) => (products.has(productId) ? [] : [position]));
  if (unknown.length > 0) {
    throw invalidReference('product', ...unknown.map((position) => [...path, position, 'productId']));
  }
  const found = lines.flatMap((line, position) => {
    const product = products.get(line.productId);
    return product ? [{ line, position, product }] : [];
  });
  const untracked = found.filter(({ product }) => !product.trackStock);
  if (untracked.length > 0) {
    const names = untracked.map(({ product }) => `"${product.name}"`);
    throw new Failure('PRODUCT_NOT_TRACKED', {
      detail: `The stock of ${nameSome(names, ', ')} is not tracked: it can be neither moved nor counted.`,
      fields: someFields(
        untracked.map(({ position, product }) => ({
          path: [...path, position, 'productId'],
          message: `must be tracked: the stock of "${product.name}" is not`,
        })),
      ),
    });
  }
  const parted = found.flatMap(({ line, position, product }): FieldError[] => {
    if (product.soldBy !== 'unit') return [];
    const message = `must be a whole number: "${product.name}" is sold by the unit`;
    return (['quantity', 'damaged'] as const).flatMap((field) =>
      Number.isInteger(line[field] ?? 0) ? [] : [{ path: [...path, position, field], message }],
    );
  });
  if (parted.length > 0) throw invalidInput(parted);
  return found;
}
