import type { ListAdjustmentsInput, Page, StockAdjustment, StockAdjustmentSummary } from '@cashwrap/contract';
import type { Reader } from '@cashwrap/database';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { type AdjustmentRow, findAdjustment, listAdjustments as listRows } from './adjustments.repo.ts';
import { listDamagedMovementsOf, listMovementsOf } from './movements.repo.ts';
import { toDamagedMovement, toMovement } from './present-movement.ts';
import { adjustmentSeenBy } from './stock-seen-by.ts';

/** Gets a correction with its movements. */
export async function getAdjustment(
  { db, scope, actor }: QueryCall & SignedIn,
  { id }: { id: string },
): Promise<StockAdjustment> {
  const row = await findAdjustment(db, scope, id);
  if (!row) throw notFound('stock adjustment');
  return adjustmentSeenBy(actor, await readAdjustment(db, row));
}

export function listAdjustments(
  { db, scope }: QueryCall,
  input: ListAdjustmentsInput,
): Promise<Page<StockAdjustmentSummary>> {
  return readPage(
    'stockAdjustments',
    input,
    (page) => listRows(db, scope, input, page),
    (row) => row.createdAt.toISOString(),
    toSummary,
  );
}

/** A correction as it is answered. */
export async function readAdjustment(db: Reader, row: AdjustmentRow): Promise<StockAdjustment> {
  return {
    ...toSummary(row),
    movements: (await listMovementsOf(db, row.id)).map(toMovement),
    damagedMovements: (await listDamagedMovementsOf(db, row.id)).map(toDamagedMovement),
  };
}

function toSummary({ createdAt, ...row }: AdjustmentRow): StockAdjustmentSummary {
  return { ...row, createdAt: createdAt.toISOString() };
}
