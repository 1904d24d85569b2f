import type { ImportResult, ImportStockInput } from '@cashwrap/contract';
import { BEFORE_ALL_IDS } from '../../csv/before-all-ids.ts';
import { type ImportKind, importFile } from '../../csv/import-file.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { refuseUnseenCosts } from '../catalog/index.ts';
import { currencyDigits } from '../currency/index.ts';
import { insertAdjustment } from './adjustments.repo.ts';
import {
  checkStock,
  countStock,
  createStockStage,
  lockStoreForImport,
  readOpeningStock,
  resolveStock,
  stageStock,
} from './import-stock.repo.ts';
import { refuseUnmoved } from './refuse-unmoved.ts';
import { ensureStockLevels, moveStock, type StockMove } from './stock.repo.ts';
import { type StockLine, stockFileColumns } from './stock-columns.ts';

/** As many lines as an adjustment made by hand may have. */
const LINES = 500;

/** Enters the stock with which a store begins, as adjustments with the reason `opening_stock`: all or none. */
export async function importStock(
  call: MutationCall & SignedIn,
  { storeId, ...input }: ImportStockInput,
): Promise<ImportResult> {
  const currency = await lockStoreForImport(call.tx, storeId);
  const digits = currencyDigits(currency);
  if (digits === undefined) throw new Error(`The currency of a store is ${currency}.`);
  const adjustmentIds: string[] = [];
  const result = await importFile(call, input, stockImport(call, storeId, adjustmentIds), digits);
  if (adjustmentIds.length === 0) call.changedNothing();
  const { errors: _errors, ...counts } = result;
  // Each document has its own audit row, as one made by hand has.
  for (const documentId of adjustmentIds) {
    call.audit({ storeId, documentType: 'stock_adjustment', documentId, after: counts });
  }
  return result;
}

function stockImport(
  call: MutationCall & SignedIn,
  storeId: string,
  adjustmentIds: string[],
): ImportKind<StockLine> {
  return {
    columns: stockFileColumns,
    required: ['quantity'],
    begin: createStockStage,
    stage: (tx, rows) =>
      stageStock(
        tx,
        rows.map(({ row, values, errors }) => ({ ...values, row, bad: errors.length > 0 })),
      ),
    resolve: (tx, columns) => {
      if (columns.has('unit_cost')) refuseUnseenCosts(call.actor, storeId);
      return resolveStock(tx);
    },
    check: (tx) => checkStock(tx, storeId),
    write: async (tx, dryRun) => {
      const counts = await countStock(tx);
      if (!dryRun) adjustmentIds.push(...(await enterStock(call, storeId)));
      return { ...counts, updated: 0 };
    },
  };
}

/** Writes the staged rows as adjustments; answers their ids. */
async function enterStock(
  { tx, now, actor, newId }: MutationCall & SignedIn,
  storeId: string,
): Promise<string[]> {
  const ids: string[] = [];
  for (let after = BEFORE_ALL_IDS; ; ) {
    const rows = await readOpeningStock(tx, after, LINES);
    const last = rows.at(-1);
    if (!last) return ids;
    const documentId = newId();
    const createdBy = actor.userId;
    const document = { reason: 'opening_stock', note: '', createdBy, createdAt: now } as const;
    await insertAdjustment(tx, { id: documentId, storeId, ...document });
    const moves = rows.map(
      ({ productId, name, cost, quantity, unitCost }, position): StockMove => ({
        ...{ productId, name, position, quantity, mayGoBelow: false },
        ...{ unitCost: unitCost ?? undefined, usualCost: cost ?? 0 },
      }),
    );
    const productIds = moves.map(({ productId }) => productId);
    await ensureStockLevels(tx, storeId, productIds, now, newId);
    const moved = await moveStock(
      tx,
      { kind: 'adjustment', storeId, documentId, actorId: createdBy, occurredAt: now, recordedAt: now },
      moves,
      newId,
    );
    await refuseUnmoved(tx, storeId, moves, moved);
    ids.push(documentId);
    after = last.productId;
  }
}
