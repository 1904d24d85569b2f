import type { Product, Store } from '@cashwrap/contract';
import { stringify } from 'csv-stringify/sync';
import type { Actor } from '../procedure/actor.ts';
import { type Article, assortment } from './assortment.ts';
import type { Call } from './caller.ts';
import { addExtras } from './extras.ts';
import { type StoreName, storeNames, stores, type TaxName, taxes } from './shop.ts';

/** A store that has opened. */
export interface OpenStore {
  readonly id: string;
  readonly timeZone: string;
  readonly tillIds: readonly string[];
  readonly virtualRegisterId: string;
}

/** What there is before the first day of trading. */
export interface OpenShop {
  readonly stores: Readonly<Record<StoreName, OpenStore>>;
  readonly productIds: ReadonlyMap<Article, string>;
  readonly categoryIds: CategoryIds;
}

/** What goes out today is 30 % off, and neighbours get 10 %: nobody has to be asked for both. */
const MAX_DISCOUNT_PERCENTAGE = 40;
/** By how much a count may differ, in cents, before it takes somebody who accepts it. */
const VARIANCE_TOLERANCE = 500;

/** The owner opens the stores with their tills and taxes, and lists the products in their categories. */
export async function openStores(call: Call, owner: Actor, at: Date): Promise<OpenShop> {
  const as = (name: string) => ({ actor: owner, at, name: `demo-${name}` });
  const taxIds = await addTaxCategories(call, as);
  const opened = await Promise.all(
    storeNames.map(async (name) => [name, await openStore(call, as, name, taxIds)] as const),
  );
  const categoryIds = await addCategories(call, as);
  const productIds = await addProducts(call, as);
  await addExtras(call, as, { storeIds: opened.map(([, { id }]) => id), taxIds, categoryIds, productIds });
  return { stores: Object.fromEntries(opened) as Record<StoreName, OpenStore>, productIds, categoryIds };
}

/** Names a call of the opening. */
export type Naming = (name: string) => Parameters<Call>[0];
type TaxIds = ReadonlyMap<TaxName, string>;
/** By the name of the category: a department or an aisle. */
type CategoryIds = ReadonlyMap<string, string>;

async function addTaxCategories(call: Call, as: Naming): Promise<TaxIds> {
  const ids = new Map<TaxName, string>();
  for (const tax of Object.keys(taxes) as TaxName[]) {
    const { id } = await call(as(`tax-${tax}`), ({ taxCategories }) =>
      taxCategories.create({ name: taxes[tax] }),
    );
    ids.set(tax, id);
  }
  return ids;
}

async function openStore(call: Call, as: Naming, name: StoreName, taxIds: TaxIds): Promise<OpenStore> {
  const { input, tills, rates, ratesSince } = stores[name];
  const store: Store = await call(as(name), (operations) => operations.stores.create(input));
  const storeId = store.id;
  await call(as(`${name}-settings`), ({ settings }) =>
    settings.updateStore({
      ...{ storeId, version: store.version },
      maxDiscountPercentage: MAX_DISCOUNT_PERCENTAGE,
      varianceTolerance: VARIANCE_TOLERANCE,
    }),
  );
  const tillIds: string[] = [];
  for (const till of tills) {
    const occasion = as(`${name}-${till.replaceAll(' ', '-')}`);
    const register = await call(occasion, ({ registers }) => registers.create({ storeId, name: till }));
    tillIds.push(register.id);
  }
  for (const [tax, taxCategoryId] of taxIds) {
    const [rateName, percentage] = rates[tax];
    const input = { storeId, taxCategoryId, name: rateName, percentage, validFrom: ratesSince };
    await call(as(`${name}-${tax}`), ({ taxRates }) => taxRates.create(input));
  }
  const virtual = await call(as(name), ({ registers }) => registers.list({ storeId, kind: 'virtual' }));
  const virtualRegisterId = virtual.items[0]?.id ?? '';
  return { id: storeId, timeZone: store.timeZone, tillIds, virtualRegisterId };
}

/** Each department below its aisle. */
async function addCategories(call: Call, as: Naming): Promise<CategoryIds> {
  const ids = new Map<string, string>();
  const add = async (name: string, parentId: string | null) => {
    const known = ids.get(name);
    if (known !== undefined) return known;
    const { id } = await call(as(`category-${ids.size}`), ({ categories }) =>
      categories.create({ name, parentId }),
    );
    ids.set(name, id);
    return id;
  };
  for (const { aisle, department } of assortment) await add(department, await add(aisle, null));
  return ids;
}

/** As a shop does it that comes with a list of what it sells: by one file. */
async function addProducts(call: Call, as: Naming): Promise<Map<Article, string>> {
  const csv = stringify(
    assortment.map((article) => ({
      ...{ sku: article.sku, name: article.name, barcodes: article.barcode, plu: article.plu },
      ...{ tax_category: taxes[article.tax], category: `${article.aisle} > ${article.department}` },
      ...{ price: inUnits(article.price), cost: inUnits(article.cost) },
      sold_by: article.measure === null ? 'unit' : 'measure',
      unit_label: article.measure,
      track_stock: String(article.tracked),
    })),
    { header: true },
  );
  await call(as('products'), ({ products }) => products.import({ csv }));
  const listed: Product[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await call(as('products'), ({ products }) => products.list({ limit: 200, cursor }));
    listed.push(...page.items);
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  const ids = new Map(listed.map(({ sku, id }) => [sku, id]));
  return new Map(assortment.map((article) => [article, ids.get(article.sku) ?? '']));
}

/** An amount in cents as a file has it. */
function inUnits(cents: number): string {
  return (cents / 100).toFixed(2);
}
