import type { ListPurchasesInput } from '@cashwrap/contract';
import { inScope, keyset, type Reader, type StoreScope } from '@cashwrap/database';
import { customers, sales } from '@cashwrap/database/schema';
import { and, asc, desc, eq, gte, inArray, lte } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';
import type { SaleRow } from './sales.repo.ts';

/**
 * The sales of some customers: one with those who were merged into them. Of each as many are read as a page has, by the
 * index that has them in their order; the page is the first of those.
 */
export async function listPurchases(
  db: Reader,
  scope: StoreScope,
  customerIds: readonly string[],
  filter: Pick<ListPurchasesInput, 'storeId' | 'businessDateFrom' | 'businessDateTo'>,
  page: PageRequest<'completedAt'>,
): Promise<SaleRow[]> {
  const { storeId, businessDateFrom, businessDateTo } = filter;
  const { after, orderBy } = keyset(page, sales.completedAt, sales.id);
  const purchases = db
    .select()
    .from(sales)
    .where(
      and(
        eq(sales.customerId, customers.id),
        inScope(sales.storeId, scope),
        storeId === undefined ? undefined : eq(sales.storeId, storeId),
        businessDateFrom === undefined ? undefined : gte(sales.businessDate, businessDateFrom),
        businessDateTo === undefined ? undefined : lte(sales.businessDate, businessDateTo),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit)
    .as('purchases');
  const order = page.direction === 'asc' ? asc : desc;
  return db
    .select(purchases._.selectedFields)
    .from(customers)
    .crossJoinLateral(purchases)
    .where(inArray(customers.id, [...customerIds]))
    .orderBy(order(purchases.completedAt), order(purchases.id))
    .limit(page.limit);
}
