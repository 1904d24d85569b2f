import type { CreateTaxRateInput } from '@cashwrap/contract';
import { inScope, keyset, type Reader, type StoreScope, type Tx } from '@cashwrap/database';
import { taxCategories, taxRates } from '@cashwrap/database/schema';
import { and, eq, gte, isNull, lte, ne, or } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

export type TaxCategoryRow = typeof taxCategories.$inferSelect;
export type TaxRateRow = typeof taxRates.$inferSelect;

const categorySort = { name: taxCategories.name, createdAt: taxCategories.createdAt };
const rateSort = { createdAt: taxRates.createdAt };

export async function findTaxCategory(db: Reader, id: string): Promise<TaxCategoryRow | undefined> {
  const [row] = await db.select().from(taxCategories).where(eq(taxCategories.id, id));
  return row;
}

/** The category, locked for a change. */
export async function lockTaxCategory(tx: Tx, id: string): Promise<TaxCategoryRow | undefined> {
  const [row] = await tx.select().from(taxCategories).where(eq(taxCategories.id, id)).for('no key update');
  return row;
}

export async function updateTaxCategory(tx: Tx, category: TaxCategoryRow): Promise<void> {
  await tx.update(taxCategories).set(category).where(eq(taxCategories.id, category.id));
}

export async function listTaxCategories(
  db: Reader,
  page: PageRequest<keyof typeof categorySort>,
): Promise<TaxCategoryRow[]> {
  const { after, orderBy } = keyset(page, categorySort[page.column], taxCategories.id);
  return db
    .select()
    .from(taxCategories)
    .where(after)
    .orderBy(...orderBy)
    .limit(page.limit);
}

/** The category as written; `undefined` where another has the name. */
export async function insertTaxCategory(
  tx: Tx,
  category: { id: string; name: string; createdAt: Date },
): Promise<TaxCategoryRow | undefined> {
  const [row] = await tx
    .insert(taxCategories)
    .values({ ...category, updatedAt: category.createdAt })
    .onConflictDoNothing({ target: taxCategories.name })
    .returning();
  return row;
}

export async function findTaxCategoryIdByName(tx: Tx, name: string): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: taxCategories.id })
    .from(taxCategories)
    .where(eq(taxCategories.name, name));
  return row?.id;
}

export async function findTaxRate(
  db: Reader,
  scope: StoreScope,
  id: string,
): Promise<TaxRateRow | undefined> {
  const [row] = await db
    .select()
    .from(taxRates)
    .where(and(eq(taxRates.id, id), inScope(taxRates.storeId, scope)));
  return row;
}

/** The rate, locked for a change. */
export async function lockTaxRate(tx: Tx, scope: StoreScope, id: string): Promise<TaxRateRow | undefined> {
  const [row] = await tx
    .select()
    .from(taxRates)
    .where(and(eq(taxRates.id, id), inScope(taxRates.storeId, scope)))
    .for('no key update');
  return row;
}

export async function updateTaxRate(tx: Tx, rate: TaxRateRow): Promise<void> {
  await tx.update(taxRates).set(rate).where(eq(taxRates.id, rate.id));
}

/** The store of a tax rate; none where there is no such rate. */
export async function storesOfTaxRate(db: Reader, id: string): Promise<string[]> {
  const rows = await db.select({ storeId: taxRates.storeId }).from(taxRates).where(eq(taxRates.id, id));
  return rows.map(({ storeId }) => storeId);
}

export async function listTaxRates(
  db: Reader,
  scope: StoreScope,
  filter: { taxCategoryId?: string | undefined; validOn?: string | undefined },
  page: PageRequest<keyof typeof rateSort>,
): Promise<TaxRateRow[]> {
  const { after, orderBy } = keyset(page, rateSort[page.column], taxRates.id);
  return db
    .select()
    .from(taxRates)
    .where(
      and(
        inScope(taxRates.storeId, scope),
        filter.taxCategoryId === undefined ? undefined : eq(taxRates.taxCategoryId, filter.taxCategoryId),
        filter.validOn === undefined ? undefined : isValidOn(filter.validOn),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}

function isValidOn(day: string) {
  return and(lte(taxRates.validFrom, day), or(isNull(taxRates.validTo), gte(taxRates.validTo, day)));
}

/** The rate as written; `undefined` where it overlaps another of the same store, category and name. */
export async function insertTaxRate(
  tx: Tx,
  rate: Omit<CreateTaxRateInput, 'percentage'> & { id: string; ratePpm: number; createdAt: Date },
): Promise<TaxRateRow | undefined> {
  const [row] = await tx
    .insert(taxRates)
    .values({ ...rate, updatedAt: rate.createdAt })
    // The exclusion constraint tax_rates_no_overlap: no target can name it, and no other conflict can arise.
    .onConflictDoNothing()
    .returning();
  return row;
}

/** Another rate of the same store, category and name that applies on a day of this one. */
export async function findOverlappingTaxRateId(
  tx: Tx,
  rate: Pick<CreateTaxRateInput, 'storeId' | 'taxCategoryId' | 'name' | 'validFrom' | 'validTo'> & {
    id?: string;
  },
): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: taxRates.id })
    .from(taxRates)
    .where(
      and(
        eq(taxRates.storeId, rate.storeId),
        eq(taxRates.taxCategoryId, rate.taxCategoryId),
        eq(taxRates.name, rate.name),
        rate.id === undefined ? undefined : ne(taxRates.id, rate.id),
        rate.validTo === null ? undefined : lte(taxRates.validFrom, rate.validTo),
        or(isNull(taxRates.validTo), gte(taxRates.validTo, rate.validFrom)),
      ),
    )
    .limit(1);
  return row?.id;
}
