import type { ListSaleFlagsInput } from '@cashwrap/contract';
import { bulkInsert, inScope, keyset, type Reader, type StoreScope, type Tx } from '@cashwrap/database';
import { saleFlags } from '@cashwrap/database/schema';
import { and, asc, eq } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

export type SaleFlagRow = typeof saleFlags.$inferSelect;

const sortColumns = { createdAt: saleFlags.createdAt };

/** Sent at once. */
export const insertSaleFlags = bulkInsert(saleFlags);

/** The flags of a sale, in the order in which they were opened. */
export function findFlagsOf(db: Reader, saleId: string): Promise<SaleFlagRow[]> {
  return db.select().from(saleFlags).where(eq(saleFlags.saleId, saleId)).orderBy(asc(saleFlags.id));
}

export function listSaleFlags(
  db: Reader,
  scope: StoreScope,
  { saleId, kind, status }: Pick<ListSaleFlagsInput, 'saleId' | 'kind' | 'status'>,
  page: PageRequest<keyof typeof sortColumns>,
): Promise<SaleFlagRow[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], saleFlags.id);
  return db
    .select()
    .from(saleFlags)
    .where(
      and(
        inScope(saleFlags.storeId, scope),
        saleId === undefined ? undefined : eq(saleFlags.saleId, saleId),
        kind && eq(saleFlags.kind, kind),
        status && eq(saleFlags.status, status),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}

/** Locks a flag in order to change it. */
export async function lockSaleFlag(tx: Tx, scope: StoreScope, id: string): Promise<SaleFlagRow | undefined> {
  const [row] = await tx
    .select()
    .from(saleFlags)
    .where(and(eq(saleFlags.id, id), inScope(saleFlags.storeId, scope)))
    .for('no key update');
  return row;
}

export async function updateSaleFlag(
  tx: Tx,
  { id, status, resolution, resolvedBy, resolvedAt }: SaleFlagRow,
): Promise<void> {
  await tx.update(saleFlags).set({ status, resolution, resolvedBy, resolvedAt }).where(eq(saleFlags.id, id));
}

/** The store of a flag; none where there is no such flag. */
export async function storesOfSaleFlag(db: Reader, id: string): Promise<string[]> {
  const rows = await db.select({ storeId: saleFlags.storeId }).from(saleFlags).where(eq(saleFlags.id, id));
  return rows.map(({ storeId }) => storeId);
}
