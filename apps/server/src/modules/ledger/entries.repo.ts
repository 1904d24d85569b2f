import type { ListPaymentsInput, ListTransactionsInput } from '@cashwrap/contract';
import { inScope, keyset, type Reader, type StoreScope } from '@cashwrap/database';
import { payments, stores, transactions } from '@cashwrap/database/schema';
import { and, asc, between, desc, eq, gte, inArray, lte, type SQL } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';
import type { Span } from './recorded-span.repo.ts';

/** An entry of the money ledger with what of its store it depends on. */
export type EntryRow = typeof transactions.$inferSelect & Pick<typeof stores.$inferSelect, 'currencyDigits'>;

/** What entries are found by. */
export type EntryFilter = Omit<ListTransactionsInput, 'storeId' | 'limit' | 'cursor' | 'sort'> &
  Pick<ListPaymentsInput, 'reference'>;

/**
 * The entries of one page in the order of recording. Of each store as many are read as a page has, by the index that has
 * them in their order; the page is the first of those. `span`: nothing that matches was recorded beyond it.
 */
export function entriesOfPage(
  db: Reader,
  scope: StoreScope,
  filter: EntryFilter,
  span: Span,
  page: PageRequest<'recordedAt'>,
) {
  const { after, orderBy } = keyset(page, transactions.recordedAt, transactions.id);
  const ofStore = db
    .select()
    .from(transactions)
    .where(
      and(
        eq(transactions.storeId, stores.id),
        matching(db, filter),
        between(transactions.recordedAt, ...span),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit)
    .as('of_store');
  return db
    .select({ ...ofStore._.selectedFields, currencyDigits: stores.currencyDigits })
    .from(stores)
    .crossJoinLateral(ofStore)
    .where(inScope(stores.id, scope))
    .orderBy(...inOrder(page, ofStore))
    .limit(page.limit);
}

/** The order of a page, for a query around that of its entries. */
export function inOrder(
  { direction }: Pick<PageRequest<'recordedAt'>, 'direction'>,
  entries: Readonly<Record<'recordedAt' | 'id', Parameters<typeof asc>[0]>>,
): SQL[] {
  const order = direction === 'asc' ? asc : desc;
  return [order(entries.recordedAt), order(entries.id)];
}

/** The condition that an entry is one of those that are asked for. */
export function matching(db: Reader, filter: EntryFilter): SQL | undefined {
  const { registerId, shiftId, kind, method, actorId, documentId, reference } = filter;
  const { businessDateFrom, businessDateTo } = filter;
  return and(
    registerId === undefined ? undefined : eq(transactions.registerId, registerId),
    shiftId === undefined ? undefined : eq(transactions.shiftId, shiftId),
    kind === undefined ? undefined : eq(transactions.kind, kind),
    method === undefined ? undefined : eq(transactions.method, method),
    actorId === undefined ? undefined : eq(transactions.actorId, actorId),
    documentId === undefined ? undefined : eq(transactions.documentId, documentId),
    reference === undefined
      ? undefined
      : inArray(
          transactions.paymentId,
          db.select({ id: payments.id }).from(payments).where(eq(payments.reference, reference)),
        ),
    businessDateFrom === undefined ? undefined : gte(transactions.businessDate, businessDateFrom),
    businessDateTo === undefined ? undefined : lte(transactions.businessDate, businessDateTo),
  );
}
