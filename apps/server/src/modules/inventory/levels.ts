import type { ListStockLevelsInput, Page, StockLevel } from '@cashwrap/contract';
import type { QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { listSubtreeIds } from '../catalog/index.ts';
import { listStockLevels as listRows, type StockLevelRow } from './levels.repo.ts';
import { levelSeenBy } from './stock-seen-by.ts';

export async function listStockLevels(
  { db, scope, actor }: QueryCall & SignedIn,
  input: ListStockLevelsInput,
): Promise<Page<StockLevel>> {
  const { categoryId } = input;
  const categoryIds = categoryId === undefined ? undefined : await listSubtreeIds(db, categoryId);
  return readPage(
    'stockLevels',
    input,
    (page) => listRows(db, scope, { ...input, categoryIds }, page),
    (row) => row.createdAt.toISOString(),
    (row) => levelSeenBy(actor, toStockLevel(row)),
  );
}

function toStockLevel({ updatedAt, lowSince, lastUnitCost, ...row }: StockLevelRow): StockLevel {
  return {
    ...row,
    unitCost: lastUnitCost,
    lowSince: lowSince?.toISOString() ?? null,
    updatedAt: updatedAt.toISOString(),
  };
}
