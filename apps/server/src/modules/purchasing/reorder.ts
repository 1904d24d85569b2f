import type { Page, ReorderInput, ReorderSuggestion } from '@cashwrap/contract';
import type { Keyset, Reader } from '@cashwrap/database';
import type { QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { seesCosts } from '../catalog/index.ts';
import { adviseReorder } from './domain/reorder-quantity.ts';
import { listReorderCandidates, type ReorderQuery } from './reorder.repo.ts';

const DAY_MS = 86_400_000;

/** How demand is estimated, and when. */
interface Estimate extends Omit<ReorderQuery, 'soldSince'> {
  readonly now: Date;
  readonly salesDays: number;
  readonly coverDays: number;
}

/** Lists what should be ordered for a store, by product. */
export function listReorder(
  { db, now, actor }: QueryCall & SignedIn,
  input: ReorderInput,
): Promise<Page<ReorderSuggestion>> {
  const { storeId, supplierId, salesDays, coverDays } = input;
  const supplierIds = supplierId === undefined ? undefined : [supplierId];
  const seesCost = seesCosts(actor, storeId);
  return readPage(
    'inventory.reorder',
    input,
    async ({ direction, after, limit }) => {
      const beyond = direction === 'asc' ? { after: after?.key } : { before: after?.key };
      const query = { storeId, now, salesDays, coverDays, supplierIds, ...beyond };
      const suggestions = await suggestReorder(db, query, { direction, limit });
      return suggestions.map((suggestion) => ({ ...suggestion, id: suggestion.productId }));
    },
    ({ productId }) => productId,
    ({ id, unitCost, ...suggestion }) => ({ ...suggestion, unitCost: seesCost ? unitCost : null }),
  );
}

/** What should be ordered for a store, in the order in which products were made, or the other way round. */
export async function suggestReorder(
  db: Reader,
  { now, salesDays, coverDays, ...query }: Estimate,
  { direction, limit }: Pick<Keyset, 'direction' | 'limit'> = { direction: 'asc', limit: Infinity },
): Promise<ReorderSuggestion[]> {
  const soldSince = new Date(now.getTime() - salesDays * DAY_MS);
  const candidates = await listReorderCandidates(db, { ...query, soldSince });
  const suggestions: ReorderSuggestion[] = [];
  for (const candidate of direction === 'asc' ? candidates : candidates.reverse()) {
    if (suggestions.length === limit) break;
    const advice = adviseReorder({ ...candidate, salesDays, coverDays });
    if (!advice) continue;
    const { soldBy, setPoint, setQuantity, packSize, minimumOrder, ...known } = candidate;
    suggestions.push({ storeId: query.storeId, ...known, ...advice, reorderPointSet: setPoint !== null });
  }
  return suggestions;
}
