import type { DiscountStatus } from '@cashwrap/contract';
import { keyset, type Reader, type Tx } from '@cashwrap/database';
import { discountCustomerUses, discounts, merchants } from '@cashwrap/database/schema';
import { and, count, eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { PageRequest } from '../../procedure/page.ts';

export type DiscountRow = typeof discounts.$inferSelect;

const sortColumns = { name: discounts.name, createdAt: discounts.createdAt };

const isActive = eq(discounts.status, 'active');

export async function findDiscount(db: Reader, id: string): Promise<DiscountRow | undefined> {
  const [row] = await db.select().from(discounts).where(eq(discounts.id, id));
  return row;
}

/** The discount, locked: sales that use up its limit wait. */
export async function lockDiscount(tx: Tx, id: string): Promise<DiscountRow | undefined> {
  const [row] = await tx.select().from(discounts).where(eq(discounts.id, id)).for('no key update');
  return row;
}

export async function listDiscounts(
  db: Reader,
  { code, status }: { code?: string | undefined; status?: z.infer<typeof DiscountStatus> | undefined },
  page: PageRequest<keyof typeof sortColumns>,
): Promise<DiscountRow[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], discounts.id);
  return db
    .select()
    .from(discounts)
    .where(
      and(
        code === undefined ? undefined : eq(discounts.code, code),
        status === undefined ? undefined : eq(discounts.status, status),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}

/** How many discounts are active; none can be added until this transaction has ended. */
export async function lockActiveDiscounts(tx: Tx): Promise<number> {
  // A row that always is there: two transactions that add cannot both find the last place free.
  await tx.select({ id: merchants.id }).from(merchants).for('no key update');
  const [row] = await tx.select({ active: count() }).from(discounts).where(isActive);
  return row?.active ?? 0;
}

/** The active discount that has this code. */
export async function findCodeHolder(tx: Tx, code: string): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: discounts.id })
    .from(discounts)
    .where(and(isActive, eq(discounts.code, code)));
  return row?.id;
}

export async function insertDiscount(tx: Tx, discount: DiscountRow): Promise<void> {
  await tx.insert(discounts).values(discount);
}

export async function updateDiscount(tx: Tx, discount: DiscountRow): Promise<void> {
  await tx.update(discounts).set(discount).where(eq(discounts.id, discount.id));
}

/** Forgets how often each customer has had it. */
export async function deleteCustomerUses(tx: Tx, discountId: string): Promise<void> {
  await tx.delete(discountCustomerUses).where(eq(discountCustomerUses.discountId, discountId));
}
