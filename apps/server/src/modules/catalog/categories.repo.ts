import { keyset, type Reader, type Tx } from '@cashwrap/database';
import { categories, products } from '@cashwrap/database/schema';
import { and, arrayContains, count, eq, isNull, ne, sql } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

export type CategoryRow = typeof categories.$inferSelect;

const sortColumns = { name: categories.name, createdAt: categories.createdAt };

/** This category and all below it; none where it does not exist. */
export async function listSubtreeIds(db: Reader, id: string): Promise<string[]> {
  const rows = await db
    .select({ id: categories.id })
    .from(categories)
    .where(arrayContains(categories.path, [id]));
  return rows.map((row) => row.id);
}

/**
 * Lets only one change the tree at a time: what two moves make together no row lock could see. Readers and products that
 * are put into a category go on.
 */
export async function lockTree(tx: Tx): Promise<void> {
  await tx.execute(sql`LOCK TABLE ${categories} IN SHARE ROW EXCLUSIVE MODE`);
}

export async function findCategory(db: Reader, id: string): Promise<CategoryRow | undefined> {
  const [row] = await db.select().from(categories).where(eq(categories.id, id));
  return row;
}

/** Whether the category is there, and stays there to the end of this transaction. */
export async function holdCategory(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx
    .select({ id: categories.id })
    .from(categories)
    .where(eq(categories.id, id))
    .for('key share');
  return rows.length > 0;
}

/** Waits for all who are putting a product into the category. */
export async function lockCategory(tx: Tx, id: string): Promise<CategoryRow | undefined> {
  const [row] = await tx.select().from(categories).where(eq(categories.id, id)).for('update');
  return row;
}

export async function listCategories(
  db: Reader,
  parentId: string | undefined,
  page: PageRequest<keyof typeof sortColumns>,
): Promise<CategoryRow[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], categories.id);
  return db
    .select()
    .from(categories)
    .where(and(parentId === undefined ? undefined : eq(categories.parentId, parentId), after))
    .orderBy(...orderBy)
    .limit(page.limit);
}

/** The category below this parent (null: at the top) that has the name. */
export async function findSibling(
  tx: Tx,
  parentId: string | null,
  name: string,
  exceptId: string,
): Promise<string | undefined> {
  const ofParent = parentId === null ? isNull(categories.parentId) : eq(categories.parentId, parentId);
  const [row] = await tx
    .select({ id: categories.id })
    .from(categories)
    .where(and(ofParent, eq(categories.name, name), ne(categories.id, exceptId)));
  return row?.id;
}

/** How many levels there are from this category down to the deepest below it, itself included. */
export async function heightOf(tx: Tx, { id, path }: CategoryRow): Promise<number> {
  const [row] = await tx
    .select({ depth: sql<number>`max(cardinality(${categories.path}))`.mapWith(Number) })
    .from(categories)
    .where(arrayContains(categories.path, [id]));
  return (row?.depth ?? path.length) - path.length + 1;
}

export async function insertCategory(tx: Tx, category: typeof categories.$inferInsert): Promise<CategoryRow> {
  const [row] = await tx.insert(categories).values(category).returning();
  if (!row) throw new Error('An insert answered no row.');
  return row;
}

export async function updateCategory(
  tx: Tx,
  id: string,
  changes: Pick<CategoryRow, 'name' | 'parentId' | 'version' | 'updatedAt'>,
): Promise<void> {
  await tx.update(categories).set(changes).where(eq(categories.id, id));
}

/** Puts `above` in the place of what was above this category, in its path and in those of all below it. */
export async function moveSubtree(
  tx: Tx,
  { id, path }: CategoryRow,
  above: readonly string[],
): Promise<void> {
  await tx
    .update(categories)
    .set({ path: sql`${sql.param([...above])}::uuid[] || ${categories.path}[${path.length}:]` })
    .where(arrayContains(categories.path, [id]));
}

export async function countUses(tx: Tx, id: string): Promise<{ products: number; categories: number }> {
  const [inIt] = await tx.select({ n: count() }).from(products).where(eq(products.categoryId, id));
  const [belowIt] = await tx.select({ n: count() }).from(categories).where(eq(categories.parentId, id));
  return { products: inIt?.n ?? 0, categories: belowIt?.n ?? 0 };
}

export async function deleteCategory(tx: Tx, id: string): Promise<void> {
  await tx.delete(categories).where(eq(categories.id, id));
}
