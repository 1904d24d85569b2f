import { type CountResult, type CountStocktakeInput, MAX_MONEY, MAX_QUANTITY } from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import { Failure, invalidInput, nameSome, notFound, someFields } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { findStockedProducts } from '../catalog/index.ts';
import { type CheckedLine, checkStockLines, ensureStockLevels } from '../inventory/index.ts';
import { type OthersCount, writeAreaCounts } from './counts.repo.ts';
import { sightOf, toLine } from './present-stocktake.ts';
import { findInCategories } from './products-to-count.repo.ts';
import { refuseStatus } from './refuse-status.ts';
import { findLines, type LineRow } from './stocktake-lines.repo.ts';
import { findStocktake, type StocktakeRow } from './stocktakes.repo.ts';

/** How far the clock of a device may be ahead. */
const CLOCK_TOLERANCE_MS = 60_000;

/** Enters what was counted in an area: all lines or none. */
export async function countStocktake(
  call: MutationCall & SignedIn,
  { id, area, countedAt, replace, lines }: CountStocktakeInput,
): Promise<CountResult> {
  const { tx, now, actor, scope, newId } = call;
  const stocktake = await findStocktake(tx, scope, id, 'share');
  if (!stocktake) throw notFound('stocktake');
  refuseStatus(stocktake, ['counting'], 'Counting');
  const before = countedAt === undefined ? null : readCountedAt(countedAt, stocktake, now);
  const productIds = lines.map((line) => line.productId);
  const checked = checkStockLines(lines, await findStockedProducts(tx, productIds));
  await refuseOutside(tx, stocktake, checked);

  const { storeId } = stocktake;
  await ensureStockLevels(tx, storeId, productIds, now, newId);
  const others = await writeAreaCounts(tx, {
    ...{ stocktakeId: id, storeId, area, countedBy: actor.userId, now, before, lines },
  });
  if (!replace) refuseCountedAlready(area, checked, others);
  const stored = await findLines(tx, id, productIds);
  const written = productIds.flatMap((productId) => stored.get(productId) ?? []);
  refuseTooLarge(written);

  call.audit({
    ...{ storeId, documentType: 'stocktake', documentId: id },
    after: { area, countedAt: (before ?? now).toISOString(), lines },
  });
  const sight = sightOf(actor, stocktake);
  return { lines: written.map((line) => toLine(line, sight)) };
}

/** The time of a count that was made before it is entered; null where that is now. */
function readCountedAt(given: string, { startedAt }: StocktakeRow, now: Date): Date | null {
  const countedAt = new Date(given);
  if (startedAt !== null && countedAt < startedAt) {
    const message = `must not be before ${startedAt.toISOString()}, when counting was started`;
    throw invalidInput([{ path: ['countedAt'], message }]);
  }
  if (countedAt.getTime() > now.getTime() + CLOCK_TOLERANCE_MS) {
    throw invalidInput([{ path: ['countedAt'], message: 'must not be in the future' }]);
  }
  return countedAt < now ? countedAt : null;
}

/** Refuses products that are not in the categories that are counted, naming each. */
async function refuseOutside(
  tx: Tx,
  stocktake: StocktakeRow,
  lines: readonly CheckedLine<CountStocktakeInput['lines'][number]>[],
): Promise<void> {
  if (stocktake.categoryIds === null) return;
  const inside = await findInCategories(
    tx,
    stocktake,
    lines.map(({ line }) => line.productId),
  );
  const outside = lines.filter(({ line }) => !inside.has(line.productId));
  if (outside.length === 0) return;
  const names = outside.map(({ product }) => `"${product.name}"`);
  throw new Failure('INVALID_REFERENCE', {
    detail: `Not part of this stocktake, which counts some categories only: ${nameSome(names, ', ')}.`,
    fields: someFields(
      outside.map(({ position, product }) => ({
        path: ['lines', position, 'productId'],
        message: `"${product.name}" is not part of this stocktake`,
      })),
    ),
  });
}

/** Refuses to replace what others have counted, naming each; how much that was is left out, as the count is blind. */
function refuseCountedAlready(
  area: string,
  checked: readonly CheckedLine<CountStocktakeInput['lines'][number]>[],
  others: readonly OthersCount[],
): void {
  if (others.length === 0) return;
  const byProduct = new Map(others.map((count) => [count.productId, count]));
  const lines = checked.flatMap(({ line: { productId }, position, product: { name } }) => {
    const other = byProduct.get(productId);
    if (!other) return [];
    const { countedBy, countedAt } = other;
    return [{ productId, name, position, area, countedBy, countedAt: countedAt.toISOString() }];
  });
  const names = lines.map(({ name }) => `"${name}"`);
  throw new Failure('COUNTED_ALREADY', {
    detail: `Somebody else has counted ${nameSome(names, ', ')} in the area "${area}". Name the area where you count, so that both add up; or send \`replace: true\` where yours is a recount of the same goods. Nothing was changed.`,
    details: { lines },
  });
}

/** Refuses counts that come to more than a quantity or an amount can be. */
function refuseTooLarge(lines: readonly LineRow[]): void {
  const tooLarge = lines.filter(
    ({ counted, difference, differenceValue }) =>
      Math.max(counted, Math.abs(difference)) > MAX_QUANTITY || Math.abs(differenceValue) > MAX_MONEY,
  );
  if (tooLarge.length === 0) return;
  const names = tooLarge.map(({ productName }) => `"${productName}"`);
  throw new Failure('AMOUNT_OUT_OF_RANGE', {
    detail: `What was counted of ${nameSome(names, ', ')} is more, or worth more, than can be kept. Nothing was changed.`,
  });
}
