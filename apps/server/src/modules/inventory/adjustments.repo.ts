import { inScope, type Reader, type StoreScope, type Tx } from '@cashwrap/database';
import { stockAdjustments, stockMovements } from '@cashwrap/database/schema';
import { and, asc, eq } from 'drizzle-orm';

export type AdjustmentRow = typeof stockAdjustments.$inferSelect;
export type StoredMovement = typeof stockMovements.$inferSelect;

export async function insertAdjustment(tx: Tx, adjustment: AdjustmentRow): Promise<void> {
  await tx.insert(stockAdjustments).values(adjustment);
}

export async function findAdjustment(
  db: Reader,
  scope: StoreScope,
  id: string,
): Promise<AdjustmentRow | undefined> {
  const [row] = await db
    .select()
    .from(stockAdjustments)
    .where(and(eq(stockAdjustments.id, id), inScope(stockAdjustments.storeId, scope)));
  return row;
}

/** The movements that a document caused, in the order in which they were written. */
export function listMovementsOf(db: Reader, documentId: string): Promise<StoredMovement[]> {
  return db
    .select()
    .from(stockMovements)
    .where(eq(stockMovements.documentId, documentId))
    .orderBy(asc(stockMovements.id));
}
