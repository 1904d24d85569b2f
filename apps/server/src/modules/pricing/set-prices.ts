import type { FieldError, SetPricesInput, SetPricesResult } from '@cashwrap/contract';
import type { z } from 'zod';
import { invalidInput, invalidReference, notFound } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { findStockedProducts, insertPriceChanges, type StockedProduct } from '../catalog/index.ts';
import { deleteEntries, findEntries, upsertEntries } from './price-list-entries.repo.ts';
import { lockPriceList } from './price-lists.repo.ts';

type PriceInput = SetPricesInput['prices'][number];

/** The smallest quantity that there is of what is sold by the unit, and by measure: a price from there on holds for any. */
const SMALLEST = { unit: 1, measure: 0.001 } as const;

/** A price that differs from the one before; null: there was none, or is none any more. */
interface PriceChange {
  readonly productId: string;
  readonly minQuantity: number;
  readonly before: number | null;
  readonly after: number | null;
}

/** Sets and takes away prices of a list, all or none; each change is kept in the history of its product. */
export async function setPrices(
  call: MutationCall & SignedIn,
  { id, prices: given }: SetPricesInput,
): Promise<z.infer<typeof SetPricesResult>> {
  const { tx } = call;
  const list = await lockPriceList(tx, id);
  if (!list) throw notFound('price list');
  const productIds = [...new Set(given.map(({ productId }) => productId))];
  const products = await findStockedProducts(tx, productIds);
  refuseUnfit(given, products);
  const prices = given.map(({ minQuantity, ...price }) => ({
    ...price,
    minQuantity: minQuantity ?? SMALLEST[products.get(price.productId)?.soldBy ?? 'unit'],
  }));
  if (new Set(prices.map(keyOf)).size < prices.length) {
    throw invalidInput([{ path: ['prices'], message: 'must not name a product and quantity twice' }]);
  }

  const stored = new Map(
    (await findEntries(tx, id, productIds)).map((entry) => [keyOf(entry), entry.unitPrice]),
  );
  const changes = prices.flatMap((price): PriceChange[] => {
    const { productId, minQuantity, unitPrice: after } = price;
    const before = stored.get(keyOf(price)) ?? null;
    return before === after ? [] : [{ productId, minQuantity, before, after }];
  });
  if (changes.length === 0) call.changedNothing();
  else await write(call, list, changes);
  const removed = changes.filter(({ after }) => after === null).length;
  return { set: changes.length - removed, removed, unchanged: prices.length - changes.length };
}

async function write(
  { tx, now, newId, actor, audit }: MutationCall & SignedIn,
  { id: priceListId, storeId }: { id: string; storeId: string | null },
  changes: readonly PriceChange[],
): Promise<void> {
  await upsertEntries(
    tx,
    changes.flatMap(({ productId, minQuantity, after: unitPrice }) =>
      unitPrice === null ? [] : [{ priceListId, productId, minQuantity, unitPrice }],
    ),
  );
  await deleteEntries(
    tx,
    priceListId,
    changes.filter(({ after }) => after === null),
  );
  await insertPriceChanges(
    tx,
    changes.map((change) => ({
      ...{ id: newId(), ...change, priceListId, field: 'price' as const },
      ...{ changedBy: actor.userId, changedAt: now },
    })),
  );
  const pricesAs = (when: 'before' | 'after') =>
    changes.map(({ productId, minQuantity, [when]: unitPrice }) => ({ productId, minQuantity, unitPrice }));
  audit({
    ...{ storeId, documentType: 'price_list', documentId: priceListId },
    ...{ before: { prices: pricesAs('before') }, after: { prices: pricesAs('after') } },
  });
}

/** Refuses products that do not exist or have no price to replace, and parts of what is sold by the unit, naming each. */
function refuseUnfit(prices: readonly PriceInput[], products: ReadonlyMap<string, StockedProduct>): void {
  const unknown = prices.flatMap(({ productId }, position) => (products.has(productId) ? [] : [position]));
  if (unknown.length > 0) {
    throw invalidReference('product', ...unknown.map((position) => ['prices', position, 'productId']));
  }
  const unfit = prices.flatMap(({ productId, minQuantity, unitPrice }, position): FieldError[] => {
    const product = products.get(productId);
    if (product?.kind === 'open_price' && unitPrice !== null) {
      const message = `must be null: the price of "${product.name}" is typed in at the till`;
      return [{ path: ['prices', position, 'unitPrice'], message }];
    }
    if (product?.soldBy !== 'unit' || minQuantity === undefined || Number.isInteger(minQuantity)) return [];
    const message = `must be a whole number: "${product.name}" is sold by the unit`;
    return [{ path: ['prices', position, 'minQuantity'], message }];
  });
  if (unfit.length > 0) throw invalidInput(unfit);
}

function keyOf({ productId, minQuantity }: { productId: string; minQuantity: number }): string {
  return `${productId} ${minQuantity}`;
}
