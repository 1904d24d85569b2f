import { MAX_MONEY, type Stocktake, type StocktakeLine, type StocktakeSummary } from '@cashwrap/contract';
import type { Reader } from '@cashwrap/database';
import { type Actor, holdsIn } from '../../procedure/actor.ts';
import { seesCosts } from '../catalog/index.ts';
import { countProductsToCount } from './products-to-count.repo.ts';
import { type LineRow, sumLines } from './stocktake-lines.repo.ts';
import type { StocktakeRow } from './stocktakes.repo.ts';

/** What a caller may see of what a stocktake has come to. */
export interface Sight {
  /** What was expected, and by how much it differs. */
  readonly difference: boolean;
  /** What that is worth; not without the difference. */
  readonly value: boolean;
}

/** Who counts blind, counts what is there and not what should be. */
export function sightOf(
  actor: Actor,
  { storeId, blind, status }: Pick<StocktakeSummary, 'storeId' | 'blind' | 'status'>,
): Sight {
  const isOpen = status === 'draft' || status === 'counting';
  const difference = !(blind && isOpen) || holdsIn(actor, 'stocktakes.manage', storeId);
  return { difference, value: difference && seesCosts(actor, storeId) };
}

/** What is left of a stocktake for this caller. */
export function stocktakeSeenBy(actor: Actor, stocktake: Stocktake): Stocktake {
  const { difference, value } = sightOf(actor, stocktake);
  return {
    ...stocktake,
    totals: {
      ...stocktake.totals,
      ...(!difference && { different: null, uncertain: null }),
      ...(!value && { surplus: null, shortage: null, correctedValue: null }),
    },
  };
}

/** A stocktake with what it has come to, as this caller sees it. */
export async function readStocktake(db: Reader, actor: Actor, row: StocktakeRow): Promise<Stocktake> {
  const products = await countProductsToCount(db, row);
  const { surplus, shortage, correctedValue, ...counts } = await sumLines(db, row.id);
  return stocktakeSeenBy(actor, {
    ...toSummary(row),
    totals: {
      ...{ products, ...counts, surplus: amountOf(surplus), shortage: amountOf(shortage) },
      correctedValue: row.status === 'applied' ? amountOf(correctedValue) : null,
    },
  });
}

export function toSummary(row: StocktakeRow): StocktakeSummary {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    appliedAt: row.appliedAt?.toISOString() ?? null,
  };
}

export function toLine({ id: productId, ...row }: LineRow, sight: Sight): StocktakeLine {
  return {
    ...row,
    productId,
    countedAt: row.countedAt.toISOString(),
    expected: sight.difference ? row.expected : null,
    difference: sight.difference ? row.difference : null,
    differenceValue: sight.value ? row.differenceValue : null,
    movedBetween: sight.difference ? row.movedBetween : null,
    areas: row.areas.map((each) => ({ ...each, countedAt: new Date(each.countedAt).toISOString() })),
    appliedAt: row.appliedAt?.toISOString() ?? null,
  };
}

/** Each line keeps to the bounds of money; all of them together need not. */
function amountOf(sum: string): number | null {
  const amount = Number(sum);
  return Math.abs(amount) <= MAX_MONEY ? amount : null;
}
