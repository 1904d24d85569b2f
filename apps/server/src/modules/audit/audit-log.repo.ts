import type { ListAuditLogInput } from '@cashwrap/contract';
import { inScope, keyset, type Reader, type StoreScope } from '@cashwrap/database';
import { auditChain, auditLog } from '@cashwrap/database/schema';
import { and, eq, getTableColumns, gte, isNotNull, lt, sql } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

const sortColumns = { recordedAt: auditLog.recordedAt };

export type AuditLogRow = typeof auditLog.$inferSelect & { readonly chained: boolean };

/** The columns by which the list is filtered, under the names of their filters. */
const equalColumns = {
  actorId: auditLog.actorId,
  sessionId: auditLog.sessionId,
  registerId: auditLog.registerId,
  documentType: auditLog.documentType,
  documentId: auditLog.documentId,
  action: auditLog.action,
  requestId: auditLog.requestId,
};

type Filter = Pick<ListAuditLogInput, keyof typeof equalColumns | 'recordedFrom' | 'recordedTo'>;

/** Rows of the stores in scope; those of the whole business, where all stores are. */
export async function listAuditLog(
  db: Reader,
  scope: StoreScope,
  { recordedFrom, recordedTo, ...equal }: Filter,
  page: PageRequest<keyof typeof sortColumns>,
): Promise<AuditLogRow[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], auditLog.id);
  return db
    .select({
      ...getTableColumns(auditLog),
      chained: sql<boolean>`${isNotNull(auditChain.auditId)}`,
    })
    .from(auditLog)
    .leftJoin(auditChain, eq(auditChain.auditId, auditLog.id))
    .where(
      and(
        // A row of the whole business has no store, and so is in no list of stores.
        inScope(auditLog.storeId, scope),
        ...Object.entries(equalColumns).map(([name, column]) => {
          const value = equal[name as keyof typeof equalColumns];
          return value === undefined ? undefined : eq(column, value);
        }),
        recordedFrom === undefined ? undefined : gte(auditLog.recordedAt, new Date(recordedFrom)),
        recordedTo === undefined ? undefined : lt(auditLog.recordedAt, new Date(recordedTo)),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}
