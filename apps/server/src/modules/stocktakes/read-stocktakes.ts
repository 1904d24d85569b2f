import type {
  ListStocktakeLinesInput,
  ListStocktakesInput,
  ListUncountedInput,
  Page,
  Stocktake,
  StocktakeLine,
  StocktakeSummary,
  UncountedProduct,
} from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { forbidden } from '../../procedure/scope.ts';
import { readStocktake, type Sight, sightOf, toLine, toSummary } from './present-stocktake.ts';
import { listUncounted as listUncountedRows } from './products-to-count.repo.ts';
import { listLines } from './stocktake-lines.repo.ts';
import { findStocktake, listStocktakes as listRows, type StocktakeRow } from './stocktakes.repo.ts';

type Call = QueryCall & SignedIn;

export async function getStocktake(call: Call, { id }: { id: string }): Promise<Stocktake> {
  return readStocktake(call.db, call.actor, await find(call, id));
}

export function listStocktakes(
  { db, scope }: QueryCall,
  input: ListStocktakesInput,
): Promise<Page<StocktakeSummary>> {
  return readPage(
    'stocktakes',
    input,
    (page) => listRows(db, scope, input.status, page),
    (row) => row.createdAt.toISOString(),
    toSummary,
  );
}

export async function listStocktakeLines(
  call: Call,
  input: ListStocktakeLinesInput,
): Promise<Page<StocktakeLine>> {
  const { id, difference, sort } = input;
  const sight = sightOf(call.actor, await find(call, id));
  refuseUnseen(sight, difference !== undefined, sort.endsWith('differenceValue'));
  return readPage(
    'stocktakes.lines',
    input,
    (page) => listLines(call.db, id, input, page),
    (row, column) => (column === 'product' ? row.id : String(row.differenceValue)),
    (row) => toLine(row, sight),
  );
}

export async function listUncounted(call: Call, input: ListUncountedInput): Promise<Page<UncountedProduct>> {
  const stocktake = await find(call, input.id);
  const sight = sightOf(call.actor, stocktake);
  return readPage(
    'stocktakes.uncounted',
    input,
    (page) => listUncountedRows(call.db, stocktake, input.search, page),
    (row) => row.productName,
    ({ id: productId, expected, ...row }) => ({
      ...row,
      productId,
      expected: sight.difference ? expected : null,
    }),
  );
}

async function find({ db, scope }: Call, id: string): Promise<StocktakeRow> {
  const row = await findStocktake(db, scope, id);
  if (!row) throw notFound('stocktake');
  return row;
}

/** What is left out of the lines must not be told by which of them come, or in which order. */
function refuseUnseen(sight: Sight, byDifference: boolean, byValue: boolean): void {
  if ((byDifference || byValue) && !sight.difference) throw forbidden('stocktakes.manage');
  if (byValue && !sight.value) throw forbidden('products.read_cost');
}
