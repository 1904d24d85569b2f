import type { TransactionTotalsInput } from '@cashwrap/contract';
import { inScope, type Reader, type StoreScope } from '@cashwrap/database';
import { stores, transactions } from '@cashwrap/database/schema';
import { and, asc, count, eq, getTableColumns, gte, lte, sql } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';
import { type EntryFilter, type EntryRow, entriesOfPage, inOrder, matching } from './entries.repo.ts';
import type { Span } from './recorded-span.repo.ts';

export type ListedEntryRow = EntryRow & { readonly runningTotal: number };

/**
 * One page of the ledger. The running totals are added up from the business days that are on the page: as far back as a
 * day goes, however long the ledger is. One statement, so all of it is of one moment.
 */
export async function listEntries(
  db: Reader,
  scope: StoreScope,
  filter: EntryFilter,
  span: Span,
  page: PageRequest<'recordedAt'>,
): Promise<ListedEntryRow[]> {
  const shown = db.$with('shown').as(entriesOfPage(db, scope, filter, span, page));
  const days = db
    .selectDistinct({ storeId: shown.storeId, businessDate: shown.businessDate })
    .from(shown)
    .as('days');
  const { storeId, businessDate, amount, recordedAt, id } = transactions;
  const upToEach = db
    .select({
      id,
      runningTotal: sql`(sum(${amount}) OVER (ORDER BY ${recordedAt}, ${id}))::bigint`
        .mapWith(Number)
        .as('running_total'),
    })
    .from(transactions)
    .where(and(eq(storeId, days.storeId), eq(businessDate, days.businessDate), matching(db, filter)))
    .as('up_to_each');
  return db
    .with(shown)
    .select({ ...shown._.selectedFields, runningTotal: upToEach.runningTotal })
    .from(days)
    .crossJoinLateral(upToEach)
    .innerJoin(shown, eq(shown.id, upToEach.id))
    .orderBy(...inOrder(page, shown));
}

export async function findEntry(db: Reader, scope: StoreScope, id: string): Promise<EntryRow | undefined> {
  const [row] = await db
    .select({ ...getTableColumns(transactions), currencyDigits: stores.currencyDigits })
    .from(transactions)
    .innerJoin(stores, eq(stores.id, transactions.storeId))
    .where(and(eq(transactions.id, id), inScope(transactions.storeId, scope)));
  return row;
}

/** What the entries of some business days come to, store by store from the index. */
export async function addUpEntries(
  db: Reader,
  scope: StoreScope,
  { businessDateFrom, businessDateTo }: Pick<TransactionTotalsInput, 'businessDateFrom' | 'businessDateTo'>,
) {
  const { currency, kind, method } = transactions;
  const totals = db
    .select({
      ...{ currency, kind, method, count: count().as('count') },
      amount: sql`sum(${transactions.amount})::bigint`.mapWith(Number).as('amount'),
      tips: sql`sum(${transactions.tip})::bigint`.mapWith(Number).as('tips'),
    })
    .from(transactions)
    .where(
      and(
        eq(transactions.storeId, stores.id),
        gte(transactions.businessDate, businessDateFrom),
        lte(transactions.businessDate, businessDateTo),
      ),
    )
    .groupBy(currency, kind, method)
    .as('totals');
  return db
    .select({ storeId: stores.id, currencyDigits: stores.currencyDigits, ...totals._.selectedFields })
    .from(stores)
    .crossJoinLateral(totals)
    .where(inScope(stores.id, scope))
    .orderBy(asc(stores.id), asc(totals.currency), asc(totals.kind), asc(totals.method));
}
