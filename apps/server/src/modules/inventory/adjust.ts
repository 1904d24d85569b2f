import type { AdjustStockInput, FieldError, StockAdjustment, StockMovement } from '@cashwrap/contract';
import { Failure, invalidInput, invalidReference, nameSome, notFound } from '../../procedure/failure.ts';
import type { MutationCall, QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { findStockedProducts, type StockedProduct } from '../catalog/index.ts';
import {
  type AdjustmentRow,
  findAdjustment,
  insertAdjustment,
  listMovementsOf,
  type StoredMovement,
} from './adjustments.repo.ts';
import { refuseUnmoved } from './refuse-unmoved.ts';
import { ensureStockLevels, moveStock, type StockMove } from './stock.repo.ts';

type AdjustmentLine = AdjustStockInput['lines'][number];

/** Corrects stock levels by a person's word: all lines or none. */
export async function adjustStock(
  call: MutationCall & SignedIn,
  input: AdjustStockInput,
): Promise<StockAdjustment> {
  const { tx, now, actor, newId } = call;
  const { storeId, reason, note, lines } = input;
  const productIds = lines.map((line) => line.productId);
  const products = await findStockedProducts(tx, productIds);
  const moves = toMoves(lines, products);

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

  const adjustment = toAdjustment(row, await listMovementsOf(tx, row.id));
  call.audit({ storeId, documentType: 'stock_adjustment', documentId: row.id, after: adjustment });
  return adjustment;
}

/** Gets a correction with its movements. */
export async function getAdjustment(
  { db, scope }: QueryCall,
  { id }: { id: string },
): Promise<StockAdjustment> {
  const row = await findAdjustment(db, scope, id);
  if (!row) throw notFound('stock adjustment');
  return toAdjustment(row, await listMovementsOf(db, id));
}

/** What each line moves; where some cannot be, names all of those that are wrong in the same way. */
function toMoves(
  lines: readonly AdjustmentLine[],
  products: ReadonlyMap<string, StockedProduct>,
): StockMove[] {
  const unknown = lines.flatMap(({ productId }, position) => (products.has(productId) ? [] : [position]));
  if (unknown.length > 0) {
    throw invalidReference('product', ...unknown.map((position) => ['lines', position, 'productId']));
  }
  const found = lines.flatMap((line, position) => {
    const product = products.get(line.productId);
    return product ? [{ line, position, product }] : [];
  });
  const untracked = found.flatMap(({ product }) => (product.trackStock ? [] : [`"${product.name}"`]));
  if (untracked.length > 0) {
    throw new Failure('PRODUCT_NOT_TRACKED', {
      detail: `The stock of ${nameSome(untracked, ', ')} is not tracked, so there is nothing to correct.`,
    });
  }
  const parted = found.flatMap(({ line, position, product }): FieldError[] => {
    if (product.soldBy !== 'unit' || Number.isInteger(line.quantity)) return [];
    const message = `must be a whole number: "${product.name}" is sold by the unit`;
    return [{ path: ['lines', position, 'quantity'], message }];
  });
  if (parted.length > 0) throw invalidInput(parted);
  return found.map(({ line, position, product }) => ({
    ...{ productId: line.productId, quantity: line.quantity, unitCost: line.unitCost },
    ...{ name: product.name, position },
    usualCost: product.cost ?? 0,
    mayGoBelow: product.allowOversell,
  }));
}

function toAdjustment(row: AdjustmentRow, movements: readonly StoredMovement[]): StockAdjustment {
  return { ...row, createdAt: row.createdAt.toISOString(), movements: movements.map(toMovement) };
}

function toMovement({ recordedAt, ...row }: StoredMovement): StockMovement {
  return { ...row, recordedAt: recordedAt.toISOString() };
}
