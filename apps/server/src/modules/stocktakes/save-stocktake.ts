import type { Stocktake } from '@cashwrap/contract';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { readStocktake, toSummary } from './present-stocktake.ts';
import { type StocktakeRow, updateStocktake } from './stocktakes.repo.ts';

/** Stores changes of a stocktake that is locked as its next version. */
export async function saveStocktake(
  call: MutationCall & SignedIn,
  before: StocktakeRow,
  changes: Partial<StocktakeRow>,
): Promise<Stocktake> {
  const { tx, now, actor } = call;
  const row = { ...before, ...changes, version: before.version + 1, updatedAt: now };
  await updateStocktake(tx, row);
  call.audit({
    ...{ storeId: row.storeId, documentType: 'stocktake', documentId: row.id },
    ...{ before: toSummary(before), after: toSummary(row) },
  });
  return readStocktake(tx, actor, row);
}
