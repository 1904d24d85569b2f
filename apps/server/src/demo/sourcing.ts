import type { Actor } from '../procedure/actor.ts';
import type { Article } from './assortment.ts';
import type { Call } from './caller.ts';
import type { OpenShop } from './open-stores.ts';
import { Shelf } from './shelf.ts';
import { storeNames } from './shop.ts';
import { type DemoSupplier, packSizeOf, suppliers } from './suppliers.ts';

/** The departments whose shelves are watched. */
const WATCHED = ['Coffee', 'Tea', 'Oils, vinegars and preserves', 'Wine and beer'];

/** Of a full shelf, as much as is left when it is time to order. */
const REORDER_AT = 0.6;

/** The manager enters who delivers what, on which terms; answers the suppliers' ids. */
export async function addSuppliers(
  call: Call,
  manager: Actor,
  at: Date,
  { productIds }: OpenShop,
): Promise<Map<DemoSupplier, string>> {
  const ids = suppliers.map(async (supplier): Promise<[DemoSupplier, string]> => {
    const { fields, departments } = supplier;
    const occasion = { actor: manager, at, name: `demo-supplier-${fields.code}` };
    const { id } = await call(occasion, ({ inventory }) => inventory.suppliers.create(fields));
    const products = [...productIds]
      .filter(([{ department }]) => departments.includes(department))
      .map(([article, productId]) => ({
        ...{ productId, supplierSku: theirSku(fields.code, article), packSize: packSizeOf(article) },
        ...{ cost: article.cost, preferred: true },
      }));
    await call(occasion, ({ inventory }) => inventory.suppliers.setProducts({ id, products }));
    return [supplier, id];
  });
  return new Map(await Promise.all(ids));
}

/** The manager sets when what is on the watched shelves is ordered again, and of half of them how much. */
export async function setReorderPoints(call: Call, manager: Actor, at: Date, shop: OpenShop): Promise<void> {
  const watched = [...shop.productIds].filter(([{ department }]) => WATCHED.includes(department));
  const points = watched.map(([article, productId], index) => {
    const packSize = packSizeOf(article);
    const fill = Math.ceil(Shelf.target(article) / packSize) * packSize;
    const point = Math.ceil(Shelf.target(article) * REORDER_AT);
    return { productId, point, quantity: index % 2 === 0 ? fill : null };
  });
  await Promise.all(
    storeNames.map((storeName) => {
      const storeId = shop.stores[storeName].id;
      const occasion = { actor: manager, at, name: `demo-reorder-points-${storeName}` };
      return call(occasion, ({ inventory }) => inventory.setReorderPoints({ storeId, points }));
    }),
  );
}

/** `COF-001` is their `CKD 07001`: numbers of their own, which yet can be told apart. */
function theirSku(code: string, { barcode }: Article): string {
  return `${code} ${barcode.slice(7, 12)}`;
}
