import { type AdjustStockInput, MAX_MONEY, type StockAdjustment } from '@cashwrap/contract';
import { Failure, nameSome, someFields } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { findStockedProducts, refuseUnseenCosts, type StockedProduct } from '../catalog/index.ts';
import { type AdjustmentRow, insertAdjustment } from './adjustments.repo.ts';
import { readAdjustment } from './adjustments.ts';
import { checkStockLines } from './check-stock-lines.ts';
import { refuseUnmoved } from './refuse-unmoved.ts';
import { ensureStockLevels, moveStock, type StockMove } from './stock.repo.ts';
import { adjustmentSeenBy } from './stock-seen-by.ts';

type AdjustmentLine = AdjustStockInput['lines'][number];

/** Corrects stock levels by a person's word: all lines or none. */
export async function adjustStock(
  call: MutationCall & SignedIn,
  input: AdjustStockInput,
): Promise<StockAdjustment> {
  const { tx, now, actor, newId } = call;
  const { storeId, reason, note, lines } = input;
  if (lines.some((line) => line.unitCost !== undefined)) refuseUnseenCosts(actor, storeId);
  const productIds = lines.map((line) => line.productId);
  const products = await findStockedProducts(tx, productIds);
  const moves = toMoves(lines, products);
  refuseTooDear(moves);

  const row: AdjustmentRow = { id: newId(), storeId, reason, note, createdBy: actor.userId, createdAt: now };
  await insertAdjustment(tx, row);
  await ensureStockLevels(tx, storeId, productIds, now, newId);
  const document = {
    kind: 'adjustment',
    storeId,
    documentId: row.id,
    actorId: actor.userId,
    occurredAt: now,
    recordedAt: now,
  } as const;
  const moved = await moveStock(tx, document, moves, newId);
  await refuseUnmoved(tx, storeId, moves, moved);

  const adjustment = await readAdjustment(tx, row);
  call.audit({ storeId, documentType: 'stock_adjustment', documentId: row.id, after: adjustment });
  return adjustmentSeenBy(actor, adjustment);
}

/** Names the lines that are worth too much by themselves; what only their sum with the level is, the tables refuse. */
function refuseTooDear(moves: readonly StockMove[]): void {
  const tooDear = moves.filter(({ quantity, unitCost = 0 }) => Math.round(quantity * unitCost) > MAX_MONEY);
  if (tooDear.length === 0) return;
  const names = tooDear.map(({ name }) => `"${name}"`);
  throw new Failure('AMOUNT_OUT_OF_RANGE', {
    detail: `What comes in of ${nameSome(names, ', ')} would cost more than can be kept (10^12 minor units). Nothing was changed.`,
    fields: someFields(
      tooDear.map(({ position }) => ({
        path: ['lines', position, 'unitCost'],
        message: 'must not come to more than 10^12 minor units with the quantity',
      })),
    ),
  });
}

/** What each line moves. */
function toMoves(
  lines: readonly AdjustmentLine[],
  products: ReadonlyMap<string, StockedProduct>,
): StockMove[] {
  return checkStockLines(lines, products).map(({ line, position, product }) => ({
    ...{ productId: line.productId, quantity: line.quantity, unitCost: line.unitCost },
    ...{ name: product.name, position },
    usualCost: product.cost ?? 0,
    mayGoBelow: product.allowOversell,
  }));
}
