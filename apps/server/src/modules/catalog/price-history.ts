import type { Page, PriceChange, ProductHistoryInput } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { MutationCall, QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { seesCosts } from './costs.ts';
import { insertPriceChanges, listPriceChanges, type PriceChangeRow } from './price-changes.repo.ts';
import { findProduct } from './products.repo.ts';

/** What a product costs by itself: a variant that has its parent's price has none. */
interface Prices {
  readonly price: number | null;
  readonly cost: number | null;
}

/** Keeps what has become of price and cost, in the transaction that changes them. A new product has had neither. */
export async function recordPriceChanges(
  { tx, actor, now, newId }: MutationCall & SignedIn,
  productId: string,
  before: Prices,
  after: Prices,
): Promise<void> {
  const fields = (['price', 'cost'] as const).filter((field) => before[field] !== after[field]);
  if (fields.length === 0) return;
  const changes = fields.map((field) => ({
    ...{ id: newId(), productId, field, priceListId: null, minQuantity: null },
    ...{ before: before[field], after: after[field], changedBy: actor.userId, changedAt: now },
  }));
  await insertPriceChanges(tx, changes);
}

/** Before there was a product. */
export const noPrices: Prices = { price: null, cost: null };

/** The changes of prices, and with the permission those of the cost. */
export async function listPriceHistory(
  { db, actor }: QueryCall & SignedIn,
  input: ProductHistoryInput,
): Promise<Page<PriceChange>> {
  if (!(await findProduct(db, input.id))) throw notFound('product');
  const fields: PriceChange['field'][] = seesCosts(actor) ? ['price', 'cost'] : ['price'];
  return readPage(
    'products.history',
    input,
    (page) => listPriceChanges(db, input.id, fields, page),
    (row) => row.changedAt.toISOString(),
    toPriceChange,
  );
}

function toPriceChange({ changedAt, ...row }: PriceChangeRow): PriceChange {
  return { ...row, changedAt: changedAt.toISOString() };
}
