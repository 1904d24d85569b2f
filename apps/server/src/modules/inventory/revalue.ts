import type { FieldError, RevalueStockInput, StockAdjustment } from '@cashwrap/contract';
import { invalidInput } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { findStockedProducts, refuseUnseenCosts } from '../catalog/index.ts';
import { type AdjustmentRow, insertAdjustment } from './adjustments.repo.ts';
import { readAdjustment } from './adjustments.ts';
import { type CheckedLine, checkStockLines } from './check-stock-lines.ts';
import { type RevaluedLevel, revalue } from './revalue.repo.ts';
import { adjustmentSeenBy } from './stock-seen-by.ts';

type RevaluedLine = RevalueStockInput['lines'][number];

/** Corrects by a person's word what stock on hand has cost: all lines or none. */
export async function revalueStock(
  call: MutationCall & SignedIn,
  { storeId, note, lines }: RevalueStockInput,
): Promise<StockAdjustment> {
  const { tx, now, actor, newId } = call;
  refuseUnseenCosts(actor, storeId);
  const products = await findStockedProducts(
    tx,
    lines.map((line) => line.productId),
  );
  const checked = checkStockLines(lines, products);

  const row: AdjustmentRow = {
    ...{ id: newId(), storeId, reason: 'revaluation', note },
    ...{ createdBy: actor.userId, createdAt: now },
  };
  await insertAdjustment(tx, row);
  const document = {
    ...{ storeId, documentId: row.id, actorId: actor.userId },
    ...{ occurredAt: now, recordedAt: now },
  };
  refuseUnchanged(checked, await revalue(tx, document, lines, newId));

  const adjustment = await readAdjustment(tx, row);
  call.audit({ storeId, documentType: 'stock_adjustment', documentId: row.id, after: adjustment });
  return adjustmentSeenBy(actor, adjustment);
}

/** Refuses what has no stock that could be worth something, and a document that would have changed nothing. */
function refuseUnchanged(
  lines: readonly CheckedLine<RevaluedLine>[],
  levels: readonly RevaluedLevel[],
): void {
  const stocked = new Set(levels.flatMap((level) => (level.in_stock ? [level.product_id] : [])));
  const empty = lines.flatMap(({ line, position, product }): FieldError[] =>
    stocked.has(line.productId)
      ? []
      : [
          {
            path: ['lines', position, 'productId'],
            message: `has no stock to revalue: nothing of "${product.name}" is on hand`,
          },
        ],
  );
  if (empty.length > 0) throw invalidInput(empty);
  if (levels.some((level) => level.changed)) return;
  throw invalidInput(
    lines.map(({ position, product }) => ({
      path: ['lines', position, 'unitCost'],
      message: `changes nothing: the stock of "${product.name}" has cost that already`,
    })),
  );
}
