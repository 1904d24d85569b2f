import type { AuditEntry, ListAuditLogInput, Page } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { listAuditLog } from '../audit/index.ts';
import { findEmployee } from './employees.repo.ts';

/** What the user of a person did, in the stores where the caller may read the audit log. */
export async function listEmployeeActivity(
  call: QueryCall,
  { id, ...page }: { id: string } & Pick<ListAuditLogInput, 'limit' | 'cursor' | 'sort'>,
): Promise<Page<AuditEntry>> {
  const employee = await findEmployee(call.db, call.scope, id);
  if (!employee) throw notFound('employee');
  if (employee.userId === null) return { items: [], nextCursor: null };
  return listAuditLog(call, { ...page, actorId: employee.userId });
}
