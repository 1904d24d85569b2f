import type { UncountInput, UncountResult } from '@cashwrap/contract';
import type { z } from 'zod';
import { invalidReference, notFound } from '../../procedure/failure.ts';
import type { MutationCall } from '../../procedure/handlers.ts';
import { findStockedProducts } from '../catalog/index.ts';
import { removeLines } from './counts.repo.ts';
import { refuseStatus } from './refuse-status.ts';
import { findStocktake } from './stocktakes.repo.ts';

/** Takes back what was counted of some products; what of them was not counted stays so. */
export async function uncountStocktake(
  call: MutationCall,
  { id, productIds }: z.infer<typeof UncountInput>,
): Promise<z.infer<typeof UncountResult>> {
  const { tx, scope } = call;
  const stocktake = await findStocktake(tx, scope, id, 'share');
  if (!stocktake) throw notFound('stocktake');
  refuseStatus(stocktake, ['counting'], 'Taking back what was counted');
  const known = await findStockedProducts(tx, productIds);
  const unknown = productIds.flatMap((productId, at) => (known.has(productId) ? [] : [['productIds', at]]));
  if (unknown.length > 0) throw invalidReference('product', ...unknown);
  const lines = await removeLines(tx, id, productIds);
  if (lines.length === 0) call.changedNothing();
  else {
    const { storeId } = stocktake;
    call.audit({
      storeId,
      documentType: 'stocktake',
      documentId: id,
      before: { lines },
      after: { lines: [] },
    });
  }
  return { removed: lines.length };
}
