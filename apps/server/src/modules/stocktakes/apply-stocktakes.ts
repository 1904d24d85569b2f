import { type Database, type Tx, transact } from '@cashwrap/database';
import { insertAuditRows } from '../../procedure/audit.repo.ts';
import { insertOutboxEvent } from '../../procedure/outbox.repo.ts';
import { moveStock, type StockDocument } from '../inventory/index.ts';
import { findApplying, lockApplying, markApplied, takeCorrections } from './apply-stocktakes.repo.ts';
import { toSummary } from './present-stocktake.ts';
import { type StocktakeRow, updateStocktake } from './stocktakes.repo.ts';

/** How many lines are applied in one transaction: till then, sales of these products wait. */
const CHUNK = 1000;

interface Options {
  readonly database: Database;
  readonly clock: () => Date;
  readonly newId: () => string;
}

/** A stocktake that is being applied, and on whose word. */
type Applying = StocktakeRow & { readonly appliedBy: string };

/**
 * Corrects the stock by what stocktakes found whose status is `applying`. Each chunk is a transaction of its own, so that a
 * run that ends early is gone on with by the next one. Leaves a stocktake to another server that is at it.
 *
 * @throws what the first stocktake failed with that could not be applied, after the others.
 */
export async function applyStocktakes(options: Options, stopped: () => boolean): Promise<void> {
  const failures: unknown[] = [];
  for (const id of await findApplying(options.database.db)) {
    try {
      while (!stopped() && (await applyChunk(options, id)));
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** Whether a stocktake waits to be applied, or to be applied further. */
export async function hasApplying({ db }: Database): Promise<boolean> {
  return (await findApplying(db)).length > 0;
}

/** Applies the next lines; answers whether there may be more. */
function applyChunk({ database, clock, newId }: Options, id: string): Promise<boolean> {
  return transact(database, async (tx) => {
    const stocktake = await lockApplying(tx, id);
    if (!stocktake) return false;
    const { appliedBy } = stocktake;
    if (appliedBy === null) throw new Error(`Nobody has said that stocktake ${id} shall be applied.`);
    const applying = { ...stocktake, appliedBy };
    const now = clock();
    const applied = await correct(tx, applying, now, newId);
    if (applied === CHUNK) return true;
    await finish(tx, applying, now, newId);
    return false;
  });
}

/** Corrects the stock by the next lines; answers how many they were. */
async function correct(tx: Tx, stocktake: Applying, now: Date, newId: () => string): Promise<number> {
  const { id, storeId, appliedBy } = stocktake;
  const lines = await takeCorrections(tx, stocktake, CHUNK);
  const moves = lines.flatMap(({ cost, ...line }, position) => {
    // What was counted is never refused: the level is below zero where the goods of another product were sold as these.
    return line.quantity === 0 ? [] : [{ ...line, position, usualCost: cost ?? 0, mayGoBelow: true }];
  });
  const document: StockDocument = {
    ...{ kind: 'count', storeId, documentId: id, actorId: appliedBy },
    ...{ occurredAt: now, recordedAt: now },
  };
  if (moves.length > 0) await moveStock(tx, document, moves, newId);
  if (lines.length > 0) await markApplied(tx, id, lines, now);
  return lines.length;
}

async function finish(tx: Tx, before: Applying, now: Date, newId: () => string): Promise<void> {
  const { id, storeId, appliedBy } = before;
  const after = {
    ...{ ...before, status: 'applied' as const, appliedAt: now },
    ...{ version: before.version + 1, updatedAt: now },
  };
  await updateStocktake(tx, after);
  await insertOutboxEvent(tx, {
    id: newId(),
    type: 'stocktake.applied',
    storeId,
    payload: { stocktakeId: id, storeId },
    createdAt: now,
  });
  await insertAuditRows(tx, [
    {
      ...{ id: newId(), action: 'inventory.stocktakes.applied', requestId: 'apply stocktakes' },
      ...{ actorId: appliedBy, sessionId: null, registerId: null, approvedBy: null },
      ...{ storeId, documentType: 'stocktake', documentId: id, recordedAt: now },
      ...{ before: toSummary(before), after: toSummary(after) },
    },
  ]);
}
