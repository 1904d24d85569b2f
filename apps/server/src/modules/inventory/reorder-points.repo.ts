import type { Tx } from '@cashwrap/database';
import { reorderPoints } from '@cashwrap/database/schema';
import { and, asc, eq, inArray, sql } from 'drizzle-orm';

export interface ReorderPoint {
  readonly productId: string;
  readonly point: number;
  /** How much is ordered then; null: as much as sales suggest. */
  readonly quantity: number | null;
}

/** The points that some products have in a store, locked in the order of their products. */
export async function lockReorderPoints(
  tx: Tx,
  storeId: string,
  productIds: readonly string[],
): Promise<ReorderPoint[]> {
  const { productId, point, quantity } = reorderPoints;
  return tx
    .select({ productId, point, quantity })
    .from(reorderPoints)
    .where(ofProducts(storeId, productIds))
    .orderBy(asc(productId))
    .for('update');
}

/** Writes points over those for the same products; whether stock is low is seen to by the job. */
export async function upsertReorderPoints(
  tx: Tx,
  storeId: string,
  points: readonly ReorderPoint[],
  updatedAt: Date,
): Promise<void> {
  if (points.length === 0) return;
  await tx
    .insert(reorderPoints)
    .values(points.map((point) => ({ ...point, storeId, updatedAt })))
    .onConflictDoUpdate({
      target: [reorderPoints.storeId, reorderPoints.productId],
      set: {
        point: sql`excluded.point`,
        quantity: sql`excluded.quantity`,
        updatedAt: sql`excluded.updated_at`,
      },
    });
}

export async function deleteReorderPoints(
  tx: Tx,
  storeId: string,
  productIds: readonly string[],
): Promise<void> {
  if (productIds.length === 0) return;
  await tx.delete(reorderPoints).where(ofProducts(storeId, productIds));
}

function ofProducts(storeId: string, productIds: readonly string[]) {
  return and(eq(reorderPoints.storeId, storeId), inArray(reorderPoints.productId, [...productIds]));
}
