import type { AuditEntry, ListAuditLogInput, Page } from '@cashwrap/contract';
import type { QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { type AuditLogRow, listAuditLog as listRows } from './audit-log.repo.ts';

/** Who changed what: the newest first, unless asked for otherwise. */
export function listAuditLog({ db, scope }: QueryCall, input: ListAuditLogInput): Promise<Page<AuditEntry>> {
  return readPage(
    'audit_log',
    input,
    (page) => listRows(db, scope, input, page),
    (row) => row.recordedAt.toISOString(),
    toEntry,
  );
}

function toEntry({ recordedAt, ...row }: AuditLogRow): AuditEntry {
  return { ...row, recordedAt: recordedAt.toISOString() };
}
