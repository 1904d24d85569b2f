import type { FieldError, SetReorderPointsInput, SetReorderPointsResult } from '@cashwrap/contract';
import type { z } from 'zod';
import { invalidInput } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { findStockedProducts, type StockedProduct } from '../catalog/index.ts';
import { checkStockLines } from './check-stock-lines.ts';
import {
  deleteReorderPoints,
  lockReorderPoints,
  type ReorderPoint,
  upsertReorderPoints,
} from './reorder-points.repo.ts';
import { ensureStockLevels } from './stock.repo.ts';

type PointInput = SetReorderPointsInput['points'][number];

/** A point that differs from the one before; null: there was none, or is none any more. */
interface PointChange {
  readonly productId: string;
  readonly before: ReorderPoint | null;
  readonly after: ReorderPoint | null;
}

/**
 * Sets and takes away reorder points of a store, all or none. A point that is changed while stock is low is not told
 * again unless stock was above it in between; one that is taken away and set again is new, and is told.
 */
export async function setReorderPoints(
  call: MutationCall & SignedIn,
  { storeId, points: given }: SetReorderPointsInput,
): Promise<z.infer<typeof SetReorderPointsResult>> {
  const { tx, now, newId } = call;
  // Each call writes in the same order, so that two do not wait for each other.
  const points = [...given].sort((a, b) => (a.productId < b.productId ? -1 : 1));
  const productIds = points.map(({ productId }) => productId);
  refuseUnfit(given, await findStockedProducts(tx, productIds));

  const locked = await lockReorderPoints(tx, storeId, productIds);
  const stored = new Map(locked.map((point) => [point.productId, point]));
  const changes = points.flatMap(({ productId, point, quantity }): PointChange[] => {
    const before = stored.get(productId) ?? null;
    const after = point === null ? null : { productId, point, quantity };
    const same = before?.point === after?.point && before?.quantity === after?.quantity;
    return same ? [] : [{ productId, before, after }];
  });
  const set = changes.flatMap(({ after }) => after ?? []);
  const removed = changes.flatMap(({ productId, after }) => (after ? [] : [productId]));

  if (changes.length === 0) call.changedNothing();
  else {
    await upsertReorderPoints(tx, storeId, set, now);
    await deleteReorderPoints(tx, storeId, removed);
    const setIds = set.map(({ productId }) => productId);
    if (setIds.length > 0) await ensureStockLevels(tx, storeId, setIds, now, newId);
    const pointsAs = (when: 'before' | 'after') =>
      changes.map(({ productId, [when]: as }) => as ?? { productId, point: null, quantity: null });
    call.audit({
      ...{ storeId, documentType: 'store', documentId: storeId },
      ...{ before: { reorderPoints: pointsAs('before') }, after: { reorderPoints: pointsAs('after') } },
    });
  }
  return { set: set.length, removed: removed.length, unchanged: points.length - changes.length };
}

/** Refuses products without stock, parts of what is sold by the unit, and a quantity without a point, naming each. */
function refuseUnfit(points: readonly PointInput[], products: ReadonlyMap<string, StockedProduct>): void {
  const lines = points.map(({ productId, point, quantity }) => ({
    ...{ productId, point },
    // What is left open is no part of anything.
    quantity: quantity ?? 1,
  }));
  const unfit = checkStockLines(lines, products, ['points']).flatMap(
    ({ line: { point }, position, product }): FieldError[] => {
      if (point === null && points[position]?.quantity !== null) {
        const message = 'must be null where the point is taken away';
        return [{ path: ['points', position, 'quantity'], message }];
      }
      if (product.soldBy !== 'unit' || point === null || Number.isInteger(point)) return [];
      const message = `must be a whole number: "${product.name}" is sold by the unit`;
      return [{ path: ['points', position, 'point'], message }];
    },
  );
  if (unfit.length > 0) throw invalidInput(unfit);
}
