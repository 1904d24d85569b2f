import type { Stocktake, StocktakeAction, StocktakeStatus } from '@cashwrap/contract';
import type { z } from 'zod';
import { Failure, notFound, refuseStale } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { refuseStatus } from './refuse-status.ts';
import { saveStocktake } from './save-stocktake.ts';
import { hasLines } from './stocktake-lines.repo.ts';
import { findStocktake, type StocktakeRow } from './stocktakes.repo.ts';

type Call = MutationCall & SignedIn;
type Action = z.infer<typeof StocktakeAction>;

/** Starts counting; after a review, goes on with what was counted before. */
export async function startStocktake(call: Call, action: Action): Promise<Stocktake> {
  const before = await lockIn(call, action, ['draft', 'review'], 'Starting');
  return saveStocktake(call, before, { status: 'counting', startedAt: before.startedAt ?? call.now });
}

/** Ends counting, once the counts that are being entered are. */
export async function reviewStocktake(call: Call, action: Action): Promise<Stocktake> {
  const before = await lockIn(call, action, ['counting'], 'A review');
  return saveStocktake(call, before, { status: 'review' });
}

/** Has the stock corrected, which a job does: see {@link applyStocktakes}. */
export async function applyStocktake(call: Call, action: Action): Promise<Stocktake> {
  const before = await lockIn(call, action, ['review'], 'Applying');
  if (!(await hasLines(call.tx, before.id))) {
    throw new Failure('NOTHING_COUNTED', {
      detail:
        'Nothing was counted, so there is nothing to apply. Start the stocktake again and count, or cancel it.',
    });
  }
  return saveStocktake(call, before, { status: 'applying', appliedBy: call.actor.userId });
}

export async function cancelStocktake(call: Call, action: Action): Promise<Stocktake> {
  const before = await lockIn(call, action, ['draft', 'counting', 'review'], 'Cancelling');
  return saveStocktake(call, before, { status: 'cancelled' });
}

async function lockIn(
  { tx, scope }: Call,
  { id, version }: Action,
  allowed: readonly StocktakeStatus[],
  what: string,
): Promise<StocktakeRow> {
  const row = await findStocktake(tx, scope, id, 'no key update');
  if (!row) throw notFound('stocktake');
  refuseStale('stocktake', version, row.version);
  refuseStatus(row, allowed, what);
  return row;
}
