import { inStore, merchant, query } from '../operation.ts';
import { NoInput } from '../shared/empty.ts';
import { page } from '../shared/page.ts';
import { AuditEntry, AuditVerification, ListAuditLogInput } from './schemas.ts';

export const auditLog = {
  list: query({
    rest: { method: 'GET', path: '/audit-log' },
    permission: 'audit_log.read',
    scope: inStore(),
    summary: 'List who changed what',
    description: 'What concerns the whole business is shown to those who hold the permission in all stores.',
    input: ListAuditLogInput,
    output: page(AuditEntry),
    errors: ['NOT_FOUND', 'INVALID_CURSOR'],
  }),
  verify: query({
    rest: { method: 'POST', path: '/audit-log/verify' },
    permission: 'audit_log.verify',
    scope: merchant,
    summary: 'Check the hash chain of the audit log against its signed head',
    input: NoInput,
    output: AuditVerification,
  }),
};
