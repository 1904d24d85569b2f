import type { ListAdjustmentsInput } from '@cashwrap/contract';
import { inScope, keyset, type Reader, type StoreScope, type Tx } from '@cashwrap/database';
import { stockAdjustments } from '@cashwrap/database/schema';
import { and, eq, gte, lt } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

export type AdjustmentRow = typeof stockAdjustments.$inferSelect;

export type AdjustmentFilter = Pick<ListAdjustmentsInput, 'reason' | 'createdFrom' | 'createdTo'>;

const sortColumns = { createdAt: stockAdjustments.createdAt };

export async function insertAdjustment(tx: Tx, adjustment: AdjustmentRow): Promise<void> {
  await tx.insert(stockAdjustments).values(adjustment);
}

export async function findAdjustment(
  db: Reader,
  scope: StoreScope,
  id: string,
): Promise<AdjustmentRow | undefined> {
  const [row] = await db
    .select()
    .from(stockAdjustments)
    .where(and(eq(stockAdjustments.id, id), inScope(stockAdjustments.storeId, scope)));
  return row;
}

export async function listAdjustments(
  db: Reader,
  scope: StoreScope,
  { reason, createdFrom, createdTo }: AdjustmentFilter,
  page: PageRequest<keyof typeof sortColumns>,
): Promise<AdjustmentRow[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], stockAdjustments.id);
  return db
    .select()
    .from(stockAdjustments)
    .where(
      and(
        inScope(stockAdjustments.storeId, scope),
        reason === undefined ? undefined : eq(stockAdjustments.reason, reason),
        createdFrom === undefined ? undefined : gte(stockAdjustments.createdAt, new Date(createdFrom)),
        createdTo === undefined ? undefined : lt(stockAdjustments.createdAt, new Date(createdTo)),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}
