import type { CreateStocktakeInput, Stocktake, UpdateStocktakeInput } from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import { invalidReference, notFound, refuseStale } from '../../procedure/failure.ts';
import { changesOf } from '../../procedure/field-changes.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { nextDocumentNumber } from '../inventory/index.ts';
import { readStocktake, toSummary } from './present-stocktake.ts';
import { refuseStatus } from './refuse-status.ts';
import { saveStocktake } from './save-stocktake.ts';
import { findCategoryIds, findStocktake, insertStocktake, type StocktakeRow } from './stocktakes.repo.ts';

/** Drafts a stocktake: nothing can be counted before it is started. */
export async function createStocktake(
  call: MutationCall & SignedIn,
  input: CreateStocktakeInput,
): Promise<Stocktake> {
  const { tx, now, actor } = call;
  await refuseUnknownCategories(tx, input.categoryIds);
  const row: StocktakeRow = {
    ...input,
    id: call.newId(),
    number: await nextDocumentNumber(tx, 'stocktake'),
    status: 'draft',
    ...{ createdBy: actor.userId, startedAt: null, appliedBy: null, appliedAt: null },
    ...{ version: 1, createdAt: now, updatedAt: now },
  };
  await insertStocktake(tx, row);
  call.audit({
    ...{ storeId: row.storeId, documentType: 'stocktake', documentId: row.id, after: toSummary(row) },
  });
  return readStocktake(tx, actor, row);
}

/** Changes what is given and leaves the rest; what is counted, and whether blind, only in a draft. */
export async function updateStocktake(
  call: MutationCall & SignedIn,
  { id, version, ...given }: UpdateStocktakeInput,
): Promise<Stocktake> {
  const { tx, scope } = call;
  const before = await findStocktake(tx, scope, id, 'no key update');
  if (!before) throw notFound('stocktake');
  refuseStale('stocktake', version, before.version);
  const changes = changesOf(before, given);
  const { categoryIds, blind } = changes;
  if (categoryIds !== undefined || blind !== undefined) {
    refuseStatus(before, ['draft'], 'Changing what is counted, or whether blind,');
  }
  refuseStatus(before, ['draft', 'counting', 'review'], 'A change');
  if (Object.keys(changes).length === 0) {
    call.changedNothing();
    return readStocktake(tx, call.actor, before);
  }
  if (categoryIds !== undefined) await refuseUnknownCategories(tx, categoryIds);
  return saveStocktake(call, before, changes);
}

async function refuseUnknownCategories(tx: Tx, ids: readonly string[] | null): Promise<void> {
  if (ids === null) return;
  const known = await findCategoryIds(tx, ids);
  const unknown = ids.flatMap((id, position) => (known.has(id) ? [] : [['categoryIds', position]]));
  if (unknown.length > 0) throw invalidReference('category', ...unknown);
}
