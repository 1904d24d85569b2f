import type { ListStockLevelsInput, Page, StockLevel } from '@cashwrap/contract';
import type { QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { listStockLevels as listRows, type StockLevelRow } from './levels.repo.ts';

export function listStockLevels(
  { db, scope }: QueryCall,
  input: ListStockLevelsInput,
): Promise<Page<StockLevel>> {
  return readPage(
    'stockLevels',
    input,
    (page) => listRows(db, scope, input.productId, page),
    (row) => row.createdAt.toISOString(),
    toStockLevel,
  );
}

function toStockLevel({ updatedAt, lastUnitCost, ...row }: StockLevelRow): StockLevel {
  return { ...row, unitCost: lastUnitCost, updatedAt: updatedAt.toISOString() };
}
